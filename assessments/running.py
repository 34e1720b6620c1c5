"""How a workshop goes from question to question: which moves there are, and where each one leads. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

PHASES = LOBBY, QUESTION, SUMMARY = "lobby", "question", "summary"
# Hidden is closed after a reveal: whoever saw the result may not see it change by one answer, so it opens no more.
STATES = WAITING, OPEN, CLOSED, REVEALED, HIDDEN, AGREED, SKIPPED = (
    *("waiting", "open", "closed", "revealed", "hidden", "agreed", "skipped"),
)
SHOWN = {REVEALED, AGREED}  # in these alone a result may be told


class NotNow(Exception):
    """A move that there is not, as things stand."""


@dataclass(frozen=True)
class Run:
    """Where a workshop stands: its phase, its questions' states in order, the current question's place in them.

    `has_agreed` says of each question whether there is an agreed answer to show.
    """

    phase: str
    states: tuple[str, ...]
    has_agreed: tuple[bool, ...]
    current: int = 0

    @property
    def state(self) -> str | None:
        """The current question's state; None where no question is on."""
        return self.states[self.current] if self.phase == QUESTION else None

    @property
    def moves(self) -> tuple[str, ...]:
        """The names of the moves that there are now."""
        return tuple(name for name, (can, _) in MOVES.items() if can(self))

    @property
    def forward(self) -> str | None:
        """The move of the one big button, the arrow and the clicker; None at the end."""
        if self.phase == LOBBY:
            return "start" if "start" in self.moves else None
        return "agree" if "agree" in self.moves else FORWARD.get(self.state)

    @property
    def backward(self) -> str | None:
        """The move that takes the last step back; None at the beginning."""
        if self.state in SHOWN:
            return "hide"
        if self.state == CLOSED:
            return "open"
        return "back" if "back" in self.moves else None

    def after(self, move: str) -> "Run":
        """Where a move leads. Raises NotNow when there is no such move now."""
        if move not in self.moves:
            raise NotNow(move)
        return MOVES[move][1](self)

    def without(self, place: int) -> "Run":
        """The same without one question; when it was the current one, the next takes its place."""
        states, has_agreed = _without(self.states, place), _without(self.has_agreed, place)
        current = self.current - (place < self.current)
        if self.phase == QUESTION and current == len(states):
            return replace(self, phase=SUMMARY, states=states, has_agreed=has_agreed, current=len(states) - 1)
        current = min(current, len(states) - 1)
        return replace(self, states=states, has_agreed=has_agreed, current=current)


def _without(values, place):
    return (*values[:place], *values[place + 1 :])


def _in(*states):
    return lambda run: run.state in states


def _at(*phases):
    return lambda run: run.phase in phases


def _to(state):
    def move(run):
        states = (*run.states[: run.current], state, *run.states[run.current + 1 :])
        return replace(run, states=states)

    return move


def _left(run):
    """Whoever leaves an open question closes it; its answers stay."""
    return _to(CLOSED)(run) if run.state == OPEN else run


def _entered(run):
    return _to(OPEN)(run) if run.state == WAITING else run


def _start(run):
    return _entered(replace(run, phase=QUESTION, current=_following(run.states, 0)))


def _next(run):
    run = _left(run)
    place = _following(run.states, run.current + 1)
    return replace(run, phase=SUMMARY) if place is None else _entered(replace(run, current=place))


def _following(states: Sequence[str], place):
    """The first question from a place on that is not skipped; None where there is none."""
    return next((each for each in range(place, len(states)) if states[each] != SKIPPED), None)


def _back(run):
    if run.phase == SUMMARY:
        return replace(run, phase=QUESTION)
    return replace(_left(run), current=run.current - 1) if run.current else replace(_left(run), phase=LOBBY)


def _can_start(run):
    return run.phase == LOBBY and _following(run.states, 0) is not None


def _can_agree(run):
    return run.state == REVEALED and run.has_agreed[run.current]


MOVES = {
    "start": (_can_start, _start),
    "open": (_in(WAITING, CLOSED, SKIPPED), _to(OPEN)),
    "close": (_in(OPEN), _to(CLOSED)),
    "reveal": (_in(OPEN, CLOSED, HIDDEN), _to(REVEALED)),
    "agree": (_can_agree, _to(AGREED)),
    "hide": (_in(REVEALED, AGREED), _to(HIDDEN)),
    "skip": (_in(WAITING, OPEN, CLOSED), lambda run: _next(_to(SKIPPED)(run))),
    "reset": (_in(OPEN, CLOSED, REVEALED, HIDDEN, AGREED), _to(OPEN)),
    "next": (_at(QUESTION), _next),
    "back": (_at(QUESTION, SUMMARY), _back),
    "finish": (_at(QUESTION), lambda run: replace(_left(run), phase=SUMMARY)),
}
FORWARD = {
    WAITING: "open",
    SKIPPED: "open",
    OPEN: "close",
    CLOSED: "reveal",
    HIDDEN: "reveal",
    REVEALED: "next",
    AGREED: "next",
}
