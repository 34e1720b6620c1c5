"""The piece of work that people take part in."""

import uuid

from django.db import models
from django.db.models import Q


class Engagement(models.Model):
    """What assessments are about. One that was begun without an account belongs to nobody yet."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200, blank=True)
    # The type (position 1 to 4) that the organisation says it is.
    claim = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(claim__isnull=True) | Q(claim__range=(1, 4)), name="engagement_claim"),
        ]
