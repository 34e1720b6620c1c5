"""Members of an organisation: who is in it, invitations, roles, joining and leaving."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from assessments.models import MemberInvitation, Membership, Organisation
from tests import cast
from tests.assessments.pages import read, send
from tests.assessments.rows import stored

pytestmark = pytest.mark.django_db

with_mail = override_settings(HAS_MAIL=True)


@pytest.fixture
def owner(client):
    client.force_login(cast.owner())
    return client


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(name="organisation-members", *args):
    return reverse(name, args=[cast.organisation().slug, *args])


def of(user, name):
    return at(name, cast.organisation().memberships.get(user=user).pk)


def roles():
    return dict(cast.organisation().memberships.values_list("user__email", "role"))


def join(invitation):
    return reverse("member-invitation", args=[invitation.token])


def invite(**fields):
    return cast.organisation().invite(cast.owner(), **fields)[0]


def acts():
    """Every address with which members are changed, and what is sent."""
    return {
        at(): {"role": "owner"},
        of(cast.owner(), "member-role"): {"role": "member"},
        of(cast.member(), "member-role"): {"role": "owner"},
        of(cast.owner(), "member-removal"): {},
        at("member-invitation-withdrawal", invite().pk): {},
    }


def test_a_stranger_finds_nothing_and_changes_nothing():
    stranger, where = signed_in(cast.stranger()), acts() | {at("organisation-leaving"): {}}
    before = stored()
    for address, sent in where.items():
        assert stranger.post(address, sent).status_code == 404
        assert stranger.get(address).status_code in {404, 405}
    assert stored() == before


def test_who_is_not_signed_in_is_asked_to(client):
    before = stored()
    for address, sent in acts().items():
        before = before or stored()
        assert client.post(address, sent).status_code == 403
    assert client.get(at()).url == f"{reverse('account_login')}?next={at()}"


def test_a_member_reads_and_leaves_and_changes_nothing():
    member, where = signed_in(cast.member()), acts()
    page = read(member.get(at()))
    assert "owner@example.org" in page.words
    assert "member@example.org (you)" in page.words
    assert [form.action for form in page.forms] == []
    assert MemberInvitation.objects.get().token not in page.words
    before = stored()
    for address, sent in where.items():
        response = member.post(address, sent)
        assert response.status_code == 403
        assert "for its owners" in read(response).words
    assert stored() == before
    assert send(member, member.get(at("organisation-leaving"))).url == reverse("organisations")
    assert roles() == {"owner@example.org": "owner"}
    assert member.get(at()).status_code == 404


def test_an_owner_of_one_organisation_changes_nothing_of_another(owner):
    """With the own slug and another's key, too."""
    other = Organisation.objects.found("Hill Trust", cast.stranger())
    theirs, invitation = other.memberships.get(), other.invite(cast.stranger())[0]
    cast.organisation()
    before = stored()
    for name, key in (
        ("member-role", theirs.pk),
        ("member-removal", theirs.pk),
        ("member-invitation-withdrawal", invitation.pk),
    ):
        assert owner.post(at(name, key), {"role": "member"}).status_code == 404
    assert stored() == before


def test_an_owner_makes_a_link_and_hands_it_on(owner):
    page = owner.get(at())
    assert "This site sends no mail" in read(page).words
    response = send(owner, page, "/members/", role="member")
    assert response.url == at() + "?made#invitations"
    invitation = MemberInvitation.objects.get()
    shown = read(owner.get(response.url)).words
    assert f"http://testserver{join(invitation)}" in shown
    assert f"It ends on {invitation.expires_on:%-d %B %Y}" in shown
    send(owner, page, "/members/", role="member")  # sent twice, it is one
    assert MemberInvitation.objects.count() == 1
    assert not mail.outbox


@with_mail
def test_an_invitation_is_mailed_where_mail_is_set_up(owner):
    page = owner.get(at())
    for _ in range(2):  # sent twice, it is mailed once
        response = send(owner, page, "/members/", email=" Ann@Example.org ", role="owner")
    invitation = MemberInvitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == ("ann@example.org", "owner", cast.owner())
    [sent] = mail.outbox
    assert sent.to == ["ann@example.org"]
    assert f"http://testserver{join(invitation)}" in sent.body
    assert "Valley Trust" in sent.subject
    assert response.status_code == 302


@with_mail
def test_a_mail_holds_names_as_they_are_and_no_header_of_theirs(owner):
    where = at()
    cast.organisation().rename("Valley Trust", "Us & <them>\nBcc: all@example.org")
    assert send(owner, owner.get(where), "/members/", email="ann@example.org").url.endswith("?mailed#invitations")
    [sent] = mail.outbox
    assert sent.subject == "Us & <them> Bcc: all@example.org invites you to PeopleHub"
    assert "Us & <them>" in sent.body
    assert not sent.bcc


@with_mail
@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_an_invitation_stands_when_the_mail_can_not_be_sent(owner):
    response = send(owner, owner.get(at()), "/members/", email="ann@example.org")
    assert response.url == at() + "?unmailed#invitations"
    assert "the mail could not be sent" in read(owner.get(response.url)).words
    assert MemberInvitation.objects.exists()


@with_mail
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "ann"}, "This is not a whole e-mail address."),
        ({"email": "MEMBER@example.org"}, "This colleague is here already."),
        ({"role": "king"}, "Please choose one of the two."),
    ],
)
def test_an_invitation_is_refused_in_words(owner, sent, said):
    response = owner.post(at(), {"role": "member"} | sent)
    assert response.status_code == 422
    assert said in read(response).words
    assert not MemberInvitation.objects.exists()
    assert not mail.outbox


def test_an_invitation_is_withdrawn_and_its_link_says_so(owner):
    invitation = invite()
    page = owner.get(at())
    for _ in range(2):  # sent twice, it is withdrawn once
        assert send(owner, page, "withdrawal/").url == at() + "#invitations"
    assert not MemberInvitation.objects.exists()
    assert signed_in(cast.stranger()).get(join(invitation)).status_code == 410


def test_what_has_ended_is_not_listed(owner):
    invite(email="late@example.org")
    MemberInvitation.objects.update(expires_on=timezone.localdate() - timedelta(1))
    assert "late@example.org" not in read(owner.get(at())).words


def test_roles_change_and_an_owner_is_handed_over_to(owner):
    owner.post(of(cast.member(), "member-role"), {"role": "owner"})
    assert roles()["member@example.org"] == "owner"
    assert send(owner, owner.get(at("organisation-leaving"))).status_code == 302
    assert roles() == {"member@example.org": "owner"}


@pytest.mark.parametrize("sent", [{}, {"role": "king"}])
def test_a_role_that_is_none_changes_nothing(owner, sent):
    assert owner.post(of(cast.member(), "member-role"), sent).url == at()
    assert roles()["member@example.org"] == "member"


@pytest.mark.parametrize("name", ["member-role", "organisation-leaving"])
def test_the_last_owner_is_told_what_to_do(owner, name):
    where = of(cast.owner(), name) if name == "member-role" else at(name)
    response = owner.post(where, {"role": "member"})
    assert response.status_code == 409
    assert "Make a colleague an owner first." in read(response).words
    assert at() in read(response).links
    assert roles()["owner@example.org"] == "owner"


def test_a_colleague_is_removed_after_asking_once_more(owner):
    member, where = signed_in(cast.member()), of(cast.member(), "member-removal")
    assert where in read(owner.get(at())).links
    page = owner.get(where)
    assert "member@example.org" in read(page).words
    assert roles().keys() == {"owner@example.org", "member@example.org"}
    assert send(owner, page).url == at()
    assert roles() == {"owner@example.org": "owner"}
    assert member.get(at()).status_code == 404


def test_an_owner_who_would_remove_themselves_is_led_to_leaving(owner):
    for method in (owner.get, owner.post):
        assert method(of(cast.owner(), "member-removal")).url == at("organisation-leaving")


def test_who_is_invited_signs_in_or_up_first_and_comes_back(client):
    where = join(invite())
    response = client.get(where)
    assert response.url == f"{reverse('account_login')}?next={where}"
    links = read(client.get(response.url)).links
    assert any("signup" in link and f"next={where}" in link.replace("%2F", "/") for link in links)
    assert Membership.objects.count() == 2


def test_who_is_invited_sees_by_whom_and_joins(client):
    cast.organisation()
    invitation = invite(role="owner")
    client.force_login(cast.stranger())
    page = client.get(join(invitation))
    assert "owner@example.org invites you to work with Valley Trust" in read(page).words
    assert "stranger@example.org" not in roles()
    for _ in range(2):  # sent twice, both see the same page
        assert send(client, page).url == reverse("organisation", args=["valley-trust"])
    assert roles()["stranger@example.org"] == "owner"
    assert client.get(join(invitation)).url == reverse("organisation", args=["valley-trust"])
    assert client.get(at()).status_code == 200


def test_an_invitation_that_somebody_else_used_is_gone(client):
    invitation = invite()
    invitation.accept(cast.stranger())
    client.force_login(cast._user("late@example.org"))
    for method in (client.get, client.post):
        response = method(join(invitation))
        assert response.status_code == 410
        assert "This invitation has ended" in read(response).h1
    assert "late@example.org" not in roles()


def test_an_invitation_past_its_last_day_is_gone(client):
    invitation = invite()
    client.force_login(cast.stranger())
    MemberInvitation.objects.update(expires_on=timezone.localdate())
    assert client.get(join(invitation)).status_code == 200
    MemberInvitation.objects.update(expires_on=timezone.localdate() - timedelta(1))
    for method in (client.get, client.post):
        assert method(join(invitation)).status_code == 410
    assert "stranger@example.org" not in roles()


def test_a_member_is_told_and_leaves_the_invitation_to_others(client):
    invitation = invite()
    client.force_login(cast.member())
    page = read(client.get(join(invitation)))
    assert "already" in page.words
    assert client.post(join(invitation)).url == reverse("organisation", args=["valley-trust"])
    assert MemberInvitation.objects.get() == invitation


def test_an_invitation_that_never_was_is_not_found(client):
    client.force_login(cast.stranger())
    for method in (client.get, client.post):
        assert method(reverse("member-invitation", args=["A" * 32])).status_code == 404
