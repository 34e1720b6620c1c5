"""What a person sees when something can't be done: a page in plain words with the right status."""

import re

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render

from assessments.models.organisation import LastOwner
from assessments.refusals import Archived, Closed, SignedOut
from assessments.tokens import Gone


def is_garbled(request):
    """Whether a form is sent as no browser sends it: not in UTF-8, or with bytes that a form has to escape."""
    charset = request.content_params.get("charset", "utf-8").lower()
    is_form = request.content_type == "application/x-www-form-urlencoded"
    return charset not in {"utf-8", "utf8"} or (is_form and not request.body.isascii())


class ErrorPagesMiddleware:
    """Gives a page to Gone, a wrong method and a body that is too large; Django's own handlers do the others."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not re.fullmatch("[0-9]{1,15}", length):
            return render(request, "400.html", status=400)
        if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return render(request, "413.html", status=413)  # before anything of it is read
        if is_garbled(request):
            return render(request, "400.html", status=400)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Gone):
            return render(request, "410.html", status=410)
        if isinstance(exception, Closed):
            return render(request, "closed.html", {"fields": typed(request)}, status=409)
        if isinstance(exception, Archived):
            context = {"fields": typed(request), "engagement": exception.args[0]}
            return render(request, "archived.html", context, status=409)
        if isinstance(exception, LastOwner):
            return render(request, "last_owner.html", status=409)
        if isinstance(exception, SignedOut):
            return signed_out(request)
        return None


def stale_form(request, reason=""):
    """A form whose CSRF token is old or missing: the same words once more, with a fresh token and one button."""
    return render(request, "403_csrf.html", {"fields": typed(request), "cookies_off": not request.COOKIES}, status=403)


def signed_out(request):
    """On to the sign-in page; but what was typed before a sign-in ended stays here, to be sent again after it."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    return render(request, "signed_out.html", {"fields": typed(request)}, status=403)


def typed(request):
    """The names and values of what was sent, to show it once more; never a password."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken" and "password" not in name]
