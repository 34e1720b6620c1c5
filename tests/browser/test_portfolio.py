"""A portfolio in the browser: found and sorted in place, without JavaScript, and when the network fails."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import cast
from tests.assessments.organisations import filled
from tests.browser import steps

EVERYTHING = 7


def open_portfolio(page, live_server):
    made = filled()
    steps.sign_in(page, live_server.url, cast.owner())
    page.goto(reverse("organisation", args=[made.slug]))
    page.get_by_text("Find and sort").click()
    expect(rows(page)).to_have_count(EVERYTHING)


def rows(page):
    return page.locator("#portfolio tbody tr")


def test_the_list_changes_in_place_and_the_control_keeps_the_focus(desk, live_server):
    open_portfolio(desk, live_server)
    desk.get_by_label("Name").press_sequentially("bus")
    expect(rows(desk)).to_have_count(1)
    expect(desk.get_by_label("Name")).to_be_focused()
    expect(desk.get_by_label("Name")).to_have_value("bus")
    expect(desk.get_by_role("status")).to_have_text("1 shown")
    expect(desk).to_have_url(re.compile(r"\?name=bus&"))
    desk.get_by_label("Name").fill("")
    desk.get_by_label("Only where the two differ").press("Space")
    expect(rows(desk)).to_have_count(2)
    expect(desk.get_by_label("Only where the two differ")).to_be_focused()
    desk.get_by_label("Show").select_option("archived")
    expect(desk.get_by_text("No engagement matches.")).to_be_visible()
    expect(desk.get_by_role("status")).to_have_text("Nothing matches")


def test_an_address_that_was_found_shows_the_same_again(desk, live_server):
    open_portfolio(desk, live_server)
    desk.get_by_label("Show").select_option("archived")
    expect(rows(desk)).to_have_count(1)
    desk.reload()
    expect(rows(desk)).to_have_count(1)
    expect(desk.get_by_label("Show")).to_have_value("archived")
    desk.go_back()
    expect(rows(desk)).to_have_count(EVERYTHING)


@pytest.mark.provokes("status of 422", "Status Error Code 422")
def test_days_that_are_the_wrong_way_round_are_told_and_everything_stays(desk, live_server):
    open_portfolio(desk, live_server)
    desk.locator("[name=since]").fill("2026-03-02")
    expect(desk).to_have_url(re.compile("since=2026-03-02"))
    desk.locator("[name=until]").fill("2026-03-01")
    expect(desk.get_by_role("link", name="The second day comes before the first.")).to_be_visible()
    expect(rows(desk)).to_have_count(EVERYTHING)


def test_the_button_does_it_without_javascript(no_js, live_server):
    open_portfolio(no_js, live_server)
    no_js.get_by_label("Name").fill("bus")
    no_js.get_by_role("button", name="Show").click()
    expect(rows(no_js)).to_have_count(1)
    expect(no_js.get_by_label("Name")).to_have_value("bus")


@pytest.mark.provokes("htmx:", "Failed to load resource")
def test_without_a_network_the_list_stays_and_the_page_says_so(desk, live_server):
    open_portfolio(desk, live_server)
    desk.context.set_offline(True)
    desk.get_by_label("Show").select_option("archived")
    expect(desk.locator("#failure")).to_contain_text("The list could not be changed just now.")
    expect(rows(desk)).to_have_count(EVERYTHING)
    desk.context.set_offline(False)
    desk.get_by_label("Show").select_option("live")
    expect(rows(desk)).to_have_count(EVERYTHING - 1)
    expect(desk.locator("#failure")).to_be_hidden()
