"""An engagement over time: which day found which type, the four types side by side, later days further down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .classification import DEFINING, GATE, TYPES, classify

KINDS = ("own", "agreed", "planning", "people")  # who found it: one colleague, several, a plan, the group
OPEN = None  # where nothing is settled yet


@dataclass(frozen=True)
class Finding:
    """What one set of answers said it is. Types are positions, 1 to 4; `type` is None while it is not settled."""

    on: date
    kind: str
    type: int | None
    possible: tuple[int, ...]
    claim: int | None = None
    who: str = ""


@dataclass(frozen=True)
class Day:
    """All findings of one day."""

    on: date
    findings: tuple[Finding, ...]

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """For each of the four types, then for what is not settled: the kinds that found it, in the order of KINDS."""
        return tuple(
            tuple(kind for kind in KINDS if any((each.kind, each.type) == (kind, type_) for each in self.findings))
            for type_ in (*TYPES, OPEN)
        )


def days(findings: Iterable[Finding]) -> tuple[Day, ...]:
    """The findings by day, the first day first; on one day in the order of KINDS."""
    by_day = {}
    for finding in findings:
        by_day.setdefault(finding.on, []).append(finding)
    return tuple(Day(on, tuple(sorted(by_day[on], key=lambda each: KINDS.index(each.kind)))) for on in sorted(by_day))


def of_people(on: date, profile: dict[str, int | None]) -> Finding | None:
    """What a release's group profile says; None where the gate or a defining question is not in it."""
    if not {GATE, *DEFINING} <= profile.keys():
        return None
    found = classify(profile)
    return Finding(on, "people", found.type, found.possible)
