"""Who may do what at every address: one table. A new address without its line fails.

Actors: `anyone` has no secret; `writer` holds the private link of an assessment; `reader` its read-only link; `late`
holds links that have ended. Each line says what a GET and a POST answer to whoever has the address.
"""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.states import answered, begun

pytestmark = pytest.mark.django_db

PUBLIC, FORM, PRIVATE, PRIVATE_FORM, PRIVATE_ACT, READING = (
    "public",  # anyone reads; nobody writes
    "form",  # anyone reads and sends
    "private",  # the writer reads; nobody writes
    "private form",  # the writer reads and sends
    "private act",  # the writer sends; there is nothing to read
    "reading",  # whoever has the read-only link reads; nobody writes
)
RULES = {
    "home": PUBLIC,
    "help": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "accessibility": PUBLIC,
    "how-it-works": PUBLIC,
    "healthz": PUBLIC,
    "spectrum": PUBLIC,
    "spectrum-questions": PUBLIC,
    "spectrum-frameworks": PUBLIC,
    "spectrum-type": PUBLIC,
    "co-production": PUBLIC,
    "resources": PUBLIC,
    "check": FORM,
    "assess": FORM,
    "choose": FORM,
    "assessment": PRIVATE,
    "assessment-start": PRIVATE_FORM,
    "assessment-question": PRIVATE_FORM,
    "assessment-answers": PRIVATE_FORM,
    "assessment-result": PRIVATE,
    "assessment-result-json": PRIVATE,
    "assessment-result-csv": PRIVATE,
    "assessment-letter": PRIVATE,
    "assessment-share": PRIVATE_ACT,
    "assessment-share-withdrawal": PRIVATE_ACT,
    "assessment-deletion": PRIVATE_FORM,
    "shared-result": READING,
}
GIVEN = {"slug": {"spectrum-type": "informing", "assessment-question": "open"}}
READS = {PUBLIC, FORM, PRIVATE, PRIVATE_FORM, READING}
WRITES = {FORM, PRIVATE_FORM, PRIVATE_ACT}
REFUSED_METHODS = ("put", "patch", "delete", "trace")


def patterns(resolver=None):
    """Every address pattern of the site, by its name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def address(name, secret=None):
    """The address with this name, with the secret in it where it takes one."""
    pattern = next(pattern for pattern in patterns() if pattern.name == name)
    given = {part: secret for part in pattern.pattern.converters if part.endswith("token")}
    given |= {part: values[name] for part, values in GIVEN.items() if part in pattern.pattern.converters}
    return reverse(name, kwargs=given)


def links():
    """Private and read-only secrets that work, of one assessment."""
    assessment, token = answered("the same board, a member")
    assessment.share()
    return token, assessment.share_token


def test_every_address_has_its_line():
    assert {pattern.name for pattern in patterns()} == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_whoever_may_can(client, name):
    token, share_token = links()
    rule = RULES[name]
    where = address(name, share_token if rule == READING else token)
    assert client.get(where).status_code in ({200, 302} if rule in READS else {405})
    sent = {"choice": "none"} if name == "assessment-question" else {}
    assert client.post(where, sent).status_code in ({200, 302} if rule in WRITES else {405})


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule not in {PUBLIC, FORM}])
def test_a_stranger_finds_nothing(client, name):
    """Neither a guessed secret nor the other kind: a reader's link opens nothing of the writer's, or the reverse."""
    token, share_token = links()
    other = token if RULES[name] == READING else share_token
    for secret in ("A" * 32, other):
        for method in (client.get, client.post):
            assert method(address(name, secret)).status_code in {404, 405}
        assert client.get(address(name, secret), headers={"hx-request": "true"}).status_code in {404, 405}


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule not in {PUBLIC, FORM}])
def test_an_ended_link_says_so(client, name):
    assessment, token = begun()
    assessment.share()
    where = address(name, assessment.share_token if RULES[name] == READING else token)
    assessment.erase()
    rule = RULES[name]
    assert client.get(where).status_code == (410 if rule in READS else 405)
    # Deleting once more is told what the first one was told; every other save is told that there is nothing to save.
    ended = 200 if name == "assessment-deletion" else 410
    assert client.post(where).status_code == (ended if rule in WRITES else 405)


@pytest.mark.parametrize("name", RULES)
def test_other_methods_are_refused_in_words(client, name):
    token, share_token = links()
    where = address(name, share_token if RULES[name] == READING else token)
    for method in REFUSED_METHODS:
        response = getattr(client, method)(where)
        assert response.status_code == 405
        assert b"<h1" in response.content
        assert response.headers["Allow"]
    if RULES[name] in READS:
        head = client.head(where)
        assert head.status_code in {200, 302}
        assert not head.content
