"""The pictures' geometry: a bar says what the words say, and no more."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.charts import LENGTH, VIEW_BOX, bars, length
from assessments.comparison import CELLS, Spread, said

groups = st.integers(1, 10_000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))
spreads = st.lists(st.sampled_from([*CELLS, None])).map(
    lambda answers: Spread.of({cell: answers.count(cell) for cell in CELLS}, len(answers))
)


def test_bars_by_hand():
    drawn = bars(Spread.of({"1": 6, "2": 3, "4": 1, "not-sure": 2}, people=12))
    assert [(bar.cell, bar.words, bar.length, bar.y) for bar in drawn] == [
        ("1", "6", 50, 50),
        ("2", "3", 25, 75),
        ("3", "0", 0, 100),
        ("4", "1", 8, 92),
        ("not-sure", "2", 17, 83),
        ("none", "0", 0, 100),
    ]
    assert [bar.x for bar in drawn] == [0, 60, 120, 180, 280, 340]
    assert VIEW_BOX == "0 0 380 100"


def test_under_ten_people_a_bar_is_one_of_three_lengths():
    drawn = bars(Spread.of({"1": 1, "2": 4, "3": 5}, people=9))
    assert [(bar.words, bar.length) for bar in drawn[:4]] == [("some", 30), ("some", 30), ("most", 70), ("–", 0)]


@pytest.mark.parametrize("people", range(1, 10))
def test_under_ten_people_a_length_tells_as_much_as_the_words_and_never_all(people):
    lengths = {(said(count, people), length(count, people)) for count in range(people + 1)}
    assert len(lengths) == len({words for words, _ in lengths}) == len({drawn for _, drawn in lengths})
    assert length(people, people) < LENGTH


@pytest.mark.parametrize("people", [7, 9, 10, 11, 99, 1000])
def test_a_bar_grows_with_the_count(people):
    lengths = [length(count, people) for count in range(people + 1)]
    assert lengths == sorted(lengths)
    assert lengths[0] == 0
    assert min(lengths[1:]) >= 1


@given(groups)
def test_from_ten_people_on_a_bar_is_their_share(group):
    count, people = group
    assert 0 <= length(count, people) <= LENGTH
    if people >= 10:
        assert abs(length(count, people) - LENGTH * count / people) <= (1 if count else 0)
        assert (length(count, people) > 0) == (count > 0)


@given(spreads)
def test_bars_stand_side_by_side_in_the_picture_with_the_unknowns_apart(spread):
    drawn = bars(spread)
    assert [bar.cell for bar in drawn] == list(CELLS)
    assert tuple(bar.words for bar in drawn) == spread.words
    spaces = [after.x - before.x - before.width for before, after in pairwise(drawn)]
    assert min(spaces) > 0
    assert spaces.index(max(spaces)) == 3
    assert drawn[0].x == 0
    left, top, width, height = map(int, VIEW_BOX.split())
    assert (left, top, drawn[-1].x + drawn[-1].width) == (0, 0, width)
    for bar in drawn:
        assert bar.y + bar.length == height == LENGTH
        assert bar.y >= 0
        assert {type(number) for number in (bar.x, bar.y, bar.width, bar.length)} == {int}  # the same in any language
