"""The states of a workshop's report; collected by tests/states.py."""

from django.urls import reverse

from tests.assessments.reports import archived, finished, mixed, of_staff_alone, ran_out, still_shared
from tests.assessments.workshops import address, lobby, planned, through
from tests.states import LONG, State


def shared(make):
    """The address of a report that was shared."""

    def of():
        workshop = make()
        workshop.share_report()
        return reverse("shared-report", args=[workshop.report_token])

    return of


def withdrawn():
    workshop = through()
    workshop.share_report()
    token = workshop.report_token
    workshop.stop_sharing_report()
    return reverse("shared-report", args=[token])


def at(make, name="workshop-report"):
    return lambda: address(make(), name)


STATES = [
    State("report", at(finished)),
    State("report-shared", at(still_shared)),
    State("report-mixed", at(mixed)),
    State("report-planned", at(planned)),
    State("report-lobby", at(lobby)),
    State("report-staff", at(of_staff_alone)),
    State("report-practice", at(ran_out)),
    State("report-archived", at(archived)),
    State(
        "report-action-error",
        at(mixed, "workshop-actions"),
        sent={"what": LONG, "who": "The chair", "by_when": "soon"},
        status=422,
    ),
    State("report-action-empty", at(planned, "workshop-actions"), sent={}, status=422),
    State("shared-report", shared(finished)),
    State("shared-report-mixed", shared(mixed)),
    State("shared-report-empty", shared(lobby)),
    State("shared-report-practice", shared(ran_out)),
    State("shared-report-withdrawn", withdrawn, status=410),
]
