"""Organisations, the colleagues in them, and the invitations that bring colleagues in."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify

from assessments.tokens import Gone, hash_of, new_token

from .retired import RetiredToken

INVITATION_DAYS = 14  # how long a colleague has to accept


class LastOwner(Exception):
    """The only owner can neither leave nor become a member: somebody has to be able to look after the organisation."""


class OrganisationQuerySet(models.QuerySet):
    def of(self, user):
        """Those that a user belongs to, by name."""
        return self.filter(memberships__user=user).order_by("name", "slug")

    def found(self, name, user, submission_key="", **fields):
        """Make an organisation; whoever makes it is its owner. The same submission key makes one, however often."""
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{user.pk} {submission_key}") if submission_key else uuid.uuid4()
        try:
            return self._found(key=key, name=name, slug=self._free_slug(name), user=user, **fields)
        except IntegrityError:
            return self.get(pk=key)

    @transaction.atomic
    def _found(self, user, **fields):
        organisation = self.create(**fields)
        organisation.memberships.create(user=user, role=Membership.Role.OWNER)
        return organisation

    def _free_slug(self, name):
        """An address from the name; where it is taken, with a random end that says nothing of how many there are."""
        slug = slugify(name)[:40].strip("-") or "organisation"
        return f"{slug}-{uuid.uuid4().hex[:6]}" if self.filter(slug=slug).exists() else slug


class Organisation(models.Model):
    """Who keeps engagements together."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)  # made by `manage.py demo`, and removed by it

    objects = OrganisationQuerySet.as_manager()

    def __str__(self):
        return self.name

    def rename(self, before, name):
        """Give it another name, if it still has the name `before`; return whether it was done."""
        is_done = bool(Organisation.objects.filter(pk=self.pk, name=before).update(name=name))
        self.refresh_from_db(fields=["name"])
        return is_done

    def begin_engagement(self, submission_key="", **fields):
        """Make an engagement. The same submission key makes one, however often it is sent."""
        uid = uuid.uuid5(self.key, submission_key) if submission_key else uuid.uuid4()
        return self.engagements.get_or_create(uid=uid, defaults=fields)[0]

    def invite(self, invited_by, email="", role="member", submission_key=""):
        """Make an invitation for a colleague; return it and whether it is new, as the same key makes one only."""
        key = uuid.uuid5(self.key, submission_key) if submission_key else uuid.uuid4()
        fields = {"invited_by": invited_by, "email": email, "role": role}
        return self.member_invitations.get_or_create(key=key, defaults=fields)

    @transaction.atomic
    def erase(self):
        """Delete the organisation with all its engagements; every link to them then says that it has ended."""
        for engagement in self.engagements.filter(part_of=None):
            engagement.erase()
        RetiredToken.retire("member", *(hash_of(each.token) for each in self.member_invitations.all()))
        self.delete()


class Membership(models.Model):
    """A colleague in an organisation. An owner also looks after its members and its name."""

    class Role(models.TextChoices):
        OWNER = "owner"
        MEMBER = "member"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(default=timezone.localdate)
    joined_with = models.CharField(max_length=64, blank=True)  # the hash of the invitation's token: it is used up

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_each")]

    @property
    def is_owner(self):
        return self.role == self.Role.OWNER

    @property
    def is_last_owner(self):
        owners = Membership.objects.filter(organisation=self.organisation_id, role=self.Role.OWNER)
        return self.is_owner and not owners.exclude(pk=self.pk).exists()

    @transaction.atomic
    def change_role(self, role):
        """Make an owner of a member or the reverse. Raises LastOwner when nobody else would be one."""
        self._keep_an_owner(role)
        self.role = role
        self.save(update_fields=["role"])

    @transaction.atomic
    def end(self):
        """Leave, or be removed: what was assessed stays, its private links don't. Raises LastOwner as above."""
        self._keep_an_owner()
        for assessment in self.user.assessments.filter(engagement__organisation=self.organisation_id):
            assessment.renew_token()
        self.delete()

    def _keep_an_owner(self, role=None):
        # One at a time: else two owners who leave together would both see the other still there.
        Organisation.objects.select_for_update().get(pk=self.organisation_id)
        self.refresh_from_db(fields=["role"])
        if role != self.Role.OWNER and self.is_last_owner:
            raise LastOwner


def invitation_end():
    """The last day on which an invitation that is made today can be accepted."""
    return timezone.localdate() + timedelta(days=INVITATION_DAYS)


class MemberInvitation(models.Model):
    """A link with which one colleague can join; used once, or not at all when its last day is over."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="member_invitations")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    email = models.EmailField(blank=True)  # where it was mailed to; empty when it is a link to hand on
    role = models.CharField(max_length=6, choices=Membership.Role, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField(default=invitation_end)

    @property
    def is_past_its_end(self):
        return self.expires_on < timezone.localdate()

    @transaction.atomic
    def accept(self, user):
        """Make the user a member; the invitation is used up, unless the user was a member before.

        Raises Gone when somebody else was quicker, or it was withdrawn.
        """
        if not MemberInvitation.objects.select_for_update().filter(pk=self.pk).exists():
            raise Gone
        fields = {"role": self.role, "joined_with": hash_of(self.token)}
        _, is_new = self.organisation.memberships.get_or_create(user=user, defaults=fields)
        if is_new:
            self.withdraw()

    @transaction.atomic
    def withdraw(self):
        """End the invitation; its link then says so."""
        RetiredToken.retire("member", hash_of(self.token))
        self.delete()
