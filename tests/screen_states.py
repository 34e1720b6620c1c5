"""The states of the wall; collected by tests/states.py. It speaks in the words of people who take part."""

from functools import partial

from assessments.models import Workshop
from tests.assessments.screens import (
    LONG_SIDES,
    LONG_TITLE,
    ONE_SIDE,
    OPEN_ENDED,
    SPLIT,
    agreeing,
    asking,
    back_at_the_first,
    counted,
    ended,
    forgotten,
    screen,
    skipped,
    split,
    summed_up,
    told,
)
from tests.assessments.workshops import ALWAYS, lobby, move, planned, revealed, seated, through
from tests.states import State

Wall = partial(State, reader="participant")


def on(make, **fields):
    """The wall's address of the workshop that `make` makes, with these fields changed behind its back."""

    def address():
        workshop = make()
        Workshop.objects.filter(pk=workshop.pk).update(**fields) if fields else None
        return screen(workshop)

    return address


def renewed():
    workshop = lobby()
    address = screen(workshop)
    workshop.renew_links()
    return address


STATES = [
    Wall("screen-planned", on(planned)),
    Wall("screen-planned-long", on(lambda: planned(title=LONG_TITLE))),
    Wall("screen-lobby", on(lambda: lobby(practice=True))),
    Wall("screen-lobby-some", on(lambda: seated(workshop := lobby(title=LONG_TITLE, mode="hands"), 12) and workshop)),
    Wall("screen-lobby-locked", on(lobby, is_locked=True)),
    Wall("screen-question", on(asking)),
    Wall("screen-question-staff", on(asking, wall_voice="organisation"), reader="organisation"),
    Wall("screen-question-nobody", on(lambda: move(lobby(), "start"))),
    Wall("screen-question-waiting", on(back_at_the_first)),
    Wall("screen-question-skipped", on(skipped)),
    Wall("screen-closed", on(lambda: move(asking(), "close"))),
    Wall("screen-hidden", on(lambda: move(revealed(), "hide"))),
    Wall("screen-result", on(split)),
    Wall("screen-result-staff", on(lambda: split(sides=LONG_SIDES), wall_voice="organisation"), reader="organisation"),
    Wall("screen-result-one-side", on(lambda: told(SPLIT[0], **ONE_SIDE))),
    Wall("screen-result-merged", on(lambda: told(SPLIT[0], ["none"]))),
    Wall("screen-result-hands", on(lambda: counted(practice=True))),
    Wall("screen-result-few", on(lambda: told(["informing"] * 3, ["none"]))),
    Wall("screen-result-none", on(told)),
    Wall("screen-agreed", on(agreeing)),
    Wall("screen-agreed-long", on(lambda: agreeing(reason=f"{LONG_TITLE} " * 15))),
    Wall("screen-agreed-not-sure", on(lambda: agreeing("not-sure", ""))),
    Wall("screen-pause", on(asking, curtain="pause")),
    Wall("screen-blank", on(split, curtain="blank")),
    Wall("screen-summary", on(lambda: through(asked=ALWAYS))),
    Wall("screen-summary-long", on(lambda: through(sides=LONG_SIDES, title=LONG_TITLE))),
    Wall("screen-summary-open", on(lambda: summed_up(*OPEN_ENDED, **ONE_SIDE))),
    Wall("screen-summary-nothing", on(lambda: move(lobby(), "start", "finish"))),
    Wall("screen-over", on(lambda: ended(lambda: lobby(title=LONG_TITLE)))),
    Wall("screen-over-forgotten", on(forgotten)),
    State("screen-renewed", renewed, status=410),
]
