"""Links that have ended."""

from django.db import models
from django.utils import timezone


class RetiredToken(models.Model):
    """The hash of a link that once worked, so that it can be answered with "gone" and not with "not found"."""

    hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12)
    ended_on = models.DateField(default=timezone.localdate)

    @classmethod
    def retire(cls, kind, *hashes):
        """Remember that the links with these hashes have ended. Retiring one twice is once."""
        cls.objects.bulk_create([cls(hash=hash_, kind=kind) for hash_ in hashes], ignore_conflicts=True)
