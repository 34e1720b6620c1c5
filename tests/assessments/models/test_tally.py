import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.board import Board
from assessments.models import HandCount, Progress
from assessments.models.round import HANDS
from assessments.running import NotNow
from tests.assessments.workshops import (
    forgotten,
    fresh,
    hands,
    lobby,
    move,
    planned,
    revealed,
    seated,
    sheet,
    through,
    typed,
    vote,
)

pytestmark = pytest.mark.django_db


def told(workshop, number=0):
    result = Board(fresh(workshop)).asked[number].told
    return result and result.everyone and result.everyone.counts


def stored(workshop):
    return sorted(HandCount.objects.filter(round__workshop=workshop).values_list("round", *HANDS))


def states(workshop):
    return [each.state for each in Progress(fresh(workshop)).rounds]


def kinds(workshop):
    return [event.kind for event in workshop.events.all()]


def test_a_workshop_without_any_network_has_results_once_its_sheet_is_typed_in():
    workshop = planned()
    counts = sheet(workshop, informing=3, involving=4, not_sure=1) | sheet(workshop, number=2, side=1, none=6)
    assert Progress(workshop).type_in(counts)
    assert told(workshop) == (3, 0, 4, 0, 1, 0)
    assert told(workshop, 2) == (0, 0, 0, 0, 0, 6)
    assert states(workshop) == ["revealed", "waiting", "revealed", *["waiting"] * 9]
    assert Board(fresh(workshop)).asked[0].told.by_hand == 8
    assert kinds(workshop) == ["typed in"]
    assert fresh(workshop).version == workshop.version + 1


def test_typing_in_again_replaces():
    workshop = typed(planned(), informing=3, involving=4)
    typed(workshop, side=1, consulting=9)
    assert told(workshop) == (0, 9, 0, 0, 0, 0)
    assert kinds(workshop) == ["typed in", "typed in"]


def test_a_sheet_that_changes_nothing_changes_nothing():
    workshop = typed(planned(), informing=3)
    before = stored(workshop)
    assert Progress(workshop).type_in(sheet(workshop, informing=3, involving=0))
    assert Progress(workshop).type_in(sheet(workshop, informing=3))
    assert (stored(workshop), fresh(workshop).version) == (before, workshop.version)
    assert kinds(workshop) == ["typed in"]


def test_numbers_taken_out_again_leave_a_question_that_was_never_asked_waiting():
    workshop = typed(planned(), informing=3)
    assert Progress(workshop).type_in({})
    assert not stored(workshop)
    assert states(workshop)[0] == "waiting"


def test_a_question_that_the_room_saw_stays_revealed_without_its_hands():
    workshop = revealed()
    hands(workshop, informing=3)
    workshop = fresh(workshop)
    assert Progress(workshop).type_in({})
    assert told(workshop) == (6, 0, 5, 0, 0, 0)


def test_hands_are_added_to_the_votes_of_phones():
    workshop = typed(revealed(), informing=3)
    assert told(workshop) == (9, 0, 5, 0, 0, 0)


def test_votes_of_a_question_that_was_never_revealed_come_with_its_hands():
    workshop = move(lobby(), "start")
    vote(seated(workshop, 5), "consulting")
    workshop = typed(move(workshop, "close"), informing=2)
    assert told(workshop) == (2, 5, 0, 0, 0, 0)


def test_votes_that_were_told_stay_as_they_were_told():
    workshop = revealed()
    workshop.votes().delete()
    assert told(typed(workshop, informing=1)) == (7, 0, 5, 0, 0, 0)


def test_hands_that_were_counted_but_never_shown_are_shown_with_the_sheet():
    workshop = move(lobby(), "start")
    hands(workshop, informing=6)
    typed(move(workshop, "close"), informing=6)
    assert told(workshop) == (6, 0, 0, 0, 0, 0)


def test_a_hidden_result_stays_hidden_unless_its_numbers_change():
    workshop = typed(planned(), informing=6)
    workshop.open_lobby()
    workshop = move(workshop, "start", "hide")
    workshop = typed(workshop, informing=6)
    assert states(workshop)[0] == "hidden"
    assert states(typed(workshop, informing=7))[0] == "revealed"


def test_what_was_agreed_stays_agreed():
    workshop = typed(through(), informing=3)
    assert states(workshop) == ["agreed"] * 12


def test_nothing_is_typed_in_while_a_question_is_open():
    workshop = move(lobby(), "start")
    with pytest.raises(NotNow):
        Progress(workshop).type_in(sheet(workshop, number=3, informing=3))
    assert not stored(workshop)
    assert fresh(workshop).version == workshop.version


def test_a_sheet_can_be_typed_in_after_a_workshop_that_was_forgotten_open():
    workshop = typed(forgotten(), informing=3)
    assert told(workshop) == (5, 0, 0, 0, 0, 0)


def test_of_two_who_save_at_once_the_second_is_told():
    workshop = planned()
    first, second = Progress(fresh(workshop)), Progress(fresh(workshop))
    assert first.type_in(sheet(workshop, informing=3))
    assert not second.type_in(sheet(workshop, informing=4))
    assert told(workshop) is None  # three hands are too few to tell of
    assert [row[-1] for row in stored(workshop)] == [3]


def test_any_sheet_takes_the_same_queries():
    def queries(full):
        workshop = planned()
        counts = {}
        for number in range(12 if full else 1):
            counts |= sheet(workshop, number=number, informing=7, consulting=1, involving=2, not_sure=4, none=5)
        progress = Progress(workshop)
        with CaptureQueriesContext(connection) as asked:
            progress.type_in(counts)
        return len(asked)

    assert queries(full=True) == queries(full=False) <= 9
