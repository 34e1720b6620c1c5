"""An example organisation with a year behind it, for trying the product out. None of it is real."""

import random
from datetime import timedelta

from django.utils import timezone

from spectrum.models import newest_edition

from .models import Assessment, Organisation, Progress, Seat, Statement, Workshop

NAME = "Riverside Trust (example)"
WORDS = (
    "It was good to be asked.",
    "We never heard what came of it.",
    "The meeting was too early for me.",
    "I could say what mattered, and they wrote it down.",
    "The decision was made before we came.",
)
REASONS = ("We ask them, and the board decides.", "Two of them sit in, and can say what they think.")


def make(user):
    """Make the example organisation, with the user as its owner, and return it."""
    organisation = Organisation.objects.found(NAME, user, is_demo=True)
    chance = random.Random(2026)  # noqa: S311 (an example, the same each time)

    buses = _work(organisation, "New bus routes in the valley", claim=4, invited=40, begun=300)
    buses.about = "Four routes change next year. We want to hear from everybody who rides them."
    buses.contact = "Ann Reed, 01632 960001, or the complaints team, 01632 960002"
    buses.save()
    _colleague(buses, user, [2] * 8 + [3, 2, 1, 2], 290)
    for days, people in ((200, 6), (90, 9)):
        _people(buses, chance, [1, 2, 2, 2, 3], people, days)
    _state(buses, user, 2)

    board = _work(organisation, "Youth advisory board", claim=3, invited=9, begun=350)
    _colleague(board, user, [2] * 12, 340)
    _colleague(board, user, [3] * 10 + [2, 3], 60)
    _people(board, chance, [2, 3, 3, 3], 7, 50)
    _workshop(board, chance, 40)

    cafe = _work(organisation, "Peer café on Mill Street", claim=4, begun=250)
    _colleague(cafe, user, [4] * 12, 240)
    _people(cafe, chance, [3, 4, 4, 4], 11, 120)
    _work(organisation, "Opening hours", claim=4, begun=200, part_of=cafe)
    works = _work(organisation, "Building works", claim=1, begun=180, part_of=cafe)
    _colleague(works, user, [1] * 12, 170)

    letters = _work(organisation, "Letters about the ward move", claim=1, begun=120)
    _colleague(letters, user, [1] * 11 + [2], 110)
    _work(organisation, "Digital appointments", begun=20)
    survey = _work(organisation, "Complaints survey", claim=2, begun=360)
    _colleague(survey, user, [2] * 9 + [1, 1, 2], 350)
    survey.archive()
    return organisation


def remove():
    """Delete every example organisation with everything under it; return how many there were."""
    organisations = Organisation.objects.filter(is_demo=True)
    for organisation in organisations:
        organisation.erase()
    return len(organisations)


def _ago(days):
    return timezone.localdate() - timedelta(days)


def _work(organisation, title, *, begun, **fields):
    """An engagement that was begun so many days ago."""
    return organisation.engagements.create(title=title, begun_on=_ago(begun), starts_on=_ago(begun), **fields)


def _answer(assessment, positions, notes=()):
    """Answer every question: `positions` in the edition's order, None for "not sure"; `notes` are shared."""
    for number, (slug, position) in enumerate(zip(assessment.asked, positions, strict=True)):
        note = notes[number] if number < len(notes) else ""
        assessment.record_answer(slug, _choice(position), note, note_shared=bool(note))


def _date_back(engagement, days):
    """Let what has come today have come so many days ago."""
    today, then = timezone.localdate(), _ago(days)
    engagement.assessments.filter(started_on=today).update(started_on=then, saved_on=then, finished_on=then)
    engagement.releases.filter(released_on=today).update(released_on=then)


def _colleague(engagement, user, positions, days):
    assessment, _ = Assessment.objects.begin("organisation", engagement=engagement, author=user)
    _answer(assessment, positions)
    assessment.finish(claim=engagement.claim)
    _date_back(engagement, days)


def _people(engagement, chance, likely, people, days):
    """So many people's answers, each drawn from the likely positions; some are not sure, some share a word."""
    engagement.invite()
    for _ in range(people):
        assessment, _ = Assessment.objects.begin("participant", engagement=engagement)
        positions = [chance.choice([*likely, *likely, None]) for _ in assessment.asked]
        _answer(assessment, positions, [chance.choice(WORDS)] if chance.random() < 0.4 else [])
        assessment.finish()
    _date_back(engagement, days)


def _state(engagement, user, position):
    """A statement that says, honestly, which type this is."""
    statement = Statement.objects.create(engagement=engagement)
    version = statement.write(
        0,
        user,
        type=position,
        expect="We ask you about the plan. You get our answer within six weeks.",
        can_change="The times, the stops, and which villages each route serves.",
        cannot_change="The money for the year, and the number of buses.",
        support="We pay your fare, and you can ask for an interpreter.",
        hear_back="By letter and on this page, in June.",
        ask="Ann Reed, 01632 960001",
    )
    statement.publish(version)


def _workshop(engagement, chance, days):
    """A room that went through every question with phones and hands, and agreed on most, so many days ago."""
    asked = [question.slug for question in newest_edition().questions]
    sides = [("Young people", "participant"), ("Staff", "organisation")]
    workshop = Workshop.objects.set_up(sides, asked, engagement=engagement)
    workshop.open_lobby()
    people, staff = workshop.sides.all()
    likely = {people: [2, 2, 2, 3, None], staff: [2, 3, 3, 4]}
    for side, number in ((people, 8), (staff, 6)):
        for _ in range(number):
            Seat.objects.take(workshop, side)
    seats = list(Seat.objects.filter(workshop=workshop).select_related("side"))
    _go(workshop, "start")
    for number in range(len(asked)):
        workshop.refresh_from_db()
        for seat in seats:
            seat.workshop = workshop
            seat.vote(workshop.current.question, _choice(chance.choice(likely[seat.side])))
        workshop.current.count_hands(people, {"2": 2, "3": 1})
        _go(workshop, "close", "reveal")
        if number % 5:
            progress = Progress(workshop)
            progress.note_down(progress.current, 1, agreed="2", reason=chance.choice(REASONS))
        _go(workshop, "next")
    workshop.actions.create(order=1, what="Tell the young people what came of it.", who="Ann", by_when=_ago(-30))
    workshop.close()
    Workshop.objects.filter(pk=workshop.pk).update(begun_on=_ago(days))


def _go(workshop, *moves):
    for move in moves:
        workshop.refresh_from_db()
        Progress(workshop).move(move, workshop.version)
    workshop.refresh_from_db()


def _choice(position):
    return newest_edition().type_at(position).slug if position else "not-sure"
