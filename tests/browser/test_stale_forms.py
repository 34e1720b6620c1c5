"""A form whose cookie is old, gone or refused, and one that waited for a day: what was typed can still be sent."""

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment
from tests.browser import steps

NOTE = "Two lines,\n“quoted” & <b>bold</b>."
refused = pytest.mark.provokes("status of 403", "Status Error Code 403")


def replace_cookie(page):
    """The token of another window, or of another day."""
    (cookie,) = page.context.cookies()
    page.context.add_cookies([{**cookie, "value": "A" * len(cookie["value"])}])


def lose_cookie(page):
    page.context.clear_cookies()


def send_again(page):
    """Presses the one button of the form that came back."""
    page.locator("main form:not(#answer) button").click()


@refused
@pytest.mark.parametrize("spoil", [replace_cookie, lose_cookie])
def test_an_answer_with_an_old_token(visitor, spoil):
    steps.begin(visitor)
    steps.choose(visitor, "involving")
    steps.write_note(visitor, NOTE)
    spoil(visitor)
    steps.send(visitor)
    expect(visitor.locator("h1")).not_to_have_text(steps.asked()[0][1])
    expect(visitor).to_have_title(f"{visitor.locator('h1').text_content()} – PeopleHub")
    assert visitor.locator("main form textarea[name=note]").input_value() == NOTE
    assert steps.saved_answers() == []
    send_again(visitor)
    steps.heading(visitor, steps.asked()[1][1])
    assert steps.saved_answers() == [("purpose", "involving", NOTE)]


@refused
def test_focus_goes_to_the_heading_of_the_form_that_comes_back(phone):
    steps.begin(phone)
    lose_cookie(phone)
    steps.answer(phone, "none")
    expect(phone.locator("h1")).not_to_have_text(steps.asked()[0][1])
    phone.wait_for_timeout(100)
    assert steps.focused(phone)[0] in {"H1", "MAIN"}


@refused
def test_from_a_change_link_it_still_goes_back_to_the_review(visitor):
    steps.begin(visitor)
    visitor.goto(f"{steps.private_link(visitor)}quality/?change")
    steps.choose(visitor, "none")
    lose_cookie(visitor)
    steps.send(visitor)
    send_again(visitor)
    expect(visitor).to_have_url(steps.REVIEW)
    assert steps.saved_answers() == [("quality", "none", "")]


@refused
def test_starting_with_an_old_token(visitor):
    """Which of the two buttons was pressed is kept too."""
    visitor.goto("/check/")
    visitor.locator("[name=runs_it][value=people]").check()
    lose_cookie(visitor)
    visitor.locator("button[value=first]").click()
    send_again(visitor)
    expect(visitor).to_have_url(steps.QUESTION)
    expect(visitor.locator(".step")).to_contain_text("of 4")
    assert Assessment.objects.get().runs_it == "people"


@refused
def test_finishing_with_an_old_token(visitor):
    steps.begin(visitor, "/assess/", look="first")
    steps.answer_all(visitor, "consulting", steps.asked("organisation", "first"))
    visitor.locator("[name=title]").fill("Bus “routes”")
    visitor.locator("[name=claim][value=involving]").check()
    lose_cookie(visitor)
    visitor.locator("main .row .button").click()
    assert visitor.locator("main form:not(#answer) [name=title]").input_value() == "Bus “routes”"
    send_again(visitor)
    expect(visitor).to_have_url(steps.RESULT)
    assessment = Assessment.objects.get()
    assert (assessment.engagement.title, assessment.claim) == ("Bus “routes”", 3)


@refused
def test_all_cookies_off(visitor):
    """Said in words, as often as it is tried, and with what to do."""
    visitor.goto("/check/")
    lose_cookie(visitor)
    visitor.locator("button[value=first]").click()
    for _ in range(2):
        expect(visitor.locator("main")).to_contain_text("blocks cookies")
        expect(visitor.locator("main a[href='/cookies/']")).to_be_visible()
        lose_cookie(visitor)
        send_again(visitor)
    assert not Assessment.objects.exists()


def test_a_day_later_the_typed_answer_can_be_sent(phone):
    """No clock of ours takes anything away, and the cookie lasts longer than the answers do."""
    phone.clock.install()
    steps.begin(phone)
    steps.choose(phone, "involving")
    steps.write_note(phone, NOTE)
    phone.clock.fast_forward("24:00:00")
    (cookie,) = phone.context.cookies()
    assert cookie["expires"] - phone.evaluate("Date.now() / 1000") > 90 * 24 * 3600
    assert steps.note(phone).input_value() == NOTE
    steps.send(phone)
    steps.heading(phone, steps.asked()[1][1])
    assert steps.saved_answers() == [("purpose", "involving", NOTE)]


@pytest.mark.provokes("status of 410", "Status Error Code 410")
def test_answers_that_were_deleted_in_another_window(visitor):
    """A page in words, with and without HTMX; and nothing comes back to life."""
    steps.begin(visitor)
    Assessment.objects.get().erase()
    steps.answer(visitor, "none")
    expect(visitor.locator("h1")).not_to_have_text(steps.asked()[0][1])
    expect(visitor.get_by_role("link", name="Help").first).to_be_visible()
    assert steps.saved_answers() == []
    assert not Assessment.objects.exists()
