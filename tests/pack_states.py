"""The states of a workshop's print pack, and of typing its tally sheet in; collected by tests/states.py."""

from tests.assessments.workshops import (
    PEOPLE,
    STAFF,
    address,
    lobby,
    move,
    of_organisation,
    planned,
    revealed,
    typed,
    without_code,
)
from tests.states import State

LONG_SIDES = (
    ("Patients, carers and families from all over the north valley", "participant"),
    ("Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikanten", "organisation"),
)
LONG_TITLE = ("A long name for a piece of work that goes on and on, " * 4)[:200]


def at(name, make, query=""):
    """The address of a page of the workshop that `make` makes."""
    return lambda: address(make(), f"workshop-{name}") + query


def longest(**fields):
    """The longest names that there can be, for the prints."""
    return lobby(sides=LONG_SIDES, title=LONG_TITLE, **fields)


def for_people(**fields):
    return planned(sides=[PEOPLE], **fields)


def for_staff(**fields):
    return planned(sides=[STAFF], title="", **fields)


def hands_up():
    return lobby(sides=[PEOPLE], mode="hands")


def closed():
    workshop = lobby()
    workshop.close()
    return workshop


def open_question():
    return move(lobby(), "start")


def typed_in():
    return typed(planned(), informing=7, not_sure=1)


STATES = [
    State("workshop-pack", at("pack", planned)),
    State("workshop-pack-open", at("pack", lobby)),
    State("workshop-pack-over", at("pack", closed)),
    State("workshop-pack-without-code", at("pack", without_code)),
    State("workshop-poster", at("poster", planned), reader="participant"),
    State("workshop-poster-hands", at("poster", hands_up), reader="participant"),
    State("workshop-poster-longest", at("poster", longest), reader="participant"),
    # What staff are asked stands there in their own words, which keep the limits of an organisation's pages.
    State("workshop-handout", at("handout", planned)),
    State("workshop-handout-people", at("handout", for_people), reader="participant"),
    State("workshop-handout-longest", at("handout", longest)),
    State("workshop-cards", at("cards", planned), reader="participant"),
    State("workshop-tally", at("tally", planned)),
    State("workshop-tally-longest", at("tally", longest)),
    State("workshop-script", at("script", planned)),
    State("workshop-script-hands", at("script", hands_up)),
    State("workshop-script-organisation", at("script", of_organisation)),
    State("workshop-script-without-code", at("script", without_code)),
    State("workshop-slides", at("slides", planned), reader="participant"),
    State("workshop-slides-without-code", at("slides", without_code), reader="participant"),
    State("workshop-slides-staff", at("slides", for_staff)),
    State("workshop-tally-answers", at("tally-answers", planned)),
    State("workshop-tally-answers-longest", at("tally-answers", longest)),
    State("workshop-tally-answers-votes", at("tally-answers", revealed)),
    State("workshop-tally-answers-open", at("tally-answers", open_question)),
    State("workshop-tally-answers-saved", at("tally-answers", typed_in, "?saved")),
    State(
        "workshop-tally-answers-error",
        at("tally-answers", longest),
        sent={"purpose-0-1": "seven", "open-1-none": "2001", "loop-0-not-sure": "-1"},
        status=422,
    ),
    State("workshop-tally-answers-refused", at("tally-answers", open_question), sent={"open-0-1": "7"}, status=409),
    State(
        "workshop-tally-answers-late",
        at("tally-answers", typed_in),
        sent={"seen": "something else", "open-1-1": "7"},
        status=409,
    ),
]
