"""A rehearsal: a practice workshop in which pretend people vote over half a minute, by the clock.

Whoever asks for the console or the wall makes those vote whose moment has come; so it needs no job, and two processes
do it together.
"""

import random
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .models import Answer, Seat
from .models.engagement import TITLE_LIMIT
from .models.round import Round
from .models.workshop import HOURS_OPEN
from .pairs import CELL_NAMES
from .tokens import new_token

SECONDS = 30  # from the opening of a question to the last pretend vote
KEPT_DAYS = 1
PRACTICE = "Practice: "
# How twelve people a side answer, along CELL_NAMES; a question each, then from the first again.
PATTERNS = {
    "participant": (
        *((5, 4, 2, 0, 1, 0), (1, 6, 3, 1, 1, 0), (5, 1, 0, 5, 0, 1)),
        *((6, 4, 1, 0, 1, 0), (3, 5, 1, 1, 2, 0)),
    ),
    "organisation": (
        *((0, 3, 7, 2, 0, 0), (0, 7, 4, 0, 1, 0), (4, 1, 1, 5, 1, 0)),
        *((0, 2, 6, 3, 1, 0), (1, 5, 4, 1, 1, 0)),
    ),
}


def rehearse(workshop, submission_key=""):
    """Make a practice workshop, set up as this one, with pretend people in it and its lobby open; return it.

    It is of an engagement of its own, so that nothing of it can get among what real people said, and kept for a day.
    Sent again with the same submission key it is the same.
    """
    title = workshop.engagement.title.removeprefix(PRACTICE)
    practice = workshop.run_again(
        engagement=None,
        title=f"{PRACTICE}{title or 'no name'}"[:TITLE_LIMIT],
        practice=True,
        keep_until=timezone.localdate() + timedelta(days=KEPT_DAYS),
        submission_key=submission_key,
    )
    if practice.opened_at is None:
        _seat(practice)
        practice.open_lobby()
    return practice


def _seat(workshop):
    """Seat the pretend people; they count as connected to the end."""
    to_the_end = timezone.now() + timedelta(hours=HOURS_OPEN)
    Seat.objects.bulk_create(
        (
            # Nobody has the links of pretend people.
            Seat.on(workshop, side, new_token(), new_token(), key=key, seen_at=to_the_end)
            for side in workshop.sides.all()
            for key in _keys(workshop, side.voice)
        ),
        ignore_conflicts=True,
    )


def _keys(workshop, voice):
    """The keys of a side's pretend people: known without a query, and no real seat has one of them."""
    return [uuid.uuid5(workshop.pk, f"{voice} {number}") for number in range(sum(PATTERNS[voice][0]))]


def catch_up(workshop):
    """Let those pretend people vote whose moment has come in the question that is on; each of them votes once.

    For a practice workshop as its console or screen reads it: the number of votes that it has read follows.
    """
    each = workshop.current
    if not (workshop.practice and workshop.is_open and workshop.is_question and each and each.is_open):
        return
    if workshop.voted == workshop.seats:
        return
    choices = _due(workshop, each)
    votes = Answer.objects.filter(assessment=OuterRef("pk"), question=each.question)
    waiting = Seat.objects.filter(~Exists(votes), pk__in=choices).values_list("pk", flat=True)
    answers = [_answer(seat, each.question, choices[seat]) for seat in waiting]
    if not answers:
        return
    with transaction.atomic():
        if Round.objects.all().hold_open(each.pk):
            Answer.objects.bulk_create(answers, ignore_conflicts=True)
            workshop.voted += len(answers)


def _answer(seat, question, choice):
    answer = Answer(assessment_id=seat, question=question)
    answer.choice = choice
    return answer


def _due(workshop, each):
    """Whose moment has come since a round was opened, with what they choose: the same whenever it is asked."""
    since = timezone.now() - (each.opened_at or workshop.opened_at)
    number = [question.slug for question in workshop.spectrum.questions].index(each.question)
    due = {}
    for voice, patterns in PATTERNS.items():
        draw = random.Random(f"{each.pk} {voice}")  # noqa: S311 (no secret: it has to be the same in every process)
        counts = patterns[number % len(patterns)]
        choices = [choice for choice, count in zip(CELL_NAMES, counts, strict=True) for _ in range(count)]
        draw.shuffle(choices)
        for place, (key, choice) in enumerate(zip(_keys(workshop, voice), choices, strict=True)):
            if timedelta(seconds=(place + draw.random()) * SECONDS / len(choices)) <= since:
                due[key] = choice
    return due
