"""What an organisation sees of a group: releases, from DESIGN.md, "Privacy of groups"."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, F
from django.utils import timezone

from assessments.comparison import Spread, is_due, profile

from .answer import Answer
from .engagement import Engagement


class ReleaseQuerySet(models.QuerySet):
    def make_if_due(self, engagement):
        """Make the next release where enough people are in it and enough have joined, changed or deleted.

        The caller has locked the engagement, in a transaction. Between releases nothing moves. Returns the release,
        or None.
        """
        flagged = engagement.assessments.filter(changed_since_release=True)
        changed = flagged.count() + engagement.deleted_since_release
        if changed < settings.RELEASE_FLOOR:
            return None
        group = engagement.assessments.in_group()
        people = group.count()
        if not is_due(people, changed, settings.RELEASE_FLOOR):
            return None
        counts = _counts(group, settings.RELEASE_FLOOR)
        number = engagement.releases.count() + 1
        # Whoever deleted since is in no table any more, but in the profiles.
        engagement.releases.filter(number=number - 1).update(counts={})
        release = engagement.releases.create(
            number=number, people=people, counts=counts, profile=_profile(counts, people, settings.RELEASE_FLOOR)
        )
        _release_words(flagged)
        flagged.filter(finished_on__isnull=False).update(is_released=True, changed_since_release=False)
        flagged.update(is_released=False, changed_since_release=False)  # who went on to more questions, for now
        Engagement.objects.filter(pk=engagement.pk).update(deleted_since_release=0)
        return release


def _counts(group, floor):
    """Per asked question how many chose what, in two queries; None where fewer than the floor answered it.

    DESIGN.md puts the floor on people and not on cells; a question that one person alone answered would yet be a
    piece of that person's set of answers.
    """
    asked = {slug for slugs in group.values_list("asked", flat=True).distinct() for slug in slugs}
    answers = Answer.objects.filter(assessment__in=group).values_list("question", "position", "unknown")
    counts = {slug: {} for slug in asked}
    for question, position, unknown, people in answers.annotate(people=Count("key")):
        if question in asked:
            counts[question][unknown or str(position)] = people
    return {slug: cells if sum(cells.values()) >= floor else None for slug, cells in counts.items()}


def _profile(counts, people, floor):
    """The group's position per asked question, or None."""
    spreads = {slug: Spread.of(cells, people) for slug, cells in counts.items() if cells}
    return dict.fromkeys(counts) | profile(spreads, floor)


def _release_words(flagged):
    """Words come with the release that counts their writer.

    By keys that were read first: as a subquery, PostgreSQL may look through every answer for each of them.
    """
    writers = dict(flagged.values_list("pk", "finished_on"))
    counted = [key for key, finished_on in writers.items() if finished_on]
    Answer.objects.filter(assessment__in=list(writers)).exclude(released_words="").update(released_words="")
    Answer.objects.filter(assessment__in=counted, note_shared=True).update(released_words=F("note"))


class Release(models.Model):
    """A stored table of counts. Only the newest keeps it; of earlier ones the group's profile stays, over time."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    released_on = models.DateField(default=timezone.localdate)
    people = models.PositiveIntegerField()
    # Per asked question {"1" to "4", "not-sure", "none": how many people}, or null where too few answered it.
    counts = models.JSONField(default=dict)
    profile = models.JSONField(default=dict)  # question's slug: the group's position, or null

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="one_release_a_number")]
        ordering = ["-number"]
