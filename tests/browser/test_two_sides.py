"""The whole way: an organisation answers, invites people, sees what five of them find, and says what it offers."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import DESK, PHONE


@pytest.mark.sqlite_journey
@pytest.mark.parametrize("has_scripts", [True, False], ids=["with JavaScript", "without"])
def test_an_organisation_and_five_people_see_both_sides(new_page, has_scripts):
    desk = new_page(**DESK, java_script_enabled=has_scripts)
    desk.goto("/accounts/signup/")
    desk.get_by_label("E-mail address").fill("ann@example.org")
    desk.get_by_label("Password").fill("three blue horses")
    desk.get_by_role("button", name="Make the account").click()
    steps.heading(desk, "Your organisations")
    desk.locator("[name=name]").fill("Valley Trust")
    desk.get_by_role("button", name="Make the organisation").click()
    steps.heading(desk, "Valley Trust")
    desk.get_by_role("link", name="New engagement").first.click()
    desk.locator("[name=title]").fill("New bus routes")
    desk.locator("main form .button").first.click()
    steps.heading(desk, "New bus routes")
    work = desk.url

    desk.get_by_role("link", name="Answer for this work").first.click()
    desk.locator("button[name=look][value=first]").click()
    steps.answer_all(desk, "involving", steps.asked("organisation", "first"))
    desk.locator("input[name=claim][value=co-producing]").check()
    steps.finish(desk)

    desk.goto(f"{work}comparison/")
    steps.heading(desk, "Not enough answers yet")
    desk.goto(f"{work}invitation/")
    desk.get_by_role("button", name="Make the invitation link").click()
    invitation = re.search(r"/i/[\w-]{32}/", desk.content()).group()

    for number in range(5):
        phone = new_page(**PHONE, java_script_enabled=False)
        steps.begin(phone, invitation, "first")
        if number == 0:
            steps.choose(phone, "consulting")
            steps.write_note(phone, "Nobody rang me back.")
            phone.get_by_label("You may share my words").check()
            steps.send(phone)
            steps.answer_all(phone, "consulting", steps.asked("participant", "first")[1:])
        else:
            steps.answer_all(phone, "consulting", steps.asked("participant", "first"))
        steps.finish(phone)
        desk.goto(f"{work}comparison/")
        steps.heading(desk, "You see this differently" if number == 4 else "Not enough answers yet")
    main = desk.locator("main")
    expect(main).to_contain_text("5 to 9 people")
    expect(main).to_contain_text("Nobody rang me back.")
    expect(main).to_contain_text("You answered involving.")
    expect(main).not_to_contain_text(re.compile(r"\ball (five|5|of them)\b"))

    files = desk.context.request
    told = json.loads(files.get(f"{work}comparison.json").body())
    assert told["people_say"]["people"] == "5 to 9"
    assert {each["said"]["consulting"] for each in told["questions"] if each["said"]} == {"most"}
    assert files.get(f"{work}comparison.csv").body().startswith(b"\xef\xbb\xbf")

    desk.goto(f"{work}statement/")
    desk.locator("input[name=type][value=co-producing]").check()
    desk.get_by_role("button", name="Save and see it").click()
    expect(desk.get_by_role("button", name="Publish it all the same")).to_be_visible()
    desk.get_by_role("button", name="Publish it all the same").click()
    statement = re.search(r"/s/[\w-]{32}/", desk.content()).group()
    reader = new_page(**PHONE, java_script_enabled=False)
    reader.goto(statement)
    expect(reader.locator("main")).to_contain_text("New bus routes")
    expect(reader.locator("main")).to_contain_text("Does this match what you find?")
    reader.get_by_role("link", name="Say how it is for you").click()
    assert reader.url.endswith(invitation)
    desk.goto(work)
    desk.get_by_role("link", name="Valley Trust").first.click()
    expect(desk.locator("main")).to_contain_text("Called co-producing")
