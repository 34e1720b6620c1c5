"""Both sides of an engagement as its comparison and the files of it tell them, read in three queries at any size.

What is said of the people comes from releases alone. What colleagues typed in, their own answers and sheets of paper,
is read as it is now.
"""

from functools import cached_property

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Q, Subquery

from spectrum.edition import TYPE_SLUGS
from spectrum.models import Edition, edition_by_id, newest_edition

from .classification import DEFINING, GATE, classify
from .comparison import PEOPLE_COUNTED, compare, people_said
from .explanation import Explanation
from .models import Answer, Assessment
from .pairs import Group, Numbered, Pair, cells, stands

DAYS_SHOWN = 12  # the newest days with a release
# What a page shows of people's words, so that it stays small; the files have all of them.
WORDS_SHOWN, CHARACTERS_SHOWN = 40, 16_000

ANSWER = ("answers__question", "answers__position", "answers__unknown")

NO_RELEASE, NO_ANSWER, UNKNOWN, DIFFERENT, ALIKE = "no release", "no answer", "unknown", "different", "alike"
HEADINGS = {
    NO_RELEASE: "Not enough answers yet",
    NO_ANSWER: "What people find",
    UNKNOWN: "Too much is not known yet",
    DIFFERENT: "You see this differently",
    ALIKE: "You see this alike",
}


class TwoSides:
    """An engagement's newest release beside its organisation's answer, the paper, and what there was before."""

    def __init__(self, engagement):
        self.engagement = engagement
        self.releases = list(_last_of_each_day(engagement.releases.all())[:DAYS_SHOWN])
        self.release = self.releases[0] if self.releases else None
        typed_in = list(_typed_in(engagement.assessments.all()))
        self._own = [row for row in typed_in if row["kind"] != Assessment.Kind.PAPER]
        self._paper = [row for row in typed_in if row["kind"] == Assessment.Kind.PAPER and row["answers__question"]]
        own = self._own[0] if self._own else None
        self.organisations_edition = own and edition_by_id(own["edition"])
        people = self.release and self.release.edition
        self.edition = edition_by_id(people) if people else self.organisations_edition or newest_edition()

    @cached_property
    def answer(self):
        """What stands for the organisation, explained; None while nobody has answered."""
        if not self._own:
            return None
        first, claim = self._own[0], self.engagement.claim
        given = {row["answers__question"]: (_choice(row), "") for row in self._own if row["answers__question"]}
        return Explanation(self.organisations_edition, "organisation", first["asked"], given, claim, first["runs_it"])

    @property
    def is_agreed(self):
        """Whether colleagues agreed the organisation's answer."""
        return self._own[0]["kind"] == Assessment.Kind.AGREED

    @property
    def answered_on(self):
        return self._own[0]["last_saved_on"]

    @property
    def claim(self):
        return self.engagement.claim and self.edition.type_at(self.engagement.claim)

    @property
    def answer_stands(self):
        """How the claim stands to the organisation's answers."""
        return stands(self.engagement.claim, self.answer and self.answer.classification)

    @property
    def people_stand(self):
        """How the claim stands to the people's answers."""
        return stands(self.engagement.claim, self.comparison and self.comparison.group)

    @property
    def editions_differ(self):
        return bool(self.organisations_edition) and self.organisations_edition.name != self.edition.name

    @cached_property
    def questions(self):
        """The key questions that both sides' editions have."""
        if not self.organisations_edition:
            return self.edition.questions
        return self.edition.asked(self.organisations_edition.question_by_slug)

    @cached_property
    def comparison(self):
        """Both sides as the newest release has them; None before the first."""
        if self.release is None:
            return None
        given = self.answer.given if self.answer else ()
        organisation = {each.question.slug: each.position or each.choice for each in given if each.choice}
        slugs = [question.slug for question in self.questions]
        return compare(slugs, organisation, self.release.counts, self.release.people, settings.RELEASE_FLOOR)

    @property
    def people(self):
        """How many people may be said to have answered: "5 to 9", "12", "12 of about 40"."""
        said = people_said(self.release.people, settings.RELEASE_FLOOR)
        invited = self.engagement.invited
        return f"{said} of about {invited}" if invited and not self.is_few else said

    @property
    def is_few(self):
        """Whether the release speaks in words."""
        return self.release.people < PEOPLE_COUNTED

    @cached_property
    def group(self):
        """What the people's answers say; None where too few answered what decides it."""
        return self.comparison and Group.of(self.comparison.group, self.edition)

    @property
    def finding(self):
        if self.comparison is None:
            return NO_RELEASE
        if self.answer is None:
            return NO_ANSWER
        settled = {self.answer.type and self.answer.type.slug, self.group and self.group.type and self.group.type.slug}
        if self.comparison.gaps or (len(settled) == 2 and None not in settled):
            return DIFFERENT
        return ALIKE if self.comparison.same else UNKNOWN

    @property
    def heading(self):
        return HEADINGS[self.finding]

    @cached_property
    def pairs(self):
        """Every row of the comparison, in the edition's order."""
        given = {each.question.slug: each for each in self.answer.given} if self.answer else {}
        rows = self.comparison.rows if self.comparison else ()
        by_slug = self.edition.question_by_slug
        return [Pair(by_slug[row.question], row, given.get(row.question), self.edition) for row in rows]

    @property
    def gaps(self):
        return self._paired(self.comparison.gaps)

    @property
    def same(self):
        return self._paired(self.comparison.same)

    @property
    def unknown(self):
        return self._paired(self.comparison.unknown)

    def _paired(self, rows):
        by_slug = {pair.row.question: pair for pair in self.pairs}
        return [by_slug[row.question] for row in rows]

    @cached_property
    def days(self):
        """The releases over time, the newest first: (release, how many people, what they said it is or None)."""
        floor = settings.RELEASE_FLOOR
        return [
            (each, people_said(each.people, floor), Group.of(_classified(each.profile), self.edition))
            for each in self.releases
        ]

    @cached_property
    def paper(self):
        """What colleagues typed in from paper: (question, cells with numbers), in the edition's order."""
        counts = {}
        for row in self._paper:
            cell = row["answers__unknown"] or str(row["answers__position"])
            counts.setdefault(row["answers__question"], {}).setdefault(cell, 0)
            counts[row["answers__question"]][cell] += row["count"]
        # In numbers, however few: the organisation has the sheets.
        return [
            (question, cells(self.edition, Numbered.of(counts[question.slug], sum(counts[question.slug].values()))))
            for question in self.edition.questions
            if question.slug in counts
        ]

    def words(self, limit=None):
        """What people let the organisation read: (question, texts), shuffled, by the random key of each text."""
        if self.release is None:
            return []
        answers = Answer.objects.filter(assessment__engagement=self.engagement).exclude(released_words="")
        said = {}
        for slug, text in answers.order_by("key").values_list("question", "released_words")[:limit]:
            said.setdefault(slug, []).append(text)
        # In Python, because with it SQLite would leave the index of released words alone.
        counted = [question for question in self.edition.questions if self.release.counts.get(question.slug)]
        return [(question, said[question.slug]) for question in counted if question.slug in said]

    def words_to_show(self):
        """As many whole texts as fit on a page, and whether there are more: (words, more)."""
        found = self.words(WORDS_SHOWN + 1)
        shown, left, characters = [], WORDS_SHOWN, CHARACTERS_SHOWN
        for question, texts in found:
            fitting = []
            for text in texts:
                if left and len(text) <= characters:
                    fitting.append(text)
                    left, characters = left - 1, characters - len(text)
            if fitting:
                shown.append((question, fitting))
        return shown, sum(len(texts) for _, texts in shown) < sum(len(texts) for _, texts in found)


def _last_of_each_day(releases):
    """The last release of each day, the newest first; each with the edition that people were asked in then.

    The edition is the one that was the newest on that day, so that it doesn't move when somebody deletes answers.
    """
    last = releases.order_by().values("released_on").annotate(last=Max("number")).values("last")
    editions = Edition.objects.published().filter(published_on__lte=OuterRef("released_on"))
    newest = editions.order_by("-published_on", "-name").values("pk")[:1]
    return releases.filter(number__in=last).annotate(edition=Subquery(newest))


def _typed_in(assessments):
    """What colleagues typed in, a row an answer and how many gave it: the organisation's own, and all sheets of paper.

    It goes out from the engagement's assessments, ten thousand at most, and not from all the answers there are.
    """
    own = assessments.in_its_voice().values("pk")[:1]
    return (
        assessments.filter(Q(pk=Subquery(own)) | Q(kind=Assessment.Kind.PAPER))
        .values("kind", "edition", "asked", "runs_it", *ANSWER)
        .annotate(count=Count("answers"), last_saved_on=Max("saved_on"))
    )


def _choice(row):
    position = row["answers__position"]
    return TYPE_SLUGS[position - 1] if position else row["answers__unknown"]


def _classified(profile):
    return classify(profile) if {GATE, *DEFINING} <= profile.keys() else None
