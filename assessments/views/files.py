"""How a file leaves: a table to be saved under a name, or JSON to be read."""

from django.http import HttpResponse, JsonResponse


def csv_file(name, content):
    """A table, which the browser saves under the name."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def json_file(content):
    """Plain values as JSON that people can read too."""
    return JsonResponse(content, json_dumps_params={"indent": 1})
