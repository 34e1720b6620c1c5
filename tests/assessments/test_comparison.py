"""Two sides of an engagement, worked by hand and held against plain counting; the releases, over whole histories."""

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.classification import DEFINING, GATE, classify
from assessments.comparison import CELLS, Comparison, Row, Spread, compare, gap, is_due, people_said, profile, said
from spectrum.loading import read_edition
from spectrum.management.commands.load_edition import EDITIONS

WHOLE = [question["slug"] for question in read_edition(EDITIONS / "2026.1.yaml")["questions"]]
ALWAYS = {GATE, *DEFINING}
TYPES = (1, 2, 3, 4)
UNKNOWN = ("not-sure", "none")
ANSWERS = (*TYPES, *UNKNOWN, None)
WORDS = ["–", "some", "most"]  # under ten people, from nobody to everybody


def tally(people):
    """What a release would hold of people who each are a mapping of the questions they were asked to an answer."""
    counts = {slug: Counter() for person in people for slug in person}
    for person in people:
        for slug, answer in person.items():
            if answer is not None:
                counts[slug][str(answer)] += 1
    return counts


def spread_of(answers):
    return Spread.of(Counter(str(answer) for answer in answers if answer is not None), len(answers))


def known(answers):
    return [answer for answer in answers if answer in TYPES]


def groups_of_at_most(size):
    """Every group of that size or smaller, each person at a position, unknown or without an answer."""
    for people in range(size + 1):
        yield from combinations_with_replacement(ANSWERS, people)


@st.composite
def some_people(draw):
    """People who were asked the same or different questions; drawn from few answers, so that they agree or split."""
    asked = draw(st.lists(st.sets(st.sampled_from(WHOLE)).map(lambda more: more | ALWAYS), min_size=1, max_size=3))
    few = draw(st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=3))
    person = st.sampled_from(asked).flatmap(lambda slugs: st.fixed_dictionaries(dict.fromkeys(slugs, answers_of(few))))
    return draw(st.lists(person, max_size=14))


def answers_of(few):
    return st.sampled_from(few) | st.sampled_from(ANSWERS)


organisations = st.none() | st.dictionaries(st.sampled_from(WHOLE), st.sampled_from(ANSWERS))
floors = st.integers(3, 6)
any_counts = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 40))


# --- The spread of one question ---


def test_a_spread_by_hand():
    spread = Spread.of({"1": 2, "3": 1, "4": 1, "not-sure": 3, "none": 1}, people=9)
    assert spread.known == [1, 1, 3, 4]
    assert (spread.not_sure, spread.none, spread.answered) == (3, 1, 8)  # one person gave no answer
    assert spread.median == 1
    assert spread.is_split
    assert spread.words == ("some", "–", "some", "some", "some", "some")


def test_a_spread_of_many_speaks_in_numbers():
    spread = Spread.of({"1": 6, "2": 5, "3": 1, "none": 2}, people=14)
    assert spread.words == ("6", "5", "1", "0", "0", "2")


def test_a_question_that_nobody_answered_has_nothing_known():
    spread = Spread.of({}, people=5)
    assert spread.known == []
    assert (spread.median, spread.is_split, spread.answered) == (None, False, 0)
    assert spread.words == ("–",) * 6


def test_a_spread_is_a_value():
    spread = Spread.of({"2": 1}, people=1)
    assert spread == Spread.of(Counter({"2": 1, "3": 0}), people=1)
    assert hash(spread) == hash(Spread.of({"2": 1}, people=1))
    with pytest.raises(AttributeError):
        spread.people = 2


def test_every_small_group_is_counted_as_it_answered():
    for answers in groups_of_at_most(5):
        spread = spread_of(answers)
        positions = sorted(known(answers))
        assert spread.known == positions
        assert (spread.not_sure, spread.none) == (answers.count("not-sure"), answers.count("none"))
        assert spread.answered == len(answers) - answers.count(None)
        assert spread.median == (positions[(len(positions) - 1) // 2] if positions else None)
        assert spread.words == tuple(said(list(map(str, answers)).count(cell), len(answers)) for cell in CELLS)


@pytest.mark.parametrize(
    ("positions", "split"),
    [
        ([], False),
        ([1], False),
        ([2, 3], False),  # neighbours
        ([1, 3], True),
        ([1, 2, 3], True),  # a third at 1, a third at 3
        ([1, 2, 2, 3], False),  # a quarter is less than a third
        ([1, 2, 3, 4], False),  # a quarter on one side, whichever position parts them
        ([1, 1, 2, 4], False),
        ([2, 2, 4], True),
        ([2, 3, 4], True),
        ([1] * 2 + [2] * 3 + [3] * 2, False),  # 2 of 7
        ([1] * 3 + [2] * 3 + [4] * 3, True),
        ([4] * 9 + [1] * 4, False),
        ([4] * 8 + [1] * 4, True),
    ],
)
def test_a_split_by_hand(positions, split):
    assert spread_of(positions).is_split is split


def test_a_split_is_a_third_on_either_side_of_any_position():
    third = Fraction(1, 3)
    for size in range(1, 13):
        for positions in combinations_with_replacement(TYPES, size):
            expected = any(
                Fraction(sum(at <= p for at in positions), size) >= third
                and Fraction(sum(at >= p + 2 for at in positions), size) >= third
                for p in range(-2, 8)
            )
            assert spread_of(positions).is_split is expected
            assert spread_of([*positions, *UNKNOWN, None]).is_split is expected  # of the known answers alone


@given(any_counts)
def test_a_split_is_exact_for_any_counts_and_looks_alike_from_both_ends(counts):
    mirrored = counts | {str(position): counts.get(str(5 - position), 0) for position in TYPES}
    positions = Spread.of(counts, 99).known
    expected = any(
        3 * min(sum(at <= p for at in positions), sum(at >= p + 2 for at in positions)) >= len(positions) > 0
        for p in TYPES
    )
    assert Spread.of(counts, 99).is_split == Spread.of(mirrored, 99).is_split == expected


@given(st.sampled_from(TYPES), st.integers(1, 40), st.integers(0, 40))
def test_people_who_agree_are_not_split(position, count, not_sure):
    spread = Spread.of({str(position): count, "not-sure": not_sure}, count + not_sure)
    assert spread.median == position
    assert not spread.is_split


# --- What may be said ---


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (5, "– some some most most most"),
        (6, "– some some some most most most"),
        (7, "– some some some most most most most"),
        (8, "– some some some some most most most most"),
        (9, "– some some some some most most most most most"),
        (10, "0 1 2 3 4 5 6 7 8 9 10"),
    ],
)
def test_what_is_said_of_a_cell(people, words):
    assert [said(count, people) for count in range(people + 1)] == words.split()


@pytest.mark.parametrize("people", range(1, 10))
def test_under_ten_people_words_grow_with_the_count_and_no_number_is_said(people):
    words = [said(count, people) for count in range(people + 1)]
    assert words == sorted(words, key=WORDS.index)
    for count, word in enumerate(words):
        assert word in WORDS
        assert (word == "–") == (count == 0)
        assert (word == "most") == (count > people / 2)


@pytest.mark.parametrize("people", range(5, 10))
def test_under_ten_people_neither_some_nor_most_stands_for_one_count(people):
    words = Counter(said(count, people) for count in range(people + 1))
    assert min(words["some"], words["most"]) >= 2


@pytest.mark.parametrize("people", [10, 11, 40, 10_000])
def test_from_ten_people_on_counts_are_said_as_they_are(people):
    for count in (0, 1, people // 2, people):
        assert said(count, people) == str(count)
    assert people_said(people, floor=5) == str(people)


@pytest.mark.parametrize("people", range(5, 10))
def test_under_ten_people_their_number_is_a_range(people):
    assert people_said(people, floor=5) == "5 to 9"
    assert people_said(people, floor=3) == "3 to 9"


# --- The two sides ---


@pytest.mark.parametrize(
    ("organisation", "group", "expected"),
    [(4, 1, 3), (1, 4, -3), (2, 2, 0), (3, None, None), (None, 3, None), ("not-sure", 2, None), ("none", 4, None)],
)
def test_the_gap_is_the_organisations_position_minus_the_groups(organisation, group, expected):
    assert gap(organisation, group) == expected


def test_a_comparison_by_hand():
    """Of nine people, with a floor of five. What neither side was asked has no row."""
    counts = {
        "purpose": {"2": 4, "not-sure": 5},  # one known answer short of the floor
        "priorities": {"1": 1, "2": 8},
        "open": {"2": 9},
        "decisions": {"1": 5, "2": 2, "4": 2},
        "quality": {"1": 3, "2": 1, "3": 3, "none": 2},
        "loop": {"4": 9},
    }
    organisation = {"purpose": 3, "priorities": 3, "open": 2, "who": 2, "decisions": 3, "loop": 1}
    organisation |= {"quality": "not-sure"}
    comparison = compare(WHOLE, organisation, counts, people=9, floor=5)
    assert [(row.question, row.organisation, row.group, row.gap) for row in comparison.rows] == [
        ("purpose", 3, None, None),
        ("priorities", 3, 2, 1),
        ("open", 2, 2, 0),
        ("who", 2, None, None),
        ("decisions", 3, 1, 2),
        ("quality", "not-sure", 2, None),
        ("loop", 1, 4, -3),
    ]
    assert slugs(comparison.gaps) == ["loop", "decisions", "priorities"]
    assert slugs(comparison.same) == ["open"]
    assert slugs(comparison.unknown) == ["purpose", "who", "quality"]
    assert slugs(comparison.splits) == ["quality"]  # decisions: 2 of 9 is less than a third
    assert comparison.people == 9
    assert comparison.group == classify(
        {"purpose": None, "priorities": 2, "open": 2, "decisions": 1, "quality": 2, "loop": 4}
    )
    assert not comparison.nothing_can_change
    who = next(row for row in comparison.rows if row.question == "who")
    assert who.spread is None


def slugs(rows):
    return [row.question for row in rows]


def test_gaps_of_one_size_keep_the_editions_order():
    organisation = dict.fromkeys(WHOLE, 2) | {"open": 4, "who": 3, "decisions": 1, "loop": 1, "quality": 3}
    comparison = compare(WHOLE, organisation, {slug: {"2": 6} for slug in WHOLE}, people=6, floor=5)
    assert slugs(comparison.gaps) == ["open", "who", "decisions", "quality", "loop"]


def test_without_a_finished_assessment_the_people_stand_alone():
    comparison = compare(WHOLE, None, {slug: {"3": 5} for slug in WHOLE}, people=5, floor=5)
    assert slugs(comparison.rows) == slugs(comparison.unknown) == WHOLE
    assert {row.organisation for row in comparison.rows} == {None}
    assert comparison.group.type == 3


def test_without_a_release_the_organisation_stands_alone():
    comparison = compare(WHOLE, dict.fromkeys(WHOLE, 3), {}, people=0, floor=5)
    assert slugs(comparison.unknown) == WHOLE
    assert {row.spread for row in comparison.rows} == {None}
    assert (comparison.group, comparison.gaps, comparison.splits) == (None, (), ())
    assert not comparison.nothing_can_change
    assert compare(WHOLE, None, {}, people=0, floor=5) == Comparison((), 0, None)


@pytest.mark.parametrize("absent", sorted(ALWAYS))
def test_a_group_is_classified_only_where_the_gate_and_the_defining_questions_were_asked(absent):
    counts = {slug: {"3": 5} for slug in WHOLE if slug != absent}
    assert compare(WHOLE, None, counts, people=5, floor=5).group is None


def test_a_group_is_classified_by_what_it_was_asked_alone():
    counts = {slug: {"4": 5} for slug in ALWAYS}
    organisation = dict.fromkeys(WHOLE, 1)
    assert compare(WHOLE, organisation, counts, people=5, floor=5).group == classify(
        {slug: 4 for slug in WHOLE if slug in ALWAYS}
    )


@pytest.mark.parametrize(
    ("gate", "nothing"),
    [
        ({"1": 5}, True),
        ({"1": 3, "4": 3}, True),  # half
        ({"1": 3, "4": 4}, False),
        ({"1": 4}, False),  # below the floor
        ({"1": 4, "not-sure": 9, "2": 2}, True),  # of those who know
        ({"2": 9}, False),
        ({}, False),
    ],
)
def test_half_or_more_say_that_nothing_can_change(gate, nothing):
    counts = {slug: {"4": 15} for slug in WHOLE} | {"open": gate}
    comparison = compare(WHOLE, None, counts, people=15, floor=5)
    assert comparison.nothing_can_change is nothing
    assert (comparison.group.type == 1) is nothing


def test_informing_alone_is_not_that_nothing_can_change():
    counts = {slug: {"1": 15} for slug in WHOLE} | {"open": {"4": 15}}
    comparison = compare(WHOLE, None, counts, people=15, floor=5)
    assert comparison.group.type == 1
    assert not comparison.nothing_can_change


@given(any_counts, floors)
def test_where_nothing_can_change_half_or_more_of_the_known_say_so_and_the_group_is_at_informing(gate, floor):
    counts = {slug: {"4": 40} for slug in WHOLE} | {"open": gate}
    comparison = compare(WHOLE, None, counts, people=40, floor=floor)
    known_gate = [gate.get(str(position), 0) for position in TYPES]
    expected = sum(known_gate) >= floor and 2 * known_gate[0] >= sum(known_gate)
    assert comparison.nothing_can_change == expected
    if expected:
        assert comparison.group.decided_by == ("open",)


@given(some_people(), organisations, floors)
def test_a_comparison_is_what_plain_counting_finds(people, organisation, floor):
    comparison = compare(WHOLE, organisation, tally(people), len(people), floor)
    sides = organisation or {}
    asked = [slug for slug in WHOLE if any(slug in person for person in people)]
    assert slugs(comparison.rows) == [slug for slug in WHOLE if slug in asked or slug in sides]
    for row in comparison.rows:
        answers = [person.get(row.question) for person in people]
        positions = sorted(known(answers))
        group = positions[(len(positions) - 1) // 2] if len(positions) >= floor else None
        assert row.group == group
        assert row.organisation == sides.get(row.question)
        assert row.spread == (spread_of(answers) if row.question in asked else None)
        assert row.gap == (row.organisation - group if row.organisation in TYPES and group else None)
        assert (row in comparison.splits) == spread_of(answers).is_split
    groups = {row.question: row.group for row in comparison.rows if row.question in asked}
    assert profile({row.question: row.spread for row in comparison.rows if row.spread}, floor) == groups
    assert comparison.group == (classify(groups) if people else None)


@given(some_people(), organisations, floors)
def test_each_row_is_a_gap_the_same_or_unknown_and_the_biggest_gaps_come_first(people, organisation, floor):
    comparison = compare(WHOLE, organisation, tally(people), len(people), floor)
    kinds = [comparison.gaps, comparison.same, comparison.unknown]
    assert sorted(WHOLE.index(row.question) for kind in kinds for row in kind) == [
        WHOLE.index(row.question) for row in comparison.rows
    ]
    order = [(-abs(row.gap), WHOLE.index(row.question)) for row in comparison.gaps]
    assert order == sorted(order)
    assert all(row.gap for row in comparison.gaps)
    assert {row.gap for row in comparison.same} <= {0}
    assert {row.gap for row in comparison.unknown} <= {None}
    for rows in (*kinds[1:], comparison.splits):
        assert [WHOLE.index(row.question) for row in rows] == sorted(WHOLE.index(row.question) for row in rows)


@given(some_people(), organisations, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(people, organisation, random):
    shuffled = random.sample(people, len(people))
    assert compare(WHOLE, organisation, tally(shuffled), len(people), 5) == compare(
        WHOLE, organisation, tally(people), len(people), 5
    )


@given(st.sampled_from(TYPES), st.sampled_from(TYPES), st.integers(5, 40))
def test_where_everybody_agrees_every_question_has_the_same_gap(organisation, people_say, people):
    counts = tally([dict.fromkeys(WHOLE, people_say)] * people)
    comparison = compare(WHOLE, dict.fromkeys(WHOLE, organisation), counts, people, floor=5)
    assert {row.gap for row in comparison.rows} == {organisation - people_say}
    assert slugs(comparison.gaps or comparison.same) == WHOLE
    assert comparison.group.type == people_say
    assert comparison.splits == ()


@given(
    st.dictionaries(st.sampled_from([*WHOLE, "of-another-edition"]), any_counts),
    st.none() | st.dictionaries(st.sampled_from([*WHOLE, "of-another-edition"]), st.sampled_from(ANSWERS)),
    st.integers(0, 300),
    st.integers(0, 12),
)
def test_any_counts_can_be_compared(counts, organisation, people, floor):
    comparison = compare(WHOLE, organisation, counts, people, floor)
    assert set(slugs(comparison.rows)) == {*counts, *(organisation or {})} & set(WHOLE)
    for row in comparison.rows:
        if row.spread:
            assert min(row.spread.counts) >= 0
            assert len(row.spread.words) == len(CELLS)
            if people < 10:
                assert set(row.spread.words) <= set(WORDS)


def test_a_comparison_and_its_rows_are_values():
    comparison = compare(WHOLE, {"open": 2}, {"open": {"2": 5}}, people=5, floor=5)
    assert hash(comparison) == hash(compare(WHOLE, {"open": 2}, {"open": {"2": 5}}, people=5, floor=5))
    assert comparison.rows == (Row("open", 2, Spread.of({"2": 5}, 5), 2),)
    with pytest.raises(AttributeError):
        comparison.people = 6


# --- When a release is due ---


@pytest.mark.parametrize(
    ("people", "changed", "due"),
    [
        (0, 0, False),
        (4, 4, False),
        (5, 5, True),
        (6, 1, False),  # a sixth comes
        (9, 4, False),
        (10, 5, True),
        (4, 5, False),  # too few are left
        (5, 4, False),
        (0, 5, False),
        (10_000, 10_000, True),
    ],
)
def test_a_release_is_due_from_five_people_and_five_changes_on(people, changed, due):
    assert is_due(people, changed, floor=5) is due


class Group:
    """People who join, change and delete, marked as the database marks them; a release whenever one is due."""

    def __init__(self, floor):
        self.floor, self.answers, self.marked, self.deleted = floor, {}, set(), 0
        self.log = []  # who did something, event by event
        self.releases = [(0, {})]  # (the length of the log, everybody's answers); the first is nothing at all

    def happens(self, kind, pick, answer):
        """One event; `pick` chooses among the people who are there."""
        if kind == "join":
            person = len(self.log)
        elif self.answers:
            person = sorted(self.answers)[pick % len(self.answers)]
        else:
            return
        if kind == "delete":
            del self.answers[person]
            self.marked.discard(person)
            self.deleted += person in self.last
        else:
            self.answers[person] = answer
            self.marked.add(person)
        self.log.append(person)

    def release(self):
        is_made = is_due(len(self.answers), len(self.marked) + self.deleted, self.floor)
        if is_made:
            self.releases.append((len(self.log), dict(self.answers)))
            self.marked, self.deleted = set(), 0
        return is_made

    @property
    def last(self):
        return self.releases[-1][1]


events = st.tuples(st.sampled_from(["join", "join", "change", "delete"]), st.integers(0, 30), st.sampled_from(TYPES))
# Long, so that several releases come of it.
histories = st.lists(events, min_size=30, max_size=80)


@given(histories, floors)
def test_a_release_and_the_next_differ_by_at_least_the_floor_and_none_shows_fewer_people(history, floor):
    group = Group(floor)
    for event in history:
        group.happens(*event)
        group.release()
    for (start, before), (end, after) in zip(group.releases, group.releases[1:], strict=False):
        assert len(after) >= floor
        # Who did anything, and stands in either release: somebody who came and went between them is nobody.
        counted = {person for person in group.log[start:end] if person in before or person in after}
        assert len(counted) >= floor
        differ = {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)}
        assert differ <= counted


@given(histories, floors)
def test_a_release_is_made_as_soon_as_it_may_be_and_never_before(history, floor):
    group = Group(floor)
    for event in history:
        group.happens(*event)
        start, before = group.releases[-1]
        since = {person for person in group.log[start:] if person in before or person in group.answers}
        assert group.release() == (len(group.answers) >= floor and len(since) >= floor)


def test_nothing_moves_until_five_have_come_changed_or_gone():
    """SCENARIOS.md: one, four, five people have answered; a sixth comes; one deletes."""
    group = Group(floor=5)
    made = []
    there_and_back = [("change", 0, 3), ("change", 0, 2)]
    for event in [("join", 0, 2)] * 6 + [("delete", 0, 0)] + there_and_back + [("join", 0, 4)] * 2:
        group.happens(*event)
        made.append(group.release())
    # The fifth; then the sixth, the one who left, the one who changed and changed back, and two more.
    assert [number for number, is_made in enumerate(made, start=1) if is_made] == [5, 11]


def test_who_comes_and_goes_between_two_releases_is_nobody():
    group = Group(floor=5)
    for _ in range(5):
        group.happens("join", 0, 1)
    assert group.release()
    for _ in range(20):
        group.happens("join", 0, 4)
        group.happens("delete", len(group.answers) - 1, 0)
        assert not group.release()
