"""Both sides of a question, worked by hand."""

import pytest

from assessments.classification import classify
from assessments.comparison import CELLS, Row, Spread
from assessments.pairs import Numbered, Pair, cells, split_at, stands
from spectrum.freezing import freeze
from spectrum.loading import read_edition
from spectrum.management.commands.load_edition import EDITIONS

EDITION = freeze(read_edition(EDITIONS / "2026.1.yaml"))
QUESTION = EDITION.question_by_slug["open"]


def spread(*counts):
    return Spread(tuple(counts) + (0,) * (len(CELLS) - len(counts)), sum(counts))


@pytest.mark.parametrize(
    ("counts", "sides"),
    [
        ((6, 0, 0, 6), ([1], [4])),
        ((4, 4, 0, 4), ([1], [4])),
        ((1, 3, 0, 4), ([1, 2], [4])),
        ((3, 1, 3, 1), ([1], [3, 4])),
        ((0, 4, 4, 4), ([2], [4])),
    ],
)
def test_the_sides_of_a_split_are_what_people_chose_there(counts, sides):
    assert spread(*counts).is_split
    assert split_at(spread(*counts)) == sides


@pytest.mark.parametrize("counts", [(12,), (4, 4, 0, 1), (0, 6, 6, 0), ()])
def test_without_a_split_there_are_no_sides(counts):
    assert not spread(*counts).is_split
    assert split_at(spread(*counts)) == ((), ())


def test_a_split_has_sides_wherever_the_spread_says_that_there_is_one():
    for one in range(5):
        for two in range(5):
            for three in range(5):
                for four in range(5):
                    each = spread(one, two, three, four)
                    assert bool(split_at(each)[0]) == each.is_split


@pytest.mark.parametrize(
    ("claim", "answers", "stand"),
    [
        (4, dict.fromkeys(("open", "priorities", "decisions", "quality"), 4), "support"),
        (2, dict.fromkeys(("open", "priorities", "decisions", "quality"), 4), "support"),
        (4, dict.fromkeys(("open", "priorities", "decisions", "quality"), 2), "not"),
        (4, dict.fromkeys(("open", "priorities", "decisions", "quality"), None), "open"),
    ],
)
def test_how_a_claim_stands_to_answers(claim, answers, stand):
    assert stands(claim, classify(answers)) == stand


def test_without_a_claim_or_answers_nothing_stands():
    assert stands(None, classify(dict.fromkeys(("open", "priorities", "decisions", "quality"), 2))) is None
    assert stands(3, None) is None


def test_the_cells_are_the_types_and_the_two_unknowns():
    found = cells(EDITION, spread(1, 6, 0, 0, 2, 3), organisation="not-sure")
    assert [cell.name for cell in found] == [*(type_.name for type_ in EDITION.types), "Not sure", "None of these"]
    assert [cell.words for cell in found] == ["1", "6", "0", "0", "2", "3"]
    assert [cell.is_nobody for cell in found] == [False, False, True, True, False, False]
    assert [cell.is_organisation for cell in found] == [False, False, False, False, True, False]
    assert [cell.is_most for cell in cells(EDITION, spread(1, 6))] == [False, True, False, False, False, False]


def test_a_question_that_people_were_not_asked_has_our_place_alone():
    pair = Pair(QUESTION, Row("open", 2, None, None), None, EDITION)
    assert [cell.words for cell in pair.cells] == [""] * 6
    assert [cell.is_organisation for cell in pair.cells].index(True) == 1
    assert (pair.seen, pair.is_split, pair.group_type, pair.group_words) == ("unknown", False, None, None)


@pytest.mark.parametrize(
    ("organisation", "group", "seen"), [(2, 2, "alike"), (4, 1, "differently"), ("none", 1, "unknown")]
)
def test_how_two_sides_see_a_question(organisation, group, seen):
    pair = Pair(QUESTION, Row("open", organisation, spread(3), group), None, EDITION)
    assert pair.seen == seen
    assert pair.group_words == QUESTION.choice_at(group).text("participant")


def test_paper_says_its_numbers_however_few():
    assert Numbered.of({"2": 1, "none": 2}, 3).words == ("0", "1", "0", "0", "0", "2")
