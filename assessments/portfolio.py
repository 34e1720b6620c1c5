"""An organisation's engagements side by side: what each is called, and what the answers say. Pure; never by type."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from spectrum.edition import PEOPLE, FrozenEdition, Type

from .classification import classify
from .exports import table

FORMAT = 1
COLUMNS = (
    *("uid", "title", "part_of", "about", "starts_on", "ends_on", "begun_on", "archived_on"),
    *("claim", "classification", "possible", "mismatch"),
)


@dataclass(frozen=True)
class Row:
    """One engagement, with the type it is called and the types that its answers allow (one, when they settle it)."""

    engagement: Any
    claim: Type | None = None
    possible: tuple[Type, ...] = ()  # none while nobody has finished any answers
    runs_it: str = ""

    @classmethod
    def of(cls, engagement, edition: FrozenEdition, positions=None, runs_it="") -> "Row":
        """The row of an engagement whose organisation answered `positions`, or has not answered yet."""
        possible = classify(positions).possible if positions else ()
        claim = engagement.claim and edition.type_at(engagement.claim)
        return cls(engagement, claim or None, tuple(map(edition.type_at, possible)), runs_it)

    @property
    def type(self) -> Type | None:
        """What the answers say it is; None while they don't settle it."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def distance(self) -> int:
        """How far the claim lies from what the answers allow, either way; 0 where one of the two is missing."""
        away = [abs(self.claim.position - type_.position) for type_ in self.possible] if self.claim else []
        return min(away, default=0)

    @property
    def differs(self) -> bool:
        return self.distance > 0

    @property
    def is_people_run(self) -> bool:
        return self.runs_it == PEOPLE


def chosen(rows, name="", since=None, until=None, differ=False, kept=""):
    """The rows that match everything that is asked for; `kept` is "live", "archived" or empty."""
    return [
        row
        for row in rows
        if name.casefold() in row.engagement.title.casefold()
        and (since is None or since <= row.engagement.date)
        and (until is None or row.engagement.date <= until)
        and (row.differs or not differ)
        and (not kept or row.engagement.is_archived == (kept == "archived"))
    ]


ORDERS = {
    "name": lambda group: 0,
    "newest": lambda group: -max(row.engagement.date.toordinal() for row in group),
    "differ": lambda group: -max(row.distance for row in group),
}


def arranged(rows, sort="name"):
    """The rows in order, the parts of an engagement right under it; alike ones by name."""
    shown = {row.engagement.uid for row in rows}
    beneath = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.engagement.title.casefold(), row.engagement.uid)):
        whole = row.engagement.part_of_id
        beneath[whole if whole in shown else None].append(row)

    def under(uid):
        groups = [[row, *under(row.engagement.uid)] for row in beneath[uid]]
        return [row for group in sorted(groups, key=ORDERS[sort]) for row in group]

    return under(None)


def as_json(organisation, rows):
    """The portfolio as portfolio.json says it: types as slugs, dates as ISO 8601."""
    return {"format": FORMAT, "organisation": organisation.name, "engagements": [_entry(row) for row in rows]}


def as_csv(rows):
    """The same as a table, a row an engagement."""
    return table(COLUMNS, [[_cell(value) for value in _entry(row).values()] for row in rows])


def _entry(row):
    engagement = row.engagement
    values = (
        *(str(engagement.uid), engagement.title, engagement.part_of_id and str(engagement.part_of_id)),
        engagement.about,
        *(engagement.starts_on, engagement.ends_on, engagement.begun_on, engagement.archived_on),
        *(row.claim and row.claim.slug, row.type and row.type.slug),
        *([type_.slug for type_ in row.possible], row.differs),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else str(value or "")
