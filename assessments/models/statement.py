"""The public page that says honestly which type is offered."""

import uuid

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from assessments.tokens import Gone, hash_of, new_token

from .engagement import Engagement
from .retired import RetiredToken


class Statement(models.Model):
    """An engagement's statement: its address, its versions, and which of them is public."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.OneToOneField(Engagement, on_delete=models.CASCADE, related_name="statement")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    published = models.ForeignKey("StatementVersion", on_delete=models.SET_NULL, null=True, related_name="+")
    published_on = models.DateField(null=True, blank=True)

    @classmethod
    def of(cls, engagement):
        """The statement of an engagement; one that is stored with its first version, where there is none yet."""
        return getattr(engagement, "statement", None) or cls(engagement=engagement)

    @property
    def newest(self):
        """The version that was written last, or None."""
        return None if self._state.adding else self.versions.first()

    def write(self, after, author, **texts):
        """Store the next version if the newest is still number `after` (0: none); return it, or None.

        What the newest says already, sent once more, is that version.
        """
        try:
            with transaction.atomic():
                newest = self.newest
                if newest and newest.says(texts):
                    return newest
                if (newest.number if newest else 0) != after:
                    return None
                if self._state.adding:
                    self.save()
                return self.versions.create(number=after + 1, author=author, **texts)
        except IntegrityError:  # somebody else was quicker by a moment
            return None

    def publish(self, version):
        """Show this version to everybody with the link, and to search engines. Once more changes nothing."""
        if self.published_id != version.pk:
            self._show(version, timezone.localdate())

    def withdraw(self):
        """Show it to nobody; the link says that it has ended, until it is published again."""
        self._show(None, None)

    def _show(self, version, day):
        self.published, self.published_on = version, day
        # In another tab it may have been deleted: then there is nothing to show.
        Statement.objects.filter(pk=self.pk).update(published=version, published_on=day)

    @transaction.atomic
    def renew(self):
        """Put another link in the place of the old one, which then says that it has ended. Raises Gone."""
        current = Statement.objects.select_for_update().filter(pk=self.pk).first()
        if current is None:  # deleted in another tab
            raise Gone
        RetiredToken.retire("statement", hash_of(current.token))
        self.token = new_token()
        self.save(update_fields=["token"])


class StatementVersion(models.Model):
    """What a statement said at one time; never changed, so that two colleagues can't overwrite each other unseen."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_on = models.DateField(default=timezone.localdate)
    type = models.PositiveSmallIntegerField()  # the position of the type that is offered, 1 to 4
    expect = models.TextField(blank=True)  # what people can expect
    can_change = models.TextField(blank=True)
    cannot_change = models.TextField(blank=True)
    support = models.TextField(blank=True)
    hear_back = models.TextField(blank=True)  # how and when
    ask = models.TextField(blank=True)  # whom to ask
    done = models.TextField(blank=True)  # what people said, and what was done

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="one_statement_a_number"),
            models.CheckConstraint(condition=Q(type__range=(1, 4)), name="statement_type"),
        ]
        ordering = ["-number"]

    def says(self, texts):
        """Whether each of these fields says this already."""
        return all(getattr(self, name) == text for name, text in texts.items())

    @property
    def done_on(self):
        """The day on which "what people said, what we did" was first written as it is here."""
        same = self.statement.versions.filter(done=self.done, number__lte=self.number)
        return same.aggregate(day=models.Min("written_on"))["day"]
