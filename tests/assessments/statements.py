"""The statement of a piece of work of the cast's organisation, in every state that it can have."""

from assessments.models import Assessment, Statement
from tests import cast
from tests.assessments.engagements import CASES, SURVEY, engagement

TEXTS = {
    "expect": "We ask everybody in the valley.\nThen the council decides in May.",
    "can_change": "Which stops the buses serve.",
    "cannot_change": "The money: there is enough for six lines.",
    "support": "A bus to the meetings, and tea.",
    "hear_back": "In June we write to everybody.",
    "ask": "Ann Reed, 01632 960001",
}
DONE = "You said: more stops. We added four."
GATE_SHUT = "a leaflet about a ward move"


def stating(work, type_=2, *, published=True, texts=TEXTS, **more):
    """The statement of a piece of work."""
    statement = Statement.of(work)
    version = statement.write(0, cast.owner(), type=type_, **texts, **more)
    if published:
        statement.publish(version)
    return statement


def says(work, case):
    """A worked case of the fixtures, whoever's it is there, as what the organisation says."""
    assessment, _ = Assessment.objects.begin("organisation", engagement=work, author=cast.owner())
    for slug in assessment.asked:
        assessment.record_answer(slug, CASES[case]["answers"].get(slug) or "not-sure")
    assessment.finish()


def surveyed(**fields):
    """A piece of work that its organisation's answers settle on consulting."""
    work = engagement(contact="Ann Reed, 01632 960001", **fields)
    says(work, SURVEY)
    return work


def drafted(type_=2, make=surveyed, **more):
    def made():
        work = make()
        stating(work, type_, published=False, **more)
        return work

    return made


def published(type_=2, make=surveyed, **more):
    def made():
        work = make()
        stating(work, type_, **more)
        return work

    return made


def bare():
    return engagement(title="")


def undecided():
    work = engagement()
    says(work, "no single answer would settle it")
    return work


def holed():
    """By its answers this can be anything but consulting: nobody knows what can change."""
    work = engagement()
    says(work, "all alike, and nobody knows what can change")
    return work


def shut():
    """By its answers nothing can change."""
    work = engagement()
    says(work, GATE_SHUT)
    return work


def with_a_newer_draft():
    work = published()()
    work.statement.write(1, cast.owner(), type=2, expect="Another text.")
    return work


def inviting():
    work = published(done=DONE)()
    work.invite()
    return work


def done_to(do, make=inviting):
    def made():
        work = make()
        getattr(work, do)()
        return work

    return made


def withdrawn():
    work = published()()
    work.statement.withdraw()
    return work
