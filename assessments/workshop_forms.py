"""How a workshop is set up: who is in the room, which questions, and how people vote."""

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator

from spectrum.edition import DEFINING, GATE

from .engagement_forms import TitleField, VersionField
from .forms import UNREADABLE, Choices, StartForm, readable
from .models import Workshop
from .models.workshop import NAME_LIMIT

ALWAYS = {GATE, *DEFINING}  # they carry the definition: without them nothing can be classified
SIDES = {"participant": "People with lived experience", "organisation": "Staff"}
WALL = [
    ("participant", "The plain words of the people who take part"),
    ("organisation", "The words of the organisation"),
]


def _modes():
    """The two ways to vote, each with what it means."""
    floor = settings.RELEASE_FLOOR
    return [
        (
            Workshop.Mode.PRIVATE,
            f"Private votes. Nobody sees who voted what. Numbers are shown from {floor} people on.",
        ),
        (
            Workshop.Mode.HANDS,
            "Hands up. All numbers are shown, however few people vote. For a small hall where people would raise"
            " their hands anyway. Every phone says so.",
        ),
    ]


class SideField(forms.CharField):
    """The name of a side of the room."""

    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    default_validators = [readable, MaxLengthValidator(NAME_LIMIT)]  # with max_length browsers cut it in silence
    default_error_messages = {
        "required": "Please give this side of the room a name.",
        "max_length": "The name has %(show_value)d characters. There is room for %(limit_value)d.",
        "null_characters_not_allowed": UNREADABLE,
    }

    def clean(self, value):
        return " ".join(super().clean(value).split())


class ModeField(forms.ChoiceField):
    default_error_messages = {
        "required": "Please choose how people vote.",
        "invalid_choice": "Please choose one of the two ways to vote.",
    }

    def __init__(self, **kwargs):
        super().__init__(label="How do people vote?", choices=_modes, widget=Choices, **kwargs)


class Ticks(forms.CheckboxSelectMultiple):
    """The key questions to tick; those that are always asked stand among them, ticked and fixed."""

    template_name = "assessments/workshops/ticks.html"
    notes = {}  # what to know of a question, by its slug

    def create_option(self, name, value, label, selected, *args, **kwargs):
        is_fixed = value in ALWAYS
        option = super().create_option(name, value, label, selected or is_fixed, *args, **kwargs)
        return option | {"is_fixed": is_fixed, "note": self.notes.get(value, "")}


class QuestionsField(forms.MultipleChoiceField):
    """Which key questions a room is asked, as slugs in the edition's order."""

    widget = Ticks
    default_error_messages = {"invalid_choice": "That is not one of the questions. Please choose from the list."}

    def of(self, edition):
        """The same field with an edition's questions."""
        self.choices = [(question.slug, question.organisation) for question in edition.questions]
        return self

    def clean(self, value):
        ticked = {*super().clean(value), *ALWAYS}
        return [slug for slug, _ in self.choices if slug in ticked]


def _refuse_twice(form, first, second):
    """Two sides of one name can't be told apart on the wall."""
    names = [form.cleaned_data.get(name) for name in (first, second)]
    if all(names) and names[0].casefold() == names[1].casefold():
        form.add_error(second, "Both sides have this name. Please give one of them another.")


class SetUpForm(forms.Form):
    """A new workshop; as it stands it is a good one. Its cleaned data is what `set_up` takes."""

    title = TitleField(
        label="What is this work called?",
        help_text="People see it on the wall and on their phones. You can leave it out.",
        required=False,
    )
    participant = forms.BooleanField(label=SIDES["participant"], required=False, initial=True)
    participant_name = SideField(label="What this side is called", required=False, initial=SIDES["participant"])
    organisation = forms.BooleanField(label="Staff, or others who run the work", required=False, initial=True)
    organisation_name = SideField(label="What the staff side is called", required=False, initial=SIDES["organisation"])
    look = forms.ChoiceField(
        label="Which questions?",
        widget=Choices,
        initial="first",
        error_messages={
            "required": "Please choose which questions to ask.",
            "invalid_choice": "Please choose one of the three.",
        },
    )
    questions = QuestionsField(label="The questions to choose from", required=False)
    mode = ModeField(initial=Workshop.Mode.PRIVATE)
    submission_key = StartForm.base_fields["submission_key"]

    def __init__(self, edition, has_title=True, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        if not has_title:  # an engagement has one
            del self.fields["title"]
        self.edition = edition
        self.fields["questions"].of(edition)
        self.fields["look"].choices = [
            ("first", f"The first look: {len(edition.first_look)} questions, about half an hour"),
            ("whole", f"All {len(edition.questions)} questions, about an hour and a half"),
            ("choose", "Those that I tick below"),
        ]

    def clean(self):
        given = self.cleaned_data
        for voice in SIDES:
            if given.get(voice) and not given.get(f"{voice}_name", "-"):
                self.add_error(f"{voice}_name", SideField.default_error_messages["required"])
        if not any(given.get(voice) for voice in SIDES):
            self.add_error("participant", "Please choose at least one side of the room.")
        if all(given.get(voice) for voice in SIDES):
            _refuse_twice(self, "participant_name", "organisation_name")
        if given.get("look") in {"first", "whole"} and len(given.get("questions", ())) > len(ALWAYS):
            self.add_error("look", "You ticked questions below. Choose “Those that I tick”, or take the ticks out.")
        if self.errors:
            return given
        chosen = {
            "first": self.edition.first_look,
            "whole": self.edition.question_by_slug,
            "choose": given["questions"],
        }
        return {
            "sides": [(given[f"{voice}_name"], voice) for voice in SIDES if given[voice]],
            "asked": [question.slug for question in self.edition.asked(chosen[given["look"]])],
            **{name: given[name] for name in ("title", "mode", "submission_key") if name in given},
        }


class SettingsForm(forms.Form):
    """What can still change in a workshop that was set up."""

    participant_name = SideField(label="Name of the side that takes part")
    organisation_name = SideField(label="Name of the side that runs the work")
    questions = QuestionsField(label="Which questions?", required=False)
    mode = ModeField()
    wall_voice = forms.ChoiceField(
        label="Whose words stand on the wall?",
        choices=WALL,
        widget=Choices,
        help_text="Each phone has the words of its own side.",
        error_messages={
            "required": "Please choose whose words stand on the wall.",
            "invalid_choice": "Please choose one of the two.",
        },
    )
    version = VersionField()

    def __init__(self, workshop, rounds, sides, data=None):
        stored = {
            **{f"{side.voice}_name": side.name for side in sides},
            "questions": [each.question for each in rounds],
            **{name: getattr(workshop, name) for name in ("mode", "wall_voice", "version")},
        }
        super().__init__(data, initial=stored, use_required_attribute=False)
        questions = self.fields["questions"].of(workshop.spectrum)
        questions.widget.notes = {each.question: self._note(each, workshop) for each in rounds}
        voices = [side.voice for side in sides]
        missing = [f"{voice}_name" for voice in SIDES if voice not in voices]
        if missing:
            missing.append("wall_voice")
        if workshop.has_votes:
            missing.append("mode")
        for name in missing:
            del self.fields[name]

    @staticmethod
    def _note(each, workshop):
        if workshop.is_question and each.pk == workshop.current_id:
            return "It is on now."
        return "" if each.state == "waiting" else "It was on, and may have answers."

    def clean(self):
        _refuse_twice(self, "participant_name", "organisation_name")

    @property
    def names(self):
        """The sides' names, by their voices."""
        return {voice: self.cleaned_data[f"{voice}_name"] for voice in SIDES if f"{voice}_name" in self.cleaned_data}

    @property
    def of_workshop(self):
        """What the workshop itself keeps of this."""
        return {name: self.cleaned_data[name] for name in ("mode", "wall_voice") if name in self.cleaned_data}

    def changes(self, stored):
        """What this would change: each label, what is stored (another form's initial values), and what was typed."""
        names = [name for name in self.fields if name != "version" and self.cleaned_data[name] != stored.initial[name]]
        return [
            (
                self.fields[name].label,
                self._in_words(name, stored.initial[name]),
                self._in_words(name, self.cleaned_data[name]),
            )
            for name in names
        ]

    def _in_words(self, name, value):
        words = dict(getattr(self.fields[name], "choices", ()))
        return "\n".join(str(words[each]) for each in value) if name == "questions" else words.get(value, value)


class AgainForm(forms.Form):
    """A second run."""

    keep_code = forms.BooleanField(
        label="Keep the code",
        help_text="Posters and cards that you printed go on working. This run then has no code any more.",
        required=False,
    )
    submission_key = StartForm.base_fields["submission_key"]


class RehearsalForm(forms.Form):
    """A practice workshop; sent twice, it is one."""

    submission_key = StartForm.base_fields["submission_key"]
