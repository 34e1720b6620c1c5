"""The headers of every response: pages, errors, files; and what search engines and caches may keep."""

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import path, reverse

from peoplehub.headers import EVERY_RESPONSE, PERMISSIONS_POLICY
from peoplehub.urls import urlpatterns as site

pytestmark = pytest.mark.django_db


def fault(request):
    raise ZeroDivisionError


urlpatterns = [path("fault/", fault), *site]
LEARNING = ["spectrum", "spectrum-questions", "spectrum-frameworks", "co-production", "resources"]
ABOUT_THE_SITE = ["home", "help", "privacy", "cookies", "accessibility", "how-it-works"]
PUBLIC_NAMES = [*LEARNING, *ABOUT_THE_SITE, "check", "assess", "choose"]


def policy(response):
    """The content security policy as a mapping."""
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
@pytest.mark.parametrize("address", ["/", "/nowhere/", "/fault/", "/healthz", "/static/nothing.css", "/%00"])
def test_every_response_has_them(address, method):
    response = getattr(Client(raise_request_exception=False), method)(address)
    assert not {name: value for name, value in EVERY_RESPONSE.items() if response.headers[name] != value}


@pytest.mark.parametrize("file", ["css/page.css", "js/site.js", "img/icon.svg"])
def test_a_static_file_has_them_and_may_be_kept(client, file):
    response = client.get(static(file))
    assert response.status_code == 200
    assert not {name: value for name, value in EVERY_RESPONSE.items() if response.headers[name] != value}
    assert "immutable" in response.headers["Cache-Control"]
    assert "X-Robots-Tag" not in response.headers
    response.close()


def test_the_policy_lets_nothing_in_from_elsewhere(client):
    allowed = policy(client.get("/"))
    assert allowed.pop("img-src") == ["'self'", "data:"]
    for nothing in ("default-src", "base-uri", "frame-ancestors"):
        assert allowed.pop(nothing) == ["'none'"]
    assert set(map(tuple, allowed.values())) == {("'self'",)}


def test_features_are_closed_but_for_two():
    features = dict(feature.split("=") for feature in PERMISSIONS_POLICY.split(", "))
    assert {name for name, value in features.items() if value != "()"} == {"fullscreen", "screen-wake-lock"}


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_search_engines_may_keep_the_public_pages(client, name):
    assert "X-Robots-Tag" not in client.get(reverse(name)).headers


@pytest.mark.parametrize("address", ["/healthz", "/a/x/", f"/r/{'A' * 32}/", "/nowhere/", "/spectrum/nothing/"])
def test_all_else_stays_out_of_search_engines_and_caches(client, address):
    response = client.get(address)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]


def test_an_error_on_a_public_address_stays_out_too(client):
    response = client.post(reverse("spectrum"))
    assert response.status_code == 405
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_with_https_browsers_are_told_to_stay_with_it(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 60, True
    client = Client()
    assert client.get("/").headers["Location"].startswith("https://")
    assert client.get("/", secure=True).headers["Strict-Transport-Security"].startswith("max-age=60")
