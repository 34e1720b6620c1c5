"""What a facilitator prints for a workshop, and what they type in from the tally sheet when it is over."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.access import workshop_by_console
from assessments.models import Progress
from assessments.models.round import sides_with_hands
from assessments.qr import qr_code
from assessments.running import NotNow
from assessments.tally_forms import TallyForm
from spectrum.edition import LETTERS

from .answering import CONFLICT, UNPROCESSABLE, page_with_form


@require_safe
def pack(request, token):
    """What there is to print, in the order in which somebody prepares."""
    return _print(request, "pack", workshop_by_console(token))


@require_safe
def poster(request, token):
    """One page of A4 for the door; without a code there is nothing to put on it."""
    workshop = workshop_by_console(token)
    if workshop.code is None:
        return redirect("workshop-pack", token)
    return _print(request, "poster", workshop, **_way_in(request, workshop))


@require_safe
def handout(request, token):
    """Every question in each side's words, for interpreters and whoever wants them before."""
    return _print(request, "handout", workshop_by_console(token))


@require_safe
def cards(request, token):
    """A card for each letter, to hold up."""
    return _print(request, "cards", workshop_by_console(token), letters=LETTERS)


@require_safe
def tally(request, token):
    """A sheet to write raised hands on."""
    return _print(request, "tally", workshop_by_console(token))


@require_safe
def script(request, token):
    """What to say, from the welcome to the end."""
    workshop = workshop_by_console(token)
    return _print(request, "script", workshop, keep_days=settings.KEEP_DAYS, **_way_in(request, workshop))


@require_safe
def slides(request, token):
    """The questions as slides, one a page, for a room without a network."""
    workshop = workshop_by_console(token)
    return _print(request, "slides", workshop, **_way_in(request, workshop))


def _print(request, name, workshop, **context):
    edition, sides = workshop.spectrum, list(workshop.sides.all())
    asked = edition.asked(set(workshop.rounds.values_list("question", flat=True)))
    context |= {
        "workshop": workshop,
        "edition": edition,
        "sides": sides,
        "floor": settings.RELEASE_FLOOR,
        "voice": edition.voice_by_slug[workshop.wall_voice],
        "asked": [(question, edition.none_text(question, workshop.wall_voice)) for question in asked],
        # Each side's own words for the same questions.
        "by_side": [
            (
                question,
                [(side, edition.voice_by_slug[side.voice], edition.none_text(question, side.voice)) for side in sides],
            )
            for question in asked
        ],
    }
    return render(request, f"assessments/packs/{name}.html", context)


def _way_in(request, workshop):
    """The address that a room types, and the one that a phone's camera reads, as a picture."""
    if workshop.code is None:
        return {}
    link = request.build_absolute_uri(reverse("join-workshop", args=[workshop.code]))
    return {"link": request.build_absolute_uri(reverse("join")), "qr": qr_code(link, f"QR code. It opens {link}")}


@page_with_form
def tally_answers(request, token):
    """Type a tally sheet in. It is kept from doing so while a question is open, or when another was quicker."""
    workshop = workshop_by_console(token)
    progress, sides = Progress(workshop), sides_with_hands(workshop)
    form = TallyForm(workshop.spectrum, progress.rounds, sides, data=request.POST if request.method == "POST" else None)
    problem = "open" if progress.is_open else ""
    if form.is_valid():
        problem = _problem(progress, form)
        if not problem:
            return redirect(reverse("workshop-tally-answers", args=[token]) + "?saved")
    context = {
        "workshop": workshop,
        "edition": workshop.spectrum,
        "form": form,
        "problem": problem,
        "has_votes": workshop.votes().exists(),
        "is_saved": "saved" in request.GET and not form.is_bound,
    }
    status = UNPROCESSABLE if form.errors else CONFLICT if form.is_bound else 200
    return render(request, "assessments/packs/tally_answers.html", context, status=status)


def _problem(progress, form):
    """Save the sheet; return what stands in the way, or nothing."""
    try:
        return "late" if form.is_late or not progress.type_in(form.counts()) else ""
    except NotNow:
        return "open"
