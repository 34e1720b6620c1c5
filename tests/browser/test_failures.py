"""When a send fails: the reason in words, everything typed still there, and Try again works."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

NOTE = "They said “maybe”.\nThen they went home. ❤"
PORTAL = "<!doctype html><title>Free wifi</title><main id=main><h1>Please sign in</h1><form><input></form></main>"
provokes = pytest.mark.provokes("htmx:", "Failed to load resource", "Status Error Code")


def fill_in(page):
    """A first question with a choice and a note, not sent yet."""
    steps.begin(page)
    steps.choose(page, "involving")
    steps.write_note(page, NOTE)


def assert_nothing_is_lost(page, words):
    """The failure is told in words, seen and heard, and the question is as it was."""
    expect(page.locator("#failure")).to_be_visible()
    expect(page.locator("#failure")).to_contain_text(words)
    expect(page.locator("#status")).to_have_text(page.locator("#failure").text_content())
    steps.heading(page, steps.asked()[0][1])
    assert steps.chosen(page) == "involving"
    assert steps.note(page).input_value() == NOTE
    assert page.url.endswith("/purpose/")
    assert steps.focused(page)[0] != "BODY"
    assert "Please sign in" not in page.content()


def assert_trying_again_works(page):
    button = page.get_by_role("button", name="Try again")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    steps.heading(page, steps.asked()[1][1])
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    assert not page.locator("#failure").is_visible()
    assert steps.saved_answers() == [("purpose", "involving", NOTE)]


@provokes
def test_offline(phone):
    fill_in(phone)
    phone.context.set_offline(True)
    steps.send(phone)
    assert_nothing_is_lost(phone, "could not reach the site")
    phone.get_by_role("button", name="Try again").click()
    assert_nothing_is_lost(phone, "could not reach the site")
    phone.context.set_offline(False)
    assert_trying_again_works(phone)


ANSWERS = {
    "our own error page": ({"status": 500, "headers": {"X-PeopleHub": "1"}}, "on our side"),
    "a server's error page": ({"status": 502}, "on our side"),
    "a captive portal": ({"status": 200}, "could not reach the site"),
    "a captive portal that says so": ({"status": 511}, "Not saved yet"),
    "a stranger's refusal": ({"status": 403}, "could not reach the site"),
    "a stranger's not found": ({"status": 404}, "could not reach the site"),
    "nothing": ({"status": 204}, "could not reach the site"),
}


@provokes
@pytest.mark.parametrize("answer", ANSWERS)
def test_another_answer_than_ours(phone, answer):
    given, words = ANSWERS[answer]
    fill_in(phone)
    phone.route("**/purpose/", lambda route: route.fulfill(body=PORTAL, content_type="text/html", **given), times=1)
    steps.send(phone)
    assert_nothing_is_lost(phone, words)
    assert_trying_again_works(phone)


@provokes
def test_no_answer_in_time(phone):
    fill_in(phone)
    phone.evaluate("htmx.config.timeout = 300")
    waiting = []
    phone.route("**/purpose/", lambda route: waiting.append(route), times=1)
    steps.send(phone)
    assert_nothing_is_lost(phone, "Not saved yet")
    phone.evaluate("htmx.config.timeout = 15000")
    assert_trying_again_works(phone)


@provokes
def test_a_send_that_is_stopped(phone):
    """Somebody presses Stop in the browser."""
    fill_in(phone)
    waiting = []
    phone.route("**/purpose/", lambda route: waiting.append(route), times=1)
    steps.send(phone)
    phone.wait_for_timeout(200)
    assert len(waiting) == 1
    phone.context.new_cdp_session(phone).send("Page.stopLoading")
    assert_nothing_is_lost(phone, "Not saved yet")
    assert_trying_again_works(phone)


@provokes
def test_more_than_can_be_sent(phone):
    """Over 512 kB: refused before it is read, said in words, and still there to be made shorter."""
    steps.begin(phone)
    steps.choose(phone, "involving")
    long = "words " * 100_000
    steps.write_note(phone, long)
    steps.send(phone)
    expect(phone.locator("#failure")).to_contain_text("too long to send")
    assert steps.note(phone).input_value() == long
    assert steps.chosen(phone) == "involving"
    steps.note(phone).fill(NOTE)
    assert_trying_again_works(phone)


@pytest.mark.provokes("status of 413")
def test_more_than_can_be_sent_without_javascript(no_js):
    steps.begin(no_js)
    steps.choose(no_js, "involving")
    steps.write_note(no_js, "words " * 100_000)
    steps.send(no_js)
    expect(no_js.locator("h1")).not_to_have_text(steps.asked()[0][1])
    expect(no_js.locator("main")).to_contain_text("4,000 characters")


@provokes
def test_the_name_of_the_work_survives_a_failed_send(phone):
    """What an organisation types on the review is kept as a note is."""
    steps.begin(phone, "/assess/", look="first")
    steps.answer_all(phone, "consulting", steps.asked("organisation", "first"))
    phone.locator("[name=title]").fill("Bus routes")
    phone.locator("[name=claim][value=involving]").check()
    headers = {"X-PeopleHub": "1"}
    phone.route(
        "**/answers/",
        lambda route: route.fulfill(status=500, headers=headers, body=PORTAL, content_type="text/html"),
        times=1,
    )
    phone.locator("main .row .button").click()
    expect(phone.locator("#failure")).to_contain_text("on our side")
    assert phone.locator("[name=title]").input_value() == "Bus routes"
    phone.get_by_role("button", name="Try again").click()
    expect(phone).to_have_url(steps.RESULT)
    expect(phone.locator("main")).to_contain_text("Bus routes")


@pytest.mark.provokes("status of 500", "favicon.ico")  # the page of the fault names no icon
def test_back_from_an_error_page_without_javascript(no_js):
    """The browser itself keeps what was typed."""
    fill_in(no_js)
    no_js.route(
        "**/purpose/", lambda route: route.fulfill(status=500, body="<h1>500</h1>", content_type="text/html"), times=1
    )
    steps.send(no_js)
    steps.heading(no_js, "500")
    no_js.go_back()
    assert steps.note(no_js).input_value() == NOTE
    assert no_js.locator("[value=involving]").is_checked()
