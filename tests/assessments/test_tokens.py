import base64
import hashlib
import re

import pytest
from django.urls import NoReverseMatch, resolve, reverse
from django.urls.exceptions import Resolver404
from hypothesis import given
from hypothesis import strategies as st

from assessments.tokens import TOKEN_PATTERN, hash_of, new_token, token_for

secrets = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_new_token_is_192_random_bits_that_fit_into_an_address():
    tokens = {new_token() for _ in range(2000)}
    assert len(tokens) == 2000
    for token in tokens:
        assert re.fullmatch(TOKEN_PATTERN, token)
        assert len(base64.urlsafe_b64decode(token)) == 24


def test_a_hash_is_sha_256():
    assert hash_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hash_of("ü") == hashlib.sha256("ü".encode()).hexdigest()


@given(secrets)
def test_a_submission_key_leads_to_one_token_that_is_not_seen_in_it(key):
    token = token_for(key)
    assert token == token_for(key)
    assert re.fullmatch(TOKEN_PATTERN, token)
    assert token != key
    assert hash_of(token) != hash_of(key)


@given(secrets, secrets)
def test_different_submission_keys_lead_to_different_tokens(one, other):
    assert (token_for(one) == token_for(other)) == (one == other)


def test_nobody_gets_from_a_submission_key_to_a_token_without_the_sites_secret(settings):
    key = new_token()
    token = token_for(key)
    settings.SECRET_KEY = "another secret"
    assert token_for(key) != token


def test_a_token_fits_its_addresses():
    for name in ("assessment", "assessment-result", "shared-result"):
        token = new_token()
        assert list(resolve(reverse(name, args=[token])).kwargs.values()) == [token]


@pytest.mark.parametrize(
    "wrong", ["", "A" * 31, "A" * 33, "A" * 31 + "é", "A" * 31 + "/", "A" * 31 + " ", "A" * 32 + "\n"]
)
def test_what_is_no_token_has_no_address(wrong):
    with pytest.raises(NoReverseMatch):
        reverse("assessment", args=[wrong])
    with pytest.raises(Resolver404):
        resolve(f"/a/{wrong}/")
