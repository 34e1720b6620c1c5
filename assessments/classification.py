"""What the answers say an engagement is: the Spectrum's rule, from DESIGN.md, "The classification"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# A type is its position, and so is an answer to a question; None is unknown. The asked questions come in the
# edition's order, and every list of questions but `settling` keeps it.
TYPES = INFORMING, CONSULTING, INVOLVING, CO_PRODUCING = 1, 2, 3, 4

GATE = "open"
DECISIONS = "decisions"
DEFINING = ("priorities", DECISIONS, "quality")
REQUIREMENTS = MOST, DEFINING_RULE, OPEN = "most", "defining", "open"
OPEN_ALLOWS = {INFORMING: INFORMING, CONSULTING: INVOLVING}  # any other answer allows any type


@dataclass(frozen=True)
class Group:
    """Any `count` of the questions in `of`."""

    count: int
    of: tuple[str, ...]


@dataclass(frozen=True)
class Path:
    """The fewest answers to move to `target`: all of `must` and a pick from each group, none twice."""

    target: int
    must: tuple[str, ...]
    choose: tuple[Group, ...]


@dataclass(frozen=True)
class Limits:
    """Per requirement the furthest type that it allows, at the two ends: (lowest, highest)."""

    most: tuple[int, int]
    defining: tuple[int, int]
    open: tuple[int, int]


@dataclass(frozen=True)
class Classification:
    """What the answers say; settled, with a `type`, when the ends meet whatever the unknown answers are."""

    lowest: int
    highest: int
    type: int | None
    leaning: int | None  # the result with every unknown at the lower median of the known
    possible: tuple[int, ...]  # what the unknown answers can still make it
    limits: Limits
    decided_by: tuple[str, ...]  # settled: the requirements that allow no further type
    rests_on: tuple[str, ...]  # settled: the answers that one position back would change the ends
    settling: tuple[str, ...]  # not settled: the unknown questions that would tell most, gate and defining first
    out_of_line: tuple[str, ...]  # settled: the answers two or more positions from the type
    paths: tuple[Path, ...]  # one for each type beyond `lowest`

    def path(self, target: int) -> Path | None:
        """The path to a type beyond `lowest`; None to any other."""
        return next((path for path in self.paths if path.target == target), None)


@dataclass(frozen=True)
class Planning:
    """What is needed from people, and the room's path to it where it lies beyond the room's `lowest`."""

    aim: int | None
    path: Path | None


def classify(positions: Mapping[str, int | None]) -> Classification:
    """Classify the asked questions' positions by the Spectrum's rule.

    Raises ValueError when the gate or a defining question isn't asked, or a position is not 1 to 4 or None.
    """
    positions = dict(positions)
    _check(positions)
    low, high = _allowed(positions, INFORMING), _allowed(positions, CO_PRODUCING)
    lowest, highest = min(low), min(high)
    type_ = lowest if lowest == highest else None
    return Classification(
        lowest=lowest,
        highest=highest,
        type=type_,
        leaning=_leaning(positions),
        possible=_possible(positions),
        limits=Limits(*zip(low, high, strict=True)),
        decided_by=tuple(name for name, limit in zip(REQUIREMENTS, high, strict=True) if limit == type_),
        rests_on=_rests_on(positions) if type_ else (),
        settling=() if type_ else _settling(positions),
        out_of_line=_out_of_line(positions, type_) if type_ else (),
        paths=tuple(_path(positions, target) for target in TYPES if target > lowest),
    )


def plan(aims: Mapping[str, int | None], room: Classification) -> Planning:
    """Put the known aim answers beside the room's classification: wanting never counts as offering."""
    aim = lower_median(_known(aims).values())
    return Planning(aim, room.path(aim) if aim else None)


def group_profile(known: Mapping[str, Sequence[int]], floor: int) -> dict[str, int | None]:
    """Per question the lower median of a group's known positions; None with fewer than the floor, or none."""
    return {slug: lower_median(values) if len(values) >= floor else None for slug, values in known.items()}


def lower_median(values: Iterable[int]) -> int | None:
    """The middle value, or the lower of the two in the middle; None when there are no values."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def _check(positions):
    if missing := [slug for slug in (GATE, *DEFINING) if slug not in positions]:
        raise ValueError(f"always asked, but missing: {missing}")
    if wrong := {slug: position for slug, position in positions.items() if position not in (*TYPES, None)}:
        raise ValueError(f"neither 1 to 4 nor None: {wrong}")


def _known(positions):
    return {slug: position for slug, position in positions.items() if position is not None}


def _allowed(positions, unknown):
    """The furthest type that each requirement allows, with every unknown answer set to `unknown`."""
    filled = {slug: position or unknown for slug, position in positions.items()}
    most = lower_median(filled.values())  # exactly the furthest type that more than half of the answers reach
    return most, _defining_allows(filled), OPEN_ALLOWS.get(filled[GATE], CO_PRODUCING)


def _defining_allows(filled):
    defining = [filled[slug] for slug in DEFINING]
    if min(defining) == CO_PRODUCING:
        return CO_PRODUCING
    if max(defining) >= INVOLVING and filled[DECISIONS] > INFORMING:
        return INVOLVING
    return min(max(defining), CONSULTING)


def _result(positions, unknown=INFORMING):
    return min(_allowed(positions, unknown))


def _ends(positions):
    return _result(positions, INFORMING), _result(positions, CO_PRODUCING)


def _leaning(positions):
    median = lower_median(_known(positions).values())
    return _result(positions, median) if median else None


def _possible(positions):
    """The types between the ends, for each answer the gate may have: an unknown gate can leave a hole."""
    gates = [positions[GATE]] if positions[GATE] else TYPES
    ends = [_ends(positions | {GATE: gate}) for gate in gates]
    return tuple(type_ for type_ in TYPES if any(low <= type_ <= high for low, high in ends))


def _rests_on(positions):
    ends = _ends(positions)
    movable = {slug: position for slug, position in _known(positions).items() if position > INFORMING}
    return tuple(slug for slug in movable if _ends(positions | {slug: movable[slug] - 1}) != ends)


def _settling(positions):
    ends = _ends(positions)
    unknown = [slug for slug in positions if positions[slug] is None]
    alone = [slug for slug in unknown if any(_ends(positions | {slug: end}) != ends for end in (1, 4))]
    return tuple(sorted(alone or unknown, key=lambda slug: slug not in (GATE, *DEFINING)))


def _out_of_line(positions, type_):
    return tuple(slug for slug, position in _known(positions).items() if abs(position - type_) >= 2)


def _path(positions, target):
    current = {slug: position or INFORMING for slug, position in positions.items()}
    short = [slug for slug in current if current[slug] < target]
    moved = current | dict.fromkeys(short, target)
    # Without one of these the target is out of reach, even with every other answer moved.
    must = tuple(slug for slug in short if _result(moved | {slug: current[slug]}) < target)
    rest = tuple(slug for slug in short if slug not in must)
    one_defining = int(_defining_allows(current | dict.fromkeys(must, target)) < target)
    may_stay_short = (len(current) - 1) // 2
    most_needs = len(short) - may_stay_short - len(must) - one_defining
    defining = Group(one_defining, tuple(slug for slug in rest if slug in DEFINING))
    most = Group(most_needs, rest)
    return Path(target, must, tuple(group for group in (defining, most) if group.count > 0))
