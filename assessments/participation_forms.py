"""What colleagues type in for people who take part."""

from django import forms

from .forms import Choices, NoteField, StartForm

NO_ANSWER = ""


class Letters(Choices):
    """The choices of a sheet of paper side by side; each says its words to who can't see the sheet."""

    template_name = "components/letters.html"


class PaperForm(forms.Form):
    """A sheet of paper: a letter per question, and the words that their writer lets others read."""

    submission_key = StartForm.base_fields["submission_key"]

    def __init__(self, edition, **kwargs):
        super().__init__(use_required_attribute=False, **kwargs)
        self.questions = edition.questions
        voice = edition.voice_by_slug["participant"]
        for question in self.questions:
            self.fields[question.slug] = forms.ChoiceField(
                label=question.text(voice.slug),
                choices=[
                    *((choice.type, choice.text(voice.slug)) for choice in question.choices),
                    ("not-sure", voice.not_sure),
                    ("none", edition.none_text(question, voice.slug)),
                    (NO_ANSWER, "No answer"),
                ],
                widget=Letters(letters="".join(choice.letter for choice in question.choices)),
                initial=NO_ANSWER,
                required=False,
                error_messages={"invalid_choice": "That is not one of the answers. Please choose one of these."},
            )
            self.fields[f"{question.slug}-note"] = NoteField(label="What they wrote", required=False)
            self.fields[f"{question.slug}-shared"] = forms.BooleanField(
                label="They ticked “You may share my words”", required=False
            )

    def rows(self):
        """Per question its fields: the answer, the words, and whether they may be shared."""
        return [(self[slug], self[f"{slug}-note"], self[f"{slug}-shared"]) for slug in self._slugs()]

    def clean(self):
        given = super().clean()
        for slug in self._slugs():
            note = given.get(f"{slug}-note")
            if note and not given.get(f"{slug}-shared"):
                self.add_error(
                    f"{slug}-note", "Type in only words whose writer ticked the box. Did they? Then tick it here too."
                )
            if note and given.get(slug) == NO_ANSWER:
                self.add_error(slug, "These words have no answer with them. Please choose one, or “not sure”.")
        if not self.errors and not self.answers():
            self.add_error(self._slugs()[0], "This sheet has no answer yet. Please choose at least one.")
        return given

    def answers(self):
        """What was answered: by the question's slug the choice and the words."""
        given = self.cleaned_data
        return {slug: (given[slug], given[f"{slug}-note"]) for slug in self._slugs() if given[slug] != NO_ANSWER}

    def _slugs(self):
        return [question.slug for question in self.questions]
