"""What holds for every state of every page: its status, a heading and a title of its own, help, and the headers."""

import re
from html.parser import HTMLParser

import pytest

from peoplehub.headers import EVERY_RESPONSE, is_public
from tests import cast
from tests.states import STATES

pytestmark = pytest.mark.django_db


def fetch(client, state):
    address = state.address()
    if state.signed_in:
        client.force_login(cast.owner())
    return address, client.get(address) if state.sent is None else client.post(address, state.sent)


class Page(HTMLParser):
    """Gathers what the tests below look at."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.title, self._in = [], [], "", ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]
        self._in = tag

    def handle_data(self, data):
        if self._in == "title":
            self.title += data

    def handle_endtag(self, tag):
        self._in = ""

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_a_whole_page(client, state):
    _, response = fetch(client, state)
    assert response.status_code == state.status
    html = response.content.decode()
    page = Page(html)
    assert len(page.all("h1")) == 1
    assert page.title.startswith("Error: ") == (state.status == 422)
    assert len(page.ids) == len(set(page.ids))
    assert [each["id"] for each in page.all("main")] == ["main"]
    assert page.all("html")[0]["lang"] == "en-GB"
    assert "/help/" in [link.get("href") for link in page.all("a")]
    assert not page.all("style")
    assert not [script for script in page.all("script") if "src" not in script]
    for _, attributes in page.tags:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
    for form in page.all("form"):
        assert form["method"] == ("get" if form.get("role") == "search" else "post")
        assert form["action"].startswith("/")


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_carries_the_headers(client, state):
    address, response = fetch(client, state)
    for name, value in EVERY_RESPONSE.items():
        assert response.headers[name] == value
    is_open = is_public(address.partition("?")[0]) and state.status < 400
    assert ("X-Robots-Tag" in response.headers) == (not is_open)
    if not is_open:
        assert "no-store" in response.headers["Cache-Control"]


def test_every_page_has_a_title_of_its_own(client):
    titles = {}
    for state in STATES:
        if state.sent is None and state.status == 200:
            address, response = fetch(client, state)
            page = re.sub(
                r"/(?:[A-Za-z0-9_-]{32}|[0-9a-f-]{36}|(?<=/w/)[0-9A-Z]{6})/", "/…/", address.partition("?")[0]
            )
            titles.setdefault(Page(response.content.decode()).title, set()).add(page)
    assert not {title: pages for title, pages in titles.items() if len(pages) > 1 and not same_result(pages)}


def same_result(pages):
    """A result read by its writer and by others is one page at two addresses; so is a start page, before and after."""
    return pages <= {"/a/…/result/", "/r/…/"} or pages <= {"/check/", "/assess/", "/choose/", "/a/…/start/"}
