"""The rows of assessments as tests look at them."""

from datetime import timedelta

from django.utils import timezone

from assessments.models import (
    Action,
    Answer,
    Assessment,
    Engagement,
    Event,
    HandCount,
    MemberInvitation,
    Membership,
    Organisation,
    Release,
    RetiredToken,
    Round,
    Side,
    Statement,
    StatementVersion,
    Workshop,
    WrongCodes,
)

MODELS = (
    Answer,
    Assessment,
    Engagement,
    MemberInvitation,
    Membership,
    Organisation,
    Release,
    RetiredToken,
    Statement,
    StatementVersion,
)
# What a facilitator does may have a time; WrongCodes are gone after an hour.
OF_WORKSHOPS = (Action, Event, HandCount, Round, Side, Workshop, WrongCodes)


def stored():
    """Every row of the app, to see whether anything changed."""
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in (*MODELS, *OF_WORKSHOPS)}


def tab(assessment):
    """The same assessment as another tab has loaded it."""
    return Assessment.objects.select_related("engagement").get(pk=assessment.pk)


def age(assessment, days):
    """Let it have been saved so many days ago."""
    ago = timedelta(days)
    rows = Assessment.objects.filter(pk=assessment.pk)
    rows.update(saved_on=timezone.localdate() - ago, keep_until=assessment.keep_until - ago)
    return tab(assessment)


# What saves an assessment; each takes it and is done in a tab of its own.
SAVES = {
    "answering": lambda tab: tab.record_answer("open", "informing"),
    "setting out": lambda tab: tab.set_out("whole", "shared"),
    "sharing": lambda tab: tab.share(),
    "saving": lambda tab: tab.save_today(),
    "finishing": lambda tab: tab.finish("Another title", 1),
    "withdrawing": lambda tab: tab.stop_sharing(),
}
