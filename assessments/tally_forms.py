"""A tally sheet as it is typed in: every question, side and answer at once."""

from dataclasses import dataclass

from django import forms

from .console_forms import HandsField
from .pairs import UNKNOWN_NAMES
from .tokens import hash_of


@dataclass(frozen=True)
class Row:
    """One side's line of a question: its fields in the order of the paper, and the numbers that are stored."""

    side: object
    fields: tuple[tuple[str, forms.BoundField], ...]
    stored: str
    total: int
    is_other: bool  # whether what was sent is not what is stored


class TallyForm(forms.Form):
    """A number of raised hands in every box of the sheet; an empty box is nobody's."""

    def __init__(self, edition, rounds, sides, data=None):
        super().__init__(data, use_required_attribute=False)
        self.sides = sides
        self.stored = {
            each.pk: {side.pk: side.hands[each.pk] for side in sides if each.pk in side.hands} for each in rounds
        }
        self.asked = [(each, edition.question_by_slug[each.question]) for each in rounds]
        for number, (each, question) in enumerate(self.asked, start=1):
            for side in sides:
                for cell, name in _boxes(question):
                    self.fields[_name(each, side, cell)] = HandsField(
                        side,
                        f"question {number}, {name}",
                        label=name,
                        initial=self.stored[each.pk].get(side.pk, {}).get(cell),
                    )

    def questions(self):
        """Every question with its round and its rows, in the order of the paper."""
        return [
            (each, question, [self._row(each, question, side) for side in self.sides]) for each, question in self.asked
        ]

    def _row(self, each, question, side):
        hands, boxes = self.stored[each.pk].get(side.pk, {}), _boxes(question)
        stored = ", ".join(f"{name} {hands[cell]}" for cell, name in boxes if cell in hands)
        fields = tuple((name, self[_name(each, side, cell)]) for cell, name in boxes)
        is_other = self.is_valid() and self._counts_of(each, question).get(side.pk, {}) != hands
        return Row(side, fields, stored, sum(hands.values()), is_other)

    @property
    def total(self):
        return sum(count for by_side in self.stored.values() for hands in by_side.values() for count in hands.values())

    @property
    def seen(self):
        """What is stored, in short; the page carries it, so that what somebody else saved since is not lost unseen."""
        hands = [self.stored[each.pk].get(side.pk, {}) for each, _ in self.asked for side in self.sides]
        return hash_of(str([sorted(each.items()) for each in hands]))

    @property
    def is_late(self):
        """Whether somebody else has saved other numbers since the page was opened, and these are others again."""
        return self.data.get("seen") not in {None, self.seen} and self.counts() != self.stored

    def counts(self):
        """The numbers by round's key, side's key and cell, as Progress.type_in takes them."""
        return {each.pk: self._counts_of(each, question) for each, question in self.asked}

    def _counts_of(self, each, question):
        counts = {
            side.pk: {cell: count for cell, _ in _boxes(question) if (count := self._given(each, side, cell))}
            for side in self.sides
        }
        return {key: hands for key, hands in counts.items() if hands}

    def _given(self, each, side, cell):
        return self.cleaned_data[_name(each, side, cell)]


def _boxes(question):
    """The boxes of one side's line: A to D in the edition's order, and the two unknowns; each with its name."""
    return [*((str(choice.position), choice.letter) for choice in question.choices), *UNKNOWN_NAMES.items()]


def _name(each, side, cell):
    return f"{each.question}-{side.order}-{cell}"
