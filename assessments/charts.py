"""The geometry of charts: how long a bar is. Pure."""

from collections.abc import Sequence

LONGEST = 100  # per cent of a bar's place


def lengths(columns: Sequence[Sequence[int]]) -> list[list[float]]:
    """How long each count's bar is, in per cent of its place; takes and returns a column for each side.

    A bar is its share of its own column, so that a side of five and one of fifty compare. The longest of all columns
    is LONGEST, and nobody's is 0.
    """
    shares = [[count / (sum(column) or 1) for count in column] for column in columns]
    longest = max((share for column in shares for share in column), default=0) or 1
    return [[round(LONGEST * share / longest, 1) for share in column] for column in shares]
