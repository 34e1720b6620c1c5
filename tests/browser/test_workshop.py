"""A whole workshop: a console, a wall, and phones of every kind, from the set-up to the report."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Answer, Assessment, Workshop
from tests.browser.conftest import DESK, PHONE

SOON = 12_000  # ms: what follows by itself follows within a few polls
WALL = {"viewport": {"width": 1920, "height": 1080}}


def heading(page, words, timeout=SOON):
    expect(page.locator("h1")).to_have_text(words, timeout=timeout)


def press(console, name):
    console.get_by_role("button", name=name, exact=True).click()


def join(page, code, side):
    """Types the code as people do, and takes a seat."""
    page.goto("/w/")
    page.get_by_role("textbox").fill(f" {code[:3].lower()}-{code[3:].lower()} ")
    page.locator("main form button").click()
    page.get_by_label(side).check()
    press(page, "Take a seat")
    expect(page).to_have_url(re.compile(r"/seat/"))


def vote(page, choice):
    page.locator(f"input[name=choice][value={choice}]").check()
    page.locator("#answer button").click()
    expect(page.locator("#sent")).to_contain_text("Your answer is in:")


@pytest.fixture
def workshop(desk, new_page):
    """Set up by somebody without an account, its lobby opened; the console is on the desk."""
    desk.goto("/workshops/")
    desk.get_by_label("What is this work called?").fill("The clinic by the river")
    press(desk, "Set up")
    heading(desk, "Get ready")
    press(desk, "Open the lobby")
    heading(desk, "The lobby is open")
    return Workshop.objects.get()


@pytest.mark.provokes("ERR_INTERNET_DISCONNECTED")
def test_a_room_sees_where_it_stands(desk, new_page, workshop):
    console, wall = desk, new_page(**WALL)
    wall.goto(f"/screen/{workshop.screen_token}/")
    expect(wall.get_by_text(workshop.spaced_code)).to_be_visible()

    people = [new_page(**PHONE, java_script_enabled=bool(number % 2)) for number in range(4)]
    staff = [new_page(**PHONE) for _ in range(2)]
    for page in people:
        join(page, workshop.code, "People with lived experience")
    for page in staff:
        join(page, workshop.code, "Staff")
    expect(wall.locator("#count")).to_contain_text("6", timeout=SOON)
    plain, offline, asleep = people[0], people[1], people[3]

    console.locator("#forward").click()
    first = "Question 1 of 4"
    expect(console.locator("h1")).to_contain_text(first)
    question = people[1].locator("legend h1")
    expect(question).to_be_visible(timeout=SOON)
    heading(wall, question.inner_text())
    plain.get_by_role("link", name="What is on now?").click()
    expect(plain.locator("legend h1")).to_have_text(question.inner_text())

    # Asleep: the tab is closed, and the code scanned again later. It is the same seat.
    context = asleep.context
    asleep.close()
    people[2].get_by_role("link", name="What is on now?").click()
    for page in (plain, people[2], offline):
        vote(page, "informing")
    for page in staff:
        expect(page.locator("legend h1")).to_be_visible(timeout=SOON)
        vote(page, "involving")
    asleep = context.new_page()
    asleep.goto(f"/w/{workshop.code}/")
    expect(asleep).to_have_url(re.compile(r"/seat/"))
    vote(asleep, "consulting")
    asleep.reload()
    assert Assessment.objects.seats().count() == 6
    expect(wall.locator("#count")).to_contain_text("6 of 6", timeout=SOON)

    # A late one comes to the question that is on; four without a phone raise their hands.
    late = new_page(**PHONE)
    join(late, workshop.code, "Staff")
    expect(late.locator("legend h1")).to_be_visible()
    vote(late, "not-sure")
    for side, number in ((0, "1"), (1, "3")):
        hands = console.locator(f"#hands-{side}")
        hands.get_by_role("textbox").first.fill(number)
        hands.get_by_role("button").click()
        expect(hands).to_contain_text("marked as counted by hand", timeout=SOON)

    # One phone has no network while the answers are revealed, and has them when it is back.
    offline.context.set_offline(True)
    console.locator("#forward").click()
    expect(console.locator("#heading + .lead")).to_contain_text("Closed", timeout=SOON)
    expect(wall.get_by_text("Answers are in.")).to_be_visible(timeout=SOON)
    assert not Workshop.objects.get().rounds.exclude(seats={}).exists()
    console.locator("#forward").click()
    expect(wall.get_by_text("People with lived experience").first).to_be_attached(timeout=SOON)
    expect(staff[0].locator("table.told")).to_be_visible(timeout=SOON)
    expect(offline.locator("#connection")).to_be_visible(timeout=30_000)
    offline.context.set_offline(False)
    expect(offline.locator("table.told")).to_be_visible(timeout=SOON)
    plain.get_by_role("link", name="What is on now?").click()
    expect(plain.locator("table.told thead")).to_contain_text("Staff")  # five on each side: they are told apart

    # What the room agrees, recorded apart from the votes, and shown when the facilitator says so.
    note = console.locator("#note")
    note.get_by_role("radio").nth(1).check()
    note.locator("textarea").first.fill("We ask people. Then the board decides.")
    note.locator("#note-save").click()
    expect(console.locator("#forward")).to_have_text("Show what we agreed", timeout=SOON)
    console.locator("#forward").click()
    expect(wall.get_by_text("We ask people. Then the board decides.")).to_be_visible(timeout=SOON)

    for number in (2, 3, 4):
        console.locator("#forward").click()
        expect(console.locator("h1")).to_contain_text(f"Question {number} of 4", timeout=SOON)
        expect(staff[0].locator("#now legend h1")).not_to_have_text(question.inner_text(), timeout=SOON)
        asked = wall.locator("h1").inner_text()
        for page in (*staff, offline, asleep, late):
            page.goto(page.url)
            vote(page, "consulting")
        console.locator("#forward").click()
        expect(console.locator("#heading + .lead")).to_contain_text("Closed", timeout=SOON)
        console.locator("#forward").click()
        expect(console.locator("#heading + .lead")).to_contain_text("Revealed", timeout=SOON)
        assert asked
    console.locator("#forward").click()
    heading(console, "The summary")
    expect(wall.get_by_text("Consulting").first).to_be_visible(timeout=SOON)
    expect(staff[0].get_by_text("Consulting").first).to_be_visible(timeout=SOON)
    assert Answer.objects.filter(assessment__kind="seat").count() == 7 + 3 * 5

    press(console, "Close the workshop")
    heading(console, "The workshop is over")
    console.get_by_role("link", name="See the report").click()
    expect(console.locator("main")).to_contain_text("We ask people. Then the board decides.")
    expect(staff[0].get_by_text("It is over.")).to_be_visible(timeout=SOON)
    plain.get_by_role("link", name="What is on now?").click()
    expect(plain.get_by_text("Your answers")).to_be_visible()


def test_the_facilitator_moves_to_another_device(desk, new_page, workshop):
    press(desk, "Start with question 1")
    expect(desk.locator("h1")).to_contain_text("Question 1 of 4")
    address = desk.url
    desk.close()
    tablet = new_page(**{**DESK, "viewport": {"width": 820, "height": 1180}})
    tablet.goto(address)
    expect(tablet.locator("h1")).to_contain_text("Question 1 of 4")
    tablet.locator("#forward").click()
    expect(tablet.locator("#heading + .lead")).to_contain_text("Closed", timeout=SOON)
