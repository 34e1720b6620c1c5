"""result.json is a contract (DESIGN.md, "Addresses"); the table is for spreadsheets, which run any formula."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.exports import as_csv, as_json, harmless
from assessments.models import Assessment
from spectrum.edition import TYPE_SLUGS
from spectrum.models import newest_edition
from tests.states import begun

pytestmark = pytest.mark.django_db

CASES = json.loads((Path(__file__).parent / "fixtures/classification.json").read_text())
HEADER = ["question", "wording", "letter", "choice", "answer", "note"]
STARTS_A_FORMULA = "=+-@\t\r\0＝＋－＠"
HOSTILE = [
    '=HYPERLINK("https://example.org","look")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\0=1",
    " =1",
    "   @x",
    "\u00a0=1",
    "\u3000＝1",
    "\u2003-1",
    "\n=1",
    " \0 +1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\ttab",
    "=",
    "-",
]


def stored(case, claim=None, note=""):
    """A worked case as an assessment that asks what the case asks; what is null there has no answer at all."""
    assessment, token = begun(case["voice"])
    assessment.asked = [slug for slug in assessment.asked if slug in case["answers"]]
    assessment.save(update_fields=["asked"])
    for slug, choice in case["answers"].items():
        if choice:
            assessment.record_answer(slug, choice, note)
    assessment.finish(claim=claim)
    return Assessment.objects.get(pk=assessment.pk), token


def rows(exported):
    """The table as a program reads it that keeps to RFC 4180."""
    text = exported.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_json_of_every_worked_case_is_the_contract(client, case):
    claim = None if case["voice"] != "organisation" else 4
    assessment, token = stored(case, claim)
    asked = list(case["answers"])
    expected = {
        "format": 1,
        "edition": newest_edition().name,
        "voice": case["voice"],
        "finished": True,
        "claim": claim and "co-producing",
        "runs_it": None,
        "asked": asked,
        "classification": case["classification"],
        "planning": case["planning"],
        "answers": [{"question": slug, "choice": case["answers"][slug], "note": ""} for slug in asked],
    }
    assert as_json(assessment) == expected
    response = client.get(reverse("assessment-result-json", args=[token]))
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content) == expected


def keys(value):
    """The keys of an object and of those inside it, in their order, as DESIGN.md writes them."""
    if isinstance(value, list):
        return next((keys(inside) for inside in value if keys(inside)), "")
    if isinstance(value, dict):
        return " ".join(f"{key}({keys(inside)})" if keys(inside) else key for key, inside in value.items())
    return ""


def test_the_jsons_keys_stand_in_the_contracts_order(client):
    case = next(case for case in CASES if case["planning"] and case["planning"]["path"])
    _, token = stored(case)
    found = json.loads(client.get(reverse("assessment-result-json", args=[token])).content)
    path = "target must choose(count of)"
    classification = (
        "lowest highest type leaning possible limits(most defining open)"
        f" decided_by rests_on settling out_of_line paths({path})"
    )
    assert keys(found) == (
        f"format edition voice finished claim runs_it asked classification({classification})"
        f" planning(aim path({path})) answers(question choice note)"
    )


def test_the_json_of_what_has_only_begun_says_so():
    assessment, _ = begun("participant", "first", "shared")
    found = as_json(assessment)
    assert (found["finished"], found["claim"], found["runs_it"], found["planning"]) == (False, None, "shared", None)
    assert found["asked"] == [slug for slug in newest_edition().question_by_slug if slug in found["asked"]]
    assert len(found["asked"]) == len(newest_edition().first_look)
    assert found["answers"] == [{"question": slug, "choice": None, "note": ""} for slug in found["asked"]]
    assert (found["classification"]["leaning"], found["classification"]["type"]) == (None, None)


def test_the_json_tells_the_two_unknowns_and_no_answer_apart_and_notes_whole():
    assessment, _ = begun("participant", "first")
    first, second, third, _ = assessment.asked
    note = "Two\nlines, “quoted” </script>  😀"
    assessment.record_answer(first, "not-sure", note)
    assessment.record_answer(second, "none")
    assessment.record_answer(third, "consulting")
    found = json.loads(json.dumps(as_json(assessment)))["answers"]
    assert [answer["choice"] for answer in found] == ["not-sure", "none", "consulting", None]
    assert [answer["note"] for answer in found] == [note, "", "", ""]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_table_has_a_row_for_each_question_asked(case):
    assessment, _ = stored(case)
    header, *table = rows(as_csv(assessment))
    assert header == HEADER
    assert [row[0] for row in table] == list(case["answers"])
    assert [row[3] for row in table] == [choice or "" for choice in case["answers"].values()]
    edition = newest_edition()
    for slug, wording, letter, choice, answer, _ in table:
        question = edition.question_by_slug[slug]
        assert wording == harmless(question.text(case["voice"]))
        if choice in TYPE_SLUGS:
            chosen = question.choice_at(TYPE_SLUGS.index(choice) + 1)
            assert (letter, answer) == (chosen.letter, harmless(chosen.text(case["voice"])))
        else:
            assert letter == ""


def test_the_table_is_a_file_that_spreadsheets_read_as_utf_8(client):
    assessment, token = begun("participant")
    note = 'Größe, "so"\nsaid she;\n\n=1+1\n'
    assessment.record_answer(assessment.asked[0], "none", note)
    response = client.get(reverse("assessment-result-csv", args=[token]))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="answers.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfquestion,")
    assert b"\n" not in response.content.replace(b"\r\n", b"").replace(note.replace('"', '""').encode(), b"")
    table = rows(response.content)
    assert len(table) == len(assessment.asked) + 1
    assert table[1][5] == note


def is_run(cell):
    """Whether a spreadsheet may take a cell for a formula; spaces in front of it don't help."""
    seen = cell.lstrip().lstrip("\0\u00a0\u3000 \t\r\n")
    return cell[:1] in [*STARTS_A_FORMULA] or seen[:1] in [*STARTS_A_FORMULA]


@pytest.mark.parametrize("cell", HOSTILE, ids=ascii)
def test_a_hostile_cell_is_made_harmless_and_stays_whole(cell):
    assert is_run(cell)
    assert not is_run(harmless(cell))
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", " ", "a = b", "1-1", "me@example.org", "'=1", '"=1', "−1", "a\n=1", "’=1", "0"])
def test_any_other_cell_stays_as_it_is(cell):
    assert harmless(cell) == cell


cells = st.text(st.sampled_from(STARTS_A_FORMULA + " \n\u00a0\u3000a'\",;") | st.characters(exclude_categories=["Cs"]))


@given(cells)
def test_no_cell_is_run_and_none_is_cut(cell):
    assert not is_run(harmless(cell))
    assert harmless(cell) in {cell, f"'{cell}"}


@given(st.lists(cells.map(lambda note: note.replace("\0", "")), min_size=4, max_size=4))
def test_whatever_the_notes_are_the_table_is_whole(notes):
    assessment, _ = begun("participant", "first")
    for slug, note in zip(assessment.asked, notes, strict=True):
        assessment.record_answer(slug, "none", note)
    _, *table = rows(as_csv(assessment))
    assert [row[0] for row in table] == assessment.asked
    assert [row[5] for row in table] == list(map(harmless, notes))
    assert not any(is_run(cell) for row in table for cell in row)
