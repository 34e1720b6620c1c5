"""The Spectrum's rule: worked cases, and properties held against a plain reference and brute force."""

import json
import random
import subprocess
import sys
from itertools import combinations, product
from pathlib import Path
from statistics import median_low

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.classification import (
    DEFINING,
    DEFINING_RULE,
    GATE,
    MOST,
    OPEN,
    classify,
    group_profile,
    lower_median,
    plan,
)

ROOT = Path(__file__).parents[2]
CASES = json.loads((Path(__file__).parent / "fixtures/classification.json").read_text())
EDITION = yaml.safe_load((ROOT / "spectrum/editions/2026.1.yaml").read_text())

SLUGS = ["informing", "consulting", "involving", "co-producing"]
POSITION = {slug: position for position, slug in enumerate(SLUGS, start=1)}
TYPES = (1, 2, 3, 4)

WHOLE = [question["slug"] for question in EDITION["questions"]]
ROOM = [question["slug"] for question in EDITION["questions"] if question["side"] == "room"]
AIM = [question["slug"] for question in EDITION["questions"] if question["side"] == "aim"]
FIRST_LOOK = [slug for slug in WHOLE if slug in EDITION["first_look"]]
ALWAYS = {"open", "priorities", "decisions", "quality"}


# --- The reference: DESIGN.md's three requirements, one at a time, for answers that are all known ---


def most(answers, target):
    return sum(position >= target for position in answers.values()) > len(answers) / 2


def defining(answers, target):
    three = [answers["priorities"], answers["decisions"], answers["quality"]]
    if target == 4:
        return all(position == 4 for position in three)
    if target == 3:
        return any(position >= 3 for position in three) and answers["decisions"] != 1
    if target == 2:
        return any(position >= 2 for position in three)
    return True


def can_change(answers, target):
    return target <= {1: 1, 2: 3, 3: 4, 4: 4}[answers["open"]]


REQUIREMENTS = {"most": most, "defining": defining, "open": can_change}


def reference(answers):
    """The furthest type that the engagement may be called; informing always holds."""
    return max(t for t in TYPES if t == 1 or all(holds(answers, t) for holds in REQUIREMENTS.values()))


def reference_limit(answers, requirement):
    return max(t for t in TYPES if t == 1 or REQUIREMENTS[requirement](answers, t))


def filled(answers, unknown):
    return {slug: unknown if position is None else position for slug, position in answers.items()}


def ends(answers):
    return reference(filled(answers, 1)), reference(filled(answers, 4))


def known(answers):
    return {slug: position for slug, position in answers.items() if position is not None}


def fillings(answers):
    """Every way in which the unknown answers could turn out."""
    unknown = [slug for slug, position in answers.items() if position is None]
    for positions in product(TYPES, repeat=len(unknown)):
        yield answers | dict(zip(unknown, positions, strict=True))


def smallest_sets(answers, target):
    """Every smallest set of answers that, moved to the target, makes it the lowest result."""
    for size in range(len(answers) + 1):
        sets = {
            frozenset(moved)
            for moved in combinations(answers, size)
            if reference(filled(answers | dict.fromkeys(moved, target), 1)) >= target
        }
        if sets:
            return sets
    raise AssertionError("moving every answer reaches any type")


def described_sets(path):
    """Every set of answers that a path's words allow."""
    sets = {frozenset(path.must)}
    for group in path.choose:
        picks = [frozenset(pick) for pick in combinations(group.of, group.count)]
        sets = {chosen | pick for chosen in sets for pick in picks if not chosen & pick}
    return sets


# --- The properties, each of one set of answers ---


def ends_are_what_brute_force_finds(answers):
    results = {reference(filling) for filling in fillings(answers)}
    classification = classify(answers)
    assert (classification.lowest, classification.highest) == (min(results), max(results))
    assert classification.type == (min(results) if len(results) == 1 else None)


def possible_is_what_brute_force_finds(answers):
    assert classify(answers).possible == tuple(sorted({reference(filling) for filling in fillings(answers)}))


def limits_are_what_brute_force_finds(answers):
    for requirement in (MOST, DEFINING_RULE, OPEN):
        allowed = {reference_limit(filling, requirement) for filling in fillings(answers)}
        assert getattr(classify(answers).limits, requirement) == (min(allowed), max(allowed))


def leaning_fills_with_the_lower_median_and_is_possible(answers):
    classification = classify(answers)
    if not known(answers):
        assert classification.leaning is None
    else:
        median = median_low(known(answers).values())
        assert classification.leaning == reference(filled(answers, median))
        assert classification.leaning in classification.possible


def decided_by_names_what_allows_no_further(answers):
    classification = classify(answers)
    best = filled(answers, 4)
    expected = [name for name in REQUIREMENTS if reference_limit(best, name) == classification.type]
    assert classification.decided_by == tuple(expected)


def rests_on_what_one_position_back_would_change(answers):
    expected = []
    if classify(answers).type is not None:
        for slug, position in known(answers).items():
            if position > 1 and ends(answers | {slug: position - 1}) != ends(answers):
                expected.append(slug)
    assert classify(answers).rests_on == tuple(expected)


def settling_is_what_would_tell(answers):
    unknown = [slug for slug, position in answers.items() if position is None]
    telling = [
        slug
        for slug in unknown
        if ends(answers | {slug: 1}) != ends(answers) or ends(answers | {slug: 4}) != ends(answers)
    ]
    expected = telling or unknown
    first = [slug for slug in expected if slug in ALWAYS]
    then = [slug for slug in expected if slug not in ALWAYS]
    assert classify(answers).settling == (() if classify(answers).type else (*first, *then))


def out_of_line_is_two_or_more_from_the_type(answers):
    type_ = classify(answers).type
    expected = [slug for slug, position in known(answers).items() if type_ and abs(position - type_) > 1]
    assert classify(answers).out_of_line == tuple(expected)


def paths_describe_every_smallest_set_and_nothing_else(answers):
    classification = classify(answers)
    assert [path.target for path in classification.paths] == list(range(classification.lowest + 1, 5))
    for target in TYPES:
        path = classification.path(target)
        if target <= classification.lowest:
            assert path is None
        else:
            smallest = smallest_sets(answers, target)
            assert described_sets(path) == smallest
            assert set(path.must) == frozenset.intersection(*smallest)


def paths_are_worded_in_one_way(answers):
    for path in classify(answers).paths:
        short = [slug for slug in answers if filled(answers, 0)[slug] < path.target]
        rest = tuple(slug for slug in short if slug not in path.must)
        assert path.must == tuple(slug for slug in short if slug in path.must)
        groups = list(path.choose)
        if not defining(filled(answers, 1) | dict.fromkeys(path.must, path.target), path.target):
            first = groups.pop(0)
            assert (first.count, first.of) == (1, ("priorities", "decisions", "quality"))
        for group in groups:  # at most one is left: the one for Most
            assert group.count > 0
            assert group.of == rest
        assert len(groups) <= 1


def one_position_further_never_lowers_an_end(answers):
    classification = classify(answers)
    for slug, position in known(answers).items():
        if position < 4:
            moved = classify(answers | {slug: position + 1})
            assert moved.lowest >= classification.lowest
            assert moved.highest >= classification.highest


def an_answer_to_an_unknown_question_never_widens_what_is_possible(answers):
    possible = set(classify(answers).possible)
    for slug in set(answers) - set(known(answers)):
        assert set().union(*(classify(answers | {slug: t}).possible for t in TYPES)) == possible


def order_changes_the_order_of_the_lists_alone(answers):
    shuffled = list(answers.items())
    random.Random(len(known(answers))).shuffle(shuffled)
    assert as_sets(classify(dict(shuffled))) == as_sets(classify(answers))


def as_sets(classification):
    fields = vars(classification).copy()
    for name in ("rests_on", "settling", "out_of_line"):
        fields[name] = frozenset(fields[name])
    fields["paths"] = [
        (path.target, frozenset(path.must), [(group.count, frozenset(group.of)) for group in path.choose])
        for path in classification.paths
    ]
    return fields


PROPERTIES = [
    ends_are_what_brute_force_finds,
    possible_is_what_brute_force_finds,
    limits_are_what_brute_force_finds,
    leaning_fills_with_the_lower_median_and_is_possible,
    decided_by_names_what_allows_no_further,
    rests_on_what_one_position_back_would_change,
    settling_is_what_would_tell,
    out_of_line_is_two_or_more_from_the_type,
    paths_describe_every_smallest_set_and_nothing_else,
    paths_are_worded_in_one_way,
    one_position_further_never_lowers_an_end,
    an_answer_to_an_unknown_question_never_widens_what_is_possible,
    order_changes_the_order_of_the_lists_alone,
]


@st.composite
def some_answers(draw, asked):
    """Answers drawn from a few positions, so that far types come up too; at most five are unknown."""
    drawn_from = draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=4))
    answers = {slug: draw(st.sampled_from(drawn_from)) for slug in asked}
    return answers | dict.fromkeys(draw(st.sets(st.sampled_from(asked), max_size=5)))


# What a workshop may choose to ask: the gate and the three defining questions, and any others.
workshop_choices = st.sets(st.sampled_from(WHOLE)).map(lambda chosen: [s for s in WHOLE if s in chosen | ALWAYS])


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
class TestProperties:
    @pytest.mark.parametrize("asked", [WHOLE, ROOM], ids=["twelve asked", "eight asked"])
    def test_of_a_look(self, holds, asked):
        settings(max_examples=25, deadline=None)(given(some_answers(asked))(holds))()

    def test_of_a_workshops_choice(self, holds):
        settings(max_examples=25, deadline=None)(given(workshop_choices.flatmap(some_answers))(holds))()

    def test_of_every_first_look(self, holds):
        for positions in product((None, *TYPES), repeat=len(FIRST_LOOK)):
            holds(dict(zip(FIRST_LOOK, positions, strict=True)))


@pytest.mark.parametrize("asked", [WHOLE, WHOLE[:-1], ROOM, FIRST_LOOK], ids=len)
@pytest.mark.parametrize("type_", TYPES)
def test_unanimous_answers_are_their_type(asked, type_):
    classification = classify(dict.fromkeys(asked, type_))
    assert classification.type == classification.leaning == type_
    assert classification.possible == (type_,)
    assert classification.out_of_line == ()


# --- The worked cases ---


def positions_of(answers):
    return {slug: POSITION.get(choice) for slug, choice in answers.items()}


def slug_of(position):
    return None if position is None else SLUGS[position - 1]


def written_path(path):
    if path is None:
        return None
    choose = [{"count": group.count, "of": list(group.of)} for group in path.choose]
    return {"target": slug_of(path.target), "must": list(path.must), "choose": choose}


def written(classification):
    """A classification in the words of the worked cases, every field of it."""
    limits = {name: [slug_of(t) for t in pair] for name, pair in vars(classification.limits).items()}
    return vars(classification) | {
        "lowest": slug_of(classification.lowest),
        "highest": slug_of(classification.highest),
        "type": slug_of(classification.type),
        "leaning": slug_of(classification.leaning),
        "possible": [slug_of(t) for t in classification.possible],
        "limits": limits,
        "decided_by": list(classification.decided_by),
        "rests_on": list(classification.rests_on),
        "settling": list(classification.settling),
        "out_of_line": list(classification.out_of_line),
        "paths": [written_path(path) for path in classification.paths],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_worked_case(case):
    positions = positions_of(case["answers"])
    if case["voice"] != "planning":
        assert written(classify(positions)) == case["classification"]
        assert case["planning"] is None
        return
    room = classify({slug: positions[slug] for slug in ROOM})
    planning = plan({slug: positions[slug] for slug in AIM}, room)
    assert written(room) == case["classification"]
    assert {"aim": slug_of(planning.aim), "path": written_path(planning.path)} == case["planning"]


def test_the_worked_cases_keep_the_editions_order():
    """Otherwise their lists would be compared with an order of their own."""
    for case in CASES:
        assert list(case["answers"]) == [slug for slug in WHOLE if slug in case["answers"]]


# --- What is asked, and what an answer is ---


def test_the_gate_and_the_defining_questions_are_the_editions():
    assert [question["slug"] for question in EDITION["questions"] if question.get("gate")] == [GATE]
    assert list(DEFINING) == [question["slug"] for question in EDITION["questions"] if "defining" in question]


@pytest.mark.parametrize("absent", sorted(ALWAYS))
def test_the_gate_and_the_defining_questions_are_always_asked(absent):
    with pytest.raises(ValueError, match=absent):
        classify({slug: 3 for slug in WHOLE if slug != absent})


@pytest.mark.parametrize("position", [0, 5, -1, 2.5, "2", "not-sure"])
@pytest.mark.parametrize("slug", ["purpose", "open", "quality"])
def test_a_position_is_one_to_four_or_unknown(slug, position):
    with pytest.raises(ValueError, match=slug):
        classify(dict.fromkeys(WHOLE, 3) | {slug: position})


def test_the_answers_are_left_as_they_were():
    answers = dict.fromkeys(WHOLE) | {"open": 2}
    before = list(answers.items())
    classify(answers)
    assert list(answers.items()) == before


def test_a_classification_is_a_value():
    classification = classify(dict.fromkeys(WHOLE, 2))
    assert classification == classify(dict.fromkeys(WHOLE, 2))
    assert hash(classification) == hash(classify(dict.fromkeys(WHOLE, 2)))
    with pytest.raises(AttributeError):
        classification.type = 4


# --- Medians, groups, planning ---


@pytest.mark.parametrize(
    ("values", "median"),
    [
        ((), None),
        ((3,), 3),
        ((4, 1), 1),
        ((4, 1, 2), 2),
        ((4, 2, 3, 1), 2),
        ((1, 1, 4, 4), 1),
        ((4, 4, 1), 4),
    ],
)
def test_lower_median(values, median):
    assert lower_median(values) == median


@given(st.lists(st.sampled_from(TYPES), min_size=1))
def test_half_or_more_are_at_the_lower_median_or_before_and_more_than_half_at_it_or_beyond(values):
    median = lower_median(iter(values))
    assert 2 * sum(value <= median for value in values) >= len(values)
    assert 2 * sum(value >= median for value in values) > len(values)


def test_a_group_profile_is_unknown_below_the_floor():
    answers = {"open": [4, 1, 2, 2, 3], "purpose": [4, 4, 4, 4], "who": (), "quality": [1, 1, 4, 4, 4, 4]}
    assert group_profile(answers, floor=5) == {"open": 2, "purpose": None, "who": None, "quality": 4}


@pytest.mark.parametrize("floor", [0, 1])
def test_a_rooms_profile_is_unknown_only_where_nobody_knows(floor):
    assert group_profile({"open": [3], "who": [], "loop": [4, 2]}, floor) == {
        "open": 3,
        "who": None,
        "loop": 2,
    }


def test_a_group_is_classified_from_its_profile():
    answers = {slug: [3, 3, 2] for slug in WHOLE} | {"open": [1, 1, 4]}
    assert classify(group_profile(answers, floor=3)).type == 1
    assert classify(group_profile(answers, floor=4)).leaning is None


@pytest.mark.parametrize(
    ("aims", "aim", "beyond"),
    [
        ([None, None, None, None], None, False),
        ([4, None, 3, None], 3, True),
        ([2, 2, None, 2], 2, False),
        ([1, 4, 1, 1], 1, False),
    ],
)
def test_planning_shows_the_path_of_the_room_where_the_aim_lies_beyond_it(aims, aim, beyond):
    room = classify(dict.fromkeys(ROOM, 2))
    planning = plan(dict(zip(AIM, aims, strict=True)), room)
    assert planning.aim == aim
    assert planning.path == (room.path(aim) if beyond else None)
    assert (planning.path is not None) == beyond


def test_planning_without_a_settled_room_measures_from_the_lowest():
    room = classify(dict.fromkeys(ROOM))
    assert plan({"purpose": 2}, room).path == room.path(2)
    assert room.path(2).must == ("open",)


# --- The module ---


def test_it_imports_without_django():
    program = "import sys; sys.modules['django'] = None; from assessments import classification"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
