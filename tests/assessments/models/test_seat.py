from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.access import seat_by_token, seats_by_tokens
from assessments.models import Assessment, Seat, Workshop
from assessments.models.workshop import SEEN_EVERY
from assessments.tokens import Gone, new_token
from tests.assessments.workshops import crowd, fresh, lobby, move, seated, vote

pytestmark = pytest.mark.django_db


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def test_the_same_submission_key_is_the_same_seat():
    workshop, key = lobby(), new_token()
    side = workshop.sides.first()
    assert Seat.objects.take(workshop, side, key) == Seat.objects.take(workshop, side, key)
    assert fresh(workshop).seats == 1
    assert Seat.objects.take(workshop, side) != Seat.objects.take(workshop, side)
    assert fresh(workshop).seats == 3


def test_a_seat_speaks_in_the_voice_of_its_side():
    workshop = lobby()
    assert seat_by_token(seated(workshop)[0]).voice == "participant"
    assert seat_by_token(seated(workshop, side=1)[0]).voice == "organisation"


def test_it_is_seen_at_most_every_half_minute():
    (token,) = seated(lobby())
    seat = seat_by_token(token)
    assert not seat.be_seen()
    Seat.objects.update(seen_at=ago(SEEN_EVERY + 1))
    assert seat_by_token(token).be_seen()
    assert not seat_by_token(token).be_seen()


def test_when_it_was_seen_is_known_only_while_the_workshop_is_open():
    workshop = lobby()
    (token,) = seated(workshop)
    workshop.close()
    assert seat_by_token(token).seen_at is None
    assert not seat_by_token(token).be_seen()
    assert seat_by_token(token).seen_at is None


def test_it_knows_the_open_question_and_its_own_vote_in_one_query():
    workshop = move(lobby(), "start")
    (token,) = seated(workshop)
    assert (seat_by_token(token).open_question, seat_by_token(token).cell) == ("purpose", None)
    for choice, cell in (("informing", "1"), ("co-producing", "4"), ("not-sure", "not-sure"), ("none", "none")):
        vote([token], choice)
        with CaptureQueriesContext(connection) as queries:
            assert seat_by_token(token).cell == cell
        assert len(queries) == 1
    move(workshop, "close", "next")
    assert (seat_by_token(token).open_question, seat_by_token(token).cell) == ("priorities", None)
    fresh(workshop).close()
    assert seat_by_token(token).open_question is None


def test_the_room_is_counted_in_one_query():
    workshop = move(lobby(), "start", "next", "next")
    (token,) = seated(workshop)
    crowd(workshop, 20, ["open"])
    with CaptureQueriesContext(connection) as queries:
        seat = seat_by_token(token)
        room = seat.room()
    assert len(queries) == 2
    assert (room.seats, room.asked, room.before) == (21, 12, 2)
    assert room.voted == 21  # `crowd` votes for every seat


def test_leaving_deletes_the_seat_and_its_votes_and_ends_its_link():
    workshop = move(lobby(), "start")
    first, second = seated(workshop, 2)
    vote([first, second], "informing")
    seat_by_token(first).leave()
    with pytest.raises(Gone):
        seat_by_token(first)
    assert (fresh(workshop).seats, fresh(workshop).voted) == (1, 1)
    assert Assessment.objects.seats().count() == 1


def test_a_phones_seats_come_in_the_order_of_its_tokens_without_those_that_have_gone():
    workshop = lobby()
    first, second, third = seated(workshop, 3)
    seat_by_token(second).leave()
    found = seats_by_tokens([third, second, new_token(), first])
    assert list(found) == [third, first]
    assert seats_by_tokens([]) == {}
    Workshop.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    assert seats_by_tokens([first]) == {}
