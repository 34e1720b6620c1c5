"""The specification of an edition's file: what each part looks like, and what holds across the parts."""

from spectrum.edition import DEFINING, GATE, PEOPLE, TYPE_SLUGS
from spectrum.freezing import VOICES
from spectrum.shapes import (
    email_address,
    entries,
    flag,
    list_of,
    mapping,
    one_of,
    slug,
    web_address,
    words,
    written_like,
    year,
)

# A type's page is /spectrum/<type>/, beside /spectrum/questions/ and /spectrum/frameworks/.
RESERVED_TYPE_SLUGS = {"questions", "frameworks"}
# A question's page is /a/<token>/<question>/, beside /a/<token>/start/, /answers/ and /result/; colleagues agree on it
# at /e/<uid>/agreement/<question>/, beside /e/<uid>/agreement/finish/.
RESERVED_QUESTION_SLUGS = {"answers", "finish", "organisation", "result", "start"}

FIRST_LOOK = (GATE, *DEFINING)

edition_name = written_like(
    r"\d{4}\.(0|[1-9]\d{0,3})",
    "a year, a dot and a number, in quotes, like '2026.1': without quotes 2026.10 is the number 2026.1",
)
language = written_like(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", "a language's code, like en or en-GB")
both_voices = mapping({"participant": words, "organisation": words})

type_ = mapping(
    {
        "slug": slug(RESERVED_TYPE_SLUGS),
        **dict.fromkeys(("name", "plain", "short", "purpose", "promise", "example"), words),
        **dict.fromkeys(("expect", "useful_when", "watch_out_for", "questions_to_ask"), list_of(words)),
        "would_become": list_of(mapping({"type": one_of(*TYPE_SLUGS), "if": words})),
    },
    {"beyond": words},
)
choice = mapping({"type": one_of(*TYPE_SLUGS), "organisation": words, "participant": words})
question = mapping(
    {
        "slug": slug(RESERVED_QUESTION_SLUGS),
        "theme": slug(),
        "side": one_of("aim", "room"),
        **dict.fromkeys(("name", *VOICES, "ask", "talk"), words),
        "choices": list_of(choice),
    },
    {"defining": words, "gate": flag, "evidence": words, "none": both_voices},
)
level = mapping({"name": words, "nearest": list_of(one_of(*TYPE_SLUGS, "none", "beyond", "any"))}, {"note": words})
framework = mapping(
    {"slug": slug(), "name": words, "author": words, "levels": list_of(level)},
    {"note": words, "year": year, "url": web_address},
)
resource = mapping(
    {"title": words, "by": words, "kind": one_of("reading", "link")},
    {"url": web_address, "year": year, "note": words},
)
runs_it = mapping(
    {
        "question": both_voices,
        "answers": list_of(mapping({"slug": slug(), "participant": words, "organisation": words})),
        "people_note": words,
    }
)
edition = mapping(
    {
        "edition": edition_name,
        "language": language,
        "title": words,
        "about": mapping({"spectrum": list_of(words), "questions": words}),
        "axis": mapping({"from": words, "to": words, "note": words}),
        "co_production": mapping({"definition": words, "produces": list_of(words), "purpose": words}),
        "types": list_of(type_),
        "themes": list_of(mapping({"slug": slug(), "name": words})),
        "voices": mapping(dict.fromkeys(VOICES, mapping(dict.fromkeys(("intro", "not-sure", "none"), words)))),
        "runs_it": runs_it,
        "questions": list_of(question),
        "first_look": list_of(slug()),
        "frameworks": list_of(framework),
        "ladder_obstacles": list_of(mapping({"obstacle": words, "spectrum": words})),
        "resources": list_of(resource),
        "contact": mapping({"name": words, "email": email_address, "note": words}),
    }
)


def find_faults(content):
    """Every fault of an edition's content, each with its place, in words; empty when it can be loaded.

    Takes whatever YAML can hold and never raises: the rules across parts look only at what has its shape.
    """
    faults = list(edition(content))
    if isinstance(content, dict):
        for rule in ACROSS_PARTS:
            faults.extend(rule(content))
    return faults


def _mappings(content, *path):
    """(place, mapping) of the mappings in the list at `path`; nothing where there is no such list."""
    for key in path:
        content = content.get(key) if isinstance(content, dict) else None
    return [(place, entry) for place, entry in entries(content, ".".join(path)) if isinstance(entry, dict)]


def _text(entry, key):
    """Only texts are compared with each other: two lists that YAML let contain themselves would never end."""
    return entry[key] if isinstance(entry.get(key), str) else None


def _slugs(content, *path):
    return [_text(entry, "slug") for _, entry in _mappings(content, *path)]


def _slugs_are_unique(content):
    for path in (("types",), ("themes",), ("questions",), ("frameworks",), ("runs_it", "answers")):
        seen = []
        for place, entry in _mappings(content, *path):
            slug_ = _text(entry, "slug")
            if slug_ is not None and slug_ in seen:
                yield f"{place}.slug: is used twice"
            seen.append(slug_)


def _types_are_the_four(content):
    if isinstance(content.get("types"), list) and _slugs(content, "types") != list(TYPE_SLUGS):
        yield f"types: must be {', '.join(TYPE_SLUGS)}, in this order"


def _types_become_others(content):
    for place, entry in _mappings(content, "types"):
        for other_place, other in _mappings(entry, "would_become"):
            if (target := _text(other, "type")) is not None and target == entry.get("slug"):
                yield f"{place}.{other_place}.type: must be another type"


def _only_co_producing_has_a_beyond(content):
    for place, entry in _mappings(content, "types"):
        if "beyond" in entry and entry.get("slug") != TYPE_SLUGS[-1]:
            yield f"{place}.beyond: belongs under {TYPE_SLUGS[-1]} only"


def _questions_follow_the_themes(content):
    themes = _slugs(content, "themes")
    furthest = 0
    for place, entry in _mappings(content, "questions"):
        theme = _text(entry, "theme")
        if theme not in themes and theme is not None:
            yield f"{place}.theme: is not one of the edition's themes"
        elif theme is not None and themes.index(theme) < furthest:
            yield f"{place}.theme: must not come after a later theme's questions; themes order them"
        elif theme is not None:
            furthest = themes.index(theme)


def _one_question_is_the_gate(content):
    questions = _mappings(content, "questions")
    for place, entry in questions:
        if "gate" in entry and entry.get("slug") != GATE:
            yield f"{place}.gate: only the question {GATE} is the gate"
    if not any(entry.get("slug") == GATE and entry.get("gate") is True for _, entry in questions):
        yield f"questions: must have the question {GATE}, with gate: true"


def _three_questions_are_defining(content):
    questions = _mappings(content, "questions")
    for place, entry in questions:
        if "defining" in entry and entry.get("slug") not in DEFINING:
            yield f"{place}.defining: only {', '.join(DEFINING)} are defining"
    for wanted in DEFINING:
        if not any(entry.get("slug") == wanted and "defining" in entry for _, entry in questions):
            yield f"questions: must have the question {wanted}, with what it defines"


def _what_decides_is_on_the_room_side(content):
    for place, entry in _mappings(content, "questions"):
        if ("gate" in entry or "defining" in entry) and entry.get("side") != "room":
            yield f"{place}.side: must be room, because the gate and the defining questions are classified"


def _one_choice_for_each_type(content):
    for place, entry in _mappings(content, "questions"):
        if not isinstance(entry.get("choices"), list):
            continue
        types = [chosen.get("type") for _, chosen in _mappings(entry, "choices")]
        for wanted in TYPE_SLUGS:
            if types.count(wanted) != 1:
                yield f"{place}.choices: must have one choice for {wanted}, and has {types.count(wanted)}"


def _first_look_is_gate_and_defining(content):
    given = content.get("first_look")
    if isinstance(given, list) and (len(given) != 4 or any(wanted not in given for wanted in FIRST_LOOK)):
        yield f"first_look: must be {', '.join(FIRST_LOOK)}, in any order"


def _people_can_run_it(content):
    answers = _slugs(content, "runs_it", "answers")
    if answers and PEOPLE not in answers:
        yield f"runs_it.answers: must have the answer {PEOPLE}, which people_note belongs to"


ACROSS_PARTS = (
    _slugs_are_unique,
    _types_are_the_four,
    _types_become_others,
    _only_co_producing_has_a_beyond,
    _questions_follow_the_themes,
    _one_question_is_the_gate,
    _three_questions_are_defining,
    _what_decides_is_on_the_room_side,
    _one_choice_for_each_type,
    _first_look_is_gate_and_defining,
    _people_can_run_it,
)
