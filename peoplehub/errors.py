"""What a person sees when something can't be done: a page in plain words with the right status."""

import re

from django.conf import settings
from django.shortcuts import render

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
        return None


def stale_form(request, reason=""):
    """A form whose CSRF token is old or missing: the same words once more, with a fresh token and one button."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    return render(request, "403_csrf.html", {"fields": fields, "cookies_off": not request.COOKIES}, status=403)
