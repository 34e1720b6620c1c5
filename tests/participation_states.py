"""The states of participants' way in, and of what colleagues do for it; collected by tests/states.py."""

from functools import partial

from django.urls import reverse

from tests import cast
from tests.assessments.participants import TITLE, invitation, inviting, released, sheet, stating, taking_part
from tests.states import LONG, State

Participant = partial(State, reader="participant")
Colleague = partial(State, signed_in=True)


def of(name, make, *args, query=""):
    """The address of a page of somebody's answers that `make` makes."""
    return lambda: reverse(name, args=[make()[1], *args]) + query


def invited(**fields):
    return lambda: invitation(inviting(**fields))


def closed():
    engagement = inviting()
    engagement.close()
    return invitation(engagement)


def withdrawn():
    engagement = inviting()
    address = invitation(engagement)
    engagement.stop_inviting()
    return address


def answered(**options):
    return lambda: taking_part(stating(), **options)


def helped():
    assessment, token = taking_part(inviting(contact=""))
    assessment.finish(had_help=True)
    return assessment, token


def answered_and_closed(**options):
    def make():
        engagement = inviting()
        assessment, token = taking_part(engagement, **options)
        engagement.close()
        return assessment, token

    return make


PARTICIPANT_STATES = [
    Participant("invitation", invited()),
    Participant("invitation-bare", invited(title="", about="", contact="")),
    Participant("invitation-error", invited(), sent={"look": "nonsense", "runs_it": "nonsense"}, status=422),
    Participant("invitation-closed", closed, status=409),
    Participant("invitation-withdrawn", withdrawn, status=410),
    Participant("invitation-forgetting", lambda: invited()() + "forgetting/", sent={}),
    Participant("helping", lambda: reverse("helping")),
    Participant("invited-start-again", of("assessment-start", answered(finished=False))),
    Participant("invited-question", of("assessment-question", answered(finished=False), "decisions")),
    Participant(
        "invited-question-too-long",
        of("assessment-question", lambda: taking_part(inviting(contact="")), "decisions"),
        sent={"choice": "none", "note": LONG, "note_shared": "on"},
        status=422,
    ),
    Participant("invited-review", of("assessment-answers", answered(finished=False, note="Mine.", note_shared=True))),
    Participant("invited-review-finished", of("assessment-answers", answered())),
    Participant("invited-review-closed", of("assessment-answers", answered_and_closed(finished=False))),
    Participant(
        "invited-question-closed",
        of("assessment-question", answered_and_closed(), "decisions"),
        sent={"choice": "none", "note": "I waited for a year."},
        status=409,
    ),
    Participant("invited-result", of("assessment-result", answered())),
    Participant("invited-result-helped", of("assessment-result", helped)),
    Participant("invited-result-closed", of("assessment-result", answered_and_closed())),
    Participant("invited-letter", of("assessment-letter", answered())),
    Participant("invited-deletion", of("assessment-deletion", answered())),
    Participant("invited-deleted", of("assessment-deletion", answered()), sent={}),
]


def at(name, make, *args, query=""):
    """The address of a page of the engagement that `make` makes."""
    return lambda: reverse(f"engagement-{name}", args=[make().pk, *args]) + query


def uninvited():
    return cast.organisation().engagements.create(title=TITLE)


def counted():
    engagement = released(invited=40)
    for _ in range(5):
        taking_part(engagement)
    return engagement


def ended(end):
    def make():
        engagement = inviting()
        getattr(engagement, end)()
        return engagement

    return make


def typed_in():
    engagement = inviting()
    saved, _ = sheet(engagement), sheet(engagement)
    return reverse("engagement-paper-answers", args=[engagement.pk]) + f"?saved={saved.key}"


def sheet_deletion():
    engagement = inviting()
    return reverse("engagement-paper-sheet-deletion", args=[engagement.pk, sheet(engagement).key])


WRONG_SHEET = {"decisions": "nonsense", "loop-note": "They wrote this.", "open-note": "And this.", "open-shared": "on"}
COLLEAGUE_STATES = [
    Colleague("engagement-invitation-none", at("invitation", uninvited)),
    Colleague("engagement-invitation", at("invitation", inviting)),
    Colleague("engagement-invitation-few", at("invitation", released)),
    Colleague("engagement-invitation-many", at("invitation", counted)),
    Colleague("engagement-invitation-closed", at("invitation", ended("close"))),
    Colleague("engagement-invitation-archived", at("invitation", ended("archive"))),
    Colleague("engagement-closure-archived", at("closure", ended("archive")), sent={}, status=409),
    Colleague("engagement-poster", at("poster", inviting), reader="participant"),
    Colleague("engagement-poster-bare", at("poster", lambda: inviting(title="", contact="")), reader="participant"),
    Colleague("engagement-paper", at("paper", inviting), reader="participant"),
    Colleague("engagement-paper-no-link", at("paper", uninvited), reader="participant"),
    Colleague("engagement-paper-answers", at("paper-answers", inviting)),
    Colleague("engagement-paper-answers-saved", typed_in),
    Colleague("engagement-paper-answers-empty", at("paper-answers", inviting), sent={}, status=422),
    Colleague("engagement-paper-answers-error", at("paper-answers", inviting), sent=WRONG_SHEET, status=422),
    Colleague("engagement-paper-sheet-deletion", sheet_deletion),
]

STATES = [*PARTICIPANT_STATES, *COLLEAGUE_STATES]
