"""With HTMX the next question comes without a page load; what is stored and where it leads is the same as without."""

import re

import pytest
from django.urls import reverse

from assessments.models import Answer
from spectrum.models import newest_edition
from tests.assessments.pages import read
from tests.assessments.rows import stored
from tests.states import answered, begun

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


def question_at(token, slug):
    return reverse("assessment-question", args=[token, slug])


def without_secrets(content):
    """A page without the CSRF token, which is written in another way each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", content)


def test_a_get_is_the_same_for_everybody(client):
    assessment, token = answered("the same board, a member", note="A note.")
    assessment.share()
    addresses = [reverse("check"), question_at(token, "open"), question_at(token, "open") + "?change"]
    addresses += [reverse(f"assessment-{name}", args=[token]) for name in ("start", "answers", "result", "letter")]
    addresses += [reverse("shared-result", args=[assessment.share_token])]
    key = re.compile(rb'name="submission_key" value="[\w-]+"')
    for address in addresses:
        for headers in (HTMX, HTMX | {"hx-boosted": "true", "hx-target": "main"}):
            plain, htmx = client.get(address), client.get(address, headers=headers)
            assert key.sub(b"", without_secrets(plain.content)) == key.sub(b"", without_secrets(htmx.content))
            assert plain.status_code == htmx.status_code == 200


def test_an_answer_brings_the_next_question_with_its_title_and_address(client):
    assessment, token = begun()
    for slug, following in zip(assessment.asked, assessment.asked[1:], strict=False):
        response = client.post(question_at(token, slug), {"choice": "none", "note": "A note."}, headers=HTMX)
        assert response.status_code == 200
        assert response.headers["HX-Push-Url"] == question_at(token, following)
        assert "HX-Request" in response.headers["Vary"]
        part, whole = read(response), read(client.get(question_at(token, following)))
        assert (part.h1, part.title) == (whole.h1, whole.title)
        assert part.tags.count("main") == 1
        assert part.ids[0] == "main"
        assert "html" not in part.tags
        assert part.form().action == question_at(token, following)
        assert "choice" not in part.form().fields
        assert part.form().fields["note"] == ""
        assert Answer.objects.get(question=slug).choice == "none"


def test_the_part_is_the_pages_own_main(client):
    """What HTMX swaps in and what a reload shows are one."""
    assessment, token = begun()
    first, second = assessment.asked[:2]
    part = client.post(question_at(token, first), {"choice": "none"}, headers=HTMX).content
    page = client.get(question_at(token, second)).content
    main = re.compile(rb"<main.*</main>", re.DOTALL)
    assert without_secrets(main.search(part)[0]) == without_secrets(main.search(page)[0])


def test_a_question_that_was_answered_before_comes_filled_in(client):
    assessment, token = begun()
    first, second = assessment.asked[:2]
    assessment.record_answer(second, "involving", "A note.")
    response = client.post(question_at(token, first), {"choice": "none"}, headers=HTMX)
    fields = read(response).form().fields
    assert (fields["choice"], fields["note"]) == ("involving", "A note.")


@pytest.mark.parametrize("query", ["", "?change"])
def test_the_end_and_a_change_lead_to_the_review_as_a_page(client, query):
    assessment, token = begun()
    slug = assessment.asked[0 if query else -1]
    response = client.post(question_at(token, slug) + query, {"choice": "none"}, headers=HTMX)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == reverse("assessment-answers", args=[token])
    assert not response.content
    assert Answer.objects.get().question == slug


@pytest.mark.parametrize("query", ["", "?change"])
@pytest.mark.parametrize("sent", [{}, {"choice": "nonsense"}, {"choice": "none", "note": "x" * 4001}])
def test_an_error_brings_the_same_question_with_what_was_sent(client, query, sent):
    _, token = begun()
    address = question_at(token, "open") + query
    before = stored()
    response = client.post(address, {"note": "A note."} | sent, headers=HTMX)
    page = read(response)
    assert response.status_code == 422
    assert "HX-Push-Url" not in response.headers
    assert "HX-Request" in response.headers["Vary"]
    assert page.title.startswith("Error: ")
    assert page.h1 == newest_edition().question_by_slug["open"].text("participant")
    assert "html" not in page.tags
    assert "error-summary" in page.ids
    assert page.form().action == address
    assert page.form().fields["note"] == sent.get("note", "A note.")
    assert stored() == before


def test_what_has_ended_comes_as_a_page_that_can_be_swapped_in(client):
    assessment, token = begun()
    assessment.erase()
    response = client.post(question_at(token, "open"), {"choice": "none"}, headers=HTMX)
    assert response.status_code == 410
    assert "main" in read(response).ids


def test_with_and_without_htmx_the_same_is_stored(client):
    one, token = begun()
    other, other_token = begun()
    for number, slug in enumerate(one.asked):
        sent = {"choice": ["informing", "none", "not-sure"][number % 3], "note": f"About {slug}."}
        client.post(question_at(token, slug), sent)
        client.post(question_at(other_token, slug), sent, headers=HTMX)
    rows = [sorted(each.answers.values_list("question", "position", "unknown", "note")) for each in (one, other)]
    assert rows[0] == rows[1]
    assert len(rows[0]) == len(one.asked)
