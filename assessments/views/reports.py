"""The report of a workshop: what was voted, found, agreed and is to be done; for its facilitator, and shared."""

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import workshop_exports
from assessments.access import workshop_by_console, workshop_by_report
from assessments.report import Report
from assessments.report_forms import ActionForm
from assessments.tokens import new_token

from .answering import UNPROCESSABLE
from .files import csv_file, json_file


@never_cache  # it goes on while the workshop does
@require_safe
def report(request, token):
    """All that was told so far, and what can be done with it."""
    return _page(request, workshop_by_console(token), _new_form())


def _new_form():
    return ActionForm(initial={"submission_key": new_token()})


def _page(request, workshop, form, status=200):
    report = Report(workshop)
    context = {"report": report, "workshop": workshop, "edition": report.edition, "form": form}
    # Plain text, not markup: without this somebody's own tags would become the page's.
    context["minutes"] = escape(render_to_string("assessments/reports/minutes.txt", context))
    context["rows"] = len(workshop_exports.rows(report))
    if workshop.report_token:
        share = reverse("shared-report", args=[workshop.report_token])
        context["share_link"] = request.build_absolute_uri(share)
    return render(request, "assessments/reports/report.html", context, status=status)


@never_cache  # withdrawn is withdrawn
@require_safe
def shared(request, token):
    """The same for who took part, without notes and without a way to change anything."""
    report = Report(workshop_by_report(token))
    context = {"report": report, "workshop": report.workshop, "edition": report.edition, "is_shared": True}
    return render(request, "assessments/reports/shared.html", context)


@require_safe
def report_csv(request, token):
    """The report as a table."""
    return csv_file("workshop-report", workshop_exports.as_csv(Report(workshop_by_console(token))))


@require_safe
def report_json(request, token):
    """The report for another program."""
    return json_file(workshop_exports.as_json(Report(workshop_by_console(token))))


@require_POST
def share(request, token):
    """Make the link for who took part."""
    workshop_by_console(token).share_report()
    return redirect(reverse("workshop-report", args=[token]) + "#share")


@require_POST
def share_withdrawal(request, token):
    """Withdraw it."""
    workshop_by_console(token).stop_sharing_report()
    return redirect(reverse("workshop-report", args=[token]) + "#share")


@require_POST
def actions(request, token):
    """Add what somebody will do."""
    workshop = workshop_by_console(token)
    form = ActionForm(request.POST)
    if not form.is_valid():
        return _page(request, workshop, form, status=UNPROCESSABLE)
    workshop.add_action(**form.cleaned_data)
    return redirect(reverse("workshop-report", args=[token]) + "#actions")


@require_POST
def action_deletion(request, token, key):
    """Take it out again; sent twice it is out once."""
    workshop_by_console(token).remove_action(key)
    return redirect(reverse("workshop-report", args=[token]) + "#actions")
