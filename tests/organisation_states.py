"""The states of organisations, their portfolios and members, as the owner of tests/cast.py sees them."""

from functools import partial

from django.urls import reverse

from tests import cast
from tests.assessments.organisations import filled
from tests.states import LONG, State, answered

State = partial(State, signed_in=True)
TITLE_TOO_LONG = "word " * 60


def of(name, make=cast.organisation, *args, query=""):
    """The address of a page of an organisation that `make` makes."""
    return lambda: reverse(name, args=[make().slug, *args]) + query


def of_member(name):
    def address():
        made = cast.organisation()
        return reverse(name, args=[made.slug, made.memberships.get(user=cast.member()).pk])

    return address


def of_owner(name):
    def address():
        made = cast.organisation()
        return reverse(name, args=[made.slug, made.memberships.get(user=cast.owner()).pk])

    return address


def inviting():
    """An organisation with two open invitations."""
    made = cast.organisation()
    made.invite(cast.owner())
    made.invite(cast.owner(), email="ann@example.org", role="owner")
    return made


def elsewhere():
    """An organisation of the stranger's, which the owner of the cast is not in."""
    made = cast.organisation("Hill Trust")
    made.memberships.all().delete()
    made.memberships.create(user=cast.stranger(), role="owner")
    return made


def invited(make=elsewhere, **fields):
    """The address of an invitation."""
    return lambda: reverse("member-invitation", args=[make().invite(cast.stranger(), **fields)[0].token])


def withdrawn():
    invitation, _ = elsewhere().invite(cast.stranger())
    invitation.withdraw()
    return reverse("member-invitation", args=[invitation.token])


def as_a_member(name):
    """The address of a page of an organisation where the owner of the cast is a member."""

    def address():
        made = elsewhere()
        made.memberships.create(user=cast.owner())
        return reverse(name, args=[made.slug])

    return address


def to_take_in(make=cast.organisation):
    """The address at which an assessment without an organisation is taken into one."""

    def address():
        make()
        assessment, token = answered("an honest online survey on bus routes", claim=4, title="New bus routes")
        assessment.share()
        return reverse("assessment-organisation", args=[token])

    return address


def renamed():
    """The settings of an organisation that a colleague has renamed in the meantime."""
    made = cast.organisation()
    made.rename(made.name, "Valley and Hill Trust")
    return reverse("organisation-settings", args=[made.slug])


STATES = [
    State("organisations-none", lambda: reverse("organisations")),
    State("organisations", lambda: cast.organisation() and reverse("organisations")),
    State("organisations-error", lambda: reverse("organisations"), sent={"name": ""}, status=422),
    State("organisation-empty", of("organisation")),
    State("organisation", of("organisation", filled)),
    State("organisation-found", of("organisation", filled, query="?name=bus&differ=on&kept=live&sort=differ")),
    State("organisation-nothing-found", of("organisation", filled, query="?name=xyz")),
    State("organisation-error", of("organisation", filled, query="?since=soon&sort=type&kept=x"), status=422),
    State("organisation-elsewhere", of("organisation", elsewhere), status=404),
    State("engagements", of("organisation-engagements")),
    State("engagements-error", of("organisation-engagements"), sent={"title": "", "about": LONG}, status=422),
    State("engagements-too-long", of("organisation-engagements"), sent={"title": TITLE_TOO_LONG}, status=422),
    State("members", of("organisation-members")),
    State("members-invited", of("organisation-members", inviting, query="?made")),
    State("members-mailed", of("organisation-members", inviting, query="?mailed")),
    State("members-unmailed", of("organisation-members", inviting, query="?unmailed")),
    State("members-error", of("organisation-members"), sent={"role": "king"}, status=422),
    State("members-as-a-member", as_a_member("organisation-members")),
    State("members-not-for-members", as_a_member("organisation-members"), sent={"role": "owner"}, status=403),
    State("settings-not-for-members", as_a_member("organisation-settings"), status=403),
    State("member-removal", of_member("member-removal")),
    State("last-owner", of_owner("member-role"), sent={"role": "member"}, status=409),
    State("leaving", of("organisation-leaving")),
    State("leaving-last-owner", of("organisation-leaving"), sent={}, status=409),
    State("invited", invited()),
    State("invited-as-owner", invited(role="owner")),
    State("invited-already", invited(cast.organisation)),
    State("invitation-ended", withdrawn, status=410),
    State("settings", of("organisation-settings")),
    State("settings-error", of("organisation-settings"), sent={"name": ""}, status=422),
    State("settings-conflict", renamed, sent={"name": "Our Trust", "before": "Valley Trust"}, status=409),
    State("deletion-of-organisation", of("organisation-deletion")),
    State("deletion-of-organisation-filled", of("organisation-deletion", filled)),
    State("deletion-of-organisation-error", of("organisation-deletion"), sent={"name": "Hill Trust"}, status=422),
    State("taking-in", to_take_in(filled)),
    State("taking-in-first", to_take_in(cast.owner)),
    State("taking-in-error", to_take_in(), sent={"place": "new", "name": ""}, status=422),
    State("taking-in-nowhere", to_take_in(), sent={"place": "hill-trust"}, status=422),
]
