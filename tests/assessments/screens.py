"""Workshops in every state that the wall has, and with the longest names that there can be."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.models import Workshop

from .workshops import ALWAYS, PEOPLE, agreed, fresh, hands, lobby, move, seated, vote

LONG_TITLE = ("Donaudampfschifffahrtsgesellschaftskapitän " * 5)[:150] + "W" * 50
LONG_SIDES = (
    ("People who live with pain, their families and their carers..", "participant"),
    ("Staff-of-the-clinic-the-council-and-the-transport-authority-", "organisation"),
)
ONE_SIDE = {"sides": [PEOPLE]}
OPEN_ENDED = [("not-sure", None), ("involving", None), ("none", None), ("informing", None)]


def screen(workshop):
    return reverse("screen", args=[workshop.screen_token])


def asking(**options):
    """The first question is open; two of three people on a phone have voted, and two by hand."""
    workshop = move(lobby(**options), "start")
    vote(seated(workshop, 3)[1:], "informing")
    hands(workshop, consulting=2)
    return fresh(workshop)


def told(people=(), staff=(), **options):
    """One whose first question is revealed, after these choices of people and of staff."""
    workshop = move(lobby(**options), "start")
    sides = workshop.sides.count()
    for side, choices in enumerate((people, staff)[:sides]):
        for choice in choices:
            vote(seated(workshop, side=side), choice)
    return move(workshop, "close", "reveal")


SPLIT = ["informing"] * 5 + ["consulting"] * 2 + ["involving", "co-producing"] * 2 + ["not-sure"], ["co-producing"] * 6


def split(**options):
    return told(*SPLIT, **options)


def counted(**options):
    """In a hands-up session, of a few, all by hand."""
    workshop = move(lobby(mode="hands", **options), "start")
    hands(workshop, informing=1, not_sure=1)
    hands(workshop, side=1, none=1)
    return move(workshop, "close", "reveal")


def agreeing(choice="involving", reason="They help us to shape it, and they can see it.", **options):
    workshop = agreed(split(**options), choice, reason=reason)
    return move(workshop, "agree")


def ended(make=lobby):
    workshop = make()
    workshop.close()
    return fresh(workshop)


def forgotten():
    """Left open for a day."""
    workshop = lobby()
    Workshop.objects.filter(pk=workshop.pk).update(opened_at=timezone.now() - timedelta(days=1))
    return workshop


def skipped():
    return move(lobby(asked=ALWAYS), "start", "skip", "back")


def back_at_the_first():
    """A question that is on, and was not opened yet: the one before it was taken out of the run."""
    workshop = lobby(asked=ALWAYS)
    first = workshop.rounds.get(question="priorities")
    workshop.touch(phase="question", current=first)
    return fresh(workshop)


def summed_up(*answers, **options):
    """In the summary, after people (and staff, where two are given) have so answered each of the four questions."""
    workshop = move(lobby(asked=ALWAYS, **options), "start")
    people, staff = seated(workshop, 6), seated(workshop, 6, side=1) if workshop.sides.count() > 1 else []
    for theirs, staffs in answers:
        vote(people, theirs)
        if staffs:
            vote(staff, staffs)
        workshop = move(workshop, "close", "reveal", "next")
    return workshop
