"""What people do on the way from the first page to the result, each step in one function."""

import re

from django.test import Client
from playwright.sync_api import expect

from assessments.models import Answer
from spectrum.models import newest_edition

QUESTION = re.compile(r"/a/[\w-]{32}/[a-z-]+/$")
REVIEW = re.compile(r"/a/[\w-]{32}/answers/$")
RESULT = re.compile(r"/a/[\w-]{32}/result/")


def asked(voice="participant", look="whole"):
    """The questions of a voice in order, each with the words it is asked in."""
    edition = newest_edition()
    questions = edition.questions if look == "whole" else edition.asked(edition.first_look)
    return [(question, question.text(voice)) for question in questions]


def sign_in(page, origin, user):
    """Gives the page's browser the session of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}])


def begin(page, address="/check/", look="whole"):
    """Starts an assessment; the first question is then open."""
    page.goto(address)
    page.locator(f"button[name=look][value={look}]").click()
    expect(page).to_have_url(QUESTION)


def choose(page, choice):
    page.locator(f"input[name=choice][value={choice}]").check()


def chosen(page):
    """The choice that is ticked, or None."""
    return page.evaluate("document.querySelector('[name=choice]:checked')?.value ?? null")


def note(page):
    return page.locator("[name=note]")


def write_note(page, words):
    if not note(page).is_visible():
        page.get_by_text("Add a note, if you like").click()
    note(page).fill(words)


def send(page):
    """Presses the form's button, whatever it says."""
    page.locator("#answer button").click()


def answer(page, choice):
    choose(page, choice)
    send(page)


def answer_all(page, choice, questions):
    for _, words in questions:
        expect(page.locator("h1")).to_have_text(words)
        answer(page, choice)
    expect(page).to_have_url(REVIEW)


def private_link(page):
    return re.match(r".*/a/[\w-]{32}/", page.url).group()


def finish(page):
    """From the review to the result."""
    page.locator("main .row .button").click()
    expect(page).to_have_url(RESULT)


def heading(page, words):
    expect(page.locator("h1")).to_have_text(words)


def saved_answers():
    """Every stored answer as (question, choice, note)."""
    return sorted((answer.question, answer.choice, answer.note) for answer in Answer.objects.all())


def focused(page):
    """The tag and the id of what has the focus."""
    return page.evaluate("[document.activeElement.tagName, document.activeElement.id]")
