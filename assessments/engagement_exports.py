"""An engagement as files for other programs: what its pages show, and never more."""

import csv
import io

from django.conf import settings

from spectrum.edition import TYPE_SLUGS

from .comparison import CELLS, people_said
from .exports import harmless

FORMAT = 1
CELL_NAMES = dict(zip(CELLS, (*TYPE_SLUGS, "not-sure", "none"), strict=True))
TEXTS = ("expect", "can_change", "cannot_change", "support", "hear_back", "ask", "done")


def as_json(work):
    """An `Overview` as plain values: types and questions as slugs, days as 2026-12-31. No link's secret is in it."""
    engagement = work.engagement
    return {
        "format": FORMAT,
        "edition": work.edition.name,
        "organisation": engagement.organisation.name,
        "part_of": engagement.part_of.title if engagement.part_of else None,
        **_facts(engagement),
        "parts": [_facts(part) | {"answers_say": _found(said.answer)} for part, said in work.parts],
        "answers_say": _found(work.colleagues.answer),
        "assessments": [_assessment(said) for said in work.colleagues.finished],
        "people": _people(work),
        "statement": _statement(engagement),
    }


def _facts(engagement):
    return {
        "title": engagement.title,
        "about": engagement.about,
        "starts_on": _day(engagement.starts_on),
        "ends_on": _day(engagement.ends_on),
        "begun_on": _day(engagement.begun_on),
        "closed_on": _day(engagement.closed_on),
        "archived_on": _day(engagement.archived_on),
        "runs_it": engagement.runs_it or None,
        "claim": _slug(engagement.claim),
        "invited": engagement.invited,
        "contact": engagement.contact,
    }


def _day(day):
    return day and day.isoformat()


def _slug(position):
    return TYPE_SLUGS[position - 1] if position else None


def _type_and_possible(classification):
    return {"type": _slug(classification.type), "possible": [_slug(each) for each in classification.possible]}


def _found(said):
    return said and _type_and_possible(said.explanation.classification)


def _assessment(said):
    """A colleague's answers, or what was agreed; only there the notes are for everybody."""
    return {
        "voice": said.assessment.voice,
        "kind": said.assessment.kind,
        "who": said.who,
        "edition": said.explanation.edition.name,
        "saved_on": _day(said.assessment.saved_on),
        "claim": _slug(said.assessment.claim),
        **_found(said),
        "answers": [
            {"question": each.question.slug, "choice": each.choice} | ({"why": each.note} if said.is_agreed else {})
            for each in said.explanation.given
        ],
    }


def _people(work):
    """What the newest release says, in its words; None before the first."""
    if work.comparison is None:
        return None
    return {
        "released_on": _day(work.releases[-1].released_on),
        "people": people_said(work.comparison.people, settings.RELEASE_FLOOR),
        "answers_say": work.comparison.group and _type_and_possible(work.comparison.group),
        "questions": [
            {
                "question": row.question,
                "said": dict(zip(CELL_NAMES.values(), row.spread.words, strict=True)),
                "split": row.spread.is_split,
            }
            for row in work.comparison.rows
            if row.spread
        ],
    }


def _statement(engagement):
    """The published statement's texts; None where nothing is published."""
    statement = getattr(engagement, "statement", None)
    version = statement and statement.published
    if version is None:
        return None
    texts = {name: getattr(version, name) for name in TEXTS}
    return {"published_on": _day(statement.published_on), "type": _slug(version.type), **texts}


def as_csv(work):
    """The same as RFC 4180, UTF-8 with a byte-order mark: a row a fact, an answer, or a cell of the people's table."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    write(["section", "date", "who", "what", "choice", "value"])
    for row in _rows(as_json(work)):
        write([harmless("" if cell is None else str(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _rows(told):
    facts = {name: value for name, value in told.items() if not isinstance(value, list | dict)}
    yield from (("engagement", "", "", name, "", value) for name, value in facts.items())
    yield from _found_rows("engagement", "", "", told["answers_say"])
    for part in told["parts"]:
        plain = {name: value for name, value in part.items() if name != "answers_say"}
        yield from (("part", "", part["title"], name, "", value) for name, value in plain.items())
        yield from _found_rows("part", "", part["title"], part["answers_say"])
    for each in told["assessments"]:
        where = (f"{each['kind']} {each['voice']}", each["saved_on"], each["who"])
        yield (*where, "claim", "", each["claim"])
        yield from _found_rows(*where, each)
        yield from ((*where, given["question"], given["choice"], given.get("why", "")) for given in each["answers"])
    if people := told["people"]:
        where = ("people", people["released_on"], people["people"])
        yield from _found_rows(*where, people["answers_say"])
        for row in people["questions"]:
            yield from ((*where, row["question"], cell, words) for cell, words in row["said"].items())
            yield (*where, row["question"], "split", "yes" if row["split"] else "no")
    if statement := told["statement"]:
        yield from (("statement", statement["published_on"], "", name, "", text) for name, text in statement.items())


def _found_rows(section, date, who, found):
    """What a set of answers says it is, where there is one."""
    if found:
        yield section, date, who, "type", "", found["type"]
        yield section, date, who, "possible", "", ", ".join(found["possible"])
