"""Organisations: the list of one's own, the portfolio, a new engagement, the name, the end, and what is taken in."""

from collections import defaultdict

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments import portfolio
from assessments.access import assessment_by_token, membership_in, organisations_of, ownership_of
from assessments.models import Assessment, Engagement, Organisation
from assessments.organisation_forms import (
    DeletionForm,
    EngagementForm,
    NameForm,
    OrganisationForm,
    PlaceForm,
    PortfolioForm,
)
from assessments.tokens import new_token
from spectrum.models import newest_edition

from .answering import CONFLICT, UNPROCESSABLE, page_with_form
from .files import csv_file, json_file


def sent(request):
    """What was sent, or None on a GET."""
    return request.POST if request.method == "POST" else None


@never_cache  # each page has a submission key of its own
@page_with_form
def organisations(request):
    """The user's organisations, and a form that makes one."""
    own = organisations_of(request.user)
    form = OrganisationForm(sent(request), initial={"submission_key": new_token()})
    if form.is_valid():
        organisation = Organisation.objects.found(user=request.user, **form.cleaned_data)
        return redirect("organisation", organisation.slug)
    context = {"organisations": own, "form": form}
    return render(request, "assessments/organisations/organisations.html", context, status=status_of(form))


def status_of(form):
    return UNPROCESSABLE if form.errors else 200


@require_safe
def organisation(request, slug):
    """The portfolio: each engagement on the Spectrum, what it is called beside what the answers say."""
    membership = membership_in(request.user, slug)
    edition = newest_edition()
    form = PortfolioForm(request.GET)
    rows = _rows(membership.organisation, edition)
    shown = portfolio.chosen(rows, **form.criteria) if form.is_valid() else rows
    context = {
        "membership": membership,
        "organisation": membership.organisation,
        "edition": edition,
        "form": form,
        "is_empty": not rows,
        "is_filtered": form.is_valid() and form.is_asked,
        "rows": portfolio.arranged(shown, form.cleaned_data.get("sort", "name")),
    }
    return render(request, "assessments/organisations/organisation.html", context, status=status_of(form))


def _rows(organisation, edition):
    """The portfolio's rows: two queries, however many engagements and answers there are."""
    found = Assessment.objects.filter(engagement__organisation=organisation).organisations_answers()
    positions, runs_it = defaultdict(dict), {}
    values = ("engagement_id", "asked", "runs_it", "answers__question", "answers__position")
    for uid, asked, runs, question, position in found.values_list(*values):
        if uid not in positions:
            positions[uid], runs_it[uid] = dict.fromkeys(asked), runs
        if question in positions[uid]:
            positions[uid][question] = position
    engagements = organisation.engagements.select_related("part_of")
    return [portfolio.Row.of(each, edition, positions.get(each.uid), runs_it.get(each.uid, "")) for each in engagements]


@require_safe
def portfolio_json(request, slug):
    """All engagements for another program."""
    organisation = membership_in(request.user, slug).organisation
    rows = portfolio.arranged(_rows(organisation, newest_edition()))
    return json_file(portfolio.as_json(organisation, rows))


@require_safe
def portfolio_csv(request, slug):
    """All engagements as a table."""
    organisation = membership_in(request.user, slug).organisation
    rows = portfolio.arranged(_rows(organisation, newest_edition()))
    return csv_file("portfolio", portfolio.as_csv(rows))


@never_cache
@page_with_form
def engagements(request, slug):
    """A form for a new engagement."""
    membership = membership_in(request.user, slug)
    form = EngagementForm(sent(request), initial={"submission_key": new_token()})
    if form.is_valid():
        engagement = membership.organisation.begin_engagement(**form.cleaned_data)
        return redirect("engagement", engagement.uid)
    return _page(request, "engagements", membership, form)


def _page(request, name, membership, form, status=None, **context):
    context |= {"membership": membership, "organisation": membership.organisation, "form": form}
    return render(request, f"assessments/organisations/{name}.html", context, status=status or status_of(form))


@page_with_form
def settings(request, slug):
    """Another name. Where a colleague gave it one in the meantime, both are shown."""
    membership = ownership_of(request.user, slug)
    organisation = membership.organisation
    form = NameForm(sent(request), initial={"name": organisation.name, "before": organisation.name})
    if not form.is_valid():
        return _page(request, "settings", membership, form)
    name = form.cleaned_data["name"]
    if organisation.rename(form.cleaned_data["before"], name) or organisation.name == name:
        return redirect("organisation", slug)
    again = NameForm(initial={"name": name, "before": organisation.name})
    return _page(request, "settings", membership, again, status=CONFLICT, is_late=True)


@page_with_form
def deletion(request, slug):
    """What goes with an organisation, and a second question before it does."""
    membership = ownership_of(request.user, slug)
    organisation = membership.organisation
    form = DeletionForm(organisation, sent(request))
    if form.is_valid():
        organisation.erase()
        return redirect("organisations")
    return _page(request, "deletion", membership, form, count=organisation.engagements.count())


@never_cache
@page_with_form
def taking_in(request, token):
    """Take an assessment that was begun without an account into an organisation, nothing retyped."""
    assessment = assessment_by_token(token)
    if assessment.voice == Assessment.Voice.PARTICIPANT or assessment.engagement.organisation_id:
        raise Http404
    form = PlaceForm(_places(request.user), sent(request), initial={"submission_key": new_token()})
    if form.is_valid():
        organisation, engagement = form.cleaned_data["place"] or (_new_organisation(request.user, form), None)
        assessment.take_into(organisation, request.user, engagement)
        return redirect("engagement", assessment.engagement.uid)
    context = {"assessment": assessment, "token": token, "form": form}
    return render(request, "assessments/organisations/taking_in.html", context, status=status_of(form))


def _places(user):
    """The user's organisations, each with its live engagements by name."""
    places = {organisation: [] for organisation in organisations_of(user)}
    live = Engagement.objects.visible_to(user).filter(archived_on=None).order_by("title", "uid")
    by_key = {organisation.pk: engagements for organisation, engagements in places.items()}
    for engagement in live:
        by_key[engagement.organisation_id].append(engagement)
    return places


def _new_organisation(user, form):
    given = form.cleaned_data
    return Organisation.objects.found(given["name"], user, given["submission_key"])
