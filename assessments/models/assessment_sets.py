"""Which assessments: an organisation's own, a group's, those on paper; and how one begins."""

import uuid

from django.db import IntegrityError, models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from assessments.tokens import Gone, hash_of, new_token, token_for
from spectrum.models import Edition

from .engagement import Engagement


def authors_token(key):
    return token_for(f"author {key}")


def asked_in(edition, look):
    """The slugs of what a frozen edition asks: in the first look its four questions, else the whole."""
    questions = edition.asked(edition.first_look) if look == "first" else edition.questions
    return [question.slug for question in questions]


class AssessmentQuerySet(models.QuerySet):
    def past_their_end(self):
        """Those whose last day is over."""
        return self.filter(keep_until__lt=timezone.localdate())

    def own(self):
        """What somebody answered for themselves: neither agreed among colleagues nor typed in from paper."""
        return self.filter(kind=self.model.Kind.OWN)

    def in_group(self):
        """The finished answers of people who take part: what a release counts."""
        return self.own().filter(voice=self.model.Voice.PARTICIPANT, finished_on__isnull=False)

    def of_work(self, engagement):
        """Those of an engagement and of its parts."""
        return self.filter(Q(engagement=engagement) | Q(engagement__part_of=engagement))

    def of_colleagues(self):
        """What the organisation says of its own work, each for themselves or agreed, finished or not; no room's."""
        voices = [self.model.Voice.ORGANISATION, self.model.Voice.PLANNING]
        kinds = [self.model.Kind.OWN, self.model.Kind.AGREED]
        return self.filter(voice__in=voices, kind__in=kinds, workshop=None)

    def seats(self):
        """Places in workshops: neither the engagement's participants nor behind a private link of their own."""
        return self.filter(kind=self.model.Kind.SEAT)

    def agreed_in_rooms(self):
        """What rooms agreed, with their workshops, the newest first."""
        rooms = self.filter(kind=self.model.Kind.AGREED, workshop__isnull=False).select_related("workshop")
        return rooms.order_by("-workshop__begun_on", "-workshop__number")

    def by_colleagues_or_rooms(self):
        """`of_colleagues` and `agreed_in_rooms` in one query."""
        return self.of_colleagues() | self.agreed_in_rooms()

    def on_paper(self):
        """Sheets of paper that colleagues have typed in: tabled apart, and in no group."""
        return self.filter(kind=self.model.Kind.PAPER)

    def with_answers(self):
        """Each with its author and its answers, read in two queries however many there are."""
        return self.select_related("author").prefetch_related("answers")

    def by_colleagues(self):
        """The organisation's own finished answers, each for themselves or agreed, the newest first."""
        return self.of_colleagues().filter(finished_on__isnull=False).order_by("-sequence", "key")

    def in_its_voice(self):
        """Of these, those in the organisation's voice, what stands for it first: agreed before own, then the newest."""
        return self.by_colleagues().filter(voice=self.model.Voice.ORGANISATION).order_by("kind", "-sequence", "key")

    def organisations_answer(self):
        """What stands for the organisation: the newest that colleagues agreed in its voice, else the newest in it.

        None while nobody has finished one.
        """
        return self.in_its_voice().first()

    def organisations_answers(self):
        """Those that are `organisations_answer` of their engagement: one each."""
        of_the_same = self.model.objects.in_its_voice().filter(engagement=OuterRef("engagement"))
        return self.filter(pk=Subquery(of_the_same.values("pk")[:1]))

    def agreed(self):
        """What colleagues agreed, or are about to."""
        return self.of_colleagues().filter(kind=self.model.Kind.AGREED)

    def begin(self, voice, look="whole", runs_it="", submission_key="", edition=None, engagement=None, **fields):
        """Begin an assessment, with the newest edition; return it and its private token.

        It is of a new engagement, or of the one that is given. The same submission key begins one assessment, however
        often and however closely together it is sent. Sent again, it can still change how to set out, but nothing
        once there are answers: it may be a late copy.
        """
        submission_key, key = submission_key or new_token(), uuid.uuid4()
        token = authors_token(key) if fields.get("author") else token_for(submission_key)
        edition = edition or Edition.objects.only("pk").newest()
        assessment, is_new = self.select_related("engagement").get_or_create(
            submission_hash=hash_of(submission_key),
            defaults={
                "key": key,
                # Called where the assessment is new, and undone with it.
                "engagement": engagement or Engagement.objects.create,
                "edition": edition,
                "voice": voice,
                "asked": asked_in(edition.frozen(), look),
                "runs_it": runs_it,
                "token_hash": hash_of(token),
                # An organisation keeps its engagements until it deletes them.
                **({"keep_until": None} if engagement and engagement.organisation_id else {}),
                **fields,
            },
        )
        if not is_new and not assessment.answers.exists():
            assessment.set_out(look, runs_it)
        return assessment, assessment.token_for_author() if assessment.author_id else token

    def type_in(self, engagement, author, answers, submission_key, edition=None):
        """Store a sheet of paper, finished, and return it. `answers` has (choice, words to share) by question.

        Sent again with the same key it is the same sheet, with what was sent last. Raises Gone.
        """
        edition = edition or Edition.objects.only("pk").newest()
        try:
            with transaction.atomic():
                sheet = self.create(
                    engagement=engagement,
                    edition=edition,
                    voice=self.model.Voice.PARTICIPANT,
                    kind=self.model.Kind.PAPER,
                    author=author,
                    asked=asked_in(edition.frozen(), "whole"),
                    token_hash=hash_of(new_token()),  # nobody has it: a sheet has no private link
                    submission_hash=hash_of(submission_key),
                    finished_on=timezone.localdate(),
                    keep_until=None,
                )
                sheet.fill_in(answers)
        except IntegrityError:
            with transaction.atomic():
                sent = self.on_paper().filter(engagement=engagement, submission_hash=hash_of(submission_key))
                sheet = sent.select_for_update().first()
                if sheet is None:  # not sent before: the engagement was deleted meanwhile
                    raise Gone from None
                sheet.answers.all().delete()
                sheet.fill_in(answers)
        return sheet
