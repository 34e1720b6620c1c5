"""Phones in a room: through the questions with and without JavaScript, asleep, offline, behind a captive portal."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Answer
from tests.assessments.views.test_joining import type_wrong_codes
from tests.assessments.workshops import STAFF, agreed, fresh, hands, lobby, move, seated, vote
from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.test_failures import PORTAL

FIRST, SECOND = "What do they mainly want from you?", "Who chooses what matters most?"
SOON = 10_000  # milliseconds: some polls, on a busy machine
SEAT = re.compile(r"/seat/[\w-]{32}/$")
offline = pytest.mark.provokes("Failed to load resource", "htmx:", "Status Error Code")
# Makes the page believe that nobody looks at it.
HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""

# Notes whether "Your answer is in" is ever gone.
WATCH_SENT = """() => {
    const look = () => { window.wasTakenBack ||= !document.getElementById("sent"); };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


def join(page, workshop, side="People with lived experience"):
    """Types the code, as small letters with a gap, and takes a seat."""
    page.goto("/w/")
    page.get_by_label("The code").fill(f"{workshop.code[:3]} {workshop.code[3:]}".lower())
    page.get_by_role("button", name="Go on").click()
    page.get_by_label(side).check()
    page.get_by_role("button", name="Take a seat").click()
    expect(page).to_have_url(SEAT)


def heading(page, words):
    expect(page.locator("h1")).to_have_text(words, timeout=SOON)


def polls(page):
    """The polls of a page from now on."""
    sent = []
    page.on("request", lambda request: sent.append(request) if "/poll/" in request.url else None)
    return sent


def votes():
    return sorted((answer.question, answer.choice) for answer in Answer.objects.all())


@pytest.mark.sqlite_journey
def test_a_phone_goes_through_a_room(new_page):
    """One with JavaScript follows by itself, one without by a link; both vote, change, and read the result."""
    workshop = lobby()
    quick, plain = new_page(**PHONE), new_page(**PHONE, java_script_enabled=False)
    join(quick, workshop)
    join(plain, workshop, STAFF[0])
    vote_of = {quick: "They want me to help shape their plan.", plain: "People's views, on our proposal"}

    def follow_all():
        plain.get_by_role("link", name="What is on now?").click()

    for page in vote_of:
        heading(page, "You are in")
    move(workshop, "start")
    follow_all()
    heading(quick, FIRST)
    expect(quick).to_have_title(f"{FIRST} (1 of 12 in the room) – PeopleHub")
    expect(quick.locator("#status")).to_have_text(f"A question is open: {FIRST}")
    for page, words in vote_of.items():
        steps.choose(page, "not-sure")
        page.get_by_role("button", name="Send my answer").click()
        expect(page.locator("#sent")).to_contain_text("Your answer is in")
        page.get_by_label(words).check()
        page.get_by_role("button", name="Change my answer").click()
        expect(page.locator("#sent")).to_contain_text(words)
    assert votes() == [("purpose", "consulting"), ("purpose", "involving")]
    assert steps.focused(quick)[1] == "heading"
    vote(seated(workshop, 5), "informing")
    hands(workshop, side=1, co_producing=6)
    move(workshop, "close")
    follow_all()
    for page in vote_of:
        heading(page, "Wait for the result")
        expect(page.locator(".mine")).to_have_count(1)
        assert "13" not in page.locator("#now").inner_text()
    move(workshop, "reveal")
    follow_all()
    for page in vote_of:
        heading(page, "What the room said")
        expect(page.locator("main")).to_contain_text("13 people answered")
        expect(page.locator("main")).to_contain_text("The room is split")
        expect(page.locator(".told tbody tr").first).to_contain_text("5")
    move(agreed(workshop, "consulting", reason="The board decides."), "agree")
    follow_all()
    for page in vote_of:
        heading(page, "What the room agreed")
        expect(page.locator("main")).to_contain_text("The board decides.")
    move(workshop, "next", "finish")
    follow_all()
    for page in vote_of:
        heading(page, "What the answers of this room say")
    fresh(workshop).close()
    follow_all()
    for page in vote_of:
        heading(page, "Thank you for being in the room")
    assert fresh(workshop).seats == 7


def test_a_refresh_in_every_state_keeps_one_seat_and_one_vote(visitor):
    workshop = lobby()
    join(visitor, workshop)
    address = visitor.url
    for moves, h1 in (([], "You are in"), (["start"], FIRST), (["close"], "Wait"), (["reveal"], "What the room said")):
        workshop = move(workshop, *moves)
        for _ in range(2):
            visitor.reload()
            heading(visitor, re.compile(h1))
        if h1 == FIRST:
            steps.answer(visitor, "none")
            expect(visitor.locator("#sent")).to_be_visible()
            visitor.reload()
            expect(visitor.locator("#sent")).to_be_visible()
    assert visitor.url == address
    assert (fresh(workshop).seats, votes()) == (1, [("purpose", "none")])


def test_a_closed_tab_and_a_second_scan_lead_back_to_the_seat(visitor):
    workshop = move(lobby(), "start")
    join(visitor, workshop)
    steps.answer(visitor, "none")
    expect(visitor.locator("#sent")).to_be_visible()
    address, context = visitor.url, visitor.context
    visitor.close()
    page = context.new_page()
    for way_in in ("/w/", f"/w/{workshop.code}/"):
        page.goto(way_in)
        expect(page).to_have_url(address)
        expect(page.locator("#sent")).to_be_visible()
    page.get_by_role("link", name="Somebody else on this phone?").click()
    page.get_by_label("Staff").check()
    page.get_by_role("button", name="Take a seat").click()
    expect(page).to_have_url(SEAT)
    assert page.url != address
    assert fresh(workshop).seats == 2


def test_who_comes_late_is_on_question_three(visitor):
    workshop = move(lobby(), "start", "next", "next")
    join(visitor, workshop)
    heading(visitor, "What can still be changed?")
    expect(visitor.locator("main")).to_contain_text("Question 3 of 12")


@offline
def test_offline_is_said_in_words_keeps_the_choice_and_mends_by_itself(phone):
    workshop = move(lobby(), "start")
    join(phone, workshop)
    steps.choose(phone, "involving")
    phone.context.set_offline(True)
    expect(phone.locator("#connection")).to_be_visible(timeout=SOON)
    expect(phone.locator("#status")).to_contain_text("Not connected.")
    steps.send(phone)
    expect(phone.locator("#failure")).to_contain_text("could not reach the site")
    assert steps.chosen(phone) == "involving"
    phone.context.set_offline(False)
    expect(phone.locator("#connection")).to_be_hidden(timeout=SOON)
    assert steps.chosen(phone) == "involving"
    phone.get_by_role("button", name="Try again").click()
    expect(phone.locator("#sent")).to_be_visible()
    assert votes() == [("purpose", "involving")]


@offline
def test_a_question_that_closes_while_a_phone_is_offline_says_what_was_not_sent(phone):
    workshop = move(lobby(), "start")
    join(phone, workshop)
    steps.choose(phone, "involving")
    phone.context.set_offline(True)
    expect(phone.locator("#connection")).to_be_visible(timeout=SOON)
    move(workshop, "close")
    phone.context.set_offline(False)
    heading(phone, "Wait for the result")
    expect(phone.locator("[data-unsent]")).to_contain_text("B They want me to help shape their plan.")
    assert votes() == []


def test_a_question_that_closes_while_somebody_chooses_says_so_and_brings_the_choice_back(phone):
    workshop = move(lobby(), "start")
    join(phone, workshop)
    steps.answer(phone, "none")
    expect(phone.locator("#sent")).to_be_visible()
    steps.choose(phone, "involving")
    move(workshop, "close")
    heading(phone, "Wait for the result")
    expect(phone.locator("[data-unsent]")).to_contain_text("This pick was not sent: B They want me to help shape")
    expect(phone.locator("[data-unsent]")).to_contain_text("Your answer from before counts.")
    expect(phone.locator("#status")).to_contain_text("This pick was not sent")
    assert steps.focused(phone)[1] == "heading"
    move(workshop, "open")
    heading(phone, FIRST)
    assert steps.chosen(phone) == "involving"
    phone.get_by_role("button", name="Change my answer").click()
    expect(phone.locator("#sent")).to_contain_text("B: They want me to help shape")
    move(workshop, "close")
    heading(phone, "Wait for the result")
    expect(phone.locator("[data-unsent]")).to_be_hidden()
    assert votes() == [("purpose", "involving")]


@pytest.mark.provokes("status of 409", "Status Error Code 409")
def test_a_vote_that_comes_too_late_is_said_in_words(visitor):
    workshop = move(lobby(), "start")
    join(visitor, workshop)
    steps.choose(visitor, "involving")
    move(workshop, "next")
    steps.send(visitor)
    heading(visitor, SECOND)
    expect(visitor.locator("main")).to_contain_text("You picked “They want me to help shape their plan.”")
    assert steps.chosen(visitor) is None
    assert votes() == []


def test_what_others_do_leaves_a_half_made_choice_alone(phone):
    workshop = move(lobby(), "start")
    join(phone, workshop)
    steps.choose(phone, "involving")
    phone.locator("[name=choice][value=involving]").focus()
    phone.evaluate("document.getElementById('answer').dataset.same = '1'")
    vote(seated(workshop, 4), "informing")
    fresh(workshop).touch()
    expect(phone.locator("#count")).to_have_text("4 of 5 have answered.", timeout=SOON)
    assert phone.evaluate("document.getElementById('answer').dataset.same") == "1"
    assert steps.chosen(phone) == "involving"
    assert steps.focused(phone)[0] == "INPUT"


def test_a_poll_that_was_on_its_way_never_takes_a_sent_answer_back(phone):
    """It was asked before the answer was sent, and comes after."""
    workshop = move(lobby(), "start")
    join(phone, workshop)
    waiting = []
    phone.route("**/poll/**", lambda route: waiting.append((route, route.fetch())), times=1)
    fresh(workshop).touch()
    while not waiting:
        phone.wait_for_timeout(100)
    steps.answer(phone, "none")
    expect(phone.locator("#sent")).to_be_visible()
    phone.evaluate(WATCH_SENT)
    route, old = waiting[0]
    route.fulfill(response=old)
    phone.wait_for_timeout(3_000)
    assert not phone.evaluate("window.wasTakenBack")
    expect(phone.locator("#sent")).to_be_visible()


def test_a_hidden_page_rests_and_resumes_at_once(phone):
    workshop = lobby()
    join(phone, workshop)
    phone.evaluate(HIDE, True)
    phone.wait_for_timeout(500)
    sent = polls(phone)
    move(workshop, "start")
    phone.wait_for_timeout(4_000)
    assert sent == []
    heading(phone, "You are in")
    phone.evaluate(HIDE, False)
    phone.wait_for_timeout(300)
    assert len(sent) == 1
    heading(phone, FIRST)


def test_a_phone_that_wakes_does_not_wait_for_a_question_that_hangs(phone):
    workshop = lobby()
    join(phone, workshop)
    hanging = []
    phone.route("**/poll/**", lambda route: hanging.append(route), times=1)
    while not hanging:
        phone.wait_for_timeout(100)
    phone.evaluate(HIDE, True)
    move(workshop, "start")
    phone.evaluate(HIDE, False)
    expect(phone.locator("h1")).to_have_text(FIRST, timeout=3_000)


@offline
@pytest.mark.parametrize("given", [{"status": 200}, {"status": 511}, {"status": 404}, {"status": 204}])
def test_a_captive_portal_is_never_put_into_the_page(phone, given):
    workshop = move(lobby(), "start")
    join(phone, workshop)
    steps.choose(phone, "involving")
    portal = lambda route: route.fulfill(body=PORTAL, content_type="text/html", **given)  # noqa: E731
    phone.route("**/seat/**", portal)
    expect(phone.locator("#connection")).to_be_visible(timeout=SOON)
    steps.send(phone)
    expect(phone.locator("#failure")).to_be_visible()
    heading(phone, FIRST)
    assert "Please sign in" not in phone.content()
    assert steps.chosen(phone) == "involving"
    phone.unroute("**/seat/**", portal)
    expect(phone.locator("#connection")).to_be_hidden(timeout=20_000)
    phone.get_by_role("button", name="Try again").click()
    expect(phone.locator("#sent")).to_be_visible()


@pytest.mark.provokes("status of 410")
def test_a_seat_that_was_deleted_in_another_tab_says_so(phone):
    workshop = move(lobby(), "start")
    join(phone, workshop)
    other = phone.context.new_page()
    other.goto(phone.url)
    other.get_by_role("link", name="Delete my answers").click()
    other.get_by_role("button", name="Delete my answers").click()
    heading(other, "Your answers are deleted")
    heading(phone, "This link has ended")
    assert fresh(workshop).seats == 0


@pytest.mark.provokes("status of 429")
def test_after_many_wrong_codes_a_phone_waits_ten_seconds(no_js):
    workshop = lobby()
    type_wrong_codes()
    no_js.goto(f"/w/{workshop.code}/")
    heading(no_js, "Please wait a moment")
    no_js.get_by_role("link", name="Try the code now").click()
    expect(no_js.locator("main")).to_contain_text("a bit too soon")
    no_js.wait_for_timeout(10_000)
    no_js.get_by_role("link", name="Try the code now").click()
    heading(no_js, "Take a seat")
