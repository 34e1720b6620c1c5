"""The states of the pages about accounts; collected by tests/states.py."""

from django.urls import reverse

from tests import cast
from tests.states import State


def at(name):
    return lambda: reverse(name)


def alone():
    cast.organisation()
    return reverse("account-deletion")


STATES = [
    State("sign-in", at("account_login")),
    State("sign-in-error", at("account_login"), sent={"login": "nonsense", "password": ""}, status=422),
    State(
        "sign-in-wrong", at("account_login"), sent={"login": "owner@example.org", "password": "nonsense"}, status=422
    ),
    State("sign-up", at("account_signup")),
    State(
        "sign-up-error",
        at("account_signup"),
        sent={"email": "owner@example.org", "password1": "password12"},
        status=422,
    ),
    State("sign-out", at("account_logout"), signed_in=True),
    State("no-mail", at("account_reset_password")),
    State("account", at("account"), signed_in=True),
    State("change-password", at("account_change_password"), signed_in=True),
    State("change-password-error", at("account_change_password"), sent={}, status=422, signed_in=True),
    State("account-deletion", at("account-deletion"), signed_in=True),
    State("account-deletion-last-owner", alone, signed_in=True),
]
