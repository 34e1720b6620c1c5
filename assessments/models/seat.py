"""A place in a workshop: somebody on a phone, without a name."""

from datetime import timedelta
from functools import cache

from django.db import models, transaction
from django.db.models import Case, CharField, F, OuterRef, Subquery, When
from django.db.models.functions import Cast
from django.utils import timezone

from assessments.tokens import hash_of, new_token, token_for

from .answer import Answer
from .assessment import Assessment
from .retired import RetiredToken
from .round import Round
from .workshop import SEEN_EVERY, Workshop, number_of


@cache
def _rooms(before):
    """A room's numbers, put together once a process: that costs more than the database's answer."""
    rounds = Round.objects.filter(workshop=OuterRef("pk"))
    places = {"asked": number_of(rounds), "before": number_of(rounds.filter(question__in=before))}
    return Workshop.objects.with_votes().annotate(**places).only("pk")


class SeatQuerySet(models.QuerySet):
    def take(self, workshop, side, submission_key=""):
        """Take a seat on a side of a workshop; return its private token.

        Sent again with the same submission key it is the same seat, in one query however often.
        """
        submission_key = submission_key or new_token()
        token = token_for(submission_key)
        seat = Seat.on(workshop, side, token, submission_key, seen_at=timezone.now())
        self.bulk_create([seat], ignore_conflicts=True)
        return token

    def with_vote(self):
        """In the same query: `cell`, one of CELLS, that it voted on the current question; None when it has not."""
        votes = Answer.objects.filter(assessment=OuterRef("pk"), question=OuterRef("workshop__current__question"))
        cell = Case(When(unknown="", then=Cast("position", CharField())), default=F("unknown"))
        return self.annotate(cell=Subquery(votes.values(cell=cell).values("cell")[:1]))

    def forget_when_seen(self):
        """Of every workshop that is not open any more, also one that nobody closed."""
        over = self.filter(seen_at__isnull=False).exclude(workshop__in=Workshop.objects.live())
        return over.update(seen_at=None)


class Seat(Assessment):
    """A seat's answers are its votes; its token is the phone's own link to them."""

    objects = SeatQuerySet.as_manager()

    class Meta:
        proxy = True

    @classmethod
    def on(cls, workshop, side, token, submission_key, **fields):
        """A seat on a side of a workshop, not stored yet."""
        return cls(
            engagement_id=workshop.engagement_id,
            edition_id=workshop.edition_id,
            workshop=workshop,
            side=side,
            voice=side.voice,
            kind=Assessment.Kind.SEAT,
            token_hash=hash_of(token),
            submission_hash=hash_of(submission_key),
            keep_until=None,  # it ends with its workshop
            **fields,
        )

    @property
    def open_question(self):
        """The slug of the question that it can vote on now, or None."""
        workshop = self.workshop
        is_on = workshop.is_open and workshop.is_question and workshop.current.is_open
        return workshop.current.question if is_on else None

    def room(self):
        """Its workshop with its numbers, how many questions are `asked`, and how many come `before` the current one.

        In one query.
        """
        order = [question.slug for question in self.spectrum.questions]
        before = order[: order.index(self.workshop.current.question)]
        return _rooms(tuple(before)).get(pk=self.workshop_id)

    def be_seen(self):
        """Note that the phone is there, at most every half minute and only while the workshop is open.

        Returns whether it was noted now.
        """
        now = timezone.now()
        if not self.workshop.is_open or (self.seen_at and now < self.seen_at + timedelta(seconds=SEEN_EVERY)):
            return False
        return bool(Seat.objects.filter(pk=self.pk).update(seen_at=now))

    @transaction.atomic
    def vote(self, question, choice):
        """Vote on a question, in the place of an earlier vote; return whether it is open and the vote was taken."""
        current = self.workshop.current
        if not self.workshop.is_open or current is None or current.question != question:
            return False
        if not Round.objects.all().hold_open(current.pk):
            return False
        answer = Answer(assessment=self, question=question)
        answer.choice = choice
        Answer.objects.put(answer)
        return True

    @transaction.atomic
    def leave(self):
        """Delete the seat with its votes; what the room was told stays as the room was told it."""
        RetiredToken.retire("seat", self.token_hash)
        Assessment.objects.filter(pk=self.pk).delete()
