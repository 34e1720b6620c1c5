"""People who take part in an organisation's engagement, and what they have answered."""

from django.urls import reverse

from assessments.models import Assessment, Statement
from assessments.tokens import new_token
from spectrum.models import Edition
from tests import cast

TITLE = "A new clinic by the river"
ABOUT = "We plan a new clinic.\nIt opens in two years."
CONTACT = "Ann Reed, on the phone: 01632 960001"


def inviting(**fields):
    """An engagement of the cast's organisation, with an invitation link."""
    fields = {"title": TITLE, "about": ABOUT, "contact": CONTACT, **fields}
    engagement = cast.organisation().engagements.create(**fields)
    engagement.invite()
    return engagement


def invitation(engagement):
    return reverse("invitation", args=[engagement.invitation_token])


def taking_part(engagement, choice="consulting", *, finished=True, look="first", note="", note_shared=False):
    """Somebody's answers, all alike, the note with the first; and their token."""
    assessment, token = Assessment.objects.begin("participant", look, engagement=engagement)
    for number, slug in enumerate(assessment.asked):
        assessment.record_answer(slug, choice, "" if number else note, note_shared)
    if finished:
        assessment.finish()
    return assessment, token


def released(**fields):
    """An engagement whose first five people make a release."""
    engagement = inviting(**fields)
    for choice in ("informing", "consulting", "consulting", "involving", "not-sure"):
        taking_part(engagement, choice)
    return engagement


def stating(**fields):
    """An engagement with a published statement."""
    engagement = inviting(**fields)
    statement = Statement.objects.create(engagement=engagement)
    statement.publish(statement.write(0, None, type=2))
    return engagement


def sheet(engagement, choice="involving"):
    """A sheet of paper that a colleague has typed in."""
    questions = Edition.objects.newest().frozen().questions
    answers = {question.slug: (choice, "") for question in questions}
    return Assessment.objects.type_in(engagement, cast.owner(), answers, new_token())
