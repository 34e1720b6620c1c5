"""What colleagues do so that people can answer: invite, print, type in what came on paper, close."""

from django.conf import settings
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.access import engagement_for, live_engagement_for, paper_sheet_of
from assessments.comparison import PEOPLE_COUNTED
from assessments.models import Assessment
from assessments.participation_forms import PaperForm
from assessments.qr import qr_code
from assessments.tokens import new_token
from spectrum.models import Edition, newest_edition

from .answering import UNPROCESSABLE, page_with_form


@page_with_form
def invitation(request, uid):
    """The participants' link with everything that brings it to people; sending it makes the link."""
    if request.method == "POST":
        live_engagement_for(request.user, uid).invite()
        return redirect("engagement-invitation", uid)
    engagement = engagement_for(request.user, uid)
    context = _invited(request, engagement) | {
        "release": engagement.releases.first(),
        "edition": newest_edition(),
    }
    return render(request, "assessments/invitations/invitation.html", context)


def _invited(request, engagement):
    """The link as people get it: as an address, and as a picture that a phone can read."""
    context = {"engagement": engagement, "release_floor": settings.RELEASE_FLOOR, "people_counted": PEOPLE_COUNTED}
    if engagement.invitation_token:
        link = request.build_absolute_uri(reverse("invitation", args=[engagement.invitation_token]))
        context |= {"link": link, "qr": qr_code(link, f"QR code. It opens {link}")}
    return context


@require_POST
def renewal(request, uid):
    """Put another link in the place of one that leaked."""
    live_engagement_for(request.user, uid).renew_invitation()
    return redirect("engagement-invitation", uid)


@require_POST
def withdrawal(request, uid):
    """Withdraw the link; answers stay."""
    live_engagement_for(request.user, uid).stop_inviting()
    return redirect("engagement-invitation", uid)


@require_POST
def closure(request, uid):
    """Take no more answers."""
    live_engagement_for(request.user, uid).close()
    return redirect(reverse("engagement-invitation", args=[uid]) + "#closing")


@require_POST
def reopening(request, uid):
    """Take answers again."""
    live_engagement_for(request.user, uid).reopen()
    return redirect(reverse("engagement-invitation", args=[uid]) + "#closing")


@require_safe
def poster(request, uid):
    """One page of A4 for a wall; without a link there is nothing to put on it."""
    engagement = engagement_for(request.user, uid)
    if not engagement.is_inviting:
        return redirect("engagement-invitation", uid)
    return render(request, "assessments/invitations/poster.html", _invited(request, engagement))


@require_safe
def paper(request, uid):
    """The questions to answer by hand."""
    engagement = engagement_for(request.user, uid)
    edition = newest_edition()
    context = _invited(request, engagement) | {
        "edition": edition,
        "voice": edition.voice_by_slug["participant"],
        "questions": [(question, edition.none_text(question, "participant")) for question in edition.questions],
    }
    return render(request, "assessments/invitations/paper.html", context)


@never_cache  # each page has a submission key of its own
@page_with_form
def paper_answers(request, uid):
    """Type in one sheet of paper; the sheets so far stand below it. Paper may come after answers were closed."""
    engagement = live_engagement_for(request.user, uid)
    newest = Edition.objects.only("pk").newest()
    is_sent = request.method == "POST"
    form = PaperForm(newest.frozen(), data=request.POST if is_sent else None, initial={"submission_key": new_token()})
    if form.is_valid():
        key = form.cleaned_data["submission_key"] or new_token()
        sheet = Assessment.objects.type_in(engagement, request.user, form.answers(), key, newest)
        return redirect(reverse("engagement-paper-answers", args=[uid]) + f"?saved={sheet.key}")
    sheets = list(
        engagement.assessments.on_paper()
        .select_related("author")
        .annotate(answered=Count("answers"))
        .order_by("-started_on", "key")
    )
    context = {
        "engagement": engagement,
        "edition": newest.frozen(),
        "form": form,
        "sheets": sheets,
        "saved": next((sheet for sheet in sheets if str(sheet.key) == request.GET.get("saved")), None),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessments/invitations/paper_answers.html", context, status=status)


@page_with_form
def paper_sheet_deletion(request, uid, key):
    """Delete a sheet that was typed in by mistake, after asking once. Sent twice, it is deleted once."""
    engagement = live_engagement_for(request.user, uid)
    if request.method == "POST":
        for sheet in engagement.assessments.on_paper().filter(pk=key):
            sheet.erase()
        return redirect("engagement-paper-answers", uid)
    context = {"engagement": engagement, "sheet": paper_sheet_of(engagement, key)}
    return render(request, "assessments/invitations/paper_sheet_deletion.html", context)
