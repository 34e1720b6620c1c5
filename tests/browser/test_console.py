"""The console with keys, with a clicker, with a second console beside it, without a network, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Workshop
from tests.assessments.workshops import ALWAYS, address, first, fresh, lobby, move, planned, revealed, seated, vote
from tests.browser import measures, steps
from tests.browser.conftest import DESK, PHONE

QUICK = "status of 409", "Status Error Code 409"


@pytest.fixture
def other(new_page):
    """A second console."""
    return new_page(**PHONE)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def state(page, words):
    expect(page.locator("#head .lead")).to_contain_text(words)


def heading(page, words):
    expect(page.locator("h1")).to_have_text(re.compile(words))


def tab_to(page, element_id):
    """Presses Tab until a control has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.id") == element_id:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to #{element_id}")


def seen(page):
    """When the page shows what is stored."""
    return page.evaluate("document.getElementById('main').dataset.tag").split("-")[0]


@pytest.mark.sqlite_journey
def test_a_whole_round_with_the_keyboard_alone(desk):
    workshop = planned(asked=ALWAYS)
    desk.goto(address(workshop))
    tab_to(desk, "forward")
    desk.keyboard.press("Enter")
    heading(desk, "The lobby is open")
    people = seated(workshop, 6)
    desk.keyboard.press("ArrowRight")
    heading(desk, "Question 1 of 4")
    vote(people, "informing")
    expect(desk.locator("#count")).to_contain_text("6 of 6 have answered")
    tab_to(desk, "hands-0-informing")
    desk.keyboard.type("7")
    desk.keyboard.press("Enter")
    expect(desk.locator("#hands-0")).to_contain_text("marked as counted by hand: 7 for")
    expect(desk.locator("#count")).to_contain_text("7 raised hands")
    tab_to(desk, "forward")
    desk.keyboard.press("Enter")
    state(desk, "Nobody can answer now")
    assert steps.focused(desk) == ["BUTTON", "forward"]
    desk.keyboard.press("Enter")
    state(desk, "Everybody sees the answers")
    expect(desk.get_by_role("table")).to_contain_text("13 answers, 7 of them counted by hand")
    tab_to(desk, "note-reason")
    desk.keyboard.type("We ask, and then the board decides.")
    desk.keyboard.press("Shift+Tab")  # to the answers: none is picked but "nothing agreed"
    for _ in range(6):
        desk.keyboard.press("ArrowUp")
    tab_to(desk, "note-save")
    desk.keyboard.press("Enter")
    expect(button(desk, "Show what we agreed")).to_be_visible()
    expect(desk.locator("#note-save")).to_have_text("Saved")
    desk.keyboard.press("ArrowRight")
    state(desk, "Everybody sees what you agreed")
    desk.keyboard.press("ArrowRight")
    heading(desk, "Question 2 of 4")
    each = fresh(workshop).rounds.get(question=first(workshop))
    assert (each.state, each.reason, bool(each.agreed)) == ("agreed", "We ask, and then the board decides.", True)


def test_a_clicker_goes_on_and_back_and_blanks_the_wall(desk):
    workshop = lobby(asked=ALWAYS)
    desk.goto(address(workshop))
    desk.keyboard.press("PageDown")
    state(desk, "People answer now")
    desk.keyboard.press("PageDown")
    state(desk, "Nobody can answer now")
    desk.keyboard.press("PageUp")
    state(desk, "People answer now")
    desk.keyboard.press("b")
    expect(desk.locator("#head")).to_contain_text("The wall is blank")
    desk.keyboard.press("B")
    expect(desk.locator("#head")).not_to_contain_text("The wall is blank")
    desk.keyboard.press("p")
    expect(desk.locator("#head")).to_contain_text("is everyone ready?")
    desk.keyboard.press("p")
    expect(desk.locator("#head")).not_to_contain_text("is everyone ready?")
    desk.keyboard.press("PageUp")
    heading(desk, "The lobby is open")
    assert steps.focused(desk) in (["BUTTON", "forward"], ["H1", "heading"])
    desk.keyboard.press("PageUp")  # there is no way further back
    heading(desk, "The lobby is open")


def test_keys_are_only_typed_where_somebody_types_and_leave_the_browsers_own_alone(desk):
    workshop = move(lobby(asked=ALWAYS), "start")
    desk.goto(address(workshop))
    before = fresh(workshop).version
    desk.locator("#note-note").press_sequentially("b p ?")
    desk.locator("#note-note").press("PageDown")
    desk.locator("#hands-0-informing").press("ArrowRight")
    desk.locator("#note-agreed_0").press("ArrowRight")
    desk.locator("#heading").focus()
    for keys in ("Control+b", "Alt+ArrowRight", "Shift+P"):
        desk.locator("#heading").press(keys)
    summary = desk.locator("summary").first
    summary.focus()
    desk.keyboard.press("Space")
    expect(desk.locator("#moves details")).to_have_attribute("open", "")
    expect(desk.locator("#note-note")).to_have_value("b p ?")
    assert fresh(workshop).version == before


def test_the_keys_have_a_help_and_can_be_switched_off_for_good(desk):
    workshop = lobby(asked=ALWAYS)
    desk.goto(address(workshop))
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys and clicker")
    expect(dialog).to_be_visible()
    desk.keyboard.press("PageDown")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    heading(desk, "The lobby is open")
    button(desk, "Switch the keys off").click()
    expect(desk.locator("#status")).to_have_text("Keys and clicker are switched off.")
    desk.reload()
    expect(desk.locator("#keys-said")).to_have_text("Keys and clicker are switched off.")
    desk.locator("#heading").focus()
    desk.keyboard.press("PageDown")
    desk.keyboard.press("?")
    expect(dialog).to_be_hidden()
    button(desk, "Switch the keys on").click()
    desk.locator("#heading").focus()
    desk.keyboard.press("PageDown")
    heading(desk, "Question 1 of 4")


def test_a_double_press_is_one_move(desk):
    workshop = lobby(asked=ALWAYS)
    desk.goto(address(workshop))
    desk.locator("#forward").dblclick()
    state(desk, "People answer now")
    desk.evaluate("document.getElementById('forward').click(); document.getElementById('forward').click()")
    state(desk, "Nobody can answer now")
    assert fresh(workshop).current.state == "closed"


@pytest.mark.provokes(*QUICK)
def test_of_two_consoles_one_wins_and_the_other_is_told_and_in_control_at_once(desk, other):
    workshop = move(lobby(asked=ALWAYS), "start")
    for page in (desk, other):
        page.goto(address(workshop))
        state(page, "People answer now")
    nothing_new = {"status": 204, "headers": {"X-PeopleHub": "1"}}
    other.route("**/poll/**", lambda route: route.fulfill(**nothing_new))  # it does not know yet
    button(desk, "Close the question").click()
    state(desk, "Nobody can answer now")
    button(other, "Close the question").click()
    expect(other.get_by_role("alert")).to_contain_text("Nothing was done")
    expect(other.locator("#error-summary")).to_be_focused()
    assert fresh(workshop).current.state == "closed"
    other.unroute("**/poll/**")
    state(other, "Nobody can answer now")
    button(other, "Reveal the answers").click()
    state(other, "Everybody sees the answers")
    expect(other.get_by_role("alert")).to_have_count(0)
    state(desk, "Everybody sees the answers")


def test_typing_while_another_console_moves_on_loses_no_word(desk, other):
    workshop = revealed(asked=ALWAYS)
    desk.goto(address(workshop))
    other.goto(address(workshop))
    question = fresh(workshop).current.question
    desk.locator("#note-note").press_sequentially("They waited for ")
    desk.locator("#hands-1-involving").fill("4")
    button(other, "Go on to question 2").click()
    heading(desk, "Question 2 of 4")
    desk.locator("#note-note").press_sequentially("a year.")
    expect(desk.locator("#note-note")).to_have_value("They waited for a year.")
    expect(desk.locator("#note [data-held]")).to_be_visible()
    expect(desk.locator("#hands-1 [data-held]")).to_be_visible()
    expect(desk.locator("#hands-0 [data-held]")).to_be_hidden()
    desk.locator("#note-save").click()
    expect(desk.locator("#note")).not_to_have_attribute("data-question", question)
    expect(desk.locator("#note-note")).to_have_value("")
    desk.locator("#hands-1-save").click()
    expect(desk.locator("#hands-1")).not_to_have_attribute("data-question", question)
    each = fresh(workshop).rounds.get(question=question)
    assert each.note == "They waited for a year."
    assert [hand.count for hand in each.hand_counts.all()] == [4]


@pytest.mark.provokes(*QUICK)
def test_two_who_type_a_note_at_once_keep_either(desk, other):
    workshop = revealed(asked=ALWAYS)
    for page, words in ((desk, "Mine."), (other, "Theirs.")):
        page.goto(address(workshop))
        page.locator("#note-note").fill(words)
    other.locator("#note-save").click()
    expect(other.locator("#note-save")).to_have_text("Saved")
    desk.locator("#note-save").click()
    expect(desk.locator("#note")).to_contain_text("Mine.")
    expect(desk.locator("#note")).to_contain_text("Theirs.")
    heading(desk, "Question 1 of 4")
    button(desk, "Save mine over it").click()
    expect(desk.locator("#note-note")).to_have_value("Mine.")
    expect(other.locator("#note-note")).to_have_value("Mine.")
    assert fresh(workshop).current.note == "Mine."


@pytest.mark.provokes("status of 422", "Status Error Code 422")
def test_a_number_that_is_none_is_said_at_its_field_and_stays(desk):
    workshop = move(lobby(asked=ALWAYS), "start")
    desk.goto(address(workshop))
    desk.locator("#note-note").fill("Not saved yet.")
    desk.locator("#hands-0-informing").fill("seven")
    desk.locator("#hands-0-involving").fill("3")
    desk.locator("#hands-0-save").click()
    expect(desk.locator("#error-summary")).to_be_focused()
    expect(desk.locator("#hands-0 .errors")).to_contain_text("please type a whole number")
    seated(workshop, 1)
    expect(desk.locator("#count")).to_contain_text("0 of 1")  # a live count takes nothing away
    expect(desk.locator("#hands-0-informing")).to_have_value("seven")
    expect(desk.locator("#note-note")).to_have_value("Not saved yet.")
    desk.locator("#error-summary a").click()
    expect(desk.locator("#hands-0-informing")).to_be_focused()
    desk.locator("#hands-0-informing").fill("7")
    desk.locator("#hands-0-save").click()
    expect(desk.locator("#hands-0")).to_contain_text("counted by hand: 7 for")
    expect(desk.locator("#error-summary")).to_have_count(0)
    expect(desk.locator("#note-note")).to_have_value("Not saved yet.")


@pytest.mark.provokes("status of 422", "Status Error Code 422")
def test_a_note_that_is_too_long_is_said_and_stays(desk):
    workshop = move(lobby(asked=ALWAYS), "start")
    desk.goto(address(workshop))
    desk.locator("#note-note").fill("word " * 1000)
    desk.locator("#note-save").click()
    expect(desk.locator("#error-summary")).to_be_focused()
    expect(desk.locator("#note .errors")).to_contain_text("Please take out 999")
    heading(desk, "Question 1 of 4")
    desk.locator("#note-note").fill("Shorter.")
    desk.locator("#note-save").click()
    expect(desk.locator("#error-summary")).to_have_count(0)
    expect(desk.locator("#note-note")).to_have_value("Shorter.")
    assert fresh(workshop).current.note == "Shorter."


def test_a_reload_or_another_device_is_in_control_at_once(desk, new_page):
    workshop = revealed(asked=ALWAYS)
    desk.goto(address(workshop))
    desk.reload()
    desk.locator("#backward").click()
    state(desk, "The answers are hidden again")
    phone = new_page(**PHONE)
    phone.goto(address(workshop))
    button(phone, "Show the answers again").click()
    state(phone, "Everybody sees the answers")
    state(desk, "Everybody sees the answers")


@pytest.mark.provokes("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
def test_without_a_network_it_says_so_and_goes_on_after(desk):
    workshop = move(lobby(asked=ALWAYS), "start")
    desk.goto(address(workshop))
    desk.context.set_offline(True)
    expect(desk.locator("#connection")).to_be_visible()
    desk.locator("#note-note").fill("Not lost.")
    desk.locator("#note-save").click()
    expect(desk.locator("#failure")).to_contain_text("could not reach the site")
    desk.locator("#forward").click()
    desk.context.set_offline(False)
    expect(desk.locator("#connection")).to_be_hidden()
    expect(desk.locator("#note-note")).to_have_value("Not lost.")
    assert fresh(workshop).current.state == "open"
    desk.locator("#note-save").click()
    expect(desk.locator("#failure")).to_be_hidden()
    expect(desk.locator("#note-save")).to_have_text("Saved")
    button(desk, "Close the question").click()
    state(desk, "Nobody can answer now")
    assert fresh(workshop).current.note == "Not lost."


@pytest.mark.provokes("status of 410", "Status Error Code 410", "ERR_FAILED")
def test_a_link_that_was_renewed_meanwhile_says_so_and_keeps_what_was_typed(desk):
    workshop = move(lobby(asked=ALWAYS), "start")
    desk.goto(address(workshop))
    desk.route("**/poll/**", lambda route: route.abort())
    desk.locator("#note-note").fill("Mine.")
    fresh(workshop).renew_links()
    desk.locator("#note-save").click()
    expect(desk.locator("#failure")).to_contain_text("Your words are still here")
    expect(desk.locator("#note-note")).to_have_value("Mine.")


def test_what_is_new_is_said_once(desk):
    workshop = lobby(asked=ALWAYS)
    desk.goto(address(workshop))
    desk.keyboard.press("ArrowRight")
    expect(desk.locator("#status")).to_have_text("Question 1 of 4: people answer")
    move(workshop, "close")
    expect(desk.locator("#status")).to_have_text("Question 1 of 4: closed")
    expect(desk).to_have_title(re.compile("^Question 1 of 4: closed"))


def test_without_javascript(no_js):
    workshop = planned(asked=ALWAYS)
    no_js.goto(address(workshop))
    button(no_js, "Open the lobby").click()
    button(no_js, "Start with question 1").click()
    no_js.locator("#hands-0-informing").fill("7")
    no_js.locator("#hands-0-save").click()
    expect(no_js.locator("#hands-0")).to_contain_text("counted by hand: 7 for")
    button(no_js, "Close the question").click()
    button(no_js, "Reveal the answers").click()
    expect(no_js.get_by_role("table")).to_contain_text("7 answers, 7 of them counted by hand")
    no_js.locator("#note-note").fill("Lively.")
    no_js.locator("#note-save").click()
    expect(no_js.locator("#note-note")).to_have_value("Lively.")
    button(no_js, "Go on to question 2").click()
    heading(no_js, "Question 2 of 4")
    expect(no_js.locator("#keys-part")).to_be_hidden()
    assert Workshop.objects.get().rounds.get(question=first(workshop)).note == "Lively."


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_one_glance_is_enough(new_page, look):
    """What is on, how many have answered and the big button are seen without scrolling, and no button is bigger."""
    page = new_page(**look)
    workshop = move(lobby(), "start")
    vote(seated(workshop, 3), "informing")
    page.goto(address(workshop))
    for part in ("#heading", "#count", "#forward"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    area = "(each) => each.offsetWidth * each.offsetHeight"
    biggest = page.locator("#forward").evaluate(area)
    assert all(each.evaluate(area) < biggest for each in page.locator("main button:visible:not(#forward)").all())
    assert not measures.sideways(page)
