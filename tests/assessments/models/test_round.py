import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.access import open_workshop, seat_by_token
from assessments.board import Board
from assessments.models import Answer, Progress, Workshop
from assessments.refusals import Archived
from assessments.running import NotNow
from tests.assessments.workshops import (
    agreed,
    fresh,
    hands,
    lobby,
    move,
    of_organisation,
    planned,
    revealed,
    seated,
    through,
    vote,
)

pytestmark = pytest.mark.django_db


def counts(told):
    return told.everyone and told.everyone.counts


def test_a_room_goes_through_a_question():
    workshop = move(lobby(), "start")
    people = seated(workshop, 6)
    vote(people, "informing")
    vote(seated(workshop, 5, side=1), "involving")
    assert (fresh(workshop).seats, fresh(workshop).voted) == (11, 11)
    assert Board(workshop).current.told is None
    board = Board(move(workshop, "close", "reveal"))
    assert counts(board.current.told) == (6, 0, 5, 0, 0, 0)
    assert [spread.counts for _, spread in board.current.told.sides] == [(6, 0, 0, 0, 0, 0), (0, 0, 5, 0, 0, 0)]


def test_a_seat_has_one_vote_a_question_and_may_change_it_while_it_is_open():
    workshop = move(lobby(), "start")
    tokens = seated(workshop, 5)
    vote(tokens, "informing")
    vote(tokens[:1], "not-sure")
    assert Answer.objects.count() == 5
    workshop = move(workshop, "close")
    seat = seat_by_token(tokens[0])
    assert not seat.vote(workshop.current.question, "involving")
    assert counts(Board(move(workshop, "reveal")).current.told) == (4, 0, 0, 0, 1, 0)


def test_a_vote_for_another_question_or_a_closed_workshop_is_not_taken():
    workshop = move(lobby(), "start")
    (token,) = seated(workshop)
    assert not seat_by_token(token).vote("loop", "informing")
    workshop.close()
    assert not seat_by_token(token).vote(workshop.current.question, "informing")
    assert not Answer.objects.exists()


def test_nothing_is_told_of_a_few_unless_hands_were_raised_for_all_to_see():
    for mode, told in (("private", None), ("hands", (2, 0, 0, 0, 0, 0))):
        workshop = move(lobby(mode=mode), "start")
        vote(seated(workshop, 2), "informing")
        assert counts(Board(move(workshop, "reveal")).current.told) == told


def test_hands_and_seats_of_a_side_count_together():
    workshop = move(lobby(), "start")
    vote(seated(workshop, 2), "informing")
    hands(workshop, informing=2, none=1)
    hands(workshop, side=1, involving=7)
    told = Board(move(workshop, "close", "reveal")).current.told
    assert [spread.counts for _, spread in told.sides] == [(4, 0, 0, 0, 0, 1), (0, 0, 7, 0, 0, 0)]
    assert (told.answered, told.by_hand) == (12, 10)


def test_two_consoles_press_at_once_and_one_wins():
    workshop = move(lobby(), "start")
    first, second = fresh(workshop), fresh(workshop)
    assert Progress(first).move("close", first.version)
    assert not Progress(second).move("skip", second.version)
    assert fresh(workshop).current.state == "closed"


def test_a_move_that_there_is_not_changes_nothing():
    workshop = lobby()
    with pytest.raises(NotNow):
        Progress(workshop).move("reveal", workshop.version)
    assert fresh(workshop).version == workshop.version


def test_a_result_that_was_seen_moves_no_more():
    workshop = move(lobby(), "start")
    gone = seated(workshop, 6)
    vote(gone, "informing")
    workshop = move(workshop, "close", "reveal")
    before = counts(Board(workshop).current.told)
    seat_by_token(gone[0]).leave()
    workshop = move(workshop, "hide")
    assert Board(workshop).current.told is None
    with pytest.raises(NotNow):
        Progress(workshop).move("open", workshop.version)
    assert counts(Board(move(workshop, "reveal")).current.told) == before


def test_a_reset_can_be_taken_back():
    workshop = revealed()
    hands(workshop, informing=3)
    before = counts(Board(fresh(workshop)).current.told)
    workshop = move(workshop, "reset")
    assert (workshop.current.state, workshop.voted) == ("open", 0)
    assert not workshop.current.hand_counts.exists()
    vote(seated(workshop, 1), "co-producing")
    assert Progress(workshop).undo(workshop.version)
    workshop = fresh(workshop)
    assert counts(Board(workshop).current.told) == before
    assert workshop.voted == 11
    assert [event.kind for event in workshop.events.all()] == ["opened", "reset", "undone"]
    assert Progress(workshop).to_undo() is None


def test_what_the_room_agrees_is_an_assessment_of_the_engagement_beside_the_colleagues():
    workshop = through()
    assessment = workshop.agreed().get()
    assert assessment.explain().type.slug == "consulting"
    assert assessment.recorded["open"].note == "We ask, and then the board decides."
    assert not workshop.engagement.assessments.of_colleagues().exists()
    assert [each.workshop for each in workshop.engagement.assessments.agreed_in_rooms()] == [workshop]


def test_taking_an_agreed_answer_back_takes_it_from_the_assessment():
    workshop = agreed(revealed(), "involving")
    assert workshop.agreed().get().answers.count() == 1
    progress = Progress(workshop)
    assert progress.note_down(progress.current, progress.current.version, agreed="")
    assert not workshop.agreed().get().answers.exists()


def test_of_two_who_type_the_agreed_answer_the_second_is_told():
    workshop = revealed()
    first, second = Progress(fresh(workshop)), Progress(fresh(workshop))
    assert first.note_down(first.current, first.current.version, agreed="2")
    assert not second.note_down(second.current, second.current.version, agreed="3")


def test_the_current_question_can_be_taken_out():
    workshop = move(lobby(), "start")
    vote(seated(workshop, 1), "informing")
    before = workshop.current.question
    slugs = [each.question for each in workshop.rounds.all() if each.question != before]
    assert Progress(workshop).ask(slugs, workshop.version)
    workshop = fresh(workshop)
    assert workshop.is_question
    assert workshop.current.question != before
    assert not Answer.objects.exists()
    assert [event.kind for event in workshop.events.all()] == ["opened", "removed"]


def test_a_board_asks_two_queries_at_any_size():
    workshop = through()
    with CaptureQueriesContext(connection) as queries:
        board = Board(workshop)
        assert board.everyone.type.slug == "informing"
        assert [side.name for side, _ in board.by_side] == ["People with lived experience", "Staff"]
        assert board.gaps
        assert board.agreed.type.slug == "consulting"
    assert len(queries) == 2


def test_a_poll_without_news_asks_one_query():
    workshop = planned()
    with CaptureQueriesContext(connection) as queries:
        fresh(workshop)
    assert len(queries) == 2  # the first is the test's own
    assert Workshop.objects.count() == 1


def test_what_was_put_away_is_over_and_takes_no_change():
    workshop = move(of_organisation(), "start")
    (token,) = seated(workshop)
    workshop.engagement.archive()
    workshop = fresh(workshop)
    assert not workshop.is_open
    assert open_workshop(workshop.code) is None
    assert not seat_by_token(token).vote(workshop.current.question, "informing")
    for change in (
        lambda: Progress(workshop).move("close", workshop.version),
        lambda: agreed(workshop, "consulting"),
        workshop.open_lobby,
        workshop.renew_code,
    ):
        with pytest.raises(Archived):
            change()


def test_back_from_the_summary_is_the_last_question_also_when_the_one_before_was_taken_out():
    workshop = through()
    *kept, _ = [each.question for each in Board(workshop).progress.rounds]
    assert Progress(workshop).ask(kept, workshop.version)
    assert move(workshop, "back").current.question == kept[-1]
