"""Into a room: the code, the side, and the seats that a phone remembers."""

import re
from math import ceil

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse

from assessments.access import open_workshop, seats_by_tokens
from assessments.joining_forms import CodeForm, SeatForm
from assessments.models import Seat, WrongCodes
from assessments.tokens import TOKEN_PATTERN, new_token
from assessments.waiting import SECONDS, address_of, has_passed, passed, seconds_left, stamp

from .answering import UNPROCESSABLE, page_with_form

SEAT = "seat"  # the cookie with which a phone remembers its seats; it goes to these pages only
SEAT_DAYS, MOST_SEATS = 90, 6
NOT_FOUND, LOCKED, WAIT = 404, 409, 429


@page_with_form
def join(request):
    """Where the code is typed; a phone that is in a room goes straight on to its seat."""
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    if form.is_valid():
        return redirect("join-workshop", form.cleaned_data["code"])
    if not (form.is_bound or "other" in request.GET):
        seats = [token for token, seat in seats_by_tokens(_remembered(request)).items() if seat.workshop.is_open]
        if seats:
            return redirect("seat", seats[-1])
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessments/joining/join.html", {"form": form}, status=status)


@page_with_form
def workshop(request, code):
    """Who is asked, who sees what, and the side to sit on; sending it takes the seat."""
    typed = CodeForm({"code": code})
    if not typed.is_valid():
        return _not_found(request, hint=typed.errors["code"][0])
    if typed.cleaned_data["code"] != code:
        return redirect("join-workshop", typed.cleaned_data["code"])
    remembered = _remembered(request)
    seats = {token: seat for token, seat in seats_by_tokens(remembered).items() if seat.workshop.code == code}
    if seats and "other" not in request.GET:
        return redirect("seat", list(seats)[-1])
    address = address_of(request)
    if not seats and (wait := _wait(request, code, address)):
        return wait
    workshop = open_workshop(code)
    if workshop is None:
        WrongCodes.count_one(address)
        return _not_found(request)
    if workshop.is_locked:
        return render(request, "assessments/joining/locked.html", {"seats": seats}, status=LOCKED)
    is_sent = request.method == "POST"
    form = SeatForm(
        workshop.sides.all(), data=request.POST if is_sent else None, initial={"submission_key": new_token()}
    )
    if form.is_valid():
        token = Seat.objects.take(workshop, **form.cleaned_data)
        return _remember(redirect("seat", token), [*remembered, token])
    context = {
        "workshop": workshop,
        "seats": seats,
        "form": form,
        "passed": passed(code),
        "floor": settings.RELEASE_FLOOR,
        "days": SEAT_DAYS,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessments/joining/workshop.html", context, status=status)


def _not_found(request, hint=""):
    """An unknown code and a closed workshop's are alike."""
    return render(request, "assessments/joining/not_found.html", {"form": CodeForm(), "hint": hint}, status=NOT_FOUND)


def _wait(request, code, address):
    """The page that asks to wait, or None: wrong codes were few, or the wait is over."""
    if has_passed(request.POST.get("passed", ""), code):
        return None
    stamped = request.GET.get("since", "")
    left = seconds_left(stamped, code, address)
    if left == 0 or (left is None and not WrongCodes.are_many(address)):
        return None
    context = {
        "is_early": left is not None,
        "seconds": ceil(left or SECONDS),
        "stamp": stamped if left else stamp(code, address),
    }
    response = render(request, "assessments/joining/wait.html", context, status=WAIT)
    response.headers["Retry-After"] = str(context["seconds"])
    return response


def _remembered(request):
    """The seats' tokens in the cookie, the newest last; what it says may be anything."""
    tokens = request.COOKIES.get(SEAT, "").split(".")
    return [token for token in dict.fromkeys(tokens) if re.fullmatch(TOKEN_PATTERN, token)][-MOST_SEATS:]


def _remember(response, tokens):
    response.set_cookie(
        SEAT,
        ".".join(list(dict.fromkeys(tokens))[-MOST_SEATS:]),
        max_age=SEAT_DAYS * 24 * 3600,
        path=reverse("join"),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response
