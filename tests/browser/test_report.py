"""A workshop's report in the browser: whole on paper, its actions kept in place, its words copied, its link shared."""

import pytest
from playwright.sync_api import expect

from tests.assessments.reports import finished, mixed
from tests.assessments.workshops import ALWAYS, address, fresh
from tests.browser import measures, paper
from tests.browser.test_print import faults_on_paper, print_out, unprinted

refused = pytest.mark.provokes("status of 422")
LONG_NAME = "People with lived experience of the services by the river, 2026"[:60]


def open_report(page, workshop):
    page.goto(address(workshop, "workshop-report"))
    return workshop


@pytest.mark.parametrize("make", [lambda: finished(asked=ALWAYS), mixed])
def test_all_of_it_is_on_paper_and_nothing_is_cut(desk, live_server, make):
    workshop = open_report(desk, make())
    pdf = print_out(desk)
    printed = paper.words(pdf)
    assert not unprinted(desk, pdf)
    assert not faults_on_paper(desk)
    assert paper.pages(pdf) <= 9
    for secret in (workshop.console_token, workshop.screen_token, fresh(workshop).report_token):
        assert secret is None or secret not in printed


def test_a_long_reason_flows_over_pages_and_a_word_without_end_is_not_cut(desk, live_server):
    workshop = finished(asked=ALWAYS)
    workshop.sides.update(name="x" * 60)
    first, second = workshop.rounds.all()[:2]
    workshop.rounds.filter(pk=first.pk).update(reason="Some words, and more of them. " * 130 + "The last.")
    workshop.rounds.filter(pk=second.pk).update(note="https://example.org/" + "abcdefghij" * 60)
    workshop.add_action("y" * 300, "z" * 200)
    open_report(desk, workshop)
    measures.open_details(desk)
    assert not measures.sideways(desk)
    pdf = print_out(desk)
    assert "Thelast." in paper.words(pdf)
    assert not faults_on_paper(desk)


def test_on_a_phone_every_number_says_whose_it_is(phone, live_server):
    workshop = finished(asked=ALWAYS)
    workshop.sides.filter(order=0).update(name=LONG_NAME)
    open_report(phone, workshop)
    row = phone.locator(".votes").first.locator("tbody tr").first
    names = row.locator(".whose").all_inner_texts()
    assert names == [LONG_NAME, "Staff", "Everyone"]
    assert not measures.sideways(phone)
    assert not measures.cut_off(phone)


def test_an_action_is_added_in_place(visitor, live_server):
    open_report(visitor, finished(asked=ALWAYS))
    form = visitor.locator(".new-action")
    form.get_by_label("What will be done?").fill("Ring the bus company")
    form.get_by_label("By when?").fill("2027-01-31")
    form.get_by_role("button").click()
    row = visitor.locator(".actions tbody tr").last
    expect(row).to_contain_text("Ring the bus company")
    expect(row).to_contain_text("31 January 2027")
    assert visitor.url.endswith("#actions")
    row.get_by_role("button").click()
    expect(visitor.locator(".actions")).not_to_contain_text("Ring the bus company")


@refused
def test_an_action_without_words_is_asked_for_and_the_rest_is_kept(visitor, live_server):
    open_report(visitor, finished(asked=ALWAYS))
    visitor.get_by_label("Who does it?").fill("The chair")
    visitor.locator(".new-action button").click()
    summary = visitor.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(visitor.get_by_label("What will be done?")).to_be_focused()
    assert visitor.get_by_label("Who does it?").input_value() == "The chair"
    assert visitor.title().startswith("Error: ")


def test_the_words_for_minutes_are_copied(desk, live_server):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_report(desk, finished(asked=ALWAYS))
    desk.get_by_text("Copy the words").click()
    desk.locator("[data-copy=minutes]").click()
    expect(desk.locator("#status")).to_have_text("Copied.")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Workshop report: The clinic by the river")
    assert "Because: We ask, and then the board decides." in copied


def test_a_report_is_shared_with_who_took_part_and_taken_back(visitor, new_page, live_server):
    open_report(visitor, finished(asked=ALWAYS))
    visitor.get_by_role("button", name="Make a link to share").click()
    link = visitor.get_by_label("Link to share").input_value()
    guest = new_page()
    guest.goto(link)
    expect(guest.locator("h1")).to_have_text("What this workshop found")
    expect(guest.locator("main")).not_to_contain_text("Lively")
    visitor.get_by_role("button", name="Take the link back").click()
    expect(visitor.get_by_role("button", name="Make a link to share")).to_be_visible()
    assert guest.context.request.get(link).status == 410


def test_both_readers_pages_pass_axe(desk, axe, live_server):
    workshop = open_report(desk, mixed())
    axe(desk)
    workshop.share_report()
    desk.goto(f"/workshop-report/{workshop.report_token}/")
    axe(desk)
