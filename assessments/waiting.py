"""Who has to wait before a code is tried: many wrong ones came, so each new phone gets a stamp for its one code.

Nobody sleeps on the server: the stamp says since when somebody waits, and what they wait for.
"""

import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.exceptions import PermissionDenied

SECONDS = 10
GOOD_FOR = 3600  # seconds: as long as wrong codes are counted
ONE_LINE = 64  # bits: whoever has one IPv6 address has all that begin like it


def address_of(request):
    """Where a request comes from: no header that its sender could have written counts."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
    return str(address if address.version == 4 else ip_network((address, ONE_LINE), strict=False))


def stamp(code, address):
    """A stamp that lets this address try this code after the wait."""
    return signing.dumps(time.time(), salt=f"wait {code} {address}")


def seconds_left(stamped, code, address):
    """How long the holder of a stamp has still to wait, 0 when it is over; None when the stamp is not ours, or old."""
    try:
        since = signing.loads(stamped, salt=f"wait {code} {address}", max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return max(0, since + SECONDS - time.time())


def passed(code):
    """What the page of a right code carries, so that taking the seat there never waits."""
    return signing.dumps(code, salt="right code")


def has_passed(carried, code):
    try:
        return signing.loads(carried, salt="right code", max_age=GOOD_FOR * 12) == code
    except signing.BadSignature:
        return False
