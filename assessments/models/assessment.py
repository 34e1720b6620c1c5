"""One person's or one team's answers about one engagement, in one voice."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from assessments.explanation import Explanation
from assessments.tokens import Gone, hash_of, new_token, token_for
from spectrum.edition import PEOPLE, TYPE_SLUGS
from spectrum.models import Edition, edition_by_id

from .engagement import Engagement

NOTE_LIMIT = 4000  # characters, a line break being one


def end_from_today():
    """The last day on which something that is saved today is kept, when it belongs to no organisation."""
    return timezone.localdate() + timedelta(days=settings.KEEP_DAYS)


def asked_in(edition, look):
    """The slugs of what a frozen edition asks: in the first look its four questions, else the whole."""
    questions = edition.asked(edition.first_look) if look == "first" else edition.questions
    return [question.slug for question in questions]


class AssessmentQuerySet(models.QuerySet):
    def past_their_end(self):
        """Those whose last day is over."""
        return self.filter(keep_until__lt=timezone.localdate())

    def begin(self, voice, look="whole", runs_it="", submission_key="", edition=None):
        """Begin an assessment of a new engagement, with the newest edition; return it and its private token.

        The same submission key begins one assessment, however often and however closely together it is sent. Sent
        again, it can still change how to set out, but nothing once there are answers: it may be a late copy.
        """
        submission_key = submission_key or new_token()
        token = token_for(submission_key)
        edition = edition or Edition.objects.only("pk").newest()
        assessment, is_new = self.get_or_create(
            submission_hash=hash_of(submission_key),
            defaults={
                "engagement": Engagement.objects.create,  # called where the assessment is new, and undone with it
                "edition": edition,
                "voice": voice,
                "asked": asked_in(edition.frozen(), look),
                "runs_it": runs_it,
                "token_hash": hash_of(token),
            },
        )
        if not is_new and not assessment.answers.exists():
            assessment.set_out(look, runs_it)
        return assessment, token


class Assessment(models.Model):
    """Answers to the asked questions of one edition. Only dates are kept, and the key is random: no order."""

    class Voice(models.TextChoices):
        PARTICIPANT = "participant"
        ORGANISATION = "organisation"
        PLANNING = "planning"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="assessments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    voice = models.CharField(max_length=12, choices=Voice)
    asked = models.JSONField(default=list)  # slugs of the key questions, in the edition's order
    runs_it = models.SlugField(blank=True, db_index=False)
    claim = models.PositiveSmallIntegerField(null=True, blank=True)  # as it was when this was finished
    token_hash = models.CharField(max_length=64, unique=True)
    submission_hash = models.CharField(max_length=64, unique=True)
    share_token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    started_on = models.DateField(default=timezone.localdate)
    saved_on = models.DateField(default=timezone.localdate)
    finished_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(default=end_from_today, db_index=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(claim__isnull=True) | Q(claim__range=(1, 4)), name="assessment_claim"),
        ]

    @property
    def spectrum(self):
        """The edition that this was begun with, frozen: old answers keep their words."""
        return edition_by_id(self.edition_id)

    @property
    def questions(self):
        """The asked key questions, in the edition's order."""
        return self.spectrum.asked(self.asked)

    @property
    def is_first_look(self):
        return len(self.asked) < len(self.spectrum.questions)

    @property
    def is_finished(self):
        return self.finished_on is not None

    @property
    def is_people_run(self):
        return self.runs_it == PEOPLE

    @property
    def is_past_its_end(self):
        """Whether its last day is over: it then reads as gone, before `manage.py forget` has run."""
        return self.keep_until < timezone.localdate()

    @cached_property
    def recorded(self):
        """All stored answers, by the question's slug, read once; also those to questions not asked any more."""
        return {answer.question: answer for answer in self.answers.all()}

    @property
    def answers_by_question(self):
        """The answers to the asked questions, by the question's slug, in the edition's order."""
        asked = [question.slug for question in self.questions]
        return {slug: self.recorded[slug] for slug in asked if slug in self.recorded}

    def first_unanswered(self):
        """The first asked question without an answer, or None."""
        answered = self.answers_by_question
        return next((question for question in self.questions if question.slug not in answered), None)

    def explain(self):
        """What these answers say, with reasons."""
        answers = {slug: (answer.choice, answer.note) for slug, answer in self.answers_by_question.items()}
        return Explanation(self.spectrum, self.voice, self.asked, answers, self.claim, self.runs_it)

    def set_out(self, look, runs_it):
        """Ask the first look's four questions or the whole, and note who runs it. No answer is ever lost by it."""
        self.runs_it = runs_it
        asked = asked_in(self.spectrum, look)
        if asked == self.asked:
            self.save_today("runs_it")
        else:
            self.asked, self.finished_on = asked, None
            self.save_today("runs_it", "asked", "finished_on")

    @transaction.atomic
    def record_answer(self, question, choice, note=""):
        """Store the answer to a question, in the place of an earlier one.

        `question` is its slug, `choice` a type's slug, "not-sure" or "none".
        """
        self.save_today()
        answer = Answer(assessment=self, question=question, note=note)
        answer.choice = choice
        Answer.objects.bulk_create(
            [answer],
            update_conflicts=True,
            unique_fields=["assessment", "question"],
            update_fields=["position", "unknown", "note"],
        )
        vars(self).pop("recorded", None)

    @transaction.atomic
    def finish(self, title="", claim=None):
        """Mark the answers as finished; an organisation gives the engagement's title and claim (1 to 4) too."""
        self.claim = claim
        self.finished_on = self.finished_on or timezone.localdate()
        self.save_today("claim", "finished_on")
        if self.voice == self.Voice.ORGANISATION:  # nobody else is asked, so nobody else may blank them
            self.engagement.title, self.engagement.claim = title, claim
            self.engagement.save(update_fields=["title", "claim"])

    def share(self):
        """Make the read-only link, if there is none yet."""
        self.share_token = Coalesce("share_token", Value(new_token()))
        self.save_today("share_token")
        self.refresh_from_db(fields=["share_token"])

    @transaction.atomic
    def stop_sharing(self):
        """Withdraw the read-only link; it then says that it has ended."""
        current = self._locked()
        if current and current.share_token:
            RetiredToken.retire("share", hash_of(current.share_token))
        self.share_token = None
        self.save_today("share_token")

    @transaction.atomic
    def erase(self):
        """Delete the answers and all that stands with them; their links then say that this is gone."""
        current = self._locked()
        if current is None:
            return  # another tab was quicker
        RetiredToken.retire("assessment", current.token_hash)
        if current.share_token:
            RetiredToken.retire("share", hash_of(current.share_token))
        current.delete()
        if not self.engagement.assessments.exists():
            self.engagement.delete()

    def _locked(self):
        """The row as it is now; no other save comes before this transaction's end. None when it was deleted."""
        return Assessment.objects.select_for_update().filter(pk=self.pk).first()

    def save_today(self, *fields):
        """Save these fields and no others (another tab may be saving too), and keep all for 90 days from today.

        Raises Gone when the assessment was deleted, or has reached its end, in the meantime.
        """
        self.saved_on, self.keep_until = timezone.localdate(), end_from_today()
        fields = ("saved_on", "keep_until", *fields)
        kept = Assessment.objects.filter(pk=self.pk, keep_until__gte=timezone.localdate())
        if not kept.update(**{field: getattr(self, field) for field in fields}):
            raise Gone


class Answer(models.Model):
    """What was answered to one key question: a position on the Spectrum, or one of the two unknowns."""

    class Unknown(models.TextChoices):
        NOT_SURE = "not-sure"
        NONE = "none"

    # Random: a number that counts up would tell in which order people answered.
    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(db_index=False)
    position = models.PositiveSmallIntegerField(null=True)
    unknown = models.CharField(max_length=8, choices=Unknown, blank=True)
    note = models.TextField(max_length=NOTE_LIMIT, blank=True)

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

    @property
    def choice(self):
        """A type's slug, "not-sure" or "none"."""
        return self.unknown or TYPE_SLUGS[self.position - 1]

    @choice.setter
    def choice(self, slug):
        self.position = TYPE_SLUGS.index(slug) + 1 if slug in TYPE_SLUGS else None
        self.unknown = "" if self.position else slug


class RetiredToken(models.Model):
    """The hash of a link that once worked, so that it can be answered with "gone" and not with "not found"."""

    hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12)
    ended_on = models.DateField(default=timezone.localdate)

    @classmethod
    def retire(cls, kind, hash_):
        cls.objects.bulk_create([cls(hash=hash_, kind=kind)], ignore_conflicts=True)
