"""The review and the finish."""

import pytest
from django.urls import reverse

from spectrum.models import newest_edition
from tests.assessments.pages import read, send
from tests.assessments.rows import stored, tab
from tests.states import answered, begun

pytestmark = pytest.mark.django_db

CASE = {
    "participant": "the same board, a member",
    "organisation": "an advisory board, organisation",
    "planning": "planning: wants partners, can offer a survey",
}


def answers_at(token):
    return reverse("assessment-answers", args=[token])


def result_at(token):
    return reverse("assessment-result", args=[token])


@pytest.mark.parametrize("voice", CASE)
def test_every_answer_is_there_to_check(client, voice):
    assessment, token = answered(CASE[voice], finished=False, note="A “note”\nof two lines & more.")
    page = read(client.get(answers_at(token)))
    for given in assessment.explain().given:
        assert given.asked_words in page.words
        assert f"{given.letter} {given.words}".strip() in page.words
    assert "A “note” of two lines & more." in page.words
    assert newest_edition().wording_note in page.words


@pytest.mark.parametrize("voice", CASE)
def test_only_an_organisation_is_asked_for_a_title_and_a_claim(client, voice):
    assessment, token = answered(CASE[voice], finished=False)
    page = client.get(answers_at(token))
    fields = read(page).form().fields
    assert ("title" in fields) == (voice == "organisation")
    assert fields.get("claim", "") == ""
    response = client.post(answers_at(token), {"title": "New buses", "claim": "consulting"})
    assert response.url == result_at(token)
    seen = tab(assessment)
    said = ("New buses", 2, 2) if voice == "organisation" else ("", None, None)
    assert (seen.engagement.title, seen.engagement.claim, seen.claim) == said


def test_a_claim_is_never_chosen_beforehand_and_can_be_none(client):
    assessment, token = answered(CASE["organisation"], finished=False)
    page = client.get(answers_at(token))
    names = [type_.name for type_ in newest_edition().types]
    words = read(page).words
    assert sorted(names, key=words.index) == names
    assert send(client, page).url == result_at(token)
    assert tab(assessment).claim is None


@pytest.mark.parametrize("voice", CASE)
@pytest.mark.parametrize("look", ["first", "whole"])
def test_one_can_finish_with_open_questions(client, voice, look):
    assessment, token = begun(voice, look if voice != "planning" else "whole")
    assessment.record_answer("open", "consulting")
    response = send(client, client.get(answers_at(token)))
    assert response.url == result_at(token)
    assert client.get(result_at(token)).status_code == 200
    assert tab(assessment).is_finished


def test_the_second_of_two_tabs_is_told_that_it_is_done(client):
    assessment, token = answered(CASE["participant"], finished=False)
    pages = [client.get(answers_at(token)) for _ in range(2)]
    first, second = (send(client, page) for page in pages)
    assert (first.url, second.url) == (result_at(token), f"{result_at(token)}?already")
    told, plain = (read(client.get(response.url)) for response in (second, first))
    assert len(told.words) > len(plain.words)
    assert answers_at(token) in told.links
    assert tab(assessment).is_finished


def test_a_change_after_the_finish_is_not_called_a_repetition(client):
    _, token = answered(CASE["organisation"], claim=3)
    assert send(client, client.get(answers_at(token)), claim="involving").url == result_at(token)
    _, token = answered(CASE["participant"])
    assert result_at(token) in read(client.get(answers_at(token))).links


def test_after_the_finish_it_is_there_to_look_at_or_to_change(client):
    _, token = answered(CASE["organisation"], claim=3, title="New buses")
    page = client.get(answers_at(token))
    assert result_at(token) in read(page).links
    assert read(page).form().fields["title"] == "New buses"
    assert read(page).form().fields["claim"] == "involving"
    send(client, page, claim="consulting")
    fields = read(client.get(answers_at(token))).form().fields
    assert (fields["title"], fields["claim"]) == ("New buses", "consulting")


def test_a_change_of_an_early_answer_changes_the_result_and_leaves_the_later_answers(client):
    assessment, token = answered("co-production, through and through", note="A note.")
    before = {slug: (answer.choice, answer.note) for slug, answer in tab(assessment).answers_by_question.items()}
    client.post(reverse("assessment-question", args=[token, "open"]) + "?change", {"choice": "informing"})
    after = {slug: (answer.choice, answer.note) for slug, answer in tab(assessment).answers_by_question.items()}
    assert after == before | {"open": ("informing", "")}
    was, now = (newest_edition().type_by_slug[slug].useful_when[0] for slug in ("co-producing", "informing"))
    words = read(client.get(result_at(token))).words
    assert (was in words, now in words) == (False, True)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"title": "x" * 300}, "title"),
        ({"title": "x" * 70_000}, "title"),
        ({"title": "New\0buses"}, "title"),
        ({"claim": "level"}, "claim"),
        ({"claim": "consulting\0"}, "claim"),
        ({"claim": "x" * 5_000}, "claim"),
    ],
)
def test_what_can_not_be_taken_is_told_and_nothing_typed_is_lost(client, sent, wrong):
    _, token = answered(CASE["organisation"], finished=False)
    before = stored()
    said = {"title": "New buses", "claim": "consulting"} | sent
    response = client.post(answers_at(token), said)
    page = read(response)
    assert response.status_code == 422
    assert page.title.startswith("Error: ")
    [place] = [link for link in page.links if link.startswith(f"#id_{wrong}")]
    assert place.removeprefix("#") in page.ids
    kept = next(name for name in said if name != wrong)
    assert page.form().fields[kept] == said[kept]
    if wrong == "title":
        assert page.form().fields["title"] == said["title"]
    assert stored() == before
