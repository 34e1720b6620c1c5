"""One engagement: its page, what is said of it, its parts, and the ways to answer for it, put it away and delete it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import engagement_exports
from assessments.access import (
    colleagues_assessment,
    engagement_for,
    live_engagement_for,
    membership_in,
    own_assessment,
)
from assessments.engagement_forms import EngagementForm, PartForm
from assessments.forms import StartForm
from assessments.models import Assessment
from assessments.overview import Overview
from assessments.tokens import new_token
from spectrum.models import Edition, newest_edition

from .answering import CONFLICT, UNPROCESSABLE, page_with_form, start_page
from .files import csv_file, json_file


@require_safe
def engagement(request, uid):
    """Its name beside its answers, the ways on, colleagues, parts and what was found over time."""
    return render(request, "assessments/engagements/engagement.html", _context(engagement_for(request.user, uid)))


def _context(engagement, **more):
    work = Overview(engagement)
    claim = engagement.claim and work.edition.type_at(engagement.claim)
    return {
        "engagement": engagement,
        "work": work,
        "edition": work.edition,
        "colleagues": work.colleagues,
        "claim": claim,
        **more,
    }


@require_safe
def engagement_json(request, uid):
    """All that the page tells, and the newest comparison and statement, for another program."""
    work = Overview(engagement_for(request.user, uid))
    return json_file(engagement_exports.as_json(work))


@require_safe
def engagement_csv(request, uid):
    """The same as a table."""
    work = Overview(engagement_for(request.user, uid))
    return csv_file("engagement", engagement_exports.as_csv(work))


@require_safe
def assessment(request, uid, key):
    """What a colleague answered, to read: without notes, which were written for whoever has the private link."""
    assessment = colleagues_assessment(request.user, uid, key)
    context = {
        "assessment": assessment,
        "engagement": assessment.engagement,
        "edition": assessment.spectrum,
        "explanation": assessment.explain(),
        "today": timezone.localdate(),
        "is_shared": True,
        "with_notes": assessment.kind == Assessment.Kind.AGREED,  # the reasons are there for colleagues
    }
    return render(request, f"assessments/result_{assessment.voice}.html", context)


@require_POST
def assessment_continuation(request, uid, key):
    """On with one's own answers, or back to them to change one."""
    assessment = own_assessment(request.user, uid, key)
    return redirect("assessment-answers" if assessment.is_finished else "assessment", assessment.token_for_author())


@never_cache  # each page has a submission key of its own
@page_with_form
def begin(request, uid, voice):
    """The first page of a colleague's own answers; sending it begins them."""
    engagement = live_engagement_for(request.user, uid)
    newest = Edition.objects.only("pk").newest()
    initial = {"submission_key": new_token(), "runs_it": engagement.runs_it}
    form = StartForm(newest.frozen(), voice, data=request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        _, token = Assessment.objects.begin(
            voice, edition=newest, engagement=engagement, author=request.user, **form.cleaned_data
        )
        return redirect("assessment", token)
    template = f"assessments/engagements/start_{voice}.html"
    return start_page(request, newest.frozen(), voice, form, template, engagement=engagement)


@page_with_form
def settings(request, uid):
    """The facts of an engagement, to change them; a colleague who was quicker is not overwritten unseen."""
    engagement = live_engagement_for(request.user, uid)
    form = EngagementForm.of(engagement, newest_edition(), request.POST if request.method == "POST" else None)
    context = {"engagement": engagement, "form": form}
    if form.is_valid():
        fields = form.cleaned_data
        if engagement.amend(fields.pop("version"), **fields):
            return redirect("engagement", uid)
        context["changes"] = form.changes(engagement)
        if not context["changes"]:  # the same form, sent twice
            return redirect("engagement", uid)
        return render(request, "assessments/engagements/settings_conflict.html", context, status=CONFLICT)
    return render(
        request, "assessments/engagements/settings.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@page_with_form
def parts(request, uid):
    """The parts of an engagement, with a form for one more; a part has none of its own."""
    fetch = live_engagement_for if request.method == "POST" else engagement_for
    engagement = fetch(request.user, uid)
    if engagement.part_of:
        raise Http404
    form = PartForm(data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        part = engagement.add_part(form.cleaned_data["title"])
        return redirect("engagement", part.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessments/engagements/parts.html", _context(engagement, form=form), status=status)


@require_POST
def archive(request, uid):
    """Put it away, read-only, with its parts."""
    engagement = engagement_for(request.user, uid)
    if not engagement.is_archived:
        engagement.archive()
    return redirect("engagement", uid)


@require_POST
def archive_return(request, uid):
    """Bring it back, with its parts."""
    engagement = engagement_for(request.user, uid)
    if engagement.is_archived:
        engagement.bring_back()
    return redirect("engagement", uid)


@page_with_form
def deletion(request, uid):
    """Delete an engagement with everything under it: asked once, asked again, done; sent twice, it is done once."""
    try:
        engagement = engagement_for(request.user, uid)
    except Http404:
        if request.method != "POST" or "organisation" not in request.POST:
            raise
        organisation = membership_in(request.user, request.POST["organisation"]).organisation
        return redirect(reverse("organisation", args=[organisation.slug]) + "?deleted")
    if "for-good" in request.POST:
        engagement.erase()
        return redirect(reverse("organisation", args=[engagement.organisation.slug]) + "?deleted")
    context = {"engagement": engagement, "is_sure": request.method == "POST", "under_it": engagement.count_under_it()}
    return render(request, "assessments/engagements/deletion.html", context)
