import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Event, HandCount, Progress
from spectrum.models import newest_edition
from tests.assessments.workshops import (
    PEOPLE,
    STAFF,
    TITLE,
    address,
    fresh,
    hands,
    lobby,
    move,
    of_organisation,
    planned,
    revealed,
    seated,
    typed,
    without_code,
)

pytestmark = pytest.mark.django_db

PRINTS = ("poster", "handout", "cards", "tally", "script", "slides")


def page_of(client, workshop, name):
    response = client.get(address(workshop, f"workshop-{name}"))
    assert response.status_code == 200
    return unescape(response.content.decode())


def printed(page):
    """What of a page comes on paper."""
    return re.sub(
        r'<(\w+) class="[^"]*no-print.*?</\1>', "", page[page.index("<main") : page.index("</main>")], flags=re.S
    )


@pytest.fixture
def sent(client):
    """sent(workshop, {field: number}) sends the tally sheet and returns the answer."""
    return lambda workshop, numbers: client.post(address(workshop, "workshop-tally-answers"), numbers)


def hand_counts(workshop):
    rows = HandCount.objects.filter(round__workshop=workshop).order_by("round__question", "side__order", "cell")
    return list(rows.values_list("round__question", "side__order", "cell", "count"))


def test_the_pack_leads_to_every_print(client):
    workshop = planned()
    page = page_of(client, workshop, "pack")
    places = [page.index(f'href="{address(workshop, f"workshop-{name}")}"') for name in PRINTS]
    assert len(set(places)) == len(PRINTS)
    assert address(workshop, "workshop-tally-answers") in page
    assert workshop.spaced_code in page


@pytest.mark.parametrize("name", PRINTS)
def test_no_print_has_a_secret_on_it(client, name):
    workshop = lobby()
    page = printed(page_of(client, workshop, name))
    assert workshop.screen_token not in page
    assert workshop.console_token not in page


@pytest.mark.parametrize("name", ["pack", *PRINTS, "tally-answers"])
def test_a_page_asks_four_queries_at_most(client, name):
    workshop = typed(revealed(), informing=3)
    with CaptureQueriesContext(connection) as queries:
        page_of(client, workshop, name)
    assert len(queries) <= 4


def test_the_poster_has_the_code_and_the_way_in(client):
    workshop = lobby()
    page = page_of(client, workshop, "poster")
    assert f"<b>{workshop.spaced_code}</b>" in page
    assert "http://testserver/w/" in page
    assert f"It opens http://testserver/w/{workshop.code}/" in page
    assert "The code works when we open the room." in page
    assert TITLE in page


def test_without_a_code_there_is_no_poster_and_no_way_in_on_a_slide(client):
    workshop = without_code()
    response = client.get(address(workshop, "workshop-poster"))
    assert (response.status_code, response.url) == (302, address(workshop, "workshop-pack"))
    assert "has no code now" in page_of(client, workshop, "pack")
    assert "type this code" not in page_of(client, workshop, "slides")
    assert "type the code" not in page_of(client, workshop, "script")


@pytest.mark.parametrize(
    ("sides", "voices"), [([PEOPLE], ["participant"]), ([PEOPLE, STAFF], ["participant", "organisation"])]
)
def test_the_handout_has_every_question_in_the_words_of_each_side_in_the_room(client, sides, voices):
    edition = newest_edition()
    page = page_of(client, planned(sides=sides), "handout")
    for question in edition.questions:
        for voice in voices:
            assert question.text(voice) in page
            assert edition.none_text(question, voice) in page
            for choice in question.choices:
                assert f"<b>{choice.letter}</b><span>{choice.text(voice)}</span>" in page
    assert (edition.questions[0].choices[0].organisation in page) == ("organisation" in voices)
    assert edition.co_production.definition in page
    assert edition.wording_note in page


@pytest.mark.parametrize("name", ["handout", "tally", "script", "slides", "tally-answers"])
def test_a_print_has_the_questions_of_this_workshop_alone(client, name):
    asked = ["priorities", "open", "decisions", "quality"]
    page = page_of(client, planned(asked=asked), name)
    for question in newest_edition().questions:
        assert (question.participant in page) == (question.slug in asked)


@pytest.mark.parametrize("name", ["handout", "tally", "script", "slides", "tally-answers"])
def test_whose_words_the_questions_are_stands_with_them(client, name):
    assert newest_edition().wording_note in page_of(client, planned(), name)


def test_there_is_a_card_for_every_answer(client):
    page = page_of(client, planned(), "cards")
    for words in ("A", "B", "C", "D", "Not sure", "None of these"):
        assert f">{words}</p>" in page
    assert page.count("<span></span>") == 1 + 2 + 3 + 4


def test_the_tally_sheet_has_a_box_for_every_side_and_answer(client):
    page = page_of(client, planned(), "tally")
    assert page.count("<td></td>") == 12 * 2 * 6
    assert page.count("Because:") == 12
    assert page.count('dir="auto">Staff</th>') == 12


def test_the_script_says_how_people_vote(client):
    floor = f"once at least {settings.RELEASE_FLOOR} people have answered"
    private, raised = page_of(client, planned(), "script"), page_of(client, planned(mode="hands"), "script")
    assert floor in private
    assert floor not in raised
    assert "even small ones" in raised
    for question in newest_edition().questions:
        assert question.talk in private


def test_the_script_says_what_happens_with_the_report(client):
    assert f"kept for {settings.KEEP_DAYS} days" in page_of(client, planned(), "script")
    assert "stays with the people who run this work" in page_of(client, of_organisation(), "script")


def test_slides_speak_as_the_wall_does(client):
    edition = newest_edition()
    for sides, voice in (([PEOPLE, STAFF], "participant"), ([STAFF], "organisation")):
        page = page_of(client, planned(sides=sides), "slides")
        for question in edition.questions:
            assert f"<h2>{question.text(voice)}</h2>" in page


def test_a_whole_sheet_is_typed_in_and_shown_again(client, sent):
    workshop = planned()
    numbers = {
        f"{question.slug}-{side}-{cell}": 1 + place
        for question in newest_edition().questions
        for side in (0, 1)
        for place, cell in enumerate(("1", "2", "3", "4", "not-sure", "none"))
    }
    response = sent(workshop, numbers)
    assert (response.status_code, response.url) == (302, address(workshop, "workshop-tally-answers") + "?saved")
    assert len(hand_counts(workshop)) == 144
    page = unescape(client.get(response.url).content.decode())
    assert "Saved. 504 raised hands are stored." in page
    assert page.count("Sum: 21") == 24
    assert {each.state for each in Progress(fresh(workshop)).rounds} == {"revealed"}


def test_an_empty_box_is_nobodys(sent):
    workshop = planned()
    assert sent(workshop, {"open-0-1": "", "open-0-2": " 7 ", "open-1-none": "0"}).status_code == 302
    assert hand_counts(workshop) == [("open", 0, "2", 7)]


def test_the_letters_of_a_line_are_those_of_the_question(client):
    """B of the gate stands for informing, whose place is the first."""
    page = page_of(client, planned(), "tally-answers")
    names = re.findall(r'<label class="tally-box" for="id_open-0-([\w-]+)"><span>([^<]+)', page)
    question = newest_edition().question_by_slug["open"]
    assert names == [
        *((str(choice.position), choice.letter) for choice in question.choices),
        ("not-sure", "Not sure"),
        ("none", "None of these"),
    ]


@pytest.mark.parametrize(
    ("typed_in", "said"),
    [
        ("seven", "Staff, question 3, B: please type a whole number, like 7."),
        ("2.5", "Staff, question 3, B: please type a whole number, like 7."),
        ("-1", "Staff, question 3, B: please type 0 or more, or leave it empty."),
        ("2001", "Staff, question 3, B: there is room for 2,000 hands."),
        ("9" * 5000, "Staff, question 3, B: please type a whole number, like 7."),
        ("7\x00", "Staff, question 3, B: please type a whole number, like 7."),
    ],
)
def test_what_is_no_number_is_said_in_words_and_nothing_is_lost(sent, typed_in, said):
    workshop = planned()
    response = sent(workshop, {"open-1-1": typed_in, "loop-0-1": "12"})
    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert said in page
    assert 'href="#id_open-1-1"' in page
    assert 'name="loop-0-1" value="12"' in page
    assert f'name="open-1-1" value="{typed_in}"' in page
    assert not hand_counts(workshop)


def test_the_most_that_there_is_room_for(sent):
    workshop = planned()
    assert sent(workshop, {"open-1-1": "2000"}).status_code == 302
    assert hand_counts(workshop) == [("open", 1, "1", 2000)]


def test_nothing_is_saved_while_a_question_is_open(client, sent):
    workshop = move(lobby(), "start")
    assert "A question is open now." in page_of(client, workshop, "tally-answers")
    response = sent(workshop, {"open-0-1": "7"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Nothing is saved yet." in page
    assert 'name="open-0-1" value="7"' in page
    assert not hand_counts(workshop)


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def test_what_somebody_else_saved_since_is_not_replaced_unseen(client, sent):
    workshop = planned()
    earlier = seen(page_of(client, workshop, "tally-answers"))
    typed(workshop, informing=3)
    response = sent(workshop, {"seen": earlier, "purpose-0-1": "4"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Stored: C 3" in page
    assert page.count("Stored:") == 1
    assert 'name="purpose-0-1" value="4"' in page
    assert hand_counts(workshop) == [("purpose", 0, "1", 3)]
    assert sent(workshop, {"seen": seen(page), "purpose-0-1": "4"}).status_code == 302
    assert hand_counts(workshop) == [("purpose", 0, "1", 4)]


def test_the_same_sheet_twice_is_saved_once(client, sent):
    workshop = planned()
    numbers = {"seen": seen(page_of(client, workshop, "tally-answers")), "open-0-1": "7"}
    assert [sent(workshop, numbers).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(kind=Event.Kind.TYPED_IN).count() == 1


def test_it_says_when_hands_come_beside_votes(client):
    said = "These hands are added to their votes"
    assert said in page_of(client, revealed(), "tally-answers")
    workshop = lobby()
    seated(workshop, 3)
    assert said not in page_of(client, workshop, "tally-answers")


def test_what_was_counted_on_the_console_stands_in_its_box(client):
    workshop = move(lobby(), "start")
    hands(workshop, informing=5)
    assert re.search(r'name="purpose-0-1" value="5"', page_of(client, workshop, "tally-answers"))


def test_the_agreed_answers_have_their_own_pages(client):
    workshop = planned()
    page = page_of(client, workshop, "tally-answers")
    for question in newest_edition().questions:
        assert address(workshop, "workshop-question", question.slug) in page


def test_any_sheet_takes_the_same_queries(client, sent):
    """Three to read and seven to write: a dozen questions are saved at once, each kind of row in one query."""

    def queries(numbers):
        workshop = planned()
        with CaptureQueriesContext(connection) as asked:
            assert sent(workshop, numbers).status_code == 302
        return len([each for each in asked if "SAVEPOINT" not in each["sql"]])

    few = {"open-0-1": "1"}
    many = {f"{question.slug}-{side}-1": "9" for question in newest_edition().questions for side in (0, 1)}
    assert queries(few) == queries(many) <= 10
