"""Secrets in addresses: made here, and kept only as a hash where they never have to be shown again."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings

TOKEN_PATTERN = "[A-Za-z0-9_-]{32}"  # noqa: S105 (a shape, not a secret)


class Gone(Exception):
    """What once was at a secret address has ended: the page says so, with status 410."""


def new_token():
    """A new secret of 192 random bits, as 32 characters that fit into an address."""
    return secrets.token_urlsafe(24)


def hash_of(secret):
    """The hash (64 hexadecimal digits) under which a secret is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_for(submission_key):
    """The private token that a submission key leads to: the same form sent twice opens the same page.

    The database holds hashes of both alone, so nobody can get from its rows to an address.
    """
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"assessment " + submission_key.encode(), "sha256")
    return urlsafe_b64encode(digest[:24]).decode()
