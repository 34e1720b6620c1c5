"""One person's or one team's answers about one engagement, in one voice."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from assessments.explanation import Explanation
from assessments.refusals import Archived, Closed
from assessments.tokens import Gone, hash_of, new_token
from spectrum.edition import PEOPLE
from spectrum.models import Edition, edition_by_id

from .answer import Answer
from .assessment_sets import AssessmentQuerySet, asked_in, authors_token
from .engagement import Engagement
from .release import Release
from .retired import RetiredToken


def end_from_today():
    """The last day on which something that is saved today is kept, when it belongs to no organisation."""
    return timezone.localdate() + timedelta(days=settings.KEEP_DAYS)


class Assessment(models.Model):
    """Answers to the asked questions of one edition. Only dates are kept, and the key is random: no order."""

    class Voice(models.TextChoices):
        PARTICIPANT = "participant"
        ORGANISATION = "organisation"
        PLANNING = "planning"

    class Kind(models.TextChoices):
        OWN = "own"
        AGREED = "agreed"  # what colleagues, or a room, agreed
        PAPER = "paper"  # typed in by a colleague from a sheet
        SEAT = "seat"  # a place in a workshop

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="assessments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    voice = models.CharField(max_length=12, choices=Voice)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.OWN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assessments"
    )  # the colleague; never a participant
    # A seat's, and what a room agreed: it then stands beside what colleagues agree, never in its place.
    workshop = models.ForeignKey(
        "Workshop", on_delete=models.CASCADE, null=True, related_name="assessments", db_index=False
    )
    side = models.ForeignKey(
        "Side", on_delete=models.CASCADE, null=True, related_name="seats", db_index=False
    )  # a seat's
    seen_at = models.DateTimeField(null=True)  # a seat's, only while its workshop is open
    asked = models.JSONField(default=list)  # slugs of the key questions, in the edition's order
    runs_it = models.SlugField(blank=True, db_index=False)
    claim = models.PositiveSmallIntegerField(null=True, blank=True)  # as it was when this was finished
    token_hash = models.CharField(max_length=64, unique=True)
    submission_hash = models.CharField(max_length=64, unique=True)
    share_token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    started_on = models.DateField(default=timezone.localdate)
    saved_on = models.DateField(default=timezone.localdate)
    finished_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(default=end_from_today, null=True, db_index=True)  # empty: an organisation keeps it
    sequence = models.PositiveIntegerField(null=True)  # of an organisation's own: which was finished later
    had_help = models.BooleanField(default=False)  # for the writer's own page alone
    is_released = models.BooleanField(default=False)  # whether the newest release counts these answers
    changed_since_release = models.BooleanField(default=False)  # joined, changed or left

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(claim__isnull=True) | Q(claim__range=(1, 4)), name="assessment_claim"),
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(kind="agreed", finished_on=None), name="one_open_agreement"
            ),
            models.UniqueConstraint(fields=["workshop"], condition=Q(kind="agreed"), name="one_agreement_a_workshop"),
        ]
        indexes = [
            models.Index(fields=["engagement"], condition=Q(changed_since_release=True), name="since_release"),
            models.Index(fields=["workshop"], condition=Q(workshop__isnull=False), name="of_workshop"),
            models.Index(fields=["side"], condition=Q(side__isnull=False), name="of_side"),
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
        return self.keep_until is not None and self.keep_until < timezone.localdate()

    @property
    def is_in_group(self):
        """Whether a release of an organisation's engagement counts it, once it is finished."""
        is_own_participant = self.voice == self.Voice.PARTICIPANT and self.kind == self.Kind.OWN
        return is_own_participant and self.engagement.organisation_id is not None

    @property
    def is_closed(self):
        """Whether its engagement takes no more answers, nor a change to one: colleagues' stop when it is archived."""
        return self.engagement.is_closed if self.is_in_group else self.engagement.is_archived

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

    def explain(self, **now):
        """What these answers say, with reasons; beside another `claim` where one is given, as it is called now."""
        answers = {slug: (answer.choice, answer.note) for slug, answer in self.answers_by_question.items()}
        claim = now.get("claim", self.claim)
        return Explanation(self.spectrum, self.voice, self.asked, answers, claim, self.runs_it)

    @transaction.atomic
    def set_out(self, look, runs_it):
        """Ask the first look's four questions or the whole, and note who runs it. No answer is ever lost by it.

        Raises Closed, Gone.
        """
        self._enter_group()
        self.runs_it = runs_it
        asked = asked_in(self.spectrum, look)
        if asked == self.asked:
            self.save_today("runs_it")
            return
        self.asked, self.finished_on = asked, None
        self.changed_since_release = self.is_released  # it leaves the group until it is finished again
        self.save_today("runs_it", "asked", "finished_on", "changed_since_release")
        self._release_if_due()

    @transaction.atomic
    def record_answer(self, question, choice, note="", note_shared=False):
        """Store the answer to a question, in the place of an earlier one.

        `question` is its slug, `choice` a type's slug, "not-sure" or "none". Words that were released go at once when
        they are changed or no longer shared; the new ones come with the next release. Raises Closed, Gone.
        """
        self._enter_group()
        answer = Answer(assessment=self, question=question, note=note, note_shared=note_shared)
        answer.choice = choice
        is_counted = self.is_in_group and (self.is_released or self.is_finished)
        before = self.answers.filter(question=question).first() if is_counted else None
        if before and before.shared_words == answer.shared_words:
            answer.released_words = before.released_words
        self.changed_since_release |= is_counted and not answer.counts_like(before)
        self.save_today("changed_since_release")
        Answer.objects.put(answer, "note", "note_shared", "released_words")
        vars(self).pop("recorded", None)
        self._release_if_due()

    def fill_in(self, answers):
        """Store the answers of a sheet of paper, which has none."""
        rows = []
        for slug, (choice, note) in answers.items():
            row = Answer(assessment=self, question=slug, note=note, note_shared=bool(note))
            row.choice = choice
            rows.append(row)
        Answer.objects.bulk_create(rows)

    @transaction.atomic
    def finish(self, title="", claim=None, had_help=False):
        """Mark the answers as finished; an organisation gives the claim (1 to 4), and a title where there is none.

        Raises Closed, Gone.
        """
        self._enter_group()
        self.claim, self.had_help = claim, had_help
        self.changed_since_release |= self.is_in_group and not (self.is_released or self.is_finished)
        self.finished_on = self.finished_on or timezone.localdate()
        self.save_today("claim", "finished_on", "had_help", "changed_since_release")
        if self.voice == self.Voice.ORGANISATION:  # nobody else is asked, so nobody else may blank them
            self._tell_engagement(title)
        if self.author_id and self.sequence is None:
            self._take_turn()
        self._release_if_due()

    def _tell_engagement(self, title):
        """A new piece of work takes what its writer says; one that colleagues keep, only a claim that it lacks."""
        engagement = self.engagement
        if engagement.organisation_id is None:
            engagement.title, engagement.claim, engagement.runs_it = title, self.claim, self.runs_it
            engagement.save(update_fields=["title", "claim", "runs_it"])
        elif engagement.claim is None and self.claim:
            engagement.amend(engagement.version, claim=self.claim)

    def _take_turn(self):
        """Become the newest of the organisation's own answers."""
        Engagement.objects.locked(self.engagement_id)
        newest = self.engagement.assessments.aggregate(newest=models.Max("sequence"))["newest"]
        self.sequence = (newest or 0) + 1
        Assessment.objects.filter(pk=self.pk).update(sequence=self.sequence)

    def _enter_group(self):
        """Before a participant's save: nobody else changes the group until it is done. Raises Closed, Gone.

        Before a colleague's: raises Archived.
        """
        if not self.is_in_group:
            if self.is_closed:
                raise Archived(self.engagement)
            return
        self.engagement = Engagement.objects.locked(self.engagement_id)
        if self.engagement is None:
            raise Gone
        if self.engagement.is_closed:
            raise Closed
        try:
            self.refresh_from_db(fields=["finished_on", "is_released", "changed_since_release"])
        except Assessment.DoesNotExist:
            raise Gone from None

    def _release_if_due(self):
        if self.is_in_group and self.changed_since_release:
            Release.objects.make_if_due(self.engagement)

    @transaction.atomic
    def take_into(self, organisation, user, engagement=None):
        """Take what was begun without an account into an organisation, as the user's own, nothing retyped.

        It stays the engagement that it is, or becomes one more assessment of the one that is given. Its private link
        ends: from now on its author finds it in the organisation.
        """
        before = self.engagement
        if engagement is None:
            Engagement.objects.filter(pk=before.pk).update(organisation=organisation)
            before.organisation = organisation
            before.workshops.update(keep_until=None)
        else:
            self.engagement = engagement
        self.author, self.keep_until = user, None
        self.save(update_fields=["engagement", "author", "keep_until"])
        if engagement:
            before.workshops.update(engagement=engagement, keep_until=None)
            before.assessments.filter(workshop__isnull=False).update(engagement=engagement)
            before.delete()
        if self.is_finished:
            self._take_turn()
        self.renew_token()

    def token_for_author(self):
        """The private token of a colleague's assessment: unlike a participant's, the site can tell it again."""
        token = authors_token(self.key)
        if self.token_hash != hash_of(token):
            self.renew_token(token)
        return token

    def renew_token(self, token=None):
        """Give it another private link (without a token, one that nobody has); the old one says that it has ended."""
        RetiredToken.retire("assessment", self.token_hash)
        self.token_hash = hash_of(token or new_token())
        Assessment.objects.filter(pk=self.pk).update(token_hash=self.token_hash)

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
        engagement = Engagement.objects.locked(self.engagement_id)
        current = self._locked()
        if current is None:
            return  # another tab was quicker
        RetiredToken.retire("assessment", current.token_hash)
        if current.share_token:
            RetiredToken.retire("share", hash_of(current.share_token))
        current.delete()
        if engagement.organisation_id:
            self._count_deletion(engagement, current)
        else:
            engagement.end_if_empty()

    def _count_deletion(self, engagement, deleted):
        """A release still counts who is gone; who never was in one makes no difference to the next."""
        if deleted.is_released:
            Engagement.objects.filter(pk=engagement.pk).update(deleted_since_release=F("deleted_since_release") + 1)
            engagement.refresh_from_db(fields=["deleted_since_release"])
            Release.objects.make_if_due(engagement)

    def _locked(self):
        """The row as it is now; no other save comes before this transaction's end. None when it was deleted."""
        return Assessment.objects.select_for_update().filter(pk=self.pk).first()

    def save_today(self, *fields):
        """Save these fields and no others (another tab may be saving too); what has an end, ends 90 days from today.

        Raises Gone when the assessment was deleted, or has reached its end, in the meantime.
        """
        self.saved_on = timezone.localdate()
        self.keep_until = self.keep_until and end_from_today()
        fields = ("saved_on", "keep_until", *fields)
        kept = Assessment.objects.filter(pk=self.pk).exclude(keep_until__lt=timezone.localdate())
        if not kept.update(**{field: getattr(self, field) for field in fields}):
            raise Gone
