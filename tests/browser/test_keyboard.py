"""The keyboard alone is enough: the participant's journey, the skip link, details; and focus always shows.

The window is 320 × 200 px: 1280 × 800 at 400 % zoom.
"""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from spectrum.models import newest_edition
from tests.browser import measures, steps
from tests.states import answered, begun

ZOOMED = {"viewport": {"width": 320, "height": 200}}
WHERE = """() => {
    const element = document.activeElement;
    return element === document.body ? null : element.innerText?.trim() || element.value || element.id;
}"""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def zoomed(new_page, request):
    return new_page(**ZOOMED, java_script_enabled=request.param)


def tab_to(page, selector, key="Tab", limit=80):
    """Presses Tab until this has the focus; at each stop the focus shows."""
    for _ in range(limit):
        page.keyboard.press(key)
        faults = measures.focus(page)
        assert not faults, faults
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by {key}")


def test_a_journey_without_a_mouse(zoomed):
    """From the first page to a result and back to a changed answer, by Tab, Shift+Tab, Space, Enter and arrows."""
    keys = zoomed.keyboard
    zoomed.goto("/")
    tab_to(zoomed, "a[href='/check/']")
    keys.press("Enter")
    expect(zoomed).to_have_url("/check/")
    tab_to(zoomed, "[name=runs_it]")
    keys.press("ArrowDown")
    tab_to(zoomed, "summary")
    keys.press("Enter")
    expect(zoomed.get_by_text(steps.asked()[0][1])).to_be_visible()
    keys.press("Space")
    expect(zoomed.get_by_text(steps.asked()[0][1])).not_to_be_visible()
    tab_to(zoomed, "button[value=first]", "Shift+Tab")
    keys.press("Enter")
    for number, (_, words) in enumerate(steps.asked(look="first")):
        steps.heading(zoomed, words)
        zoomed.wait_for_timeout(100)  # with HTMX the focus goes to the heading
        tab_to(zoomed, "[name=choice]")
        keys.press("Space")
        for _ in range(number):
            keys.press("ArrowDown")
        tab_to(zoomed, "#answer button")
        keys.press("Enter" if number % 2 else "Space")
    expect(zoomed).to_have_url(steps.REVIEW)
    tab_to(zoomed, "form button")
    tab_to(zoomed, "a[href$='/quality/?change']", "Shift+Tab")
    keys.press("Enter")
    expect(zoomed.locator("h1")).to_be_visible()
    tab_to(zoomed, "[name=choice]:checked")
    keys.press("ArrowUp")
    tab_to(zoomed, "#answer button")
    keys.press("Enter")
    expect(zoomed).to_have_url(steps.REVIEW)
    tab_to(zoomed, "form button")
    keys.press("Enter")
    expect(zoomed).to_have_url(steps.RESULT)
    expect(zoomed.locator(".spectrum")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/check/",
        "/spectrum/",
        "/spectrum/questions/",
        "question",
        "result",
        "organisation",
    ],
)
def test_every_stop_shows_and_none_is_a_trap(new_page, address):
    """Tab walks through the page in reading order and out at its end; Shift+Tab walks back."""
    page = new_page(**ZOOMED)
    made = {
        "question": lambda: f"/a/{begun()[1]}/purpose/",
        "result": lambda: f"/a/{answered('two answers known')[1]}/result/",
        "organisation": lambda: f"/a/{answered('an advisory board, organisation', claim=4)[1]}/result/",
    }
    page.goto(made[address]() if address in made else address)
    measures.open_details(page)
    stops, seen = page.evaluate(STOPS), []
    for _ in range(stops + 2):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where is None:
            break
        faults = measures.focus(page)
        assert not faults, faults
        seen.append(where)
    assert len(seen) == stops
    tops = page.evaluate(ORDER)
    assert tops == sorted(tops)
    for expected in reversed(seen[-4:]):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(WHERE) == expected


# A group of radio buttons is one stop.
STOPS = """() => {
    const shown = [...document.querySelectorAll("a[href], button, summary, textarea, select, input:not([type=hidden])")]
        .filter((element) => element.checkVisibility());
    const groups = new Set(shown.filter((element) => element.type === "radio").map((element) => element.name));
    return shown.filter((element) => element.type !== "radio").length + groups.size;
}"""
# Where the things one can reach begin, in the order of the source; the phone's layout is one column.
ORDER = """() => [...document.querySelectorAll("main :is(.button, summary, textarea, .choice, h1, h2, h3)")]
    .filter((element) => element.checkVisibility())
    .map((element) => Math.round(element.getBoundingClientRect().top + scrollY))"""


def test_the_skip_link(desk):
    """The first stop; it shows, and leads past the header."""
    desk.goto("/spectrum/")
    desk.keyboard.press("Tab")
    skip = desk.locator(".skip")
    expect(skip).to_be_focused()
    assert not measures.focus(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.closest('main') !== null")


def test_the_skip_link_still_leads_after_a_step(phone):
    """The part that HTMX swaps is where it leads."""
    steps.begin(phone)
    steps.answer(phone, "none")
    steps.heading(phone, steps.asked()[1][1])
    expect(phone.locator("#heading")).to_be_focused()  # else the step's own focus comes after ours
    phone.locator(".skip").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#main")).to_be_focused()


def test_after_a_step_tab_goes_on_from_the_question(phone):
    """Focus is on the new heading, so the next stop is its first choice: nobody begins again at the top of the page."""
    steps.begin(phone)
    steps.answer(phone, "none")
    expect(phone.locator("#heading")).to_be_focused()
    steps.heading(phone, steps.asked()[1][1])
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.name") == "choice"


def test_the_result_can_be_reached_by_headings(phone):
    """Each heading is one step below the one before, at most: people who can't see jump from one to the next."""
    _, token = answered("an honest online survey on bus routes", claim=4)
    phone.goto(f"/a/{token}/result/")
    measures.open_details(phone)
    levels = phone.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert phone.locator("h1").text_content().strip().endswith(newest_edition().type_at(2).name.lower())
