"""The home page, the pages about the site, and health."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.comparison import PEOPLE_COUNTED
from assessments.worked_examples import worked_examples
from spectrum.models import newest_edition


@require_safe
def home(request):
    """Three doors, and the Spectrum at a glance."""
    return render(request, "peoplehub/home.html", {"edition": newest_edition()})


@require_safe
def help_page(request):
    return render(request, "peoplehub/help.html", {"edition": newest_edition()})


@require_safe
def privacy(request):
    context = {
        "keep_days": settings.KEEP_DAYS,
        "release_floor": settings.RELEASE_FLOOR,
        "people_counted": PEOPLE_COUNTED,
    }
    return render(request, "peoplehub/privacy.html", context)


@require_safe
def cookies(request):
    return render(request, "peoplehub/cookies.html")


@require_safe
def accessibility(request):
    return render(request, "peoplehub/accessibility.html", {"edition": newest_edition()})


@require_safe
def how_it_works(request):
    """The rule in words, with worked examples that the rule itself has classified."""
    edition = newest_edition()
    return render(request, "peoplehub/how_it_works.html", {"edition": edition, "examples": worked_examples(edition)})


@require_safe
def healthz(request):
    """200 when the database answers and is migrated, else 503; for whoever watches over the server."""
    try:
        executor = MigrationExecutor(connection)
        is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:  # whatever it is, the answer is the same: not well
        is_migrated = False
    return HttpResponse(
        "ok" if is_migrated else "not well", status=200 if is_migrated else 503, content_type="text/plain"
    )
