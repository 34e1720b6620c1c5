"""What somebody types and picks on the way into a room, and their vote there."""

from django import forms

from .codes import LENGTH, strangers, tidied
from .forms import AnswerForm, Choices, StartForm

MOST_NAMED = 4  # of the signs that no code has


class CodeForm(forms.Form):
    """The code of six, in any case, with spaces or dashes; also a whole address with the code in it."""

    code = forms.CharField(
        label="The code",
        help_text="It has six letters and numbers. Ask the person who runs this, or look at the wall.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": "Please type the code.",
            "null_characters_not_allowed": "Please type the code once more.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_code(self):
        code = tidied(self.cleaned_data["code"].rpartition("/w/")[2])
        if strange := strangers(code)[:MOST_NAMED]:
            raise forms.ValidationError(f"Codes have {_none_of(strange)}. Please look at the code once more.")
        if len(code) != LENGTH:
            raise forms.ValidationError(f"A code has {LENGTH} signs, and this has {len(code)}. Please look once more.")
        return code


def _none_of(signs):
    """Signs as "no O and no 0"."""
    *others, last = [f"no {sign}" for sign in signs]
    return f"{', '.join(others)} and {last}" if others else last


class Sides(Choices):
    """The sides of the room; their names are people's own words."""

    template_name = "assessments/joining/sides.html"


class SeatForm(forms.Form):
    """On which side of the room to sit; where there is only one, there is nothing to choose."""

    side = forms.ChoiceField(
        label="Where do you belong?",
        widget=Sides,
        error_messages={
            "required": "Please choose where you belong.",
            "invalid_choice": "Please choose one of these.",
        },
    )
    submission_key = StartForm.base_fields["submission_key"]

    def __init__(self, sides, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        self.sides = {str(side.key): side for side in sides}
        self.fields["side"].choices = [(key, side.name) for key, side in self.sides.items()]
        if len(self.sides) == 1:
            del self.fields["side"]

    def clean_side(self):
        return self.sides[self.cleaned_data["side"]]

    def clean(self):
        if len(self.sides) == 1:
            self.cleaned_data["side"] = next(iter(self.sides.values()))
        return self.cleaned_data


class VoteForm(AnswerForm):
    """A seat's answer to a question: no note."""

    note = None

    def __init__(self, question, seat, **kwargs):
        # Each question's radio buttons have ids of their own: the focus on one never falls on the next question's.
        super().__init__(question, seat.spectrum, seat.voice, auto_id=f"id_{question.slug}_%s", **kwargs)

    @property
    def words(self):
        """What was chosen, in words; nothing where it is no answer."""
        return dict(self.fields["choice"].choices).get(self.data.get("choice"), "")
