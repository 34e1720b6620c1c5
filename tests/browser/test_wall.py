"""The wall on projectors of every size: all is on it and large enough, it follows the console, and it comes back."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessments.models import Workshop
from spectrum.models import newest_edition
from tests.assessments.screens import LONG_SIDES, LONG_TITLE, SPLIT, asking, screen, split, told
from tests.assessments.workshops import ALWAYS, agreed, fresh, lobby, move, planned, seated, vote
from tests.browser.conftest import SCHEMES
from tests.browser.test_colour_vision import DEFICIENCIES, difference, outline
from tests.browser.test_print import faults_on_paper
from tests.states import STATES

SIZES = [(1024, 768), (1280, 720), (1920, 1080), (3840, 2160)]
SHOWN = [state for state in STATES if state.name.startswith("screen-") and state.status == 200]
FAULTS = f"() => {{ {Path(__file__).with_name('wall.js').read_text()} return faultsOnTheWall(); }}"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PROJECTOR = {"viewport": {"width": 1280, "height": 720}}
SOON = 12_000  # milliseconds: a few polls, on a busy machine


@pytest.fixture
def wall(new_page):
    return new_page(**PROJECTOR)


def faults(page, sizes=SIZES):
    """What is wrong at each size, and where."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(SETTLED)
        for fault in page.evaluate(FAULTS):
            yield f"{width} × {height}: {fault}"


def size_of(page):
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")


@pytest.mark.parametrize("state", SHOWN, ids=lambda state: state.name)
def test_all_of_a_state_is_on_the_wall_and_large_enough(wall, state):
    wall.goto(state.address())
    found = list(faults(wall))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("voice", ["participant", "organisation"])
def test_every_wording_of_the_edition_fits_with_the_longest_names(wall, voice):
    """Each question while it is open, after the reveal with the room split and every place taken, and when agreed."""
    workshop = move(lobby(sides=LONG_SIDES, title=LONG_TITLE), "start")
    Workshop.objects.filter(pk=workshop.pk).update(wall_voice=voice)
    people, staff = seated(workshop, 12), seated(workshop, 6, side=1)
    found = []
    for question in newest_edition().questions:
        for token, choice in zip([*people, *staff], [*SPLIT[0], *SPLIT[1]], strict=True):
            vote([token], choice)
        for moves in ((), ("close", "reveal"), ("agree",)):
            if moves == ("agree",):
                longest = max(question.choices, key=lambda choice: len(choice.text(voice))).type
                agreed(workshop, longest, reason="Because of the words, and the many people who came to say them. " * 4)
            workshop = move(workshop, *moves)
            wall.goto(screen(workshop))
            expect(wall.locator("main")).to_contain_text(question.text(voice))
            found += [f"{question.slug}, {workshop.current.state}: {fault}" for fault in faults(wall)]
        workshop = move(workshop, "next")
    assert not found, "\n".join(found)


def test_words_of_the_usual_length_need_no_smaller_text(wall):
    """The sizes of the style sheet stand; only the longest words of all are fitted in by the script."""
    for make in (lobby, asking, split):
        wall.goto(screen(make()))
        for width, height in SIZES[1:]:
            wall.set_viewport_size({"width": width, "height": height})
            wall.evaluate(SETTLED)
            assert wall.locator("html").get_attribute("data-size") == "2"


CALM = ["screen-lobby", "screen-question", "screen-result", "screen-agreed", "screen-summary", "screen-pause"]


@pytest.mark.parametrize("state", [state for state in SHOWN if state.name in CALM], ids=lambda state: state.name)
def test_a_state_has_no_fault_in_light_or_dark(wall, axe, state):
    wall.goto(state.address())
    axe(wall, widths=(1280,), schemes=SCHEMES)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_bars_are_told_apart_without_their_colours(new_page, deficiency, scheme):
    page = new_page(**PROJECTOR, color_scheme=scheme)
    page.goto(screen(told(["informing", "consulting", "involving", "co-producing"] * 2, sides=[LONG_SIDES[0]])))
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
    bars = page.locator(".bars .bar > svg")
    outlines = [outline(page, bars.nth(number), 200, 40) for number in range(4)]
    for one, other in combinations(outlines, 2):
        assert difference(one, other) > 0.1
    if deficiency == "achromatopsia":
        assert all(each["colour"] < 12 for each in outlines)


def test_a_bar_is_as_long_as_its_share_and_its_number_stands_at_its_end(wall):
    wall.goto(screen(told(["informing"] * 6 + ["involving"] * 3, sides=[LONG_SIDES[0]])))
    bars = [svg.bounding_box() for svg in wall.locator(".bars .bar > svg").all()]
    assert len(bars) == 2
    assert abs(bars[0]["width"] / bars[1]["width"] - 2) < 0.05
    numbers = wall.locator(".bars:not(.unknown) .bar b")
    assert numbers.all_inner_texts() == ["6", "0", "3", "0"]
    for bar, place in zip(bars, (0, 2), strict=True):
        gap = numbers.nth(place).bounding_box()["x"] - bar["x"] - bar["width"]
        assert 0 < gap < 20


def test_it_follows_the_console_by_itself_and_says_it_once(wall):
    workshop = planned(asked=ALWAYS)
    wall.goto(screen(workshop))
    heading = wall.locator("h1")
    expect(heading).to_have_text("This begins soon")
    workshop.open_lobby()
    expect(heading).to_have_text("Join with your phone", timeout=SOON)
    expect(wall.locator(".lobby .code")).to_have_text(fresh(workshop).spaced_code)
    wall.get_by_role("link", name="Help").focus()
    seats = seated(workshop, 6)
    expect(wall.locator("#count")).to_have_text("6 are in", timeout=SOON)
    asked = move(workshop, "start").spectrum.question_by_slug["priorities"]
    expect(heading).to_have_text(asked.participant, timeout=SOON)
    expect(wall).to_have_title(f"On the wall: {asked.participant} – PeopleHub")
    expect(wall.locator("#status")).to_have_text(asked.participant)
    vote(seats, "consulting")
    expect(wall.locator("#count")).to_contain_text("6 of 6 have answered", timeout=SOON)
    move(workshop, "close", "reveal")
    expect(wall.locator(".bars:not(.unknown) .bar b")).to_have_text(["0", "6", "0", "0"], timeout=SOON)
    assert wall.evaluate("document.activeElement.textContent") == "Help"
    fresh(workshop).close()
    expect(heading).to_have_text("Thank you", timeout=SOON)
    assert wall.locator("main .code").count() == 0


def test_what_comes_by_itself_is_fitted_too(wall):
    workshop = lobby(sides=LONG_SIDES)
    wall.set_viewport_size({"width": 1024, "height": 768})
    wall.goto(screen(workshop))
    Workshop.objects.filter(pk=workshop.pk).update(wall_voice="organisation")
    move(workshop, "start")
    for side, choices in enumerate(SPLIT):
        for choice in choices:
            vote(seated(workshop, side=side), choice)
    move(workshop, "close", "reveal")
    expect(wall.locator(".talk")).to_be_visible(timeout=SOON)
    assert not list(faults(wall, SIZES[:1]))


@pytest.mark.provokes("ERR_INTERNET_DISCONNECTED")
def test_it_says_when_it_is_not_connected_and_goes_on_when_it_is(wall):
    workshop = lobby(asked=ALWAYS)
    wall.goto(screen(workshop))
    wall.context.set_offline(True)
    expect(wall.locator("#connection")).to_be_visible(timeout=20_000)
    expect(wall.locator("#status")).to_have_text(re.compile("Not connected"))
    move(workshop, "start")
    wall.context.set_offline(False)
    expect(wall.locator(".lines")).to_be_visible(timeout=SOON)
    expect(wall.locator("#connection")).to_be_hidden()


def test_keys_and_buttons_size_the_text_and_the_browser_remembers(wall):
    wall.goto(screen(asking()))
    usual = size_of(wall)
    wall.keyboard.press("+")
    larger = size_of(wall)
    assert larger > usual
    expect(wall.locator("#status")).to_have_text("Larger.")
    wall.reload()
    assert size_of(wall) == larger
    wall.keyboard.press("-")
    assert size_of(wall) == usual
    wall.get_by_role("button", name="Larger text").click()
    assert size_of(wall) == larger
    wall.evaluate("document.activeElement.blur()")
    for key in ("ArrowRight", "PageDown", " ", "b", "Enter", "a"):
        wall.locator("body").press(key)
    assert size_of(wall) == larger
    expect(wall.locator(".lines")).to_be_visible()
    for _ in range(12):
        wall.keyboard.press("=")
    assert not list(faults(wall, [(1280, 720)]))
    for _ in range(12):
        wall.keyboard.press("-")
    assert not list(faults(wall, [(1280, 720)]))
    expect(wall.locator("#status")).to_have_text("It gets no smaller.")


def test_f_fills_the_screen_and_gives_it_back(wall):
    wall.goto(screen(asking()))
    for press in (lambda: wall.keyboard.press("f"), lambda: wall.get_by_role("button", name="Full screen").click()):
        press()
        wall.wait_for_function("document.fullscreenElement !== null")
        wall.keyboard.press("f")
        wall.wait_for_function("document.fullscreenElement === null")


def test_without_storage_all_works_but_the_memory(wall):
    forbid = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    wall.add_init_script(forbid)
    wall.goto(screen(asking()))
    usual = size_of(wall)
    wall.keyboard.press("+")
    assert size_of(wall) > usual


def test_without_scripts_it_is_whole_and_has_a_link_to_what_is_new(new_page):
    page = new_page(**PROJECTOR, java_script_enabled=False)
    workshop = asking()
    page.goto(screen(workshop))
    assert not page.get_by_role("button").all()
    move(workshop, "close")
    page.get_by_role("link", name="See what is new").click()
    expect(page.locator("#count")).to_contain_text("Answers are in.")


@pytest.mark.parametrize("name", ["screen-lobby", "screen-result-staff", "screen-summary-long"])
def test_on_paper_nothing_is_cut_and_no_control_is_there(wall, name):
    wall.goto(next(state for state in SHOWN if state.name == name).address())
    # A bar is drawn longer than it is, and cut by its own frame.
    assert not [fault for fault in faults_on_paper(wall) if "<rect" not in fault]
