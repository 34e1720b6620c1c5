"""What the answers say: the result and everything that can be done with it."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import exports
from assessments.access import assessment_by_token, shared_assessment
from assessments.models import Assessment
from assessments.tokens import Gone

from .files import csv_file, json_file


@require_safe
def result(request, token):
    """The classification, explained; before the answers are finished, the way back to them."""
    assessment = assessment_by_token(token)
    if not assessment.is_finished:
        return redirect("assessment-answers", token)
    context = _context(assessment) | {
        "token": token,
        "already": "already" in request.GET,
        "keep_days": settings.KEEP_DAYS,
    }
    # Plain text, not markup: without this a note's own tags would become the page's.
    context["minutes"] = escape(render_to_string("assessments/minutes.txt", context))
    context["private_link"] = request.build_absolute_uri(reverse("assessment", args=[token]))
    if assessment.share_token:
        share = reverse("shared-result", args=[assessment.share_token])
        context["share_link"] = request.build_absolute_uri(share)
    return render(request, f"assessments/result_{assessment.voice}.html", context)


@require_safe
def shared(request, share_token):
    """The result for somebody with the read-only link: live and dated, without notes."""
    assessment = shared_assessment(share_token)
    return render(request, f"assessments/result_{assessment.voice}.html", _context(assessment) | {"is_shared": True})


def _context(assessment):
    return {
        "assessment": assessment,
        "edition": assessment.spectrum,
        "explanation": assessment.explain(),
        "today": timezone.localdate(),
    }


@require_safe
def result_json(request, token):
    """The result as the stable contract, format 1."""
    return json_file(exports.as_json(assessment_by_token(token)))


@require_safe
def result_csv(request, token):
    """The answers as a table, a row a question."""
    return csv_file("answers", exports.as_csv(assessment_by_token(token)))


@require_safe
def letter(request, token):
    """A participant's letter to take back: one page with their open questions."""
    assessment = assessment_by_token(token)
    if assessment.voice != Assessment.Voice.PARTICIPANT:
        raise Http404
    if not assessment.is_finished:
        return redirect("assessment-answers", token)
    return render(request, "assessments/letter.html", _context(assessment) | {"token": token})


@require_POST
def share(request, token):
    """Make the read-only link."""
    assessment_by_token(token).share()
    return redirect(reverse("assessment-result", args=[token]) + "#share")


@require_POST
def share_withdrawal(request, token):
    """Withdraw the read-only link."""
    assessment_by_token(token).stop_sharing()
    return redirect(reverse("assessment-result", args=[token]) + "#share")


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request, token):
    """Delete the answers, after asking once more. Sent twice, both see that they are deleted."""
    try:
        assessment = assessment_by_token(token)
    except Gone:
        if request.method != "POST":
            raise
        return render(request, "assessments/deleted.html")
    if request.method == "POST":
        assessment.erase()
        return render(request, "assessments/deleted.html", {"assessment": assessment})
    context = {"assessment": assessment, "token": token, "release_floor": settings.RELEASE_FLOOR}
    return render(request, "assessments/deletion.html", context)
