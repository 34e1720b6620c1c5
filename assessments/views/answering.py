"""From the first page to the last answer: begin, one question a page, review and finish."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from assessments.access import assessment_by_token
from assessments.forms import AnswerForm, HelpForm, ReviewForm, StartForm
from assessments.models import Assessment
from assessments.tokens import new_token
from spectrum.models import Edition

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409  # somebody else was quicker; what was typed is shown beside what there is now
UNPROCESSABLE = 422  # a form that was not understood; it is shown again with what was sent


@never_cache  # each page has a submission key of its own
@page_with_form
def begin(request, voice):
    """The first page of a voice; sending it begins an assessment."""
    newest = Edition.objects.only("pk").newest()
    edition = newest.frozen()
    is_sent = request.method == "POST"
    form = StartForm(edition, voice, data=request.POST if is_sent else None, initial={"submission_key": new_token()})
    if form.is_valid():
        _, token = Assessment.objects.begin(voice, edition=newest, **form.cleaned_data)
        return redirect("assessment", token)
    return start_page(request, edition, voice, form)


@page_with_form
def start(request, token):
    """The same page for an assessment that has begun: to say who runs it, or to go on to all the questions."""
    assessment = assessment_by_token(token)
    form = StartForm(
        assessment.spectrum,
        assessment.voice,
        data=request.POST if request.method == "POST" else None,
        initial={"runs_it": assessment.runs_it},
    )
    if form.is_valid():
        assessment.set_out(form.cleaned_data["look"], form.cleaned_data["runs_it"])
        return redirect("assessment-answers" if "change" in request.GET else "assessment", token)
    return start_page(request, assessment.spectrum, assessment.voice, form, assessment=assessment)


def start_page(request, edition, voice, form, template="", **context):
    """The page that begins, of a voice or of an invitation."""
    context |= {
        "edition": edition,
        "voice": edition.voice_by_slug[voice],
        "form": form,
        "address": request.path + ("?change" if "change" in request.GET else ""),
        "keep_days": settings.KEEP_DAYS,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template or f"assessments/start_{voice}.html", context, status=status)


@require_safe
def where_was_i(request, token):
    """The private link: on to the first open question, the review, or the result."""
    assessment = assessment_by_token(token)
    if assessment.is_finished:
        return redirect("assessment-result", token)
    return redirect(_address_of(None if assessment.is_closed else assessment.first_unanswered(), token))


@page_with_form
def question(request, token, slug):
    """One key question; sending it saves the answer and goes on, from a Change link back to the review."""
    assessment = assessment_by_token(token)
    question = next((each for each in assessment.questions if each.slug == slug), None)
    if question is None:
        raise Http404
    if request.method != "POST":
        if assessment.is_closed:  # nothing can be saved: the review says so, before anybody types
            return redirect("assessment-answers", token)
        return _question_page(request, assessment, token, question)
    form = _answer_form(assessment, question, data=request.POST)
    if not form.is_valid():
        return _question_page(request, assessment, token, question, form)
    assessment.record_answer(slug, **form.cleaned_data)
    following = None if "change" in request.GET else _after(question, assessment.questions)
    address = _address_of(following, token)
    if not request.htmx:
        return redirect(address)
    if following is None:
        return HttpResponseClientRedirect(address)
    return push_url(_question_page(request, assessment, token, following), address)


def _question_page(request, assessment, token, question, form=None):
    """The question as a page, or in answer to an HTMX post the part of it that changes."""
    answer = assessment.answers_by_question.get(question.slug)
    initial = {"choice": answer.choice, "note": answer.note, "note_shared": answer.note_shared} if answer else {}
    form = form or _answer_form(assessment, question, initial=initial)
    before = _after(question, tuple(reversed(assessment.questions)))
    is_change = "change" in request.GET
    context = {
        "assessment": assessment,
        "token": token,
        "private_link": request.build_absolute_uri(reverse("assessment", args=[token])),
        "question": question,
        "number": assessment.questions.index(question) + 1,
        "voice": assessment.spectrum.voice_by_slug[assessment.voice],
        "edition": assessment.spectrum,
        "form": form,
        "is_change": is_change,
        "address": reverse("assessment-question", args=[token, question.slug]) + ("?change" if is_change else ""),
        "back": _address_of(before, token) if before else reverse("assessment-start", args=[token]),
    }
    part = "#step" if request.htmx and request.method == "POST" else ""
    response = render(
        request, f"assessments/question.html{part}", context, status=UNPROCESSABLE if form.errors else 200
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def _answer_form(assessment, question, **kwargs):
    return AnswerForm(question, assessment.spectrum, assessment.voice, can_share=assessment.is_in_group, **kwargs)


def _after(question, questions):
    """The question that follows in a sequence, or None after the last."""
    following = questions[questions.index(question) + 1 :]
    return following[0] if following else None


def _address_of(question, token):
    """The address of a question; of the review when there is none."""
    if question is None:
        return reverse("assessment-answers", args=[token])
    return reverse("assessment-question", args=[token, question.slug])


@page_with_form
def review(request, token):
    """All answers with a way to change each; an organisation says here what it calls its work. Sending it finishes."""
    assessment = assessment_by_token(token)
    form = _review_form(assessment, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        was_finished = assessment.is_finished and "again" not in request.POST  # in another tab, or sent twice
        assessment.finish(**form.cleaned_data if form else {})
        address = reverse("assessment-result", args=[token]) + ("?already" if was_finished else "")
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    context = {
        "assessment": assessment,
        "token": token,
        "edition": assessment.spectrum,
        "explanation": assessment.explain(),
        "form": form,
    }
    return render(request, "assessments/review.html", context, status=UNPROCESSABLE if form and form.errors else 200)


def _review_form(assessment, data):
    """What a voice is asked after its last answer; planning is asked nothing."""
    if assessment.voice == Assessment.Voice.ORGANISATION:
        claim = assessment.claim and assessment.spectrum.type_at(assessment.claim).slug
        initial = {"title": assessment.engagement.title, "claim": claim}
        has_title = assessment.engagement.organisation_id is not None
        return ReviewForm(assessment.spectrum, has_title, data=data, initial=initial)
    if assessment.voice == Assessment.Voice.PARTICIPANT:
        return HelpForm(data=data, initial={"had_help": assessment.had_help})
    return None
