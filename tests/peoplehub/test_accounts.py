"""Accounts of colleagues: made, signed in to, recovered and deleted; and nothing of them for everybody else."""

import os
import re
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import reverse

from assessments.models import Assessment, Engagement, Organisation, User
from peoplehub.accounts import SignUpForm
from tests import cast

pytestmark = pytest.mark.django_db

PASSWORD = "three blue horses"
WITH_MAIL = {
    "HAS_MAIL": True,
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
    "ACCOUNT_PREVENT_ENUMERATION": True,
}


@pytest.fixture(autouse=True)
def no_tries_yet():
    """Tries are counted in the cache, which no test's end empties."""
    cache.clear()


@pytest.fixture
def with_mail():
    with override_settings(**WITH_MAIL):
        yield


@pytest.fixture
def user():
    return User.objects.create_user("ann@example.org", PASSWORD)


def sign_up(client, email="ann@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_signup"), {"email": email, "password1": password, **more})


def sign_in(client, email="ann@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def is_signed_in(client):
    return client.get(reverse("account")).status_code == 200


def code():
    """The code in the newest mail."""
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE).group()


def test_an_account_is_an_address_and_a_password(client):
    assert sign_up(client, "Ann@Example.org").url == reverse("organisations")
    assert list(User.objects.values_list("email", flat=True)) == ["ann@example.org"]
    assert is_signed_in(client)
    assert mail.outbox == []


@pytest.mark.parametrize("password", ["password123", "short 1", "1234567890123", "ann@example.org", ""])
def test_a_password_that_is_easily_guessed_is_refused(client, password):
    response = sign_up(client, password=password)
    assert response.status_code == 422
    assert b'href="#id_password1"' in response.content
    assert not User.objects.exists()


def test_an_address_in_use_is_told_and_leads_on(client, user):
    response = sign_up(client)
    assert response.status_code == 422
    assert b"There is an account with this address" in response.content
    assert reverse("account_login") in response.content.decode()


def test_an_address_that_no_account_can_hold_is_refused_in_words(client):
    response = sign_up(client, "x" * 250 + "@example.org")
    assert response.status_code == 422
    assert b"too long" in response.content
    assert not User.objects.exists()


def test_a_form_that_is_sent_twice_at_once_makes_one_account(rf):
    request = rf.post(reverse("account_signup"))
    form = SignUpForm({"email": "ann@example.org", "password1": PASSWORD})
    assert form.is_valid()
    User.objects.create_user("ann@example.org", PASSWORD)
    assert form.try_save(request)[1].url == reverse("account_login")


def test_somebody_signs_in_by_address_in_any_case(client, user):
    assert sign_in(client, "ANN@example.org").url == reverse("organisations")
    assert is_signed_in(client)


def test_a_wrong_password_keeps_the_address_and_says_nothing_else(client, user):
    wrong, unknown = sign_in(client, password="nonsense 1"), sign_in(client, "ben@example.org")
    said = b"There is no account with this address and password"
    for response in (wrong, unknown):
        assert response.status_code == 422
        assert said in response.content
    assert b'value="ann@example.org"' in wrong.content
    assert b"nonsense 1" not in wrong.content


@pytest.mark.parametrize(
    ("given", "then"),
    [("/cookies/", "/cookies/"), ("https://example.com/", "/organisations/"), ("//example.com", "/organisations/")],
)
def test_after_signing_in_one_goes_where_one_wanted_but_never_elsewhere(client, user, given, then):
    assert sign_in(client, next=given).url == then


def test_signing_out_takes_a_press_of_a_button(client, user):
    client.force_login(user)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_many_wrong_passwords_make_one_wait(client, user):
    answers = [sign_in(client, password="nonsense 1") for _ in range(12)]
    assert b"Too many tries" in answers[-1].content
    assert b"Too many tries" in sign_in(client).content


def test_a_password_is_changed_by_whoever_knows_it(client, user):
    client.force_login(user)
    where = reverse("account_change_password")
    sent = {"oldpassword": "nonsense", "password1": "four green hills", "password2": "four green hills"}
    assert client.post(where, sent).status_code == 422
    client.post(where, sent | {"oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password("four green hills")


def test_who_has_no_password_yet_sets_one(client):
    user = User.objects.create_user("ann@example.org")
    client.force_login(user)
    where = reverse("account_set_password")
    assert client.get(reverse("account_change_password")).url == where
    assert client.get(where).status_code == 200
    client.post(where, {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


class TestWithoutMail:
    @pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
    def test_what_needs_mail_says_so(self, client, user, name):
        for response in (client.get(reverse(name)), client.post(reverse(name), {"email": user.email})):
            assert b"This site sends no mail" in response.content
        assert mail.outbox == []

    def test_a_deployment_is_warned(self):
        assert "peoplehub.W001" in {each.id for each in run_checks(include_deployment_checks=True)}
        assert "peoplehub.W001" not in {each.id for each in run_checks()}


@pytest.mark.usefixtures("with_mail")
class TestWithMail:
    def test_an_address_is_proved_by_a_code(self, client):
        response = sign_up(client)
        assert response.url == reverse("account_email_verification_sent")
        assert not is_signed_in(client)
        assert client.post(response.url, {"code": "AAAA-AAAA"}).status_code == 422
        assert client.post(response.url, {"code": code()}).url == reverse("organisations")
        assert is_signed_in(client)

    def test_a_code_is_asked_for_in_our_words_and_can_be_sent_again(self, client):
        where = sign_up(client).url
        page = client.get(where).content.decode()
        assert "placeholder" not in page
        assert "Send another code" in page
        first = code()
        cache.clear()  # one mail in ten seconds
        assert client.post(where, {"action": "resend"}).url == where
        assert code() != first
        empty = client.post(where, {"code": ""})
        assert empty.status_code == 422
        assert b"Please fill in: Code." in empty.content
        assert client.post(where, {"code": code()}).url == reverse("organisations")

    def test_an_address_in_use_is_told_by_mail_alone(self, client, user):
        assert sign_up(client).url == reverse("account_email_verification_sent")
        assert "There is one already" in mail.outbox[-1].body
        assert User.objects.count() == 1

    def test_a_code_signs_in(self, client, user):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        response = client.post(reverse("account_request_login_code"), {"email": user.email})
        assert client.get(response.url).status_code == 200
        client.post(response.url, {"code": code()})
        assert is_signed_in(client)

    def test_a_forgotten_password_is_replaced_by_a_code(self, client, user):
        response = client.post(reverse("account_reset_password"), {"email": user.email})
        response = client.post(response.url, {"code": code()})
        assert client.get(response.url).status_code == 200
        response = client.post(response.url, {"password1": "four green hills", "password2": "four green hills"})
        assert b"Your password is changed" in client.get(response.url).content
        user.refresh_from_db()
        assert user.check_password("four green hills")

    def test_nobody_learns_who_has_an_account(self, client, user):
        known = client.post(reverse("account_reset_password"), {"email": user.email})
        unknown = client.post(reverse("account_reset_password"), {"email": "ben@example.org"})
        assert known.url == unknown.url
        assert "There is no account with this address" in mail.outbox[-1].body

    def test_a_deployment_is_not_warned(self):
        assert "peoplehub.W001" not in {each.id for each in run_checks(include_deployment_checks=True)}


class TestDeletion:
    def test_the_work_stays_with_the_organisation(self, client):
        organisation, member = cast.organisation(), cast.member()
        engagement = Engagement.objects.create(organisation=organisation)
        assessment, _ = Assessment.objects.begin("organisation", engagement=engagement, author=member)
        client.force_login(member)
        assert b"Delete your account?" in client.get(reverse("account-deletion")).content
        assert b"Your account is deleted" in client.post(reverse("account-deletion")).content
        assert not User.objects.filter(email=member.email).exists()
        assert not is_signed_in(client)
        assessment.refresh_from_db()
        assert assessment.author is None

    def test_asking_costs_the_same_with_many_organisations(self, client, django_assert_max_num_queries):
        for number in range(8):
            Organisation.objects.found(f"Trust {number}", cast.owner())
        shared = Organisation.objects.get(name="Trust 0")
        shared.memberships.create(user=cast.member(), role="owner")
        client.force_login(cast.owner())
        with django_assert_max_num_queries(3):
            page = client.get(reverse("account-deletion")).content
        assert b"Trust 7" in page
        assert b"Trust 0" not in page

    def test_the_last_owner_hands_over_first(self, client):
        organisation = cast.organisation()
        client.force_login(cast.owner())
        response = client.post(reverse("account-deletion"))
        assert response.status_code == 409
        assert organisation.name.encode() in response.content
        assert User.objects.filter(email="owner@example.org").exists()


def test_nobody_else_gets_a_session(client):
    for name in ("home", "check", "account_login"):
        assert settings.SESSION_COOKIE_NAME not in client.get(reverse(name)).cookies


def test_the_session_is_the_browsers_alone(client, user):
    cookie = sign_in(client).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_password_is_never_shown_again(client, user):
    """A form with an old token comes back with what was typed, but for the password."""
    client = type(client)(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response.status_code == 403
    assert user.email.encode() in response.content
    assert PASSWORD.encode() not in response.content


@pytest.mark.parametrize("name", ["cookies", "account_login", "account_signup"])
def test_who_is_not_signed_in_costs_no_query(client, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        assert client.get(reverse(name)).status_code == 200


def test_a_way_of_mailing_that_is_misspelt_is_refused():
    environment = os.environ | {"EMAIL_URL": "smpt://mail.example.org"}
    done = subprocess.run([sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "EMAIL_URL" in done.stderr
