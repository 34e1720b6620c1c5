"""Setting a workshop up in the browser: without JavaScript, by keyboard alone, with wrong input; and practice."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Progress, Workshop
from tests import cast
from tests.assessments.workshops import ALWAYS, address, fresh, planned
from tests.browser import steps
from tests.browser.conftest import PHONE

CONSOLE = re.compile(r"/workshops/[\w-]{32}/$")


def made():
    return fresh(Workshop.objects.get())


def tab_to(page, control, most=40):
    """Presses Tab until a control has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if control.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab never came to {control}")


def test_from_the_first_page_two_presses_lead_to_a_console_without_javascript(new_page):
    page = new_page(**PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Set up a workshop").click()
    steps.heading(page, "Run a workshop")
    page.get_by_role("button", name="Set up").click()
    expect(page).to_have_url(CONSOLE)
    assert {each.question for each in Progress(made()).rounds} == set(ALWAYS)


def test_everything_can_be_set_up_by_keyboard_alone(desk):
    desk.goto("/workshops/")
    tab_to(desk, desk.get_by_label("What is this work called?"))
    desk.keyboard.type("The clinic")
    tab_to(desk, desk.get_by_label("What this side is called"))
    desk.keyboard.press("Control+A")
    desk.keyboard.type("Neighbours")
    tab_to(desk, desk.get_by_label("Staff, or others who run the work"))
    desk.keyboard.press("Space")
    tab_to(desk, desk.locator("[name=look][value=first]"))
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, desk.get_by_text("Tick the questions"))
    desk.keyboard.press("Enter")
    tab_to(desk, desk.locator("[name=questions][value=loop]"))
    desk.keyboard.press("Space")
    tab_to(desk, desk.locator("[name=mode][value=private]"))
    desk.keyboard.press("ArrowDown")
    tab_to(desk, desk.get_by_role("button", name="Set up"))
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(CONSOLE)
    workshop = made()
    assert (workshop.engagement.title, workshop.mode) == ("The clinic", "hands")
    assert [side.name for side in workshop.sides.all()] == ["Neighbours"]
    assert [each.question for each in Progress(workshop).rounds] == [*ALWAYS, "loop"]


@pytest.mark.provokes("status of 422")
@pytest.mark.parametrize("scripts", [True, False])
def test_wrong_input_is_told_and_nothing_that_was_chosen_is_lost(new_page, scripts):
    page = new_page(**PHONE, java_script_enabled=scripts)
    page.goto("/workshops/")
    page.get_by_label("What is this work called?").fill("The clinic")
    page.get_by_label("What this side is called").fill("Staff")
    page.get_by_text("Tick the questions").click()
    page.locator("[name=questions][value=loop]").check()
    page.locator("[name=mode][value=hands]").check()
    page.get_by_role("button", name="Set up").click()
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator("#error-summary")
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(summary).to_be_focused()
    expect(page.get_by_label("What is this work called?")).to_have_value("The clinic")
    expect(page.locator("[name=questions][value=loop]")).to_be_checked()
    expect(page.locator("[name=mode][value=hands]")).to_be_checked()
    summary.get_by_role("link", name="Both sides have this name").click()
    expect(page.get_by_label("What the staff side is called")).to_be_focused()
    page.get_by_label("What this side is called").fill("Neighbours")
    page.locator("[name=look][value=choose]").check()
    page.get_by_role("button", name="Set up").click()
    expect(page).to_have_url(CONSOLE)
    assert [each.question for each in Progress(made()).rounds] == [*ALWAYS, "loop"]


def test_a_double_click_sets_up_one(desk):
    desk.goto("/workshops/")
    desk.get_by_role("button", name="Set up").dblclick()
    expect(desk).to_have_url(CONSOLE)
    assert Workshop.objects.count() == 1


def test_a_colleague_sets_a_run_up_from_the_work_and_finds_it_there(desk, live_server):
    engagement = cast.organisation().engagements.create(title="The clinic")
    steps.sign_in(desk, live_server.url, cast.owner())
    desk.goto(reverse("engagement", args=[engagement.pk]))
    desk.get_by_role("link", name="Workshops").click()
    steps.heading(desk, "Workshops of this work")
    desk.get_by_role("button", name="Set up").click()
    expect(desk).to_have_url(CONSOLE)
    desk.goto(reverse("engagement-workshops", args=[engagement.pk]))
    desk.get_by_role("link", name="Console of run 1").click()
    expect(desk).to_have_url(CONSOLE)


def test_settings_can_be_changed_without_javascript(new_page):
    workshop = planned()
    page = new_page(**PHONE, java_script_enabled=False)
    page.goto(address(workshop, "workshop-settings"))
    page.get_by_label("Name of the side that takes part").fill("Neighbours")
    page.get_by_text("Choose the questions").click()
    page.locator("[name=questions][value=purpose]").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(CONSOLE)
    assert workshop.sides.first().name == "Neighbours"
    assert workshop.rounds.count() == 11


def test_practice_opens_beside_the_console_and_pretend_people_vote(desk):
    workshop = planned(asked=ALWAYS)
    desk.goto(address(workshop, "workshop-settings"))
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="Rehearse in a new tab").click()
    expect(popup.value).to_have_url(CONSOLE)
    expect(popup.value.locator("main")).to_contain_text("rehearsal")
    assert desk.url.endswith(address(workshop, "workshop-settings"))
    assert fresh(workshop).seats == 0
    assert fresh(Workshop.objects.get(practice=True)).seats == 24
