"""A classification put beside the edition's words: what a result page, a print or a file says about a set of answers.

Pure: a frozen edition and plain values in, and nothing of Django.
"""

from dataclasses import dataclass
from functools import cached_property

from spectrum.edition import PEOPLE

from .classification import classify, plan

UNKNOWNS = {"not_sure": "not-sure", "none": "none", "missing": None}


@dataclass(frozen=True)
class Given:
    """What was answered to one asked question. `choice` is a type's slug, "not-sure", "none", or None (no answer)."""

    question: object
    asked_words: str
    choice: str | None
    words: str
    note: str
    type: object | None

    @property
    def position(self):
        return self.type and self.type.position

    @property
    def letter(self):
        """The chosen letter, or nothing where no type was chosen."""
        return self.question.choice_at(self.position).letter if self.position else ""


@dataclass(frozen=True)
class Requirement:
    """One of the three requirements: the furthest type that it allows (from `low` to `high` while answers are missing).

    Of the `asked`, `at` are at `high` or further along and `beyond` further along; more than half would be `needed`.
    """

    name: str
    low: object
    high: object
    decided: bool
    at: int
    beyond: int
    asked: int
    needed: int


@dataclass(frozen=True)
class Move:
    """A question with the words of the choice that a type needs."""

    question: object
    words: str


@dataclass(frozen=True)
class PathInWords:
    """What all would have to be true for a type: every move of `must`, and `count` moves out of each group."""

    target: object
    must: tuple[Move, ...]
    choose: tuple[tuple[int, tuple[Move, ...]], ...]


class Explanation:
    """Everything that can be said about one set of answers.

    Takes the frozen edition, the voice's slug, the asked questions' slugs, the answers as
    {question slug: (choice, note)}, the claim (1 to 4 or None) and the slug of who runs it (or "").
    """

    def __init__(self, edition, voice, asked, answers, claim=None, runs_it=""):
        self.edition, self.voice, self.runs_it = edition, voice, runs_it
        self.questions = edition.asked(asked)
        self.given = tuple(
            self._given(question, *answers.get(question.slug, (None, ""))) for question in self.questions
        )
        self.claim = edition.type_at(claim) if claim else None

    def _given(self, question, choice, note):
        type_ = self.edition.type_by_slug.get(choice)
        if type_:
            words = question.choice_at(type_.position).text(self.voice)
        else:
            not_sure = self.edition.voice_by_slug[self.voice].not_sure
            unknown = {"not-sure": not_sure, "none": self.edition.none_text(question, self.voice)}
            words = unknown.get(choice, "No answer")
        return Given(question, question.text(self.voice), choice, words, note, type_)

    @cached_property
    def classified(self):
        """The answers that the classification is of: all, or in planning what can be offered (the room)."""
        return tuple(given for given in self.given if self.voice != "planning" or given.question.side == "room")

    @cached_property
    def classification(self):
        return classify({given.question.slug: given.position for given in self.classified})

    @cached_property
    def planning(self):
        """The aim beside the room, in the planning voice; else None."""
        if self.voice != "planning":
            return None
        aims = {given.question.slug: given.position for given in self.given if given.question.side == "aim"}
        return plan(aims, self.classification)

    @cached_property
    def aim(self):
        """The type that is wanted, in planning, where any aim is known."""
        return self._type(self.planning and self.planning.aim)

    @property
    def type(self):
        """The type that the answers settle on, or None."""
        return self._type(self.classification.type)

    @property
    def leaning(self):
        return self._type(self.classification.leaning)

    @property
    def lowest(self):
        return self._type(self.classification.lowest)

    @property
    def possible(self):
        return tuple(map(self._type, self.classification.possible))

    @property
    def known_count(self):
        return sum(given.position is not None for given in self.given)

    @property
    def unknown(self):
        """The asked questions that are answered "not sure", "none of these" or not at all."""
        return tuple(given for given in self.given if given.position is None)

    @property
    def unknown_counts(self):
        """How many answers are "not sure", "none" and missing: different findings, counted apart."""
        return {kind: sum(given.choice == choice for given in self.given) for kind, choice in UNKNOWNS.items()}

    @property
    def is_people_run(self):
        return self.runs_it == PEOPLE

    @property
    def runs_it_asked(self):
        return self.edition.runs_it_text(self.voice)

    @property
    def runs_it_words(self):
        """The answer to "Who runs this?" in the voice's words; empty when none was given."""
        return next((each.text(self.voice) for each in self.edition.runs_it if each.slug == self.runs_it), "")

    @property
    def claim_stands(self):
        """How the claim stands to the answers.

        "same" (the type itself), "short" (it promises less than the answers allow), "open" (the unknown answers
        decide), "beyond" (the answers don't carry it), or None without a claim.
        """
        if not self.claim:
            return None
        if self.claim.position > self.classification.highest:
            return "beyond"
        if self.claim.position > self.classification.lowest:
            return "open"
        return "same" if self.claim == self.type else "short"

    @cached_property
    def requirements(self):
        """The three requirements in their order: most, defining, open."""
        positions = [given.position for given in self.classified]
        limits = self.classification.limits
        return tuple(
            Requirement(
                name=name,
                low=self._type(low),
                high=self._type(high),
                decided=name in self.classification.decided_by,
                at=sum(position is not None and position >= high for position in positions),
                beyond=sum(position is not None and position > high for position in positions),
                asked=len(positions),
                needed=len(positions) // 2 + 1,
            )
            for name, (low, high) in (
                ("most", limits.most),
                ("defining", limits.defining),
                ("open", limits.open),
            )
        )

    @property
    def gate(self):
        """The answer to the question that says what can still change."""
        return next(given for given in self.given if given.question.gate)

    @property
    def defining(self):
        """The answers to the three questions that carry the definition of co-production."""
        return tuple(given for given in self.given if given.question.defining)

    @property
    def rests_on(self):
        return self._given_for(self.classification.rests_on)

    @property
    def settling(self):
        return tuple(self.edition.question_by_slug[slug] for slug in self.classification.settling)

    @property
    def out_of_line(self):
        return self._given_for(self.classification.out_of_line)

    @property
    def doing_it_well(self):
        """The questions answered short of the type, each with the type's own choice; nothing when not settled."""
        return self.honest_and_well if self.type else ()

    @cached_property
    def honest_and_well(self):
        """The same for the type that the answers carry for certain, settled or not."""
        short = (given for given in self.classified if given.position and given.position < self.lowest.position)
        return tuple(self._move(given.question.slug, self.lowest.position) for given in short)

    @property
    def none_fitted(self):
        """The classified questions answered "none of these": not short of a type, and still worth another look."""
        return tuple(given for given in self.classified if given.choice == "none")

    def path(self, target):
        """What would make it the type at `target` (1 to 4), in words; None where nothing has to change."""
        found = self.classification.path(target)
        if found is None:
            return None
        return PathInWords(
            target=self._type(target),
            must=tuple(self._move(slug, target) for slug in found.must),
            choose=tuple((group.count, tuple(self._move(slug, target) for slug in group.of)) for group in found.choose),
        )

    @property
    def other_types(self):
        """Each type that this is not, with its path, or where no answer has to move, what the edition says of it."""
        settled = self.type
        said = {each.type: each.condition for each in settled.would_become} if settled else {}
        return tuple(
            (type_, self.path(type_.position), said.get(type_.slug, ""))
            for type_ in self.edition.types
            if type_ != settled
        )

    @property
    def claim_path(self):
        return self.path(self.claim.position) if self.claim else None

    @property
    def aim_path(self):
        return self.path(self.aim.position) if self.aim else None

    @property
    def open_questions(self):
        """What a participant can ask the organisation: what would settle it first, then the rest that is unknown."""
        unknown = [given.question for given in self.unknown if given.question not in self.settling]
        return tuple(question.ask for question in (*self.settling, *unknown))

    def _type(self, position):
        return self.edition.type_at(position) if position else None

    def _given_for(self, slugs):
        return tuple(given for given in self.given if given.question.slug in slugs)

    def _move(self, slug, position):
        question = self.edition.question_by_slug[slug]
        return Move(question, question.choice_at(position).text(self.voice))
