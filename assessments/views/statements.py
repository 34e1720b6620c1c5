"""The statement of an engagement: written and published by colleagues, and read by everybody."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import stating
from assessments.access import engagement_for, live_engagement_for, statement_by_token
from assessments.models import Statement
from assessments.qr import qr_code
from assessments.statement_forms import PublicationForm, StatementForm
from spectrum.models import newest_edition

from .answering import CONFLICT, UNPROCESSABLE, page_with_form


@page_with_form
def editor(request, uid):
    """What is written so far, whether the answers carry it, and whether it is public; to write it, the form.

    Sending the form stores the next version; a colleague who was quicker is not overwritten unseen.
    """
    if request.method == "POST":
        return _write(request, live_engagement_for(request.user, uid))
    engagement = engagement_for(request.user, uid)
    newest = Statement.of(engagement).newest
    if (newest and "change" not in request.GET) or engagement.is_archived:
        return _written(request, engagement, newest)
    return _form_page(request, engagement, newest)


def _write(request, engagement):
    statement, form = Statement.of(engagement), StatementForm(newest_edition(), data=request.POST)
    if not form.is_valid():
        return _editing(request, engagement, form, status=UNPROCESSABLE)
    texts = form.cleaned_data.copy()
    if statement.write(texts.pop("number"), request.user, **texts):
        return redirect("engagement-statement", engagement.pk)
    theirs = Statement.of(live_engagement_for(request.user, engagement.pk)).newest
    context = {
        "engagement": engagement,
        "form": form,
        "number": theirs.number if theirs else 0,
        "differences": form.differences(theirs) if theirs else [],
    }
    return render(request, "assessments/statements/conflict.html", context, status=CONFLICT)


def _form_page(request, engagement, newest):
    """The form with what was written last; where nothing was, with what the organisation's answers say."""
    if newest:
        return _editing(request, engagement, StatementForm.over(newest, newest_edition()))
    answer = engagement.organisations_answer()
    edition = answer.spectrum if answer else newest_edition()
    claim = engagement.claim and edition.type_at(engagement.claim).slug
    filled_in = stating.prefill(answer.explain(claim=engagement.claim)) if answer else {"type": claim}
    form = StatementForm(edition, initial=filled_in | {"number": 0})
    return _editing(request, engagement, form, edition=edition, is_filled_in=answer is not None)


def _editing(request, engagement, form, status=200, **context):
    context |= {"engagement": engagement, "form": form}
    return render(request, "assessments/statements/form.html", context, status=status)


def _written(request, engagement, newest, status=200, **context):
    """The page of a statement that is written, or of one that never was before its engagement was put away."""
    said = newest and _answer_beside(engagement, newest)
    edition = said.edition if said else newest_edition()
    context |= {
        "engagement": engagement,
        "statement": getattr(engagement, "statement", None),
        "version": newest,
        "edition": edition,
        "offered": newest and edition.type_at(newest.type),
        "explanation": said,
        "contradiction": said and stating.contradiction(said, newest.can_change),
    }
    if newest and context["statement"].published_id:
        link = request.build_absolute_uri(reverse("statement", args=[context["statement"].token]))
        context |= {"link": link, "qr": qr_code(link, f"QR code. It opens {link}")}
    return render(request, "assessments/statements/editor.html", context, status=status)


def _answer_beside(engagement, version):
    """What the organisation's answers say beside the type that a version offers; None while there are none."""
    answer = engagement.organisations_answer()
    return answer and answer.explain(claim=version.type)


@require_POST
def publication(request, uid):
    """Publish the version that was read, if it is still the newest; against the answers only by its own button."""
    engagement = live_engagement_for(request.user, uid)
    newest = Statement.of(engagement).newest
    form = PublicationForm(request.POST)
    form.full_clean()
    if newest is None:
        return redirect("engagement-statement", uid)
    if newest.number != form.cleaned_data["number"]:
        return _written(request, engagement, newest, status=CONFLICT, is_newer=True)
    said = None if form.cleaned_data["anyway"] else _answer_beside(engagement, newest)
    if said and stating.contradiction(said, newest.can_change):  # the answers have changed since the page was loaded
        return redirect(reverse("engagement-statement", args=[uid]) + "#contradiction")
    engagement.statement.publish(newest)
    return redirect("engagement-statement", uid)


@require_POST
def withdrawal(request, uid):
    """Show the statement to nobody; its link then says that it has ended."""
    engagement = live_engagement_for(request.user, uid)
    if hasattr(engagement, "statement"):
        engagement.statement.withdraw()
    return redirect("engagement-statement", uid)


@require_POST
def renewal(request, uid):
    """Put another link in the place of the old one."""
    engagement = live_engagement_for(request.user, uid)
    if hasattr(engagement, "statement"):
        engagement.statement.renew()
    return redirect("engagement-statement", uid)


@never_cache  # withdrawn is withdrawn
@require_safe
def statement(request, token):
    """The public page. It stays when its engagement is put away, and says that the work is over."""
    statement = statement_by_token(token)
    engagement, edition = statement.engagement, newest_edition()
    context = {
        "engagement": engagement,
        "statement": statement,
        "version": statement.published,
        "edition": edition,
        "offered": edition.type_at(statement.published.type),
        "done_on": statement.published.done and statement.published.done_on,
        "address": request.build_absolute_uri(request.path),
    }
    if engagement.is_inviting:
        link = request.build_absolute_uri(reverse("invitation", args=[engagement.invitation_token]))
        context |= {"link": link, "qr": qr_code(link, f"QR code. It opens {link}")}
    return render(request, "assessments/statements/statement.html", context)
