"""What an organisation says in public of an engagement, checked."""

from django import forms

from .engagement_forms import VersionField
from .forms import Choices, NoteField

TEXT_LIMIT = 2000


class StatementText(NoteField):
    """One part of a statement; what is left empty is left out of the page."""

    def __init__(self, label, help_text=""):
        super().__init__(label=label, called="text", limit=TEXT_LIMIT, rows=4, required=False)
        self.help_text = f"{help_text} {self.help_text}".strip()


class StatementForm(forms.Form):
    """The texts of a statement, and the number of the version that they were typed over."""

    type = forms.ChoiceField(
        label="Which type do you offer?",
        widget=Choices,
        error_messages={
            "required": "Please choose the type that you offer.",
            "invalid_choice": "That is not one of the types. Please choose one below.",
        },
    )
    expect = StatementText("What can people expect?")
    can_change = StatementText(
        "What can change?", "What could be different because of what people say? Leave it empty if nothing can."
    )
    cannot_change = StatementText("What can't change?", "What is fixed, and why?")
    support = StatementText("What support is there?", "Help to take part, costs, pay, other formats.")
    hear_back = StatementText("How and when do people hear back?", "Name a month, if you can.")
    ask = StatementText("Whom can people ask?", "A name, a phone number, a mail address. Everybody can read it.")
    done = StatementText(
        "What did people say, and what did you do?", "For later. Leave it empty until there is something to tell."
    )
    number = VersionField()

    def __init__(self, edition, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        self.type_by_slug = edition.type_by_slug
        self.fields["type"].choices = [(type_.slug, f"{type_.name}. {type_.short}") for type_ in edition.types]

    @classmethod
    def over(cls, version, edition):
        """The form with what a version says, to write the next."""
        said = {name: getattr(version, name) for name in cls.base_fields}
        return cls(edition, initial=said | {"type": edition.type_at(version.type).slug})

    def clean_type(self):
        """The type's position."""
        return self.type_by_slug[self.cleaned_data["type"]].position

    def differences(self, version):
        """Where this differs from a version: each field's label, what the version says, and what was typed."""
        names = [name for name in self.fields if name != "number"]
        pairs = {name: (getattr(version, name), self.cleaned_data[name]) for name in names}
        return [
            (self.fields[name].label, self._in_words(name, stored), self._in_words(name, typed))
            for name, (stored, typed) in pairs.items()
            if stored != typed
        ]

    def _in_words(self, name, value):
        is_type = name == "type"
        return next(each.name for each in self.type_by_slug.values() if each.position == value) if is_type else value


class PublicationForm(forms.Form):
    """Which version is to be public, and whether it is although the answers contradict it."""

    number = VersionField()
    anyway = forms.BooleanField(required=False)
