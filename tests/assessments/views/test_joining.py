"""The way into a room: the code, the side, the seat that a phone remembers, and the wait after many wrong codes."""

import time
from http import cookies

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.access import seat_by_token
from assessments.models import Seat, WrongCodes
from assessments.models.wrong_code import EVERYWHERE, FROM_EVERYWHERE, FROM_ONE_ADDRESS
from assessments.tokens import new_token
from assessments.waiting import passed, stamp
from tests.assessments.pages import read, send
from tests.assessments.workshops import PEOPLE, TITLE, fresh, lobby, of_organisation, planned, seated

pytestmark = pytest.mark.django_db

GET, POST = 4, 6
HERE = "127.0.0.1"
JOIN = "/w/"
UNKNOWN = "/w/BCDFGH/"


def at(workshop, query=""):
    return reverse("join-workshop", args=[workshop.code]) + query


def side_of(workshop, place=0):
    return str(workshop.sides.all()[place].key)


def take(client, workshop, query="", **changed):
    """Take a seat as a browser does; return the response."""
    return send(client, client.get(at(workshop, query)), f"/{workshop.code}/", **{"side": side_of(workshop)} | changed)


def token_in(response):
    assert response.status_code == 302
    return response.url.split("/")[2]


def seats(workshop):
    return fresh(workshop).seats


def type_wrong_codes(number=FROM_ONE_ADDRESS, **sender):
    for _ in range(number):
        Client().get(UNKNOWN, **sender)


@pytest.fixture
def clock(monkeypatch):
    """The time of day, which a test can move on: clock(10)."""
    start, passed = time.time, [0]
    monkeypatch.setattr("time.time", lambda: start() + passed[0])

    def move_on(seconds):
        passed[0] += seconds

    return move_on


@pytest.mark.parametrize(
    "typed",
    ["{0}", "{1}", " {2} ", "https://people.example/w/{0}/", "{3}"],
    ids=["as is", "small", "spaced", "a link", "dashed"],
)
def test_a_code_may_be_typed_as_people_type(client, typed):
    code = lobby().code
    forms = (code, code.lower(), f"{code[:3]}  {code[3:]}", "-".join(code))
    response = send(client, client.get(JOIN), code=typed.format(*forms))
    assert (response.status_code, response.url) == (302, f"/w/{code}/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please type the code."),
        ("BCDFG0", "Codes have no 0. "),
        ("o0il23", "Codes have no O, no 0, no I and no L. "),
        ("BCD", "A code has 6 signs, and this has 3."),
        ("BCDFGH" * 900, "A code has 6 signs, and this has 5400."),
        ("BCD\0FG", "Please type the code once more."),
        (" - ", "A code has 6 signs, and this has 0."),
        ("ÅÄÖ", "Codes have no Å, no Ä and no Ö."),
    ],
)
def test_what_can_be_no_code_gets_a_hint_in_words(client, typed, said):
    response = client.post(JOIN, {"code": typed})
    assert response.status_code == 422
    assert said in read(response).words
    assert not WrongCodes.objects.exists()


def test_a_code_in_an_address_is_tidied(client):
    code = lobby().code
    for untidy in (code.lower(), f"{code[:3]}-{code[3:]}", f"{code[:3]} {code[3:]}"):
        assert client.get(reverse("join-workshop", args=[untidy])).url == f"/w/{code}/"
    for nonsense in ("O0", "nonsense", "BCD", "%00", "%ff", "x" * 2000):
        response = client.get(f"/w/{nonsense}/")
        assert response.status_code == 404
        assert "code" in read(response).form("/w/").fields
    assert "Codes have no O and no 0." in read(client.get("/w/O0/")).words


def test_unknown_closed_and_not_yet_open_are_alike(client):
    closed, later, forgotten = lobby(), planned(), lobby()
    closed.close()
    type(forgotten).objects.filter(pk=forgotten.pk).update(opened_at="2020-01-01T10:00Z")
    pages = []
    for address in (UNKNOWN, at(closed), at(later), at(forgotten)):
        response = client.get(address)
        assert response.status_code == 404
        pages.append(read(response).words)
    assert len(set(pages)) == 1
    assert "This code leads nowhere" in pages[0]
    assert WrongCodes.objects.get(pk=EVERYWHERE).count == 4


def test_the_page_says_what_this_is_and_who_sees_what_before_anybody_sits(client):
    words = read(client.get(at(of_organisation()))).words
    for said in (
        TITLE,
        "Valley Trust",
        "We do not ask your name",
        "No one sees your vote",
        "from 5 people on",
        "shown apart only if 5 or more",
        "Anyone with the code can join",
        "one cookie",
        "90 days",
    ):
        assert said in words
    assert "all counts are shown" not in words
    hands_up = read(client.get(at(lobby(mode="hands")))).words
    assert "Here all counts are shown, even if just one person answers." in hands_up
    assert "No one sees your vote" not in hands_up
    assert "This is a practice" in read(client.get(at(lobby(practice=True)))).words
    assert "This is a practice" not in words


def test_a_title_that_is_markup_stays_words(client):
    html = client.get(at(lobby(title="<script>alert(1)</script>"))).content.decode()
    assert "<script>alert" not in html


def test_a_seat_is_taken_on_the_side_that_was_chosen(client):
    workshop = lobby()
    token = token_in(take(client, workshop, side=side_of(workshop, 1)))
    assert seat_by_token(token).side.name == "Staff"
    assert seats(workshop) == 1
    assert client.get(f"/seat/{token}/").status_code == 200


def test_one_side_alone_is_no_choice(client):
    workshop = lobby(sides=[PEOPLE])
    response = client.get(at(workshop))
    assert "radio" not in response.content.decode()
    token = token_in(send(client, response, "/"))
    assert seat_by_token(token).side.name == PEOPLE[0]


def test_without_a_side_nobody_sits(client):
    workshop = lobby()
    for side in (None, "nonsense", side_of(lobby())):
        assert take(client, workshop, side=side).status_code == 422
    assert seats(workshop) == 0


def test_the_same_form_twice_is_one_seat_also_from_two_tabs(client):
    workshop = lobby()
    first, second = client.get(at(workshop)), client.get(at(workshop))
    side = side_of(workshop)
    token = token_in(send(client, first, "/", side=side))
    assert token_in(send(client, first, "/", side=side)) == token
    assert token_in(send(client, second, "/", side=side)) == token
    other = Client()
    page = other.get(at(workshop))
    again = [token_in(send(Client(), page, "/", side=side)) for _ in range(3)]
    assert len(set(again)) == 1
    assert seats(workshop) == 2


def test_the_cookie_is_the_joining_pages_alone(client, settings):
    settings.HTTPS = True
    workshop = lobby()
    response = take(client, workshop)
    cookie = response.cookies["seat"]
    assert cookie.value == token_in(response)
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/w/", True, "Lax")
    assert cookie["secure"]
    assert cookie["max-age"] == 90 * 24 * 3600
    settings.HTTPS = False
    assert not take(Client(), workshop).cookies["seat"]["secure"]


def test_a_second_scan_leads_to_the_seat_and_the_count_does_not_go_up(client):
    workshop = lobby()
    token = token_in(take(client, workshop))
    for address in (JOIN, at(workshop), at(workshop).lower()):
        response = client.get(address, follow=True)
        assert response.redirect_chain[-1][0] == f"/seat/{token}/"
    assert seats(workshop) == 1
    workshop.close()
    assert client.get(JOIN).status_code == 200
    assert client.get(at(workshop)).url == f"/seat/{token}/"  # to read what was answered


def test_a_second_person_on_the_phone_gets_a_seat_of_their_own(client):
    workshop = lobby()
    first = token_in(take(client, workshop))
    page = read(client.get(at(workshop, "?other")))
    assert "One more person" in page.words
    assert "Person 1" in page.words
    second = token_in(take(client, workshop, "?other", side=side_of(workshop, 1)))
    assert second != first
    assert seats(workshop) == 2
    page = read(client.get(at(workshop, "?other")))
    assert [link for link in page.links if link.startswith("/seat/")] == [f"/seat/{first}/", f"/seat/{second}/"]
    assert "Person 2" in page.words
    assert client.get(at(workshop)).url == f"/seat/{second}/"


def test_a_phone_remembers_its_six_newest_seats(client):
    workshop = lobby()
    tokens = [token_in(take(client, workshop, "?other")) for _ in range(8)]
    assert client.cookies["seat"].value == ".".join(tokens[2:])


@pytest.mark.parametrize(
    "broken", ["", ".", "nonsense", "A" * 32, "A" * 9000, "../..", "\x00", "é." * 40, "a.b.c", '"']
)
def test_whatever_a_cookie_says_is_no_error(client, broken):
    workshop = lobby()
    client.cookies = cookies.SimpleCookie()
    client.cookies["seat"] = broken
    assert client.get(JOIN).status_code == 200
    assert client.get(at(workshop)).status_code == 200
    token = token_in(take(client, workshop))
    assert client.cookies["seat"].value.endswith(token)


def test_a_seat_in_another_room_leads_to_no_seat_here(client):
    morning, noon = lobby(), lobby()
    first = token_in(take(client, morning))
    assert client.get(at(noon)).status_code == 200
    second = token_in(take(client, noon))
    assert client.get(at(morning)).url == f"/seat/{first}/"
    assert client.get(JOIN).url == f"/seat/{second}/"
    assert client.get(JOIN + "?other").status_code == 200


def test_a_deleted_seat_is_forgotten(client):
    workshop = lobby()
    seat_by_token(token_in(take(client, workshop))).leave()
    assert client.get(JOIN).status_code == 200
    assert client.get(at(workshop)).status_code == 200


def test_a_second_run_with_the_same_code_has_seats_of_its_own(client):
    workshop = lobby()
    first = token_in(take(client, workshop))
    again = workshop.run_again(keeps_code=True)
    workshop.close()
    again.open_lobby()
    assert again.code == workshop.code
    second = token_in(take(client, again))
    assert second != first
    assert (seats(workshop), seats(again)) == (1, 1)


def test_a_locked_door_says_whom_to_ask_and_lets_the_seated_in(client):
    workshop = lobby()
    page = client.get(at(workshop))
    token = token_in(take(client, workshop))
    workshop.touch(is_locked=True)
    for response in (Client().get(at(workshop)), send(Client(), page, "/")):
        assert response.status_code == 409
        assert "Ask them to open the door" in read(response).words
    assert client.get(at(workshop)).url == f"/seat/{token}/"
    assert client.get(at(workshop, "?other")).status_code == 409
    assert not WrongCodes.objects.exists()
    assert seats(workshop) == 1


def test_after_twenty_wrong_codes_a_right_and_a_wrong_one_wait_alike(client, clock):
    workshop = lobby()
    type_wrong_codes(FROM_ONE_ADDRESS - 1)
    assert client.get(at(workshop)).status_code == 200
    type_wrong_codes(1)
    words = []
    for address in (at(workshop), UNKNOWN):
        response = client.get(address)
        assert (response.status_code, response.headers["Retry-After"]) == (429, "10")
        words.append(read(response).words)
    assert words[0] == words[1]
    assert seats(workshop) == 0
    assert client.post(at(workshop), {"side": side_of(workshop)}).status_code == 429
    assert WrongCodes.objects.get(pk=EVERYWHERE).count == FROM_ONE_ADDRESS  # what waits is not tried


def test_the_wait_is_over_after_ten_seconds_for_that_code_alone(client, clock):
    workshop, other = lobby(), lobby()
    type_wrong_codes()
    [link] = [link for link in read(client.get(at(workshop))).links if "since" in link]
    clock(6)
    early = client.get(link)
    assert (early.status_code, early.headers["Retry-After"]) == (429, "4")
    assert "wait 4 seconds more" in read(early).words
    assert link in read(early).links  # the same stamp: pressing early costs nothing
    clock(4)
    page = client.get(link)
    assert page.status_code == 200
    assert client.get(link.replace(workshop.code, other.code)).status_code == 429
    assert Client().get(link, REMOTE_ADDR="192.0.2.9").status_code == 200  # nobody waits there anyway
    assert token_in(send(client, page, "/", side=side_of(workshop)))
    assert client.get(UNKNOWN).status_code == 429


def test_a_stamp_is_bound_to_its_address_and_ends(client, clock):
    workshop = lobby()
    type_wrong_codes()
    type_wrong_codes(REMOTE_ADDR="192.0.2.9")
    [link] = [link for link in read(client.get(at(workshop))).links if "since" in link]
    clock(11)
    assert client.get(link, REMOTE_ADDR="192.0.2.9").status_code == 429
    assert client.get(link).status_code == 200
    clock(3600)
    assert client.get(link).status_code == 429
    for forged in ("", "nonsense", "MA:1:2", "%00", "%ff"):
        assert client.get(at(workshop) + f"?since={forged}").status_code == 429


def test_a_wrong_code_after_the_wait_is_counted(client, clock):
    type_wrong_codes()
    [link] = [link for link in read(client.get(UNKNOWN)).links if "since" in link]
    clock(10)
    assert client.get(link).status_code == 404
    assert WrongCodes.objects.get(pk=EVERYWHERE).count == FROM_ONE_ADDRESS + 1


def test_many_wrong_codes_from_everywhere_let_everybody_new_wait(client):
    workshop = lobby()
    WrongCodes.count_one("192.0.2.1")
    WrongCodes.objects.filter(pk=EVERYWHERE).update(count=FROM_EVERYWHERE)
    assert client.get(at(workshop)).status_code == 429


def test_the_seated_never_wait_nor_who_has_the_page_of_a_right_code(client):
    workshop = lobby()
    token = token_in(take(client, workshop))
    late = Client()
    page = late.get(at(workshop))
    type_wrong_codes()
    assert client.get(at(workshop)).url == f"/seat/{token}/"
    assert client.get(f"/seat/{token}/").status_code == 200
    assert client.get(at(workshop, "?other")).status_code == 200
    assert token_in(send(late, page, "/", side=side_of(workshop)))
    for forged in ("nonsense", passed("BCDFGH")):
        assert send(Client(), page, "/", side=side_of(workshop), passed=forged).status_code == 429


def test_nobody_gets_around_it_by_forging_where_they_come_from(client):
    for number in range(FROM_ONE_ADDRESS):
        client.get(UNKNOWN, headers={"x-forwarded-for": f"198.51.100.{number}"})
    assert client.get(UNKNOWN, headers={"x-forwarded-for": "203.0.113.1"}).status_code == 429


def test_behind_a_proxy_only_what_the_proxy_says_counts(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(FROM_ONE_ADDRESS):
        client.get(UNKNOWN, headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.1"})
    assert client.get(UNKNOWN, headers={"x-forwarded-for": "198.51.100.99, 203.0.113.1"}).status_code == 429
    assert client.get(UNKNOWN, headers={"x-forwarded-for": "203.0.113.1, 203.0.113.2"}).status_code == 404


def test_whoever_has_one_address_of_the_new_kind_has_all_that_begin_like_it(client):
    for number in range(FROM_ONE_ADDRESS):
        client.get(UNKNOWN, REMOTE_ADDR=f"2001:db8::{number}")
    assert client.get(UNKNOWN, REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert client.get(UNKNOWN, REMOTE_ADDR="2001:db8:0:1::1").status_code == 404


def test_an_address_that_nobody_knows_is_one_address(client):
    for _ in range(FROM_ONE_ADDRESS):
        assert client.get(UNKNOWN, REMOTE_ADDR="").status_code == 404
    assert client.get(UNKNOWN, REMOTE_ADDR="nonsense").status_code == 429


def test_five_hundred_behind_one_address_join_within_the_wait_though_wrong_codes_came_from_there(clock):
    workshop = lobby()
    type_wrong_codes()
    form = {"side": side_of(workshop)}
    links = [at(workshop, f"?since={stamp(workshop.code, HERE)}") for _ in range(500)]
    assert {Client().post(link, form).status_code for link in links[:3]} == {429}
    clock(10)
    assert {Client().post(link, form).status_code for link in links} == {302}
    assert seats(workshop) == 500


def test_the_queries_are_few_and_the_same_in_a_full_room(client):
    def counted():
        phone, workshop = Client(), lobby()
        seated(workshop, size)
        numbers = []
        side = side_of(workshop)
        page = phone.get(at(workshop))
        for ask in (
            lambda: phone.get(at(workshop)),
            lambda: send(phone, page, "/", side=side),
            lambda: phone.get(at(workshop)),
            lambda: phone.get(JOIN),
            lambda: phone.get(at(workshop, "?other")),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert ask().status_code in {200, 302}
            numbers.append(len(queries))
        return numbers

    size = 1
    few = counted()
    size = 500
    assert counted() == few
    assert max(few) <= GET
    assert few[1] <= POST


def test_every_answer_is_kept_by_nobody(client):
    workshop = lobby()
    for response in (client.get(JOIN), client.get(at(workshop)), client.get(UNKNOWN), take(client, workshop)):
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_submission_key_that_is_not_ours_is_refused(client):
    workshop = lobby()
    assert take(client, workshop, submission_key="nonsense").status_code == 422
    assert token_in(take(client, workshop, submission_key=new_token()))
    assert Seat.objects.count() == 1
