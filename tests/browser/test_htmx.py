"""HTMX helps and never harms: Back and Forward, reload, second clicks, two tabs, and how it is configured."""

import json

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment
from tests.browser import steps

SHOWN_FROM_CACHE = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture
def posts(phone):
    """The posts that the phone sends, as they go out."""
    sent = []
    phone.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def hold(page, pattern="**/a/**"):
    """Keeps posts waiting; returns the list of those that wait."""
    waiting = []
    page.route(pattern, lambda route: waiting.append(route) if route.request.method == "POST" else route.fallback())
    return waiting


def test_answers_are_filled_in_after_back_refresh_and_forward(phone):
    """Answers five, goes Back three, refreshes, goes forward again."""
    questions = steps.asked()
    given = ["informing", "consulting", "involving", "co-producing", "not-sure"]
    steps.begin(phone)
    for number, choice in enumerate(given, 1):
        steps.answer(phone, choice)
        steps.heading(phone, questions[number][1])
    for number in (4, 3, 2):
        phone.go_back()
        steps.heading(phone, questions[number][1])
        expect(phone).to_have_title(f"{questions[number][1]} (question {number + 1} of 12) – PeopleHub")
        assert phone.url.endswith(f"/{questions[number][0].slug}/")
        assert steps.chosen(phone) == given[number]
    phone.reload()
    steps.heading(phone, questions[2][1])
    assert steps.chosen(phone) == given[2]
    for number in (3, 4):
        phone.go_forward()
        steps.heading(phone, questions[number][1])
        assert steps.chosen(phone) == given[number]
    phone.go_forward()
    steps.heading(phone, questions[5][1])
    assert steps.chosen(phone) is None
    assert len(steps.saved_answers()) == 5


def test_an_answer_changed_after_back_is_saved(phone):
    """The form that Back brings works, and Forward shows nothing stale."""
    questions = steps.asked()
    steps.begin(phone)
    steps.answer(phone, "informing")
    steps.heading(phone, questions[1][1])
    phone.go_back()
    steps.heading(phone, questions[0][1])
    steps.answer(phone, "involving")
    steps.heading(phone, questions[1][1])
    phone.locator(".step a").click()
    steps.heading(phone, questions[0][1])
    assert steps.chosen(phone) == "involving"
    assert steps.saved_answers() == [("purpose", "involving", "")]


def test_back_from_the_result_shows_todays_answers(phone):
    """Review, result, Back, change, result, Back, Back: the review is never the old one."""
    steps.begin(phone, look="first")
    steps.answer_all(phone, "consulting", steps.asked(look="first"))
    steps.finish(phone)
    phone.go_back()
    expect(phone).to_have_url(steps.REVIEW)
    expect(phone.locator(".message a[href$='/result/']")).to_be_visible()
    phone.locator("a[href$='/open/?change']").click()
    steps.answer(phone, "none")
    expect(phone).to_have_url(steps.REVIEW)
    expect(phone.locator(".review")).to_contain_text("None of these")
    phone.go_back()
    phone.go_back()
    expect(phone).to_have_url(steps.REVIEW)
    expect(phone.locator(".review")).to_contain_text("None of these")


def test_a_page_from_the_back_forward_cache_is_fresh_and_alive(phone):
    """As browsers show it after Back when they have kept the whole page: answers are asked for again, buttons work."""
    steps.begin(phone, look="first")
    phone.locator("#answer button").evaluate("(button) => button.setAttribute('aria-disabled', 'true')")
    phone.evaluate(SHOWN_FROM_CACHE)
    assert not phone.locator("[aria-disabled]").count()
    steps.answer_all(phone, "consulting", steps.asked(look="first"))
    Assessment.objects.get().record_answer("open", "none")
    assert "None of these" not in phone.locator(".review").text_content()
    phone.evaluate(SHOWN_FROM_CACHE)
    expect(phone.locator(".review")).to_contain_text("None of these")


def test_reloading_the_result_does_nothing_new(phone):
    steps.begin(phone, look="first")
    steps.answer_all(phone, "consulting", steps.asked(look="first"))
    steps.finish(phone)
    first = phone.locator("h1").text_content()
    for _ in range(3):
        phone.reload()
    assert phone.locator("h1").text_content() == first
    assert not phone.locator("main > .message").count()
    assert Assessment.objects.count() == 1


def test_a_double_click_is_one_answer(phone, posts):
    steps.begin(phone)
    posts.clear()
    steps.choose(phone, "consulting")
    phone.locator("#answer button").dblclick()
    steps.heading(phone, steps.asked()[1][1])
    phone.wait_for_timeout(300)
    assert len(posts) == 1
    steps.heading(phone, steps.asked()[1][1])
    assert steps.saved_answers() == [("purpose", "consulting", "")]


def test_a_second_click_on_a_slow_line_is_dropped(phone, posts):
    """The button says so to a screen reader, and Enter and a third click don't get through either."""
    steps.begin(phone)
    posts.clear()
    waiting = hold(phone)
    steps.answer(phone, "consulting")
    expect(phone.locator("#answer button")).to_have_attribute("aria-disabled", "true")
    for _ in range(3):
        phone.locator("#answer button").click(force=True)
    phone.locator("[value=consulting]").press("Enter")
    phone.wait_for_timeout(200)
    assert len(posts) == len(waiting) == 1
    waiting.pop().continue_()
    steps.heading(phone, steps.asked()[1][1])
    assert phone.locator("[aria-disabled]").count() == 0
    assert steps.saved_answers() == [("purpose", "consulting", "")]


def test_a_double_click_begins_one_assessment(visitor):
    visitor.goto("/check/")
    visitor.locator("button[value=whole]").dblclick(no_wait_after=True)
    expect(visitor).to_have_url(steps.QUESTION)
    assert Assessment.objects.count() == 1


def test_a_second_click_on_a_plain_form_is_dropped(phone, posts):
    phone.goto("/check/")
    waiting = hold(phone, "**/check/")
    phone.locator("button[value=first]").scroll_into_view_if_needed()
    box = phone.locator("button[value=first]").bounding_box()
    for _ in range(3):
        phone.mouse.click(box["x"] + 9, box["y"] + 9)
    phone.wait_for_timeout(200)
    assert len(posts) == len(waiting) == 1
    waiting.pop().continue_()
    expect(phone).to_have_url(steps.QUESTION)


def test_a_stopped_page_load_leaves_the_button_alive(phone):
    """Somebody presses Stop on a slow line, and then the button once more."""
    phone.clock.install()
    phone.goto("/check/")
    waiting = hold(phone, "**/check/")
    phone.locator("button[value=whole]").click(no_wait_after=True)
    phone.wait_for_timeout(200)
    assert len(waiting) == 1
    phone.context.new_cdp_session(phone).send("Page.stopLoading")
    phone.unroute("**/check/")
    phone.clock.fast_forward(15_000)
    phone.locator("button[value=whole]").click()
    expect(phone).to_have_url(steps.QUESTION)
    assert Assessment.objects.count() == 1


@pytest.mark.provokes("net::ERR_FAILED", "htmx:")
def test_the_reply_is_lost_and_the_answer_sent_again(phone):
    """The server saves, the reply never comes, the person tries again: one answer, and on to the next question."""
    steps.begin(phone)

    def lose(route):
        route.fetch()
        route.abort()

    phone.route("**/purpose/", lose, times=1)
    steps.answer(phone, "involving")
    expect(phone.locator("#failure")).to_be_visible()
    steps.send(phone)
    steps.heading(phone, steps.asked()[1][1])
    assert steps.saved_answers() == [("purpose", "involving", "")]


def test_finishing_in_two_tabs(visitor):
    """The second is told that it is done already, and offered to look or to change."""
    steps.begin(visitor, look="first")
    steps.answer_all(visitor, "consulting", steps.asked(look="first"))
    other = visitor.context.new_page()
    other.goto(visitor.url)
    steps.finish(visitor)
    steps.finish(other)
    expect(other.locator("h1")).to_have_text(visitor.locator("h1").text_content())
    other.locator(".message a[href$='/answers/']").click()
    expect(other).to_have_url(steps.REVIEW)
    assert Assessment.objects.count() == 1


def test_opening_the_link_again_after_finishing(visitor):
    """The private link leads to the result, and from there to every answer."""
    steps.begin(visitor, look="first")
    link = steps.private_link(visitor)
    steps.answer(visitor, "informing")
    expect(visitor.locator("h1")).to_have_text(steps.asked(look="first")[1][1])
    visitor.goto(link)
    steps.heading(visitor, steps.asked(look="first")[1][1])  # where it was left
    steps.answer_all(visitor, "informing", steps.asked(look="first")[1:])
    steps.finish(visitor)
    visitor.goto(link)
    expect(visitor).to_have_url(steps.RESULT)
    assert not visitor.locator("main > .message").count()
    visitor.locator(".row a[href$='/answers/']").click()
    expect(visitor.locator(".review li")).to_have_count(4)


@pytest.mark.provokes("status of 422", "Status Error Code 422")
def test_change_goes_back_to_the_review(visitor):
    """That answer is changed and nothing else; so also after an error, and the way back without saving is there."""
    steps.begin(visitor)
    link = steps.private_link(visitor)
    for slug in ("purpose", "priorities"):
        expect(visitor).to_have_url(f"{link}{slug}/")
        steps.answer(visitor, "consulting")
    visitor.goto(f"{link}answers/")
    visitor.locator("a[href$='/loop/?change']").click()
    steps.send(visitor)
    expect(visitor.locator("#error-summary")).to_be_focused()
    assert "?change" in visitor.url
    steps.answer(visitor, "involving")
    expect(visitor).to_have_url(steps.REVIEW)
    assert steps.saved_answers() == [
        ("loop", "involving", ""),
        ("priorities", "consulting", ""),
        ("purpose", "consulting", ""),
    ]
    visitor.locator("a[href$='/purpose/?change']").click()
    visitor.locator(".step a").click()
    expect(visitor).to_have_url(steps.REVIEW)


def test_how_htmx_is_set_up(phone):
    steps.begin(phone)
    config = json.loads(phone.locator("meta[name=htmx-config]").get_attribute("content"))
    wanted = {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "selfRequestsOnly": True,
    }
    assert {name: config[name] for name in wanted} == wanted
    in_force = phone.evaluate(
        "(names) => Object.fromEntries(names.map((name) => [name, htmx.config[name]]))", [*wanted]
    )
    assert in_force == wanted
    assert 5_000 <= config["timeout"] <= 30_000
    assert phone.evaluate("htmx.version").startswith("2.")
    assert phone.evaluate("localStorage.length") == 0
    assert phone.evaluate("sessionStorage.getItem('htmx-history-cache')") is None  # no page is kept on the device
    assert not phone.locator("[hx-boost], [hx-on], [data-hx-on], [hx-vals^='js:'], [hx-trigger*='[']").count()


def test_a_get_is_the_same_for_everybody(phone):
    """Nothing is sent to HTMX alone, but for the answer to a post."""
    steps.begin(phone)
    plain, asked_by_htmx = (phone.request.get(phone.url, headers=headers) for headers in ({}, {"HX-Request": "true"}))
    strip = lambda response: response.text().split("csrfmiddlewaretoken")[0]  # noqa: E731
    assert strip(plain) == strip(asked_by_htmx)
    assert "HX-Request" in plain.headers["vary"]
