"""The print pack on paper, and the tally sheet typed in by keyboard."""

import pytest
from playwright.sync_api import expect

from spectrum.models import newest_edition
from tests.assessments.workshops import PEOPLE, STAFF, address, lobby, planned
from tests.browser import measures, paper
from tests.browser.test_print import faults_on_paper, on_paper, print_out, unprinted
from tests.pack_states import LONG_SIDES, for_staff, longest

LANDSCAPE = {"width": 1123, "height": 794}

# What each print ends with, and on how many pages it stands: as it mostly is, and with the longest names and words.
PAGES = {
    "poster": ("raise your hand.", 1, 1),
    "handout": ("", 5, 6),
    "cards": ("None of these", 3, 3),
    "tally": ("", 3, 4),
    "script": ("", 8, 9),
    "slides": ("", 14, 14),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("make", [planned, longest, for_staff])
def test_a_print_is_whole(desk, name, make):
    """No word is missing or cut off, no control and no secret is on it, and it has no more pages than it may."""
    workshop = make()
    desk.goto(address(workshop, f"workshop-{name}"))
    pdf = print_out(desk)
    printed = paper.words(pdf)
    last, pages, most = PAGES[name]
    assert paper.squeezed(last or newest_edition().wording_note) in printed
    assert paper.pages(pdf) == pages if make is planned else paper.pages(pdf) <= most
    assert not unprinted(desk, pdf)
    if name != "slides":  # they are landscape: the next test
        assert not faults_on_paper(desk)
    for secret in (workshop.console_token, workshop.screen_token):
        assert secret not in printed
        assert secret.encode() not in pdf  # a link on paper would carry it too


@pytest.mark.parametrize("make", [planned, longest, for_staff])
def test_nothing_of_a_slide_is_cut(desk, make):
    desk.goto(address(make(), "workshop-slides"))
    with on_paper(desk):
        desk.set_viewport_size(LANDSCAPE)
        measures.add_style(desk, "body { inline-size: 987px !important }")  # between the margins
        assert not [*measures.off_the_sheet(desk), *measures.cut_off(desk)]


def test_the_code_and_the_cards_are_read_from_afar(desk):
    """In CSS pixels of a sheet of paper, 96 to the inch."""
    workshop = lobby()
    height = "element => parseFloat(getComputedStyle(element).fontSize)"
    desk.goto(address(workshop, "workshop-poster"))
    with on_paper(desk):
        code = desk.locator(".poster-code")
        assert code.evaluate(height) >= 90
        assert code.inner_text() == workshop.spaced_code
        assert desk.locator(".qr").bounding_box()["width"] >= 300
    desk.goto(address(workshop, "workshop-cards"))
    with on_paper(desk):
        assert desk.locator(".card-letter").first.evaluate(height) >= 350
        assert desk.locator(".card-words").first.evaluate(height) >= 110


def test_the_widest_code_fits(desk):
    workshop = lobby()
    workshop.touch(code="WWWMMM")
    desk.goto(address(workshop, "workshop-poster"))
    assert paper.pages(print_out(desk)) == 1
    assert not faults_on_paper(desk)
    for width in (320, 360, 700, 1280):
        for name in ("poster", "slides"):
            desk.goto(address(workshop, f"workshop-{name}"))
            desk.set_viewport_size({"width": width, "height": 800})
            assert not [*measures.sideways(desk), *measures.cut_off(desk)]


def test_a_whole_sheet_is_typed_in_by_keyboard_alone(no_js):
    """Without JavaScript: Tab goes down the sheet, box by box, and Enter saves it."""
    workshop = planned(sides=[PEOPLE, STAFF])
    no_js.goto(address(workshop, "workshop-tally-answers"))
    boxes = no_js.locator(".tally-form input[inputmode=numeric]")
    assert boxes.count() == 144
    boxes.first.focus()
    typed = []
    for number in range(144):
        count = str(number % 9) if number % 5 else ""
        no_js.keyboard.type(count)
        typed.append(count if count != "0" else "")
        if number < 143:
            no_js.keyboard.press("Tab")
    assert no_js.evaluate("document.activeElement.name") == "duration-1-none"
    no_js.keyboard.press("Enter")
    expect(no_js.locator("#saved")).to_contain_text("raised hands are stored")
    assert [box.input_value() for box in boxes.all()] == typed
    no_js.reload()
    assert [box.input_value() for box in boxes.all()] == typed


@pytest.mark.provokes("status of 422")
def test_a_slip_of_the_finger_is_found_and_put_right_by_keyboard(desk):
    workshop = planned()
    desk.goto(address(workshop, "workshop-tally-answers"))
    desk.get_by_role("group", name="1. What").get_by_role("group", name="Staff").get_by_label("B", exact=True).fill("4")
    wrong = desk.locator("[name=open-1-1]")
    wrong.fill("1o")
    desk.keyboard.press("Enter")
    expect(desk.locator("#error-summary")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(wrong).to_be_focused()
    assert wrong.get_attribute("aria-invalid") == "true"
    described = wrong.get_attribute("aria-describedby")
    assert "Staff, question 3, B" in desk.locator(f"[id='{described}']").inner_text()
    wrong.fill("10")
    desk.keyboard.press("Enter")
    expect(desk.locator("#saved")).to_contain_text("14 raised hands are stored")


def test_the_boxes_of_the_longest_sheet_fit_a_phone(phone):
    phone.goto(address(lobby(sides=LONG_SIDES), "workshop-tally-answers"))
    assert not measures.sideways(phone)
    box = phone.locator("[name=open-1-1]")
    box.fill("2000")
    assert box.bounding_box()["height"] >= 44
    assert box.evaluate("element => element.scrollWidth <= element.clientWidth")
