"""Tabs, devices and copies of a form that meet in one assessment: none undoes what another has saved."""

import pytest

from assessments.models import RetiredToken
from assessments.tokens import Gone, hash_of
from tests.assessments.rows import SAVES, stored, tab
from tests.states import answered, begun

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("save", ["answering", "setting out", "sharing", "saving"])
def test_an_older_tab_undoes_nothing_of_a_newer_one(save):
    assessment, _ = begun("organisation")
    old = tab(assessment)
    assessment.finish("New buses", 2)
    assessment.share()
    assessment.record_answer("loop", "none", "A note.")
    SAVES[save](old)
    seen = tab(assessment)
    assert (seen.is_finished, seen.claim, seen.engagement.title) == (True, 2, "New buses")
    assert seen.share_token == assessment.share_token
    assert seen.answers_by_question["loop"].note == "A note."


def test_an_older_tab_withdraws_the_link_that_there_is_now():
    assessment, _ = begun()
    old = tab(assessment)
    assessment.share()
    old.stop_sharing()
    assert tab(assessment).share_token is None
    assert RetiredToken.objects.filter(hash=hash_of(assessment.share_token)).exists()


def test_an_older_tab_deletes_the_link_that_there_is_now():
    assessment, _ = begun()
    old = tab(assessment)
    assessment.share()
    old.erase()
    assert RetiredToken.objects.filter(hash=hash_of(assessment.share_token)).exists()


@pytest.mark.parametrize("save", SAVES)
def test_nothing_is_saved_after_the_deletion(save):
    assessment, _ = answered("two answers known", title="New buses")
    assessment.share()
    old = tab(assessment)
    old.engagement  # noqa: B018 (loaded, as a page loads it)
    assessment.erase()
    before = stored()
    with pytest.raises(Gone):
        SAVES[save](old)
    assert stored() == before


def test_deleting_twice_is_deleting_once():
    assessment, _ = begun()
    old = tab(assessment)
    assessment.erase()
    before = stored()
    old.erase()
    assert stored() == before
