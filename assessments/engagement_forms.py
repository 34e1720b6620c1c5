"""What colleagues say of an engagement, checked: its name and facts, its parts, and what they agree."""

from django import forms
from django.core.validators import MaxLengthValidator

from .forms import TITLE_LIMIT, UNREADABLE, AnswerForm, Choices, NoteField, readable
from .models.engagement import ABOUT_LIMIT

MOST_INVITED = 1_000_000
MOST_VERSIONS = 2**31 - 1


class TitleField(forms.CharField):
    """The name of a piece of work."""

    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    default_validators = [readable, MaxLengthValidator(TITLE_LIMIT)]  # with max_length browsers cut it in silence
    default_error_messages = {
        "required": "Please give it a name.",
        "max_length": "The name has %(show_value)d characters. There is room for %(limit_value)d.",
        "null_characters_not_allowed": UNREADABLE,
    }


class DayField(forms.DateField):
    """A day, from the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]  # a browser without a calendar sends what was typed
    default_error_messages = {"invalid": "Please give a day like 31/12/2026."}


class VersionField(forms.IntegerField):
    """The version that somebody had before them, so that nothing newer is overwritten unseen."""

    def __init__(self, **kwargs):
        # Not understood is as old as can be: it is then shown what is there, and nothing is lost.
        super().__init__(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_VERSIONS, **kwargs)

    def clean(self, value):
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


class EngagementForm(forms.Form):
    """An engagement's settings."""

    title = TitleField(label="What is this work called?")
    about = NoteField(label="What is it about?", called="text", limit=ABOUT_LIMIT, required=False)
    runs_it = forms.ChoiceField(
        widget=Choices,
        required=False,
        help_text="You can leave this out.",
        error_messages={"invalid_choice": "Please choose one of the answers below."},
    )
    claim = forms.ChoiceField(
        label="What do you call it, when you talk about it?",
        help_text="In letters, on posters, on your website.",
        widget=Choices,
        required=False,
        error_messages={"invalid_choice": "Please choose one of the names below."},
    )
    starts_on = DayField(label="When does it start?", help_text="You can leave this out.", required=False)
    ends_on = DayField(label="When does it end?", help_text="You can leave this out.", required=False)
    invited = forms.IntegerField(
        label="How many people did you invite to answer?",
        help_text="About how many is fine. It then says: 12 of about 40.",
        required=False,
        min_value=1,
        max_value=MOST_INVITED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Please type a whole number, like 40.",
            "min_value": "Please type 1 or more, or leave it empty.",
            "max_value": f"That is more than we can keep. There is room for {MOST_INVITED:,}.",
        },
    )
    contact = NoteField(
        label="Whom can people tell, if they are not safe or want to complain?",
        called="text",
        limit=ABOUT_LIMIT,
        rows=3,
        required=False,
    )
    version = VersionField()

    def __init__(self, edition, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        self.type_by_slug = edition.type_by_slug
        self.fields["runs_it"].label = edition.runs_it_text("organisation")
        self.fields["runs_it"].choices = [(each.slug, each.text("organisation")) for each in edition.runs_it]
        self.fields["claim"].choices = [
            *((type_.slug, type_.name) for type_ in edition.types),
            ("none", "None of these, or nothing yet"),
        ]
        self.fields["contact"].help_text = "A name, a phone number, a mail address. People read it before they answer."

    @classmethod
    def of(cls, engagement, edition, data=None):
        """The form with what is stored, and its version."""
        stored = {name: getattr(engagement, name) for name in cls.base_fields}
        stored["claim"] = edition.type_at(engagement.claim).slug if engagement.claim else "none"
        return cls(edition, data=data, initial=stored)

    def changes(self, engagement):
        """What this would change in an engagement: each field's label, what is stored, and what was typed, in words."""
        pairs = {name: (getattr(engagement, name), self.cleaned_data[name]) for name in self.cleaned_data}
        return [
            (self.fields[name].label, self._in_words(name, stored), self._in_words(name, typed))
            for name, (stored, typed) in pairs.items()
            if stored != typed
        ]

    def _in_words(self, name, value):
        if name == "claim":
            return next((each.name for each in self.type_by_slug.values() if each.position == value), "")
        return dict(self.fields[name].choices).get(value, "") if name == "runs_it" else value

    def clean_claim(self):
        """The claimed type's position, or None."""
        type_ = self.type_by_slug.get(self.cleaned_data["claim"])
        return type_ and type_.position

    def clean(self):
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "The end is before the start. Please change one of the two days.")


class PartForm(forms.Form):
    """A new part of an engagement."""

    title = TitleField(
        label="What is this part called?", help_text="A stage, a group or a topic. For example: choosing the design."
    )

    def __init__(self, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)


class AgreedForm(AnswerForm):
    """What colleagues agree on one key question, and why."""

    version = VersionField()

    def __init__(self, question, edition, **kwargs):
        super().__init__(question, edition, "organisation", **kwargs)
        self.fields["note"].label = "Why do you agree on this?"
        self.fields["note"].help_text += " Your colleagues read this. Please name nobody."

    def says_the_same_as(self, answer):
        """Whether a stored answer (or None) is what was sent here."""
        sent = self.cleaned_data["choice"], self.cleaned_data["note"]
        return answer is not None and (answer.choice, answer.note) == sent
