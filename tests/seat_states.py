"""The states of the room's phones: the way in, and a seat from the lobby to the end; collected by tests/states.py."""

from functools import partial

from django.urls import reverse

from assessments.access import seat_by_token
from assessments.models import WrongCodes
from assessments.models.wrong_code import FROM_ONE_ADDRESS
from assessments.waiting import stamp
from tests.assessments.workshops import (
    PEOPLE,
    agreed,
    fresh,
    hands,
    lobby,
    move,
    of_organisation,
    revealed,
    seated,
    vote,
)
from tests.assessments.workshops import through as all_through
from tests.states import State

HERE = "127.0.0.1"
Phone = partial(State, reader="participant")
# Staff read the questions in the organisation's words.
StaffPhone = partial(State, reader="organisation")


def joining(query="", **options):
    return lambda: reverse("join-workshop", args=[lobby(**options).code]) + query


def closed():
    workshop = lobby()
    workshop.close()
    return reverse("join-workshop", args=[workshop.code])


def locked():
    workshop = lobby()
    workshop.touch(is_locked=True)
    return reverse("join-workshop", args=[workshop.code])


def after_many_wrong_codes(query=""):
    def address():
        for _ in range(FROM_ONE_ADDRESS):
            WrongCodes.count_one(HERE)
        return reverse("join-workshop", args=[lobby().code]) + query

    return address


def too_early():
    address = after_many_wrong_codes()()
    return f"{address}?since={stamp(address.split('/')[2], HERE)}"


def of(make, name="seat", side=0, choice=None, **options):
    """The address of a seat's page in the workshop that `make` makes; with a vote before these moves."""

    def address():
        workshop = make(**options)
        return seat_in(workshop, name, side, choice)

    return address


def seat_in(workshop, name="seat", side=0, choice=None):
    (token,) = seated(workshop, 1, side)
    if choice:
        vote([token], choice)
    return reverse(name, args=[token])


def opened(**options):
    return move(lobby(**options), "start")


def voted_then(*moves, choice="informing", pause=False, **options):
    """A seat that voted on the first question, and what came after it."""

    def address():
        workshop = opened(**options)
        where = seat_in(workshop, choice=choice)
        workshop = move(workshop, *moves)
        if pause:
            workshop.touch(curtain="pause")
        return where

    return address


def split():
    workshop = opened()
    (token,) = seated(workshop)
    vote([token, *seated(workshop, 4)], "informing")
    vote(seated(workshop, 6, side=1), "co-producing")
    hands(workshop, informing=2, none=1)
    move(workshop, "close", "reveal")
    return reverse("seat", args=[token])


def few(**options):
    return lambda: seat_in(move(opened(**options), "close", "reveal"))


def merged():
    workshop = opened()
    vote(seated(workshop, 6), "informing")
    vote(seated(workshop, 1, side=1), "not-sure")
    return seat_in(move(workshop, "close", "reveal"))


def with_agreed_answer():
    return seat_in(move(agreed(revealed(), "consulting", reason="The board has the last word."), "agree"))


def reported():
    workshop = all_through()
    workshop.share_report()
    return seat_in(workshop)


def over(choice="informing"):
    def address():
        workshop = opened()
        where = seat_in(workshop, choice=choice)
        workshop = move(workshop, "finish")
        fresh(workshop).close()
        return where

    return address


def deleted():
    (token,) = seated(lobby())
    seat_by_token(token).leave()
    return reverse("seat", args=[token])


LATE = {"question": "loop", "choice": "informing"}
EMPTY = {"question": "purpose"}
STATES = [
    Phone("join", lambda: reverse("join")),
    Phone("join-empty", lambda: reverse("join"), sent={}, status=422),
    Phone("join-strangers", lambda: reverse("join"), sent={"code": "o0il aeu"}, status=422),
    Phone("join-too-short", lambda: reverse("join"), sent={"code": "bcd"}, status=422),
    Phone("join-workshop", joining()),
    Phone("join-workshop-one-side", joining(sides=[PEOPLE])),
    Phone("join-workshop-hands-up", joining(mode="hands")),
    Phone("join-workshop-practice", joining(practice=True)),
    Phone("join-workshop-of-organisation", lambda: reverse("join-workshop", args=[of_organisation().code])),
    Phone("join-workshop-error", joining(), sent={"side": "nonsense", "submission_key": "nonsense"}, status=422),
    Phone("join-workshop-unknown", lambda: reverse("join-workshop", args=["BCDFGH"]), status=404),
    Phone("join-workshop-no-code", lambda: reverse("join-workshop", args=["O0"]), status=404),
    Phone("join-workshop-closed", closed, status=404),
    Phone("join-workshop-locked", locked, status=409),
    Phone("join-workshop-wait", after_many_wrong_codes(), status=429),
    Phone("join-workshop-too-early", too_early, status=429),
    Phone("seat-lobby", of(lobby)),
    Phone("seat-lobby-hands-up", of(lobby, mode="hands")),
    Phone("seat-practice", of(lobby, practice=True)),
    Phone("seat-open", of(opened)),
    Phone("seat-open-voted", of(opened, choice="consulting")),
    Phone("seat-open-paused", voted_then(pause=True)),
    Phone("seat-open-empty", of(opened), sent=EMPTY, status=422),
    Phone("seat-not-open-any-more", of(opened), sent=LATE, status=409),
    Phone("seat-closed", of(lambda: move(opened(), "close"))),
    Phone("seat-closed-voted", voted_then("close")),
    Phone("seat-closed-refused", voted_then("close"), sent={"question": "purpose", "choice": "none"}, status=409),
    Phone("seat-waiting", of(lambda: move(opened(), "reset", "skip", "back"))),
    Phone("seat-revealed", of(revealed)),
    Phone("seat-revealed-voted", voted_then("close", "reveal", mode="hands")),
    Phone("seat-revealed-split", split),
    Phone("seat-revealed-nobody", few()),
    Phone("seat-revealed-few", voted_then("close", "reveal")),
    Phone("seat-revealed-merged", merged),
    Phone("seat-hidden", of(lambda: move(revealed(), "hide"))),
    Phone("seat-agreed", with_agreed_answer),
    Phone("seat-summary", of(all_through)),
    Phone("seat-summary-reported", reported),
    Phone("seat-summary-nothing", of(lambda: move(opened(), "finish"))),
    Phone("seat-over", over()),
    Phone("seat-over-no-answer", over(choice=None)),
    Phone("seat-deletion", of(lobby, "seat-deletion")),
    Phone("seat-deleted", of(lobby, "seat-deletion"), sent={}),
    Phone("seat-gone", deleted, status=410),
    StaffPhone("staff-seat-open", of(opened, side=1)),
    StaffPhone("staff-seat-open-voted", of(opened, side=1, choice="none")),
    StaffPhone("staff-seat-closed", of(lambda: move(opened(), "close"), side=1)),
    StaffPhone("staff-seat-revealed", of(revealed, side=1)),
    StaffPhone("staff-seat-summary", of(all_through, side=1)),
]
