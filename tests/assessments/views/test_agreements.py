from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Agreement
from tests import cast
from tests.assessments.engagements import BOARD, SURVEY, agreed, agreeing, colleague, engagement
from tests.assessments.pages import read, send
from tests.assessments.participants import taking_part

pytestmark = pytest.mark.django_db

GET, POST = 6, 8
SEEN_SELDOM = 18  # the first answer begins the agreement; finishing makes it the newest of the organisation's own


@pytest.fixture
def owner(client):
    client.force_login(cast.owner())
    return client


def address(work, slug=""):
    if slug:
        return reverse("engagement-agreement-question", args=[work.pk, slug])
    return reverse("engagement-agreement", args=[work.pk])


def counted(do, status=200):
    with CaptureQueriesContext(connection) as queries:
        response = do()
    assert response.status_code == status
    return len(queries)


def two():
    work = engagement(claim=3)
    colleague(work, SURVEY)
    colleague(work, BOARD, cast.member)
    return work


def test_each_question_stands_with_what_colleagues_answered(owner):
    work = two()
    shown = read(owner.get(address(work)))
    assert shown.words.count("Nothing agreed yet") == 12
    assert "you differ" in shown.words
    assert "owner@example.org" in shown.words
    assert "This is what we agree" not in shown.words


def test_what_people_answered_is_not_shown_to_those_who_agree(owner):
    work = two()
    before = read(owner.get(address(work, "open"))).words
    taking_part(work, "co-producing", note="It is grim.", note_shared=True)
    assert read(owner.get(address(work, "open"))).words == before


def test_an_answer_is_agreed_with_its_reason(owner):
    work = two()
    response = send(owner, owner.get(address(work, "open")), "open/", choice="involving", note="We looked.")
    assert response.url == address(work) + "#open"
    shown = read(owner.get(address(work)))
    assert "We looked." in shown.words
    assert "This does not count yet." in shown.words
    form = read(owner.get(address(work, "open"))).form("open/")
    assert (form.fields["choice"], form.fields["note"], form.fields["version"]) == ("involving", "We looked.", "1")
    assert work.organisations_answer().kind == "own"


def test_finishing_makes_it_the_answer_of_the_organisation(client):
    work = agreeing()
    client.force_login(cast.member())
    for _ in range(2):  # sent twice
        response = client.post(reverse("engagement-agreement-finish", args=[work.pk]))
        assert response.url == reverse("engagement", args=[work.pk])
    answer = work.organisations_answer()
    assert (answer.kind, answer.author) == ("agreed", cast.member())
    assert work.assessments.filter(kind="agreed").count() == 1
    assert "You agreed this" in read(client.get(response.url)).words
    assert "This is your answer since" in read(client.get(address(work))).words


def test_finishing_what_nobody_has_begun_does_nothing(owner):
    work = engagement()
    owner.post(reverse("engagement-agreement-finish", args=[work.pk]))
    assert not work.assessments.exists()


def test_a_change_after_that_needs_agreeing_once_more(owner):
    work = agreeing()
    Agreement(work).finish(cast.owner())
    before = work.organisations_answer()
    send(owner, owner.get(address(work, "open")), "open/", choice="informing")
    assert work.organisations_answer() == before
    assert before.answers.get(question="open").choice == "involving"
    assert "This is what we agree" in read(owner.get(address(work))).words


def test_two_colleagues_at_once_see_both_answers_and_can_keep_either(client):
    work = two()
    client.force_login(cast.member())
    late = client.get(address(work, "open"))
    agreed(work, "involving", "Theirs.", finished=False, questions=("open",))
    response = send(client, late, "open/", choice="informing", note="Mine,\nin lines.")
    assert response.status_code == 409
    shown = read(response)
    for words in ("Theirs.", "Mine, in lines.", "What is saved now", "What you typed"):
        assert words in shown.words
    assert address(work) + "#open" in shown.links  # keep theirs
    assert Agreement(work).answers["open"].note == "Theirs."
    assert send(client, response, "open/").status_code == 302  # save mine over it
    stored = Agreement(work).answers["open"]
    assert (stored.choice, stored.note, stored.version) == ("informing", "Mine,\nin lines.", 2)


def test_saving_over_it_after_yet_another_change_is_a_conflict_again(owner):
    work = two()
    late = owner.get(address(work, "open"))
    agreed(work, "involving", finished=False, questions=("open",))
    response = send(owner, late, "open/", choice="informing")
    agreed(work, "co-producing", finished=False, questions=("open",))
    assert send(owner, response, "open/").status_code == 409


def test_the_same_form_sent_twice_is_no_conflict(owner):
    work = two()
    form = owner.get(address(work, "open"))
    for _ in range(2):
        assert send(owner, form, "open/", choice="none", note="Not settled.").status_code == 302
    assert Agreement(work).answers["open"].version == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Please choose an answer."),
        ({"choice": "everything"}, "That is not one of the answers."),
        ({"choice": "none", "note": "a" * 4001}, "There is room for 4,000. Please take out 1."),
        ({"choice": "none", "note": "\ufffd"}, "There is a sign in it"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(owner, sent, words):
    work = two()
    response = owner.post(address(work, "open"), sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert read(response).title.startswith("Error: ")
    assert Agreement(work).assessment is None


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "2"])
def test_a_version_that_is_none_overwrites_nothing(owner, version):
    work = two()
    agreed(work, "involving", finished=False, questions=("open",))
    sent = {"choice": "informing", "version": version}
    assert owner.post(address(work, "open"), sent).status_code == 409
    assert Agreement(work).answers["open"].choice == "involving"


def test_a_question_that_is_not_asked_is_not_found(owner):
    work = two()
    assert owner.get(address(work, "nonsense")).status_code == 404
    assert owner.post(address(work, "nonsense"), {"choice": "none"}).status_code == 404
    assert owner.get(reverse("engagement-agreement-finish", args=[work.pk])).status_code == 405


def test_agreeing_asks_as_little_of_the_database_with_fifty_assessments(owner):
    def fill(times):
        work = engagement()
        for number in range(times):
            colleague(work, (SURVEY, BOARD)[number % 2], (cast.owner, cast.member)[number % 2])
        agreed(work, finished=False)
        return work

    few, many = fill(1), fill(50)
    for slug in ("", "open"):
        assert (
            counted(partial(owner.get, address(few, slug))) == counted(partial(owner.get, address(many, slug))) <= GET
        )
    save = [
        counted(partial(owner.post, address(work, "open"), {"choice": "none", "version": 1}), 302)
        for work in (few, many)
    ]
    assert save[0] == save[1] <= POST
    assert counted(partial(owner.post, address(many, "open"), {}), 422) <= POST


def test_beginning_and_finishing_an_agreement_ask_little_more(owner):
    work = two()
    assert counted(partial(owner.post, address(work, "open"), {"choice": "none"}), 302) <= SEEN_SELDOM
    finish = reverse("engagement-agreement-finish", args=[work.pk])
    assert counted(partial(owner.post, finish), 302) <= SEEN_SELDOM
