"""A live session about one engagement: who may run it, who may join, and where it stands."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.codes import new_code, spaced
from assessments.refusals import Archived
from assessments.running import LOBBY, PHASES, QUESTION
from assessments.tokens import hash_of, new_token
from spectrum.models import Edition, edition_by_id

from .answer import Answer
from .assessment import Assessment, end_from_today
from .engagement import Engagement
from .retired import RetiredToken

HOURS_OPEN = 12  # a workshop that was forgotten open closes by itself
SEEN_EVERY = 30  # seconds between two writes of a seat's `seen`
SEEN_LATELY = 75  # seconds: who was seen within them is connected; a phone may miss one write
NAME_LIMIT = 60
WHAT_LIMIT, WHO_LIMIT = 500, 200  # of an action


def number_of(rows):
    """How many rows there are that a subquery finds, beside each outer row."""
    counted = rows.order_by().values("workshop").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def is_here():
    """Which seats count as connected."""
    return Q(seen_at__gte=timezone.now() - timedelta(seconds=SEEN_LATELY))


class WorkshopQuerySet(models.QuerySet):
    def with_votes(self):
        """In the same query: how many `seats` there are, and how many of them have `voted`."""
        seats = Assessment.objects.seats().filter(workshop=OuterRef("pk"))
        votes = Answer.objects.filter(assessment=OuterRef("pk"), question=OuterRef(OuterRef("current__question")))
        return self.annotate(seats=number_of(seats), voted=number_of(seats.filter(Exists(votes))))

    def with_numbers(self):
        """The same, and how many seats are `here`."""
        here = Assessment.objects.seats().filter(is_here(), workshop=OuterRef("pk"))
        return self.with_votes().annotate(here=number_of(here))

    def with_engagement(self):
        return self.select_related("engagement__organisation", "current")

    def past_their_end(self):
        """Those whose last day is over."""
        return self.filter(keep_until__lt=timezone.localdate())

    def live(self):
        """Those that people can be in now."""
        since = timezone.now() - timedelta(hours=HOURS_OPEN)
        return self.filter(closed_at=None, engagement__archived_on=None, opened_at__gt=since)

    def set_up(self, sides, asked, *, submission_key="", **options):
        """Make a workshop and return it; nobody can join until its lobby is opened.

        `sides` has (name, voice) for one or two sides, `asked` the key questions' slugs in order. Without an
        engagement it gets one that no organisation has, by the title. Sent again with the same submission key it is
        the same workshop.
        """
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{settings.SECRET_KEY} {submission_key or new_token()}")
        if made := self.filter(pk=key).first():
            return made
        try:
            with transaction.atomic():
                return self._set_up(key, sides, asked, **options)
        except IntegrityError:  # the same form, sent at the same moment
            return self.get(pk=key)

    def _set_up(self, key, sides, asked, *, title="", engagement=None, edition=None, **fields):
        edition = edition or Edition.objects.only("pk").newest()
        if engagement:
            Engagement.objects.locked(engagement.pk)  # so that no two of its runs get one number
        engagement = engagement or Engagement.objects.create(title=title)
        keep_until = None if engagement.organisation_id else fields.pop("keep_until", end_from_today())
        voices = [voice for _, voice in sides]
        # People's own words are the plainest, and staff have theirs on their phones and cards.
        fields.setdefault("wall_voice", "participant" if "participant" in voices else "organisation")
        workshop = self.create(
            uid=key,
            engagement=engagement,
            edition=edition,
            number=self.filter(engagement=engagement, practice=False).count() + 1,
            keep_until=keep_until,
            **fields,
        )
        for order, (name, voice) in enumerate(sides):
            workshop.sides.create(name=name, voice=voice, order=order)
        workshop.ask(asked)
        if workshop.code is None:
            workshop.renew_code()
        return workshop


class Workshop(models.Model):
    """A run through the key questions with a room. Everything but its set-up is in its rounds, sides and seats."""

    class Mode(models.TextChoices):
        PRIVATE = "private"  # nobody sees a vote, and results of few people are not told
        HANDS = "hands"  # hands-up: as if everybody raised a hand; all counts are told

    class Curtain(models.TextChoices):
        PAUSE = "pause"  # "Is everyone ready?"
        BLANK = "blank"  # the wall rests

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="workshops")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)  # which run of its engagement
    console_token = models.CharField(max_length=32, unique=True, default=new_token)
    screen_token = models.CharField(max_length=32, unique=True, default=new_token)
    report_token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    code = models.CharField(max_length=6, unique=True, null=True, blank=True)
    mode = models.CharField(max_length=7, choices=Mode, default=Mode.PRIVATE)
    wall_voice = models.CharField(max_length=12, choices=Assessment.Voice, default=Assessment.Voice.PARTICIPANT)
    phase = models.CharField(max_length=8, choices=[(phase, phase) for phase in PHASES], default=LOBBY)
    current = models.ForeignKey("Round", on_delete=models.SET_NULL, null=True, related_name="+")
    curtain = models.CharField(max_length=5, choices=Curtain, blank=True)
    is_locked = models.BooleanField(default=False)  # nobody new may join
    practice = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # changes with everything that a screen or phone shows
    begun_on = models.DateField(default=timezone.localdate)
    opened_at = models.DateTimeField(null=True)  # when the lobby was opened, this time
    closed_at = models.DateTimeField(null=True)
    keep_until = models.DateField(null=True, db_index=True)  # empty: an organisation keeps it

    objects = WorkshopQuerySet.as_manager()

    @property
    def spectrum(self):
        """The frozen edition that it was set up with."""
        return edition_by_id(self.edition_id)

    @property
    def is_open(self):
        """Whether people can be in it now: its lobby was opened, it was not closed, and twelve hours are not over.

        Nor was its engagement put away.
        """
        if self.opened_at is None or self.closed_at is not None or self.engagement.is_archived:
            return False
        return timezone.now() < self.opened_at + timedelta(hours=HOURS_OPEN)

    @property
    def is_over(self):
        """Whether it was open once, and is not any more."""
        return self.opened_at is not None and not self.is_open

    @property
    def is_hands_up(self):
        return self.mode == self.Mode.HANDS

    @property
    def is_past_its_end(self):
        return self.keep_until is not None and self.keep_until < timezone.localdate()

    @property
    def is_question(self):
        return self.phase == QUESTION

    @property
    def spaced_code(self):
        return spaced(self.code) if self.code else ""

    @property
    def has_votes(self):
        """Whether anybody has voted, by phone or by hand: the mode then stays as it is."""
        by_hand = Exists(self.rounds.filter(Q(hand_counts__count__gt=0) | ~Q(state="waiting")))
        return Workshop.objects.filter(Q(pk=self.pk) & (Exists(self.votes()) | by_hand)).exists()

    def votes(self):
        """Every answer from its seats."""
        return Answer.objects.filter(assessment__workshop=self, assessment__kind=Assessment.Kind.SEAT)

    def agreed(self):
        """The assessment that stands for what the room agreed, as a query of one or none."""
        return self.assessments.filter(kind=Assessment.Kind.AGREED)

    def ask(self, slugs):
        """Ask these key questions and no others; a round that was begun stays as it is."""
        self.rounds.exclude(question__in=slugs).delete()
        self.agreed().update(asked=slugs)
        there = set(self.rounds.values_list("question", flat=True))
        self.rounds.bulk_create(self.rounds.model(workshop=self, question=slug) for slug in slugs if slug not in there)

    def touch(self, version=None, **fields):
        """Save these fields, so that every screen and phone learns of it; return whether that was done.

        With a version, only while nobody else has changed anything since. An end of its own is 90 days from today.
        Raises Archived.
        """
        if self.engagement.is_archived:
            raise Archived(self.engagement)
        rows = Workshop.objects.filter(pk=self.pk, **({"version": version} if version is not None else {}))
        if self.keep_until and not self.practice:
            fields["keep_until"] = end_from_today()
        return bool(rows.update(version=F("version") + 1, **fields))

    @transaction.atomic
    def open_lobby(self):
        """Let people join, for twelve hours; also once more after it was closed."""
        if self.is_open:
            return
        if self.code is None:
            self.renew_code()
        self.touch(opened_at=timezone.now(), closed_at=None)
        self.events.create(kind=Event.Kind.OPENED)

    @transaction.atomic
    def close(self):
        """End it: nobody votes or joins any more, and nobody's `seen` is kept."""
        if not self.is_open:
            return
        self.touch(closed_at=timezone.now(), curtain="")
        self.assessments.seats().update(seen_at=None)
        self.events.create(kind=Event.Kind.CLOSED)

    @transaction.atomic
    def run_again(self, keeps_code=False, submission_key="", **fields):
        """Set the same up once more, as a new run without an answer; return it. The code can go along."""
        code = self.code if keeps_code else None
        if code:
            self.touch(code=None)
        return Workshop.objects.set_up(
            [(side.name, side.voice) for side in self.sides.all()],
            list(self.rounds.values_list("question", flat=True)),
            mode=self.mode,
            wall_voice=self.wall_voice,
            engagement=fields.pop("engagement", self.engagement),
            edition=self.edition,
            submission_key=submission_key,
            code=code,
            **fields,
        )

    def renew_code(self):
        """Give it another code; the old one then leads nowhere, like any wrong one. Who is seated stays seated."""
        while True:
            try:
                with transaction.atomic():
                    self.code = new_code()
                    self.touch(code=self.code)
                    return
            except IntegrityError:
                continue  # one in four hundred million: somebody has it

    def renew_links(self):
        """Other links for the console and the screen, where one of them leaked; the old ones say that they ended."""
        self.retire_links("console", "screen")
        self.console_token, self.screen_token = new_token(), new_token()
        self.touch(console_token=self.console_token, screen_token=self.screen_token)

    def share_report(self):
        """Make the link to the report that participants get, if there is none yet."""
        new = Coalesce("report_token", models.Value(new_token()))
        self.touch(report_token=new)
        self.refresh_from_db(fields=["report_token"])

    def stop_sharing_report(self):
        self.retire_links("report")
        self.touch(report_token=None)
        self.report_token = None

    def add_action(self, what, who="", by_when=None, submission_key=""):
        """Note what somebody will do; sent again with the same submission key it is the same."""
        key = uuid.uuid5(self.pk, submission_key or new_token())
        last = self.actions.aggregate(last=Coalesce(models.Max("order"), 0))["last"]
        action = Action(key=key, workshop=self, order=last + 1, what=what, who=who, by_when=by_when)
        Action.objects.bulk_create([action], ignore_conflicts=True)
        self.touch()

    def remove_action(self, key):
        self.actions.filter(key=key).delete()
        self.touch()

    @transaction.atomic
    def erase(self):
        """Delete it with its seats, votes, record and what the room agreed; its links then say that they ended."""
        self.retire_links()
        seats = self.assessments.all()
        RetiredToken.retire("seat", *seats.values_list("token_hash", flat=True))
        Answer.objects.filter(assessment__workshop=self).delete()  # without loading them
        self.delete()
        self.engagement.end_if_empty()

    def retire_links(self, *kinds):
        """Let these links end, or where none is named, all; RetiredToken's kinds are the tokens' names."""
        for kind in kinds or ("console", "screen", "report"):
            if token := getattr(self, f"{kind}_token"):
                RetiredToken.retire(kind, hash_of(token))


class Side(models.Model):
    """A side of the room: who answers in one voice."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sides")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_LIMIT)
    voice = models.CharField(max_length=12, choices=Assessment.Voice)

    class Meta:
        ordering = ["order"]


class Action(models.Model):
    """What somebody will do after the workshop."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="actions")
    order = models.PositiveIntegerField()
    what = models.TextField()
    who = models.CharField(max_length=WHO_LIMIT, blank=True)
    by_when = models.DateField(null=True)

    class Meta:
        ordering = ["order", "key"]


class Event(models.Model):
    """Something that whoever reads the report should know: a reset, a skipped question, a new code."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        CLOSED = "closed"
        RESET = "reset"
        UNDONE = "undone"  # a reset that was taken back
        SKIPPED = "skipped"
        REMOVED = "removed"
        RENEWED = "renewed"
        TYPED_IN = "typed in"  # hands from a sheet of paper

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=8, choices=Kind)
    question = models.SlugField(blank=True, db_index=False)
    kept = models.JSONField(null=True)  # of a reset: what undoing it brings back

    class Meta:
        ordering = ["at", "id"]
