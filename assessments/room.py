"""What a room may be told of its own answers: DESIGN.md, "Privacy of groups". Pure."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from .classification import DEFINING, GATE, Classification, classify, group_profile
from .comparison import CELLS, Spread


@dataclass(frozen=True)
class Counted:
    """One side's answers to one question: how many seats, and how many raised hands, chose each of CELLS."""

    side: Hashable
    seats: Mapping[str, int]
    hands: Mapping[str, int]

    @property
    def spread(self) -> Spread:
        counts = {cell: self.seats.get(cell, 0) + self.hands.get(cell, 0) for cell in CELLS}
        return Spread.of(counts, sum(counts.values()))


@dataclass(frozen=True)
class Told:
    """What may be told of one question.

    `everyone` is None where too few answered to be told; `sides` is empty unless every side can be told apart.
    """

    answered: int
    by_hand: int
    everyone: Spread | None
    sides: tuple[tuple[Hashable, Spread], ...]

    def of(self, side: Hashable) -> Spread | None:
        """A side's own spread; None where it isn't told apart."""
        return dict(self.sides).get(side)


def tell(counted: Sequence[Counted], floor: int, is_hands_up: bool) -> Told:
    """What may be told of one question's answers, given each side's and the least number of people.

    A side stands apart only from the floor on, and only when every other side with answers does: else what is missing
    from the whole would tell of it. In a hands-up session everything is told, however few they are.
    """
    spreads = [(each.side, each.spread) for each in counted]
    given = [(side, spread) for side, spread in spreads if spread.answered]
    answered = sum(spread.answered for _, spread in given)
    least = 1 if is_hands_up else floor
    is_apart = len(given) > 1 and all(spread.answered >= least for _, spread in given)
    return Told(
        answered=answered,
        by_hand=sum(sum(each.hands.values()) for each in counted),
        everyone=_merged([spread for _, spread in given]) if answered >= least else None,
        sides=tuple(given) if is_apart else (),
    )


def _merged(spreads):
    counts = tuple(sum(column) for column in zip(*(spread.counts for spread in spreads), strict=True))
    return Spread(counts, sum(counts))


@dataclass(frozen=True)
class Gap:
    """One question that two sides see differently: each side's lower median, and how far apart they lie (1 to 3)."""

    question: str
    medians: tuple[tuple[Hashable, int], ...]

    @property
    def size(self) -> int:
        positions = [position for _, position in self.medians]
        return max(positions) - min(positions)


@dataclass(frozen=True)
class Found:
    """What a whole room's answers say: per question the lower median (None: unknown), and the classification."""

    profile: Mapping[str, int | None]
    classification: Classification


def find(told: Mapping[str, Told | None], side: Hashable = None) -> Found | None:
    """Classify a room, or one side of it, from every asked question's `Told` (None: not revealed).

    Returns None while nothing is known, and for a side that is nowhere told apart. A median needs one known answer.
    """
    spreads = {slug: each and (each.everyone if side is None else each.of(side)) for slug, each in told.items()}
    profile = dict.fromkeys(told) | group_profile({slug: each.known for slug, each in spreads.items() if each}, 1)
    is_known = any(profile.values()) and {GATE, *DEFINING} <= profile.keys()
    return Found(profile, classify(profile)) if is_known else None


def gaps(told: Mapping[str, Told | None]) -> tuple[Gap, ...]:
    """Where the sides of the room lie apart, the furthest first, else in the order of the questions."""
    found = []
    for slug, each in told.items():
        sides = each.sides if each else ()
        medians = tuple((side, spread.median) for side, spread in sides if spread.median)
        if len(medians) > 1 and (gap := Gap(slug, medians)).size:
            found.append(gap)
    return tuple(sorted(found, key=lambda gap: -gap.size))
