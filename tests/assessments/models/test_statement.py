"""A statement and its versions: numbered, never overwritten unseen, public at one link that can end."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import RetiredToken, Statement, StatementVersion
from assessments.tokens import Gone, hash_of
from tests import cast
from tests.assessments.engagements import engagement

pytestmark = pytest.mark.django_db


def fresh(work):
    """The statement as another tab has loaded it."""
    return Statement.objects.select_related("published").get(engagement=work)


def written(**texts):
    work = engagement()
    version = Statement.of(work).write(0, cast.owner(), **({"type": 2} | texts))
    return work, version


def test_an_engagement_has_no_statement_until_the_first_version_is_written():
    work = engagement()
    statement = Statement.of(work)
    assert statement.newest is None
    assert not Statement.objects.exists()
    version = statement.write(0, cast.owner(), type=2, expect="Tea.")
    assert (version.number, version.author) == (1, cast.owner())
    assert fresh(work).newest == version


def test_the_next_version_comes_after_the_one_that_was_seen():
    work, first = written()
    second = fresh(work).write(1, cast.member(), type=3)
    assert second.number == 2
    assert fresh(work).newest == second
    first.refresh_from_db()
    assert first.type == 2


def test_who_saw_an_older_version_writes_nothing():
    work, _ = written()
    assert fresh(work).write(0, cast.member(), type=3) is None
    assert StatementVersion.objects.count() == 1


def test_two_first_versions_at_once_make_one():
    work = engagement()
    mine, theirs = Statement.of(work), Statement.of(work)
    assert mine.write(0, cast.owner(), type=2)
    assert theirs.write(0, cast.member(), type=3) is None
    assert StatementVersion.objects.get().type == 2


def test_the_same_words_sent_twice_are_one_version():
    work, first = written(expect="Tea.")
    assert fresh(work).write(0, cast.owner(), type=2, expect="Tea.") == first
    assert StatementVersion.objects.count() == 1


@pytest.mark.parametrize("position", [0, 5])
def test_a_version_offers_one_of_the_four_types(position):
    _, first = written()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.statement.versions.create(number=2, type=position)


def test_publishing_again_keeps_the_day_and_a_newer_version_has_its_own():
    work, first = written()
    statement = fresh(work)
    statement.publish(first)
    Statement.objects.update(published_on=date(2026, 1, 1))
    statement = fresh(work)
    statement.publish(first)
    assert fresh(work).published_on == date(2026, 1, 1)
    second = statement.write(1, cast.owner(), type=3)
    assert fresh(work).published == first
    statement.publish(second)
    assert fresh(work).published == second
    assert fresh(work).published_on > date(2026, 1, 1)


def test_withdrawing_keeps_the_words_and_the_link():
    work, first = written()
    statement = fresh(work)
    statement.publish(first)
    token = statement.token
    statement.withdraw()
    assert (fresh(work).published, fresh(work).published_on) == (None, None)
    assert (fresh(work).newest, fresh(work).token) == (first, token)


def test_renewing_ends_the_old_link_and_keeps_what_is_public():
    work, first = written()
    statement = fresh(work)
    statement.publish(first)
    old = statement.token
    statement.renew()
    assert fresh(work).token == statement.token != old
    assert fresh(work).published == first
    assert RetiredToken.objects.filter(hash=hash_of(old), kind="statement").exists()


def test_what_was_deleted_in_another_tab_is_neither_shown_nor_renewed():
    work, first = written()
    statement = fresh(work)
    work.erase()
    statement.publish(first)
    statement.withdraw()
    with pytest.raises(Gone):
        statement.renew()
    assert not Statement.objects.exists()


def test_what_was_done_has_the_day_on_which_it_was_first_written_so():
    work, _ = written(done="We added four stops.")
    StatementVersion.objects.update(written_on=timezone.localdate() - timedelta(30))
    second = fresh(work).write(1, cast.owner(), type=2, expect="Tea.", done="We added four stops.")
    assert second.done_on == timezone.localdate() - timedelta(30)
    third = fresh(work).write(2, cast.owner(), type=2, done="We added five stops.")
    assert third.done_on == third.written_on
    assert second.done_on == timezone.localdate() - timedelta(30)


def test_the_words_stay_when_their_writer_leaves():
    _, first = written()
    cast.owner().delete()
    first.refresh_from_db()
    assert first.author is None
