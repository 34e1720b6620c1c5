"""Addresses of assessments. Beside a question stand `start`, `answers` and `result`: no edition may use these slugs."""

from django.urls import path, register_converter

from .tokens import TOKEN_PATTERN
from .views import answering, results


class TokenConverter:
    """A secret in an address; anything of another shape is simply not found."""

    regex = TOKEN_PATTERN

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(TokenConverter, "token")

urlpatterns = [
    path("check/", answering.begin, {"voice": "participant"}, name="check"),
    path("assess/", answering.begin, {"voice": "organisation"}, name="assess"),
    path("choose/", answering.begin, {"voice": "planning"}, name="choose"),
    path("a/<token:token>/", answering.where_was_i, name="assessment"),
    path("a/<token:token>/start/", answering.start, name="assessment-start"),
    path("a/<token:token>/answers/", answering.review, name="assessment-answers"),
    path("a/<token:token>/result/", results.result, name="assessment-result"),
    path("a/<token:token>/result.json", results.result_json, name="assessment-result-json"),
    path("a/<token:token>/result.csv", results.result_csv, name="assessment-result-csv"),
    path("a/<token:token>/result/letter/", results.letter, name="assessment-letter"),
    path("a/<token:token>/result/share/", results.share, name="assessment-share"),
    path(
        "a/<token:token>/result/share/withdrawal/",
        results.share_withdrawal,
        name="assessment-share-withdrawal",
    ),
    path("a/<token:token>/result/deletion/", results.deletion, name="assessment-deletion"),
    path("a/<token:token>/<slug:slug>/", answering.question, name="assessment-question"),
    path("r/<token:share_token>/", results.shared, name="shared-result"),
]
