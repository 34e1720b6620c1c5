"""A rehearsal: pretend people vote by the clock, once each, and never among real data."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.access import seat_by_token, workshops_of
from assessments.board import Board
from assessments.models import Answer, Assessment, Engagement, Round, Seat, Workshop
from assessments.rehearsal import SECONDS, catch_up, rehearse
from assessments.tokens import new_token
from tests.assessments.rows import stored
from tests.assessments.workshops import (
    ALWAYS,
    PEOPLE,
    STAFF,
    address,
    fresh,
    lobby,
    move,
    of_organisation,
    planned,
    seated,
    vote,
)

pytestmark = pytest.mark.django_db

A_SIDE = 12


def practice(**options):
    return fresh(rehearse(planned(asked=ALWAYS, **options)))


def at(workshop, seconds):
    """The workshop so many seconds after its question was opened."""
    Round.objects.filter(pk=workshop.current_id).update(opened_at=timezone.now() - timedelta(seconds=seconds))
    return fresh(workshop)


def votes():
    return sorted(Answer.objects.values_list("assessment", "question", "position", "unknown"))


def test_it_has_the_same_set_up_and_pretend_people_who_are_there():
    real = of_organisation(asked=ALWAYS, mode="hands")
    workshop = fresh(rehearse(real))
    assert [(side.name, side.voice) for side in workshop.sides.all()] == [PEOPLE, STAFF]
    assert (workshop.mode, workshop.rounds.count(), workshop.practice, workshop.is_open) == ("hands", 4, True, True)
    assert (workshop.seats, workshop.here, workshop.voted) == (2 * A_SIDE, 2 * A_SIDE, 0)
    assert workshop.engagement.title == "Practice: The clinic by the river"


def test_one_side_practises_alone():
    workshop = practice(sides=[STAFF])
    assert workshop.seats == A_SIDE
    workshop = at(move(workshop, "start"), SECONDS)
    catch_up(workshop)
    assert fresh(workshop).voted == A_SIDE


def test_nothing_of_it_gets_among_real_data():
    real = of_organisation(asked=ALWAYS)
    before = set(Assessment.objects.values_list("pk", flat=True))
    workshop = rehearse(real)
    assert workshop.engagement != real.engagement
    assert workshop.engagement.organisation is None
    assert list(workshops_of(real.engagement)) == [real]
    assert fresh(real).seats == 0
    assert not real.engagement.assessments.exclude(pk__in=before).exists()
    assert real.run_again().number == 2


def test_it_is_kept_for_a_day_whatever_happens_in_it():
    workshop = move(practice(), "start", "close")
    assert workshop.keep_until == timezone.localdate() + timedelta(1)
    Workshop.objects.filter(pk=workshop.pk).update(keep_until=timezone.localdate() - timedelta(1))
    call_command("forget", verbosity=0)
    assert not Workshop.objects.filter(practice=True).exists()
    assert Engagement.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_practice():
    real, key = planned(), new_token()
    assert rehearse(real, key) == rehearse(real, key)
    assert Seat.objects.count() == 2 * A_SIDE


def test_practice_of_a_practice_is_called_the_same():
    workshop = practice()
    assert rehearse(workshop).engagement.title == workshop.engagement.title


def test_a_very_long_title_still_has_room():
    assert len(practice(title="x" * 200).engagement.title) == 200


def test_votes_come_in_over_half_a_minute():
    workshop = move(practice(), "start")
    came = []
    for seconds in (0, SECONDS / 3, SECONDS * 2 / 3, SECONDS):
        workshop = at(workshop, seconds)
        catch_up(workshop)
        assert workshop.voted == fresh(workshop).voted  # the page that asks shows them at once
        came.append(workshop.voted)
    assert came[0] < 4
    assert came[1:] == [8, 16, 24]


def test_each_votes_once_however_often_and_wherever_it_is_asked():
    workshop = at(move(practice(), "start"), SECONDS / 2)
    another = fresh(workshop)
    catch_up(workshop)
    before = votes()
    catch_up(another)  # another process, which had read no vote yet
    catch_up(fresh(workshop))
    moments_later = [vote for vote in votes() if vote not in before]
    assert len(moments_later) <= 2
    assert len({seat for seat, *_ in votes()}) == len(votes())


def test_who_votes_what_is_the_same_in_every_process():
    workshop = at(move(practice(), "start"), SECONDS)
    catch_up(workshop)
    before = votes()
    Answer.objects.all().delete()
    catch_up(fresh(workshop))
    assert votes() == before


def test_real_phones_vote_themselves():
    workshop = move(practice(), "start")
    (phone,) = seated(workshop)
    catch_up(at(workshop, 10 * SECONDS))
    assert seat_by_token(phone).cell is None
    assert fresh(workshop).voted == 2 * A_SIDE
    vote([phone], "not-sure")
    catch_up(fresh(workshop))
    assert seat_by_token(phone).cell == "not-sure"


@pytest.mark.parametrize("moves", [[], ["start", "close"], ["start", "close", "reveal"], ["start", "finish"]])
def test_nobody_votes_while_no_question_is_open(moves):
    workshop = move(practice(), *moves)
    Round.objects.update(opened_at=timezone.now() - timedelta(seconds=SECONDS))
    catch_up(fresh(workshop))
    assert not votes()


def test_nobody_votes_after_the_end():
    workshop = at(move(practice(), "start"), SECONDS)
    workshop.close()
    catch_up(fresh(workshop))
    assert not votes()


def test_nobody_votes_in_a_real_workshop():
    workshop = at(move(lobby(asked=ALWAYS), "start"), SECONDS)
    seated(workshop, 3)
    catch_up(fresh(workshop))
    assert not votes()


def test_a_question_that_was_skipped_and_opened_is_voted_on_too():
    workshop = move(practice(), "start", "skip", "back", "open")
    Round.objects.update(opened_at=None)
    Workshop.objects.update(opened_at=timezone.now() - timedelta(seconds=SECONDS))
    catch_up(fresh(workshop))
    assert fresh(workshop).voted == 2 * A_SIDE


def test_after_a_reset_they_vote_once_more_by_the_new_clock():
    workshop = at(move(practice(), "start"), SECONDS)
    catch_up(workshop)
    workshop = move(workshop, "reset")
    catch_up(workshop)
    assert fresh(workshop).voted < 4
    catch_up(at(workshop, SECONDS))
    assert fresh(workshop).voted == 2 * A_SIDE


def test_the_first_look_has_something_to_talk_about():
    """A gap between the sides, a split room, and some who are not sure: what a facilitator will meet."""
    workshop = move(practice(), "start")
    for _ in ALWAYS:
        catch_up(at(workshop, SECONDS))
        workshop = move(workshop, "close", "reveal", "next")
    board = Board(workshop)
    assert board.splits
    assert board.gaps
    assert len(board.by_side) == 2
    assert any(each.told.everyone.counts[4] for each in board.asked)


def test_the_console_and_the_wall_let_them_vote(client):
    for name, token in (("workshop", "console_token"), ("screen", "screen_token")):
        for poll in ("", "-poll"):
            Answer.objects.all().delete()
            workshop = at(move(practice(), "start"), SECONDS)
            where = address(workshop) if name == "workshop" else f"/screen/{getattr(workshop, token)}/"
            assert client.get(where + ("poll/" if poll else "")).status_code == 200
            assert fresh(workshop).voted == 2 * A_SIDE


def test_catching_up_asks_nothing_when_all_have_voted_or_no_question_is_open():
    workshop = practice()
    opened = at(move(workshop, "start"), SECONDS)
    catch_up(opened)
    before = stored()
    real = move(lobby(asked=ALWAYS), "start")
    seated(real)
    for each in (workshop, fresh(opened), planned(), at(real, SECONDS)):
        with CaptureQueriesContext(connection) as queries:
            catch_up(each)
        assert not queries.captured_queries
    assert stored()["Answer"] == before["Answer"]
