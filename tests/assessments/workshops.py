"""Workshops, and people in them, as the tests need them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.access import seat_by_token, workshop_by_console
from assessments.models import Answer, Progress, Seat, Workshop
from assessments.models.round import cell_of
from spectrum.models import newest_edition
from tests import cast

PEOPLE, STAFF = ("People with lived experience", "participant"), ("Staff", "organisation")
TITLE = "The clinic by the river"
ALWAYS = ["priorities", "open", "decisions", "quality"]


def planned(sides=(PEOPLE, STAFF), asked=None, **fields):
    """A workshop that was set up, by somebody without an account."""
    asked = asked or [question.slug for question in newest_edition().questions]
    return fresh(Workshop.objects.set_up(sides, asked, **{"title": TITLE, **fields}))


def lobby(**options):
    """One whose lobby is open."""
    workshop = planned(**options)
    workshop.open_lobby()
    return fresh(workshop)


def of_organisation(**options):
    """One of an engagement of the cast's organisation, its lobby open."""
    engagement = cast.organisation().engagements.create(title=TITLE)
    return lobby(engagement=engagement, **options)


def fresh(workshop):
    """The workshop as its console reads it now."""
    return workshop_by_console(Workshop.objects.get(pk=workshop.pk).console_token)


def seated(workshop, number=1, side=0):
    """So many seats on a side, by its place; their tokens."""
    side = workshop.sides.all()[side]
    return [Seat.objects.take(workshop, side) for _ in range(number)]


def move(workshop, *names):
    """Make these moves one after the other, and return the workshop as it is then."""
    for name in names:
        workshop = fresh(workshop)
        assert Progress(workshop).move(name, workshop.version)
    return fresh(workshop)


def vote(tokens, choice):
    """Each of these seats votes on the current question."""
    for token in tokens:
        seat = seat_by_token(token)
        assert seat.vote(seat.workshop.current.question, choice)


def hands(workshop, side=0, **counts):
    """Raised hands for the current question: `informing=7`, `not_sure=1`."""
    counts = {cell_of(choice.replace("_", "-")): count for choice, count in counts.items()}
    fresh(workshop).current.count_hands(workshop.sides.all()[side], counts)
    workshop.touch()


def agreed(workshop, choice, reason="", note=""):
    """The room agrees on the current question."""
    progress = Progress(fresh(workshop))
    each = progress.current
    assert progress.note_down(each, each.version, agreed=cell_of(choice), reason=reason, note=note)
    return fresh(workshop)


def revealed(**options):
    """One on its first question, after the reveal: six people and five staff have voted, who don't see it alike."""
    workshop = move(lobby(**options), "start")
    vote(seated(workshop, 6), "informing")
    vote(seated(workshop, 5, side=1), "involving")
    return move(workshop, "close", "reveal")


def through(**options):
    """One that went through every question, with an agreed answer each, to the summary."""
    workshop = move(lobby(**options), "start")
    people, staff = seated(workshop, 6), seated(workshop, 5, side=1)
    for number in range(workshop.rounds.count()):
        vote(people, "informing" if number else "consulting")
        vote(staff, "co-producing" if number % 2 else "consulting")
        workshop = move(workshop, "close", "reveal")
        workshop = agreed(workshop, "consulting", reason="We ask, and then the board decides.", note="Lively.")
        workshop = move(workshop, "agree", "next")
    return workshop


def address(workshop, name="workshop", *args):
    return reverse(name, args=[workshop.console_token, *args])


def crowd(workshop, number, asked):
    """So many seats, half on each side, with a vote on each of these questions, and quickly; their tokens."""
    tokens = [*seated(workshop, number - number // 2), *seated(workshop, number // 2, side=1)]
    seats = workshop.assessments.all()
    votes = [Answer(assessment=seat, question=slug, position=1) for seat in seats for slug in asked]
    Answer.objects.bulk_create(votes, batch_size=1000)
    return tokens


def first(workshop):
    """The slug of its first question."""
    return Progress(workshop).rounds[0].question


def closed():
    """One that went to its end."""
    workshop = through()
    workshop.close()
    return fresh(workshop)


def forgotten():
    """Over by the clock, in the middle of a question."""
    workshop = move(lobby(), "start")
    vote(seated(workshop, 2), "informing")
    Workshop.objects.filter(pk=workshop.pk).update(opened_at=timezone.now() - timedelta(hours=13))
    return fresh(workshop)


def sheet(workshop, number=0, side=0, **counts):
    """A tally sheet with these hands for one question, by its place, as Progress.type_in takes it."""
    each = Progress(workshop).rounds[number]
    counts = {cell_of(choice.replace("_", "-")): count for choice, count in counts.items()}
    return {each.pk: {workshop.sides.all()[side].pk: counts}}


def typed(workshop, **options):
    """One into which such a sheet was typed."""
    assert Progress(workshop).type_in(sheet(workshop, **options))
    return fresh(workshop)


def without_code():
    """One whose second run took the code along."""
    workshop = planned()
    workshop.run_again(keeps_code=True)
    return fresh(workshop)
