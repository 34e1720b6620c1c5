"""An organisation's answers beside those of the people taking part, in one release: DESIGN.md, "Privacy of groups"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .classification import (
    CONSULTING,
    DEFINING,
    GATE,
    INFORMING,
    TYPES,
    Classification,
    classify,
    group_profile,
    lower_median,
)

CELLS = ("1", "2", "3", "4", "not-sure", "none")  # what a release counts for each question: positions, then unknowns
PEOPLE_COUNTED = 10  # with fewer people a release speaks in words, so that nobody's own answer shows


@dataclass(frozen=True)
class Spread:
    """How the people of a release answered one question: `counts` in the order of CELLS, of `people` in all.

    A person who gave no answer is in no cell. The numbers are for the rule: a page shows `words`, never them.
    """

    counts: tuple[int, ...]
    people: int

    @classmethod
    def of(cls, counts: Mapping[str, int], people: int) -> "Spread":
        """The spread of a release's stored counts; a cell that is missing there is nobody's."""
        return cls(tuple(counts.get(cell, 0) for cell in CELLS), people)

    @property
    def known(self) -> list[int]:
        """Everybody's known position, in order."""
        return [position for position, count in zip(TYPES, self._positions, strict=True) for _ in range(count)]

    @property
    def not_sure(self) -> int:
        return self.counts[CELLS.index("not-sure")]

    @property
    def none(self) -> int:
        return self.counts[CELLS.index("none")]

    @property
    def answered(self) -> int:
        """How many gave any answer, an unknown one too."""
        return sum(self.counts)

    @property
    def median(self) -> int | None:
        """The lower median of the known positions; None when there are none."""
        return lower_median(self.known)

    @property
    def is_split(self) -> bool:
        """Whether a third or more of the known lie at or before a position, and as many two or more beyond it."""
        known = sum(self._positions)
        # Position p stands at p - 1, so that p + 2 and beyond begin at p + 1.
        sides = [(sum(self._positions[:p]), sum(self._positions[p + 1 :])) for p in (INFORMING, CONSULTING)]
        return known > 0 and any(3 * min(before, beyond) >= known for before, beyond in sides)

    @property
    def words(self) -> tuple[str, ...]:
        """What may be said of each cell, in the order of CELLS."""
        return tuple(said(count, self.people) for count in self.counts)

    @property
    def _positions(self):
        return self.counts[: len(TYPES)]


@dataclass(frozen=True)
class Row:
    """One key question from both sides."""

    question: str
    organisation: int | str | None  # a position, "not-sure", "none", or None: no answer
    spread: Spread | None  # None: not asked of the people, or answered by too few of them to be told
    group: int | None  # the people's lower median; None with fewer known answers than the floor

    @property
    def gap(self) -> int | None:
        """How much further along the organisation sees it, -3 to 3; None where either side is unknown."""
        return gap(self.organisation, self.group)


@dataclass(frozen=True)
class Comparison:
    """Both sides of one engagement, a row for each question that was asked of either, in the edition's order."""

    rows: tuple[Row, ...]
    people: int
    group: Classification | None  # of the group profile; None without the gate or a defining question in it

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The questions that the two sides see differently, the biggest gaps first."""
        different = [row for row in self.rows if row.gap]
        return tuple(sorted(different, key=lambda row: -abs(row.gap)))

    @property
    def same(self) -> tuple[Row, ...]:
        """The questions that both see alike."""
        return tuple(row for row in self.rows if row.gap == 0)

    @property
    def unknown(self) -> tuple[Row, ...]:
        """The questions that one side, or both, leave open."""
        return tuple(row for row in self.rows if row.gap is None)

    @property
    def splits(self) -> tuple[Row, ...]:
        """The questions that the people see differently among themselves: a median alone hides it."""
        return tuple(row for row in self.rows if row.spread and row.spread.is_split)

    @property
    def nothing_can_change(self) -> bool:
        """Whether half or more of those who know say that nothing can change; the group is then at informing.

        Up to half may say otherwise, so a page says "half or more say", never "the group says".
        """
        return any(row.group == INFORMING for row in self.rows if row.question == GATE)


def compare(
    slugs: Sequence[str],
    organisation: Mapping[str, int | str | None] | None,
    counts: Mapping[str, Mapping[str, int] | None],
    people: int,
    floor: int,
) -> Comparison:
    """Put the organisation's answers beside a release's counts, question by question.

    Takes the edition's questions in order, the organisation's answers (None while it has no finished assessment),
    the counts of every question that was asked of somebody (None where they can't be told), the number of people in
    the release, and the floor.
    """
    organisation = organisation or {}
    asked = [slug for slug in slugs if slug in counts]
    spreads = {slug: Spread.of(counts[slug], people) for slug in asked if counts[slug] is not None}
    group = dict.fromkeys(asked) | profile(spreads, floor)
    rows = tuple(
        Row(slug, organisation.get(slug), spreads.get(slug), group.get(slug))
        for slug in slugs
        if slug in group or slug in organisation
    )
    is_classified = {GATE, *DEFINING} <= group.keys()
    return Comparison(rows, people, classify(group) if is_classified else None)


def profile(spreads: Mapping[str, Spread], floor: int) -> dict[str, int | None]:
    """The group profile: per question the lower median of the known, None with fewer known than the floor."""
    return group_profile({slug: spread.known for slug, spread in spreads.items()}, floor)


def gap(organisation: int | str | None, group: int | None) -> int | None:
    """The perspective gap: the organisation's position minus the group's; None where either is unknown."""
    return organisation - group if organisation in TYPES and group in TYPES else None


def said(count: int, people: int) -> str:
    """What a release may say of a cell: a number from ten people on, else most, some or nobody, and never all."""
    if people >= PEOPLE_COUNTED:
        return str(count)
    if 2 * count > people:
        return "most"
    return "some" if count else "–"


def people_said(people: int, floor: int) -> str:
    """How many people a release may say that it has."""
    return str(people) if people >= PEOPLE_COUNTED else f"{floor} to {PEOPLE_COUNTED - 1}"


def is_due(people: int, changed: int, floor: int) -> bool:
    """Whether a release is to be made, with `people` in it and `changed` people since the last.

    Changed is who joined, changed an answer (changing it back counts) or deleted; one who joined and deleted since
    the last release is nobody. So a release never shows fewer than the floor, nor what fewer than the floor did.
    """
    return people >= floor and changed >= floor
