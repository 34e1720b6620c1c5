"""The three journeys from the first page to the result, with JavaScript and without it."""

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment
from spectrum.models import newest_edition
from tests.browser import steps


def open_door(page, address):
    """From the first page through one of its doors."""
    page.goto("/")
    page.locator(f".ways a[href='{address}']").first.click()
    expect(page.locator("h1")).to_be_visible()


def name_of(type_slug):
    return newest_edition().type_by_slug[type_slug].name.lower()


@pytest.mark.sqlite_journey
def test_participant_takes_the_first_look(visitor):
    """From the poster's address to a letter, and back to change an answer."""
    questions = steps.asked("participant", "first")
    open_door(visitor, "/check/")
    visitor.locator("summary").click()
    expect(visitor.get_by_text(questions[0][1])).to_be_visible()
    visitor.locator("[name=runs_it]").first.check()
    visitor.locator("button[value=first]").click()
    for number, (question, words) in enumerate(questions, 1):
        steps.heading(visitor, words)
        expect(visitor.locator(".step")).to_contain_text(f"Question {number} of 4")
        expect(visitor).to_have_title(f"{words} (question {number} of 4) – PeopleHub")
        assert visitor.url.endswith(f"/{question.slug}/")
        assert steps.chosen(visitor) is None
        steps.answer(visitor, "consulting")
    expect(visitor).to_have_url(steps.REVIEW)
    expect(visitor.locator(".review li")).to_have_count(4)
    steps.finish(visitor)
    expect(visitor.locator("h1")).to_contain_text(name_of("consulting"))
    expect(visitor.locator(".spectrum > .type-consulting .flags")).to_be_visible()
    expect(visitor.locator(".spectrum .flags")).to_have_count(1)
    visitor.locator("main a[href$='/letter/']").first.click()
    expect(visitor.locator(".letter")).to_contain_text(name_of("consulting"))
    visitor.locator("main .step a").click()
    expect(visitor.locator("h1")).to_contain_text(name_of("consulting"))
    visitor.locator(".row a[href$='/answers/']").click()
    visitor.locator("a[href$='/open/?change']").click()
    assert steps.chosen(visitor) == "consulting"
    steps.answer(visitor, "informing")
    expect(visitor).to_have_url(steps.REVIEW)
    assert {choice for slug, choice, _ in steps.saved_answers() if slug != "open"} == {"consulting"}
    steps.finish(visitor)
    expect(visitor.locator("h1")).to_contain_text(name_of("informing"))


def test_participant_goes_on_from_the_first_look_to_all(visitor):
    """Nothing is lost by going on: the four answers are there, the other eight are asked."""
    steps.begin(visitor, look="first")
    steps.answer_all(visitor, "involving", steps.asked("participant", "first"))
    steps.finish(visitor)
    visitor.locator("form[action$='/start/'] button").click()
    done = {question.slug for question, _ in steps.asked("participant", "first")}
    for question, words in steps.asked("participant"):
        if question.slug not in done:
            visitor.goto(steps.private_link(visitor))
            steps.heading(visitor, words)
            steps.answer(visitor, "involving")
            expect(visitor.locator("h1")).not_to_have_text(words)
    visitor.goto(steps.private_link(visitor))
    expect(visitor).to_have_url(steps.REVIEW)
    expect(visitor.locator(".review li")).to_have_count(12)
    assert {choice for _, choice, _ in steps.saved_answers()} == {"involving"}
    assert len(steps.saved_answers()) == 12


def test_organisation_names_its_work(visitor):
    """All twelve, then the title and a claim that the answers do not support: two honest ways on."""
    open_door(visitor, "/assess/")
    visitor.locator("button[value=whole]").click()
    questions = steps.asked("organisation")
    steps.choose(visitor, "consulting")
    steps.write_note(visitor, "We sent a survey.\nTwice.")
    steps.send(visitor)
    steps.heading(visitor, questions[1][1])
    steps.answer_all(visitor, "consulting", questions[1:])
    expect(visitor.locator(".review")).to_contain_text("We sent a survey.")
    visitor.locator("[name=title]").fill("Bus routes – ביקורת")
    visitor.locator("[name=claim][value=co-producing]").check()
    steps.finish(visitor)
    expect(visitor.locator("h1")).to_contain_text(name_of("consulting"))
    expect(visitor.locator("main")).to_contain_text("Bus routes – ביקורת")
    expect(visitor.get_by_role("heading", name=f"It is called {name_of('co-producing')}")).to_be_visible()
    expect(visitor.get_by_role("heading", name=f"Call it {name_of('consulting')}, and do it well")).to_be_visible()
    expect(visitor.get_by_role("heading", name=f"Make it {name_of('co-producing')}")).to_be_visible()
    assert Assessment.objects.get().claim == 4
    visitor.locator("form[action$='/share/'] button").click()
    visitor.goto(visitor.locator("#share-link").input_value())
    expect(visitor.locator("h1")).to_contain_text(name_of("consulting"))
    expect(visitor.locator("main form")).to_have_count(0)
    expect(visitor.locator("main")).not_to_contain_text("We sent a survey.")


def test_planning_wants_more_than_it_can_offer(visitor):
    """What is needed and what can be offered are asked apart, and shown side by side."""
    open_door(visitor, "/choose/")
    visitor.locator("main form button").click()
    for question, words in steps.asked("planning"):
        steps.heading(visitor, words)
        steps.answer(visitor, "co-producing" if question.side == "aim" else "consulting")
    expect(visitor).to_have_url(steps.REVIEW)
    steps.finish(visitor)
    expect(visitor.locator("h1")).to_contain_text(name_of("consulting"))
    expect(visitor.locator(".spectrum .type-co-producing .flags")).to_be_visible()
    expect(visitor.locator(".spectrum .type-consulting .flags")).to_be_visible()
    expect(visitor.get_by_role("heading", name=f"What {name_of('co-producing')} would need")).to_be_visible()


def test_a_step_comes_without_a_page_load(phone):
    """One page load for all questions; title, address, focus and announcement change with each."""
    steps.begin(phone)
    phone.evaluate("window.isTheSamePage = true")
    status = phone.locator("#status").element_handle()
    assert status.text_content() == ""
    questions = steps.asked()
    for number, (question, words) in enumerate(questions, 1):
        steps.heading(phone, words)
        assert phone.url.endswith(f"/{question.slug}/")
        assert phone.title() == f"{words} (question {number} of 12) – PeopleHub"
        if number > 1:
            expect(phone.locator("#heading")).to_be_focused()
            expect(phone.locator("#status")).to_have_text(f"Question {number} of 12")
            assert phone.evaluate("scrollY") == 0
        assert status.evaluate("(node) => node.isConnected && node === document.querySelector('[role=status]')")
        assert phone.evaluate("window.isTheSamePage")
        phone.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        steps.answer(phone, "none")
    expect(phone).to_have_url(steps.REVIEW)
    assert not phone.evaluate("Boolean(window.isTheSamePage)")


def test_without_javascript_each_step_is_a_page_of_its_own(no_js):
    steps.begin(no_js)
    sent = []
    no_js.on("request", lambda request: sent.append((request.method, request.headers.get("hx-request"))))
    steps.answer(no_js, "none")
    steps.heading(no_js, steps.asked()[1][1])
    assert ("POST", None) in sent
    assert not [htmx for _, htmx in sent if htmx]
    steps.answer(no_js, "none")
    steps.heading(no_js, steps.asked()[2][1])
    no_js.go_back()
    assert no_js.locator("[name=choice][value=none]").is_checked()


def test_our_scripts_are_not_needed_where_they_do_not_arrive(no_scripts):
    """JavaScript is on, but our files never come: plain posts again."""
    steps.begin(no_scripts, look="first")
    steps.answer_all(no_scripts, "informing", steps.asked("participant", "first"))
    steps.finish(no_scripts)
    expect(no_scripts.locator("h1")).to_contain_text(name_of("informing"))
