"""From an edition's content, in the shape of its file, to the frozen objects: the only such mapping."""

from spectrum.edition import (
    LETTERS,
    TYPE_SLUGS,
    Axis,
    Choice,
    Contact,
    CoProduction,
    Framework,
    FrozenEdition,
    Level,
    Obstacle,
    Question,
    Resource,
    RunsIt,
    Theme,
    Type,
    Voice,
    WouldBecome,
)

# Orders are spelt out, never taken from a mapping: PostgreSQL gives JSON keys back in an order of its own.
VOICES = ("participant", "organisation", "planning")
SPOKEN_VOICES = ("participant", "organisation")  # planning uses the organisation's words


def freeze(content):
    """The FrozenEdition of a content in which `spectrum.checking.find_faults` finds nothing."""
    themes = tuple(Theme(**theme) for theme in content["themes"])
    runs_it = content["runs_it"]
    return FrozenEdition(
        name=content["edition"],
        language=content["language"],
        title=content["title"],
        about=tuple(content["about"]["spectrum"]),
        wording_note=content["about"]["questions"],
        axis=_axis(content["axis"]),
        co_production=CoProduction(**_with_tuples(content["co_production"])),
        types=tuple(_type(*numbered) for numbered in enumerate(content["types"], 1)),
        themes=themes,
        voices=tuple(_voice(slug, content["voices"][slug]) for slug in VOICES),
        runs_it_question=_spoken(runs_it["question"]),
        runs_it=tuple(RunsIt(**answer) for answer in runs_it["answers"]),
        people_note=runs_it["people_note"],
        questions=tuple(_question(*numbered, themes) for numbered in enumerate(content["questions"], 1)),
        first_look=tuple(content["first_look"]),
        frameworks=tuple(_framework(framework) for framework in content["frameworks"]),
        obstacles=tuple(Obstacle(**obstacle) for obstacle in content["ladder_obstacles"]),
        resources=tuple(Resource(**resource) for resource in content["resources"]),
        contact=Contact(**content["contact"]),
    )


def _with_tuples(mapping):
    return {key: tuple(value) if isinstance(value, list) else value for key, value in mapping.items()}


def _spoken(mapping):
    return tuple((voice, mapping[voice]) for voice in SPOKEN_VOICES)


def _axis(axis):
    return Axis(start=axis["from"], end=axis["to"], note=axis["note"])


def _voice(slug, voice):
    return Voice(slug=slug, intro=voice["intro"], not_sure=voice["not-sure"], none=voice["none"])


def _type(position, type_):
    would_become = tuple(WouldBecome(other["type"], other["if"]) for other in type_["would_become"])
    return Type(**_with_tuples(type_) | {"position": position, "would_become": would_become})


def _question(order, question, themes):
    words = {key: value for key, value in question.items() if key not in {"theme", "choices", "none"}}
    return Question(
        **words,
        order=order,
        theme=next(theme for theme in themes if theme.slug == question["theme"]),
        choices=tuple(_choice(*lettered) for lettered in zip(LETTERS, question["choices"], strict=True)),
        own_none=_spoken(question["none"]) if "none" in question else (),
    )


def _choice(letter, choice):
    return Choice(letter=letter, position=TYPE_SLUGS.index(choice["type"]) + 1, **choice)


def _framework(framework):
    levels = tuple(Level(**_with_tuples(level)) for level in framework["levels"])
    return Framework(**framework | {"levels": levels})
