"""How many queries a room asks, with 1, 50 and 500 seats that have voted, and how they reach their rows.

QUALITY.md, "Speed". Everything counts, beginning and ending a transaction too.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.comparison import CELLS
from assessments.models import Answer, Assessment, Engagement, HandCount, Round, Seat, Side, Workshop
from assessments.tokens import new_token
from spectrum.models import Edition
from tests.assessments.workshops import ALWAYS, crowd, fresh, lobby, move

pytestmark = pytest.mark.django_db

SIZES = (1, 50, 500)
GET, POST, POLL = 4, 6, 1
HTMX = {"hx-request": "true"}


def in_lobby(size):
    workshop = lobby(asked=ALWAYS)
    return workshop, crowd(workshop, size, [])


def with_open_question(size):
    workshop = move(lobby(asked=ALWAYS), "start")
    return workshop, crowd(workshop, size, [workshop.current.question])


def with_closed_question(size):
    workshop, tokens = with_open_question(size)
    return move(workshop, "close"), tokens


def with_result(size):
    workshop, tokens = with_closed_question(size)
    return move(workshop, "reveal"), tokens


def at_its_end(size):
    workshop, tokens = with_result(size)
    return move(workshop, "finish"), tokens


def closed(size):
    workshop, tokens = at_its_end(size)
    workshop.close()
    return fresh(workshop), tokens


STATES = (in_lobby, with_open_question, with_closed_question, with_result, at_its_end, closed)
LIVE = ("seat", "screen", "workshop")  # each has a page, and a poll


def queries_of(do):
    """The queries of what `do` does, which has to work."""
    with CaptureQueriesContext(connection) as queries:
        response = do()
    assert response.status_code < 400
    return [query["sql"] for query in queries]


def numbers(state, count):
    """The different numbers of queries that `count` finds in rooms in a state, small and large."""
    return {count(*state(size)) for size in SIZES}


def address(name, workshop, tokens):
    """Of a page that is live, or of its poll."""
    of_room = {"seat": tokens[-1], "screen": workshop.screen_token, "workshop": workshop.console_token}
    return reverse(name, args=[of_room[name.removesuffix("-poll")]])


def tag(response):
    return re.search(r'data-tag="([^"]*)"', response.content.decode())[1]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", LIVE)
class TestPages:
    def test_a_page_asks_little(self, client, name, state):
        found = numbers(state, lambda *room: len(queries_of(lambda: client.get(address(name, *room)))))
        assert len(found) == 1
        assert max(found) <= GET

    def test_a_poll_with_news_asks_no_more_than_a_page(self, client, name, state):
        found = numbers(state, lambda *room: len(queries_of(lambda: client.get(address(f"{name}-poll", *room)))))
        assert len(found) == 1
        assert max(found) <= GET

    def test_a_poll_without_news_asks_once(self, client, name, state):
        def poll(*room):
            have = {"have": tag(client.get(address(name, *room)))}
            return len(queries_of(lambda: client.get(address(f"{name}-poll", *room), have)))

        assert numbers(state, poll) == {POLL}


@pytest.mark.parametrize("state", STATES[:-1])
def test_a_phone_is_noted_as_there_by_one_write_more(client, state):
    """The number of votes that it shows is counted then too, at most."""
    workshop, tokens = state(50)
    have = {"have": tag(client.get(address("seat", workshop, tokens)))}
    Seat.objects.update(seen_at=None)
    queries = queries_of(lambda: client.get(address("seat-poll", workshop, tokens), have))
    assert sum(query.startswith("UPDATE") for query in queries) == 1
    assert len(queries) <= POLL + 2


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_vote_asks_little(client, headers):
    def vote(workshop, tokens):
        sent = {"question": workshop.current.question, "choice": "consulting"}
        return len(queries_of(lambda: client.post(address("seat", workshop, tokens), sent, headers=headers)))

    found = numbers(with_open_question, vote)
    assert len(found) == 1
    assert max(found) <= POST


@pytest.mark.parametrize("state", STATES[:-1])
class TestJoining:
    def test_the_page_asks_little(self, client, state):
        found = numbers(state, lambda workshop, _: len(queries_of(lambda: client.get(way_in(workshop)))))
        assert len(found) == 1
        assert max(found) <= GET

    def test_taking_a_seat_asks_little(self, client, state):
        def take(workshop, _):
            client.cookies.clear()
            sent = {"side": workshop.sides.first().pk, "submission_key": new_token()}
            return len(queries_of(lambda: client.post(way_in(workshop), sent)))

        found = numbers(state, take)
        assert len(found) == 1
        assert max(found) <= POST


def way_in(workshop):
    return reverse("join-workshop", args=[workshop.code])


def test_a_wrong_code_asks_little(client):
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("join-workshop", args=["222222"])).status_code == 404
        assert len(queries) <= POST + 2


# A reveal counts the votes and keeps the counts, a skip is noted for the report, a reset keeps what it takes out.
REVEAL, SKIP, RESET = POST + 2, POST + 1, POST + 6
MOVES = [
    *((in_lobby, name, POST) for name in ("start", "pause")),
    *((with_open_question, name, POST) for name in ("close", "next", "back", "finish")),
    (with_open_question, "reveal", REVEAL),
    (with_open_question, "skip", SKIP),
    (with_closed_question, "open", POST),
    (with_closed_question, "reveal", REVEAL),
    *((with_result, name, POST) for name in ("hide", "next", "finish")),
    (with_result, "reset", RESET),
    (at_its_end, "back", POST),
]


@pytest.mark.parametrize(("state", "name", "limit"), MOVES)
def test_a_move_asks_little(client, state, name, limit):
    def press(workshop, _):
        sent = {"move": name, "version": workshop.version}
        return len(queries_of(lambda: client.post(reverse("workshop-move", args=[workshop.console_token]), sent)))

    found = numbers(state, press)
    assert len(found) == 1
    assert max(found) <= limit


@pytest.fixture
def others(db):
    """Other people's assessments, in an engagement and a workshop each, that no query of a room may read through."""
    edition = Edition.objects.newest()
    works = Engagement.objects.bulk_create(Engagement() for _ in range(1_000))
    rooms = Workshop.objects.bulk_create(Workshop(engagement=work, edition=edition) for work in works)
    sides = Side.objects.bulk_create(Side(workshop=room, order=0, name="All", voice="participant") for room in rooms)
    rounds = Round.objects.bulk_create(Round(workshop=room, question="open") for room in rooms)
    HandCount.objects.bulk_create(
        HandCount(round=each, side=side, cell=cell, count=1)
        for each, side in zip(rounds, sides, strict=True)
        for cell in CELLS
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(
            engagement=side.workshop.engagement, edition=edition, workshop=side.workshop, side=side, kind="seat",
            voice="participant", token_hash=new_token(), submission_hash=new_token(),
        )
        for side in sides * 10
    )  # fmt: skip
    Answer.objects.bulk_create(Answer(assessment=each, question="open", position=1) for each in assessments)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def read_through(queries):
    """The tables that the database reads from end to end for these queries; an alias is taken for one."""
    explain, scan = {
        "sqlite": ("EXPLAIN QUERY PLAN", r"\bSCAN (\w+)"),
        "postgresql": ("EXPLAIN", r"Seq Scan on (\w+)"),
    }[connection.vendor]
    tables = set()
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"{explain} {query}")
            tables.update(re.findall(scan, "\n".join(str(row[-1]) for row in cursor.fetchall())))
    return tables


@pytest.mark.parametrize("state", [with_open_question, with_result])
@pytest.mark.parametrize("name", [*LIVE, "seat-poll", "screen-poll", "workshop-poll", "join-workshop"])
def test_no_table_is_read_from_end_to_end(client, others, name, state):
    room = state(500)
    where = way_in(room[0]) if name == "join-workshop" else address(name, *room)
    # A planner may well read a small table whole; these are the ones that grow.
    grown = {f"assessments_{name}" for name in ("answer", "assessment", "handcount", "round", "workshop")}
    assert not read_through(queries_of(lambda: client.get(where))) & grown
