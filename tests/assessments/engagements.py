"""An organisation's pieces of work, and what its colleagues have answered and agreed."""

import json
from datetime import date
from pathlib import Path

from assessments.models import Agreement, Assessment
from tests import cast

CASES = {
    case["case"]: case for case in json.loads((Path(__file__).parent / "fixtures/classification.json").read_text())
}
TITLE = "New bus routes in the valley"
BOARD, SURVEY = "an advisory board, organisation", "an honest online survey on bus routes"
PLAN = "planning: wants partners, can offer a survey"


def engagement(**fields):
    """A piece of work of the cast's organisation."""
    return cast.organisation().engagements.create(**{"title": TITLE, **fields})


def colleague(work, case=BOARD, author=cast.owner, *, finished=True, note="", claim=None):
    """A worked case of the fixtures as a colleague's own answers; without an author, of one whose account has gone."""
    voice, answers = CASES[case]["voice"], CASES[case]["answers"]
    assessment, _ = Assessment.objects.begin(voice, engagement=work, author=(author or cast.member)())
    for number, slug in enumerate(assessment.asked):
        assessment.record_answer(slug, answers.get(slug) or "not-sure", "" if number else note)
    if finished:
        assessment.finish(claim=claim)
    if author is None:
        Assessment.objects.filter(pk=assessment.pk).update(author=None)
    return assessment


def agreed(work, choice="consulting", note="", *, finished=True, questions=("purpose", "open")):
    """What colleagues agree, the same for each of these questions."""
    for slug in questions:
        answer = Agreement(work).answers.get(slug)
        assert Agreement(work).record(slug, choice, note, answer.version if answer else 0)
    if finished:
        Agreement(work).finish(cast.owner())
    return Agreement(work).assessment


def bare():
    return engagement(title="")


def answered(**fields):
    def make():
        work = engagement(**fields)
        colleague(work, SURVEY)
        return work

    return make


def two_colleagues():
    work = answered(claim=2)()
    colleague(work, BOARD, cast.member)
    return work


def all_alike():
    work = answered()()
    colleague(work, SURVEY, cast.member)
    return work


def full():
    """Everything that an engagement's page can show."""
    work = two_colleagues()
    work.amend(
        work.version, about="Six new lines.\nTwo old ones end.", claim=3, invited=40, starts_on=date(2026, 5, 1),
        ends_on=date(2026, 9, 1),
    )  # fmt: skip
    colleague(work, PLAN)
    colleague(work, "no single answer would settle it", author=None)
    colleague(work, BOARD, finished=False)
    agreed(work, "involving", "We looked at the minutes.")
    part = work.add_part("Stops and shelters")
    colleague(part, BOARD, claim=3)
    work.add_part("Timetables")
    profile = dict.fromkeys(CASES[SURVEY]["answers"], 2)
    work.releases.create(number=1, people=7, profile=profile, released_on=date(2026, 6, 1))
    work.releases.create(number=2, people=12, profile=profile | {"open": 1}, released_on=date(2026, 7, 1))
    return work


def archived():
    work = full()
    work.archive()
    return work


def planned():
    work = engagement()
    colleague(work, PLAN)
    return work


def agreeing():
    work = two_colleagues()
    agreed(work, "involving", "We looked at the minutes.", finished=False)
    return work


def agreement_done():
    work = two_colleagues()
    agreed(work, "involving", "We looked at the minutes.")
    return work
