"""The console: the page on which a facilitator runs the room."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.access import workshop_by_console
from assessments.board import Board
from assessments.console_forms import CURTAINS, HandsForm, LockForm, MoveForm, NoteDownForm, VersionForm, moves_now
from assessments.models import Event, Progress
from assessments.models.workshop import is_here
from assessments.qr import qr_code
from assessments.rehearsal import catch_up
from assessments.running import LOBBY, MOVES, SKIPPED, WAITING, NotNow
from assessments.tokens import new_token

from .answering import CONFLICT, UNPROCESSABLE, page_with_form


@never_cache  # the form for a second run has a submission key of its own
@require_safe
def console(request, token):
    """What is on, and what can be done now."""
    workshop = workshop_by_console(token)
    catch_up(workshop)
    return _console(request, workshop)


@require_safe
def poll(request, token):
    """The same as a part, when something has changed since the tag that the page has."""
    workshop = workshop_by_console(token)
    catch_up(workshop)
    if request.GET.get("have") == _tag(workshop):
        return HttpResponse(status=204)
    return _console(request, workshop, part="#live")


@require_POST
def move(request, token):
    """Make a move. Where another console was quicker, or there is no such move now, nothing is done, and it is told."""
    workshop = workshop_by_console(token)
    form = MoveForm(request.POST)
    if form.is_valid() and _is_made(workshop, **form.cleaned_data):
        return _done(request, token)
    return _console(request, workshop_by_console(token), problem="move", status=CONFLICT)


def _is_made(workshop, move, version):
    """Make a move of the questions or of the curtain; return whether it was made."""
    if version != workshop.version or not workshop.is_open:
        return False
    if move in CURTAINS:
        return workshop.touch(version, curtain=CURTAINS[move])
    progress = Progress(workshop)
    if move in MOVES and move not in progress.run.moves:
        return False
    try:
        return progress.undo(version) if move == "undo" else progress.move(move, version)
    except NotNow:
        return False


@require_POST
def lobby(request, token):
    """Open the lobby, also once more after the end."""
    workshop_by_console(token).open_lobby()
    return _done(request, token)


@require_POST
def closure(request, token):
    """End the workshop."""
    workshop_by_console(token).close()
    return _done(request, token)


@require_POST
def lock(request, token):
    """Let nobody new join, or let them join again."""
    workshop = workshop_by_console(token)
    form = LockForm(request.POST)
    form.full_clean()
    workshop.touch(is_locked=form.cleaned_data["locked"])
    return _done(request, token)


@require_POST
def code(request, token):
    """Put another code in the old one's place; who sends it twice gets one."""
    workshop = workshop_by_console(token)
    form = VersionForm(request.POST)
    form.full_clean()
    if form.cleaned_data["version"] != workshop.version:
        return _console(request, workshop, problem="move", status=CONFLICT)
    workshop.renew_code()
    workshop.events.create(kind=Event.Kind.RENEWED)
    return _done(request, token)


@require_POST
def hands(request, token):
    """Save the raised hands of one side for one question."""
    workshop = workshop_by_console(token)
    board = Board(workshop)
    asked = _found(board, request.POST.get("question"))
    side = next((side for side in board.sides if str(side.key) == request.POST.get("side")), None)
    form = HandsForm(asked, side, request.POST) if asked and side else None
    if form is None or asked.round.state in {WAITING, SKIPPED}:
        return _console(request, workshop, board, problem="hands", hands=form, status=CONFLICT)
    if not form.is_valid():
        return _console(request, workshop, board, hands=form, status=UNPROCESSABLE)
    with transaction.atomic():
        workshop.touch()  # first: of two who save at once the second waits here
        asked.round.count_hands(side, form.counts())
    return _done(request, token, f"#hands-{side.order}")


@page_with_form
def question(request, token, slug):
    """What the room agreed on one question, why, and notes; who types at the same time is not overwritten unseen."""
    workshop = workshop_by_console(token)
    board = Board(workshop)
    asked, voice = _found(board, slug), workshop.wall_voice
    if asked is None:
        raise Http404
    is_on_console = "console" in request.GET
    context = {
        "workshop": workshop,
        "board": board,
        "asked": asked,
        "voice": voice,
        "edition": board.edition,
        "is_on_console": is_on_console,
        "along": asked.along(voice),
        "floor": settings.RELEASE_FLOOR,
    }
    if request.method != "POST":
        context["note"] = NoteDownForm.of(asked, voice)
        return render(request, "assessments/consoles/question.html", context)
    context["note"] = form = NoteDownForm(asked, voice, is_short=is_on_console, data=request.POST)
    if not form.is_valid():
        return render(request, "assessments/consoles/question.html", context, status=UNPROCESSABLE)
    if not board.progress.note_down(asked.round, **form.cleaned_data):
        asked.round.refresh_from_db()
        if not form.says_the_same_as(asked.round):
            context |= {
                "theirs": asked.words(asked.agreed, voice),
                "typed": asked.words(form.data.get("agreed", ""), voice),
            }
            return render(request, "assessments/consoles/conflict.html", context, status=CONFLICT)
    if is_on_console:
        return _done(request, token, "#note")
    return redirect(reverse("workshop-question", args=[token, slug]) + "?saved")


def _found(board, slug):
    return next((each for each in board.asked if each.round.question == slug), None)


def _done(request, token, place=""):
    """HTMX's page polls at once, and so learns what is new; everybody else gets the page again."""
    response = HttpResponse(status=204) if request.htmx else redirect(reverse("workshop", args=[token]) + place)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _tag(workshop):
    """What changes with everything on the page; it also ends by the clock."""
    numbers = workshop.version, workshop.seats, workshop.here, workshop.voted, int(workshop.is_over)
    return "-".join(map(str, numbers))


def _console(request, workshop, board=None, part="", status=200, problem="", hands=None):
    """The page, or the part of it that a poll takes."""
    board = board or Board(workshop)
    run, is_open = board.run, workshop.is_open
    state = "over" if workshop.is_over else (run.state or run.phase) if is_open else "planned"
    context = {
        "workshop": workshop,
        "board": board,
        "edition": board.edition,
        "tag": _tag(workshop),
        "state": state,
        "asked": board.current if is_open else None,
        "form": None if problem else hands,
        "problem": problem,
        "floor": settings.RELEASE_FLOOR,
    }
    if is_open:
        context |= moves_now(run)
    if context["asked"]:
        context |= _question_on(board, hands)
    else:
        context |= _way_in(request, workshop)
    if state == LOBBY:
        context |= {"qr": _qr(request, workshop), "seated": _seated(workshop, board.sides)}
    response = render(request, f"assessments/consoles/console.html{part}", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _question_on(board, sent):
    """The question that is on, with what can be typed beside it; hands that were not understood stay as they were."""
    asked, voices = board.current, {}
    for side in board.sides:
        voices.setdefault(side.voice, []).append(side.name)
    forms = [] if asked.round.state in {WAITING, SKIPPED} else [HandsForm(asked, side) for side in board.sides]
    if sent:
        forms = [sent if form.side == sent.side else form for form in forms] or [sent]
    return {
        "to_undo": board.progress.to_undo(),
        "voices": [(voice, " and ".join(names), asked.lines(voice)) for voice, names in voices.items()],
        "hands": forms,
        "by_hand": sum(form.total for form in forms),
        "note": NoteDownForm.of(asked, board.workshop.wall_voice, is_short=True),
        "along": asked.along(board.workshop.wall_voice),
    }


def _way_in(request, workshop):
    """Where people join, and what the projector shows."""
    return {
        "join": request.build_absolute_uri(reverse("join")),
        "screen": request.build_absolute_uri(reverse("screen", args=[workshop.screen_token])),
        "console": request.build_absolute_uri(reverse("workshop", args=[workshop.console_token])),
        "submission_key": new_token(),
    }


def _qr(request, workshop):
    path = reverse("join-workshop", args=[workshop.code]) if workshop.code else reverse("join")
    return qr_code(request.build_absolute_uri(path), "QR code to join")


def _seated(workshop, sides):
    """(side, seats, how many of them are connected) in one query."""
    rows = workshop.assessments.seats().order_by().values("side")
    rows = rows.annotate(seats=Count("pk"), here=Count("pk", filter=is_here())).values_list("side", "seats", "here")
    found = {side: numbers for side, *numbers in rows}
    return [(side, *found.get(side.pk, (0, 0))) for side in sides]
