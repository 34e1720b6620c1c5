"""What belongs to an organisation: its owner, a member, a colleague of another organisation, and nobody signed in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Membership, Organisation
from tests import cast
from tests.assessments.organisations import assessed
from tests.assessments.participants import released, sheet
from tests.assessments.rows import stored
from tests.states import begun
from tests.test_access import (
    JOINING,
    MEMBERS,
    MEMBERS_ACT,
    MEMBERS_FORM,
    OF_PEOPLE,
    OWNERS_ACT,
    OWNERS_FORM,
    REFUSED_METHODS,
    RULES,
    SIGNED_IN,
    SIGNED_IN_FORM,
    TAKING_IN,
    patterns,
)

pytestmark = pytest.mark.django_db

READS = {SIGNED_IN, SIGNED_IN_FORM, JOINING, TAKING_IN, MEMBERS, MEMBERS_FORM, OWNERS_FORM}
WRITES = {SIGNED_IN_FORM, JOINING, TAKING_IN, MEMBERS_FORM, MEMBERS_ACT, OWNERS_FORM, OWNERS_ACT}
OF_COLLEAGUES = [name for name, rule in RULES.items() if rule not in OF_PEOPLE]
OF_AN_ORGANISATION = [
    name for name in OF_COLLEAGUES if RULES[name] not in {SIGNED_IN, SIGNED_IN_FORM, JOINING, TAKING_IN}
]
# Done, or told in words what is missing or stands in the way; never "not found" and never "you may not".
TAKEN = {200, 302, 409, 422}
GET, POST = 6, 8  # queries, the session's and the user's too
# Once in a thing's life: Django deletes table by table, and an agreement is copied with its answers.
DEEP = {
    "organisation-deletion",
    "engagement-deletion",
    "engagement-paper-sheet-deletion",
    "account-deletion",
    "assessment-organisation",
}


def address(name):
    """An address of an organisation that has everything."""
    organisation = cast.organisation()
    work = released(organisation=organisation)
    own = assessed(organisation, "Assessed", "an advisory board, organisation")
    given = {
        "slug": "open" if name == "engagement-agreement-question" else organisation.slug,
        "uid": (own if name.startswith("engagement-assessment") else work).uid,
        "key": {
            "member-role": lambda: Membership.objects.get(user=cast.member()).pk,
            "member-removal": lambda: Membership.objects.get(user=cast.member()).pk,
            "member-invitation-withdrawal": lambda: organisation.invite(cast.owner())[0].pk,
            "engagement-paper-sheet-deletion": lambda: sheet(work).pk,
        }.get(name, lambda: Assessment.objects.get(engagement=own).pk),
        "token": {
            "member-invitation": lambda: organisation.invite(cast.owner())[0].token,
            "assessment-organisation": lambda: begun("organisation")[1],
        }.get(name),
    }
    pattern = next(pattern for pattern in patterns() if pattern.name == name)
    wanted = {part: given[part] for part in pattern.pattern.converters}
    return reverse(name, kwargs={part: value() if callable(value) else value for part, value in wanted.items()})


def sign_in(client, user):
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", OF_COLLEAGUES)
def test_who_is_not_signed_in_is_asked_to_and_loses_no_words(client, name):
    where, rule = address(name), RULES[name]
    if rule in READS:
        assert client.get(where).url == f"{reverse('account_login')}?next={where}"
    before = stored()
    response = client.post(where, {"note": "What I had typed."})
    if rule in WRITES and not name.startswith("account_"):
        assert response.status_code == 403
        assert b"What I had typed." in response.content
    assert stored() == before


@pytest.mark.parametrize("name", OF_AN_ORGANISATION)
def test_a_stranger_finds_nothing(client, name):
    where = address(name)
    Organisation.objects.found("Another trust", cast.stranger())
    sign_in(client, cast.stranger())
    before = stored()
    for headers in ({}, {"hx-request": "true"}):
        assert client.get(where, headers=headers).status_code == (404 if RULES[name] in READS else 405)
        assert client.post(where, headers=headers).status_code == (404 if RULES[name] in WRITES else 405)
    assert stored() == before


@pytest.mark.parametrize("name", OF_COLLEAGUES)
def test_an_owner_can(client, name):
    where, rule = address(name), RULES[name]
    sign_in(client, cast.owner())
    assert client.get(where).status_code in ({200, 302} if rule in READS else {405})
    assert client.post(where).status_code in (TAKEN if rule in WRITES else {405})


@pytest.mark.parametrize("name", OF_AN_ORGANISATION)
def test_a_member_can_what_is_not_the_owners(client, name):
    where, rule = address(name), RULES[name]
    sign_in(client, cast.member())
    if rule in {OWNERS_FORM, OWNERS_ACT}:
        before = stored()
        assert client.get(where).status_code == (403 if rule in READS else 405)
        assert client.post(where).status_code == 403
        assert stored() == before
    else:
        assert client.get(where).status_code in ({200, 302} if rule in READS else {405})
        taken = REFUSED_TO_A_MEMBER.get(name, TAKEN)
        assert client.post(where).status_code in (taken if rule in WRITES else {405})


REFUSED_TO_A_MEMBER = {
    "organisation-members": {403},  # every member reads who is one, an owner invites
    "engagement-assessment-continuation": {404},  # only its author goes on with it
}


@pytest.mark.parametrize("name", OF_COLLEAGUES)
def test_other_methods_are_refused_in_words(client, name):
    where = address(name)
    sign_in(client, cast.owner())
    for method in REFUSED_METHODS:
        response = getattr(client, method)(where)
        assert response.status_code == 405
        assert b"<h1" in response.content


@pytest.mark.parametrize("name", [name for name in OF_COLLEAGUES if RULES[name] in READS])
def test_a_page_asks_little(client, name):
    where = address(name)
    sign_in(client, cast.owner())
    with CaptureQueriesContext(connection) as queries:
        client.get(where)
    assert len(queries) <= GET, [each["sql"][:90] for each in queries]


@pytest.mark.parametrize("name", [name for name in OF_COLLEAGUES if RULES[name] in WRITES and name not in DEEP])
def test_a_save_asks_little(client, name):
    where = address(name)
    sign_in(client, cast.owner())
    with CaptureQueriesContext(connection) as queries:
        client.post(where)
    asked = [each["sql"] for each in queries if "SAVEPOINT" not in each["sql"]]
    assert len(asked) <= POST, [sql[:90] for sql in asked]
