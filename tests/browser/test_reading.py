"""How text is set so that it is easy to read, what never moves, and help that is always in the same place."""

import pytest

from tests.browser import steps
from tests.states import STATES, answered, begun

PAGES = {
    "help": lambda: "/help/",
    "privacy": lambda: "/privacy/",
    "check": lambda: "/check/",
    "question": lambda: f"/a/{begun()[1]}/purpose/",
    "result": lambda: f"/a/{answered('the same board, a member')[1]}/result/",
    "organisation": lambda: f"/a/{answered('an honest online survey on bus routes', claim=4)[1]}/result/",
    "how-it-works": lambda: "/how-it-works/",
    "type": lambda: "/spectrum/involving/",
}
# The characters of each line of running text, as the browser has broken it.
LINES = """() => {
    const lines = new Map();
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        const block = text.parentElement.closest("p, li, dd, td, th, label, summary, h1, h2, h3");
        if (!block || !block.matches("p, li, dd") || !block.checkVisibility()) continue;
        const range = document.createRange();
        for (let at = 0; at < text.length; at++) {
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            const box = range.getClientRects()[0];
            if (!box || !box.width) continue;
            const key = block.outerHTML.slice(0, 60) + Math.round(box.bottom / 4);
            lines.set(key, (lines.get(key) || "") + text.data[at]);
        }
    }
    return [...lines.values()];
}"""
SETTING = """() => {
    const faults = new Set();
    const texts = "p, li, dd, h1, h2, h3, td, th, label, legend, summary, a, em, i";
    for (const element of document.querySelectorAll(`main :is(${texts})`)) {
        if (!element.checkVisibility() || !element.innerText.trim()) continue;
        const style = getComputedStyle(element), what = element.outerHTML.slice(0, 80);
        if (style.fontStyle !== "normal") faults.add(`italics: ${what}`);
        if (style.textTransform !== "none") faults.add(`capitals: ${what}`);
        if (style.textAlign === "justify") faults.add(`justified: ${what}`);
        if (element.matches("p, li, dd") && !element.closest(".spectrum, .flags, .profile, .lead, blockquote, header")
            && parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.5 - .01) faults.add(`too close: ${what}`);
    }
    if (parseFloat(getComputedStyle(document.querySelector("main")).fontSize) < 18) faults.add("small");
    return [...faults];
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter((element) => [null, "::before", "::after"].some((part) => {
    const { transitionDuration, animationName } = getComputedStyle(element, part);
    return transitionDuration !== "0s" || animationName !== "none";
})).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", PAGES)
def test_lines_are_short(desk, name):
    """At most 66 characters. Words keep lines a little shorter or longer, so it is what most long lines keep to."""
    desk.goto(PAGES[name]())
    lengths = sorted(len(line.strip()) for line in desk.evaluate(LINES))
    assert lengths[int(len(lengths) * 0.95)] <= 66
    assert lengths[-1] <= 72


@pytest.mark.parametrize("name", PAGES)
def test_text_is_set_plainly(desk, name):
    """18 px or more, with air between the lines, and no italics or capitals for emphasis."""
    desk.goto(PAGES[name]())
    assert not desk.evaluate(SETTING)


def test_nothing_moves_for_those_who_want_it_still(desk):
    """The browser of every test asks for reduced motion."""
    for address in ("/check/", "/spectrum/", PAGES["result"]()):
        desk.goto(address)
        assert not desk.evaluate(MOVING)


@pytest.mark.provokes("status of 404", "status of 410", "status of 422")
def test_help_is_always_in_the_same_place(desk):
    """On pages, questions, results and errors."""
    names = ("home", "check-question", "check-result-open", "gone", "no-such-link", "spectrum", "assess-review")
    places = set()
    for state in STATES:
        if state.name in names:
            desk.goto(state.address())
            box = desk.locator("header a[href='/help/']").bounding_box()
            places.add((round(box["x"]), round(box["y"])))
    assert len(places) == 1


@pytest.mark.parametrize("address", ["/check/", "/assess/"])
def test_who_reads_a_note_is_said_before_it_is_written(phone, address):
    """Also whom to turn to when somebody is not safe, because notes are read by nobody here."""
    steps.begin(phone, address)
    phone.locator("#answer details:has([name=note]) summary").click()
    beside = phone.locator("#answer details:has([name=note])")
    assert "999" in beside.inner_text()
    last = beside.locator("p:has-text('999')").bounding_box()
    assert last["y"] < steps.note(phone).bounding_box()["y"]
