"""What is said about answers, held against plain counting; the rule itself has tests of its own."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.classification import DEFINING, GATE, classify
from assessments.explanation import Explanation
from spectrum.edition import PEOPLE, TYPE_SLUGS
from spectrum.freezing import VOICES, freeze
from spectrum.loading import read_edition
from spectrum.management.commands.load_edition import EDITIONS

EDITION = freeze(read_edition(EDITIONS / "2026.1.yaml"))
WHOLE = [question.slug for question in EDITION.questions]
ALWAYS = {GATE, *DEFINING}
TYPES = (1, 2, 3, 4)


@st.composite
def explanations(draw, voices=VOICES, most_unknown=12):
    """Answers to the whole, the first look or some questions; drawn from few choices, so that far types come up too."""
    voice = draw(st.sampled_from(voices))
    others = draw(st.just(set(WHOLE)) | st.just(set()) | st.sets(st.sampled_from(WHOLE)))
    asked = [slug for slug in WHOLE if slug in others | ALWAYS]
    few = draw(st.lists(st.sampled_from(TYPE_SLUGS), min_size=1, max_size=3))
    choices = {slug: draw(st.sampled_from(few)) for slug in asked}
    unknown = draw(st.sets(st.sampled_from(asked), max_size=most_unknown))
    choices |= {slug: draw(st.sampled_from(["not-sure", "none", None])) for slug in sorted(unknown)}
    answers = {slug: (choice, f"About {slug}.") for slug, choice in choices.items() if choice}
    answers |= {"nonsense": ("informing", "Never asked.")}
    claim = draw(st.sampled_from([None, *TYPES]))
    return Explanation(EDITION, voice, asked, answers, claim)


def said(choices, voice="organisation", **more):
    """The explanation of {question: choice} over what is asked there."""
    return Explanation(EDITION, voice, list(choices), {slug: (choice, "") for slug, choice in choices.items()}, **more)


def known(explanation):
    return {given.question.slug: given.position for given in explanation.classified}


def reached(explanation):
    """The result of every way in which the unknown answers could turn out."""
    positions = known(explanation)
    unknown = [slug for slug in positions if positions[slug] is None]
    for filling in product(TYPES, repeat=len(unknown)):
        yield classify(positions | dict(zip(unknown, filling, strict=True))).type


def moves(questions_at, voice):
    return tuple((slug, EDITION.question_by_slug[slug].choice_at(at).text(voice)) for slug, at in questions_at)


def as_pairs(moves_):
    return tuple((move.question.slug, move.words) for move in moves_)


@given(explanations())
def test_every_asked_question_is_given_once_in_the_editions_order(explanation):
    slugs = [given.question.slug for given in explanation.given]
    assert slugs == [slug for slug in WHOLE if slug in slugs]
    assert set(slugs) >= ALWAYS
    for given_ in explanation.given:
        question = given_.question
        assert given_.asked_words == question.text(explanation.voice)
        assert given_.note == (f"About {question.slug}." if given_.choice else "")
        if given_.choice in TYPE_SLUGS:
            choice = question.choice_at(TYPE_SLUGS.index(given_.choice) + 1)
            assert (given_.position, given_.letter) == (choice.position, choice.letter)
            assert given_.words == choice.text(explanation.voice)
        else:
            voice = EDITION.voice_by_slug[explanation.voice]
            own = {"not-sure": voice.not_sure, "none": EDITION.none_text(question, voice.slug), None: "No answer"}
            assert (given_.position, given_.letter, given_.words) == (None, "", own[given_.choice])


@given(explanations())
def test_what_is_known_and_the_three_unknowns_add_up(explanation):
    counts = explanation.unknown_counts
    for kind, choice in (("not_sure", "not-sure"), ("none", "none"), ("missing", None)):
        assert counts[kind] == [given.choice for given in explanation.given].count(choice)
    assert len(explanation.unknown) == sum(counts.values())
    assert explanation.known_count + len(explanation.unknown) == len(explanation.given)


@given(explanations())
def test_only_what_can_be_offered_is_classified_in_planning(explanation):
    sides = {given.question.side for given in explanation.given}
    assert {given.question.side for given in explanation.classified} == (
        {"room"} if explanation.voice == "planning" else sides
    )
    assert explanation.classification == classify(known(explanation))


@given(explanations())
def test_a_requirement_counts_the_answers_that_carry_what_it_allows(explanation):
    positions = list(known(explanation).values())
    assert [each.name for each in explanation.requirements] == ["most", "defining", "open"]
    for each in explanation.requirements:
        assert (each.low.position, each.high.position) == getattr(explanation.classification.limits, each.name)
        assert each.at == len([position for position in positions if (position or 0) >= each.high.position])
        assert each.asked == len(positions)
        assert each.needed == min(count for count in range(99) if count > each.asked / 2)
        assert each.decided == (explanation.type is not None and each.high == explanation.type)


@given(explanations())
def test_where_most_is_known_its_count_is_more_than_half_and_one_type_further_is_not(explanation):
    most = explanation.requirements[0]
    if most.low == most.high:
        assert (
            most.at >= most.needed or most.high.slug == "informing"
        )  # which needs nothing, so unknown ones may abound
        further = [position for position in known(explanation).values() if (position or 0) > most.high.position]
        assert len(further) < most.needed


@given(explanations(most_unknown=4))
def test_a_claim_stands_in_exactly_one_way(explanation):
    if explanation.claim is None:
        assert explanation.claim_stands is None
        return
    carried = [result >= explanation.claim.position for result in reached(explanation)]
    if not any(carried):
        assert explanation.claim_stands == "beyond"
    elif not all(carried):
        assert explanation.claim_stands == "open"
    else:
        assert explanation.claim_stands == ("same" if explanation.claim == explanation.type else "short")
    assert (explanation.claim_path is None) == (explanation.claim_stands in {"same", "short"})


@given(explanations())
def test_doing_it_well_is_what_falls_short_of_the_type_in_the_types_own_words(explanation):
    type_ = explanation.type
    expected = (
        ()
        if type_ is None
        else [(slug, type_.position) for slug, at in known(explanation).items() if (at or 9) < type_.position]
    )
    assert as_pairs(explanation.doing_it_well) == moves(expected, explanation.voice)


@given(explanations())
def test_every_other_type_is_told_with_what_it_takes(explanation):
    others = [type_ for type_ in EDITION.types if type_ != explanation.type]
    assert [type_ for type_, _, _ in explanation.other_types] == others
    for type_, path, condition in explanation.other_types:
        assert (path is None) == (type_.position <= explanation.lowest.position)
        become = explanation.type.would_become if explanation.type else ()
        assert condition == "".join(each.condition for each in become if each.type == type_.slug)
        if path:
            found = explanation.classification.path(type_.position)
            at = type_.position
            assert path.target == type_
            assert as_pairs(path.must) == moves([(slug, at) for slug in found.must], explanation.voice)
            assert [(count, as_pairs(of)) for count, of in path.choose] == [
                (group.count, moves([(slug, at) for slug in group.of], explanation.voice)) for group in found.choose
            ]
            assert path.must or path.choose


@given(explanations())
def test_every_unknown_answer_becomes_one_question_to_ask_what_would_settle_it_first(explanation):
    settling = [EDITION.question_by_slug[slug].ask for slug in explanation.classification.settling]
    unknown = [given.question.ask for given in explanation.unknown]
    assert list(explanation.open_questions[: len(settling)]) == settling
    assert sorted(explanation.open_questions) == sorted(unknown)
    assert len(set(explanation.open_questions)) == len(unknown)


@given(explanations())
def test_the_lists_are_the_rules(explanation):
    found = explanation.classification
    for name in ("rests_on", "out_of_line"):
        assert tuple(each.question.slug for each in getattr(explanation, name)) == getattr(found, name)
    assert tuple(question.slug for question in explanation.settling) == found.settling
    assert tuple(type_.position for type_ in explanation.possible) == found.possible
    for name in ("type", "leaning", "lowest"):
        type_ = getattr(explanation, name)
        assert (type_ and type_.position) == getattr(found, name)
    assert explanation.gate.question.slug == GATE
    assert {given.question.slug for given in explanation.defining} == set(DEFINING)


@given(explanations(["planning"]))
def test_a_plan_sets_what_is_wanted_beside_what_can_be_offered(explanation):
    aims = sorted(
        given.position for given in explanation.given if given.question.side == "aim" and given.position is not None
    )
    assert (explanation.aim and explanation.aim.position) == (aims[(len(aims) - 1) // 2] if aims else None)
    if explanation.aim is None or explanation.aim.position <= explanation.lowest.position:
        assert explanation.aim_path is None
    else:
        assert explanation.aim_path.target == explanation.aim
        groups = [explanation.aim_path.must, *(of for _, of in explanation.aim_path.choose)]
        assert {move.question.side for group in groups for move in group} == {"room"}


@pytest.mark.parametrize("voice", ["participant", "organisation"])
def test_nobody_else_plans(voice):
    explanation = said(dict.fromkeys(WHOLE, "involving"), voice)
    assert explanation.planning is None
    assert explanation.aim is None
    assert explanation.aim_path is None


def advice(explanation):
    """What a result goes on to say, beyond repeating the answers."""
    return (
        explanation.type,
        explanation.possible,
        explanation.leaning,
        explanation.requirements,
        explanation.other_types,
        explanation.doing_it_well,
        explanation.open_questions,
        explanation.unknown_counts,
        explanation.rests_on,
        explanation.out_of_line,
    )


@pytest.mark.parametrize("type_slug", TYPE_SLUGS)
@pytest.mark.parametrize("moved", WHOLE)
def test_one_answer_that_moves_changes_the_advice(type_slug, moved):
    alike = dict.fromkeys(WHOLE, type_slug)
    heard = [advice(said(alike | {moved: choice})) for choice in [*TYPE_SLUGS, "not-sure", "none"]]
    assert all(one != other for one, other in combinations(heard, 2))


@given(explanations(["participant"]), explanations(["participant"]))
def test_other_answers_are_never_told_the_same(one, other):
    differ = [(given.question, given.choice) for given in one.given] != [
        (given.question, given.choice) for given in other.given
    ]
    told = [(advice(each), [(given.letter, given.words) for given in each.given]) for each in (one, other)]
    assert (told[0] != told[1]) == differ


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("asked", [WHOLE, EDITION.first_look], ids=["whole", "first look"])
def test_every_types_advice_can_be_reached(voice, asked):
    reached_types = [said(dict.fromkeys(asked, slug), voice).type for slug in TYPE_SLUGS]
    assert reached_types == list(EDITION.types)
    assert len({type_.promise for type_ in reached_types}) == len({type_.expect for type_ in reached_types}) == 4


def test_every_type_can_be_called_short_beyond_open_and_the_same():
    found = {
        (explanation.claim.slug, explanation.claim_stands)
        for claim in TYPES
        for choice in [*TYPE_SLUGS, "none"]
        for explanation in [said(dict.fromkeys(WHOLE, choice), claim=claim)]
    }
    assert {stands for slug, stands in found if slug == "consulting"} == {"short", "beyond", "open", "same"}
    assert {stands for slug, stands in found if slug == "informing"} == {"short", "same"}
    assert {stands for slug, stands in found if slug == "co-producing"} == {"beyond", "open", "same"}


@pytest.mark.parametrize("voice", VOICES)
def test_who_runs_it_is_told_in_the_voices_words(voice):
    for answer in EDITION.runs_it:
        explanation = said(dict.fromkeys(WHOLE, "none"), voice, runs_it=answer.slug)
        assert explanation.runs_it_words == answer.text(voice)
        assert explanation.is_people_run == (answer.slug == PEOPLE)
        assert explanation.runs_it_asked == EDITION.runs_it_text(voice)
    unsaid = said(dict.fromkeys(WHOLE, "none"), voice)
    assert (unsaid.runs_it_words, unsaid.is_people_run) == ("", False)
