"""The states of an engagement's comparison; collected by tests/states.py."""

from functools import partial

from django.urls import reverse

from tests.assessments import comparing
from tests.states import State

Colleague = partial(State, signed_in=True)


def of(make):
    """The address of the comparison of the engagement that `make` makes."""
    return lambda: reverse("engagement-comparison", args=[make().pk])


STATES = [
    Colleague("comparison-bare", of(comparing.bare)),
    Colleague("comparison-four", of(comparing.four)),
    Colleague("comparison-five", of(comparing.five)),
    Colleague("comparison-twelve", of(comparing.twelve)),
    Colleague("comparison-alike", of(comparing.alike)),
    Colleague("comparison-shut", of(comparing.shut)),
    Colleague("comparison-not-known", of(comparing.not_known)),
    Colleague("comparison-without-our-answer", of(comparing.without_our_answer)),
    Colleague("comparison-people-run", of(comparing.people_run)),
    Colleague("comparison-closed", of(comparing.closed)),
    Colleague("comparison-archived", of(comparing.archived)),
]
