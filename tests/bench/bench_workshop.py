"""How a workshop of 500 phones runs on two server processes (QUALITY.md, "Speed"): make bench ARGS="-k workshop".

BENCH_PHONES and BENCH_QUESTIONS take other numbers. Phones, wall and console ask over sockets what their pages' scripts
ask. It prints a table, and leaves it as JSON in .local/. Times are reported, never asserted; that no vote is lost or
kept twice, and that nothing fails, is asserted. Server and phones share the machine.
"""

import asyncio
import json
import os
import resource
from time import perf_counter

from django.conf import settings
from django.db import connection

from assessments.tokens import hash_of
from spectrum.models import newest_edition
from tests.assessments.workshops import lobby
from tests.bench.browsing import Measures, percentile
from tests.bench.room import Room
from tests.bench.serving import WORKERS, served

PHONES = int(os.environ.get("BENCH_PHONES", 500))
QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", 4))
ARRIVE_WITHIN = 0.09 * PHONES  # seconds: 500 come in 45, so that who waits ten more sits within a minute
PLAIN = "/help/"
KINDS = (
    "join: page", "asked to wait", "join: seat", "static file", "phone page", "phone poll, no news", "phone poll, news",
    "vote", "wall page", "wall poll, no news", "wall poll, news", "console page", "console poll, no news",
    "console poll, news", "console move", PLAIN,
)  # fmt: skip
SHARES = (50, 95, 99)


def percentiles(numbers, digits):
    return {f"p{share}": round(percentile(numbers, share), digits) for share in SHARES}


def rows(measures):
    plain = 1000 * percentile(measures.seconds[PLAIN], 50)
    for kind in KINDS:
        times = [1000 * seconds for seconds in measures.seconds[kind]]
        ratio = round(percentile(times, 50) / plain, 1)
        yield {"ms": kind, "number": len(times), **percentiles(times, 1), f"p50 : {PLAIN}": ratio}


def processor_seconds():
    """Of this process with the phones, and of servers that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return [each.ru_utime + each.ru_stime for each in used]


def measured(workshop):
    """The room, when it is over, and what is told of it."""
    before, measures = processor_seconds(), Measures()
    with served() as port:
        room = Room(port, measures, workshop, PHONES)
        began = perf_counter()
        seated_after = asyncio.run(room.run(QUESTIONS, ARRIVE_WITHIN))
        seconds = perf_counter() - began
    phones, server = (round(now - then) for now, then in zip(processor_seconds(), before, strict=True))
    asked = sum(map(len, measures.seconds.values()))
    return room, {
        "database": connection.vendor,
        "cores": os.cpu_count(),
        "server processes": WORKERS,
        "phones": PHONES,
        "questions": QUESTIONS,
        "everybody sat after s": round(seated_after, 1),
        "seconds": round(seconds),
        "requests": asked,
        "requests a second": round(asked / seconds),
        "most in one second": max(measures.in_second.values()),
        "from a vote to the wall, s": percentiles(room.to_the_wall(), 2),
        "processor s": {"server": server, "phones": phones},
        "errors": len(measures.errors),
        "rows": list(rows(measures)),
    }


def votes_of(room, workshop):
    """What phones were told is in, and what is stored: rows of (hash of the seat's token, question, choice)."""
    told = [
        (hash_of(phone.token), question, choice) for phone in room.phones for question, choice in phone.votes.items()
    ]
    answers = workshop.votes().select_related("assessment")
    return told, [(answer.assessment.token_hash, answer.question, answer.choice) for answer in answers]


def test_a_workshop(transactional_db):
    workshop = lobby(asked=[question.slug for question in newest_edition().questions])
    room, told = measured(workshop)
    acknowledged, stored = votes_of(room, workshop)
    counted = sum(sum(side.values()) for each in workshop.rounds.all() for side in each.seats.values())
    settings.LOCAL_DIR.mkdir(exist_ok=True)
    told |= {"votes": len(acknowledged), "votes lost": len(set(acknowledged) - set(stored))}
    show(told)
    (settings.LOCAL_DIR / f"bench-workshop-{connection.vendor}.json").write_text(json.dumps(told, indent=1))
    assert not room.measures.errors
    assert sorted(stored) == sorted(acknowledged)
    assert len(stored) == counted == PHONES * QUESTIONS


def show(told):
    columns = list(told["rows"][0])
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *(row.values() for row in told["rows"])]
    print("\n\n" + "\n".join(f"{name}: {value}" for name, value in told.items() if name != "rows") + "\n")  # noqa: T201
    print("\n".join(f"| {' | '.join(map(str, line))} |" for line in lines))  # noqa: T201
