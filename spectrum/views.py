"""The pages to learn from: the Spectrum, its types and key questions, co-production, other frameworks, resources."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .models import newest_edition


@require_safe
def spectrum(request):
    """The picture, and the four types side by side in a table."""
    return render(request, "spectrum/spectrum.html", {"edition": newest_edition()})


@require_safe
def type_page(request, slug):
    """All that is said about one type."""
    edition = newest_edition()
    if slug not in edition.type_by_slug:
        raise Http404
    type_ = edition.type_by_slug[slug]
    would_become = [(edition.type_by_slug[each.type], each.condition) for each in type_.would_become]
    context = {"edition": edition, "type": type_, "would_become": would_become}
    return render(request, "spectrum/type.html", context)


@require_safe
def questions(request):
    """The key questions with their choices, type by type, in a participant's words or an organisation's."""
    voice = "organisation" if request.GET.get("voice") == "organisation" else "participant"
    edition = newest_edition()
    rows = [
        (question, [(type_, question.choice_at(type_.position)) for type_ in edition.types])
        for question in edition.questions
    ]
    return render(request, "spectrum/questions.html", {"edition": edition, "voice": voice, "rows": rows})


@require_safe
def frameworks(request):
    """Ladders beside the Spectrum: the obstacles, and where the levels of other frameworks come nearest."""
    return render(request, "spectrum/frameworks.html", {"edition": newest_edition()})


@require_safe
def co_production(request):
    """What co-production is, what it is for, and what sets it apart."""
    edition = newest_edition()
    defining = [question for question in edition.questions if question.defining]
    return render(request, "spectrum/co_production.html", {"edition": edition, "defining": defining})


@require_safe
def resources(request):
    """What to read elsewhere, and whom to ask."""
    return render(request, "spectrum/resources.html", {"edition": newest_edition()})
