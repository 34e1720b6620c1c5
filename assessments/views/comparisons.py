"""The comparison of an engagement: what the organisation answered beside what the people taking part said."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import comparison_exports
from assessments.access import engagement_for
from assessments.comparison import PEOPLE_COUNTED
from assessments.two_sides import TwoSides

from .files import csv_file, json_file


@require_safe
def comparison(request, uid):
    """Both sides, the biggest gaps first; the picture, the paper, and the words that people shared."""
    engagement = engagement_for(request.user, uid)
    sides = TwoSides(engagement)
    words, more_words = sides.words_to_show()
    context = {
        "engagement": engagement,
        "sides": sides,
        "edition": sides.edition,
        "words": words,
        "more_words": more_words,
        "release_floor": settings.RELEASE_FLOOR,
        "people_counted": PEOPLE_COUNTED,
    }
    return render(request, "assessments/comparisons/comparison.html", context)


@require_safe
def comparison_json(request, uid):
    """The same, and all of the words, for another program."""
    sides = TwoSides(engagement_for(request.user, uid))
    return json_file(comparison_exports.as_json(sides))


@require_safe
def comparison_csv(request, uid):
    """The same as a table."""
    sides = TwoSides(engagement_for(request.user, uid))
    return csv_file("comparison", comparison_exports.as_csv(sides))
