"""The one way to each object: a function that returns it to those who may have it, and raises for everybody else.

What belongs to an organisation is its members' alone. Whoever is not signed in is asked to sign in (SignedOut), whether
there is something or not; everybody else gets a 404, and a member who does what only owners may, a 403.
"""

from functools import cache

from django.core.exceptions import PermissionDenied
from django.http import Http404

from .models import (
    Assessment,
    Engagement,
    MemberInvitation,
    Organisation,
    RetiredToken,
    Seat,
    Statement,
    Workshop,
)
from .refusals import Archived, Closed, SignedOut
from .tokens import Gone, hash_of


def assessment_by_token(token):
    """The assessment behind a private link, with its engagement; the link is its writer's key.

    Raises Gone when it was deleted or has reached its end, Http404 when there never was one.
    """
    return _unexpired(_found_or_gone(_assessments(), hash_of(token), token_hash=hash_of(token)))


def shared_assessment(share_token):
    """The assessment behind a read-only link. Raises as `assessment_by_token` does; a withdrawn link is gone."""
    return _unexpired(_found_or_gone(_assessments(), hash_of(share_token), share_token=share_token))


def invited_engagement(token):
    """The engagement behind a participants' link, with its organisation. Raises Closed, Gone, Http404."""
    engagements = Engagement.objects.select_related("organisation", "statement")
    engagement = _found_or_gone(engagements, hash_of(token), invitation_token=token)
    if engagement.is_closed:
        raise Closed
    return engagement


def statement_by_token(token):
    """The published statement behind a public link, with its engagement. Raises Gone when withdrawn, Http404."""
    statements = Statement.objects.select_related("engagement__organisation", "published")
    statement = _found_or_gone(statements, hash_of(token), token=token)
    if statement.published is None:
        raise Gone
    return statement


def member_invitation(user, token):
    """The invitation for a colleague who is signed in, with its organisation. Raises Gone when it is used or old."""
    signed_in(user)
    invitation = _found_or_gone(
        MemberInvitation.objects.select_related("organisation", "invited_by"), hash_of(token), token=token
    )
    return _unexpired(invitation)


def organisations_of(user):
    """The organisations that a signed-in user belongs to."""
    signed_in(user)
    return Organisation.objects.of(user)


def membership_in(user, slug):
    """The user's membership in the organisation at this address, with the organisation."""
    signed_in(user)
    memberships = user.memberships.select_related("organisation", "user")
    return _found(memberships, organisation__slug=slug)


def ownership_of(user, slug):
    """The same for what only owners may do. Raises PermissionDenied to a member."""
    membership = membership_in(user, slug)
    if not membership.is_owner:
        raise PermissionDenied
    return membership


def membership_to_change(user, slug, key):
    """A colleague's membership, for an owner. Raises as `ownership_of` does."""
    organisation = ownership_of(user, slug).organisation
    return _found(organisation.memberships.select_related("organisation", "user"), pk=key)


def invitation_to_withdraw(user, slug, key):
    """An open invitation, for an owner; None when it is used or withdrawn. Raises as `ownership_of` does."""
    organisation = ownership_of(user, slug).organisation
    invitation = MemberInvitation.objects.select_related("organisation").filter(pk=key).first()
    if invitation and invitation.organisation != organisation:
        raise Http404
    return invitation


def joined_with(user, token):
    """The user's membership that came of the invitation with this token, now used up; or None."""
    signed_in(user)
    return user.memberships.select_related("organisation").filter(joined_with=hash_of(token)).first()


def engagement_for(user, uid):
    """An engagement of one of the user's organisations, with its organisation and what it is a part of."""
    signed_in(user)
    engagements = Engagement.objects.visible_to(user).select_related("organisation", "part_of", "statement__published")
    return _found(engagements, pk=uid)


def live_engagement_for(user, uid):
    """The same, to change something in it. Raises Archived when it was put away."""
    engagement = engagement_for(user, uid)
    if engagement.is_archived:
        raise Archived(engagement)
    return engagement


def workshop_by_console(token):
    """The workshop behind its console's link, with its engagement and numbers; the link is its facilitator's key.

    Raises Gone when it was deleted, renewed, or has reached its end, Http404 when there never was one.
    """
    return _unexpired(_found_or_gone(_workshops(), hash_of(token), console_token=token))


def workshop_by_screen(token):
    """The workshop behind its projector's link, for reading alone. Raises as `workshop_by_console` does."""
    return _unexpired(_found_or_gone(_workshops(), hash_of(token), screen_token=token))


def workshop_by_report(token):
    """The workshop whose report was shared by this link. Raises as `workshop_by_console` does."""
    workshops = Workshop.objects.with_engagement()
    return _unexpired(_found_or_gone(workshops, hash_of(token), report_token=token))


def open_workshop(code):
    """The workshop that can be joined with a code; unknown and closed are alike: None."""
    return Workshop.objects.live().with_engagement().filter(code=code).first()


def seat_by_token(token):
    """A seat, with its side, its workshop and what is on. Raises Gone when it was deleted or has ended, Http404."""
    seat = _found_or_gone(_seats_with_votes(), hash_of(token), token_hash=hash_of(token))
    _unexpired(seat.workshop)
    return seat


def seats_by_tokens(tokens):
    """The seats of one phone, {token: seat}, in the order of the tokens; what is not there any more is left out."""
    hashes = {hash_of(token): token for token in tokens}
    if not hashes:
        return {}
    found = {hashes[seat.token_hash]: seat for seat in _seats().filter(token_hash__in=hashes)}
    return {token: found[token] for token in tokens if token in found and not found[token].workshop.is_past_its_end}


def workshops_of(engagement):
    """Every run of an engagement that somebody has, the newest first."""
    return engagement.workshops.filter(practice=False).order_by("-number")


def paper_sheet_of(engagement, key):
    """A sheet of paper that was typed in for an engagement that somebody has."""
    return _found(engagement.assessments.on_paper(), pk=key)


def signed_in(user):
    """The user, when signed in. Raises SignedOut."""
    if not user.is_authenticated:
        raise SignedOut
    return user


def colleagues_assessment(user, uid, key):
    """A colleague's finished assessment, or an agreed one, with its engagement; never one of who takes part."""
    engagement = engagement_for(user, uid)
    return _found(engagement.assessments.by_colleagues().select_related("author"), pk=key)


def own_assessment(user, uid, key):
    """The user's own assessment, finished or not, to go on with it. Raises Archived."""
    engagement = live_engagement_for(user, uid)
    return _found(engagement.assessments.of_colleagues().own().filter(author=user), pk=key)


def _workshops():
    return Workshop.objects.with_engagement().with_numbers()


def _seats():
    return Seat.objects.filter(kind=Assessment.Kind.SEAT).select_related(
        "side", "workshop__engagement__organisation", "workshop__current"
    )


@cache
def _seats_with_votes():
    """Put together once a process: for five hundred phones that costs more than the database's answer."""
    return _seats().with_vote()


def _assessments():
    return Assessment.objects.exclude(kind=Assessment.Kind.SEAT).select_related("engagement__organisation")


def _only(queryset, **lookup):
    """The one row, or None; `first` would sort by the key as well, and a phone asks every two seconds."""
    return next(iter(queryset.filter(**lookup)), None)


def _found(queryset, **lookup):
    found = _only(queryset, **lookup)
    if found is None:
        raise Http404
    return found


def _found_or_gone(queryset, hash_, **lookup):
    found = _only(queryset, **lookup)
    if found is None and RetiredToken.objects.filter(hash=hash_).exists():
        raise Gone
    if found is None:
        raise Http404
    return found


def _unexpired(found):
    if found.is_past_its_end:
        raise Gone
    return found
