"""No log line holds what opens somebody's answers."""

import logging

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.tokens import new_token
from peoplehub.logs import WithoutSecrets
from tests.states import begun


@pytest.fixture
def lines():
    """What the site's own handler writes while a test runs."""
    written = []
    handler = logging.StreamHandler()
    handler.addFilter(WithoutSecrets())
    handler.emit = lambda record: written.append(handler.format(record))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_a_secret_is_left_out(lines):
    token = new_token()
    logging.getLogger("anything").warning("Not Found: %s", f"/a/{token}/result/")
    assert lines == ["Not Found: /a/…/result/"]


def test_a_workshops_code_is_left_out(lines):
    logging.getLogger("anything").warning("Too Many Requests: %s", "/w/K7M4XD/")
    assert lines == ["Too Many Requests: /w/…/"]


def test_what_is_longer_or_shorter_is_no_secret(lines):
    logging.getLogger("anything").warning("a" * 31 + " " + "b" * 33)
    assert lines == ["a" * 31 + " " + "b" * 33]


@pytest.mark.django_db
def test_a_refused_request_is_logged_without_its_secret(client, lines):
    _, token = begun()
    client.put(reverse("assessment-answers", args=[token]))
    client.get(reverse("assessment-question", args=[token, "nonsense"]))
    assert lines
    assert token not in "".join(lines)


def test_every_handler_has_the_filter():
    assert all("without_secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
