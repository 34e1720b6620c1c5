"""A comparison as files for other programs: what its page shows, in the same words, and all that people shared."""

from spectrum.edition import TYPE_SLUGS

from .exports import table
from .pairs import CELL_NAMES

FORMAT = 1
COLUMNS = (
    *("section", "date", "people", "question", "name", "organisation", "group", "seen", "split"),
    *CELL_NAMES,
    "words",
)


def as_json(sides):
    """A `TwoSides` as plain values: types and questions as slugs, days as 2026-12-31."""
    engagement, answer = sides.engagement, sides.answer
    return {
        "format": FORMAT,
        "organisation": engagement.organisation.name,
        "title": engagement.title,
        "claim": _slug(engagement.claim),
        "finding": sides.heading,
        "organisation_says": answer
        and {
            "edition": answer.edition.name,
            "agreed": sides.is_agreed,
            "people_run": answer.is_people_run,
            "answered_on": sides.answered_on.isoformat(),
            **_types(answer),
        },
        "people_say": sides.release
        and {
            "edition": sides.edition.name,
            "released_on": sides.release.released_on.isoformat(),
            "people": sides.people,
            "half_or_more_say_nothing_can_change": sides.comparison.nothing_can_change,
            **_types(sides.group),
        },
        "questions": [_pair(pair) for pair in sides.pairs],
        "over_time": [
            {"released_on": release.released_on.isoformat(), "people": people, **_types(group)}
            for release, people, group in sides.days
        ],
        "paper": [{"question": question.slug, "said": _said(cells)} for question, cells in sides.paper],
        "words": [{"question": question.slug, "words": texts} for question, texts in sides.words()],
    }


def _slug(position):
    return TYPE_SLUGS[position - 1] if position in range(1, 5) else position


def _types(found):
    """What a set of answers says it is; nothing known where there is none."""
    return {
        "type": found.type.slug if found and found.type else None,
        "possible": [type_.slug for type_ in found.possible] if found else [],
    }


def _pair(pair):
    row = pair.row
    return {
        "question": row.question,
        "organisation": _slug(row.organisation),
        "group": _slug(row.group),
        "seen": pair.seen,
        "split": pair.is_split,
        "said": _said(pair.cells) if row.spread else None,
    }


def _said(cells):
    return {cell.slug: cell.words for cell in cells}


def as_csv(sides):
    """The same as RFC 4180, UTF-8 with a byte-order mark: a row a finding, a question, a day, or a text."""
    return table(COLUMNS, [[row.get(column) or "" for column in COLUMNS] for row in _rows(sides)])


def _rows(sides):
    told = as_json(sides)
    names = {question.slug: question.name for question in sides.edition.questions}
    yield {"section": "called", "name": told["title"], "organisation": told["claim"]}
    if says := told["organisation_says"]:
        yield {"section": "organisation says", "date": says["answered_on"], "organisation": _in_words(says)}
    if says := told["people_say"]:
        yield {"section": "people say", **_release(says)}
        for each in told["questions"]:
            split = "yes" if each["split"] else "no"
            where = {"section": "question", "date": says["released_on"], "people": says["people"]}
            yield {**where, **each, "name": names[each["question"]], "split": split, **(each["said"] or {})}
    yield from ({"section": "over time", **_release(each)} for each in told["over_time"])
    for each in told["paper"]:
        yield {"section": "paper, not counted above", **each, "name": names[each["question"]], **each["said"]}
    for each in told["words"]:
        where = {"section": "words", "question": each["question"], "name": names[each["question"]]}
        yield from ({**where, "words": text} for text in each["words"])


def _release(says):
    return {"date": says["released_on"], "people": says["people"], "group": _in_words(says)}


def _in_words(says):
    return "people run it" if says.get("people_run") else says["type"] or " or ".join(says["possible"])
