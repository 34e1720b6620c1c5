import copy

from assessments.worked_examples import CASES, worked_examples
from spectrum.freezing import freeze
from spectrum.loading import read_edition
from spectrum.management.commands.load_edition import EDITIONS
from tests import states

CONTENT = read_edition(EDITIONS / "2026.1.yaml")
EDITION = freeze(CONTENT)


def known(choices):
    return {slug: choice for slug, choice in choices.items() if choice not in {"not-sure", "none", None}}


def test_each_is_a_worked_case_of_the_classifications_tests():
    worked = [(known(case["answers"]), case["classification"]["type"]) for case in states.CASES.values()]
    examples = worked_examples(EDITION)
    assert len(examples) == len(CASES)
    for example in examples:
        answers = {given.question.slug: given.choice for given in example.explanation.given}
        assert (known(answers), example.explanation.type.slug) in worked


def test_answers_are_gathered_type_by_type_in_their_order():
    for example in worked_examples(EDITION):
        types = [type_ for type_, _ in example.answers_by_type]
        assert types == sorted(types, key=lambda type_: type_.position)
        gathered = [given for _, answers in example.answers_by_type for given in answers]
        known = [given for given in example.explanation.given if given.position]
        assert sorted(given.question.slug for given in gathered) == sorted(given.question.slug for given in known)
        for type_, answers in example.answers_by_type:
            assert {given.position for given in answers} == {type_.position}


def test_a_case_with_a_question_that_an_edition_has_not_is_left_out():
    content = copy.deepcopy(CONTENT)
    content["questions"] = [question for question in content["questions"] if question["slug"] != "loop"]
    assert worked_examples(freeze(content)) == []
