"""A seat in a room: one page that follows the workshop, from the lobby to the end."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from assessments.access import seat_by_token
from assessments.joining_forms import VoteForm
from assessments.models.round import cell_of
from assessments.phone import Phone
from assessments.tokens import Gone

from .answering import UNPROCESSABLE, page_with_form

NOT_OPEN = 409


@page_with_form
def seat(request, token):
    """What is on now; sending it votes on the question that is open."""
    seat = seat_by_token(token)
    if request.method != "POST":
        seat.be_seen()
        return _page(request, token, Phone(seat))
    question = seat.spectrum.question_by_slug.get(request.POST.get("question", ""))
    form = question and VoteForm(question, seat, data=request.POST)
    if form is None or question.slug != seat.open_question:
        return _page(request, token, Phone(seat), unsent=form, status=NOT_OPEN)
    if not form.is_valid():
        return _page(request, token, Phone(seat), form, status=UNPROCESSABLE)
    if not seat.vote(question.slug, form.cleaned_data["choice"]):  # it was closed just now
        return _page(request, token, Phone(seat_by_token(token)), unsent=form, status=NOT_OPEN)
    if not request.htmx:
        return redirect("seat", token)
    seat.cell = cell_of(form.cleaned_data["choice"])
    return _page(request, token, Phone(seat))


@require_safe
def poll(request, token):
    """The same as parts, for poll.js; nothing when nothing is new. Every half minute it counts the votes afresh."""
    seat = seat_by_token(token)
    phone, have = Phone(seat), request.GET.get("have", "")
    is_as_it_was = have.rpartition(".")[0] == phone.stands
    if not seat.be_seen() and is_as_it_was:
        return HttpResponse(status=204)
    if is_as_it_was and phone.tag == have:
        return HttpResponse(status=204)
    return _page(request, token, phone, part="#live")


def _page(request, token, phone, form=None, unsent=None, status=200, part=""):
    """The seat's page, or in answer to HTMX the part of it that changes. `unsent` is a vote that was not taken."""
    if form is None and phone.is_open:
        form = VoteForm(phone.question, phone.seat, initial={"choice": phone.vote})
    context = {
        "phone": phone,
        "workshop": phone.workshop,
        "seat": phone.seat,
        "token": token,
        "edition": phone.edition,
        "form": form,
        "unsent": unsent,
        "is_refused": status == NOT_OPEN,
        "state_template": f"assessments/seats/{phone.state}.html",
        "floor": settings.RELEASE_FLOOR,
    }
    part = part or ("#live" if request.htmx and request.method == "POST" else "")
    response = render(request, f"assessments/seats/seat.html{part}", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@page_with_form
def deletion(request, token):
    """Delete a seat with its answers, after asking once more. Sent twice, both see that they are deleted."""
    try:
        seat = seat_by_token(token)
    except Gone:
        if request.method != "POST":
            raise
        return render(request, "assessments/seats/deleted.html")
    if request.method == "POST":
        seat.leave()
        return render(request, "assessments/seats/deleted.html", {"workshop": seat.workshop})
    return render(request, "assessments/seats/deletion.html", {"seat": seat, "workshop": seat.workshop, "token": token})
