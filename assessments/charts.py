"""Where the bars of a picture lie: whole numbers for inline SVG, in the units of its viewBox."""

from dataclasses import dataclass

from .classification import TYPES
from .comparison import CELLS, Spread, said

LENGTH = 100  # of a bar that everybody is in
LENGTH_OF = {"–": 0, "some": 30, "most": 70}  # where words are said; never the whole: it would say "all"
BAR, SPACE = 40, 20  # how wide a bar is, and what lies between two
APART = 40  # what lies between the positions and the two unknowns besides
WIDTH = len(CELLS) * (BAR + SPACE) - SPACE + APART
VIEW_BOX = f"0 0 {WIDTH} {LENGTH}"


@dataclass(frozen=True)
class Bar:
    """One cell's upright bar, with the words that a table says of it; it stands on the lower edge of VIEW_BOX."""

    cell: str
    words: str
    x: int
    length: int
    width: int = BAR

    @property
    def y(self) -> int:
        """Its upper end: SVG counts downwards."""
        return LENGTH - self.length


def bars(spread: Spread) -> tuple[Bar, ...]:
    """A bar for each of CELLS: along the Spectrum the four positions, then, apart from them, the two unknowns."""
    return tuple(
        Bar(cell, words, x=number * (BAR + SPACE) + APART * (number >= len(TYPES)), length=length(count, spread.people))
        for number, (cell, words, count) in enumerate(zip(CELLS, spread.words, spread.counts, strict=True))
    )


def length(count: int, people: int) -> int:
    """How long the bar of `count` of `people` is; with words instead of numbers it tells no more than the words."""
    words = said(count, people)
    if words in LENGTH_OF:
        return LENGTH_OF[words]
    return max(round(LENGTH * count / people), 1) if count else 0  # one of thousands is seen too
