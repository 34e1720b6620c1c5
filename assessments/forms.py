"""Everything that comes from outside, checked and turned into the domain's own values."""

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.forms.renderers import TemplatesSetting

from .models.answer import NOTE_LIMIT
from .tokens import TOKEN_PATTERN

TITLE_LIMIT = 200
UNREADABLE = "There is a sign in it that we can't keep. Please type that part again."
# Bytes that are no text arrive as U+FFFD: what somebody meant is lost, and is not stored as if it were theirs.
readable = RegexValidator("\ufffd", UNREADABLE, inverse_match=True)


class FormRenderer(TemplatesSetting):
    """Renders every field of the site with one template."""

    field_template_name = "components/field.html"


class Choices(forms.RadioSelect):
    """Radio buttons in a column. With `letters`, each of the first choices carries its own: A, B, C, D."""

    template_name = "components/choices.html"

    def __init__(self, *args, letters="", **kwargs):
        super().__init__(*args, **kwargs)
        self.letters = letters

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        option["letter"] = self.letters[index : index + 1]
        return option


def _without_carriage_returns(text):
    """Browsers send a line break as two characters; people count one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class NoteField(forms.CharField):
    """A long text that is kept whole or refused in words, never cut."""

    default_error_messages = {"null_characters_not_allowed": UNREADABLE}
    default_validators = [readable]

    def __init__(self, *, limit=NOTE_LIMIT, called="note", rows=5, **kwargs):
        self.limit, self.called = limit, called
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "data-limit": limit})
        super().__init__(widget=widget, help_text=f"Up to {limit:,} characters.", **kwargs)

    def to_python(self, value):
        return _without_carriage_returns(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if len(value) > self.limit:
            raise forms.ValidationError(
                f"Your {self.called} has {len(value):,} characters. There is room for {self.limit:,}. "
                f"Please take out {len(value) - self.limit:,}."
            )


class StartForm(forms.Form):
    """How to begin: who runs it, and the first look or the whole. A repeated submission key begins nothing new."""

    runs_it = forms.ChoiceField(
        widget=Choices,
        required=False,
        help_text="You can leave this out.",
        error_messages={"invalid_choice": "Please choose one of the answers below."},
    )
    look = forms.ChoiceField(
        choices=[("first", "First look"), ("whole", "All questions")],
        required=False,
        error_messages={"invalid_choice": "Please use one of the two buttons below."},
    )
    submission_key = forms.CharField(
        required=False,
        widget=forms.HiddenInput,
        validators=[RegexValidator(f"^{TOKEN_PATTERN}$", "This form is not ours. Please load the page again.")],
    )

    def __init__(self, edition, voice, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        self.fields["runs_it"].label = edition.runs_it_text(voice)
        self.fields["runs_it"].choices = [(answer.slug, answer.text(voice)) for answer in edition.runs_it]
        self.voice = voice

    def clean_look(self):
        return "whole" if self.voice == "planning" else self.cleaned_data["look"] or "whole"


class AnswerForm(forms.Form):
    """The answer to one key question: one of its choices or an unknown, and a note if somebody likes."""

    choice = forms.ChoiceField(
        error_messages={
            "required": "Please choose an answer. Not being sure is an answer too.",
            "invalid_choice": "That is not one of the answers. Please choose one below.",
        }
    )
    note = NoteField(label="Your note", required=False)
    note_shared = forms.BooleanField(label="You may share my words", required=False)

    def __init__(self, question, edition, voice, can_share=False, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        if not can_share:  # there is nobody to share them with
            del self.fields["note_shared"]
        choice = self.fields["choice"]
        choice.widget = Choices(letters="".join(each.letter for each in question.choices))
        choice.label, choice.is_page_heading = question.text(voice), True
        choice.choices = [
            *((each.type, each.text(voice)) for each in question.choices),
            ("not-sure", edition.voice_by_slug[voice].not_sure),
            ("none", edition.none_text(question, voice)),
        ]


class HelpForm(forms.Form):
    """What somebody who takes part may say after their answers, for their own page alone."""

    had_help = forms.BooleanField(
        label="I had help to answer", help_text="Only your own page says this. No one else is told.", required=False
    )


class ReviewForm(forms.Form):
    """What an organisation is asked after its answers, so that nobody answers to fit: a title, and what it calls it."""

    title = forms.CharField(
        label="What is this work called?",
        help_text="For your own list and print-outs. Leave it empty if you like.",
        required=False,
        validators=[readable, MaxLengthValidator(TITLE_LIMIT)],  # with max_length browsers would cut it in silence
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={
            "max_length": "The name has %(show_value)d characters. There is room for %(limit_value)d.",
            "null_characters_not_allowed": UNREADABLE,
        },
    )
    claim = forms.ChoiceField(
        label="What do you call it, when you talk about it?",
        help_text="In letters, on posters, on your website. We compare it with your answers.",
        widget=Choices,
        required=False,
        error_messages={"invalid_choice": "Please choose one of the names below."},
    )

    def __init__(self, edition, has_title=False, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        if has_title:  # colleagues keep it; its settings are the place to change it
            del self.fields["title"]
        self.type_by_slug = edition.type_by_slug
        self.fields["claim"].choices = [
            *((type_.slug, type_.name) for type_ in edition.types),
            ("none", "None of these, or nothing yet"),
        ]

    def clean_claim(self):
        """The claimed type's position, or None."""
        type_ = self.type_by_slug.get(self.cleaned_data["claim"])
        return type_ and type_.position
