"""What a workshop tells: lines of a question, what was agreed, where the sides lie apart, where the room is split."""

import pytest

from assessments.board import Board
from tests.assessments.workshops import ALWAYS, PEOPLE, agreed, hands, lobby, move, revealed, seated, through, vote

pytestmark = pytest.mark.django_db

TYPES = ["informing", "consulting", "involving", "co-producing"]
UNKNOWN = ["not-sure", "none"]


def asked_first(workshop):
    return Board(workshop).current


def numbers(asked):
    return [line.number for line in asked.along("participant")]


def summed_up(*answers, sides=None):
    """In the summary, after six people and six of staff have so answered the four questions."""
    workshop = move(lobby(asked=ALWAYS, **({"sides": sides} if sides else {})), "start")
    people, staff = seated(workshop, 6), seated(workshop, 6, side=1) if not sides else []
    for theirs, staffs in answers:
        vote(people, theirs)
        if staffs:
            vote(staff, staffs)
        workshop = move(workshop, "close", "reveal", "next")
    return Board(workshop)


def test_lines_stand_in_the_editions_order_with_their_letters_and_the_two_unknowns_last():
    asked = asked_first(revealed())
    lines = asked.lines("participant")
    assert [line.letter for line in lines] == ["A", "B", "C", "D", "", ""]
    assert [line.choice for line in lines] == [*(choice.type for choice in asked.question.choices), *UNKNOWN]
    assert [line.words for line in lines[:4]] == [choice.participant for choice in asked.question.choices]
    assert [line.type and line.type.slug for line in lines] == [*(line.choice for line in lines[:4]), None, None]


def test_along_the_spectrum_each_line_keeps_its_letter():
    asked = asked_first(revealed())
    letters = {line.choice: line.letter for line in asked.lines("participant")}
    along = asked.along("participant")
    assert [line.choice for line in along] == [*TYPES, *UNKNOWN]
    assert {line.choice: line.letter for line in along} == letters


def test_the_voice_chooses_the_words_and_a_questions_own_none_stands_in_its_place():
    workshop = move(lobby(asked=[*ALWAYS, "support"]), "start")
    board = Board(workshop)
    asked = next(each for each in board.asked if each.question.slug == "support")
    for voice in ("participant", "organisation"):
        words = [line.words for line in asked.along(voice)]
        assert words[:4] == [asked.question.choice_at(position).text(voice) for position in (1, 2, 3, 4)]
        assert words[4:] == [board.edition.voice_by_slug[voice].not_sure, dict(asked.question.own_none)[voice]]
    assert asked.words(None, "participant") == ""


@pytest.mark.parametrize("moves", [(), ("close",), ("close", "reveal", "hide")], ids=["open", "closed", "hidden"])
def test_without_a_reveal_no_line_has_a_number(moves):
    workshop = move(lobby(), "start")
    vote(seated(workshop, 6), "informing")
    asked = asked_first(move(workshop, *moves))
    assert numbers(asked) == [None] * 6
    assert not any(line.sides for line in asked.along("participant"))
    assert not asked.is_split


def test_a_line_tells_everybodys_number_and_each_sides():
    people, staff = revealed().sides.all()
    lines = asked_first(revealed()).along("participant")
    assert [line.number for line in lines] == [6, 0, 5, 0, 0, 0]
    assert [[(side.name, number) for side, number in line.sides] for line in lines[:3]] == [
        [(people.name, 6), (staff.name, 0)],
        [(people.name, 0), (staff.name, 0)],
        [(people.name, 0), (staff.name, 5)],
    ]


def test_a_side_of_four_is_told_with_the_others_alone_and_four_in_all_not_at_all():
    workshop = move(lobby(), "start")
    vote(seated(workshop, 6), "informing")
    vote(seated(workshop, 4, side=1), "involving")
    asked = asked_first(move(workshop, "close", "reveal"))
    assert numbers(asked) == [6, 0, 4, 0, 0, 0]
    assert not any(line.sides for line in asked.along("participant"))
    few = move(lobby(), "start")
    vote(seated(few, 4), "informing")
    asked = asked_first(move(few, "close", "reveal"))
    assert asked.told.answered == 4
    assert numbers(asked) == [None] * 6


def test_raised_hands_are_in_the_numbers_and_said_apart():
    workshop = move(lobby(), "start")
    vote(seated(workshop, 3), "informing")
    hands(workshop, informing=2, none=1)
    asked = asked_first(move(workshop, "close", "reveal"))
    assert numbers(asked) == [5, 0, 0, 0, 0, 1]
    assert asked.told.by_hand == 3


def test_a_split_names_the_types_on_either_side_of_it():
    workshop = move(lobby(), "start")
    for choice, number in {"informing": 2, "consulting": 2, "co-producing": 3}.items():
        vote(seated(workshop, number), choice)
    asked = asked_first(move(workshop, "close", "reveal"))
    assert asked.is_split
    assert [[type_.slug for type_ in side] for side in asked.split] == [["informing", "consulting"], ["co-producing"]]
    assert [each.round.question for each in Board(workshop).splits] == [asked.round.question]
    together = move(lobby(), "start")
    vote(seated(together, 9), "consulting")
    assert not asked_first(move(together, "close", "reveal")).is_split


def test_an_agreed_answer_is_a_line_also_where_it_is_an_unknown_one():
    workshop = agreed(revealed(), "consulting", reason="We ask.")
    asked = asked_first(workshop)
    line = asked.line(asked.agreed, "organisation")
    assert (asked.agreed, line.choice, line.number) == ("consulting", "consulting", 0)
    asked = asked_first(agreed(workshop, "none"))
    assert asked.line(asked.agreed, "organisation").choice == "none"
    asked = asked_first(revealed())
    assert asked.line(asked.agreed, "organisation") is None
    assert asked_first(revealed()).agreed == ""


def test_what_the_room_agreed_is_classified_with_the_questions_that_it_left_out():
    board = Board(through(asked=ALWAYS))
    assert board.agreed.type.slug == "consulting"
    assert [given.note for given in board.agreed.given] == ["We ask, and then the board decides."] * 4
    assert board.agreed.voice == "organisation"
    one = Board(agreed(revealed(sides=[PEOPLE, ("More", "participant")]), "involving"))
    assert len(one.agreed.given) == 12
    assert one.agreed.known_count == 1
    assert one.agreed.voice == "participant"
    assert Board(revealed()).agreed is None


def test_the_room_and_each_side_are_classified_from_what_was_revealed():
    board = summed_up(*[("informing", "co-producing")] * 4)
    assert board.everyone.type.slug == "informing"
    assert [(side.voice, found.type.slug, found.voice) for side, found in board.by_side] == [
        ("participant", "informing", "participant"),
        ("organisation", "co-producing", "organisation"),
    ]
    one = summed_up(*[("consulting", None)] * 4, sides=[PEOPLE])
    assert one.everyone.type.slug == "consulting"
    assert one.by_side == []


def test_nothing_is_said_of_a_room_that_has_not_answered():
    board = Board(move(lobby(), "start", "finish"))
    assert (board.everyone, board.by_side, board.agreed, board.gaps, board.splits) == (None, [], None, [], [])


def test_gaps_come_the_furthest_first_and_then_in_the_order_of_the_questions():
    board = summed_up(
        ("consulting", "involving"),
        ("informing", "co-producing"),
        ("involving", "involving"),
        ("consulting", "informing"),
    )
    first, second, _, fourth = (each.question for each in board.asked)
    assert [(question, size) for question, _, size in board.gaps] == [(second, 3), (first, 1), (fourth, 1)]
    assert [(side.voice, type_.slug) for side, type_ in board.gaps[0][1]] == [
        ("participant", "informing"),
        ("organisation", "co-producing"),
    ]


def test_the_number_is_that_of_the_current_question_and_there_is_none_in_the_lobby():
    workshop = lobby()
    assert Board(workshop).current is None
    workshop = move(workshop, "start", "next")
    board = Board(workshop)
    assert board.number == 2
    assert board.current is board.asked[1]


def test_a_board_is_read_in_two_queries(django_assert_num_queries):
    workshop = through(asked=ALWAYS)
    with django_assert_num_queries(2):
        board = Board(workshop)
        assert all((board.everyone, board.by_side, board.agreed, board.gaps))
        assert board.current is None
