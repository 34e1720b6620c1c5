"""Two people who share a phone answer an invitation, and one of them thinks again."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Answer, Assessment
from tests.assessments.participants import CONTACT, TITLE, invitation, inviting
from tests.browser import steps


@pytest.mark.sqlite_journey
def test_two_people_answer_on_one_phone_and_the_phone_forgets(visitor):
    engagement = inviting()
    questions = steps.asked("participant", "first")
    visitor.goto(invitation(engagement))
    expect(visitor.locator("main")).to_contain_text(TITLE)
    expect(visitor.locator("main")).to_contain_text(CONTACT)
    steps.begin(visitor, invitation(engagement), "first")
    steps.choose(visitor, "consulting")
    steps.write_note(visitor, "They rang me back.")
    visitor.get_by_label("You may share my words").check()
    steps.send(visitor)
    steps.answer_all(visitor, "informing", questions[1:])
    visitor.get_by_label("I had help to answer").check()
    steps.finish(visitor)
    expect(visitor.locator("main")).to_contain_text("You said that you had help")
    first = steps.private_link(visitor)

    visitor.get_by_role("link", name="They can start here").click()
    steps.heading(visitor, "How is it to take part?")
    expect(visitor.get_by_role("link", name="See your answers")).to_be_visible()
    steps.begin(visitor, invitation(engagement), "first")
    steps.answer_all(visitor, "involving", questions)
    steps.finish(visitor)
    second = steps.private_link(visitor)
    assert second != first

    visitor.goto(invitation(engagement))
    visitor.get_by_role("link", name="See your answers").click()
    assert steps.private_link(visitor) == second
    visitor.goto(invitation(engagement))
    visitor.get_by_text("Is this a shared phone?").click()
    visitor.get_by_role("button", name="Forget on this phone").click()
    steps.heading(visitor, "This phone has let go of the link")
    visitor.get_by_role("link", name="Back to the invitation").click()
    expect(visitor.locator("main")).not_to_contain_text("begun on this phone")

    visitor.goto(first)
    visitor.get_by_role("link", name="Delete these answers").click()
    visitor.get_by_role("button", name="Delete all of it").click()
    steps.heading(visitor, "Your answers are deleted")
    [left] = Assessment.objects.all()
    assert left.engagement_id == engagement.pk
    assert not Answer.objects.exclude(position=3).exists()


@pytest.mark.provokes("status of 409", "Status Error Code 409")
def test_answers_that_close_while_somebody_types_leave_the_words_on_the_screen(visitor):
    engagement = inviting()
    steps.begin(visitor, invitation(engagement), "first")
    steps.choose(visitor, "consulting")
    steps.write_note(visitor, "I waited for a year.")
    engagement.close()
    steps.send(visitor)
    steps.heading(visitor, "This is closed")
    expect(visitor.locator("main")).to_contain_text("I waited for a year.")
    visitor.get_by_role("link", name="See your answers").click()
    expect(visitor).to_have_url(re.compile("/answers/$"))
    expect(visitor.locator("main")).to_contain_text("you can’t change your answers now")
