"""Checks of single values in an edition's file: each takes a value and its place, and yields faults."""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

SLUG = re.compile(r"[a-z][a-z0-9-]{0,49}")  # fifty, because that is what the columns hold


def read_as(value):
    """How YAML read a value, in words for somebody who doesn't program."""
    match value:
        case None:
            return "it is empty"
        case bool():
            return "it reads as yes or no (put it in quotes)"
        case int() | float():
            return "it reads as a number (put it in quotes)"
        case date():
            return "it reads as a date (put it in quotes)"
        case str():
            return "it is a text" if value.strip() else "it is empty"
        case list():
            return "it is a list" if value else "it is an empty list"
        case dict():
            return "it is a mapping"
    return "it is something else"


def inside(place, key):
    """The place of a key within a mapping's place."""
    if not isinstance(key, str):
        name = "(a key that is no text)"
    else:
        name = key if re.fullmatch(r"[\w-]{1,60}", key) else repr(key[:60])
    return f"{place}.{name}" if place else name


def entries(value, place):
    """(place, entry) of a list, the place with the entry's slug where it has one: `questions[3] (who)`."""
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        slug = entry.get("slug") if isinstance(entry, dict) else None
        named = f" ({slug})" if isinstance(slug, str) and SLUG.fullmatch(slug) else ""
        yield f"{place}[{index}]{named}", entry


def mapping(required, optional=None):
    """A mapping with all the required keys, perhaps some of the optional ones, and no other."""
    known = required | (optional or {})

    def check(value, place=""):
        if not isinstance(value, dict):
            yield f"{place or 'the file'}: must be a mapping of keys to values, but {read_as(value)}"
            return
        for key in value:
            if key not in known:
                yield f"{inside(place, key)}: is not a key that belongs here"
        for key, check_value in known.items():
            if key in value:
                yield from check_value(value[key], inside(place, key))
            elif key in required:
                yield f"{inside(place, key)}: is missing"

    return check


def list_of(check_entry):
    """A list with at least one entry, each passing the check."""

    def check(value, place):
        if not isinstance(value, list) or not value:
            yield f"{place}: must be a list with at least one entry, but {read_as(value)}"
        for entry_place, entry in entries(value, place):
            yield from check_entry(entry, entry_place)

    return check


def words(value, place):
    """A text that says something, and that every database and browser can hold."""
    if not isinstance(value, str) or not value.strip():
        yield f"{place}: must be a text, but {read_as(value)}"
    # NUL and lone halves of characters can be written in YAML, and PostgreSQL stores neither.
    elif any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in value):
        yield f"{place}: holds a sign that can't be shown"


def written_like(pattern, like):
    """A text that matches the pattern from end to end; `like` says in words what that is."""

    def check(value, place):
        if not isinstance(value, str):
            yield f"{place}: must be {like}, but {read_as(value)}"
        elif not re.fullmatch(pattern, value):
            yield f"{place}: must be {like}, and not {value[:60]!r}"

    return check


def slug(reserved=()):
    """A slug that is not one of those an address already has."""
    shape = written_like(SLUG, "small letters, digits and dashes, beginning with a letter, at most 50")

    def check(value, place):
        yield from shape(value, place)
        if isinstance(value, str) and value in reserved:
            yield f"{place}: {value!r} is an address of the site's own; choose another"

    return check


def one_of(*allowed):
    """One of these texts."""

    def check(value, place):
        if value not in allowed:
            yield f"{place}: must be one of {', '.join(allowed)}"

    return check


def flag(value, place):
    """Something that is true where it stands, and left out everywhere else."""
    if value is not True:
        yield f"{place}: must be true, or be left out"


def year(value, place):
    """A year in four digits."""
    if not isinstance(value, int) or not 1000 <= value <= 9999:
        yield f"{place}: must be a year in four digits, without quotes"


def _passing(validator, like):
    def check(value, place):
        try:
            validator(value)
        except ValidationError:
            yield f"{place}: must be {like}"

    return check


web_address = _passing(URLValidator(["http", "https"]), "a web address that begins with https:// or http://")
email_address = _passing(validate_email, "an e-mail address")
