"""The wall, and what it asks for: each state's words, nothing secret, no result before the reveal, and few queries."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.access import seat_by_token
from assessments.models import Workshop
from spectrum.models import newest_edition
from tests.assessments.screens import ONE_SIDE, OPEN_ENDED, summed_up, told
from tests.assessments.workshops import (
    ALWAYS,
    PEOPLE,
    STAFF,
    TITLE,
    agreed,
    fresh,
    hands,
    lobby,
    move,
    planned,
    revealed,
    seated,
    through,
    vote,
)
from tests.states import STATES

pytestmark = pytest.mark.django_db

SHOWN = [state for state in STATES if state.name.startswith("screen-") and state.status == 200]


def page(client, workshop):
    response = client.get(reverse("screen", args=[workshop.screen_token]))
    assert response.status_code == 200
    return response.content.decode()


def tag(html):
    return re.search(r'data-tag="([^"]+)"', html)[1]


def polled(client, workshop, have=""):
    return client.get(reverse("screen-poll", args=[workshop.screen_token]), {"have": have})


def words(html):
    """The page's words without its mark-up."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def heading(html):
    return " ".join(re.sub(r"<[^>]*>", " ", re.search(r"<h1.*?</h1>", html, re.DOTALL)[0]).split())


def numbers(html):
    """Every number at a bar's end, or beside an unknown, in order."""
    return [int(number) for number in re.findall(r'class="bar.*?<b>(\d+)</b>', html, re.DOTALL)]


def question(workshop):
    return workshop.spectrum.question_by_slug[fresh(workshop).current.question]


def test_before_the_lobby_is_open_there_is_no_code(client):
    workshop = planned()
    assert workshop.code
    html = page(client, workshop)
    assert heading(html) == "This begins soon"
    assert TITLE in html
    assert workshop.code not in html
    assert workshop.spaced_code not in html


def test_the_lobby_says_how_to_join_and_how_many_are_in(client):
    workshop = lobby()
    html = page(client, workshop)
    assert heading(html) == "Join with your phone"
    assert workshop.spaced_code in html
    assert "testserver /w/" in words(html)
    assert f"It opens http://testserver/w/{workshop.code}/" in html
    assert "No one is in yet" in html
    seated(workshop, 2)
    assert "2 are in" in words(page(client, workshop))


def test_a_locked_lobby_shows_no_code(client):
    workshop = lobby()
    workshop.touch(is_locked=True)
    for each in (fresh(workshop), move(workshop, "start")):
        html = page(client, each)
        assert workshop.code not in html
        assert workshop.spaced_code not in html


def test_an_open_question_has_its_choices_with_their_letters_in_the_walls_voice(client):
    workshop = move(lobby(), "start")
    for voice in ("participant", "organisation"):
        Workshop.objects.filter(pk=workshop.pk).update(wall_voice=voice)
        html = page(client, workshop)
        asked = question(workshop)
        said = words(html).replace("&#x27;", "'")
        assert heading(html) == asked.text(voice)
        choices = [f"{choice.letter} {choice.text(voice)}" for choice in asked.choices]
        unknown = [workshop.spectrum.voice_by_slug[voice].not_sure, workshop.spectrum.none_text(asked, voice)]
        places = [said.index(each) for each in (*choices, *unknown)]
        assert places == sorted(places)


def test_the_count_of_votes_is_live_and_names_hands_apart(client):
    workshop = move(lobby(), "start")
    assert "No answers yet" in words(page(client, workshop))
    vote(seated(workshop, 3)[1:], "informing")
    assert "2 of 3 have answered" in words(page(client, workshop))
    hands(workshop, consulting=7)
    assert "2 of 3 have answered, and 7 by hand" in words(page(client, workshop))
    assert "Answers are in. 2 of 3 answered, and 7 by hand" in words(page(client, move(workshop, "close")))


def test_before_the_reveal_every_byte_is_the_same_whatever_was_voted(client):
    """The page, its title and the poll, while open, closed, and hidden after a reveal."""
    workshop = move(lobby(mode="hands"), "start")
    people, staff = seated(workshop, 6), seated(workshop, 5, side=1)

    def answers(theirs, staffs):
        for tokens, choice in ((people, theirs), (staff, staffs)):
            for token in tokens:
                seat_by_token(token).answers.update(position=choice)

    def seen():
        answer = polled(client, workshop)
        return page(client, workshop), answer.content, sorted(answer.headers.items())

    vote([*people, *staff], "informing")
    for moves in ((), ("close",), ("reveal", "hide")):
        move(workshop, *moves)
        answers(1, 1)
        before = seen()
        answers(4, 2)
        assert seen() == before
        assert not numbers(before[0])
    assert numbers(page(client, move(workshop, "reveal")))


@pytest.mark.parametrize("curtain", ["pause", "blank"])
def test_behind_a_curtain_there_is_no_result(client, curtain):
    workshop = revealed()
    assert numbers(page(client, workshop))
    workshop.touch(curtain=curtain)
    html = page(client, workshop)
    assert not numbers(html)
    assert heading(html) == {"pause": "Pause: is everyone ready?", "blank": "The screen rests"}[curtain]
    assert question(workshop).participant not in html


def test_the_result_stands_along_the_spectrum_side_by_side(client):
    workshop = revealed()
    html = page(client, workshop)
    assert numbers(html) == [6, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0]
    said = words(html)
    names = [type_.name for type_ in workshop.spectrum.types]
    assert [said.index(f"{name} ") for name in names] == sorted(said.index(f"{name} ") for name in names)
    assert f'<span dir="auto">{PEOPLE[0]}</span>: 6</span>' in html
    assert f'<span dir="auto">{STAFF[0]}</span>: 5</span>' in html
    asked = question(workshop)
    for choice in asked.choices:
        assert f"{choice.letter} {workshop.spectrum.type_by_slug[choice.type].name} {choice.participant}" in said
    assert html.count('fill="url(#pattern-informing)"') == html.count('fill="url(#pattern-involving)"') == 1
    assert 'fill="url(#pattern-consulting)' not in html


def test_a_small_side_is_told_with_the_other_alone(client):
    workshop = move(lobby(), "start")
    vote(seated(workshop, 6), "informing")
    vote(seated(workshop, 4, side=1), "none")
    html = page(client, move(workshop, "close", "reveal"))
    assert numbers(html) == [6, 0, 0, 0, 0, 4]
    assert "10 answers, all as one group" in words(html)
    assert STAFF[0] not in html


def test_few_answers_are_not_shown_and_none_is_another_thing(client):
    workshop = move(lobby(), "start")
    vote(seated(workshop, 4), "informing")
    few = page(client, move(workshop, "close", "reveal"))
    assert "Fewer than 5 answers: not shown." in words(few)
    assert not numbers(few)
    none = page(client, move(lobby(), "start", "close", "reveal"))
    assert "No answers yet." in words(none)
    assert "Fewer" not in words(none)


def test_a_hands_up_session_says_so_and_shows_every_number(client):
    workshop = move(lobby(mode="hands"), "start")
    assert "Hands-up" in words(page(client, workshop))
    hands(workshop, informing=1)
    hands(workshop, side=1, none=1)
    html = page(client, move(workshop, "close", "reveal"))
    assert numbers(html) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert "By hand: 2" in words(html)
    assert "Hands-up" not in words(page(client, revealed()))


def test_a_split_room_gets_the_questions_own_words_to_talk_about(client):
    workshop = revealed()
    assert f"The room is split. {question(workshop).talk}" in words(page(client, workshop))
    together = told(["consulting"] * 6)
    assert "split" not in words(page(client, together))
    assert question(together).talk not in page(client, together)


def test_what_was_agreed_has_its_letter_words_type_and_reason(client):
    workshop = move(agreed(revealed(), "consulting", reason="We ask.\nThen <they> decide."), "agree")
    html = page(client, workshop)
    choice = question(workshop).choice_at(2)
    assert heading(html) == "We agree: it is consulting"
    assert f"{choice.letter} {choice.participant}" in words(html)
    assert "Then &lt;they&gt; decide." in html
    assert "The rest is in the report" not in html
    assert not numbers(html)


def test_a_long_reason_says_where_the_rest_is(client):
    workshop = move(agreed(revealed(), "none", reason="because " * 60 + "LASTWORD"), "agree")
    html = page(client, workshop)
    assert heading(html) == "We agree: it is none of these"
    assert "LASTWORD" not in html
    assert "The rest is in the report." in html


def test_the_summary_places_the_engagement_by_side_with_what_was_agreed(client):
    html = page(client, through(asked=ALWAYS))
    said = words(html)
    assert heading(html) == "This room says: it is informing"
    assert f"{PEOPLE[0]} Informing" in said
    assert f"{STAFF[0]} Consulting" in said
    assert "What we agreed Consulting" in said
    assert "Most answers: informing" in said
    assert "Where we see it differently" in said


def test_the_summary_says_what_is_still_open(client):
    html = page(client, summed_up(*OPEN_ENDED, **ONE_SIDE))
    assert heading(html) == "This room says: informing, consulting or involving"
    edition = newest_edition()
    assert f"We need to know this: {edition.question_by_slug['priorities'].name}" in words(html)
    nothing = page(client, move(lobby(), "start", "finish"))
    assert heading(nothing) == "We do not know yet what this is"


def test_the_end_thanks_and_shows_nothing_else(client):
    workshop = through(asked=ALWAYS)
    workshop.close()
    html = page(client, workshop)
    assert heading(html) == "Thank you"
    assert "informing" not in words(html).lower()
    assert workshop.code not in html


@pytest.mark.parametrize(
    "state",
    SHOWN,
    ids=lambda state: state.name,
)
def test_no_secret_is_on_the_wall(client, state):
    address = state.address()
    workshop = Workshop.objects.get()
    workshop.share_report()
    seat = seated(workshop)[0]
    for html in (client.get(address), client.get(f"{address}poll/")):
        for secret in (workshop.console_token, workshop.report_token, seat, str(workshop.uid)):
            assert secret not in html.content.decode()


def test_a_practice_says_so(client):
    for make in (lobby, revealed, planned):
        assert "Practice" in words(page(client, make(practice=True)))
        assert "Practice" not in words(page(client, make()))


def test_a_poll_without_news_is_empty_and_one_query(client, django_assert_num_queries):
    workshop = revealed()
    have = tag(page(client, workshop))
    with django_assert_num_queries(1):
        answer = polled(client, workshop, have)
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_poll_with_news_has_the_title_and_the_whole_main_part(client):
    workshop = lobby()
    answer = polled(client, workshop, "old").content.decode()
    html = page(client, workshop)
    main = html[html.index("<main") : html.index("</main>")]
    assert answer.strip().startswith("<title>On the wall: Join with your phone")
    assert main in answer
    assert "<html" not in answer


def test_everything_that_shows_changes_the_tag(client):
    workshop = lobby()
    tags = [tag(page(client, workshop))]

    def note():
        tags.append(tag(page(client, workshop)))

    seats = seated(workshop, 2)
    note()
    move(workshop, "start")
    note()
    vote(seats[:1], "none")
    note()
    hands(workshop, none=1)
    note()
    move(workshop, "close", "reveal")
    note()
    agreed(workshop, "none")
    note()
    fresh(workshop).touch(curtain="pause")
    note()
    Workshop.objects.filter(pk=workshop.pk).update(opened_at=timezone.now() - timedelta(hours=13))
    note()
    assert len(set(tags)) == len(tags)


def test_the_wall_takes_three_queries_however_many_are_in_the_room(client, django_assert_num_queries):
    few, many = revealed(), move(lobby(), "start")
    for side in (0, 1):
        vote(seated(many, 30, side=side), "involving")
        hands(many, side=side, consulting=40, none=2)
    many = move(many, "close", "reveal")
    for workshop in (few, many, through(asked=ALWAYS)):
        with django_assert_num_queries(3):
            page(client, workshop)
        with django_assert_num_queries(3):
            polled(client, workshop)
