"""The rows of a portfolio: when a claim and the answers differ, which rows are chosen, in which order, and as files."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date as Day
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from assessments.portfolio import Row, arranged, as_csv, as_json, chosen
from spectrum.edition import TYPE_SLUGS
from spectrum.models import newest_edition

pytestmark = pytest.mark.django_db  # the edition is read; nothing is stored


@dataclass(frozen=True)
class Work:
    """An engagement as a portfolio knows it."""

    title: str = "Buses"
    date: Day = Day(2026, 5, 1)
    claim: int | None = None
    part_of_id: UUID | None = None
    is_archived: bool = False
    about: str = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    begun_on: Day = Day(2026, 5, 1)
    archived_on: Day | None = None
    uid: UUID = field(default_factory=uuid4)


def row(title="Buses", claim=None, possible=(), part_of=None, runs_it="", **fields):
    type_at = newest_edition().type_at
    work = Work(title, claim=claim, part_of_id=part_of and part_of.engagement.uid, **fields)
    return Row(work, claim and type_at(claim), tuple(map(type_at, possible)), runs_it)


def titles(rows):
    return [each.engagement.title for each in rows]


@pytest.mark.parametrize(
    ("claim", "possible", "distance"),
    [
        (None, (), 0),
        (None, (2,), 0),
        (4, (), 0),
        (2, (2,), 0),
        (4, (2,), 2),
        (1, (2,), 1),
        (3, (1, 2, 3), 0),
        (4, (1, 2, 3), 1),
        (2, (1, 3), 1),
    ],
)
def test_they_differ_where_the_answers_rule_the_claim_out(claim, possible, distance):
    found = row(claim=claim, possible=possible)
    assert (found.distance, found.differs) == (distance, distance > 0)


def test_a_row_is_classified_by_the_rule():
    edition = newest_edition()
    positions = {question.slug: 2 for question in edition.questions}
    found = Row.of(Work(claim=4), edition, positions, "people")
    assert (found.claim.position, found.type.position, found.differs, found.is_people_run) == (4, 2, True, True)
    unknown = Row.of(Work(), edition, dict.fromkeys(positions))
    assert (unknown.claim, unknown.type, len(unknown.possible)) == (None, None, 4)
    assert Row.of(Work(), edition).possible == ()


def test_rows_are_chosen_by_everything_that_is_asked_for():
    bus = row("New BUS routes", 4, (2,), date=Day(2026, 3, 1))
    old = row("Ward move", 2, (2,), date=Day(2025, 1, 1), is_archived=True)
    rows = [bus, old]
    assert chosen(rows) == rows
    assert chosen(rows, name="bus") == [bus]
    assert chosen(rows, name="xyz") == []
    assert chosen(rows, since=Day(2026, 3, 1)) == chosen(rows, until=Day(2026, 3, 1), differ=True) == [bus]
    assert chosen(rows, until=Day(2026, 2, 28)) == chosen(rows, kept="archived") == [old]
    assert chosen(rows, kept="live") == chosen(rows, differ=True) == [bus]
    assert chosen(rows, name="ward", differ=True) == []


def test_parts_come_right_under_theirs_and_alike_ones_by_name():
    whole = row("buses")
    part, other = row("Panel", part_of=whole), row("Appeals", part_of=whole)
    rows = [row("Ward"), part, whole, row("Appraisal"), other]
    for each in permutations(rows):
        assert titles(arranged(each)) == ["Appraisal", "buses", "Appeals", "Panel", "Ward"]


def test_a_part_whose_whole_is_not_shown_stands_by_itself():
    whole = row("Buses")
    assert titles(arranged([row("Ward"), row("Panel", part_of=whole)])) == ["Panel", "Ward"]


def test_the_newest_and_those_that_differ_come_first_with_what_they_belong_to():
    whole, ward = row("Buses", date=Day(2025, 1, 1)), row("Ward", date=Day(2026, 1, 1), claim=2, possible=(3,))
    part = row("Panel", claim=4, possible=(2,), part_of=whole, date=Day(2026, 6, 1))
    rows = [ward, row("Appraisal", date=Day(2024, 1, 1)), part, whole]
    assert titles(arranged(rows, "newest")) == ["Buses", "Panel", "Ward", "Appraisal"]
    assert titles(arranged(rows, "differ")) == ["Buses", "Panel", "Ward", "Appraisal"]
    assert titles(arranged(rows, "name")) == ["Appraisal", "Buses", "Panel", "Ward"]


def test_no_order_and_no_choice_is_by_type():
    """Rows that differ alike keep their order by name whatever their types are."""
    for one, other in permutations(range(1, 5), 2):
        rows = [row("B", one, (one,)), row("A", other, (other,))]
        for sort in ("name", "newest", "differ"):
            assert titles(arranged(rows, sort)) == ["A", "B"]


def test_the_files_have_every_row_and_hold_no_formula():
    whole = row("=HYPERLINK(1)", 4, (2,), starts_on=Day(2026, 3, 1), about="Line\nbreak")
    rows = [whole, row("Panel", 3, (1, 2, 3), part_of=whole, archived_on=Day(2026, 6, 1)), row("", None, ())]
    raw = as_csv(rows)
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [each["title"] for each in read] == ["'=HYPERLINK(1)", "Panel", ""]
    assert [each["mismatch"] for each in read] == ["yes", "no", "no"]
    assert [each["classification"] for each in read] == ["consulting", "", ""]
    assert [each["possible"] for each in read] == ["consulting", " ".join(TYPE_SLUGS[:3]), ""]
    assert [each["claim"] for each in read] == ["co-producing", "involving", ""]
    assert (read[1]["part_of"], read[1]["archived_on"]) == (read[0]["uid"], "2026-06-01")
    assert (read[0]["starts_on"], read[0]["ends_on"], read[0]["about"]) == ("2026-03-01", "", "Line\nbreak")


def test_the_json_says_the_same():
    class Trust:
        name = "Valley Trust"

    found = as_json(Trust, [row("Buses", 4, (2,), starts_on=Day(2026, 3, 1))])
    assert (found["format"], found["organisation"]) == (1, "Valley Trust")
    [entry] = found["engagements"]
    assert (entry["title"], entry["claim"], entry["classification"], entry["possible"], entry["mismatch"]) == (
        *("Buses", "co-producing", "consulting", ["consulting"], True),
    )
    assert (entry["starts_on"], entry["ends_on"], entry["part_of"]) == (Day(2026, 3, 1), None, None)
