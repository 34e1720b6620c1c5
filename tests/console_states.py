"""The states of the console, on which a facilitator runs the room; collected by tests/states.py."""

from tests.assessments.workshops import (
    address,
    agreed,
    closed,
    first,
    forgotten,
    fresh,
    hands,
    lobby,
    move,
    planned,
    revealed,
    seated,
    through,
    vote,
)
from tests.states import LONG, State


def console(make, name="workshop", *args, query=""):
    """The address of a page of the workshop that `make` makes."""
    return lambda: address(make(), name, *args) + query


def in_lobby(**options):
    def make():
        workshop = lobby(**options)
        seated(workshop, 3)
        seated(workshop, 1, side=1)
        return workshop

    return make


def asked(*moves, **options):
    """One on its first question after these moves, where eight of twelve have answered, and hands were raised."""

    def make():
        workshop = move(lobby(**options), "start")
        people = seated(workshop, 7)
        vote(people[:5], "informing")
        vote(seated(workshop, 5, side=1)[:3], "involving")
        hands(workshop, informing=1, consulting=4, not_sure=1)
        hands(workshop, side=1, none=3)
        return move(workshop, *moves)

    return make


def behind(curtain):
    def make():
        workshop = asked()()
        workshop.touch(curtain=curtain)
        return workshop

    return make


def skipped():
    return move(lobby(), "start", "skip", "back")


def quiet():
    """Revealed with one answer alone."""
    workshop = move(lobby(), "start")
    vote(seated(workshop, 1), "informing")
    return move(workshop, "reveal")


def agreed_on():
    return move(agreed(revealed(), "consulting", "We ask, and then the board decides.", "Lively."), "agree")


def hidden():
    return move(revealed(), "hide")


def reset():
    return move(revealed(), "reset")


def locked():
    workshop = lobby()
    workshop.touch(is_locked=True)
    return workshop


def deleted():
    workshop = lobby()
    where = address(workshop)
    workshop.erase()
    return where


def of_first(make, query=""):
    """The address of the first question's page."""

    def where():
        workshop = make()
        return address(workshop, "workshop-question", first(workshop)) + query

    return where


SIDE = "00000000-0000-0000-0000-000000000001"


def with_known_side(make):
    """The address of the hands, of a workshop whose first side has a key that a form can name."""

    def where():
        workshop = make()
        side = workshop.sides.first()
        side.delete()
        side.pk = SIDE
        side.save(force_insert=True)
        return address(fresh(workshop), "workshop-hands")

    return where


def noted():
    return agreed(revealed(), "consulting", "We ask, and then the board decides.", "Lively.")


WRONG_HANDS = {"question": "purpose", "side": SIDE, "informing": "seven", "consulting": "-1", "none": "2001"}
LATE_NOTE = {"agreed": "involving", "reason": "We plan together.", "note": "My own words.", "version": "1"}
STATES = [
    State("console-planned", console(planned)),
    State("console-planned-organisation", console(planned), signed_in=True),
    State("console-planned-rehearsal", console(lambda: planned(practice=True))),
    State("console-lobby", console(in_lobby())),
    State("console-lobby-empty", console(lambda: lobby(title=""))),
    State("console-lobby-hands-up", console(in_lobby(mode="hands"))),
    State("console-lobby-one-side", console(lambda: lobby(sides=[("Everybody", "participant")]))),
    State("console-locked", console(locked)),
    State("console-open", console(asked())),
    State("console-open-rehearsal", console(asked(practice=True))),
    State("console-pause", console(behind("pause"))),
    State("console-blank", console(behind("blank"))),
    State("console-closed", console(asked("close"))),
    State("console-revealed", console(asked("close", "reveal"))),
    State("console-revealed-split", console(revealed)),
    State("console-revealed-few", console(quiet)),
    State("console-revealed-nobody", console(lambda: move(lobby(), "start", "reveal"))),
    State("console-revealed-agreed", console(noted)),
    State("console-hidden", console(hidden)),
    State("console-agreed", console(agreed_on)),
    State("console-skipped", console(skipped)),
    State("console-reset", console(reset)),
    State("console-summary", console(through)),
    State("console-summary-nothing", console(lambda: move(lobby(), "start", "finish"))),
    State("console-over", console(closed)),
    State("console-over-by-the-clock", console(forgotten)),
    State("console-gone", deleted, status=410),
    State("console-too-late", console(revealed, "workshop-move"), sent={"move": "next", "version": "1"}, status=409),
    State("console-no-such-move", console(lobby, "workshop-move"), sent={"move": "fly", "version": "x"}, status=409),
    State("console-code-too-late", console(lobby, "workshop-code"), sent={"version": "1"}, status=409),
    State("console-hands-wrong", with_known_side(lambda: move(lobby(), "start")), sent=WRONG_HANDS, status=422),
    State("console-hands-too-early", with_known_side(lobby), sent={**WRONG_HANDS, "informing": "7"}, status=409),
    State("console-question", of_first(noted)),
    State("console-question-saved", of_first(noted, "?saved")),
    State("console-question-too-long", of_first(noted), sent={"note": LONG, "agreed": "nonsense"}, status=422),
    State("console-question-late", of_first(noted), sent=LATE_NOTE, status=409),
    State("console-question-late-on-console", of_first(noted, "?console"), sent=LATE_NOTE, status=409),
]
