"""A workshop as one seat's phone shows it: what is on, this seat's own answers, and what the room may be told."""

from functools import cached_property

from .board import Asked, Board
from .explanation import Explanation
from .models.round import choice_of
from .running import OPEN, SHOWN

OVER = "over"


class Phone:
    """Takes a seat as `access.seat_by_token` reads it. What is asked of the database is asked when it is shown."""

    def __init__(self, seat):
        self.seat, self.workshop, self.edition, self.voice = seat, seat.workshop, seat.spectrum, seat.voice

    @property
    def state(self):
        """Over, lobby, summary, or the current question's state: the name of its template."""
        if self.workshop.is_over:
            return OVER
        return self.workshop.current.state if self.workshop.is_question else self.workshop.phase

    @property
    def is_open(self):
        return self.state == OPEN

    @property
    def is_question(self):
        """Whether a question is on."""
        return self.workshop.is_question and self.state != OVER

    @property
    def is_paused(self):
        return self.workshop.curtain == self.workshop.Curtain.PAUSE and self.state != OVER

    @property
    def stands(self):
        """Changes with all that this phone shows but the number of votes; the database is not asked."""
        return f"{self.workshop.version}.{self.state}.{self.seat.cell or ''}"

    @property
    def tag(self):
        return f"{self.stands}.{self.room.voted if self.is_open else ''}"

    @property
    def key(self):
        """Changes with what stands on the page; while a question is open, not with what others do."""
        round_, version = self.workshop.current_id, self.workshop.version
        return f"{self.state}-{round_}-{self.seat.cell}" if self.is_open else f"{self.state}-{version}"

    @cached_property
    def room(self):
        return self.seat.room()

    @cached_property
    def board(self):
        return Board(self.workshop)

    @cached_property
    def asked(self):
        """The current question; with what may be told of it, once there is anything to tell."""
        current = self.workshop.current
        if self.state in SHOWN:
            return self.board.current
        return Asked(current, self.edition.question_by_slug[current.question], None, self.edition)

    @property
    def question(self):
        return self.asked.question

    @property
    def intro(self):
        return self.edition.voice_by_slug[self.voice].intro

    @property
    def number(self):
        return self.board.number if self.state in SHOWN else self.room.before + 1

    @property
    def number_asked(self):
        return len(self.board.asked) if self.state in SHOWN else self.room.asked

    @property
    def lines(self):
        """The choices A to D, then the two unknowns."""
        return self.asked.lines(self.voice)

    @property
    def along(self):
        """The same along the Spectrum."""
        return self.asked.along(self.voice)

    @property
    def vote(self):
        """What this seat chose, as a choice's slug, or None."""
        return self.seat.cell and choice_of(self.seat.cell)

    @property
    def voted(self):
        """The same as a line, or None."""
        return self.asked.line(self.vote, self.voice)

    @property
    def agreed(self):
        """What the room agreed, as a line in this seat's voice, or None."""
        return self.asked.line(self.asked.agreed, self.voice)

    @property
    def most(self):
        """The lines that were chosen most often."""
        numbers = [line.number or 0 for line in self.along]
        return [line for line in self.along if line.number and line.number == max(numbers)]

    @property
    def is_merged(self):
        """Whether the sides are told as one because one of them is too small."""
        told = self.asked.told
        return bool(told.everyone) and not told.sides and len(self.board.sides) > 1 and not self.workshop.is_hands_up

    @property
    def agreements(self):
        """(question as asked, words in this seat's voice) for all that the room agreed."""
        return [(each, each.words(each.agreed, self.voice)) for each in self.board.asked if each.agreed]

    @property
    def given(self):
        """All that this seat answered, in the order of the questions."""
        answers = {slug: (answer.choice, "") for slug, answer in self.seat.recorded.items()}
        return Explanation(self.edition, self.voice, list(answers), answers).given
