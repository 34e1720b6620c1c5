"""A workshop as its console, wall, phones and report tell it: what is on, and what may be told of the answers.

Read in two queries: the rounds, and the sides with their raised hands.
"""

from dataclasses import dataclass
from functools import cached_property

from spectrum.edition import TYPE_SLUGS

from .explanation import Explanation
from .models import Progress
from .models.round import agreed_in, choice_of, sides_with_hands
from .pairs import CELL_NAMES, split_at
from .room import find, gaps


@dataclass(frozen=True)
class Line:
    """One choice of a question with what may be told of it; an unknown has neither letter nor type.

    `number` is None, and `sides` is empty, where nothing may be told.
    """

    choice: str
    letter: str
    words: str
    type: object | None
    number: int | None
    sides: tuple


@dataclass(frozen=True)
class Asked:
    """One round with its question, and what may be told of its answers (None before the reveal)."""

    round: object
    question: object
    told: object | None
    edition: object

    @property
    def is_split(self):
        return bool(self.told and self.told.everyone and self.told.everyone.is_split)

    @property
    def split(self):
        """The types on either side of a split."""
        return [[self.edition.type_at(position) for position in side] for side in split_at(self.told.everyone)]

    def lines(self, voice):
        """The choices in the edition's order, A to D, then the two unknowns, in a voice's words."""
        lines = {line.choice: line for line in self.along(voice)}
        return [*(lines[choice.type] for choice in self.question.choices), lines["not-sure"], lines["none"]]

    def along(self, voice):
        """The same along the Spectrum: informing to co-producing, then the two unknowns."""
        return [self._line(place, choice, voice) for place, choice in enumerate(CELL_NAMES)]

    def _line(self, place, choice, voice):
        everyone, sides = (self.told.everyone, self.told.sides) if self.told else (None, ())
        chosen = self.question.choice_at(place + 1) if choice in TYPE_SLUGS else None
        return Line(
            choice,
            chosen.letter if chosen else "",
            self.words(choice, voice),
            self.edition.type_by_slug.get(choice),
            everyone and everyone.counts[place],
            tuple((side, spread.counts[place]) for side, spread in sides),
        )

    def words(self, choice, voice):
        """A choice in a voice's words; nothing where none was made."""
        if choice in TYPE_SLUGS:
            return self.question.choice_at(TYPE_SLUGS.index(choice) + 1).text(voice)
        unknown = self.edition.voice_by_slug[voice].not_sure, self.edition.none_text(self.question, voice)
        return dict(zip(("not-sure", "none"), unknown, strict=True)).get(choice, "")

    @property
    def agreed(self):
        """The agreed answer as a choice's slug, or nothing."""
        return choice_of(self.round.agreed) if self.round.agreed else ""

    def line(self, choice, voice):
        """One choice as a line, or None where none was made; its numbers are those of the votes."""
        return next((line for line in self.along(voice) if line.choice == choice), None)


class Board:
    """What one workshop shows. Takes it with its engagement and `current`."""

    def __init__(self, workshop):
        self.workshop, self.edition = workshop, workshop.spectrum
        self.progress = Progress(workshop)

    @cached_property
    def sides(self):
        return sides_with_hands(self.workshop)

    @cached_property
    def asked(self):
        """Every round, in the edition's order."""
        return [self._asked(each) for each in self.progress.rounds]

    def _asked(self, each):
        question = self.edition.question_by_slug[each.question]
        return Asked(each, question, each.told(self.workshop, self.sides), self.edition)

    @cached_property
    def current(self):
        """What is on, or None in the lobby and in the summary."""
        current = self.progress.current
        return next((each for each in self.asked if each.round is current), None)

    @property
    def number(self):
        """The current question's number, from 1."""
        return self.progress.run.current + 1

    @property
    def run(self):
        return self.progress.run

    @cached_property
    def told(self):
        """By question's slug what may be told, in order."""
        return {each.round.question: each.told for each in self.asked}

    @cached_property
    def everyone(self):
        """What the whole room's answers say, in the wall's voice; None while nothing is known."""
        return self._explained(find(self.told), self.workshop.wall_voice)

    @cached_property
    def by_side(self):
        """(side, what its answers say) for every side that can be told apart."""
        found = ((side, self._explained(find(self.told, side), side.voice)) for side in self.sides)
        return [(side, explanation) for side, explanation in found if explanation]

    def _explained(self, found, voice):
        if found is None:
            return None
        answers = {slug: (TYPE_SLUGS[position - 1], "") for slug, position in found.profile.items() if position}
        return Explanation(self.edition, voice, list(found.profile), answers)

    @cached_property
    def agreed(self):
        """What the room agreed, with reasons, as an explanation; None while nothing was."""
        answers = {each.round.question: (each.agreed, each.round.reason) for each in self.asked if each.agreed}
        return Explanation(self.edition, agreed_in(self.sides), list(self.told), answers) if answers else None

    @cached_property
    def gaps(self):
        """(question, [(side, type)], how far apart) where the sides lie apart, the furthest first."""
        return [
            (
                self.edition.question_by_slug[gap.question],
                [(side, self.edition.type_at(position)) for side, position in gap.medians],
                gap.size,
            )
            for gap in gaps(self.told)
        ]

    @property
    def splits(self):
        return [each for each in self.asked if each.is_split]
