"""What a statement is filled in with, and where answers contradict it; over the worked cases and small made ones."""

import pytest

from assessments.explanation import Explanation
from assessments.stating import contradiction, prefill
from spectrum.models import newest_edition
from tests.assessments.engagements import CASES, SURVEY

pytestmark = pytest.mark.django_db

GATE = "open"
HOLE = "all alike, and nobody knows what can change"
LEAFLET = "a leaflet about a ward move"
UNDECIDED = "no single answer would settle it"


def explain(answers, claim=None):
    """Answers in an organisation's voice; whatever is left out is not sure."""
    edition = newest_edition()
    asked = [question.slug for question in edition.questions]
    given = {slug: (answers.get(slug) or "not-sure", "") for slug in asked}
    return Explanation(edition, "organisation", asked, given, claim=claim)


def case(name, claim=None):
    return explain(CASES[name]["answers"], claim)


def alike(choice, claim=None, **others):
    return explain(dict.fromkeys(CASES[SURVEY]["answers"], choice) | others, claim)


def words(question, position):
    return newest_edition().question_by_slug[question].choice_at(position).text("organisation")


def test_settled_answers_fill_in_their_type_its_promise_and_the_chosen_words():
    filled_in = prefill(alike("consulting", claim=4))
    assert filled_in["type"] == "consulting"  # what the answers say, whatever it is called
    assert filled_in["expect"].splitlines() == [
        newest_edition().type_at(2).promise,
        f"What part do people play in the decision? {words('decisions', 2)}",
        f"Which parts of the work are people there for? {words('duration', 2)}",
    ]
    assert filled_in["can_change"] == words(GATE, 2)
    assert filled_in["cannot_change"] == ""
    assert filled_in["support"] == words("support", 2)
    assert filled_in["hear_back"] == words("loop", 2)


def test_open_answers_fill_in_the_claim_but_not_its_promise():
    filled_in = prefill(case(UNDECIDED, claim=4))
    assert filled_in["type"] == "co-producing"
    assert newest_edition().type_at(4).promise not in filled_in["expect"]
    assert prefill(case(UNDECIDED))["type"] == ""


def test_unknown_answers_fill_in_nothing():
    filled_in = prefill(explain({"support": "none"}))
    assert set(filled_in.values()) == {""}


def test_a_gate_that_is_shut_says_so_under_what_cannot_change_and_never_the_reverse():
    filled_in = prefill(alike("informing"))
    assert filled_in["can_change"] == ""
    assert (
        filled_in["cannot_change"].splitlines()[0]
        == f"What could still change because of what people say? {words(GATE, 1)}"
    )
    assert words("priorities", 1) in filled_in["cannot_change"]
    assert words("quality", 1) in filled_in["cannot_change"]


@pytest.mark.parametrize("offered", [3, 4])
def test_a_type_beyond_the_answers_contradicts_them_and_says_why(offered):
    found = contradiction(alike("consulting", claim=offered), "")
    assert found.rules_out
    assert {requirement.name for requirement in found.holding_back} == (
        {"most", "defining"} if offered == 3 else {"most", "defining", "open"}
    )
    assert not found.nothing_changes


@pytest.mark.parametrize("offered", [1, 2])
def test_a_type_that_promises_no_more_than_is_given_contradicts_nothing(offered):
    assert contradiction(alike("consulting", claim=offered), "Some of it.") is None


def test_a_type_that_no_unknown_answer_leads_to_contradicts_them():
    explanation = case(HOLE, claim=2)
    assert 2 not in [type_.position for type_ in explanation.possible]
    found = contradiction(explanation, "")
    assert found.rules_out
    assert found.holding_back == ()


@pytest.mark.parametrize("offered", [1, 2, 3, 4])
def test_what_nobody_can_know_yet_contradicts_nothing(offered):
    assert contradiction(explain({}, claim=offered), "Some of it.") is None


@pytest.mark.parametrize("offered", [2, 3, 4])
def test_a_shut_gate_rules_out_every_type_but_informing(offered):
    found = contradiction(alike("co-producing", claim=offered, open="informing"), "")
    assert found.rules_out
    assert [requirement.name for requirement in found.holding_back] == ["open"]


def test_saying_what_can_change_contradicts_a_shut_gate():
    explanation = case(LEAFLET, claim=1)
    assert contradiction(explanation, "") is None
    found = contradiction(explanation, "Which day we move.")
    assert found.nothing_changes
    assert not found.rules_out
