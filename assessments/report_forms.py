"""What a room says that somebody will do, checked."""

from django import forms
from django.core.validators import MaxLengthValidator

from .engagement_forms import DayField
from .forms import UNREADABLE, StartForm, readable
from .models.workshop import WHAT_LIMIT, WHO_LIMIT


class ShortText(forms.CharField):
    """One line of people's own words."""

    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})

    def __init__(self, limit, **kwargs):
        # With max_length browsers would cut it in silence.
        super().__init__(validators=[readable, MaxLengthValidator(limit)], **kwargs)
        self.error_messages["null_characters_not_allowed"] = UNREADABLE
        self.error_messages["max_length"] = (
            "This has %(show_value)d characters. There is room for %(limit_value)d. Please make it shorter."
        )


class ActionForm(forms.Form):
    """What is to be done, who does it, and by when. A repeated submission key adds nothing new."""

    what = ShortText(
        WHAT_LIMIT, label="What will be done?", error_messages={"required": "Please say what will be done."}
    )
    who = ShortText(
        WHO_LIMIT,
        label="Who does it?",
        help_text="A first name or a role is enough. You can leave this out.",
        required=False,
    )
    by_when = DayField(label="By when?", help_text="You can leave this out.", required=False)
    submission_key = StartForm.base_fields["submission_key"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
