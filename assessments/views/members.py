"""Who is in an organisation: members and their roles, invitations, and joining and leaving."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments.access import (
    invitation_to_withdraw,
    joined_with,
    member_invitation,
    membership_in,
    membership_to_change,
    ownership_of,
)
from assessments.organisation_forms import InvitationForm, RoleForm
from assessments.tokens import Gone, new_token

from .answering import page_with_form
from .organisations import sent, status_of

log = logging.getLogger(__name__)


@never_cache  # each page has a submission key of its own
@page_with_form
def members(request, slug):
    """Colleagues and open invitations; an owner invites here."""
    is_sent = request.method == "POST"
    membership = ownership_of(request.user, slug) if is_sent else membership_in(request.user, slug)
    organisation = membership.organisation
    form = InvitationForm(organisation, settings.HAS_MAIL, sent(request), initial={"submission_key": new_token()})
    if form.is_valid():
        invitation, is_new = organisation.invite(request.user, **form.cleaned_data)
        said = _mail(request, invitation) if is_new and invitation.email else "made"
        return redirect(f"{reverse('organisation-members', args=[slug])}?{said}#invitations")
    invitations = organisation.member_invitations.order_by("expires_on", "key") if membership.is_owner else []
    context = {
        "membership": membership,
        "organisation": organisation,
        "form": form,
        "memberships": organisation.memberships.select_related("user").order_by("user__email"),
        "invitations": [(each, _link(request, each)) for each in invitations if not each.is_past_its_end],
        "said": next((word for word in ("mailed", "unmailed", "made") if word in request.GET), ""),
    }
    return render(request, "assessments/members/members.html", context, status=status_of(form))


def _link(request, invitation):
    return request.build_absolute_uri(reverse("member-invitation", args=[invitation.token]))


def _mail(request, invitation):
    """Mail the link; return what the page says. A mail that can't be sent is no fault of the invitation's."""
    context = {"invitation": invitation, "link": _link(request, invitation), "inviter": request.user}
    subject = f"{' '.join(invitation.organisation.name.split())} invites you to PeopleHub"
    text = render_to_string("assessments/members/invitation.txt", context)
    try:
        send_mail(subject, text, None, [invitation.email])
    except (OSError, SMTPException) as error:
        log.warning("An invitation could not be mailed: %s", type(error).__name__)
        return "unmailed"
    return "mailed"


@require_POST
def role(request, slug, key):
    """Make an owner of a member, or the reverse."""
    membership = membership_to_change(request.user, slug, key)
    form = RoleForm(request.POST)
    if form.is_valid():
        membership.change_role(form.cleaned_data["role"])
    return redirect("organisation-members", slug)


@page_with_form
def removal(request, slug, key):
    """Take a colleague out of the organisation, after asking once more. One's own way out is to leave."""
    membership = membership_to_change(request.user, slug, key)
    if membership.user == request.user:
        return redirect("organisation-leaving", slug)
    if request.method == "POST":
        membership.end()
        return redirect("organisation-members", slug)
    context = {"membership": membership, "organisation": membership.organisation}
    return render(request, "assessments/members/removal.html", context)


@require_POST
def withdrawal(request, slug, key):
    """Withdraw an invitation; twice is once."""
    invitation = invitation_to_withdraw(request.user, slug, key)
    if invitation:
        invitation.withdraw()
    return redirect(reverse("organisation-members", args=[slug]) + "#invitations")


@page_with_form
def leaving(request, slug):
    """Leave an organisation, after asking once more."""
    membership = membership_in(request.user, slug)
    if request.method == "POST":
        membership.end()
        return redirect("organisations")
    context = {"membership": membership, "organisation": membership.organisation}
    return render(request, "assessments/members/leaving.html", context)


@page_with_form
def joining(request, token):
    """An invitation: who invites, and a button to accept. Who has joined already goes on, however often they come."""
    try:
        invitation = member_invitation(request.user, token)
        if request.method == "POST":
            invitation.accept(request.user)
            return redirect("organisation", invitation.organisation.slug)
    except Gone:
        membership = joined_with(request.user, token)
        if membership is None:
            return render(request, "assessments/members/ended.html", status=410)
        return redirect("organisation", membership.organisation.slug)
    is_member = invitation.organisation.memberships.filter(user=request.user).exists()
    context = {"invitation": invitation, "organisation": invitation.organisation, "is_member": is_member}
    return render(request, "assessments/members/joining.html", context)
