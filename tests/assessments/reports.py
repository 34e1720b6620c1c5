"""Workshops as their reports are tested with."""

from datetime import date, timedelta

from django.utils import timezone

from assessments.models import Progress, Workshop
from tests.assessments.workshops import (
    ALWAYS,
    STAFF,
    agreed,
    fresh,
    hands,
    lobby,
    move,
    of_organisation,
    revealed,
    seated,
    through,
    vote,
)


def finished(**options):
    """One that was closed after its summary, with actions, and with all that can happen on the way."""
    workshop = through(**options)
    workshop = move(workshop, "back")
    workshop = move(workshop, "reset")
    assert Progress(workshop).undo(workshop.version)
    fresh(workshop).renew_code()
    workshop = fresh(workshop)
    workshop.add_action("Ask the board for a vote on the opening hours", "Ann, the chair", date(2026, 12, 31))
    workshop.add_action("Send the report to everybody who was here")
    workshop.close()
    return fresh(workshop)


def mixed(**options):
    """One in which hardly two questions stand alike: told apart, merged, too few, nobody, skipped, hidden, open."""
    workshop = revealed(**options)  # apart, and the two sides differ
    hands(workshop, informing=3, none=1)
    workshop = move(agreed(workshop, "none", reason="None of these is what we do."), "next")
    people, staff = seated(workshop, 6), seated(workshop, 2, side=1)
    vote(people, "not-sure")
    vote(staff, "co-producing")
    workshop = move(workshop, "reveal", "next")  # merged
    vote(staff, "involving")
    workshop = move(workshop, "reveal", "next", "reveal", "next", "skip")  # too few, nobody, skipped
    vote(people, "consulting")
    workshop = move(workshop, "reveal", "hide", "next")  # hidden
    vote(people, "consulting")
    return agreed(workshop, "consulting", note="They asked for a break.")  # open


def still_shared():
    workshop = finished(asked=ALWAYS)
    workshop.share_report()
    return workshop


def ran_out():
    """One that was forgotten open."""
    workshop = through(practice=True, asked=ALWAYS)
    Workshop.objects.filter(pk=workshop.pk).update(opened_at=timezone.now() - timedelta(hours=13))
    return fresh(workshop)


def of_staff_alone():
    workshop = move(lobby(sides=[STAFF], mode="hands"), "start")
    hands(workshop, consulting=2, involving=2)
    return move(workshop, "reveal", "next")


def archived():
    workshop = of_organisation()
    workshop.engagement.archive()
    return workshop
