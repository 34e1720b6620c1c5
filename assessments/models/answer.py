"""What was answered to one key question."""

import uuid

from django.db import models
from django.db.models import Q

from spectrum.edition import TYPE_SLUGS

NOTE_LIMIT = 4000  # characters, a line break being one


class AnswerQuerySet(models.QuerySet):
    def put(self, answer, *fields):
        """Store an answer in the place of an earlier one to the same question: its choice, and these fields."""
        self.bulk_create(
            [answer],
            update_conflicts=True,
            unique_fields=["assessment", "question"],
            update_fields=["position", "unknown", *fields],
        )


class Answer(models.Model):
    """A position on the Spectrum, or one of the two unknowns, with a note."""

    class Unknown(models.TextChoices):
        NOT_SURE = "not-sure"
        NONE = "none"

    # Random: a number that counts up would tell in which order people answered.
    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("Assessment", on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(db_index=False)
    position = models.PositiveSmallIntegerField(null=True)
    unknown = models.CharField(max_length=8, choices=Unknown, blank=True)
    note = models.TextField(max_length=NOTE_LIMIT, blank=True)
    note_shared = models.BooleanField(default=False)  # "You may share my words"
    # What the organisation may read of the note: it comes with a release, and goes at once when its writer says so.
    released_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # of an agreed answer, which several colleagues edit

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="one_answer_per_question"),
            models.CheckConstraint(
                # "Is not null" is not idle: NULL between 1 and 4 is neither true nor false, and a check lets that pass.
                condition=Q(position__isnull=False, position__range=(1, 4), unknown="")
                | Q(position=None, unknown__in=["not-sure", "none"]),
                name="answer_position_or_unknown",
            ),
        ]
        indexes = [
            # Few answers have any: a comparison finds them among those of ten thousand people.
            models.Index(fields=["assessment"], condition=~Q(released_words=""), name="released_words"),
        ]

    @property
    def choice(self):
        """A type's slug, "not-sure" or "none"."""
        return self.unknown or TYPE_SLUGS[self.position - 1]

    @choice.setter
    def choice(self, slug):
        self.position = TYPE_SLUGS.index(slug) + 1 if slug in TYPE_SLUGS else None
        self.unknown = "" if self.position else slug

    @property
    def shared_words(self):
        """What the writer lets the organisation read."""
        return self.note if self.note_shared else ""

    def counts_like(self, other):
        """Whether a release would say the same with the other answer (or None) in its place."""
        return other is not None and (self.choice, self.shared_words) == (other.choice, other.shared_words)
