"""When something can't be done, a page says so in plain words, with the right status and what to do next."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import include, path, reverse

from assessments.models import Assessment, RetiredToken
from assessments.tokens import hash_of, new_token


def fault(request):
    raise ZeroDivisionError


def refusal(request):
    raise PermissionDenied


urlpatterns = [path("fault/", fault), path("refusal/", refusal), path("", include("peoplehub.urls"))]
faulty = pytest.mark.urls(__name__)


@pytest.fixture
def strict_client():
    """A client that checks CSRF tokens, as the site does for everybody."""
    return Client(enforce_csrf_checks=True)


def says(response, status):
    """Whether an answer is a whole page of ours, with a way on, kept out of search engines."""
    page = response.content.decode()
    return (
        response.status_code == status
        and page.count("<h1") == 1
        and '<main id="main"' in page
        and f'href="{reverse("help")}"' in page
        and response.headers["X-Robots-Tag"] == "noindex"
    )


@pytest.mark.parametrize("address", ["/nowhere/", f"/a/{'A' * 32}/", "/a/cut-short/", "/spectrum/nothing/"])
def test_not_found(db, client, address):
    assert says(client.get(address), 404)


def test_a_link_that_has_ended(db, client):
    token = new_token()
    RetiredToken.retire("assessment", hash_of(token))
    assert says(client.get(reverse("assessment", args=[token])), 410)


def test_a_wrong_method(client):
    response = client.post(reverse("cookies"))
    assert says(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


def test_too_many_fields(db, client):
    assert says(client.post(reverse("check"), {f"field-{number}": "" for number in range(201)}), 400)


def test_too_much(db, client):
    assert says(client.post(reverse("check"), {"note": "x" * 513 * 1024}), 413)


@pytest.mark.parametrize("length", ["abc", "-1", "9" * 5000])
def test_a_length_that_is_none(client, length):
    assert says(client.post(reverse("check"), CONTENT_LENGTH=length), 400)


def test_a_forged_host(client):
    assert says(client.get(reverse("home"), headers={"host": "elsewhere.example"}), 400)


@faulty
def test_a_refusal(client):
    assert says(client.get("/refusal/"), 403)


@faulty
def test_a_fault_of_our_own_is_told_without_a_database():
    """Without the db fixture any query would fail."""
    assert says(Client(raise_request_exception=False).get("/fault/"), 500)


def token_in(response):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


def sent_again(response):
    """The fields of the form on the page for a stale form, as a browser would send them."""
    form = re.search(r"<form.*?</form>", response.content.decode(), re.DOTALL)[0]
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form))
    # A browser leaves out one line break at the beginning of a text area.
    fields |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL))
    return {name: unescape(value) for name, value in fields.items()}


@pytest.mark.parametrize("note", ["", "short", "\n\nafter two lines", 'with "quotes" & <b>', "مرحبا " * 40])
def test_a_stale_form_can_be_sent_again_as_it_was(db, strict_client, note):
    _, token = Assessment.objects.begin("participant")
    address = reverse("assessment-question", args=[token, "purpose"]) + "?change"
    strict_client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    refused = strict_client.post(address, {"choice": "none", "note": note, "csrfmiddlewaretoken": "b" * 32})
    assert says(refused, 403)
    assert f'action="{address}"' in refused.content.decode()
    again = strict_client.post(address, sent_again(refused))
    assert again.status_code == 302
    answer = Assessment.objects.get(token_hash=hash_of(token)).answers.get()
    assert (answer.choice, answer.note) == ("none", note.strip())


def test_a_stale_form_shows_what_was_typed(db, strict_client):
    response = strict_client.post(
        reverse("check"), {"note": "few", "title": "New bus routes", "look": "first", "other": "long " * 20}
    )
    page = response.content.decode()
    assert re.search(r'<textarea[^>]* name="note"[^>]* dir="auto">\s*few</textarea>', page)
    assert re.search(r'<input type="text"[^>]* name="title" value="New bus routes"', page)
    assert re.search(r'<textarea[^>]* name="other"', page)
    assert '<input type="hidden" name="look" value="first">' in page


def test_without_any_cookie_the_page_says_what_is_needed(db, strict_client):
    without = strict_client.post(reverse("check"), {}).content.decode()
    assert reverse("cookies") in re.search("<main.*</main>", without, re.DOTALL)[0]
    strict_client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    with_one = strict_client.post(reverse("check"), {}).content.decode()
    assert reverse("cookies") not in re.search("<main.*</main>", with_one, re.DOTALL)[0]
