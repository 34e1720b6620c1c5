from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from assessments.models import Answer, Assessment, Engagement, RetiredToken
from assessments.tokens import hash_of
from tests.assessments.rows import age, stored
from tests.states import answered, begun

pytestmark = pytest.mark.django_db


def forget(capsys):
    call_command("forget")
    return capsys.readouterr().out


def test_what_has_reached_its_end_goes_and_the_rest_stays(capsys):
    kept = [answered("two answers known", note="Stays.")[0], age(begun()[0], 90)]
    before = stored()
    over = [begun(), answered("the same board, a member", note="Goes.")]
    over[1][0].share()
    for assessment, _ in over:
        age(assessment, 91)
    assert forget(capsys) == "2 forgotten.\n"
    assert set(Assessment.objects.all()) == set(kept)
    assert Engagement.objects.count() == 2
    assert not Answer.objects.filter(note="Goes.").exists()
    links = {hash_of(token) for _, token in over} | {hash_of(over[1][0].share_token)}
    assert set(RetiredToken.objects.values_list("hash", flat=True)) == links
    assert stored() | {"RetiredToken": []} == before


def test_a_second_run_does_nothing(capsys):
    age(begun()[0], 91)
    forget(capsys)
    before = stored()
    assert forget(capsys) == "0 forgotten.\n"
    assert stored() == before


def test_the_setting_says_how_long(capsys, settings):
    settings.KEEP_DAYS = 3
    assessment, _ = begun()
    age(assessment, 3)
    assert forget(capsys) == "0 forgotten.\n"
    age(assessment, 4)
    assert forget(capsys) == "1 forgotten.\n"


def test_a_save_in_time_keeps_it(capsys):
    assessment = age(begun()[0], 90)
    assessment.record_answer("open", "none")
    assert forget(capsys) == "0 forgotten.\n"


@pytest.mark.django_db(transaction=True)
def test_many_are_forgotten_in_one_run(capsys):
    """More than the database hands over at a time, each deleted while the rest is still being read."""
    for _ in range(250):
        begun()
    Assessment.objects.update(keep_until="2026-01-01")
    assert forget(capsys) == "250 forgotten.\n"
    assert not Engagement.objects.exists()
    assert RetiredToken.objects.count() == 250


def test_sign_ins_that_have_ended_go(capsys):
    ends = {"over": timezone.now() - timedelta(days=1), "kept": timezone.now() + timedelta(days=1)}
    Session.objects.bulk_create(Session(session_key=key, session_data="", expire_date=end) for key, end in ends.items())
    forget(capsys)
    assert [session.pk for session in Session.objects.all()] == ["kept"]
