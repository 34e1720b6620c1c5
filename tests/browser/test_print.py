"""On paper: every answer and date is there, nothing is cut off, and what can only be clicked is not."""

from contextlib import contextmanager

import pytest

from assessments.models import Assessment
from assessments.models.answer import NOTE_LIMIT
from spectrum.models import newest_edition
from tests.browser import measures, paper
from tests.states import CASES, answered

A4 = {"width": 794, "height": 1123}  # CSS pixels
BETWEEN_MARGINS = "body { inline-size: 673px !important }"
CONTROLS = "nav, input, button, .button, .skip, .no-print, textarea, [role=status]"
STILL_THERE = """(controls) => [...document.querySelectorAll(controls)]
    .filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 100))"""
CASE_OF = {
    "participant": "the same board, a member",
    "organisation": "an honest online survey on bus routes",
    "planning": "planning: wants partners, can offer a survey",
}


def result_of(voice, **options):
    assessment, token = answered(CASE_OF[voice], **options)
    return assessment, f"/a/{token}/result/"


def print_out(page):
    return page.pdf(prefer_css_page_size=True, print_background=True)


@contextmanager
def on_paper(page):
    """The page as it is laid out for a sheet of A4."""
    before = page.viewport_size
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    yield
    page.emulate_media(media="screen")
    page.set_viewport_size(before)


def unprinted(page, pdf):
    """Lines that the page shows in print and that the PDF does not have."""
    printed = paper.words(pdf)
    with on_paper(page):
        lines = page.locator("main").inner_text().splitlines()
    return [line for line in lines if paper.squeezed(line) not in printed]


def faults_on_paper(page):
    """What is cut off at the edge of a sheet, and which controls are still there."""
    with on_paper(page):
        measures.add_style(page, BETWEEN_MARGINS)
        return [*measures.off_the_sheet(page), *measures.cut_off(page), *page.evaluate(STILL_THERE, CONTROLS)]


@pytest.mark.parametrize("voice", CASE_OF)
def test_a_result(visitor, voice):
    """With JavaScript and without: the answers in words are printed although they are folded away on the screen."""
    assessment, address = result_of(voice, note="A note with ünusual wörds.", title="Bus routes", claim=4)
    visitor.goto(address)
    assert not visitor.get_by_text("A note with ünusual").last.is_visible()
    pdf = print_out(visitor)
    printed = paper.words(pdf)
    explanation = assessment.explain()
    for given in explanation.given:
        assert paper.squeezed(given.asked_words) in printed
        assert paper.squeezed(given.words) in printed
    # What participants hand on has none of their notes in it.
    assert (paper.squeezed("A note with ünusual wörds.") in printed) == (voice != "participant")
    saved = f"{assessment.saved_on:%-d %B %Y}"
    assert paper.squeezed(f"Answers saved on {saved}") in printed
    assert paper.squeezed(newest_edition().wording_note) in printed
    assert address.split("/")[2] not in printed  # the private link is not handed out with the sheet
    assert not unprinted(visitor, pdf)
    assert not faults_on_paper(visitor)
    assert paper.pages(pdf) <= 4


def test_the_page_is_as_it_was_after_printing(desk):
    desk.goto(result_of("participant")[1])
    closed = desk.locator("details:not([open])").count()
    print_out(desk)
    assert desk.locator("details:not([open])").count() == closed > 0
    for event, shown in (("beforeprint", 0), ("afterprint", 1)):  # older browsers open no closed details by style
        desk.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert desk.locator("details.prints-open:not([open])").count() == shown


def test_long_notes_flow_over_pages(desk):
    """Twelve notes as long as they may be, about 8,000 words: the last word of each is there."""
    assessment, address = result_of("organisation", claim=4)
    notes = {}
    for number, slug in enumerate(assessment.asked):
        end = f" Word{number:03}."
        notes[slug] = "Some words, and more of them. " * 132 + end
        answer = assessment.answers_by_question[slug]
        Assessment.objects.get(pk=assessment.pk).record_answer(slug, answer.choice, notes[slug])
    desk.goto(address)
    pdf = print_out(desk)
    printed = paper.words(pdf)
    assert paper.pages(pdf) >= 10
    for note in notes.values():
        assert NOTE_LIMIT - 50 < len(note) <= NOTE_LIMIT
        assert note.split()[-1] in printed
    assert printed.count("Somewords,andmoreofthem.") > 12 * 132 - 2 * paper.pages(pdf)  # some go over two pages
    assert not faults_on_paper(desk)


def test_a_note_without_a_space_is_not_cut(desk):
    """An address, or somebody who leaned on the keyboard."""
    _, address = result_of("organisation", note="https://example.org/" + "abcdefghij" * 60)
    desk.goto(address)
    measures.open_details(desk)
    assert not measures.sideways(desk)
    assert not faults_on_paper(desk)


PARTICIPANTS = [name for name, case in CASES.items() if case["voice"] == "participant"]


@pytest.mark.parametrize("name", PARTICIPANTS)
def test_a_letter_is_one_page(desk, name):
    assessment, token = answered(name)
    desk.goto(f"/a/{token}/result/letter/")
    pdf = print_out(desk)
    assert paper.pages(pdf) == 1
    assert not unprinted(desk, pdf)
    assert not faults_on_paper(desk)
    for question in assessment.explain().open_questions:
        assert paper.squeezed(question) in paper.words(pdf)


def test_the_longest_letter_is_one_page(desk):
    """A settled type with its own questions, and all others open."""
    assessment, token = Assessment.objects.begin("participant")
    for slug in assessment.asked:
        gate = assessment.spectrum.asked([slug])[0].gate
        assessment.record_answer(slug, "informing" if gate else "not-sure")
    assessment.finish()
    desk.goto(f"/a/{token}/result/letter/")
    assert desk.locator(".letter ol li").count() >= 12
    pdf = print_out(desk)
    assert paper.pages(pdf) == 1
    assert not unprinted(desk, pdf)


PAGES = ["/spectrum/", "/spectrum/questions/", "/spectrum/involving/", "/spectrum/frameworks/", "/how-it-works/", "/"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_to_learn_from(desk, address):
    desk.goto(address)
    pdf = print_out(desk)
    assert not unprinted(desk, pdf)
    assert not faults_on_paper(desk)
    if "questions" in address or address == "/how-it-works/":
        assert paper.squeezed(newest_edition().wording_note) in paper.words(pdf)


def test_addresses_are_printed(desk):
    """Paper can't be clicked: links that lead elsewhere say where."""
    desk.goto("/resources/")
    printed = paper.words(print_out(desk))
    addresses = [link.get_attribute("href") for link in desk.locator("main a[href^=http]").all()]
    assert addresses
    for address in addresses:
        assert address in printed
