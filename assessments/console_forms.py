"""What a facilitator sends from the console, checked: moves, raised hands, what was agreed and noted."""

from django import forms

from .engagement_forms import VersionField
from .forms import Choices, NoteField
from .models.round import MOST_HANDS, cell_of
from .pairs import UNKNOWN_NAMES
from .participation_forms import Letters
from .running import CLOSED, HIDDEN, MOVES, OPEN, SKIPPED, SUMMARY, WAITING

CURTAINS = {"pause": "pause", "blank": "blank", "resume": ""}
IN_WORDS = {
    "start": "Start with question {number}",
    "open": "Open the question",
    "close": "Close the question",
    "reveal": "Reveal the answers",
    "agree": "Show what we agreed",
    "hide": "Hide the answers",
    "skip": "Skip this question",
    "reset": "Start this question over",
    "next": "Go on to question {number}",
    "back": "Back to question {number}",
    "finish": "Go to the summary now",
}
IN_OTHER_WORDS = {
    ("open", CLOSED): "Open it again",
    ("open", SKIPPED): "Ask it after all",
    ("reveal", OPEN): "Close and reveal",
    ("reveal", HIDDEN): "Show the answers again",
}


def in_words(move, run):
    """A move that there is now, as its button says it."""
    after = run.after(move)
    if move == "back" and after.state is None:
        return "Back to the lobby"
    if move == "next" and after.phase == SUMMARY:
        return "Go to the summary"
    words = IN_OTHER_WORDS.get((move, run.state), IN_WORDS[move])
    if move == "start" and run.states[after.current] != WAITING:
        words = "Go to question {number}"
    return words.format(number=after.current + 1)


def moves_now(run):
    """The moves that there are now: the big one, the step back, and the others, each with its words."""
    others = [name for name in run.moves if name not in {run.forward, run.backward}]
    if "next" in run.moves and run.after("next").phase != run.phase:
        others = [name for name in others if name != "finish"]  # it would be the same
    named = {name: in_words(name, run) for name in run.moves}
    return {
        "forward": run.forward and (run.forward, named[run.forward]),
        "backward": run.backward and (run.backward, named[run.backward]),
        "others": [(name, named[name]) for name in others],
    }


class VersionForm(forms.Form):
    """What the console that sends this had before it."""

    version = VersionField()


class MoveForm(VersionForm):
    """A move, and the version of the workshop that the console saw."""

    move = forms.ChoiceField(choices=[(name, name) for name in (*MOVES, "undo", *CURTAINS)])


class LockForm(forms.Form):
    """Whether nobody new may join."""

    locked = forms.BooleanField(required=False)


class HandsField(forms.IntegerField):
    """A number of raised hands; empty is nobody's."""

    def __init__(self, side, name, **kwargs):
        called = f"{side.name}, {name}"
        super().__init__(
            required=False,
            min_value=0,
            max_value=MOST_HANDS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": f"{called}: please type a whole number, like 7.",
                "min_value": f"{called}: please type 0 or more, or leave it empty.",
                "max_value": f"{called}: there is room for {MOST_HANDS:,} hands.",
            },
            **kwargs,
        )


class HandsForm(forms.Form):
    """The raised hands of one side for one question: a field for each choice, A to D, and for both unknowns.

    `seen` is what was stored when the form was shown: what somebody else saved since is not overwritten unseen.
    """

    def __init__(self, asked, side, data=None):
        self.asked, self.side, self.stored = asked, side, side.hands.get(asked.round.pk, {})
        super().__init__(data, auto_id=f"hands-{side.order}-%s", use_required_attribute=False)
        for line in asked.lines(side.voice):
            label = f"{line.letter}: {line.words}" if line.letter else line.words
            stored = self.stored.get(cell_of(line.choice))
            self.fields[line.choice] = HandsField(side, line.letter or line.words, label=label, initial=stored)

    @property
    def total(self):
        return sum(self.stored.values())

    @property
    def seen(self):
        """What is stored, as the form carries it."""
        return ",".join(f"{cell}:{count}" for cell, count in sorted(self.stored.items()))

    @property
    def in_words(self):
        """What is stored, as people say it: "7 for A, 1 for not sure"."""
        lines = self.asked.lines(self.side.voice)
        named = [(line.letter or UNKNOWN_NAMES[line.choice].lower(), cell_of(line.choice)) for line in lines]
        return ", ".join(f"{self.stored[cell]} for {name}" for name, cell in named if cell in self.stored)

    def counts(self):
        """By cell how many hands were typed."""
        return {cell_of(choice): count for choice, count in self.cleaned_data.items() if count}

    def clean(self):
        given = super().clean()
        if not self.errors and self.data.get("seen") not in {None, self.seen} and self.counts() != self.stored:
            self.add_error(None, f"Somebody else has just saved: {self.in_words or 'no hands'}. {KEEP_MINE}")
        return given


KEEP_MINE = "Your numbers are still here. Save once more to put them in their place."


class NoteDownForm(forms.Form):
    """What a room agreed on one question, why, and what was said."""

    agreed = forms.ChoiceField(
        label="What do you agree on?",
        required=False,
        error_messages={"invalid_choice": "That is not one of the answers. Please choose one of these."},
    )
    reason = NoteField(label="Why?", called="reason", rows=3, required=False)
    note = NoteField(label="Notes", rows=4, required=False)
    version = VersionField()

    def __init__(self, asked, voice, is_short=False, **kwargs):
        super().__init__(use_required_attribute=False, auto_id="note-%s", **kwargs)
        agreed, letters = self.fields["agreed"], "".join(choice.letter for choice in asked.question.choices)
        agreed.widget = Letters(letters=letters) if is_short else Choices(letters=letters)
        lines = asked.lines(voice)
        agreed.choices = [*((line.choice, line.words) for line in lines), ("", "Nothing agreed")]
        self.fields["note"].help_text += " The reason and the notes stand in the report. Please name nobody."

    @classmethod
    def of(cls, asked, voice, is_short=False):
        """The form with what is stored, and its version."""
        each = asked.round
        initial = {"agreed": asked.agreed, "reason": each.reason, "note": each.note, "version": each.version}
        return cls(asked, voice, is_short, initial=initial)

    def clean_agreed(self):
        """One of CELLS, or nothing."""
        return self.cleaned_data["agreed"] and cell_of(self.cleaned_data["agreed"])

    def says_the_same_as(self, each):
        """Whether a round has just what was sent here."""
        return all(getattr(each, name) == self.cleaned_data[name] for name in ("agreed", "reason", "note"))
