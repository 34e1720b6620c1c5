"""How the comparison keeps its budgets (QUALITY.md, "Speed") with 10, 1,000 and 10,000 people: make bench.

It fills a test database of the kind that DATABASE_URL names, prints a table, and leaves it as JSON in .local/. Times
are reported, never asserted, and as ratios to a plain page of the same run, so that machines can be compared.
"""

import gzip
import json
import os
import random
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Assessment, Release
from assessments.models.assessment import asked_in
from assessments.tokens import new_token
from spectrum.models import Edition
from tests import cast
from tests.assessments.engagements import BOARD, colleague, engagement
from tests.assessments.pages import read
from tests.assessments.participants import sheet

SIZES = (10, 1_000, 10_000)
RUNS = 15
BUDGETS = {"queries": 6, "kB": 60, "nodes": 1500, "page ms": 100}
CHOICES = ("informing", "consulting", "involving", "co-producing", "not-sure", "none")
TEXTS = (
    "They asked us, and then",
    "nobody called back.",
    "I felt heard",
    "in the second meeting",
    "when Ann was there.",
)


def fill(people):
    """An engagement with so many people, a colleague's answers and paper; every tenth answer has words to share."""
    draw = random.Random(people)  # the same people in every run
    work = engagement(claim=4, invited=people * 2)
    colleague(work, BOARD)
    for _ in range(10):
        sheet(work, draw.choice(CHOICES))
    edition = Edition.objects.newest()
    asked = asked_in(edition.frozen(), "whole")
    assessments = Assessment.objects.bulk_create(
        (
            Assessment(
                engagement=work, edition=edition, voice="participant", asked=asked, token_hash=new_token(),
                submission_hash=new_token(), finished_on=work.begun_on, keep_until=None, changed_since_release=True,
            )
            for _ in range(people)
        ),
        batch_size=500,
    )  # fmt: skip
    Answer.objects.bulk_create(answers_of(assessments, asked, draw), batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return work


def answers_of(assessments, asked, draw):
    for assessment in assessments:
        for slug in asked:
            says = draw.random() < 0.1
            note = " ".join(draw.choices(TEXTS, k=draw.randint(1, 40))) if says else ""
            answer = Answer(assessment=assessment, question=slug, note=note, note_shared=says)
            answer.choice = draw.choice(CHOICES)
            yield answer


def milliseconds(do):
    before = perf_counter()
    do()
    return (perf_counter() - before) * 1000


def measured(client, people):
    work = fill(people)
    Release.objects.make_if_due(work)
    five = list(work.assessments.in_group().values_list("pk", flat=True)[:5])
    work.assessments.filter(pk__in=five).update(changed_since_release=True)
    made = milliseconds(lambda: Release.objects.make_if_due(work))
    client.force_login(cast.owner())
    address = reverse("engagement-comparison", args=[work.pk])
    response = client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        asked = len(queries)
    pairs = [
        (milliseconds(lambda: client.get(address)), milliseconds(lambda: client.get("/help/"))) for _ in range(RUNS)
    ]
    page, plain = map(min, zip(*pairs, strict=True))  # the runs that other work on the machine disturbed least
    file = milliseconds(lambda: client.get(reverse("engagement-comparison-json", args=[work.pk])))
    return {
        "people": people,
        "queries": asked,
        "kB": round(len(gzip.compress(response.content)) / 1000, 1),
        "nodes": len(read(response).tags),
        "page ms": round(page, 1),
        "/help/ ms": round(plain, 1),
        "ratio": round(page / plain, 1),
        "file ms": round(file),
        "next release ms": round(made),
    }


def test_the_comparison(client, db):
    rows = [measured(client, people) for people in SIZES]
    columns = [f"{name} (≤ {BUDGETS[name]})" if name in BUDGETS else name for name in rows[0]]
    lines = [columns, ["---:"] * len(columns), *(row.values() for row in rows)]
    print(f"\n\n{connection.vendor}, {os.cpu_count()} cores\n")  # noqa: T201
    print("\n".join(f"| {' | '.join(map(str, line))} |" for line in lines))  # noqa: T201
    settings.LOCAL_DIR.mkdir(exist_ok=True)
    told = {"database": connection.vendor, "cores": os.cpu_count(), "budgets": BUDGETS, "rows": rows}
    (settings.LOCAL_DIR / f"bench-comparison-{connection.vendor}.json").write_text(json.dumps(told, indent=1))
