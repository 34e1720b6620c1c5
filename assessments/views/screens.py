"""The wall: the projector's page of a workshop, which follows the console by itself and is for reading alone."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.access import workshop_by_screen
from assessments.board import Board
from assessments.charts import lengths
from assessments.qr import qr_code
from assessments.rehearsal import catch_up
from assessments.running import AGREED, LOBBY, SUMMARY


@require_safe
def screen(request, token):
    """What the room sees now."""
    workshop = workshop_by_screen(token)
    catch_up(workshop)
    return render(request, "projector.html", _context(request, workshop))


@require_safe
def poll(request, token):
    """The same as parts, for poll.js; nothing when nothing is new."""
    workshop = workshop_by_screen(token)
    catch_up(workshop)
    if request.GET.get("have") == _tag(workshop):
        return HttpResponse(status=204)
    return render(request, "projector.html#live", _context(request, workshop))


def _tag(workshop):
    """Changes with all that the wall shows: the version, the clock that closes it, and who has come or voted."""
    return f"{workshop.version}-{workshop.is_open:d}-{workshop.seats}-{workshop.voted}"


def _context(request, workshop):
    board = Board(workshop)
    on = _on(workshop, board)
    context = {
        "workshop": workshop,
        "board": board,
        "edition": board.edition,
        "voice": workshop.wall_voice,
        "on": on,
        "template": f"assessments/screens/{on}.html",
        "tag": _tag(workshop),
        "release_floor": settings.RELEASE_FLOOR,
        "host": request.get_host(),
    }
    return context | MORE.get(on, lambda *_: {})(request, workshop, board)


def _on(workshop, board):
    """What is on the wall: the name of its template."""
    if workshop.opened_at is None:
        return "planned"
    if not workshop.is_open:
        return "over"
    if workshop.curtain:
        return workshop.curtain
    if workshop.phase in {LOBBY, SUMMARY}:
        return workshop.phase
    asked = board.current
    if asked.told is None:
        return "question"
    return "agreed" if asked.round.state == AGREED and asked.agreed else "result"


def _lobby(request, workshop, board):
    link = request.build_absolute_uri(reverse("join-workshop", args=[workshop.code]))
    return {"qr": qr_code(link, f"QR code. It opens {link}")}


def _question(request, workshop, board):
    asked = board.current
    by_hand = sum(sum(side.hands.get(asked.round.key, {}).values()) for side in board.sides)
    return {"asked": asked, "lines": asked.lines(workshop.wall_voice), "by_hand": by_hand}


@dataclass(frozen=True)
class Bar:
    """How many chose a line, on a side or (None) in the whole room."""

    side: object | None
    number: int
    length: float


def _result(request, workshop, board):
    asked = board.current
    context = {"asked": asked, "is_apart": bool(asked.told.sides)}
    if asked.told.everyone is None:
        return context
    lines = asked.along(workshop.wall_voice)
    counts = [line.sides or ((None, line.number),) for line in lines]
    long = zip(*lengths([[number for _, number in column] for column in zip(*counts, strict=True)]), strict=True)
    bars = [[Bar(*one, length) for one, length in zip(*row, strict=True)] for row in zip(counts, long, strict=True)]
    rows = list(zip(lines, bars, strict=True))
    digits = len(str(max(bar.number for row in bars for bar in row)))
    sides = [(side, spread.answered) for side, spread in asked.told.sides]
    return context | {"rows": rows[:-2], "unknown": rows[-2:], "sides": sides, "digits": digits}


def _agreed(request, workshop, board):
    asked = board.current
    return {"asked": asked, "line": asked.line(asked.agreed, workshop.wall_voice)}


MORE = {"lobby": _lobby, "question": _question, "result": _result, "agreed": _agreed}
