"""What colleagues agree: an answer and its reason for each key question, until together it is their answer."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments.access import engagement_for, live_engagement_for
from assessments.colleagues import Colleagues
from assessments.engagement_forms import AgreedForm
from assessments.models import Agreement

from .answering import CONFLICT, UNPROCESSABLE, page_with_form


@require_safe
def agreement(request, uid):
    """Every key question with what colleagues answered and what they agreed, and the button that makes it count."""
    engagement = engagement_for(request.user, uid)
    assessments = _all(engagement)
    agreement, colleagues = Agreement(engagement, assessments), Colleagues(assessments)
    rows = [(colleagues.sides_of(question), agreement.given(question)) for question in agreement.spectrum.questions]
    context = {"engagement": engagement, "agreement": agreement, "edition": agreement.spectrum, "rows": rows}
    return render(request, "assessments/agreements/agreement.html", context)


def _all(engagement):
    return engagement.assessments.of_colleagues().with_answers()


@page_with_form
def question(request, uid, slug):
    """One key question to agree on; a colleague who was quicker is not overwritten unseen."""
    is_sent = request.method == "POST"
    engagement = live_engagement_for(request.user, uid) if is_sent else engagement_for(request.user, uid)
    assessments = None if is_sent else _all(engagement)
    agreement = Agreement(engagement, assessments)
    question = agreement.spectrum.question_by_slug.get(slug)
    if question is None:
        raise Http404
    form = AgreedForm(question, agreement.spectrum, data=request.POST) if is_sent else _form(agreement, question)
    if form.is_valid():
        if agreement.record(slug, **form.cleaned_data):
            return redirect(reverse("engagement-agreement", args=[uid]) + f"#{slug}")
        stored = Agreement(engagement)
        if not form.says_the_same_as(stored.answers.get(slug)):
            return _conflict(request, stored, question, form)
        return redirect(reverse("engagement-agreement", args=[uid]) + f"#{slug}")  # the same form, sent twice
    context = {
        "engagement": engagement,
        "edition": agreement.spectrum,
        "question": question,
        "sides": Colleagues(assessments or _all(engagement)).sides_of(question),
        "form": form,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessments/agreements/question.html", context, status=status)


def _form(agreement, question):
    """The form with what is agreed so far, and its version."""
    answer = agreement.answers.get(question.slug)
    initial = {"choice": answer.choice, "note": answer.note, "version": answer.version} if answer else {"version": 0}
    return AgreedForm(question, agreement.spectrum, initial=initial)


def _conflict(request, stored, question, form):
    """What a colleague saved beside what was typed, with a way to keep either."""
    answer = stored.answers.get(question.slug)
    context = {
        "engagement": stored.engagement,
        "edition": stored.spectrum,
        "question": question,
        "theirs": stored.given(question),
        "version": answer.version if answer else 0,
        "form": form,
        "typed": dict(form.fields["choice"].choices)[form.cleaned_data["choice"]],
    }
    return render(request, "assessments/agreements/conflict.html", context, status=CONFLICT)


@require_POST
def finish(request, uid):
    """What is agreed becomes the organisation's answer; sent twice, it did the first time."""
    engagement = live_engagement_for(request.user, uid)
    Agreement(engagement).finish(request.user)
    return redirect("engagement", uid)
