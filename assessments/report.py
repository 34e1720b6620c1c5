"""What the report of a workshop tells: its board, who took part, what happened, and what somebody will do."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Count, DateField, DateTimeField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from . import running
from .board import Board
from .charts import lengths
from .models import Action, Event
from .models.assessment_sets import authors_token
from .models.workshop import HOURS_OPEN
from .tokens import hash_of

RAN_OUT = "ran out"  # nobody closed it: no event was written
HAPPENED = {
    Event.Kind.OPENED: "The workshop was opened",
    Event.Kind.CLOSED: "The workshop was closed",
    Event.Kind.RESET: "Asked again from the start",
    Event.Kind.UNDONE: "The first answers were brought back",
    Event.Kind.SKIPPED: "Skipped",
    Event.Kind.REMOVED: "Taken out",
    Event.Kind.RENEWED: "There was a new code to join",
    Event.Kind.TYPED_IN: "Typed in from paper",
    RAN_OUT: f"The workshop closed by itself after {HOURS_OPEN} hours",
}


@dataclass(frozen=True)
class Happened:
    """Something in the run of the workshop; `question` is None where it was about no question."""

    at: object
    kind: str
    question: object | None

    @property
    def words(self):
        return HAPPENED[self.kind]


@dataclass(frozen=True)
class Answered:
    """A question with its answers: a row for each choice, with a (number, length of its bar) for each column."""

    asked: object
    workshop: object
    voice: str

    @property
    def question(self):
        return self.asked.question

    @property
    def not_shown(self):
        """Why there are no numbers, in words; nothing where there are."""
        state, told, is_open = self.asked.round.state, self.asked.told, self.workshop.is_open
        if told is None:
            if state == running.SKIPPED:
                return "Skipped"
            if state == running.WAITING:
                return "Not asked yet" if is_open else "Not asked"
            if state == running.OPEN and is_open:
                return "Being answered now"
            return "Not shown: the result is hidden" if state == running.HIDDEN else "Not shown: not revealed"
        if not told.answered:
            return "No answers yet" if is_open else "No answers"
        return "" if told.everyone else f"Not shown: fewer than {settings.RELEASE_FLOOR} answers"

    @property
    def spreads(self):
        """(side, its answers) for each column: those that are told apart, then None with everybody's."""
        told = self.asked.told
        return [*told.sides, (None, told.everyone)] if told and told.everyone else []

    @property
    def rows(self):
        """(line, its cells) in the order of the letters; a cell is (side or None, number, length of its bar)."""
        lines = self.asked.lines(self.voice)
        columns = [[*(dict(line.sides)[side] for line in lines)] for side, _ in self.spreads[:-1]]
        columns.append([line.number for line in lines])
        bars = lengths(columns)
        sides = [side for side, _ in self.spreads]
        return [
            (line, [(side, column[row], bar[row]) for side, column, bar in zip(sides, columns, bars, strict=True)])
            for row, line in enumerate(lines)
        ]

    @property
    def agreed(self):
        """What was agreed on it, in the voice's words, or nothing."""
        return self.asked.agreed and self.asked.words(self.asked.agreed, self.voice)

    @property
    def agreed_type(self):
        return self.asked.edition.type_by_slug.get(self.asked.agreed)


class Report:
    """What was told in one workshop so far. Takes it with its engagement."""

    def __init__(self, workshop):
        self.workshop, self.edition, self.board = workshop, workshop.spectrum, Board(workshop)
        self.engagement, self.voice = workshop.engagement, workshop.wall_voice
        self.floor = settings.RELEASE_FLOOR

    @property
    def day(self):
        """The day of the workshop, or while it is planned, the day on which it was set up."""
        opened_at = self.workshop.opened_at
        return timezone.localdate(opened_at) if opened_at else self.workshop.begun_on

    @cached_property
    def questions(self):
        return [Answered(asked, self.workshop, self.voice) for asked in self.board.asked]

    @property
    def gaps(self):
        """(question, [(side, type, the answer in the side's words)], how far apart), the furthest first."""
        return [
            (question, [(side, type_, self._in_words_of(side, question, type_)) for side, type_ in sides], size)
            for question, sides, size in self.board.gaps
        ]

    def _in_words_of(self, side, question, type_):
        return question.choice_at(type_.position).text(side.voice)

    @property
    def is_anything_told(self):
        return any(each.spreads for each in self.questions)

    @cached_property
    def _records(self):
        """Four small tables in one query: rows of (which, key, time, day, text, second text, number)."""
        nobody, never, no_day = (Cast(Value(None), kind()) for kind in (UUIDField, DateTimeField, DateField))
        which, nothing = Value, Value("")
        workshop = self.workshop
        events = workshop.events.values_list(which("event"), nobody, "at", no_day, "kind", "question", "id")
        actions = workshop.actions.values_list(which("action"), "key", never, "by_when", "what", "who", "order")
        seats = workshop.assessments.seats().values("side").annotate(number=Count("pk"))
        seats = seats.values_list(which("seats"), "side", never, no_day, nothing, nothing, "number")
        agreed = workshop.agreed().values_list(which("agreed"), "key", never, no_day, "token_hash", nothing, Value(0))
        return list(events.order_by().union(*(each.order_by() for each in (actions, seats, agreed)), all=True))

    def _recorded(self, which):
        return sorted((row[1:] for row in self._records if row[0] == which), key=lambda row: row[-1])

    @cached_property
    def events(self):
        """What happened, in order of time."""
        questions = self.edition.question_by_slug
        rows = self._recorded("event")
        happened = [Happened(at, kind, questions.get(slug)) for _, at, _, kind, slug, _ in rows]
        if self.workshop.is_over and self.workshop.closed_at is None:
            happened.append(Happened(self.workshop.opened_at + timedelta(hours=HOURS_OPEN), RAN_OUT, None))
        return happened

    @cached_property
    def actions(self):
        """What somebody will do, in the order in which it was added."""
        rows = self._recorded("action")
        return [Action(key=key, what=what, who=who, by_when=day) for key, _, day, what, who, _ in rows]

    @cached_property
    def seats_by_side(self):
        """(side, how many phones joined on it); empty unless every side with any has enough to be told apart."""
        numbers = {key: number for key, *_, number in self._recorded("seats")}
        least = 1 if self.workshop.is_hands_up else self.floor
        is_apart = len(numbers) > 1 and min(numbers.values()) >= least
        return [(side, numbers[side.key]) for side in self.board.sides if side.key in numbers] if is_apart else []

    @property
    def seats(self):
        """How many phones joined, and are still in it."""
        return sum(number for *_, number in self._recorded("seats"))

    @property
    def hands(self):
        """The most raised hands that were counted for one question, of those that were revealed."""
        return max((each.told.by_hand for each in self.board.asked if each.told), default=0)

    @cached_property
    def agreed_token(self):
        """The private link's token of the assessment that stands for what was agreed; None where there is none.

        Nor is there once it was taken into an organisation: its colleagues find it there.
        """
        for key, _, _, token_hash, _, _ in self._recorded("agreed"):
            token = authors_token(key)
            return token if hash_of(token) == token_hash else None
        return None
