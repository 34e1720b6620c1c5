"""What organisations are asked: names, colleagues, new engagements, and which rows of a portfolio to show."""

from django import forms

from .engagement_forms import DayField, TitleField
from .forms import Choices, NoteField, StartForm
from .models import Membership
from .models.engagement import ABOUT_LIMIT


class SentOnceForm(forms.Form):
    """A form that makes something: sent twice, it makes one."""

    submission_key = StartForm.base_fields["submission_key"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class OrganisationForm(SentOnceForm):
    name = TitleField(
        label="Name of the organisation", error_messages={"required": "Please give the organisation a name."}
    )


class EngagementForm(SentOnceForm):
    title = TitleField(
        label="What is this work called?",
        error_messages={"required": "Please give it a name. You can change it later."},
    )
    about = NoteField(
        label="What is it about? (You can leave this out.)", called="text", limit=ABOUT_LIMIT, required=False
    )


class NameForm(forms.Form):
    """Another name; `before` is the one that was on the page, so that no colleague's is overwritten unseen."""

    name = TitleField(
        label="Name of the organisation", error_messages={"required": "An organisation has to have a name."}
    )
    before = TitleField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)


class InvitationForm(SentOnceForm):
    """Whom to invite; the address is there only where mail is set up."""

    email = forms.EmailField(
        label="E-mail address of your colleague",
        help_text="Leave it empty to get a link that you can hand on yourself.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "This is not a whole e-mail address. It looks like name@example.org."},
    )
    role = forms.ChoiceField(
        label="What may they do?",
        choices=[
            (Membership.Role.MEMBER, "Member: works on all engagements"),
            (Membership.Role.OWNER, "Owner: looks after the members and the organisation, too"),
        ],
        widget=Choices,
        initial=Membership.Role.MEMBER,
        error_messages={"invalid_choice": "Please choose one of the two."},
    )

    def __init__(self, organisation, can_mail, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if not can_mail:
            del self.fields["email"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email and self.organisation.memberships.filter(user__email=email).exists():
            raise forms.ValidationError("This colleague is here already.")
        return email


class DeletionForm(forms.Form):
    """The second question before an organisation goes: its name, typed."""

    name = TitleField(
        label="To be sure, type the name of the organisation",
        error_messages={"required": "Please type the name, or keep it."},
    )

    def __init__(self, organisation, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.organisation = organisation

    def clean_name(self):
        typed, name = (
            " ".join(text.split()).casefold() for text in (self.cleaned_data["name"], self.organisation.name)
        )
        if typed != name:
            raise forms.ValidationError("This is not its name. Nothing was deleted.")
        return typed


class PlaceForm(SentOnceForm):
    """Where an assessment goes: as a new engagement of an organisation, into one that is there, or to a new one."""

    NEW = "new"
    place = forms.ChoiceField(
        label="Where shall it go?",
        error_messages={"required": "Please choose a place.", "invalid_choice": "Please choose a place from the list."},
    )
    name = TitleField(label="Name of the new organisation", required=False)

    def __init__(self, engagements_by_organisation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {}
        choices = []
        for organisation, engagements in engagements_by_organisation.items():
            self.places[organisation.slug] = (organisation, None)
            self.places |= {str(each.uid): (organisation, each) for each in engagements}
            new = (organisation.slug, f"{organisation.name}: new engagement")
            those = [
                (str(each.uid), f"{organisation.name}: with “{each.title or 'No name yet'}”") for each in engagements
            ]
            choices += [new, *those]
        self.fields["place"].choices = [*choices, (self.NEW, "A new organisation")]
        if choices:
            self.fields["name"].label = "Its name, if it is a new organisation"
        else:
            self.fields["place"].widget = forms.HiddenInput()
            self.initial["place"] = self.NEW

    def clean(self):
        is_new = self.cleaned_data.get("place") == self.NEW
        if is_new and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", "Please give the new organisation a name.")
        self.cleaned_data["place"] = self.places.get(self.cleaned_data.get("place"))


class PortfolioForm(forms.Form):
    """Which engagements to show, and in which order; never by type."""

    name = TitleField(label="Name", required=False, widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}))
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)
    kept = forms.ChoiceField(
        label="Show",
        choices=[("", "All"), ("live", "Live ones"), ("archived", "Archived ones")],
        required=False,
        error_messages={"invalid_choice": "Please choose what to show from the list."},
    )
    sort = forms.ChoiceField(
        label="Order",
        choices=[("name", "By name"), ("newest", "Newest first"), ("differ", "Differences first")],
        required=False,
        error_messages={"invalid_choice": "Please choose an order from the list."},
    )
    differ = forms.BooleanField(label="Only where the two differ", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_sort(self):
        return self.cleaned_data["sort"] or "name"

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The second day comes before the first.")

    @property
    def criteria(self):
        """What to choose by, as `portfolio.chosen` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sort"}

    @property
    def is_asked(self):
        """Whether anything is asked for that could leave a row out."""
        return any(self.criteria.values())
