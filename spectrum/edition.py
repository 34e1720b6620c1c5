"""One edition of the Spectrum as a frozen object: what every page, form and classification speaks to."""

from dataclasses import dataclass
from functools import cached_property

TYPE_SLUGS = ("informing", "consulting", "involving", "co-producing")  # in order: positions 1 to 4
GATE = "open"
DEFINING = ("priorities", "decisions", "quality")
LETTERS = "ABCD"
PEOPLE = "people"  # the answer to "Who runs this?" that lies beyond the Spectrum


@dataclass(frozen=True)
class WouldBecome:
    """What would make a type another one: the other type's slug, and the condition in words."""

    type: str
    condition: str


@dataclass(frozen=True)
class Type:
    """One of the four types of participation; `position` is 1 to 4."""

    slug: str
    position: int
    name: str
    plain: str
    short: str
    purpose: str
    promise: str
    expect: tuple[str, ...]
    useful_when: tuple[str, ...]
    watch_out_for: tuple[str, ...]
    questions_to_ask: tuple[str, ...]
    would_become: tuple[WouldBecome, ...]
    example: str
    beyond: str = ""


@dataclass(frozen=True)
class Theme:
    slug: str
    name: str


@dataclass(frozen=True)
class Voice:
    """How somebody speaks: the sentence before the questions, and the words for the two unknown answers."""

    slug: str
    intro: str
    not_sure: str
    none: str


@dataclass(frozen=True)
class Choice:
    """One lettered answer to a key question; it stands for the type at `position`."""

    letter: str
    type: str
    position: int
    organisation: str
    participant: str

    def text(self, voice):
        """Its words for a voice's slug; planning uses the organisation's."""
        return self.participant if voice == "participant" else self.organisation


@dataclass(frozen=True)
class Question:
    """A key question. `defining` names the contribution that it carries, or is empty."""

    slug: str
    order: int
    theme: Theme
    side: str
    name: str
    organisation: str
    participant: str
    planning: str
    ask: str
    talk: str
    choices: tuple[Choice, ...]
    defining: str = ""
    gate: bool = False
    evidence: str = ""
    own_none: tuple[tuple[str, str], ...] = ()  # (voice, words) where the question has its own "none of these"

    def text(self, voice):
        """The question in a voice's words."""
        return getattr(self, voice)

    def choice_at(self, position):
        """The choice that stands for the type at `position` (1 to 4)."""
        return next(choice for choice in self.choices if choice.position == position)


@dataclass(frozen=True)
class RunsIt:
    """An answer to "Who runs this?"."""

    slug: str
    organisation: str
    participant: str

    def text(self, voice):
        return self.participant if voice == "participant" else self.organisation


@dataclass(frozen=True)
class Level:
    """A rung or step of another framework; `nearest` are types, or none, beyond, any."""

    name: str
    nearest: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Framework:
    slug: str
    name: str
    author: str
    levels: tuple[Level, ...]
    note: str = ""
    year: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Obstacle:
    obstacle: str
    spectrum: str


@dataclass(frozen=True)
class Resource:
    """Something to read elsewhere; `kind` is reading (peopleHub's own) or link."""

    title: str
    by: str
    kind: str
    url: str = ""
    year: int | None = None
    note: str = ""


@dataclass(frozen=True)
class CoProduction:
    definition: str
    produces: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class Axis:
    start: str
    end: str
    note: str


@dataclass(frozen=True)
class Contact:
    name: str
    email: str
    note: str


@dataclass(frozen=True)
class FrozenEdition:
    """Everything that one published edition says, in one language."""

    name: str
    language: str
    title: str
    about: tuple[str, ...]
    wording_note: str
    axis: Axis
    co_production: CoProduction
    types: tuple[Type, ...]
    themes: tuple[Theme, ...]
    voices: tuple[Voice, ...]
    runs_it_question: tuple[tuple[str, str], ...]
    runs_it: tuple[RunsIt, ...]
    people_note: str
    questions: tuple[Question, ...]
    first_look: tuple[str, ...]
    frameworks: tuple[Framework, ...]
    obstacles: tuple[Obstacle, ...]
    resources: tuple[Resource, ...]
    contact: Contact

    @cached_property
    def type_by_slug(self):
        return {type_.slug: type_ for type_ in self.types}

    @cached_property
    def question_by_slug(self):
        return {question.slug: question for question in self.questions}

    @cached_property
    def voice_by_slug(self):
        return {voice.slug: voice for voice in self.voices}

    def type_at(self, position):
        """The type at a position (1 to 4)."""
        return self.types[position - 1]

    def asked(self, slugs):
        """The questions with these slugs, in the edition's order."""
        return tuple(question for question in self.questions if question.slug in slugs)

    def none_text(self, question, voice):
        """The words for "none of these" to a question: its own where it has some, else the voice's."""
        spoken = "participant" if voice == "participant" else "organisation"
        return dict(question.own_none).get(spoken) or self.voice_by_slug[voice].none

    def runs_it_text(self, voice):
        """ "Who runs this?" in a voice's words; planning asks as the organisation."""
        return dict(self.runs_it_question)["participant" if voice == "participant" else "organisation"]
