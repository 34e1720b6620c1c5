"""All that an engagement's page and its files tell, read in three queries however much there is."""

from functools import cached_property

from django.conf import settings

from spectrum.models import newest_edition

from . import timeline
from .colleagues import Colleagues
from .comparison import compare
from .models import Assessment, Engagement


class Overview:
    """An engagement with its parts, its colleagues' assessments, what rooms agreed (`rooms`), and its releases."""

    def __init__(self, engagement):
        self.engagement = engagement
        rows = list(Engagement.objects.with_parts_and_releases(engagement.pk))
        self.releases = [row for row in rows if row.pk == engagement.pk and row.number]
        found = Assessment.objects.of_work(engagement).by_colleagues_or_rooms().with_answers()
        found = list(found.select_related("workshop").order_by("-started_on", "key"))
        assessments = [each for each in found if each.workshop is None]
        rooms = [each for each in found if each.workshop and each.engagement_id == engagement.pk and each.recorded]
        self.rooms = sorted(rooms, key=lambda each: -each.workshop.number)  # the newest first
        # That of what was answered, to save a query: only where nothing was, the newest is looked up.
        self.edition = assessments[0].spectrum if assessments else newest_edition()
        said = {}
        for assessment in assessments:
            said.setdefault(assessment.engagement_id, []).append(assessment)
        self.colleagues = Colleagues(said.get(engagement.pk, ()), engagement.claim)
        parts = {row.pk: row for row in rows if row.pk != engagement.pk}
        self.parts = [(part, Colleagues(said.get(part.pk, ()), part.claim)) for part in parts.values()]

    @cached_property
    def days(self):
        """What was found on which day, the organisation's and the people's."""
        people = (timeline.of_people(row.released_on, row.profile) for row in self.releases)
        return timeline.days([*map(_finding, self.colleagues.finished), *filter(None, people)])

    @cached_property
    def comparison(self):
        """Both sides as the newest release has them; None before the first."""
        if not self.releases:
            return None
        newest, answer = self.releases[-1], self.colleagues.answer
        given = answer.explanation.given if answer else ()
        organisation = {each.question.slug: each.position or each.choice for each in given}
        slugs = [question.slug for question in self.edition.questions]
        return compare(slugs, organisation, newest.counts, newest.people, settings.RELEASE_FLOOR)


def _finding(said):
    """A colleague's assessment as the timeline shows it."""
    assessment, found = said.assessment, said.explanation.classification
    kind = "planning" if assessment.voice == "planning" else assessment.kind
    return timeline.Finding(assessment.saved_on, kind, found.type, found.possible, assessment.claim, said.who)
