from datetime import timedelta

import pytest
from django.core.management import call_command
from django.http import Http404
from django.utils import timezone

from assessments.access import assessment_by_token, shared_assessment
from assessments.models import Assessment
from assessments.tokens import Gone, new_token
from tests.states import answered, begun

pytestmark = pytest.mark.django_db


def shared():
    """An assessment that is shared, with both its secrets."""
    assessment, token = answered("the same board, a member")
    assessment.share()
    return assessment, token, assessment.share_token


def ends(assessment, days):
    """Let its last day be so many days from today."""
    Assessment.objects.filter(pk=assessment.pk).update(keep_until=timezone.localdate() + timedelta(days))


def test_each_secret_opens_its_assessment():
    assessment, token, share_token = shared()
    shared()
    assert assessment_by_token(token) == assessment
    assert shared_assessment(share_token) == assessment


def test_the_engagement_comes_in_the_same_query(django_assert_num_queries):
    assessment, token = begun()
    with django_assert_num_queries(1):
        assert assessment_by_token(token).engagement == assessment.engagement


def test_one_secret_does_not_open_what_the_other_does():
    assessment, token, share_token = shared()
    for wrong in (share_token, assessment.token_hash, str(assessment.pk), str(assessment.engagement_id)):
        with pytest.raises(Http404):
            assessment_by_token(wrong)
    for wrong in (token, assessment.token_hash, str(assessment.pk)):
        with pytest.raises(Http404):
            shared_assessment(wrong)


def test_no_secret_opens_what_is_not_shared():
    begun()
    for wrong in ("", "None", new_token()):
        with pytest.raises(Http404):
            shared_assessment(wrong)


def test_a_secret_is_told_in_its_own_letters():
    _, token, share_token = shared()
    with pytest.raises(Http404):
        assessment_by_token(token.swapcase())
    with pytest.raises(Http404):
        shared_assessment(share_token.swapcase())


def test_what_was_deleted_is_gone_by_both_secrets():
    assessment, token, share_token = shared()
    assessment.erase()
    with pytest.raises(Gone):
        assessment_by_token(token)
    with pytest.raises(Gone):
        shared_assessment(share_token)


def test_a_link_that_was_taken_back_is_gone_and_a_new_one_works():
    assessment, token, share_token = shared()
    assessment.stop_sharing()
    assessment.share()
    with pytest.raises(Gone):
        shared_assessment(share_token)
    assert assessment.share_token != share_token
    assert shared_assessment(assessment.share_token) == assessment_by_token(token) == assessment


def test_the_last_day_counts_and_the_next_is_over():
    assessment, token, share_token = shared()
    ends(assessment, 0)
    assert assessment_by_token(token) == shared_assessment(share_token) == assessment
    ends(assessment, -1)
    with pytest.raises(Gone):
        assessment_by_token(token)
    with pytest.raises(Gone):
        shared_assessment(share_token)
    call_command("forget", verbosity=0)  # says the same as the clock did
    with pytest.raises(Gone):
        assessment_by_token(token)
    with pytest.raises(Gone):
        shared_assessment(share_token)


def test_reading_does_not_keep_it_longer():
    assessment, token, share_token = shared()
    ends(assessment, 1)
    before = Assessment.objects.filter(pk=assessment.pk).values().get()
    assessment_by_token(token)
    shared_assessment(share_token)
    assert Assessment.objects.filter(pk=assessment.pk).values().get() == before
