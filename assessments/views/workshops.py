"""Workshops before and after the room: set one up, settle how it goes, practise it, run it again, delete it."""

from django.conf import settings as django_settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments.access import engagement_for, live_engagement_for, workshop_by_console, workshops_of
from assessments.models import Progress, Workshop
from assessments.rehearsal import rehearse
from assessments.tokens import new_token
from assessments.workshop_forms import AgainForm, RehearsalForm, SettingsForm, SetUpForm
from spectrum.models import Edition

from .answering import CONFLICT, UNPROCESSABLE, page_with_form


@never_cache  # each page has a submission key of its own
@page_with_form
def begin(request):
    """A quick workshop without an account; its facilitator gets a private link."""
    newest = Edition.objects.only("pk").newest()
    form = _set_up_form(request, newest)
    if form.is_valid():
        workshop = Workshop.objects.set_up(edition=newest, **form.cleaned_data)
        return redirect("workshop", workshop.console_token)
    return _page(request, "begin", {"form": form, "keep_days": django_settings.KEEP_DAYS})


def _set_up_form(request, newest, **options):
    data = request.POST if request.method == "POST" else None
    return SetUpForm(newest.frozen(), data=data, initial={"submission_key": new_token()}, **options)


def _page(request, name, context):
    status = UNPROCESSABLE if context["form"].errors else 200
    return render(request, f"assessments/workshops/{name}.html", context, status=status)


@never_cache
@page_with_form
def of_engagement(request, uid):
    """The runs of an engagement, and the form for one more."""
    fetch = live_engagement_for if request.method == "POST" else engagement_for
    engagement = fetch(request.user, uid)
    newest = Edition.objects.only("pk").newest()
    form = _set_up_form(request, newest, has_title=False)
    if form.is_valid():
        workshop = Workshop.objects.set_up(edition=newest, engagement=engagement, **form.cleaned_data)
        return redirect("workshop", workshop.console_token)
    return _page(request, "of_engagement", {"engagement": engagement, "form": form, "runs": workshops_of(engagement)})


@never_cache
@page_with_form
def settings(request, token):
    """What can still change; another console that was quicker is not overwritten unseen."""
    workshop = workshop_by_console(token)
    progress = Progress(workshop)
    form = _settings_form(progress, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        if progress.amend(given["version"], form.names, given["questions"], **form.of_workshop):
            return redirect("workshop", token)
        return _conflict(request, token, form)
    context = {"workshop": workshop, "form": form, "submission_key": new_token()}
    return _page(request, "settings", context)


def _settings_form(progress, data=None):
    return SettingsForm(progress.workshop, progress.rounds, list(progress.workshop.sides.all()), data)


def _conflict(request, token, form):
    """What is there now beside what was typed, with a way to keep either."""
    workshop = workshop_by_console(token)
    changes = form.changes(_settings_form(Progress(workshop)))
    if not changes:  # the same form, sent twice
        return redirect("workshop", token)
    context = {"workshop": workshop, "form": form, "changes": changes}
    return render(request, "assessments/workshops/settings_conflict.html", context, status=CONFLICT)


@require_POST
def renewal(request, token):
    """Put other links in the place of those that leaked; whoever has the old ones is told that they ended."""
    workshop = workshop_by_console(token)
    workshop.renew_links()
    return redirect("workshop", workshop.console_token)


@require_POST
def again(request, token):
    """A second run, set up as this one; sent twice, it is one."""
    workshop = workshop_by_console(token)
    form = AgainForm(request.POST)
    if workshop.practice or not form.is_valid():
        raise Http404
    run = workshop.run_again(form.cleaned_data["keep_code"], form.cleaned_data["submission_key"])
    return redirect("workshop", run.console_token)


@require_POST
def rehearsal(request, token):
    """A practice workshop with the same set-up, and pretend people in it."""
    workshop = workshop_by_console(token)
    form = RehearsalForm(request.POST)
    if not form.is_valid():
        raise Http404
    return redirect("workshop", rehearse(workshop, form.cleaned_data["submission_key"]).console_token)


@page_with_form
def deletion(request, token):
    """Delete a workshop, after asking once. Sent twice, the second is told that the link has ended."""
    workshop = workshop_by_console(token)
    if request.method == "POST":
        workshop.erase()
        return render(request, "assessments/workshops/deleted.html", {"engagement": workshop.engagement})
    return render(request, "assessments/workshops/deletion.html", {"workshop": workshop})
