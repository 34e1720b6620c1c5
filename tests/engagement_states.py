"""The states of an engagement's pages; collected by tests/states.py."""

from functools import partial

from django.urls import reverse

from tests.assessments.engagements import (
    PLAN,
    agreed,
    agreeing,
    agreement_done,
    all_alike,
    answered,
    archived,
    bare,
    colleague,
    engagement,
    full,
    planned,
)
from tests.states import LONG, State

Member = partial(State, signed_in=True)


def at(name, make, *args):
    """The address of a page of the engagement that `make` makes."""
    return lambda: reverse(name, args=[make().pk, *args])


def of_one(make_assessment):
    """The address at which colleagues read a finished assessment."""

    def address():
        work = engagement(claim=4)
        return reverse("engagement-assessment", args=[work.pk, make_assessment(work).pk])

    return address


def put_away(name, *args):
    def address():
        return reverse(name, args=[archived().pk, *args])

    return address


STATES = [
    Member("engagement-bare", at("engagement", bare)),
    Member("engagement-answered", at("engagement", answered(claim=2))),
    Member("engagement-planned", at("engagement", planned)),
    Member("engagement-full", at("engagement", full)),
    Member("engagement-alike", at("engagement", all_alike)),
    Member("engagement-archived", at("engagement", archived)),
    Member("engagement-settings", at("engagement-settings", full)),
    Member(
        "engagement-settings-error",
        at("engagement-settings", bare),
        sent={
            "title": "",
            "about": LONG,
            "claim": "nonsense",
            "runs_it": "nonsense",
            "starts_on": "2026-05-02",
            "ends_on": "2026-05-01",
            "invited": "about forty",
            "contact": LONG,
            "version": 1,
        },
        status=422,
    ),
    Member(
        "engagement-settings-conflict",
        at("engagement-settings", full),
        sent={"title": "Other buses", "about": "Other words.", "claim": "none", "version": 1},
        status=409,
    ),
    Member("engagement-settings-archived", put_away("engagement-settings"), sent={"title": "Other"}, status=409),
    Member("engagement-parts", at("engagement-parts", full)),
    Member("engagement-parts-none", at("engagement-parts", bare)),
    Member("engagement-parts-error", at("engagement-parts", bare), sent={"title": ""}, status=422),
    Member("engagement-assess", at("engagement-assess", full)),
    Member("engagement-assess-error", at("engagement-assess", bare), sent={"runs_it": "nonsense"}, status=422),
    Member("engagement-choose", at("engagement-choose", full)),
    Member("engagement-assessment", of_one(colleague)),
    Member("engagement-assessment-plan", of_one(partial(colleague, case=PLAN, author=None))),
    Member("engagement-assessment-agreed", of_one(partial(agreed, note="We looked at the minutes."))),
    Member("engagement-agreement", at("engagement-agreement", agreeing)),
    Member("engagement-agreement-none", at("engagement-agreement", bare)),
    Member("engagement-agreement-done", at("engagement-agreement", agreement_done)),
    Member("engagement-agreement-archived", at("engagement-agreement", archived)),
    Member("engagement-agreement-question", at("engagement-agreement-question", agreeing, "purpose")),
    Member("engagement-agreement-question-alone", at("engagement-agreement-question", bare, "open")),
    Member(
        "engagement-agreement-question-error",
        at("engagement-agreement-question", agreeing, "open"),
        sent={"note": LONG},
        status=422,
    ),
    Member(
        "engagement-agreement-conflict",
        at("engagement-agreement-question", agreeing, "open"),
        sent={"choice": "none", "note": "It is all open.", "version": 0},
        status=409,
    ),
    Member("engagement-deletion", at("engagement-deletion", full)),
    Member("engagement-deletion-twice", at("engagement-deletion", full), sent={}),
]
