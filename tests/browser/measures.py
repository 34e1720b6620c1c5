"""What is measured of a page in the browser: each function returns the faults that it finds, as lines of text."""

TARGET_FOR_PARTICIPANTS, TARGET_ELSEWHERE = 44, 24

# WCAG 1.4.12. As an adopted sheet, because the content security policy lets no style into the page.
TEXT_SPACING = """
    *, ::before, ::after { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }
"""

SHARED = """
    const describe = (element) => element.outerHTML.replace(/\\s+/g, " ").slice(0, 120);
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
        && element.getBoundingClientRect().width > 1 && !element.closest(".hidden-words");
"""

SIDEWAYS = """() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > root.clientWidth);
    return ["the page is " + root.scrollWidth + " px wide", ...wide.slice(0, 5).map(describe)];
}"""

# A link within a sentence is exempt, and a radio button's target is its label.
SMALL_TARGETS = """(least) => {
    const isInSentence = (link) => {
        if (getComputedStyle(link).display !== "inline") return false;
        let block = link.parentElement;
        while (getComputedStyle(block).display === "inline") block = block.parentElement;
        return /\\p{L}/u.test(block.innerText.replace(link.innerText, ""));
    };
    const faults = [];
    for (const element of document.querySelectorAll("a[href], button, summary, textarea, select, input:not([type=hidden])")) {
        const target = element.matches("[type=radio], [type=checkbox]") ? element.closest("label") : element;
        if (!isShown(target) || (element.matches("a") && isInSentence(element))) continue;
        const { width, height } = target.getBoundingClientRect();
        if (Math.min(width, height) < least - .5)
            faults.push(`a target of ${Math.round(width)} × ${Math.round(height)} px: ${describe(element)}`);
    }
    return faults;
}"""

# Words that stick out of a box around them, up to one that scrolls.
CUT_OFF = """() => {
    const faults = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const parent = texts.currentNode.parentElement;
        if (!texts.currentNode.textContent.trim() || !isShown(parent) || parent.closest(".skip, textarea")) continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const words = range.getBoundingClientRect();
        const around = [];
        for (let box = parent; box !== document.body; box = box.parentElement) around.push(box);
        if (around.some((box) => getComputedStyle(box).clipPath !== "none")) continue;
        for (const box of around) {
            const style = getComputedStyle(box), edge = box.getBoundingClientRect();
            if (style.display === "inline" || style.display === "contents") continue;
            if (words.bottom > edge.bottom + 2 || words.top < edge.top - 2 || words.right > edge.right + 2 || words.left < edge.left - 2)
                faults.push(`“${texts.currentNode.textContent.trim().slice(0, 40)}” sticks out of ${describe(box)}`);
            if (["auto", "scroll"].includes(style.overflowX) || style.position === "sticky") break;
        }
    }
    return faults.slice(0, 5);
}"""

SPACED_OUT = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""

# With forced colours there are no fills and no shadows: only borders and outlines still tell one thing from another.
WITHOUT_BORDER = """() => {
    const faults = [];
    for (const element of document.querySelectorAll(".spectrum > li, .mark, .choice, .button, .panel, textarea, input[type=text]")) {
        if (!isShown(element)) continue;
        const style = getComputedStyle(element);
        const sides = ["Top", "Right", "Bottom", "Left"].filter((side) => style[`border${side}Style`] === "none"
            || parseFloat(style[`border${side}Width`]) < 1 || style[`border${side}Color`] === style.backgroundColor);
        if (sides.length) faults.push(`no border (${sides}) in forced colours: ${describe(element)}`);
    }
    return [...new Set(faults)].slice(0, 5);
}"""

# The focused control, or the label around it, shows an outline.
FOCUS = """() => {
    const element = document.activeElement;
    const shown = [element, element.closest("label")].filter(Boolean);
    const hasOutline = (e) => getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
    if (!shown.some(hasOutline)) return [`focus does not show: ${describe(element)}`];
    const box = (element.closest("label") || element).getClientRects()[0];  // of a link over two lines, the first
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (left >= right || top >= bottom) return [`focus is off the screen: ${describe(element)}`];
    const points = [[left + 3, top + 3], [(left + right) / 2, (top + bottom) / 2], [right - 3, bottom - 3]];
    const isOnTop = ([x, y]) => shown.some((e) => e.contains(document.elementFromPoint(x, y)));
    return points.some(isOnTop) ? [] : [`the focused thing is covered: ${describe(element)}`];
}"""


def _measure(page, script, *arguments):
    return page.evaluate(f"(argument) => {{ {SHARED} return ({script})(argument); }}", *arguments)


def sideways(page):
    return _measure(page, SIDEWAYS)


def small_targets(page, least):
    return _measure(page, SMALL_TARGETS, least)


def cut_off(page):
    return _measure(page, CUT_OFF)


def without_border(page):
    return _measure(page, WITHOUT_BORDER)


def focus(page):
    """What is wrong with how the focused control shows."""
    return _measure(page, FOCUS)


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def space_out(page):
    """Gives the page the text spacing that people may ask their browser for; stays until the page is left."""
    page.evaluate(SPACED_OUT, TEXT_SPACING)
