import copy
import subprocess
import sys
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrum.checking import RESERVED_QUESTION_SLUGS, RESERVED_TYPE_SLUGS, find_faults
from spectrum.freezing import freeze
from spectrum.loading import load_edition, read_edition
from spectrum.management.commands.load_edition import EDITIONS
from spectrum.models import Edition, forget_editions

FILE = read_edition(EDITIONS / "2026.1.yaml")
GONE = object()


def changed(content, path, value):
    """The content with another value at a path such as `questions.3.choices.1.participant`."""
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = content
    for step in parents:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return content


def places(faults):
    return [fault.split(": ")[0] for fault in faults]


def test_the_first_edition_has_no_fault(content):
    assert find_faults(content) == []


# Lists of places say all the faults that a change makes; the order is the file's, then that of the rules.
SHAPES = [
    ("title", GONE, ["title"]),
    ("title", "  ", ["title"]),
    ("title", "NUL \x00", ["title"]),
    ("title", "half a character \ud83d", ["title"]),
    ("titel", "a typo", ["titel"]),
    ("language", False, ["language"]),
    ("language", "English", ["language"]),
    ("about.questions", GONE, ["about.questions"]),
    ("about.spectrum", "not a list", ["about.spectrum"]),
    ("about.spectrum", [], ["about.spectrum"]),
    ("axis.to", None, ["axis.to"]),
    ("co_production.produces.1", "", ["co_production.produces[1]"]),
    ("types.0.plain", GONE, ["types[0] (informing).plain"]),
    ("types.1.expect.0", 5, ["types[1] (consulting).expect[0]"]),
    ("types.1.would_become.0.if", GONE, ["types[1] (consulting).would_become[0].if"]),
    ("types.1.would_become.0.type", "deciding", ["types[1] (consulting).would_become[0].type"]),
    ("types.3.beyond", GONE, []),
    ("types", GONE, ["types"]),
    ("themes.0.name", GONE, ["themes[0] (purpose).name"]),
    ("voices.planning", GONE, ["voices.planning"]),
    ("voices.participant.not-sure", GONE, ["voices.participant.not-sure"]),
    ("voices.organisation.not_sure", "x", ["voices.organisation.not_sure"]),
    ("voices.child", {}, ["voices.child"]),
    ("runs_it.question.participant", GONE, ["runs_it.question.participant"]),
    ("runs_it.answers.0.organisation", "", ["runs_it.answers[0] (organisation).organisation"]),
    ("runs_it.people_note", GONE, ["runs_it.people_note"]),
    ("questions.3.choices.1.participant", GONE, ["questions[3] (who).choices[1].participant"]),
    ("questions.3.choices.1.planning", "x", ["questions[3] (who).choices[1].planning"]),
    ("questions.0.talk", ["x"], ["questions[0] (purpose).talk"]),
    ("questions.0.side", "both", ["questions[0] (purpose).side"]),
    ("questions.0.evidense", "x", ["questions[0] (purpose).evidense"]),
    ("questions.0.none", {"participant": "x"}, ["questions[0] (purpose).none.organisation"]),
    ("questions.0.choices", GONE, ["questions[0] (purpose).choices"]),
    ("questions.0", "purpose", ["questions[0]"]),
    ("frameworks.0.levels", [], ["frameworks[0] (arnstein).levels"]),
    ("frameworks.0.levels.0.nearest", "none", ["frameworks[0] (arnstein).levels[0].nearest"]),
    ("frameworks.0.levels.0.nearest", [], ["frameworks[0] (arnstein).levels[0].nearest"]),
    ("frameworks.0.levels.0.nearest", ["top"], ["frameworks[0] (arnstein).levels[0].nearest[0]"]),
    ("frameworks.0.levels.0.nearest", ["beyond", "any", "informing"], []),
    ("frameworks.0.year", "1969", ["frameworks[0] (arnstein).year"]),
    ("frameworks.0.year", True, ["frameworks[0] (arnstein).year"]),
    ("frameworks.0.year", 19690, ["frameworks[0] (arnstein).year"]),
    ("frameworks.0.url", "javascript:alert(1)", ["frameworks[0] (arnstein).url"]),
    ("frameworks.0.url", "ftp://example.org/", ["frameworks[0] (arnstein).url"]),
    ("frameworks.0.url", "http://[::1", ["frameworks[0] (arnstein).url"]),
    ("ladder_obstacles.0.spectrum", GONE, ["ladder_obstacles[0].spectrum"]),
    ("resources.0.kind", "book", ["resources[0].kind"]),
    ("resources.0.url", GONE, []),
    ("resources.0.url", "/co-production/", ["resources[0].url"]),
    ("contact.email", "hello at peoplehub", ["contact.email"]),
    ("contact.note", GONE, ["contact.note"]),
]


@pytest.mark.parametrize(("path", "value", "faulty"), SHAPES)
def test_each_part_has_its_shape(content, path, value, faulty):
    assert places(find_faults(changed(content, path, value))) == faulty


@pytest.mark.parametrize("name", [2026.1, "2026", "26.1", "2026.01", "2026.1\n", "2026.1b", None])
def test_an_edition_has_a_year_and_a_number(content, name):
    assert places(find_faults(content | {"edition": name})) == ["edition"]


def test_a_name_that_became_a_number_is_explained(content):
    [fault] = find_faults(content | {"edition": 2026.1})

    assert "quotes" in fault


@pytest.mark.parametrize("slug", ["Who", "1st", "who is", "", "-who", "wer_da", "who\n", "w" * 51, 7, None])
def test_a_slug_is_written_in_one_way(content, slug):
    assert places(find_faults(changed(content, "frameworks.0.slug", slug)))[0].endswith(".slug")


@pytest.mark.parametrize("slug", sorted(RESERVED_QUESTION_SLUGS))
def test_a_question_has_no_address_of_the_sites_own(content, slug):
    assert places(find_faults(changed(content, "questions.3.slug", slug))) == [f"questions[3] ({slug}).slug"]


@pytest.mark.parametrize("slug", sorted(RESERVED_TYPE_SLUGS))
def test_a_type_has_no_address_of_the_sites_own(content, slug):
    assert f"types[0] ({slug}).slug" in places(find_faults(changed(content, "types.0.slug", slug)))


RULES = [
    ("frameworks.1.slug", "arnstein", ["frameworks[1] (arnstein).slug"]),
    ("questions.4.slug", "who", ["questions[4] (who).slug"]),
    ("runs_it.answers.0.slug", "people", ["runs_it.answers[2] (people).slug"]),
    ("runs_it.answers.2.slug", "others", ["runs_it.answers"]),
    ("types.0.would_become.0.type", "informing", ["types[0] (informing).would_become[0].type"]),
    ("types.0.beyond", "x", ["types[0] (informing).beyond"]),
    ("questions.0.theme", "money", ["questions[0] (purpose).theme"]),
    ("questions.3.theme", "purpose", []),
    ("questions.4.theme", "purpose", ["questions[4] (relationship).theme"]),
    ("questions.2.gate", GONE, ["questions"]),
    ("questions.2.gate", False, ["questions[2] (open).gate", "questions"]),
    ("questions.2.gate", "yes", ["questions[2] (open).gate", "questions"]),
    ("questions.3.gate", True, ["questions[3] (who).gate", "questions[3] (who).side"]),
    ("questions.1.defining", GONE, ["questions"]),
    ("questions.5.defining", "x", ["questions[5] (support).defining"]),
    ("questions.1.slug", "focus", ["questions[1] (focus).defining", "questions"]),
    ("questions.1.side", "aim", ["questions[1] (priorities).side"]),
    ("questions.2.side", "aim", ["questions[2] (open).side"]),
    ("questions.0.choices.0.type", "informing", ["questions[0] (purpose).choices"] * 2),
    ("questions.0.choices.0", GONE, ["questions[0] (purpose).choices"]),
    ("first_look.0", "who", ["first_look"]),
    ("first_look.0", GONE, ["first_look"]),
    ("first_look", ["open", "quality", "decisions", "priorities"], []),
    ("first_look", ["open", "quality", "decisions", "priorities", "open"], ["first_look"]),
]


@pytest.mark.parametrize(("path", "value", "faulty"), RULES)
def test_the_parts_fit_together(content, path, value, faulty):
    assert places(find_faults(changed(content, path, value))) == faulty


def test_the_types_are_the_four_in_their_order(content):
    swapped = content | {"types": [content["types"][place] for place in (1, 0, 2, 3)]}

    assert places(find_faults(swapped)) == ["types"]
    assert places(find_faults(content | {"types": content["types"][:3]})) == ["types"]


def test_a_number_too_long_to_print_is_refused(content):
    endless = 10**5000

    assert places(find_faults(changed(content, "title", endless) | {endless: 1})) == [
        "(a key that is no text)",
        "title",
    ]


def test_every_fault_is_found_at_once(content):
    changed(content, "title", GONE)
    changed(content, "questions.2.gate", GONE)
    changed(content, "contact.email", "none")

    assert places(find_faults(content)) == ["title", "contact.email", "questions"]


@pytest.mark.parametrize("nonsense", [None, [], "text", 5, {}, {None: None, (1, 2): 3}, date(2026, 1, 1)])
def test_nonsense_is_refused(nonsense):
    assert find_faults(nonsense)


def test_lists_that_contain_themselves_are_refused(content):
    for path in ("questions.0.slug", "questions.1.slug", "types.0.slug", "themes.0.slug", "questions.0.theme"):
        endless = []
        endless.append(endless)
        changed(content, path, endless)

    assert "questions[1].slug" in places(find_faults(content))


def paths_of(value, path=()):
    yield path
    nested = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in nested:
        yield from paths_of(entry, (*path, key))


PATHS = list(paths_of(FILE))[1:]
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.binary(), st.text())
KNOWN = st.sampled_from(["open", "who", "room", "informing", "beyond", "people", "purpose", "x"])
NONSENSE = st.recursive(
    SCALARS | KNOWN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KNOWN | SCALARS, inner, max_size=3),
    max_leaves=4,
)


@st.composite
def mutations(draw):
    """The first edition with some parts taken out, replaced by nonsense, or put in another's place."""
    content = copy.deepcopy(FILE)
    for *parents, last in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3)):
        place = content
        try:
            for step in parents:
                place = place[step]
            if draw(st.booleans()):
                place[last] = draw(NONSENSE)
            else:
                del place[last]
        except (LookupError, TypeError):
            continue  # an earlier mutation took this place away
    return content


@pytest.mark.django_db
@settings(max_examples=200, deadline=None)
@given(mutations())
def test_whatever_is_in_a_file_it_is_refused_with_places_or_can_be_loaded(content):
    faults = find_faults(content)

    for fault in faults:
        place, what = fault.split(": ", 1)
        assert place
        assert what
        assert fault.isprintable()
    if not faults:
        with transaction.atomic():
            load_edition(content | {"edition": "9999.1"})
            edition = Edition.objects.get(name="9999.1")
            assert edition.content() == content | {"edition": "9999.1"}
            assert edition.frozen() == freeze(edition.content())
            transaction.set_rollback(True)
            forget_editions()


def test_the_check_needs_no_settings(content):
    # An editor, or a test of the classification, can check and freeze a file without a database.
    program = (
        "import spectrum.checking, spectrum.freezing; from django.conf import settings; assert not settings.configured"
    )

    subprocess.run([sys.executable, "-c", program], check=True, env={})
