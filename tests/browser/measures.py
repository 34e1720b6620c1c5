"""What is measured of a page in the browser (measures.js): each function returns the faults that it finds, as lines."""

from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".js").read_text()
TARGET_FOR_PARTICIPANTS, TARGET_ELSEWHERE = 44, 24
# WCAG 1.4.12
TEXT_SPACING = """
    *, ::before, ::after {
        line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important
    }
    p { margin-block-end: 2em !important }
"""
ADD_STYLE = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""


def _measure(page, name, *arguments):
    return page.evaluate(f"(argument) => {{ {SCRIPT} return {name}(argument); }}", *arguments)


def sideways(page):
    """What makes the page scroll sideways."""
    return _measure(page, "sideways")


def off_the_sheet(page):
    """What is too wide for the paper."""
    return _measure(page, "offTheSheet")


def cut_off(page):
    """Words that don't fit into their box."""
    return _measure(page, "cutOff")


def small_targets(page, least):
    """What is too small for a finger."""
    return _measure(page, "smallTargets", least)


def without_border(page):
    """What can't be told from its surroundings without colours."""
    return _measure(page, "withoutBorder")


def focus(page):
    """What is wrong with how the focused control shows."""
    return _measure(page, "focus")


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def add_style(page, css):
    """Puts a style on the page until it is left, as a browser does for people; our policy refuses a style element."""
    page.evaluate(ADD_STYLE, css)
