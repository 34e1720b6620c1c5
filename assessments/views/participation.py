"""Participants' way in: an engagement's invitation, what a phone remembers of it, and the page for those who help."""

from contextlib import suppress

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.access import assessment_by_token, invited_engagement
from assessments.comparison import PEOPLE_COUNTED
from assessments.forms import StartForm
from assessments.models import Assessment
from assessments.refusals import Closed
from assessments.tokens import Gone, new_token
from spectrum.models import Edition

from .answering import page_with_form, start_page

SEAT = "seat"  # the cookie with which a phone remembers whose answers were begun on it
SEAT_DAYS = 90


@never_cache  # each page has a submission key of its own
@page_with_form
def invitation(request, token):
    """Who asks, who will see what, and whom to tell; sending it begins somebody's answers."""
    engagement = invited_engagement(token)
    newest = Edition.objects.only("pk").newest()
    edition = newest.frozen()
    is_sent = request.method == "POST"
    form = StartForm(
        edition, "participant", data=request.POST if is_sent else None, initial={"submission_key": new_token()}
    )
    if form.is_valid():
        _, private = Assessment.objects.begin("participant", edition=newest, engagement=engagement, **form.cleaned_data)
        return _remembered(redirect("assessment", private), token, private)
    begun = _begun_here(request, engagement)
    context = {
        "engagement": engagement,
        "token": token,
        "begun": begun,
        "release_floor": settings.RELEASE_FLOOR,
        "people_counted": PEOPLE_COUNTED,
    }
    if begun:
        context["seat"] = request.COOKIES[SEAT]
        context["private_link"] = request.build_absolute_uri(reverse("assessment", args=[context["seat"]]))
    return start_page(request, edition, "participant", form, "assessments/participation/invitation.html", **context)


def _remembered(response, token, private):
    """The private link stays on the phone, for this one invitation: whoever opens it again finds the way back."""
    response.set_cookie(
        SEAT,
        private,
        max_age=SEAT_DAYS * 24 * 3600,
        path=reverse("invitation", args=[token]),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _begun_here(request, engagement):
    """The assessment of this engagement that was begun on this phone, or None; what the cookie says may be anything."""
    try:
        assessment = assessment_by_token(request.COOKIES.get(SEAT, ""))
    except (Gone, Http404):
        return None
    return assessment if assessment.engagement_id == engagement.pk else None


@require_POST
def forgetting(request, token):
    """The phone forgets whose answers were begun on it, also after the engagement has closed; the answers stay."""
    with suppress(Closed):
        invited_engagement(token)
    response = render(request, "assessments/participation/forgetting.html", {"token": token})
    response.delete_cookie(SEAT, path=reverse("invitation", args=[token]), samesite="Lax")
    return response


@require_safe
def helping(request):
    """How to help somebody to answer, without answering for them."""
    return render(request, "assessments/participation/helping.html")
