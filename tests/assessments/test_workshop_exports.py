"""A workshop's report as files: the page's own numbers, in a form that stays, and safe in every spreadsheet."""

import csv
import io
import json
import re

import pytest

from assessments.exports import harmless
from assessments.pairs import CELL_NAMES
from spectrum.edition import TYPE_SLUGS
from tests.assessments.pages import read
from tests.assessments.reports import finished, mixed, of_staff_alone, ran_out
from tests.assessments.test_exports import is_run, keys
from tests.assessments.views.test_reports import blocks, votes
from tests.assessments.workshops import (
    ALWAYS,
    TITLE,
    address,
    agreed,
    fresh,
    lobby,
    move,
    of_organisation,
    planned,
    revealed,
    through,
)

pytestmark = pytest.mark.django_db

MAKERS = [lambda: finished(asked=ALWAYS), mixed, of_staff_alone, planned, lobby, ran_out]


def file(client, workshop, kind):
    response = client.get(address(workshop, f"workshop-report-{kind}"))
    assert response.status_code == 200
    return response


def told(client, workshop):
    return json.loads(file(client, workshop, "json").content)


def rows(client, workshop, section=None):
    content = file(client, workshop, "csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [row for row in found if section is None or row["section"] == section]


def page(client, workshop):
    return client.get(address(workshop, "workshop-report"))


def numbers_on_page(workshop, response):
    """By question's slug its columns on the page, each in the order of CELL_NAMES; nothing where none are shown."""
    found = {}
    for slug, block in zip(asked(workshop), blocks(response), strict=True):
        choices = [*(choice.type for choice in workshop.spectrum.question_by_slug[slug].choices), "not-sure", "none"]
        by_choice = dict(zip(choices, votes(block), strict=False))
        rows = [by_choice[name] for name in CELL_NAMES] if by_choice else []
        found[slug] = [list(column) for column in zip(*rows, strict=True)]
    return found


def asked(workshop):
    there = set(workshop.rounds.values_list("question", flat=True))
    return [question.slug for question in workshop.spectrum.questions if question.slug in there]


@pytest.mark.parametrize("make", MAKERS)
def test_both_files_have_the_numbers_of_the_page(client, make):
    workshop = make()
    shown = numbers_on_page(workshop, page(client, workshop))
    in_json = {
        each["question"]: [[side[name] for name in CELL_NAMES] for side in (*each["by_side"], each["everyone"]) if side]
        for each in told(client, workshop)["questions"]
    }
    assert in_json == shown
    in_table = {slug: [] for slug in shown}
    for row in rows(client, workshop, "votes"):
        if row["answers"]:
            in_table[row["question"]].append([int(row[name]) for name in CELL_NAMES])
    assert {slug: [*columns[1:], *columns[:1]] for slug, columns in in_table.items()} == shown


@pytest.mark.parametrize("make", MAKERS)
def test_the_page_says_how_many_rows_the_table_has(client, make):
    workshop = make()
    said = re.search(r"CSV, (\d+) rows", read(page(client, workshop)).words)
    assert int(said.group(1)) == len(rows(client, workshop))


def test_the_jsons_keys_stand_in_an_order_that_stays(client):
    workshop = finished(asked=ALWAYS)
    cells = " ".join(CELL_NAMES)
    assert keys(told(client, workshop)) == (
        "format edition organisation title run practice mode day open sides(name voice) seats"
        " seats_by_side(side seats) hands everyone(type possible) by_side(side type possible) agreed(type possible)"
        " gaps(question sides(side type) places)"
        f" questions(question not_shown answers by_hand split everyone({cells}) by_side(side {cells})"
        " agreed reason note) actions(what who by_when) events(at kind question)"
    )
    assert told(client, workshop)["format"] == 1


def test_the_json_says_what_was_found_in_slugs(client):
    whole = told(client, finished(asked=ALWAYS))
    assert (whole["title"], whole["run"], whole["practice"], whole["open"]) == (TITLE, 1, False, False)
    assert (whole["everyone"]["type"], whole["agreed"]["type"]) == ("informing", "consulting")
    assert [(each["side"], each["type"]) for each in whole["by_side"]] == [
        ("People with lived experience", "informing"),
        ("Staff", "consulting"),
    ]
    assert [(each["question"], each["places"]) for each in whole["gaps"]] == [
        ("open", 3), ("quality", 3), ("decisions", 1),
    ]  # fmt: skip
    assert whole["gaps"][0]["sides"][1] == {"side": "Staff", "type": "co-producing"}
    assert [each["question"] for each in whole["questions"]] == ALWAYS
    assert {each["agreed"] for each in whole["questions"]} == {"consulting"}
    assert whole["actions"][0] == {
        "what": "Ask the board for a vote on the opening hours",
        "who": "Ann, the chair",
        "by_when": "2026-12-31",
    }
    assert [each["kind"] for each in whole["events"]] == ["opened", "reset", "undone", "closed"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d", whole["events"][0]["at"])


def test_what_is_not_shown_has_words_and_no_number(client):
    questions = told(client, mixed())["questions"]
    assert [each["not_shown"] for each in questions[:3]] == [None, None, "Not shown: fewer than 5 answers"]
    for each in questions[2:]:
        assert each["everyone"] is each["answers"] is each["by_hand"] is each["split"] is None
        assert each["by_side"] == []
    table = {row["question"]: row for row in rows(client, mixed(), "votes")}
    assert table["open"]["words"] == "Not shown: fewer than 5 answers"
    assert not [cell for name in CELL_NAMES for cell in table["open"][name]]


def test_the_table_has_a_row_for_everything(client):
    workshop = finished(asked=ALWAYS)
    found = [row["section"] for row in rows(client, workshop)]
    assert found == [
        "workshop", *["joined"] * 3, *["result"] * 4, *["gap"] * 6, *["votes", "votes", "votes", "agreed"] * 4,
        "action", "action", *["event"] * 4,
    ]  # fmt: skip
    first, *_ = rows(client, workshop, "agreed")
    assert (first["type"], first["words"]) == ("consulting", "We ask, and then the board decides.")
    types = {row["type"] for row in rows(client, workshop)} - {""}
    assert types <= {*TYPE_SLUGS}


def test_a_closed_result_and_an_open_one_say_so(client):
    assert told(client, revealed())["open"]
    assert told(client, revealed())["everyone"] == {"type": None, "possible": [*TYPE_SLUGS]}
    assert told(client, lobby())["everyone"] is None
    assert told(client, of_organisation())["organisation"] is not None


HOSTILE = ('=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\uff1d1")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_cell_is_run_by_a_spreadsheet(client, text):
    workshop = agreed(revealed(title=text), "consulting", reason=text, note=text)
    workshop.sides.all().update(name=text)
    workshop.add_action(text, text)
    table = rows(client, fresh(workshop))
    assert not [cell for row in table for cell in row.values() if is_run(cell)]
    assert sum(harmless(text) in row.values() for row in table) >= 5
    assert told(client, workshop)["title"] == text  # the other file is for programs


def test_words_go_out_whole(client):
    text = 'Größe, "so"\nsaid she; 😀'
    workshop = agreed(revealed(), "none", reason=text, note=text)
    [row] = rows(client, workshop, "agreed")
    assert row["words"] == text
    [first] = [row for row in rows(client, workshop, "votes") if row["note"]]
    assert first["note"] == text
    assert told(client, workshop)["questions"][0]["reason"] == text


def test_the_table_is_saved_under_a_name(client):
    response = file(client, planned(), "csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="workshop-report.csv"'


def test_the_files_work_in_the_middle_of_a_workshop(client):
    workshop = move(through(asked=ALWAYS), "back", "reset")
    last = told(client, workshop)["questions"][-1]
    assert (last["not_shown"], last["everyone"]) == ("Being answered now", None)
    assert rows(client, workshop, "votes")[-1]["words"] == "Being answered now"
