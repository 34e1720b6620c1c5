"""Errors in words: an empty form, a note that is too long; and that choosing alone never sends anything."""

import pytest
from playwright.sync_api import expect

from assessments.models.answer import NOTE_LIMIT
from tests.browser import steps
from tests.states import begun

refused = pytest.mark.provokes("status of 422", "Status Error Code 422")


@refused
def test_an_empty_form(visitor):
    """The summary has the focus and leads to the field; the field says the same; what was typed is kept."""
    steps.begin(visitor)
    steps.write_note(visitor, "Something typed.")
    steps.send(visitor)
    summary = visitor.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("There is a problem")
    expect(visitor).to_have_title(f"Error: {steps.asked()[0][1]} (question 1 of 12) – PeopleHub")
    link = summary.get_by_role("link")
    expect(link).to_have_count(1)
    expect(visitor.locator("fieldset .errors")).to_have_text(link.text_content())
    assert steps.note(visitor).input_value() == "Something typed."
    assert steps.note(visitor).is_visible()
    link.click()
    expect(visitor.locator("[name=choice]").first).to_be_focused()
    assert steps.chosen(visitor) is None
    steps.answer(visitor, "not-sure")
    steps.heading(visitor, steps.asked()[1][1])
    expect(visitor).to_have_title(f"{steps.asked()[1][1]} (question 2 of 12) – PeopleHub")
    assert not visitor.locator("#error-summary").count()
    assert steps.saved_answers() == [("purpose", "not-sure", "Something typed.")]


@refused
def test_an_error_on_the_review(visitor):
    """The name of the work is too long: said on top and at the field, and kept."""
    steps.begin(visitor, "/assess/", look="first")
    visitor.goto(f"{steps.private_link(visitor)}answers/")
    visitor.locator("[name=title]").fill("x" * 201)
    visitor.locator("[name=claim][value=consulting]").check()
    visitor.locator("main .row .button").click()
    summary = visitor.locator("#error-summary")
    expect(summary).to_be_focused()
    assert visitor.title().startswith("Error: ")
    expect(visitor.locator(".field .errors")).to_have_text(summary.get_by_role("link").text_content())
    summary.get_by_role("link").click()
    expect(visitor.locator("[name=title]")).to_be_focused()
    assert visitor.locator("[name=title]").input_value() == "x" * 201
    assert visitor.locator("[name=claim][value=consulting]").is_checked()
    visitor.locator("[name=title]").fill("x" * 200)
    steps.finish(visitor)


@refused
def test_an_error_is_in_the_reading_order_before_the_form(phone):
    steps.begin(phone)
    steps.send(phone)
    expect(phone.locator("#error-summary")).to_be_focused()
    described = phone.locator("fieldset").get_attribute("aria-describedby")
    assert phone.locator(f"#{described}").text_content().strip()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('#error-summary') !== null")


@refused
@pytest.mark.parametrize("length", [NOTE_LIMIT + 1, 5_000, 70_000])
def test_a_long_note_is_refused_in_words_and_kept_whole(visitor, length):
    words = ("Straße ❤ 𝒙 " * length)[: length - 1] + "."  # characters of one, two, three and four bytes
    steps.begin(visitor)
    steps.choose(visitor, "involving")
    steps.write_note(visitor, words)
    steps.send(visitor)
    expect(visitor.locator("#error-summary")).to_contain_text(f"{length:,} characters")
    assert steps.note(visitor).input_value() == words
    assert steps.chosen(visitor) == "involving"
    visitor.locator("#error-summary a").click()
    expect(steps.note(visitor)).to_be_focused()
    steps.note(visitor).fill(words[:NOTE_LIMIT])
    steps.send(visitor)
    steps.heading(visitor, steps.asked()[1][1])
    assert steps.saved_answers() == [("purpose", "involving", words[:NOTE_LIMIT].strip())]  # the end may be a space


def test_a_long_note_is_counted_as_it_is_typed(phone):
    """As the server counts: a character is one, also where JavaScript takes it for two. No limit cuts it in silence."""
    steps.begin(phone)
    count = phone.locator("#id_note_helptext")
    steps.write_note(phone, "𝒙" * 10)
    expect(count).to_have_text(f"10 of {NOTE_LIMIT:,} characters.")
    steps.note(phone).fill("a\nb" * 1_000)
    expect(count).to_have_text(f"3,000 of {NOTE_LIMIT:,} characters.")
    steps.note(phone).fill("x" * 70_000)
    expect(count).to_have_text(f"70,000 characters: {70_000 - NOTE_LIMIT:,} too many.")
    assert len(steps.note(phone).input_value()) == 70_000
    assert count.get_attribute("id") in steps.note(phone).get_attribute("aria-describedby").split()


def test_the_count_speaks_when_it_is_too_much_and_seldom(phone):
    """A screen reader hears that the note is too long, at most once in ten seconds."""
    phone.clock.install()
    steps.begin(phone)
    status = phone.locator("#status")
    steps.write_note(phone, "x" * NOTE_LIMIT)
    expect(status).to_be_empty()
    steps.note(phone).press_sequentially("yy")
    expect(status).to_have_text(f"{NOTE_LIMIT + 1:,} characters: 1 too many.")
    phone.clock.fast_forward(11_000)
    steps.note(phone).press_sequentially("y")
    expect(status).to_have_text(f"{NOTE_LIMIT + 3:,} characters: 3 too many.")


@pytest.mark.parametrize("address", ["/check/", "/assess/", "/choose/"])
def test_choosing_never_sends(visitor, address):
    """Arrows and Space move the choice and nothing else."""
    steps.begin(visitor, address)
    posts = []
    visitor.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    before = visitor.url
    first, *others = [radio.get_attribute("value") for radio in visitor.get_by_role("radio").all()]
    visitor.locator("[name=choice]").first.focus()
    visitor.keyboard.press("Space")
    assert steps.chosen(visitor) == first
    for expected in (*others, first):
        visitor.keyboard.press("ArrowDown")
        assert steps.chosen(visitor) == expected
    visitor.keyboard.press("ArrowUp")
    assert steps.chosen(visitor) == others[-1]
    visitor.wait_for_timeout(200)
    assert not posts
    assert visitor.url == before
    assert not steps.saved_answers()


@pytest.mark.parametrize("voice", ["participant", "organisation", "planning"])
def test_radios_are_a_group_with_its_question(phone, voice):
    """A fieldset whose legend is the h1, nothing chosen, the unknowns last, one below the other."""
    address = {"participant": "/check/", "organisation": "/assess/", "planning": "/choose/"}[voice]
    steps.begin(phone, address)
    assert phone.locator("fieldset > legend > h1").text_content() == steps.asked(voice)[0][1]
    radios = phone.get_by_role("radio").all()
    assert [radio.get_attribute("value") for radio in radios][-2:] == ["not-sure", "none"]
    assert len(radios) == 6
    assert not [radio for radio in radios if radio.is_checked()]
    tops = [radio.bounding_box()["y"] for radio in radios]
    assert tops == sorted(set(tops))
    question = steps.asked(voice)[0][0]
    names = [phone.get_by_role("radio", name=choice.text(voice), exact=True) for choice in question.choices]
    for name in names:
        expect(name).to_have_count(1)  # a screen reader hears the choice's own words, and no letter


def test_no_bubbles_of_the_browsers_own(visitor):
    """And none of their limits, which cut what is pasted in silence."""
    _, token = begun("organisation")
    for address in ("/check/", "/assess/", "/choose/", f"/a/{token}/purpose/", f"/a/{token}/answers/"):
        visitor.goto(address)
        assert visitor.locator("main form").evaluate("(form) => form.noValidate")
        assert not visitor.locator("[required], [maxlength], [pattern]").count()
