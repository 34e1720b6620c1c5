"""The report of a workshop: what it tells whom, what it keeps back, its actions, and the link that is shared."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Action, Assessment, Organisation, Progress, Seat
from assessments.models.workshop import WHAT_LIMIT, WHO_LIMIT
from assessments.tokens import new_token
from tests import cast
from tests.assessments.pages import read, send
from tests.assessments.reports import archived, finished, mixed, of_staff_alone, ran_out
from tests.assessments.workshops import (
    ALWAYS,
    STAFF,
    TITLE,
    address,
    agreed,
    crowd,
    fresh,
    hands,
    lobby,
    move,
    of_organisation,
    planned,
    revealed,
    seated,
    through,
    vote,
)

pytestmark = pytest.mark.django_db

GET, POST, SIGNED_IN = 4, 6, 2  # queries; two more for the session and its user
CHANGING = ("Content-Length", "Expires")
FILES = ("workshop-report-csv", "workshop-report-json")


def report(client, workshop):
    response = client.get(address(workshop, "workshop-report"))
    assert response.status_code == 200
    return response


def words(client, workshop):
    return read(report(client, workshop)).words


def shared(workshop):
    workshop.share_report()
    return reverse("shared-report", args=[workshop.report_token])


def blocks(response):
    """Each question's part of the page."""
    return re.findall(r'<article class="asked.*?">(.*?)</article>', response.content.decode(), re.DOTALL)


def votes(block):
    """The numbers of a question's table, a list for each row."""
    return [
        [int(number) for number in re.findall(r"<b>(\d+)</b>", row)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", block.partition("<tbody>")[2], re.DOTALL)
    ]


def kept_back(block):
    found = re.search(r'not-shown">(.*?)</p>', block)
    return found and found.group(1)


def queries(do):
    with CaptureQueriesContext(connection) as captured:
        assert do().status_code < 500
    return len(captured)


# What it tells


def test_it_tells_every_question_with_votes_by_side_and_what_was_agreed_and_why(client):
    response = report(client, through(asked=ALWAYS))
    assert len(blocks(response)) == 4
    first = blocks(response)[0]
    assert votes(first) == [[0, 0, 0], [0, 0, 0], [6, 5, 11], [0, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert "11 answers" in first
    for block in blocks(response):
        assert [sum(column) for column in zip(*votes(block), strict=True)] == [6, 5, 11]
        for said in ("Agreed:", "(consulting)", "We ask, and then the board decides.", "Lively."):
            assert said in block


def test_it_says_where_room_sides_and_agreement_place_it_and_why(client):
    page = read(report(client, through(asked=ALWAYS)))
    assert page.h1 == "What this workshop found"
    assert page.title == f"Workshop report: {TITLE} – PeopleHub"
    assert "The whole room Informing From 4 of 4 questions" in page.words
    assert "People with lived experience Informing" in page.words
    assert "Staff Consulting" in page.words
    assert "What was agreed Consulting" in page.words
    assert page.words.count("This decided it") >= 4
    assert "What would make it co-producing?" in page.words


def test_the_biggest_gaps_come_first_with_each_sides_own_words(client):
    html = report(client, through(asked=ALWAYS)).content.decode()
    apart = re.findall(r"(\d) places? apart", html)
    assert apart == sorted(apart, reverse=True)
    assert apart[0] == "3"
    html = report(client, revealed()).content.decode()
    assert re.findall(r"(\d) places? apart", html) == ["2"]
    assert "They want me to know something." in html
    assert "People&#x27;s experience and ideas, to help us build our plan." in html


def test_each_question_without_numbers_says_why(client):
    told = blocks(report(client, mixed()))
    assert [kept_back(block) for block in told] == [
        *(None, None),
        "Not shown: fewer than 5 answers.",
        "No answers yet.",
        "Skipped.",
        "Not shown: the result is hidden.",
        "Being answered now.",
        *["Not asked yet."] * 5,
    ]
    assert votes(told[0]) == [[0, 0, 0], [0, 5, 5], [9, 0, 9], [0, 0, 0], [0, 0, 0], [1, 0, 1]]
    assert "15 answers, counted by hand: 4" in told[0]
    assert "The room is split here:</b> some say informing, and some say involving." in told[0]
    assert votes(told[1]) == [[0], [2], [0], [0], [6], [0]]  # two of the staff are not told apart


def test_after_the_end_the_words_are_those_of_the_end(client):
    workshop = mixed()
    workshop.close()
    told = [kept_back(block) for block in blocks(report(client, workshop))]
    assert told[3] == "No answers."
    assert told[6] == "Not shown: not revealed."
    assert set(told[7:]) == {"Not asked."}


def test_in_a_hands_up_session_all_is_told_however_few_they_are(client):
    response = report(client, of_staff_alone())
    assert votes(blocks(response)[0])[0:2] == [[2], [2]]
    assert "Hands up: all numbers are shown" in read(response).words
    assert "Nobody joined by phone. Up to 4 raised hands were counted." in read(response).words


@pytest.mark.parametrize(
    ("people", "staff", "mode", "said"),
    [
        (5, 5, "private", "10 people joined by phone ( People with lived experience : 5, Staff : 5)."),
        (5, 4, "private", "9 people joined by phone."),
        (5, 0, "private", "5 people joined by phone."),
        (1, 0, "private", "1 person joined by phone."),
        (2, 1, "hands", "3 people joined by phone ( People with lived experience : 2, Staff : 1)."),
    ],
)
def test_who_joined_is_told_by_side_only_where_no_side_is_small(client, people, staff, mode, said):
    workshop = lobby(mode=mode)
    seated(workshop, people)
    seated(workshop, staff, side=1)
    assert said in words(client, workshop)


def test_it_works_before_the_first_vote_and_after_twelve_hours(client):
    assert "The workshop has not begun yet." in words(client, planned())
    assert "The workshop is still on." in words(client, lobby())
    forgotten = words(client, ran_out())
    assert "The workshop closed by itself after 12 hours" in forgotten
    assert "This was practice." in forgotten
    assert "No result was shown." in words(client, archived())


def test_a_second_run_has_a_report_of_its_own(client):
    first = finished(asked=ALWAYS)
    second = fresh(first.run_again())
    assert "Run 2" in words(client, second)
    assert not any(votes(block) for block in blocks(report(client, second)))
    assert "Ask the board" not in words(client, second)
    assert votes(blocks(report(client, fresh(first)))[0])[2] == [6, 5, 11]


def test_what_happened_has_the_time_of_the_clock_on_the_wall(client):
    workshop = finished(asked=ALWAYS)
    kinds = [event.kind for event in workshop.events.all()]
    assert kinds == ["opened", "reset", "undone", "closed"]
    for minute, event in enumerate(workshop.events.all()):
        event.at = datetime(2026, 7, 1, 9, minute, tzinfo=UTC)  # in London it is summer
        event.save()
    found = words(client, workshop)
    name = Progress(workshop).rounds[-1].question
    assert "10:00 The workshop was opened" in found
    assert f"10:01 Asked again from the start: {workshop.spectrum.question_by_slug[name].name}" in found
    assert "10:03 The workshop was closed" in found


def test_peoples_own_words_are_words_and_no_markup(client):
    workshop = move(lobby(title="<i>Title</i>"), "start")
    agreed(workshop, "consulting", reason="<b>bold</b>", note="</textarea><script>alert(1)</script>")
    fresh(workshop).add_action("<u>what</u>", "<s>who</s>")
    html = report(client, workshop).content.decode()
    assert not re.findall(r"<i>|<b>bold|<script>|<u>|<s>|</textarea><", html)
    assert html.count("&lt;script&gt;alert(1)") == 2  # on the page and for the minutes


# What it keeps back


def bytes_of(client, workshop, names):
    """Everything that is sent, headers too, without the secrets that every form has anew."""
    found = []
    for name in names:
        response = client.get(address(workshop, name) if name.startswith("workshop") else name)
        body = re.sub(rb'name="(?:csrfmiddlewaretoken|submission_key)" value="[^"]*"', b"", response.content)
        body = re.sub(rb'value="[^"]*" ?name="submission_key"', b"", body)
        headers = {name: value for name, value in response.headers.items() if name not in CHANGING}
        found.append((headers, body))
    return found


@pytest.mark.parametrize("moves", [[], ["close"], ["reveal", "hide"], ["reveal", "reset"], ["finish"]], ids=str)
def test_what_is_not_revealed_is_in_no_byte(client, moves):
    told = []
    workshop = lobby()
    people, staff = seated(workshop, 6), seated(workshop, 5, side=1)
    names = ["workshop-report", *FILES, shared(workshop)]
    workshop = move(workshop, "start")
    for theirs, ours, raised in (("informing", "involving", 3), ("not-sure", "co-producing", 40)):
        vote(people, theirs)
        vote(staff, ours)
        hands(workshop, consulting=raised)
        workshop = move(workshop, *moves)
        workshop.events.all().delete()
        told.append(bytes_of(client, workshop, names))
        if "reset" not in moves:
            workshop = move(workshop, *(["back"] if moves == ["finish"] else []), "reset")
    assert told[0] == told[1]


# Actions


def test_an_action_is_added_and_taken_out_in_place(client):
    workshop = through(asked=ALWAYS)
    where = address(workshop, "workshop-report")
    assert "Nothing yet. What will somebody do because of today?" in words(client, workshop)
    first = {"what": "Ask the board", "who": "The chair", "by_when": "2026-12-31"}
    response = send(client, client.get(where), "/actions/", **first)
    assert response.url == f"{where}#actions"
    send(client, client.get(where), "/actions/", what="Write to all")
    assert [(each.what, each.who, each.by_when) for each in workshop.actions.all()] == [
        ("Ask the board", "The chair", date(2026, 12, 31)),
        ("Write to all", "", None),
    ]
    page = read(client.get(where))
    assert "Ask the board The chair 31 December 2026" in page.words
    assert page.words.index("Ask the board") < page.words.index("Write to all")
    gone = workshop.actions.first()
    for _ in range(2):  # a double click
        answer = client.post(address(workshop, "workshop-action-deletion", gone.key))
        assert answer.url == f"{where}#actions"
    assert [each.what for each in workshop.actions.all()] == ["Write to all"]


def test_an_action_that_is_sent_twice_is_one(client):
    workshop = through(asked=ALWAYS)
    page = report(client, workshop)
    for _ in range(2):
        send(client, page, "/actions/", what="Ask the board")
    assert Action.objects.count() == 1
    send(client, report(client, workshop), "/actions/", what="Ask the board")
    assert Action.objects.count() == 2


def test_an_action_of_another_workshop_stays(client):
    ours, theirs = finished(asked=ALWAYS), planned()
    theirs.add_action("Theirs")
    client.post(address(ours, "workshop-action-deletion", theirs.actions.get().key))
    assert theirs.actions.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"what": ""}, "Please say what will be done."),
        ({"what": "   "}, "Please say what will be done."),
        ({"what": "x" * (WHAT_LIMIT + 1)}, f"There is room for {WHAT_LIMIT}."),
        ({"what": "Ask", "who": "x" * (WHO_LIMIT + 1)}, f"There is room for {WHO_LIMIT}."),
        ({"what": "Ask", "by_when": "soon"}, "Please give a day like 31/12/2026."),
        ({"what": "Ask\0"}, "There is a sign in it that we can't keep."),
        ({"what": "Ask \ufffd"}, "There is a sign in it that we can't keep."),
    ],
    ids=str,
)
def test_bad_input_is_said_in_words_and_nothing_is_lost(client, sent, said):
    workshop = revealed()
    sent = {"what": "Ask the board", "who": "The chair"} | sent
    response = client.post(address(workshop, "workshop-actions"), sent)
    assert response.status_code == 422
    page = read(response)
    assert page.title.startswith("Error: ")
    assert page.words.count(said) == 2  # on top and at the field
    fields = page.form("/actions/").fields
    assert fields["who"] == sent["who"]
    assert fields["what"].strip("\0") == sent["what"].strip("\0")
    assert votes(blocks(response)[0])  # the rest of the page is there
    assert not Action.objects.exists()


def test_as_much_as_fits_is_kept_whole(client):
    workshop = planned()
    client.post(address(workshop, "workshop-actions"), {"what": "ü" * WHAT_LIMIT, "who": "ü" * WHO_LIMIT})
    assert [(each.what, each.who) for each in workshop.actions.all()] == [("ü" * WHAT_LIMIT, "ü" * WHO_LIMIT)]


# What can be done with it


def test_the_words_for_minutes_have_all_of_it(client):
    html = report(client, finished(asked=ALWAYS)).content.decode()
    minutes = re.search(r'id="minutes".*?>(.*?)</textarea>', html, re.DOTALL).group(1)
    for said in (
        f"Workshop report: {TITLE}",
        "People with lived experience: 6, Staff: 5",
        "The whole room: informing",
        "What was agreed: consulting",
        "People with lived experience 6, Staff 5, everyone 11",
        "Because: We ask, and then the board decides.",
        "Note: Lively.",
        "Ask the board for a vote on the opening hours (Ann, the chair), by 31 December 2026",
    ):
        assert said in minutes
    assert minutes.count("Agreed: ") == 4


def test_the_agreed_answers_open_as_an_assessment(client):
    workshop = through(asked=ALWAYS)
    page = read(report(client, workshop))
    [link] = [link for link in page.links if link.startswith("/a/")]
    assert "This was agreed" not in page.words
    result = read(client.get(link, follow=True))
    assert result.h1 == "By your answers, this is consulting"
    before = read(report(client, revealed()))
    assert not [link for link in before.links if link.startswith("/a/")]


def test_the_link_to_it_goes_when_an_organisation_takes_it_in(client):
    workshop = through(asked=ALWAYS)
    assessment = workshop.agreed().get()
    assessment.take_into(cast.organisation(), cast.member())
    assert not [link for link in read(report(client, workshop)).links if link.startswith("/a/")]


def test_a_report_is_shared_and_taken_back(client):
    workshop = finished(asked=ALWAYS)
    where = address(workshop, "workshop-report")
    response = send(client, client.get(where), "/share/")
    assert response.url == f"{where}#share"
    link = reverse("shared-report", args=[fresh(workshop).report_token])
    assert f"http://testserver{link}" in client.get(where).content.decode()
    send(client, client.get(where), "/withdrawal/")
    assert client.get(link).status_code == 410
    send(client, client.get(where), "/share/")
    assert reverse("shared-report", args=[fresh(workshop).report_token]) != link
    assert client.get(link).status_code == 410


def test_before_it_is_shared_the_page_says_what_others_will_read(client):
    said = words(client, finished(asked=ALWAYS))
    assert "Your notes are not in it. The actions are, with who does what" in said


def test_who_took_part_reads_the_same_without_notes_and_without_the_consoles_links(client):
    workshop = finished(asked=ALWAYS)
    response = client.get(shared(workshop))
    page = read(response)
    assert page.title == f"What the workshop found: {TITLE} – PeopleHub"
    assert [votes(block) for block in blocks(response)] == [votes(block) for block in blocks(report(client, workshop))]
    for said in ("We ask, and then the board decides.", "Ask the board for a vote", "Ann, the chair", "How it went"):
        assert said in page.words
    html = response.content.decode()
    assert "Lively" not in html
    for secret in (workshop.console_token, workshop.screen_token, workshop.code):
        assert secret not in html
    assert not [link for link in page.links if link.startswith(("/workshops/", "/a/"))]
    assert not page.forms


def test_no_file_has_a_links_secret(client):
    workshop = finished(asked=ALWAYS)
    workshop.share_report()
    workshop = fresh(workshop)
    for name in FILES:
        content = client.get(address(workshop, name)).content.decode()
        for secret in (workshop.console_token, workshop.screen_token, workshop.report_token, workshop.code):
            assert secret not in content


def test_an_archived_engagements_report_is_still_there(client):
    workshop = of_organisation()
    link = shared(workshop)
    workshop.engagement.archive()
    found = words(client, workshop)
    assert TITLE in found
    assert Organisation.objects.get().name in found
    assert client.get(link).status_code == 200


def test_a_day_of_the_workshop_and_its_end_are_said(client):
    workshop = through(asked=ALWAYS)
    assert "The workshop is kept until" in words(client, workshop)
    assert "The workshop is kept until" not in words(client, of_organisation())


# Queries


@pytest.mark.parametrize("size", [1, 500])
def test_reading_asks_few_queries_however_many_seats_there_are(client, size):
    workshop = move(lobby(asked=ALWAYS), "start")
    crowd(workshop, size, ALWAYS)
    workshop = move(workshop, "reveal")
    assert Seat.objects.filter(kind=Assessment.Kind.SEAT).count() == size
    link = shared(workshop)
    for where in (*(address(workshop, name) for name in ("workshop-report", *FILES)), link):
        assert queries(lambda where=where: client.get(where)) <= GET
    client.force_login(cast.member())
    assert queries(lambda: client.get(link)) <= GET + SIGNED_IN


def test_sending_asks_few_queries(client):
    workshop = through(asked=ALWAYS)
    workshop.add_action("Ask the board")
    for name, sent in {
        "workshop-actions": {"what": "Write to all", "submission_key": new_token()},
        "workshop-report-share": {},
        "workshop-report-share-withdrawal": {},
    }.items():
        where = address(workshop, name)
        assert queries(lambda where=where, sent=sent: client.post(where, sent)) <= POST
    where = address(workshop, "workshop-action-deletion", workshop.actions.first().key)
    assert queries(lambda: client.post(where)) <= POST
    assert queries(lambda: client.post(address(workshop, "workshop-actions"), {})) <= POST


def test_staff_alone_are_one_column(client):
    response = report(client, move(lobby(sides=[STAFF]), "start"))
    assert "Being answered now" in read(response).words
