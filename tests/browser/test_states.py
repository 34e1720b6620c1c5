"""Every state of tests/states.py in the browser: axe, reflow, targets, text spacing and forced colours.

With SCREENSHOTS=1 in the environment each one also leaves its pictures in .local/screenshots, at 360, 1280 and 1920 px,
light and dark, to be looked at.
"""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import cast
from tests.browser import measures, steps
from tests.states import STATES, answered

WIDTHS = (320, 360, 1280, 1920)  # 320 is also 1280 px at 400 % zoom
SEND = """([address, values]) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token.value, ...values })) {
        const field = document.createElement("textarea");
        field.name = name;
        field.value = value;
        form.append(field);
    }
    document.body.append(form);
    form.submit();
}"""


def reach(page, state, origin):
    """Opens a state's page, by a link or by sending a form, and returns the answer."""
    address = state.address()
    if state.signed_in:
        steps.sign_in(page, origin, cast.owner())
    if state.sent is None:
        return page.goto(address)
    page.goto("/check/")  # it has a form's token; what is only sent has no page of its own
    with page.expect_navigation() as navigation:
        page.evaluate(SEND, [address, state.sent])
    return navigation.value


def parameter(state):
    marks = [pytest.mark.provokes(f"status of {state.status}")] if state.status >= 400 else []
    return pytest.param(state, id=state.name, marks=marks)


def at_widths(page, measure, widths=WIDTHS):
    """The faults that a measure finds at each width, and where."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for fault in measure(page):
            yield f"{width} px: {fault}"


@pytest.mark.parametrize("state", [parameter(state) for state in STATES])
def test_state(desk, axe, screenshot, live_server, state):
    assert reach(desk, state, live_server.url).status == state.status
    if os.environ.get("SCREENSHOTS"):
        screenshot(desk, state.name)
    measures.open_details(desk)
    least = measures.TARGET_FOR_PARTICIPANTS if state.reader == "participant" else measures.TARGET_ELSEWHERE
    faults = [
        *at_widths(desk, measures.sideways),
        *at_widths(desk, lambda page: measures.small_targets(page, least), (360, 1280)),
        *in_forced_colours(desk),
    ]
    axe(desk, widths=(320,), schemes=("light",))
    axe(desk, widths=(1280,), schemes=("dark",))
    measures.add_style(desk, measures.TEXT_SPACING)
    for measure in (measures.sideways, measures.cut_off):
        faults += [f"with wide spacing, {fault}" for fault in at_widths(desk, measure, (320, 1280))]
    assert not faults, "\n".join([desk.url, *faults])


LARGE = {"standard": 32, "fixed": 26}  # twice the size that browsers come with


@pytest.mark.parametrize("state", [parameter(state) for state in STATES if state.reader == "participant"])
def test_large_text_on_a_phone(phone, live_server, state):
    """Somebody has set the text of their phone to 200 %."""
    phone.context.new_cdp_session(phone).send("Page.setFontSizes", {"fontSizes": LARGE})
    reach(phone, state, live_server.url)
    measures.open_details(phone)
    faults = [*measures.sideways(phone), *measures.cut_off(phone)]
    assert not faults, "\n".join([phone.url, *faults])


def in_forced_colours(page):
    page.emulate_media(forced_colors="active")
    yield from measures.without_border(page)
    for control in page.locator("main :is(a, button, summary, input:not([type=hidden]), textarea):visible").all()[:6]:
        page.keyboard.press("Tab")  # so that the browser shows where the focus is
        control.focus()
        yield from measures.focus(page)
    page.emulate_media(forced_colors="none")


UNBROKEN = "Donaudampfschifffahrtsgesellschaft" * 5


@pytest.mark.parametrize("name", ["assessment-answers", "assessment-result", "shared-result"])
def test_a_word_without_an_end_breaks(desk, name):
    """People's own words may have no space in them; the page keeps its width."""
    assessment, token = answered(
        "an honest online survey on bus routes", claim=4, title=UNBROKEN, note=f"{UNBROKEN} https://{UNBROKEN}.org"
    )
    assessment.share()
    desk.goto(reverse(name, args=[assessment.share_token if name == "shared-result" else token]))
    expect(desk.get_by_text(UNBROKEN).or_(desk.locator(f"[value={UNBROKEN}]")).first).to_be_attached()
    measures.open_details(desk)
    faults = [*at_widths(desk, measures.sideways), *at_widths(desk, measures.cut_off, (320, 1280))]
    assert not faults, "\n".join(faults)
