"""The code that a room types: six signs that nobody takes for another, and no vowels, so that it is never a word."""

import secrets

SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no 0, 1 and L, which look like O and I, and no vowels
LENGTH = 6


def new_code():
    """A code by chance, one of 28 to the power of six."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def tidied(typed):
    """What somebody typed or pasted, in capitals, without spaces, dashes and the like."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def strangers(code):
    """The signs in a tidied code that no code has, each once, in order."""
    return [sign for sign in dict.fromkeys(code) if sign not in SIGNS]


def spaced(code):
    """A code as it is shown: in two groups of three."""
    return f"{code[:3]} {code[3:]}"
