"""What colleagues answered about one engagement, each for themselves and agreed, put side by side.

Without queries of its own: it takes assessments that were read with their authors and answers.
"""

from dataclasses import dataclass
from functools import cached_property

FORMER = "a former colleague"


@dataclass(frozen=True)
class Said:
    """One colleague's assessment with what it says."""

    assessment: object
    explanation: object

    @property
    def who(self):
        """Whose it is, in words; who put down what was agreed."""
        return self.assessment.author.email if self.assessment.author else FORMER

    @property
    def is_agreed(self):
        return self.assessment.kind == "agreed"


@dataclass(frozen=True)
class Side:
    """An answer to a key question, with everybody who gave it."""

    given: object
    who: tuple[str, ...]


@dataclass(frozen=True)
class QuestionSides:
    """A key question with the different answers that colleagues gave to it, in the order of the Spectrum."""

    question: object
    sides: tuple[Side, ...]

    @property
    def differ(self):
        return len(self.sides) > 1


class Colleagues:
    """All that an organisation's own assessments of one engagement say together."""

    def __init__(self, assessments, claim=None):
        self.assessments, self.claim = tuple(assessments), claim

    @cached_property
    def finished(self):
        """Everything that is finished, the newest first."""
        done = sorted((each for each in self.assessments if each.is_finished), key=lambda each: -(each.sequence or 0))
        return tuple(Said(each, each.explain()) for each in done)

    @property
    def begun(self):
        """What somebody is still answering for themselves."""
        return tuple(each for each in self.assessments if not each.is_finished and each.kind == "own")

    @property
    def is_agreeing(self):
        """Whether colleagues have begun to agree, and not finished."""
        return any(each.kind == "agreed" and not each.is_finished for each in self.assessments)

    @cached_property
    def answer(self):
        """What stands for the organisation: the rule of `organisations_answer()`, with the claim of today; or None."""
        in_its_voice = [said.assessment for said in self.finished if said.assessment.voice == "organisation"]
        if not in_its_voice:
            return None
        newest = min(in_its_voice, key=lambda each: (each.kind, -(each.sequence or 0)))  # "agreed" before "own"
        return Said(newest, newest.explain(claim=self.claim))

    @cached_property
    def own(self):
        """Each colleague's newest of their own in the organisation's voice."""
        newest = {}
        for said in self.finished:
            if said.assessment.voice == "organisation" and not said.is_agreed:
                newest.setdefault(said.assessment.author_id, said)
        return tuple(newest.values())

    def sides_of(self, question):
        """The different answers to a key question; who gave none is on no side."""
        sides = {}
        for said in self.own:
            given = next((each for each in said.explanation.given if each.question.slug == question.slug), None)
            if given and given.choice:
                sides.setdefault(given.choice, (given, []))[1].append(said.who)
        ordered = sorted(sides.values(), key=lambda side: (side[0].position or 9, side[0].choice))
        return QuestionSides(question, tuple(Side(given, tuple(who)) for given, who in ordered))

    @cached_property
    def sides(self):
        """The key questions that any of them answered, once two of them have; else nothing."""
        if len(self.own) < 2:
            return ()
        questions = self.own[0].explanation.edition.questions
        return tuple(each for each in map(self.sides_of, questions) if each.sides)

    @property
    def differences(self):
        return tuple(each for each in self.sides if each.differ)

    @property
    def agreements(self):
        return tuple(each for each in self.sides if not each.differ)
