"""A form that comes with an old token or with none is shown again with the words in it, and can then be sent."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment
from tests.assessments.pages import read, send
from tests.assessments.rows import stored, tab
from tests.states import answered, begun

pytestmark = pytest.mark.django_db

NOTE = "Two thousand words,\n“typed” & <kept>.\n" + "word " * 700 + "the last."


@pytest.fixture
def client():
    """A browser: forms without their token are refused."""
    return Client(enforce_csrf_checks=True)


def question_at(token, query=""):
    return reverse("assessment-question", args=[token, "open"]) + query


def test_the_whole_way_works_with_the_pages_own_tokens(client):
    page = client.get(send(client, client.get(reverse("check")), button=("look", "first")).url, follow=True)
    for _ in range(4):
        page = client.get(send(client, page, choice="consulting").url)
    assert client.get(send(client, page).url).status_code == 200
    assert Assessment.objects.get().is_finished


STALE = {
    "no cookie and no token": (None, None),
    "a cookie and no token": ("a" * 32, None),
    "no cookie, a token": (None, "b" * 32 + "d" * 32),
    "another cookie": ("a" * 32, "b" * 32 + "d" * 32),
    "a broken token": ("a" * 32, "nonsense"),
}


@pytest.mark.parametrize("kind", STALE)
@pytest.mark.parametrize("query", ["", "?change"])
def test_the_words_come_back_and_can_be_sent(client, kind, query):
    _, token = begun()
    cookie, sent_token = STALE[kind]
    if cookie:
        client.cookies["csrftoken"] = cookie
    sent = {"choice": "consulting", "note": NOTE} | ({"csrfmiddlewaretoken": sent_token} if sent_token else {})
    page = client.post(question_at(token, query), sent)
    assert page.status_code == 403
    form = read(page).form()
    assert form.action == question_at(token, query)
    assert form.fields["choice"] == "consulting"
    assert form.fields["note"] == NOTE
    assert not Answer.objects.exists()
    following = send(client, page)
    assert following.status_code == 302
    if query:
        assert following.url == reverse("assessment-answers", args=[token])
    answer = Answer.objects.get()
    assert (answer.choice, answer.note) == ("consulting", NOTE)


def test_another_sites_form_is_refused(client):
    _, token = begun()
    page = client.get(question_at(token))
    fields = read(page).form().fields | {"choice": "none"}
    response = client.post(question_at(token), fields, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert not Answer.objects.exists()


def test_with_htmx_too_the_words_come_back_in_a_part_that_fits(client):
    _, token = begun()
    page = read(client.post(question_at(token), {"choice": "none", "note": NOTE}, headers={"hx-request": "true"}))
    assert "main" in page.ids
    assert page.form().fields["note"] == NOTE


def test_what_was_typed_on_the_first_page_and_the_review_comes_back_too(client):
    page = client.post(reverse("assess"), {"look": "first", "runs_it": "shared", "submission_key": "A" * 32})
    assert page.status_code == 403
    send(client, page)
    begun_there = Assessment.objects.get()
    assert (begun_there.is_first_look, begun_there.runs_it) == (True, "shared")
    assessment, token = answered("an advisory board, organisation", finished=False)
    page = client.post(reverse("assessment-answers", args=[token]), {"title": "New “buses”", "claim": "involving"})
    assert page.status_code == 403
    send(client, page)
    assert (tab(assessment).engagement.title, tab(assessment).claim) == ("New “buses”", 3)


@pytest.mark.parametrize("name", ["start", "answers", "share", "share-withdrawal", "deletion"])
def test_no_form_is_taken_without_its_token(client, name):
    assessment, token = begun("organisation")
    assessment.share()
    before = stored()
    address = reverse(f"assessment-{name}", args=[token])
    page = client.post(address)
    assert page.status_code == 403
    assert read(page).form().action == address
    assert stored() == before
    assert send(client, page).status_code in {200, 302}
    assert (stored() == before) == (name in {"start", "share"})  # which ask for what there is


def test_a_body_with_too_many_fields_or_no_sense_is_no_trouble(client):
    _, token = begun()
    assert client.post(question_at(token), {f"f{number}": "1" for number in range(300)}).status_code == 400
    assert client.generic("POST", question_at(token), b"x", "multipart/form-data").status_code == 400
    assert client.post(question_at(token), {"note": "so\0so"}).status_code == 403
