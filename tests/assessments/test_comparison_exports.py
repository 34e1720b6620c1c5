"""A comparison's files: the page's own rows and words, from the same release, and safe in every spreadsheet."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from assessments.comparison_exports import COLUMNS
from assessments.two_sides import WORDS_SHOWN
from tests import cast
from tests.assessments import comparing
from tests.assessments.comparing import TWELVE, WORDS, people, takes_part
from tests.assessments.engagements import engagement
from tests.assessments.pages import read
from tests.assessments.participants import sheet
from tests.assessments.views.test_comparisons import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    """A browser in which a member is signed in."""
    client.force_login(cast.member())
    return client


def told(member, work):
    return json.loads(file(member, work, "json"))


def file(member, work, kind):
    response = member.get(reverse(f"engagement-comparison-{kind}", args=[work.pk]))
    assert response.status_code == 200
    return response.content


def rows(member, work, section=None):
    content = file(member, work, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [row for row in found if section is None or row["section"] == section]


def page(member, work):
    return member.get(reverse("engagement-comparison", args=[work.pk]))


def said_on(row, cells=COLUMNS[9:-1]):
    return [row[cell] for cell in cells]


@pytest.mark.parametrize("make", [comparing.five, comparing.twelve, comparing.alike, comparing.shut])
def test_both_files_have_the_rows_and_the_words_of_the_page(member, make):
    work = make()
    shown = picture(page(member, work))
    people = [[cell.removeprefix("Your Org ") for cell in cells] for cells in shown.values()]
    table = rows(member, work, "question")
    assert [said_on(row) for row in table] == people
    questions = told(member, work)["questions"]
    assert [list(each["said"].values()) for each in questions] == people
    for head, cells, row in zip(shown, shown.values(), questions, strict=True):
        ours = [slug for slug, cell in zip(row["said"], cells, strict=True) if "Org" in cell]
        assert ours == ([row["organisation"]] if row["organisation"] else [])
        assert ("you differ" in head) == (row["seen"] == "differently")
        assert ("people differ" in head) == row["split"]


def test_both_files_say_whose_answers_these_are_and_of_which_day(member):
    work = comparing.twelve()
    whole = told(member, work)
    release = work.releases.first()
    assert whole["finding"] == read(page(member, work)).h1 == "You see this differently"
    assert whole["claim"] == whole["organisation_says"]["type"] == "involving"
    assert whole["people_say"]["people"] == "10 of about 40"
    assert whole["people_say"]["type"] == "consulting"
    assert whole["people_say"]["released_on"] == release.released_on.isoformat()
    [row] = rows(member, work, "people say")
    assert (row["people"], row["date"], row["group"]) == (
        "10 of about 40",
        release.released_on.isoformat(),
        "consulting",
    )
    assert [each["people"] for each in whole["over_time"]] == ["10", "5 to 9"]
    assert [row["people"] for row in rows(member, work, "over time")] == ["10", "5 to 9"]


def test_a_small_group_is_in_words_in_every_file(member):
    work = engagement(invited=40)
    people(work, TWELVE[:9])
    assert {said for each in told(member, work)["questions"] for said in each["said"].values()} <= {"most", "some", "–"}
    assert told(member, work)["people_say"]["people"] == "5 to 9"
    cells = {cell for row in rows(member, work, "question") for cell in said_on(row)}
    assert cells <= {"most", "some", "–"}


def test_nothing_moves_in_a_file_between_releases(member):
    work = comparing.five()
    before = file(member, work, "csv"), file(member, work, "json")
    people(work, ("co-producing",) * 4, look="first", note="Not yet.")
    assert (file(member, work, "csv"), file(member, work, "json")) == before


def test_before_a_release_the_files_say_nothing_of_people(member):
    work = comparing.four()
    whole = told(member, work)
    assert (whole["people_say"], whole["questions"], whole["words"], whole["over_time"]) == (None, [], [], [])
    assert {row["section"] for row in rows(member, work)} == {"called", "organisation says"}


def test_paper_stands_apart_in_numbers(member):
    work = engagement()
    for _ in range(4):
        sheet(work)
    table = rows(member, work, "paper, not counted above")
    assert {tuple(said_on(row)) for row in table} == {("0", "0", "4", "0", "0", "0")}
    assert len(table) == len(told(member, work)["paper"]) == 12


def test_the_files_have_all_words_and_the_page_as_many_as_fit(member):
    work = engagement()
    for number in range(WORDS_SHOWN + 10):
        takes_part(work, "consulting", look="first", note=f"Note {number}.")
    words = [text for each in told(member, work)["words"] for text in each["words"]]
    assert sorted(words) == sorted(f"Note {number}." for number in range(WORDS_SHOWN + 10))
    assert [row["words"] for row in rows(member, work, "words")] == words
    shown = re.findall(r'<li dir="auto">(.*?)</li>', page(member, work).content.decode())
    assert shown == words[:WORDS_SHOWN]


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "@x", "\tstarts with a tab", 'two\nlines, and a "quote"', "＝1+1"])
def test_titles_and_notes_are_harmless_and_whole_and_the_count_of_rows_is_right(member, text):
    work = engagement(title=text)
    people(work, TWELVE[:5], note=text)
    table = rows(member, work)
    assert [row["name"].lstrip("'") for row in table if row["section"] == "called"] == [text]
    assert [row["words"].lstrip("'") for row in table if row["section"] == "words"] == [text]
    assert not [cell for row in table for cell in row.values() if re.match(r"\s*[=@+\t＝]", cell)]
    assert len(table) == 1 + 1 + 12 + 1 + 1  # called, the people, the questions, the day, the words
    assert told(member, work)["words"][0]["words"] == [text]


def test_no_file_has_a_secret_or_the_day_of_an_answer(member):
    work = comparing.twelve()
    work.invite()
    secrets = [work.invitation_token, *work.assessments.values_list("token_hash", flat=True)]
    keys = [str(key) for key in work.assessments.values_list("pk", flat=True)]
    work.releases.update(released_on="2026-04-01")
    work.assessments.filter(voice="organisation").update(saved_on="2026-04-02")
    for kind in ("csv", "json"):
        content = file(member, work, kind).decode()
        assert not [secret for secret in (*secrets, *keys) if secret in content]
        assert set(re.findall(r"\d{4}-\d\d-\d\d", content)) == {"2026-04-01", "2026-04-02"}
    assert WORDS.splitlines()[0] in content
