"""The home page and the pages about the site: they work, lead on, and are true of what the site does."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.models import Assessment
from assessments.worked_examples import worked_examples
from spectrum.models import newest_edition

pytestmark = pytest.mark.django_db

NAMES = ["home", "help", "privacy", "cookies", "accessibility", "how-it-works"]


@pytest.fixture
def read(client):
    """read(name) is the HTML of the page with that name, its entities spelt out."""
    return lambda name: unescape(client.get(reverse(name)).content.decode())


@pytest.mark.parametrize("name", NAMES)
def test_a_page_works(client, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        response = client.get(reverse(name))
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert client.head(reverse(name)).status_code == 200


def test_each_page_has_a_title_of_its_own(read):
    assert len({re.search("<title>(.*?)</title>", read(name))[1] for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_method_is_refused_in_words(client, name):
    response = client.post(reverse(name))
    assert response.status_code == 405
    assert "<h1" in response.content.decode()


def test_home_has_a_door_for_each_of_the_three(read):
    doors = re.findall(r'<li class="door">.*?</li>', read("home"), re.DOTALL)
    leads_to = [re.findall(r'href="([^"]+)"', door) for door in doors]
    assert leads_to == [
        [reverse("check")],
        [reverse("assess"), reverse("choose")],
        [reverse("workshop-begin"), reverse("spectrum-questions")],
    ]


def test_home_shows_the_spectrum(read):
    edition = newest_edition()
    page = read("home")
    for text in (edition.title, *edition.about, *(type_.plain for type_ in edition.types)):
        assert text in page


@pytest.mark.parametrize("name", [*NAMES, "spectrum", "co-production", "resources"])
def test_links_within_the_site_lead_somewhere(client, read, name):
    """An address with a # leads to something with that id."""
    for address in set(re.findall(r'<a [^>]*href="([/#][^"]*)"', read(name))):
        path, _, fragment = address.partition("#")
        response = client.get(path or reverse(name))
        assert response.status_code == 200, address
        assert not fragment or f'id="{fragment}"' in response.content.decode(), address


@pytest.mark.parametrize("name", ["help", "accessibility"])
def test_whom_to_ask_is_named(read, name):
    assert f'href="mailto:{newest_edition().contact.email}"' in read(name)


def test_privacy_says_how_long_answers_are_kept(client, settings):
    settings.KEEP_DAYS = 41
    assert "41 days" in client.get(reverse("privacy")).content.decode()


def test_cookies_names_every_cookie_there_is(client, read):
    """From the first page to a result, no other cookie is set."""
    client.get(reverse("check"))
    begun = client.post(reverse("check"), {"look": "first"})
    client.get(begun.url, follow=True)
    assessment, token = Assessment.objects.begin("participant", "first")
    assessment.finish()
    client.get(reverse("assessment-result", args=[token]))
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME}
    assert settings.CSRF_COOKIE_NAME in read("cookies")
    assert settings.CSRF_COOKIE_AGE // (7 * 24 * 3600) == 52  # the page says a year


def test_how_it_works_shows_each_worked_example_with_its_result(read):
    edition = newest_edition()
    page = read("how-it-works")
    articles = re.findall(r"<article.*?</article>", page, re.DOTALL)
    for example, article in zip(worked_examples(edition), articles, strict=True):
        explanation = example.explanation
        assert example.title in article
        assert f"type-{explanation.type.slug}" in article
        assert article.count("This decided it") == len(explanation.classification.decided_by)
        for given in explanation.given:
            assert given.question.name in article


def test_how_it_works_says_what_each_answer_to_the_gate_allows(read):
    edition = newest_edition()
    gate = next(question for question in edition.questions if question.gate)
    page = read("how-it-works")
    for choice in gate.choices:
        assert choice.organisation in page


def test_the_site_is_well_when_its_database_is(client):
    response = client.get(reverse("healthz"))
    assert (response.status_code, response.content) == (200, b"ok")
