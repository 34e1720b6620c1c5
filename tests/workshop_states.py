"""The states of setting a workshop up, of its settings and of its end; collected by tests/states.py."""

from django.urls import reverse

from tests import cast
from tests.assessments.workshops import PEOPLE, TITLE, address, fresh, lobby, planned, revealed, through
from tests.states import State


def of(name, make):
    """The address of a page of the workshop that `make` makes."""
    return lambda: address(make(), name)


def work():
    return cast.organisation().engagements.create(title=TITLE)


def with_runs():
    engagement = work()
    planned(engagement=engagement)
    through(engagement=engagement, asked=["priorities", "open", "decisions", "quality"])
    workshop = lobby(engagement=engagement)
    workshop.close()
    return engagement


def put_away():
    engagement = with_runs()
    engagement.archive()
    return engagement


def of_work(make, name="engagement-workshops"):
    return lambda: reverse(name, args=[make().pk])


def renewed():
    workshop = planned()
    before = address(workshop, "workshop-settings")
    workshop.renew_links()
    return before


def practice():
    workshop = planned()
    workshop.practice = True
    workshop.save(update_fields=["practice"])
    return fresh(workshop)


LONG_NAME = "The people who come here every week, and their neighbours and friends too"
WRONG = {
    "title": "word " * 60,
    "participant": "on",
    "organisation": "on",
    "participant_name": LONG_NAME,
    "look": "nonsense",
    "questions": ["nonsense"],
    "mode": "nonsense",
}
TWICE = {
    "participant": "on",
    "organisation": "on",
    "participant_name": "Us",
    "organisation_name": "us",
    "look": "first",
    "questions": ["loop"],
    "mode": "private",
}
OTHER = {
    "participant_name": "Neighbours",
    "organisation_name": "Staff",
    "questions": ["loop"],
    "mode": "hands",
    "wall_voice": "organisation",
    "version": "0",
}

STATES = [
    State("workshop-begin", lambda: reverse("workshop-begin")),
    State("workshop-begin-error", lambda: reverse("workshop-begin"), sent=WRONG, status=422),
    State("workshop-begin-twice", lambda: reverse("workshop-begin"), sent=TWICE, status=422),
    State("workshop-begin-empty", lambda: reverse("workshop-begin"), sent={}, status=422),
    State("engagement-workshops-none", of_work(work), signed_in=True),
    State("engagement-workshops", of_work(with_runs), signed_in=True),
    State("engagement-workshops-error", of_work(with_runs), sent=WRONG, status=422, signed_in=True),
    State("engagement-workshops-archived", of_work(put_away), signed_in=True),
    State("engagement-after-a-workshop", of_work(with_runs, "engagement"), signed_in=True),
    State("workshop-settings", of("workshop-settings", planned)),
    State("workshop-settings-one-side", of("workshop-settings", lambda: planned(sides=[PEOPLE]))),
    State("workshop-settings-on", of("workshop-settings", revealed)),
    State("workshop-settings-practice", of("workshop-settings", practice)),
    State("workshop-settings-error", of("workshop-settings", planned), sent=WRONG, status=422),
    State("workshop-settings-conflict", of("workshop-settings", planned), sent=OTHER, status=409),
    State("workshop-settings-conflict-on", of("workshop-settings", revealed), sent=OTHER, status=409),
    State("workshop-settings-renewed", renewed, status=410),
    State("workshop-deletion", of("workshop-deletion", revealed)),
    State("workshop-deleted", of("workshop-deletion", planned), sent={}),
]
