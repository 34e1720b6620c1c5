"""The one way to each object: a function that returns it to those who may have it, and raises for everybody else."""

from django.http import Http404

from .models import Assessment, RetiredToken
from .tokens import Gone, hash_of


def assessment_by_token(token):
    """The assessment behind a private link, with its engagement; the link is its writer's key.

    Raises Gone when it was deleted or has reached its end, Http404 when there never was one.
    """
    return _found_or_gone(hash_of(token), token_hash=hash_of(token))


def shared_assessment(share_token):
    """The assessment behind a read-only link. Raises as `assessment_by_token` does; a withdrawn link is gone."""
    return _found_or_gone(hash_of(share_token), share_token=share_token)


def _found_or_gone(hash_, **lookup):
    assessment = Assessment.objects.filter(**lookup).select_related("engagement").first()
    if assessment is None:
        if RetiredToken.objects.filter(hash=hash_).exists():
            raise Gone
        raise Http404
    if assessment.is_past_its_end:
        raise Gone
    return assessment
