"""How a workshop goes on: held over any series of moves from any start."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.running import (
    AGREED,
    CLOSED,
    HIDDEN,
    LOBBY,
    MOVES,
    OPEN,
    PHASES,
    QUESTION,
    REVEALED,
    SHOWN,
    SKIPPED,
    STATES,
    SUMMARY,
    WAITING,
    NotNow,
    Run,
)

NAMES = sorted(MOVES)
SEEN = {REVEALED, AGREED, HIDDEN}  # its result was on the wall once


@st.composite
def runs(draw, states=STATES, phases=(QUESTION, *PHASES)):  # mostly on a question
    """A workshop anywhere on its way."""
    number = draw(st.integers(1, 6))
    phase = draw(st.sampled_from(phases))
    return Run(
        phase,
        tuple(draw(st.lists(st.sampled_from(states), min_size=number, max_size=number))),
        tuple(draw(st.lists(st.booleans(), min_size=number, max_size=number))),
        draw(st.integers(0, number - 1)),
    )


fresh = runs(states=[WAITING], phases=[LOBBY]).map(lambda run: replace(run, current=0))
tries = st.lists(st.integers(0, len(NAMES) - 1), min_size=1, max_size=30)


# The moves on a question, beside next, back and finish, which there are on each.
THERE = {
    WAITING: "open skip",
    OPEN: "close reveal skip reset",
    CLOSED: "open reveal skip reset",
    REVEALED: "hide reset",
    HIDDEN: "reveal reset",
    AGREED: "hide reset",
    SKIPPED: "open",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("has_agreed", [True, False])
def test_each_state_has_its_moves(state, has_agreed):
    run = Run(QUESTION, (state,), (has_agreed,))
    agree = {"agree"} if state == REVEALED and has_agreed else set()
    assert {*run.moves} == {*THERE[state].split(), "next", "back", "finish"} | agree
    assert replace(run, phase=SUMMARY).moves == ("back",)
    assert replace(run, phase=LOBBY).moves == (() if state == SKIPPED else ("start",))


def steps(run, numbers):
    """One of the moves that there are then for each of the numbers, with the run before and after it."""
    for number in numbers:
        if run.moves:
            name = run.moves[number % len(run.moves)]
            before, run = run, run.after(name)
            yield before, name, run


@given(runs(), tries)
def test_whatever_is_pressed_it_stands_somewhere(run, numbers):
    for before, _, after in steps(run, numbers):
        assert after.phase in PHASES
        assert {*after.states} <= {*STATES}
        assert 0 <= after.current < len(after.states)
        assert len(after.states) == len(before.states)
        assert after.has_agreed == before.has_agreed
        assert (after.state is None) == (after.phase != QUESTION)


@given(fresh, tries)
def test_a_result_is_shown_only_after_a_reveal_of_that_question(run, numbers):
    revealed = set()
    for _, name, after in steps(run, numbers):
        if name == "reveal":
            revealed.add(after.current)
        if name in {"hide", "reset"}:
            revealed.discard(after.current)
        shown = {place for place, state in enumerate(after.states) if state in SHOWN}
        assert shown == revealed


@given(runs(), tries)
def test_a_question_that_was_revealed_opens_again_only_by_a_reset(run, numbers):
    for before, name, after in steps(run, numbers):
        for was, state in zip(before.states, after.states, strict=True):
            if was in SEEN and state not in SEEN:
                assert (name, state) == ("reset", OPEN)


@given(runs(), tries)
def test_only_what_is_on_is_moved_and_what_is_come_to(run, numbers):
    """No press changes a question that nobody sees: only the one that is on, or the next when it opens."""
    for before, _, after in steps(run, numbers):
        for place, (was, state) in enumerate(zip(before.states, after.states, strict=True)):
            if was != state:
                assert place in {before.current, after.current}
                assert place == before.current or (was, state) == (WAITING, OPEN)


@given(runs(), tries)
def test_never_are_two_questions_open_that_one_opened(run, numbers):
    assume(run.states.count(OPEN) == (run.state == OPEN))
    for _, _, after in steps(run, numbers):
        assert after.states.count(OPEN) == (after.state == OPEN)


FORWARD = {
    WAITING: "open",
    OPEN: "close",
    CLOSED: "reveal",
    REVEALED: "next",
    HIDDEN: "reveal",
    AGREED: "next",
    SKIPPED: "open",
}
BACKWARD = {CLOSED: "open", REVEALED: "hide", AGREED: "hide"}


@pytest.mark.parametrize("state", STATES)
def test_forward_takes_the_next_step_and_backward_the_last_one_back(state):
    run = Run(QUESTION, (state,), (False,))
    assert (run.forward, run.backward) == (FORWARD[state], BACKWARD.get(state, "back"))
    assert Run(QUESTION, (REVEALED,), (True,)).forward == "agree"


@given(runs(phases=[LOBBY, QUESTION]))
def test_a_question_that_is_come_to_opens_by_itself_and_what_was_begun_stays(run):
    for name in {"start", "next", "skip"} & {*run.moves}:
        after = run.after(name)
        if after.phase == QUESTION:
            was = run.states[after.current]
            assert after.state == (OPEN if was == WAITING else was)


@given(runs(), st.sampled_from([*NAMES, "", "nonsense"]))
def test_a_move_that_there_is_not_is_refused(run, name):
    if name in run.moves:
        run.after(name)
        return
    with pytest.raises(NotNow):
        run.after(name)


@given(runs())
def test_the_big_buttons_press_moves_that_there_are(run):
    for name in (run.forward, run.backward):
        assert name is None or name in run.moves
    assert (run.forward is None) == (run.phase == SUMMARY or (run.phase == LOBBY and "start" not in run.moves))
    assert (run.backward is None) == (run.phase == LOBBY)


@given(runs())
def test_forward_from_anywhere_ends_in_the_summary(run):
    assume(run.forward)
    for _ in range(5 * len(run.states) + 1):  # open, close, reveal, agree, next
        if run.forward is None:
            break
        run = run.after(run.forward)
    assert run.phase == SUMMARY


@given(fresh)
def test_forward_from_the_lobby_goes_through_every_question_in_order(run):
    seen = []
    while run.forward:
        run = run.after(run.forward)
        if run.state == OPEN:
            seen.append(run.current)
    assert seen == [*range(len(run.states))]
    agreed = [AGREED if has_agreed else REVEALED for has_agreed in run.has_agreed]
    assert [*run.states] == agreed


@given(runs(phases=[QUESTION, SUMMARY]))
def test_back_from_anywhere_ends_in_the_lobby_and_opens_nothing_that_was_seen(run):
    seen = {place for place, state in enumerate(run.states) if state in SEEN}
    for _ in range(4 * len(run.states) + 4):
        if run.phase == LOBBY:
            break
        run = run.after("back")
    assert run.phase == LOBBY
    assert {place for place, state in enumerate(run.states) if state in SEEN} == seen


@given(runs(phases=[QUESTION]))
def test_who_goes_away_from_an_open_question_closes_it(run):
    for name in {"next", "back", "finish"} & {*run.moves}:
        after = run.after(name)
        if run.state == OPEN:
            assert after.states[run.current] == CLOSED


@given(runs(phases=[LOBBY, QUESTION]))
def test_what_is_skipped_is_passed_over(run):
    for name in {"start", "next", "skip"} & {*run.moves}:
        after = run.after(name)
        if after.phase == QUESTION:
            passed = after.states[run.current + 1 if name != "start" else 0 : after.current]
            assert {*passed} <= {SKIPPED}
            assert after.state != SKIPPED


@given(st.data())
def test_without_one_question_the_rest_stays(data):
    run = data.draw(runs())
    place = data.draw(st.integers(0, len(run.states) - 1))
    assume(len(run.states) > 1)
    after = run.without(place)
    assert after.states == run.states[:place] + run.states[place + 1 :]
    assert after.has_agreed == run.has_agreed[:place] + run.has_agreed[place + 1 :]
    if run.current != place:
        assert after.phase == run.phase
        assert after.state == run.state
        assert after.current == run.current - (place < run.current)
    elif run.phase == QUESTION and place == len(run.states) - 1:
        assert after.phase == SUMMARY
        assert after.current == len(after.states) - 1
    elif run.phase == QUESTION:
        assert (after.phase, after.current) == (QUESTION, place)
    else:
        assert after.phase == run.phase
