"""Key questions from both sides, in an edition's words, as pages and files tell them. Pure."""

from dataclasses import dataclass
from functools import cached_property

from spectrum.edition import TYPE_SLUGS

from .classification import TYPES, Classification
from .comparison import CELLS, Row, Spread

CELL_NAMES = (*TYPE_SLUGS, "not-sure", "none")  # in the order of CELLS
UNKNOWN_NAMES = {"not-sure": "Not sure", "none": "None of these"}


@dataclass(frozen=True)
class Group:
    """What the people's answers say in one release, in an edition's types."""

    classification: Classification
    possible: tuple

    @classmethod
    def of(cls, classification, edition):
        return classification and cls(classification, tuple(map(edition.type_at, classification.possible)))

    @property
    def type(self):
        """What it is; None while it is not settled."""
        return self.possible[0] if len(self.possible) == 1 else None


@dataclass(frozen=True)
class Cell:
    """One place in the picture: a type or an unknown, with what is said of the people there."""

    slug: str
    name: str
    words: str
    is_nobody: bool
    is_most: bool
    is_organisation: bool = False


@dataclass(frozen=True)
class Pair:
    """A key question from both sides: the people's wording of it, and the organisation's answer in its own edition."""

    question: object
    row: Row
    given: object | None  # None: the organisation has no answers at all
    edition: object

    @property
    def group_type(self):
        """The type in the middle of what people answered, or None."""
        return self.row.group and self.edition.type_at(self.row.group)

    @property
    def group_words(self):
        """That answer in the words of people who take part."""
        return self.row.group and self.question.choice_at(self.row.group).text("participant")

    @cached_property
    def cells(self):
        return cells(self.edition, self.row.spread, self.row.organisation)

    @property
    def seen(self):
        """How the two sides see it: "differently", "alike", or "unknown" where either leaves it open."""
        return "unknown" if self.row.gap is None else "differently" if self.row.gap else "alike"

    @property
    def is_split(self):
        return bool(self.row.spread) and self.row.spread.is_split

    @property
    def split(self):
        """The types on either side of a split."""
        return [[self.edition.type_at(position) for position in side] for side in split_at(self.row.spread)]


def cells(edition, spread, organisation=None):
    """A row of the picture, in the order of CELLS; without a spread it has the organisation's place alone."""
    names = (*(type_.name for type_ in edition.types), *UNKNOWN_NAMES.values())
    words = spread.words if spread else ("",) * len(CELLS)
    counts = spread.counts if spread else (0,) * len(CELLS)
    people = spread.people if spread else 0
    return [
        Cell(slug, name, said, not count, 2 * count > people, str(organisation) == cell)
        for slug, name, said, count, cell in zip(CELL_NAMES, names, words, counts, CELLS, strict=True)
    ]


def split_at(spread):
    """The positions that a third or more chose on one side, and those that a third or more chose two or more beyond."""
    known = spread.known
    for place in TYPES[:2]:
        before = [position for position in known if position <= place]
        beyond = [position for position in known if position >= place + 2]
        if known and 3 * min(len(before), len(beyond)) >= len(known):
            return sorted(set(before)), sorted(set(beyond))
    return (), ()


def stands(claim, found):
    """Whether answers "support" a claim (1 to 4), leave it "open", or lie short of it: "not". None without either."""
    if not (claim and found):
        return None
    return "support" if claim <= found.lowest else "open" if claim <= found.highest else "not"


class Numbered(Spread):
    """Of paper: whoever typed the sheets in has seen them, so the numbers hide nothing, however few they are."""

    @property
    def words(self):
        return tuple(map(str, self.counts))
