import pytest
from django.contrib.auth import authenticate, get_user_model
from django.db import IntegrityError, transaction

from assessments.models import User

pytestmark = pytest.mark.django_db


def test_an_e_mail_address_is_the_name_and_no_other_is_asked():
    assert get_user_model() is User
    assert (User.USERNAME_FIELD, User.REQUIRED_FIELDS) == ("email", [])
    assert str(User.objects.create_user("ann@example.org")) == "ann@example.org"


def test_one_person_has_one_account_however_the_address_is_typed():
    user = User.objects.create_user(" Ann@Example.ORG ", "correct horse")
    assert user.email == "ann@example.org"
    assert authenticate(username="ANN@example.org", password="correct horse") == user
    assert authenticate(username="ann@example.org", password="wrong") is None
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANN@EXAMPLE.ORG")


def test_nobody_gets_in_without_a_password_that_was_set():
    user = User.objects.create_user("ann@example.org")
    assert not user.has_usable_password()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)


def test_a_superuser_may_do_everything():
    user = User.objects.create_superuser("ann@example.org", "correct horse")
    assert user.is_staff
    assert user.has_perm("assessments.delete_user")
