from dataclasses import fields, is_dataclass

from spectrum.edition import DEFINING, GATE, LETTERS, TYPE_SLUGS
from spectrum.freezing import freeze


def test_the_types_have_their_positions(content):
    frozen = freeze(content)

    assert [type_.slug for type_ in frozen.types] == list(TYPE_SLUGS)
    assert [type_.position for type_ in frozen.types] == [1, 2, 3, 4]
    assert frozen.type_at(4).beyond == content["types"][3]["beyond"]
    assert frozen.type_at(1).beyond == ""
    condition = content["types"][0]["would_become"][0]
    assert frozen.type_at(1).would_become[0].type == condition["type"]
    assert frozen.type_at(1).would_become[0].condition == condition["if"]


def test_a_choice_is_lettered_by_its_place_and_positioned_by_its_type(content):
    for question, said in zip(freeze(content).questions, content["questions"], strict=True):
        assert "".join(choice.letter for choice in question.choices) == LETTERS
        for choice, words in zip(question.choices, said["choices"], strict=True):
            assert TYPE_SLUGS[choice.position - 1] == choice.type == words["type"]
            assert choice.text("participant") == words["participant"]
            assert choice.text("planning") == choice.text("organisation") == words["organisation"]


def test_questions_know_their_order_theme_and_part_in_the_rule(content):
    frozen = freeze(content)

    assert [question.order for question in frozen.questions] == list(range(1, len(content["questions"]) + 1))
    assert [question.slug for question in frozen.questions if question.gate] == [GATE]
    assert tuple(question.slug for question in frozen.questions if question.defining) == DEFINING
    for question, said in zip(frozen.questions, content["questions"], strict=True):
        assert question.theme.slug == said["theme"]
        assert (question.side, question.evidence) == (said["side"], said.get("evidence", ""))
        assert question.text("planning") == said["planning"]


def test_a_question_with_its_own_none_says_it_in_both_voices(content):
    frozen = freeze(content)
    said = {question["slug"]: question for question in content["questions"]}
    own, plain = frozen.question_by_slug["loop"], frozen.question_by_slug[GATE]

    assert frozen.none_text(own, "participant") == said["loop"]["none"]["participant"]
    assert frozen.none_text(own, "planning") == said["loop"]["none"]["organisation"]
    assert frozen.none_text(plain, "planning") == content["voices"]["planning"]["none"]


def test_the_order_of_keys_changes_nothing(content):
    # PostgreSQL stores JSON objects with their keys in an order of its own.
    assert freeze(backwards(content)) == freeze(content)


def backwards(value):
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(entry) for entry in value] if isinstance(value, list) else value


def test_every_word_of_the_file_is_in_the_frozen_edition(content):
    flags_and_orders = {True}
    said = set(leaves(content)) - flags_and_orders

    assert said <= set(leaves(freeze(content)))


def leaves(value):
    """Every text and number in a nest of mappings, lists, tuples and frozen objects."""
    if is_dataclass(value):
        value = [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for entry in value:
            yield from leaves(entry)
    else:
        yield value


def test_a_frozen_edition_can_be_a_key(content):
    assert hash(freeze(content)) == hash(freeze(content))  # so nothing in it can be changed
