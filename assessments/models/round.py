"""One key question in a workshop: its votes, its raised hands, what was agreed; and how the workshop goes on."""

import uuid

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from assessments.comparison import CELLS
from assessments.room import Counted, tell
from assessments.running import (
    AGREED,
    CLOSED,
    HIDDEN,
    LOBBY,
    OPEN,
    QUESTION,
    REVEALED,
    SHOWN,
    STATES,
    WAITING,
    NotNow,
    Run,
)
from assessments.tokens import hash_of, new_token
from spectrum.edition import TYPE_SLUGS

from .answer import NOTE_LIMIT, Answer
from .assessment import Assessment
from .assessment_sets import authors_token
from .workshop import Event, Side, Workshop

CELL_CHOICES = [(cell, cell) for cell in CELLS]
VOTE = ("assessment", "position", "unknown")
HANDS = ("side", "cell", "count")
MOST_HANDS = 2000  # in one place; more is a slip of the finger


def choice_of(cell):
    """The choice (a type's slug, "not-sure" or "none") that stands in one of CELLS."""
    return TYPE_SLUGS[int(cell) - 1] if cell.isdigit() else cell


def cell_of(choice):
    """The reverse."""
    return str(TYPE_SLUGS.index(choice) + 1) if choice in TYPE_SLUGS else choice


def agreed_in(sides):
    """The voice of what a room agrees: the organisation's where staff are in it, else that of who takes part."""
    return "organisation" if any(side.voice == "organisation" for side in sides) else "participant"


class RoundQuerySet(models.QuerySet):
    def in_order(self, edition):
        """Every round, in the edition's order."""
        order = [question.slug for question in edition.questions]
        return sorted(self, key=lambda each: order.index(each.question))

    def hold_open(self, key):
        """Whether a round is open, and stays so until this transaction's end.

        Many can hold it at once, and closing it waits for them: no vote that was taken comes after the count.
        """
        share = " FOR SHARE" if connection.features.has_select_for_update else ""  # Django has no word for it
        table = connection.ops.quote_name(self.model._meta.db_table)
        sql = f"SELECT * FROM {table} WHERE key = %s AND state = %s{share}"  # noqa: S608 (nothing from outside)
        key = self.model._meta.pk.get_db_prep_value(key, connection)
        return bool(list(self.raw(sql, [key, OPEN])))


class Round(models.Model):
    """A key question as one workshop asks it. `seats` holds the counts from the reveal on, and is empty before it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="rounds")
    question = models.SlugField(db_index=False)
    state = models.CharField(max_length=8, choices=[(state, state) for state in STATES], default=WAITING)
    seats = models.JSONField(default=dict)  # from the reveal on: side's key: {one of CELLS: how many seats}
    agreed = models.CharField(max_length=8, choices=CELL_CHOICES, blank=True)
    reason = models.TextField(max_length=NOTE_LIMIT, blank=True)
    note = models.TextField(max_length=NOTE_LIMIT, blank=True)
    version = models.PositiveIntegerField(default=1)  # of what was agreed and noted, which two may type at once
    opened_at = models.DateTimeField(null=True)  # in a rehearsal pretend people answer by this clock

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "question"], name="one_round_a_question")]

    @property
    def is_open(self):
        return self.state == OPEN

    @property
    def is_shown(self):
        """Whether its result may be told."""
        return self.state in SHOWN

    def told(self, workshop, sides):
        """What may be told of its answers, by the rule of assessments.room: the one way to any result.

        None until it is revealed, and while it is hidden. Takes the sides with their `hands`, as `sides_with_hands`
        reads them.
        """
        if not self.is_shown:
            return None
        counted = [Counted(side, self.seats.get(str(side.key), {}), side.hands.get(self.key, {})) for side in sides]
        return tell(counted, settings.RELEASE_FLOOR, workshop.is_hands_up)

    @transaction.atomic
    def count_hands(self, side, counts):
        """Put these numbers of raised hands, by cell, in the place of a side's earlier ones."""
        self.hand_counts.filter(side=side).delete()
        self.hand_counts.bulk_create(
            HandCount(round=self, side=side, cell=cell, count=count) for cell, count in counts.items() if count
        )


class HandCount(models.Model):
    """Raised hands that the facilitator counted."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="hand_counts")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="hand_counts")
    cell = models.CharField(max_length=8, choices=CELL_CHOICES)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "side", "cell"], name="one_hand_count_a_cell"),
            models.CheckConstraint(condition=Q(count__range=(1, MOST_HANDS)), name="hand_count"),
        ]


def sides_with_hands(workshop):
    """The sides in order, each with `hands`: {round's key: {cell: count}}; in one query."""
    sides = {}
    rows = workshop.sides.annotate(
        round=F("hand_counts__round"), cell=F("hand_counts__cell"), hands_up=F("hand_counts__count")
    )
    for side in rows:
        known = sides.setdefault(side.key, side)
        if not hasattr(known, "hands"):
            known.hands = {}
        if side.round:
            known.hands.setdefault(side.round, {})[side.cell] = side.hands_up
    return list(sides.values())


def _placed(by_side):
    """A question's numbers by side and cell, without the empty ones."""
    return {(side, cell): count for side, hands in by_side.items() for cell, count in hands.items() if count}


class Progress:
    """A workshop's rounds, and the moves from one to the next; read in one query."""

    def __init__(self, workshop):
        self.workshop = workshop
        self.rounds = workshop.rounds.all().in_order(workshop.spectrum)

    @property
    def run(self):
        """Where it stands, for assessments.running."""
        places = [each.pk for each in self.rounds]
        current = self.workshop.current_id
        return Run(
            self.workshop.phase,
            tuple(each.state for each in self.rounds),
            tuple(bool(each.agreed) for each in self.rounds),
            places.index(current) if current in places else 0,
        )

    @property
    def current(self):
        """The round that is on; None in the lobby and the summary."""
        return self.rounds[self.run.current] if self.workshop.phase == QUESTION else None

    @transaction.atomic
    def move(self, name, version):
        """Make a move, if nobody else has moved since `version`; return whether it was made. Raises NotNow."""
        before = self.run
        after = before.after(name) if name in before.moves else before
        place = {"phase": after.phase, "current": self.rounds[after.current], "curtain": ""}
        if not self.workshop.touch(version, **place):
            return False
        if name not in before.moves:
            raise NotNow(name)
        self._enter(before, after)
        if name in {"reset", "skip"}:
            self._record(name, self.rounds[before.current], before.state)
        return True

    def _enter(self, before, after):
        """Save the rounds' new states; closing waits for the votes that are under way, so the count comes after it."""
        changed = []
        for each, was, state in zip(self.rounds, before.states, after.states, strict=True):
            if was != state:
                each.state = state
                each.opened_at = timezone.now() if (was, state) == (WAITING, OPEN) else each.opened_at
                changed.append(each)
        Round.objects.bulk_update(changed, ["state", "opened_at"])
        if after.state == REVEALED and before.states[after.current] in {OPEN, CLOSED}:
            each = self.rounds[after.current]
            each.seats = self._counted(each)[each.question]
            Round.objects.filter(pk=each.pk).update(seats=each.seats)

    def _counted(self, *rounds):
        """By question how many seats of each side chose what, in one query."""
        counts = {each.question: {} for each in rounds}
        votes = self.workshop.votes().filter(question__in=counts)
        groups = votes.values_list("question", "assessment__side", "position", "unknown")
        for question, side, position, unknown, number in groups.annotate(number=Count("pk")):
            counts[question].setdefault(str(side), {})[unknown or str(position)] = number
        return counts

    def _record(self, name, each, was):
        if name == "skip":
            self.workshop.events.create(kind=Event.Kind.SKIPPED, question=each.question)
            return
        votes, hands = self._votes(each), each.hand_counts
        kept = {
            "state": was,
            "seats": each.seats,
            "votes": [[str(seat), position, unknown] for seat, position, unknown in votes.values_list(*VOTE)],
            "hands": [[str(side), cell, count] for side, cell, count in hands.values_list(*HANDS)],
        }
        self.workshop.events.create(kind=Event.Kind.RESET, question=each.question, kept=kept)
        votes.delete()
        hands.all().delete()
        Round.objects.filter(pk=each.pk).update(seats={}, opened_at=timezone.now())

    def _votes(self, each):
        return self.workshop.votes().filter(question=each.question)

    def to_undo(self):
        """The reset of the current question that can be taken back, or None."""
        if self.current is None:
            return None
        last = self.workshop.events.filter(question=self.current.question).last()
        return last if last and last.kind == Event.Kind.RESET else None

    @transaction.atomic
    def undo(self, version):
        """Take the last reset of the current question back: it is as it was, and votes since then are dropped.

        Returns whether that was done; nobody else may have moved since `version`. Raises NotNow.
        """
        if not self.workshop.touch(version):
            return False
        event = self.to_undo()
        if event is None:
            raise NotNow("undo")
        each, kept = self.current, event.kept
        Round.objects.filter(pk=each.pk).update(state=kept["state"], seats=kept["seats"])
        self._votes(each).delete()
        each.hand_counts.all().delete()
        still_there = {str(key) for key in self.workshop.assessments.seats().values_list("pk", flat=True)}
        Answer.objects.bulk_create(
            Answer(assessment_id=seat, question=each.question, position=position, unknown=unknown)
            for seat, position, unknown in kept["votes"]
            if seat in still_there
        )
        each.hand_counts.bulk_create(
            HandCount(round=each, side_id=side, cell=cell, count=count) for side, cell, count in kept["hands"]
        )
        self.workshop.events.create(kind=Event.Kind.UNDONE, question=each.question)
        return True

    @transaction.atomic
    def ask(self, slugs, version):
        """Ask these questions and no others from now on; the current one may go too. Returns whether it was done."""
        if not self.workshop.touch(version):
            return False
        run = self.run
        for place in reversed(range(len(self.rounds))):
            if self.rounds[place].question not in slugs:
                if self.rounds[place].state != WAITING:
                    self.workshop.events.create(kind=Event.Kind.REMOVED, question=self.rounds[place].question)
                    self._votes(self.rounds[place]).delete()
                run = run.without(place)
                del self.rounds[place]
        if self.workshop.phase != LOBBY:
            Workshop.objects.filter(pk=self.workshop.pk).update(phase=run.phase, current=self.rounds[run.current])
        self.workshop.ask(slugs)
        return True

    @property
    def is_open(self):
        """Whether people can vote on a question now; when a workshop ends, its last one may stay as it was."""
        return self.workshop.is_open and any(each.is_open for each in self.rounds)

    @transaction.atomic
    def type_in(self, counts):
        """Put a sheet's numbers, {round's key: {side's key: {cell: number}}}, in the place of all raised hands so far.

        What has a number counts as revealed; what lost them all, and was never opened, waits again. The same sheet
        again changes nothing. It takes the same few queries for any numbers, as a room may ask twelve questions.
        Returns whether it was done: nobody else may have moved. Raises NotNow while a question is open.
        """
        if self.is_open:
            raise NotNow("type in")
        sheet = {each: _placed(counts.get(each.pk, {})) for each in self.rounds}
        before = {each.pk: {} for each in self.rounds}
        for key, side, cell, count in HandCount.objects.filter(round__in=before).values_list("round", *HANDS):
            before[key][side, cell] = count
        unseen = {each for each in self.rounds if each.state not in {HIDDEN, *SHOWN}}
        changed = {each for each, hands in sheet.items() if hands != before[each.pk] or (hands and each in unseen)}
        if not changed:
            return True
        if not self.workshop.touch(self.workshop.version):
            return False
        HandCount.objects.filter(round__in=changed).delete()
        HandCount.objects.bulk_create(
            HandCount(round=each, side_id=side, cell=cell, count=count)
            for each in changed
            for (side, cell), count in sheet[each].items()
        )
        seats = self._counted(*unseen)
        for each in changed:
            if sheet[each]:
                each.seats = seats[each.question] if each in unseen else each.seats
                each.state = each.state if each.is_shown else REVEALED
            elif each.is_shown and each.opened_at is None and not each.seats:
                each.state = WAITING
        Round.objects.bulk_update(changed, ["seats", "state"])
        self.workshop.events.create(kind=Event.Kind.TYPED_IN)
        return True

    @transaction.atomic
    def amend(self, version, names, asked, **fields):
        """Save another set-up: the sides' names by voice, the questions to ask, and these fields of the workshop.

        Returns whether it was done: nobody else may have changed anything since `version`.
        """
        if not self.workshop.touch(version, **fields):
            return False
        for side in self.workshop.sides.all():
            if names[side.voice] != side.name:
                side.name = names[side.voice]
                side.save(update_fields=["name"])
        if asked != [each.question for each in self.rounds]:
            self.ask(asked, version + 1)
        return True

    @transaction.atomic
    def note_down(self, each, version, **fields):
        """Save a round's note, agreed answer and reason; what the room agreed is then the engagement's too.

        Returns whether it was done: nobody else may have saved them since `version`.
        """
        rows = Round.objects.filter(pk=each.pk, version=version)
        if not rows.update(version=F("version") + 1, **fields):
            return False
        each.refresh_from_db()
        if each.state == AGREED and not each.agreed:
            Round.objects.filter(pk=each.pk).update(state=REVEALED)
        self.workshop.touch()
        self._settle(each)
        return True

    def _settle(self, each):
        """Keep the agreed answer, with its reason, in the assessment that stands for the room."""
        if not each.agreed:
            Answer.objects.filter(assessment__in=self.workshop.agreed(), question=each.question).delete()
            return
        assessment = self.workshop.agreed().first() or self._begin_agreement()
        answer = Answer(assessment=assessment, question=each.question, note=each.reason)
        answer.choice = choice_of(each.agreed)
        Answer.objects.put(answer, "note")
        Assessment.objects.filter(pk=assessment.pk).update(saved_on=timezone.localdate())

    def _begin_agreement(self):
        """Its private link is the facilitator's."""
        key = uuid.uuid4()
        return Assessment.objects.create(
            key=key,
            engagement=self.workshop.engagement,
            edition=self.workshop.edition,
            workshop=self.workshop,
            voice=agreed_in(self.workshop.sides.all()),
            kind=Assessment.Kind.AGREED,
            asked=[each.question for each in self.rounds],
            runs_it=self.workshop.engagement.runs_it,
            token_hash=hash_of(authors_token(key)),
            submission_hash=hash_of(new_token()),
            finished_on=timezone.localdate(),
            keep_until=None,  # it ends with its workshop
        )
