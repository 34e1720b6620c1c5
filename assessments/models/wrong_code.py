"""Wrong join codes, counted for an hour: QUALITY.md, "Security and privacy"."""

import hmac
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

HOUR = timedelta(hours=1)
FROM_ONE_ADDRESS = 20  # a room shares one address, so they are many; then new joins from it wait
FROM_EVERYWHERE = 5_000  # then all new joins wait
EVERYWHERE = "everywhere"


def _key(address):
    """A keyed hash: nobody learns an address from the database."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"wrong code {address}".encode(), "sha256").hex()


class WrongCodesQuerySet(models.QuerySet):
    def past_their_hour(self):
        return self.filter(since__lte=timezone.now() - HOUR)


class WrongCodes(models.Model):
    """How many wrong codes came from one address, or from everywhere, in an hour."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)

    objects = WrongCodesQuerySet.as_manager()

    @classmethod
    def are_many(cls, address):
        """Whether a new join from this address has to wait, whatever its code."""
        limits = {_key(address): FROM_ONE_ADDRESS, EVERYWHERE: FROM_EVERYWHERE}
        rows = cls.objects.filter(pk__in=limits, since__gt=timezone.now() - HOUR).values_list("pk", "count")
        return any(count >= limits[key] for key, count in rows)

    @classmethod
    def count_one(cls, address):
        """Count a wrong code from an address; what is older than an hour goes."""
        cls.objects.past_their_hour().delete()
        for key in (_key(address), EVERYWHERE):
            cls.objects.bulk_create([cls(pk=key)], ignore_conflicts=True)
        cls.objects.filter(pk__in=[_key(address), EVERYWHERE]).update(count=F("count") + 1)
