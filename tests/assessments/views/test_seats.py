"""A seat's page: what it says in every state, what it takes, and what it never tells."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.access import seat_by_token
from assessments.models import Answer, Seat, Workshop
from tests.assessments.pages import read, send
from tests.assessments.workshops import (
    STAFF,
    TITLE,
    agreed,
    crowd,
    fresh,
    hands,
    lobby,
    move,
    revealed,
    seated,
    through,
    vote,
)

pytestmark = pytest.mark.django_db

GET, POST = 4, 6
HTMX = {"hx-request": "true"}
FIRST = "What do they mainly want from you?"


def at(token, name="seat"):
    return reverse(name, args=[token])


def poll(client, token, have=None):
    """What a phone asks every two seconds, with the tag of its page."""
    return client.get(at(token, "seat-poll"), {"have": tag(client.get(at(token))) if have is None else have})


def tag(response):
    return re.search(r'data-tag="([^"]*)"', response.content.decode())[1]


def seen_long_ago():
    Seat.objects.update(seen_at=timezone.now() - timedelta(minutes=1))


def opened(**options):
    """A workshop on its first question, and a seat in it."""
    workshop = move(lobby(**options), "start")
    (token,) = seated(workshop)
    return workshop, token


def answers():
    return [(answer.question, answer.choice) for answer in Answer.objects.all()]


def answer(client, token, choice="consulting", **changed):
    return send(client, client.get(at(token)), at(token), **{"choice": choice} | changed)


def test_from_the_lobby_to_the_end_a_heading_says_what_to_do(client):
    workshop = lobby()
    (token,) = seated(workshop)
    for moves, h1, said in (
        ([], "You are in", "Wait for the first question"),
        (["start"], FIRST, "Send my answer"),
        (["close"], "Wait for the result", "No one can answer now"),
        (["reveal"], "What the room said", "No one has answered this one"),
        (["hide"], "The result is hidden just now", "Please wait"),
        (["next"], "Who chooses what matters most?", "Send my answer"),
        (["skip", "back"], "This question is left out", "Wait for the next one"),
        (["finish"], "What the answers of this room say", "No result has been shown"),
    ):
        workshop = move(workshop, *moves)
        response = client.get(at(token))
        page = read(response)
        assert (response.status_code, page.h1.strip()) == (200, h1)
        assert said in page.words
        assert TITLE in page.words
        assert "What is on now?" in page.words
    workshop.close()
    page = read(client.get(at(token)))
    assert page.h1 == "Thank you for being in the room"
    assert at(token, "seat-deletion") in page.links


def test_a_vote_is_taken_can_be_changed_and_is_said(client):
    _, token = opened()
    response = answer(client, token)
    assert (response.status_code, response.url) == (302, at(token))
    page = read(client.get(at(token)))
    assert "Your answer is in: A: They want to know what I think." in page.words
    assert "You can change it while the question is open." in page.words
    assert page.form(at(token)).fields["choice"] == "consulting"
    answer(client, token, "not-sure")
    assert answers() == [("purpose", "not-sure")]
    assert "Your answer is in: I don't know" in read(client.get(at(token))).words
    assert "1 of 1 have answered." in page.words


def test_no_choice_is_an_error_in_words(client):
    _, token = opened()
    for choice in (None, "", "nonsense", "1", "\0"):
        response = answer(client, token, choice)
        assert response.status_code == 422
        assert read(response).title.startswith("Error: ")
        assert read(response).h1 == FIRST
    assert answers() == []


def test_nothing_is_ticked_before_a_vote(client):
    _, token = opened()
    assert "choice" not in read(client.get(at(token))).form(at(token)).fields


def test_every_choice_stands_with_its_letter_and_the_voice_of_the_side(client):
    workshop, _ = opened()
    (staff,) = seated(workshop, side=1)
    page = read(client.get(at(staff)))
    assert page.h1 != FIRST
    assert "A People's views, on our proposal or on how things are now." in page.words
    assert "Not decided, or we do not know" in page.words
    assert "None of these" in page.words


@pytest.mark.parametrize("moves", [["close"], ["close", "reveal"], ["next"], ["finish"]])
def test_a_vote_that_comes_too_late_is_not_taken_and_the_page_says_which(client, moves):
    workshop, token = opened()
    page = client.get(at(token))
    move(workshop, *moves)
    for headers in ({}, HTMX):
        form = read(page).form(at(token)).fields
        response = client.post(at(token), form | {"choice": "involving"}, headers=headers)
        assert response.status_code == 409
        words = read(response).words
        assert "Your answer was not sent" in words
        assert f"You picked “They want me to help shape their plan.”, for “{FIRST}”." in words
        assert read(response).h1 == read(client.get(at(token))).h1
    assert answers() == []


def test_a_vote_after_the_end_is_not_taken(client):
    workshop, token = opened()
    page = client.get(at(token))
    workshop.close()
    response = send(client, page, at(token), choice="involving")
    assert response.status_code == 409
    assert "Your answer was not sent" in read(response).words
    assert answers() == []


def test_a_vote_for_what_is_no_question_is_not_taken(client):
    _, token = opened()
    for question in ("", "nonsense", "loop", "\0"):
        response = client.post(at(token), {"question": question, "choice": "involving"})
        assert response.status_code == 409
        assert read(response).h1 == FIRST
    assert answers() == []


def test_a_vote_by_htmx_brings_the_page_in_parts(client):
    _, token = opened()
    form = read(client.get(at(token))).form(at(token)).fields
    response = client.post(at(token), form | {"choice": "none"}, headers=HTMX)
    assert response.status_code == 200
    assert "HX-Request" in response.headers["Vary"]
    part, whole = read(response), read(client.get(at(token)))
    assert (part.h1, part.title) == (whole.h1, whole.title)
    assert "html" not in part.tags
    assert part.tags.count("main") == 1
    assert tag(response) == tag(client.get(at(token)))
    assert "Your answer is in: None of these" in part.words


def test_a_get_is_the_same_for_everybody(client):
    _, token = opened()
    token_field = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    plain, htmx = (token_field.sub(b"", client.get(at(token), headers=h).content) for h in ({}, HTMX))
    assert plain == htmx


def test_nothing_of_the_result_is_in_any_byte_before_the_reveal(client):
    """Two rooms that voted in other ways look alike until then, but for secrets."""
    secret = re.compile(rb"[\w-]{32,}|/w/\w{6}/|[0-9a-f-]{36}|foot\" [^>]*")
    before, after = [], []
    for choice in ("informing", "co-producing"):
        workshop, token = opened()
        vote(seated(workshop, 6), choice)
        hands(workshop, informing=3 if choice == "informing" else 5)
        for moves, pages in (([], before), (["close"], before), (["reveal"], after), (["hide"], before)):
            workshop = move(workshop, *moves)
            page = client.get(at(token))
            part = client.get(at(token, "seat-poll"))
            pages += [[secret.sub(b"", page.content), secret.sub(b"", part.content), str(page.headers)]]
    assert before[:3] == before[3:]
    assert after[0][0] != after[1][0]


def test_the_result_is_told_in_words_and_numbers_by_side(client):
    workshop = revealed()
    (token,) = seated(workshop)
    words = read(client.get(at(token))).words
    assert "11 people answered. Picked most: C." in words
    assert "C They want me to know something. 6 0 6" in words
    assert "B They want me to help shape their plan. 0 5 5" in words
    assert "The room is split. Some say informing. Some say involving." in words
    assert "To talk about: What did each of us think this was for?" in words
    assert "From “Doing to people” to “Doing with people”" in words
    order = [words.index(f"{letter} They want") for letter in "CABD"]
    assert order == sorted(order)  # along the Spectrum


def test_few_answers_are_not_told_unless_all_were_to_see_them(client):
    for mode, told in (("private", "So the numbers are not shown"), ("hands", "2 people answered. Picked most: A.")):
        workshop, token = opened(mode=mode)
        vote([token, *seated(workshop)], "consulting")
        move(workshop, "close", "reveal")
        assert told in read(client.get(at(token))).words


def test_a_small_side_is_not_told_apart(client):
    workshop, token = opened()
    vote(seated(workshop, 6), "informing")
    vote(seated(workshop, 2, side=1), "involving")
    hands(workshop, informing=2)
    move(workshop, "close", "reveal")
    words = read(client.get(at(token))).words
    assert "10 people answered" in words
    assert "2 by a raised hand" in words
    assert "So all are counted as one." in words
    assert STAFF[0] not in words


def test_the_agreed_answer_comes_with_its_reason_in_the_seats_voice(client):
    workshop = agreed(revealed(), "consulting", reason="<b>The board</b> decides.")
    (token,), (staff,) = seated(workshop), seated(workshop, side=1)
    assert "The board" not in read(client.get(at(token))).words
    move(workshop, "agree")
    response = client.get(at(token))
    assert "What the room agreed" in read(response).words
    assert "A: They want to know what I think. Why: <b>The board</b> decides." in read(response).words
    assert "A: People's views, on our proposal or on how things are now." in read(client.get(at(staff))).words
    assert "11 people answered" in read(response).words


def test_the_summary_says_all_that_is_on_the_wall(client):
    workshop = through()
    (token,) = seated(workshop)
    words = re.sub(" (?=[.,:])", "", read(client.get(at(token))).words)
    for said in (
        "For the whole room, this is informing.",
        "People with lived experience: this is informing",
        "Staff: this is consulting",
        "What you all agreed: this is consulting",
        "Where you see it differently",
        "What matters most: People with lived experience: informing, Staff: co-producing",
        "Where the room is split",
        "We ask, and then the board decides.",
        "We look at three things. The one that allows least decides.",
    ):
        assert said in words
    assert "Lively." not in words  # the facilitator's note


def test_the_report_is_linked_where_it_is_shared(client):
    workshop = through()
    (token,) = seated(workshop)
    assert "Read the report" not in read(client.get(at(token))).words
    workshop.share_report()
    for _ in range(2):
        workshop = fresh(workshop)
        assert reverse("shared-report", args=[workshop.report_token]) in read(client.get(at(token))).links
        workshop.close()
    workshop.stop_sharing_report()
    assert "Read the report" not in read(client.get(at(token))).words


def test_after_the_end_the_own_answers_are_there(client):
    workshop, token = opened()
    vote([token, *seated(workshop, 5)], "consulting")
    workshop = move(workshop, "close", "reveal", "next")
    vote([token], "not-sure")
    fresh(workshop).close()
    words = read(client.get(at(token))).words
    assert f"{FIRST} A: They want to know what I think." in words
    assert "Who chooses what matters most? I don't know, or no one has told me" in words
    assert "people answered" not in words


def test_a_workshop_that_was_forgotten_open_ends_by_the_clock(client):
    _, token = opened()
    have = tag(client.get(at(token)))
    Workshop.objects.update(opened_at=timezone.now() - timedelta(hours=12, seconds=1))
    assert "Thank you" in read(client.get(at(token))).h1
    assert poll(client, token, have).status_code == 200


def test_a_pause_and_a_practice_are_said(client):
    workshop, token = opened(practice=True)
    workshop.touch(curtain="pause")
    words = read(client.get(at(token))).words
    assert "Is everyone ready?" in words
    assert "Send my answer" in words
    for page in (
        client.get(at(token)),
        client.get(at(token, "seat-deletion")),
        client.post(at(token, "seat-deletion")),
    ):
        assert "This is a practice." in read(page).words
    _, token = opened()
    assert "practice" not in read(client.get(at(token))).words


def test_a_poll_without_news_has_no_words(client):
    _, token = opened()
    response = poll(client, token)
    assert (response.status_code, response.content) == (204, b"")
    answer(client, token)
    assert poll(client, token).status_code == 204


def test_a_poll_tells_of_every_change(client):
    workshop, token = opened()
    have = tag(client.get(at(token)))

    def news(act):
        nonlocal have, workshop
        act()
        response = poll(client, token, have)
        assert response.status_code == 200
        assert read(response).title == read(client.get(at(token))).title
        assert "html" not in read(response).tags
        have, workshop = tag(response), fresh(workshop)
        assert poll(client, token, have).status_code == 204

    news(lambda: vote([token], "informing"))
    news(lambda: move(workshop, "close"))
    news(lambda: move(workshop, "reveal"))
    news(lambda: agreed(workshop, "consulting"))
    news(lambda: move(workshop, "agree"))
    news(lambda: workshop.touch(curtain="pause"))
    news(lambda: workshop.share_report())
    news(lambda: workshop.close())
    seat_by_token(token).leave()
    assert poll(client, token, have).status_code == 410


def test_the_number_of_votes_comes_with_every_half_minute(client):
    workshop, token = opened()
    have = tag(client.get(at(token)))
    vote(seated(workshop, 3), "informing")
    assert poll(client, token, have).status_code == 204
    seen_long_ago()
    response = poll(client, token, have)
    assert response.status_code == 200
    assert "3 of 4 have answered." in read(response).words
    assert seat_by_token(token).seen_at > timezone.now() - timedelta(seconds=20)
    seen_long_ago()
    assert poll(client, token, tag(response)).status_code == 204


def test_an_odd_tag_gets_the_page(client):
    _, token = opened()
    for have in ("", "nonsense", ".", "\0", "9" * 3000):
        assert poll(client, token, have).status_code == 200


def test_a_part_keeps_its_key_until_it_changes(client):
    """What others do never takes a half-made choice away: poll.js leaves a part with the same key alone."""
    workshop, token = opened()

    def key(part="now"):
        return re.search(rf'id="{part}"[^>]* data-key="([^"]*)"', client.get(at(token)).content.decode())[1]

    before, count = key(), key("count")
    vote(seated(workshop, 2), "informing")
    workshop.touch(is_locked=True)
    assert key() == before
    assert key("count") != count
    vote([token], "informing")
    assert key() != before
    move(workshop, "reset")
    assert key() == before


def test_a_visit_is_noted_by_page_and_poll(client):
    workshop, token = opened()
    for visit in (lambda: client.get(at(token)), lambda: poll(client, token, "")):
        seen_long_ago()
        visit()
        assert fresh(workshop).here == 1


def test_deleting_asks_once_and_says_so_twice(client):
    workshop, token = opened()
    vote([token], "informing")
    page = client.get(at(token, "seat-deletion"))
    assert "What the room has seen stays as the room saw it." in read(page).words
    assert answers()
    for _ in range(2):
        response = send(client, page, at(token, "seat-deletion"))
        assert response.status_code == 200
        assert "Your answers are deleted" in read(response).words
    assert (answers(), fresh(workshop).seats) == ([], 0)
    assert client.get(at(token)).status_code == 410
    assert client.get(at(token, "seat-deletion")).status_code == 410


def test_somebody_else_on_this_phone_is_asked_in(client):
    workshop, token = opened()
    assert f"/w/{workshop.code}/?other" in read(client.get(at(token))).links
    workshop.close()
    assert "Somebody else" not in read(client.get(at(token))).words


def test_ten_refreshes_in_every_state_are_one_seat_and_one_vote(client):
    workshop, token = opened()
    answer(client, token)
    for moves in ([], ["close"], ["reveal"], ["next"]):
        workshop = move(workshop, *moves)
        for _ in range(10):
            assert client.get(at(token)).status_code == 200
    assert answers() == [("purpose", "consulting")]
    assert workshop.seats == 1


def test_a_late_comer_is_on_the_question_that_is_on(client):
    workshop = move(lobby(), "start", "next", "next")
    (token,) = seated(workshop)
    page = read(client.get(at(token)))
    assert page.h1 == "What can still be changed?"
    assert "Question 3 of 12" in page.words


STATES = {
    "lobby": [],
    "open": ["start"],
    "closed": ["start", "close"],
    "revealed": ["start", "close", "reveal"],
    "hidden": ["start", "close", "reveal", "hide"],
    "summary": ["start", "close", "reveal", "finish"],
    "over": ["start", "close", "reveal", "finish"],
}


def queries_in(state, people):
    """How many queries a page, a poll with news and one without take; every visit is noted."""
    workshop = lobby()
    (token,) = seated(workshop)
    crowd(workshop, people, ["purpose"])
    workshop = move(workshop, *STATES[state])
    if state == "over":
        workshop.close()
    have = tag(Client().get(at(token)))
    client, counts = Client(), []
    for is_due, ask in (
        (True, lambda: client.get(at(token))),
        (True, lambda: poll(client, token, "")),
        (True, lambda: poll(client, token, have)),
        (False, lambda: poll(client, token, have)),
    ):
        if is_due and state != "over":
            seen_long_ago()
        with CaptureQueriesContext(connection) as queries:
            assert ask().status_code in {200, 204}
        counts.append(len(queries))
    return counts


@pytest.mark.parametrize("state", STATES)
def test_the_queries_are_few_and_the_same_in_a_full_room(state):
    few = queries_in(state, 6)
    assert queries_in(state, 500) == few
    page, news, due, quiet = few
    assert max(page, news) <= GET
    assert due <= 3  # the seat, the note that it was seen, and the count
    assert quiet == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("moves", [[], ["close"], ["close", "reveal"]])
def test_a_vote_takes_few_queries_also_in_a_full_room(client, headers, moves):
    workshop, token = opened()
    crowd(workshop, 500, ["purpose"])
    form = read(client.get(at(token))).form(at(token)).fields | {"choice": "none"}
    move(workshop, *moves)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(at(token), form, headers=headers).status_code in {200, 302, 409}
    assert len(queries) <= POST


def test_nothing_is_kept_by_anybody_between(client):
    _, token = opened()
    for response in (client.get(at(token)), poll(client, token, ""), poll(client, token), answer(client, token)):
        assert "no-store" in response.headers["Cache-Control"]
