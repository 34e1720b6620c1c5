"""What colleagues agree about an engagement, answer by answer."""

from functools import cached_property

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.explanation import Explanation
from assessments.tokens import Gone
from spectrum.models import Edition, newest_edition

from .answer import Answer
from .assessment import Assessment
from .engagement import Engagement


class Agreement:
    """The assessment in which colleagues put down what they agree: open to all of them until one of them finishes it.

    The next save after that begins another, with the same answers in it.
    """

    def __init__(self, engagement, assessments=None):
        """Takes the engagement's assessments by colleagues where they have been read already."""
        self.engagement = engagement
        self._find(engagement.assessments.agreed() if assessments is None else assessments)

    def _find(self, assessments):
        """What is being agreed, else what was agreed last, else None."""
        agreed = (each for each in assessments if each.kind == Assessment.Kind.AGREED)
        self.assessment = max(agreed, key=lambda each: (not each.is_finished, each.sequence or 0), default=None)

    @property
    def is_open(self):
        return self.assessment is not None and not self.assessment.is_finished

    @cached_property
    def spectrum(self):
        """The frozen edition whose questions it is about."""
        return self.assessment.spectrum if self.is_open else newest_edition()

    @cached_property
    def answers(self):
        """What was agreed so far, by the question's slug; of an older edition nothing, whose words were others."""
        if self.assessment is None or self.assessment.spectrum.name != self.spectrum.name:
            return {}
        return self.assessment.answers_by_question

    def given(self, question):
        """What was agreed on a question, in words; its `choice` is None where nothing was."""
        return next(each for each in self._explanation.given if each.question == question)

    @cached_property
    def _explanation(self):
        answers = {slug: (answer.choice, answer.note) for slug, answer in self.answers.items()}
        asked = [question.slug for question in self.spectrum.questions]
        return Explanation(self.spectrum, Assessment.Voice.ORGANISATION, asked, answers)

    @transaction.atomic
    def record(self, question, choice, note, version):
        """Store an agreed answer with its reason, if the stored one still has this version (0: there is none).

        Returns whether it was stored. Raises Gone when the engagement was deleted.
        """
        if not self._touched():
            self._begin()
        answer = Answer(note=note)
        answer.choice = choice
        fields = {"position": answer.position, "unknown": answer.unknown, "note": note}
        answers = self.assessment.answers
        if version:
            rows = answers.filter(question=question, version=version)
            return bool(rows.update(**fields, version=F("version") + 1))
        _, is_new = answers.get_or_create(question=question, defaults=fields)
        return is_new

    def _touched(self):
        """Whether it is open, also after what others did a moment ago; it then stays so to the transaction's end."""
        if not self.is_open:
            return False
        rows = Assessment.objects.filter(pk=self.assessment.pk, finished_on=None)
        return bool(rows.update(saved_on=timezone.localdate()))

    def _begin(self):
        if Engagement.objects.locked(self.engagement.pk) is None:
            raise Gone
        self._find(self.engagement.assessments.agreed())
        if self.is_open:
            return  # another colleague was quicker
        last = self.assessment
        self.assessment, _ = Assessment.objects.begin(
            Assessment.Voice.ORGANISATION,
            runs_it=self.engagement.runs_it,
            engagement=self.engagement,
            edition=Edition.objects.only("pk").newest(),
            kind=Assessment.Kind.AGREED,
        )
        if last and last.edition_id == self.assessment.edition_id:
            Answer.objects.bulk_create(
                Answer(
                    assessment=self.assessment,
                    question=answer.question,
                    position=answer.position,
                    unknown=answer.unknown,
                    note=answer.note,
                    version=answer.version,
                )
                for answer in last.answers.all()
            )

    @transaction.atomic
    def finish(self, user):
        """Make it the organisation's answer, recorded by this user. Where none is open, nothing happens."""
        Engagement.objects.locked(self.engagement.pk)
        self._find(self.engagement.assessments.agreed())
        if not self.is_open:
            return
        self.assessment.author = user
        Assessment.objects.filter(pk=self.assessment.pk).update(author=user, runs_it=self.engagement.runs_it)
        self.assessment.finish(claim=self.engagement.claim)
