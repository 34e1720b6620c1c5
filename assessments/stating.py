"""What a statement can honestly say: filled in from the organisation's answers, and held against them.

Pure: takes an explanation of the answers and plain values, and nothing of Django.
"""

from dataclasses import dataclass

from .explanation import Requirement

INFORMING = 1
# Whose choices say what a statement tells; the other texts come from the gate and from what the type promises.
SUPPORT, HEAR_BACK = "support", "loop"
PART_OF_PEOPLE = ("decisions", "duration")
SETTLED_WITHOUT_THEM = ("priorities", "quality")


@dataclass(frozen=True)
class Contradiction:
    """Why answers don't carry a statement.

    `rules_out`: they rule out the type that is offered. `holding_back` are the requirements that it lies beyond; none,
    where what is still unknown can lead past the type or short of it, and never to it. `nothing_changes`: the
    statement says what can change, and by the answers nothing can.
    """

    rules_out: bool
    holding_back: tuple[Requirement, ...]
    nothing_changes: bool


def contradiction(explanation, can_change):
    """Where a statement promises what the answers don't keep; None where it doesn't, or where nobody can know yet.

    Takes the organisation's answers with the offered type as their claim, and what the statement says can change. A
    type that lies short of what they allow promises no more than is kept.
    """
    offered = explanation.claim
    rules_out = explanation.claim_stands in {"open", "beyond"} and offered not in explanation.possible
    holding_back = tuple(each for each in explanation.requirements if each.high.position < offered.position)
    nothing_changes = bool(can_change) and explanation.gate.position == INFORMING
    return Contradiction(rules_out, holding_back, nothing_changes) if rules_out or nothing_changes else None


def prefill(explanation):
    """A statement's fields from the organisation's answers: the type's slug, and texts by name; "" where none is known.

    The type is what the answers settle on, else the claim; its promise is made only where the answers settle on it.
    """
    settled, gate = explanation.type, explanation.gate
    type_ = settled or explanation.claim
    can_change = gate.words if gate.position and gate.position != INFORMING else ""
    # Each with its question: "nothing", alone under "What can't change?", would say the reverse.
    fixed = [given for given in (gate, *_known(explanation, SETTLED_WITHOUT_THEM)) if given.position == INFORMING]
    return {
        "type": type_.slug if type_ else "",
        "expect": "\n".join(
            [*([settled.promise] if settled else []), *_with_question(_known(explanation, PART_OF_PEOPLE))]
        ),
        "can_change": can_change,
        "cannot_change": "\n".join(_with_question(fixed)),
        "support": "\n".join(given.words for given in _known(explanation, (SUPPORT,))),
        "hear_back": "\n".join(given.words for given in _known(explanation, (HEAR_BACK,))),
    }


def _known(explanation, slugs):
    return [given for given in explanation.given if given.question.slug in slugs and given.position]


def _with_question(answers):
    return [f"{given.asked_words} {given.words}" for given in answers]
