"""What a room may be told of itself: privacy held over any votes, and the findings against brute force."""

from itertools import combinations
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.classification import classify
from assessments.comparison import CELLS, Spread
from assessments.room import Counted, Told, find, gaps, tell

FLOOR = 5
SIDES = ("people", "staff", "others")
TYPES = (1, 2, 3, 4)
ALWAYS = ("priorities", "open", "decisions", "quality")
SLUGS = (*ALWAYS, "purpose", "who", "loop")

cells = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 7) | st.integers(0, 1), max_size=4)
floors = st.integers(2, 9)


@st.composite
def rooms(draw, least=1):
    """Each side's votes and raised hands, for one question."""
    names = SIDES[: draw(st.integers(least, len(SIDES)))]
    return [Counted(name, draw(cells), draw(cells)) for name in names]


def answers_of(side):
    """The same, one by one: the cell of every answer, from a phone or a hand."""
    return [cell for counts in (side.seats, side.hands) for cell, count in counts.items() for _ in range(count)]


def of(room):
    return [cell for side in room for cell in answers_of(side)]


def tally(answers):
    return Spread(tuple(answers.count(cell) for cell in CELLS), len(answers))


def known(answers):
    return [int(cell) for cell in answers if cell.isdigit()]


# Telling


@given(rooms(), floors)
def test_under_the_floor_nothing_is_told_and_from_it_on_the_whole_room(room, floor):
    told = tell(room, floor, is_hands_up=False)
    assert told.everyone == (tally(of(room)) if len(of(room)) >= floor else None)


@given(rooms(), floors)
def test_every_side_that_stands_apart_has_the_floor_and_so_has_every_other_with_answers(room, floor):
    told = tell(room, floor, is_hands_up=False)
    numbers = {side.side: len(answers_of(side)) for side in room if answers_of(side)}
    if told.sides:
        assert dict(told.sides).keys() == numbers.keys()
        assert min(numbers.values()) >= floor
        assert len(numbers) > 1
    else:
        assert len(numbers) < 2 or min(numbers.values()) < floor


@given(rooms(), floors)
def test_nothing_can_be_worked_out_of_fewer_people_than_the_floor(room, floor):
    """Whatever is told is of the floor or more; so is every difference between two things that are told."""
    told = tell(room, floor, is_hands_up=False)
    whole = [told.everyone] if told.everyone else []
    groups = [spread.answered for _, spread in told.sides]
    differences = [told.answered - sum(some) for size in range(len(groups)) for some in combinations(groups, size + 1)]
    for number in (*(spread.answered for spread in whole), *groups, *differences):
        assert number == 0 or number >= floor


@given(rooms(), floors, st.booleans())
def test_the_merged_is_the_sum_of_the_sides(room, floor, is_hands_up):
    told = tell(room, floor, is_hands_up)
    if told.sides:
        columns = zip(*(spread.counts for _, spread in told.sides), strict=True)
        assert told.everyone.counts == tuple(sum(column) for column in columns)
    for side in room:
        spread = told.of(side.side)
        assert spread is None or spread == tally(answers_of(side))


@given(rooms(), floors)
def test_a_hands_up_session_tells_all(room, floor):
    told = tell(room, floor, is_hands_up=True)
    given_ = [side for side in room if answers_of(side)]
    assert told.everyone == (tally(of(room)) if given_ else None)
    assert [side for side, _ in told.sides] == ([side.side for side in given_] if len(given_) > 1 else [])


@given(rooms(), floors, st.booleans())
def test_the_numbers_are_those_of_the_answers_and_the_hands(room, floor, is_hands_up):
    told = tell(room, floor, is_hands_up)
    assert told.answered == len(of(room))
    assert told.by_hand == sum(sum(side.hands.values()) for side in room)


def test_nobody_at_all_is_no_answer():
    assert tell([Counted("people", {}, {}), Counted("staff", {}, {})], FLOOR, is_hands_up=True) == Told(0, 0, None, ())


@pytest.mark.parametrize(
    ("people", "staff", "told"),
    [(5, 5, [5, 5]), (5, 4, []), (4, 5, []), (5, 0, []), (0, 0, [])],
)
def test_seats_and_hands_reach_the_floor_together(people, staff, told):
    room = [Counted("people", {"1": people - 1}, {"none": 1}) if people else Counted("people", {}, {})]
    room.append(Counted("staff", {"4": staff}, {}))
    assert [spread.answered for _, spread in tell(room, FLOOR, is_hands_up=False).sides] == told


# Finding


@st.composite
def tellings(draw):
    """What may be told of each question of a run; None where nothing was revealed."""
    left_out = draw(st.none() | st.sampled_from(SLUGS))
    slugs = [slug for slug in draw(st.sampled_from([SLUGS, SLUGS[::-1], ALWAYS])) if slug != left_out]
    hands_up = draw(st.booleans())
    told = {}
    for slug in slugs:
        room = draw(rooms(least=2))
        told[slug] = draw(st.sampled_from([tell(room, FLOOR, hands_up), None]))
    return told


always = tellings().filter(lambda told: {*ALWAYS} <= told.keys())


def middle(spread):
    """The lower median of the answers that are known, from each of them."""
    cells = [cell for cell, count in zip(CELLS, spread.counts, strict=True) for _ in range(count)]
    return median_low(known(cells)) if known(cells) else None


@given(tellings(), st.sampled_from([None, *SIDES]))
def test_a_room_is_classified_by_the_middle_of_what_was_told_of_it(told, side):
    spreads = {slug: each and (each.of(side) if side else each.everyone) for slug, each in told.items()}
    middles = {slug: middle(spread) if spread else None for slug, spread in spreads.items()}
    found = find(told, side)
    if not any(middles.values()) or not {*ALWAYS} <= middles.keys():
        assert found is None
        return
    assert found.profile == middles
    assert list(found.profile) == list(told)
    assert found.classification == classify(middles)


def test_one_known_answer_is_a_middle():
    room = [Counted("people", {"3": 1, "not-sure": 4}, {})]
    told = dict.fromkeys(ALWAYS) | {"open": tell(room, FLOOR, is_hands_up=False)}
    assert find(told).profile == dict.fromkeys(ALWAYS) | {"open": 3}


@given(always)
def test_one_answer_that_is_known_is_enough(told):
    is_known = any(each and each.everyone and known_in(each.everyone) for each in told.values())
    assert (find(told) is not None) == is_known


def known_in(spread):
    return any(spread.counts[:4])


@given(tellings())
def test_the_gaps_are_all_pairs_of_sides_that_lie_apart_the_furthest_first(told):
    expected = {}
    for slug, each in told.items():
        middles = [middle(spread) for _, spread in each.sides] if each else []
        middles = [position for position in middles if position]
        apart = [abs(one - other) for one, other in combinations(middles, 2)]
        if any(apart):
            expected[slug] = max(apart)
    found = gaps(told)
    assert {gap.question: gap.size for gap in found} == expected
    order = list(told)
    places = [(-gap.size, order.index(gap.question)) for gap in found]
    assert places == sorted(places)


@given(tellings())
def test_a_gap_tells_each_sides_own_middle(told):
    for gap in gaps(told):
        for side, position in gap.medians:
            assert position == middle(told[gap.question].of(side))
            assert position in TYPES
        assert len(gap.medians) > 1


def test_where_the_sides_are_not_told_apart_there_is_no_gap():
    room = [Counted("people", {"1": 5}, {}), Counted("staff", {"4": 4}, {})]
    assert gaps({"open": tell(room, FLOOR, is_hands_up=False)}) == ()
    assert [gap.size for gap in gaps({"open": tell(room, FLOOR, is_hands_up=True)})] == [3]
