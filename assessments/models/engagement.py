"""The piece of work that people take part in."""

import uuid

from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from assessments.tokens import Gone, hash_of, new_token

from .answer import Answer
from .organisation import Organisation
from .retired import RetiredToken

TITLE_LIMIT = 200
ABOUT_LIMIT = 2000


class EngagementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations that a user belongs to."""
        return self.filter(organisation__memberships__user=user)

    def with_parts_and_releases(self, uid):
        """In one query an engagement and its parts; each as often as it has releases, with what one of them says
        (`number`, `released_on`, `people`, `counts`, `profile`), or once with None in these.
        """
        release = ("number", "released_on", "people", "counts", "profile")
        return (
            self.filter(Q(pk=uid) | Q(part_of=uid))
            .annotate(**{name: F(f"releases__{name}") for name in release})
            .order_by("starts_on", "begun_on", "title", "pk", "number")
        )

    def locked(self, uid):
        """The row as it is now; nobody else changes its group before this transaction's end. None when it is gone."""
        return self.select_for_update(no_key=True).filter(pk=uid).first()


class Engagement(models.Model):
    """What assessments are about. One that was begun without an account has no organisation yet."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="engagements")
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="parts")
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    about = models.TextField(max_length=ABOUT_LIMIT, blank=True)
    runs_it = models.SlugField(blank=True, db_index=False)
    # The type (position 1 to 4) that the organisation says it is.
    claim = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    invited = models.PositiveIntegerField(null=True, blank=True)  # how many people were asked to answer
    contact = models.TextField(max_length=ABOUT_LIMIT, blank=True)  # for anyone who is not safe or wants to complain
    invitation_token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    begun_on = models.DateField(default=timezone.localdate)
    archived_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    deleted_since_release = models.PositiveIntegerField(default=0)  # people whose answers stand in the last release
    version = models.PositiveIntegerField(default=1)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(claim__isnull=True) | Q(claim__range=(1, 4)), name="engagement_claim"),
        ]

    @property
    def date(self):
        """The day that it is listed under: when it starts, else when it was begun here."""
        return self.starts_on or self.begun_on

    @property
    def is_archived(self):
        return self.archived_on is not None

    @property
    def is_closed(self):
        """Whether nobody can answer any more, or change an answer."""
        return self.closed_on is not None or self.is_archived

    @property
    def is_inviting(self):
        """Whether its invitation link works."""
        return bool(self.invitation_token) and not self.is_closed

    def organisations_answer(self):
        """The assessment that stands for the organisation beside the claim and the people, or None."""
        return self.assessments.organisations_answer()

    def add_part(self, title):
        """Make a part of it; whom people can tell, and who runs it, are the same until somebody changes that."""
        return self.parts.create(
            organisation=self.organisation, title=title, runs_it=self.runs_it, contact=self.contact
        )

    def count_under_it(self):
        """How many parts and assessments go with it when it is deleted, as a dict."""
        whole = Engagement.objects.filter(Q(pk=self.pk) | Q(part_of=self.pk))
        return whole.aggregate(
            parts=Count("pk", filter=~Q(pk=self.pk), distinct=True),
            assessments=Count("assessments", filter=~Q(assessments__kind="seat"), distinct=True),
            workshops=Count("workshops", distinct=True),
        )

    @transaction.atomic
    def amend(self, version, **fields):
        """Save these fields if nobody has changed the engagement since `version`; return whether they were saved."""
        rows = Engagement.objects.filter(pk=self.pk, version=version)
        is_saved = bool(rows.update(version=F("version") + 1, **fields))
        self.refresh_from_db()
        return is_saved

    def close(self):
        """Take no more answers. No release comes of it: answers that don't fill a floor stay out."""
        self._mark(closed_on=timezone.localdate())

    def reopen(self):
        self._mark(closed_on=None)

    def archive(self):
        """Put it away, read-only, with its parts."""
        self._mark(archived_on=timezone.localdate())
        self.parts.update(archived_on=timezone.localdate())

    def bring_back(self):
        """The reverse of `archive`."""
        self._mark(archived_on=None)
        self.parts.update(archived_on=None)

    def _mark(self, **fields):
        Engagement.objects.filter(pk=self.pk).update(version=F("version") + 1, **fields)
        self.refresh_from_db()

    @transaction.atomic
    def invite(self):
        """Make the participants' link, if there is none yet. Raises Gone."""
        current = self._locked()
        if not current.invitation_token:
            current.invitation_token = new_token()
            current.save(update_fields=["invitation_token"])
        self.invitation_token = current.invitation_token

    def stop_inviting(self):
        """Withdraw the participants' link; it then says that it has ended. Answers stay, their own links too."""
        self._replace_invitation(None)

    def renew_invitation(self):
        """Put another link in the place of one that leaked."""
        self._replace_invitation(new_token())

    @transaction.atomic
    def _replace_invitation(self, token):
        current = self._locked()
        if current.invitation_token:
            RetiredToken.retire("invitation", hash_of(current.invitation_token))
        Engagement.objects.filter(pk=self.pk).update(invitation_token=token)
        self.invitation_token = token

    def _locked(self):
        """The row as it is now. Raises Gone when it was deleted in another tab."""
        current = Engagement.objects.locked(self.pk)
        if current is None:
            raise Gone
        return current

    def end_if_empty(self):
        """One that no organisation keeps ends with the last thing under it."""
        if self.organisation_id is None and not (self.assessments.exists() or self.workshops.exists()):
            self.delete()

    @transaction.atomic
    def erase(self):
        """Delete it with its parts and everything under them; their links then say that they have ended."""
        if Engagement.objects.locked(self.pk) is None:
            return  # another tab was quicker
        for part in self.parts.all():
            part.erase()
        self.refresh_from_db(fields=["invitation_token"])
        tokens = self.assessments.values_list("token_hash", "share_token")
        RetiredToken.retire("assessment", *(hash_ for hash_, _ in tokens))
        RetiredToken.retire("share", *(hash_of(share) for _, share in tokens if share))
        if self.invitation_token:
            RetiredToken.retire("invitation", hash_of(self.invitation_token))
        for workshop in self.workshops.all():
            workshop.retire_links()
        if statement := getattr(self, "statement", None):
            RetiredToken.retire("statement", hash_of(statement.token))
        # First, and without loading them: there may be a hundred thousand.
        Answer.objects.filter(assessment__engagement=self).delete()
        self.delete()
