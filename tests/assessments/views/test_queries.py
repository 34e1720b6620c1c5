"""How many queries each address asks of the database, with few and with many assessments in it (QUALITY.md, "Speed").

Everything counts, beginning and ending a transaction too.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Engagement
from assessments.tokens import new_token
from assessments.urls import urlpatterns
from tests.states import answered

pytestmark = pytest.mark.django_db

GET, POST = 4, 6
# Once in an assessment's life; Django deletes table by table, and looks first what hangs on it.
DELETION = 17
HTMX = {"hx-request": "true"}

READ = [
    "check", "assess", "choose", "assessment", "assessment-start", "assessment-question", "assessment-answers",
    "assessment-result", "assessment-result-json", "assessment-result-csv", "assessment-letter", "assessment-deletion",
    "shared-result",
]  # fmt: skip
SENT = {
    "check": {"look": "first", "runs_it": "shared"},
    "assess": {"look": "whole"},
    "choose": {},
    "assessment-start": {"look": "whole", "runs_it": "people"},
    "assessment-question": {"choice": "none", "note": "Another note."},
    "assessment-answers": {"title": "Buses", "claim": "consulting"},
    "assessment-share": {},
    "assessment-share-withdrawal": {},
    "assessment-deletion": {},
}


def address(name, case="an advisory board, organisation"):
    """An address of an assessment with all that it can have."""
    if name in {"check", "assess", "choose"}:
        return reverse(name)
    assessment, token = answered(case, claim=3, title="New buses", note="A note.")
    assessment.share()
    if name == "shared-result":
        return reverse(name, args=[assessment.share_token])
    return reverse(name, args=[token, *(["decisions"] if name == "assessment-question" else [])])


def many_others():
    edition_id = answered("two answers known")[0].edition_id
    engagements = Engagement.objects.bulk_create(Engagement() for _ in range(500))
    Assessment.objects.bulk_create(
        Assessment(engagement=engagement, edition_id=edition_id, token_hash=new_token(), submission_hash=new_token())
        for engagement in engagements
    )


def counted(do):
    """The number of queries of what `do` does."""
    with CaptureQueriesContext(connection) as queries:
        response = do()
    assert response.status_code < 400 or response.status_code == 422
    return len(queries)


def is_steady(do, name, limit, *case):
    """Whether an address keeps to its limit, and asks the same when many others have answered."""
    where = address(name, *case)
    few = counted(lambda: do(where))
    many_others()
    where = address(name, *case)
    return counted(lambda: do(where)) == few <= limit


@pytest.mark.parametrize("name", READ)
def test_a_page_asks_little(client, name):
    case = ["the same board, a member"] if name == "assessment-letter" else []
    assert is_steady(client.get, name, GET, *case)


@pytest.mark.parametrize("name", SENT)
def test_a_save_asks_little(client, name):
    limit = DELETION if name == "assessment-deletion" else POST
    assert is_steady(lambda where: client.post(where, SENT[name]), name, limit)


def test_an_answer_with_the_next_question_asks_little(client):
    sent = SENT["assessment-question"]
    assert is_steady(lambda where: client.post(where, sent, headers=HTMX), "assessment-question", POST)


@pytest.mark.parametrize("name", ["check", "assessment-start", "assessment-question", "assessment-answers"])
def test_an_error_asks_no_more_than_a_page(client, name):
    wrong = {"choice": "nonsense", "claim": "nonsense", "look": "nonsense"}
    assert is_steady(lambda where: client.post(where, wrong), name, GET)


def test_the_first_page_sent_again_asks_no_more(client):
    sent = {"look": "first", "submission_key": new_token()}
    for _ in range(2):
        assert counted(lambda: client.post(reverse("check"), sent)) <= POST


def test_a_link_that_leads_nowhere_asks_little(client):
    for name in ("assessment", "shared-result"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name, args=[new_token()])).status_code == 404
        assert len(queries) <= GET


def test_every_address_is_counted():
    """Those of answering and of results; tests/test_access_of_members.py counts the colleagues'."""
    counted_here = {"assessments.views.answering", "assessments.views.results"}
    assert {each.name for each in urlpatterns if each.callback.__module__ in counted_here} == {*READ, *SENT}
