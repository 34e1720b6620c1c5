"""What the database itself refuses, whoever writes to it, and what it cannot tell."""

import pytest
from django.db import IntegrityError, models, transaction

from assessments import models as app
from assessments.models import Answer, Assessment, Engagement, RetiredToken
from spectrum.models import Edition
from tests.assessments.rows import MODELS, OF_WORKSHOPS
from tests.states import begun

pytestmark = pytest.mark.django_db


class TestRows:
    def refused(self, write):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
        return True

    def test_a_second_answer_to_a_question_is_refused(self):
        assessment, _ = begun()
        assessment.record_answer("open", "none")
        assert self.refused(lambda: Answer.objects.create(assessment=assessment, question="open", position=1))

    @pytest.mark.parametrize(
        ("position", "unknown"), [(0, ""), (5, ""), (None, ""), (1, "none"), (4, "not-sure"), (None, "maybe")]
    )
    def test_an_answer_is_a_position_or_one_of_the_unknowns(self, position, unknown):
        answer = Answer(assessment=begun()[0], question="open", position=position, unknown=unknown)
        assert self.refused(answer.save)

    @pytest.mark.parametrize("claim", [0, 5])
    def test_a_claim_is_one_of_the_types(self, claim):
        begun()
        assert self.refused(lambda: Assessment.objects.update(claim=claim))
        assert self.refused(lambda: Engagement.objects.update(claim=claim))

    def test_secrets_are_no_one_elses(self):
        one, other = begun()[0], begun()[0]
        one.share()
        for field in ("token_hash", "submission_hash", "share_token"):
            assert self.refused(
                lambda field=field: Assessment.objects.filter(pk=other.pk).update(**{field: getattr(one, field)})
            )

    def test_an_edition_that_somebody_answered_is_not_deleted(self):
        begun()
        with pytest.raises(models.ProtectedError):
            Edition.objects.all().delete()


@pytest.mark.parametrize("model", MODELS)
def test_only_dates_are_kept_and_no_key_tells_the_order(model):
    fields = model._meta.get_fields()
    times = [field.name for field in fields if isinstance(field, models.DateTimeField | models.TimeField)]
    assert times == (["seen_at"] if model is Assessment else [])  # a seat's, while its workshop is open
    assert not isinstance(model._meta.pk, models.AutoField)
    if model is not RetiredToken:
        keys = [model().pk for _ in range(50)]
        assert len(set(keys)) == 50
        assert keys != sorted(keys)
        assert {key.version for key in keys} == {4}


def test_every_model_of_assessments_is_looked_at_here():
    without_rows = {"Agreement", "Progress", "Seat"}  # ways to speak of an assessment, and of a workshop
    assert {model.__name__ for model in (*MODELS, *OF_WORKSHOPS, app.User)} == set(app.__all__) - without_rows
