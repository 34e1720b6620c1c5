"""The states of an engagement's statement; collected by tests/states.py."""

from functools import partial

from django.urls import reverse

from tests.assessments.statements import (
    DONE,
    bare,
    done_to,
    drafted,
    holed,
    inviting,
    published,
    shut,
    surveyed,
    undecided,
    with_a_newer_draft,
    withdrawn,
)
from tests.states import LONG, State

Colleague = partial(State, signed_in=True)
Reader = partial(State, reader="participant")
CHANGED = {"type": "consulting", "expect": "Something else.", "number": 0}


def at(make, name="engagement-statement", query=""):
    return lambda: reverse(name, args=[make().pk]) + query


def public(make):
    return lambda: reverse("statement", args=[make().statement.token])


PUBLICATION = "engagement-statement-publication"
STATES = [
    Colleague("statement-new", at(bare)),
    Colleague("statement-filled-in", at(surveyed)),
    Colleague("statement-error", at(surveyed), sent={"type": "nonsense", "expect": LONG, "number": 0}, status=422),
    Colleague("statement-conflict", at(drafted()), sent=CHANGED, status=409),
    Colleague("statement-change", at(published(), query="?change")),
    Colleague("statement-draft", at(drafted())),
    Colleague("statement-draft-open", at(drafted(3, undecided))),
    Colleague("statement-no-answers", at(drafted(3, bare))),
    Colleague("statement-contradicted", at(drafted(4))),
    Colleague("statement-contradicted-hole", at(drafted(2, holed))),
    Colleague("statement-contradicted-gate", at(drafted(1, shut))),
    Colleague("statement-contradicted-public", at(published(4))),
    Colleague("statement-public", at(published(done=DONE))),
    Colleague("statement-newer-draft", at(with_a_newer_draft)),
    Colleague("statement-withdrawn", at(withdrawn)),
    Colleague("statement-archived", at(done_to("archive"))),
    Colleague("statement-archived-none", at(done_to("archive", surveyed))),
    Colleague("statement-archived-sent", at(done_to("archive")), sent=CHANGED, status=409),
    Colleague("statement-publication-old", at(with_a_newer_draft, PUBLICATION), sent={"number": 1}, status=409),
    Reader("public-statement", public(inviting)),
    Reader("public-statement-plain", public(published(1, bare, texts={}))),
    Reader("public-statement-co-producing", public(published(4))),
    Reader("public-statement-closed", public(done_to("close"))),
    Reader("public-statement-over", public(done_to("archive"))),
    Reader("public-statement-withdrawn", public(withdrawn), status=410),
]
