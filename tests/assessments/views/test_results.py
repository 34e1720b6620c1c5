"""The result and what can be done with it: share, take back, files, the letter, deletion."""

import json
import re

import pytest
from django.urls import reverse

from assessments.models import Answer, Assessment, Engagement
from spectrum.edition import PEOPLE
from spectrum.models import newest_edition
from tests.assessments.pages import read, send
from tests.assessments.rows import age, stored, tab
from tests.states import CASES, answered, begun

pytestmark = pytest.mark.django_db

NOTE = "Only the writer reads this."
ASKED_AS_A_WHOLE = [name for name, case in CASES.items() if len(case["answers"]) in {4, 12}]


def at(name, token):
    return reverse(f"assessment-{name}", args=[token])


def shared_at(assessment):
    return reverse("shared-result", args=[assessment.share_token])


def shared(case="the same board, a member", **options):
    """A worked case that is shared, its token, and the address for its readers."""
    assessment, token = answered(case, **options)
    assessment.share()
    return assessment, token, shared_at(assessment)


class TestResult:
    @pytest.mark.parametrize("case", ASKED_AS_A_WHOLE)
    def test_it_says_what_the_classification_says(self, client, case):
        assessment, token = answered(case)
        page = read(client.get(at("result", token)))
        explanation = tab(assessment).explain()
        if explanation.type:
            assert explanation.type.name.lower() in page.h1
            said = explanation.type.plain if assessment.voice == "participant" else explanation.type.short
            assert said in page.words
        elif explanation.voice != "planning":
            assert all(type_.name.lower() in page.h1 for type_ in explanation.possible if explanation.known_count)
        for given in explanation.given:
            assert given.asked_words in page.words
            assert given.words in page.words
        for move in explanation.doing_it_well:
            assert move.words in page.words
        for ask in explanation.open_questions if assessment.voice == "participant" else ():
            assert ask in page.words
        assert newest_edition().wording_note in page.words

    def test_each_types_advice_is_reached_by_its_answers(self, client):
        words = {}
        for type_ in newest_edition().types:
            assessment, token = begun("participant")
            for slug in assessment.asked:
                assessment.record_answer(slug, type_.slug)
            assessment.finish()
            words[type_] = read(client.get(at("result", token))).words
        for type_, said in words.items():
            for line in (*type_.expect, *type_.questions_to_ask):
                assert line in said
            assert [other for other in words if other.expect[0] in said] == [type_]

    def test_before_the_finish_it_leads_back_to_the_answers(self, client):
        _, token = answered("two answers known", finished=False)
        assert client.get(at("result", token)).url == at("answers", token)

    def test_it_says_how_long_it_is_kept(self, client, settings):
        assessment, token = answered("two answers known")
        end = tab(assessment).keep_until
        words = read(client.get(at("result", token))).words
        assert f"{end.day} {end:%B %Y}" in words
        assert str(settings.KEEP_DAYS) in words

    @pytest.mark.parametrize("case", ["the same board, a member", "a peer café whose funder alone sets the measures"])
    def test_what_people_run_lies_beyond_the_spectrum(self, client, case):
        beyond = newest_edition().types[-1].beyond
        assert beyond
        for runs_it in (PEOPLE, "organisation", ""):
            _, token, readers = shared(case, runs_it=runs_it)
            for address in (at("result", token), readers):
                assert (beyond in read(client.get(address)).words) == (runs_it == PEOPLE)

    def test_the_claim_comes_with_its_promise_where_the_answers_support_it(self, client):
        _, token = answered("co-production, through and through", claim=4)
        assert newest_edition().types[-1].promise in read(client.get(at("result", token))).words

    def test_a_claim_beyond_the_answers_comes_with_both_honest_ways_on(self, client):
        assessment, token = answered("an honest online survey on bus routes", claim=4)
        page = read(client.get(at("result", token)))
        explanation = tab(assessment).explain()
        assert explanation.type.promise in page.words
        moves = [*explanation.claim_path.must, *explanation.claim_path.choose[0][1]]
        assert moves
        for move in moves:
            assert move.words in page.words


class TestSharing:
    def test_readers_see_the_result_without_notes_and_without_the_private_link(self, client):
        assessment, token, readers = shared("an advisory board, organisation", note=NOTE, claim=4, title="New buses")
        own, response = client.get(at("result", token)), client.get(readers)
        page = read(response)
        assert NOTE in read(own).words
        assert NOTE.encode() not in response.content
        for secret in (token, assessment.token_hash, str(assessment.pk), str(assessment.engagement_id)):
            assert secret.encode() not in response.content
        assert page.forms == []
        assert not [link for link in page.links if link.startswith("/a/")]
        assert "New buses" in page.words
        for given in tab(assessment).explain().given:
            assert given.words in page.words

    def test_the_private_page_shows_the_link_and_takes_it_back(self, client):
        assessment, token = answered("two answers known")
        page = client.get(at("result", token))
        response = send(client, page, "/share/")
        assert response.url == f"{at('result', token)}#share"
        page = client.get(at("result", token))
        link = shared_at(tab(assessment))
        assert f'value="http://testserver{link}"' in page.content.decode()
        assert client.get(link).status_code == 200
        assert send(client, page, "/withdrawal/").url == f"{at('result', token)}#share"
        assert client.get(link).status_code == 410
        assert read(client.get(at("result", token))).form("/share/")

    def test_it_is_live(self, client):
        assessment, token, readers = shared("co-production, through and through")
        client.post(reverse("assessment-question", args=[token, "open"]), {"choice": "informing"})
        assert newest_edition().types[0].name.lower() in read(client.get(readers)).h1
        assert tab(assessment).explain().type == newest_edition().types[0]

    def test_a_new_link_after_a_withdrawn_one_is_another(self, client):
        assessment, token, readers = shared()
        client.post(at("share-withdrawal", token))
        client.post(at("share", token))
        assert shared_at(tab(assessment)) != readers
        assert client.get(readers).status_code == 410
        assert client.get(shared_at(tab(assessment))).status_code == 200

    def test_it_ends_with_the_assessment(self, client):
        assessment, token, readers = shared()
        age(assessment, 91)
        for address in (readers, at("result", token), at("answers", token), at("result-json", token)):
            assert client.get(address).status_code == 410


class TestFiles:
    def test_they_can_be_had_before_the_finish(self, client):
        assessment, token = begun()
        found = json.loads(client.get(at("result-json", token)).content)
        assert (found["finished"], found["asked"]) == (False, assessment.asked)
        assert client.get(at("result-csv", token)).status_code == 200

    def test_the_result_leads_to_them(self, client):
        _, token = answered("two answers known")
        links = read(client.get(at("result", token))).links
        assert {at("result-json", token), at("result-csv", token)} <= set(links)


class TestLetter:
    @pytest.mark.parametrize("case", [name for name in ASKED_AS_A_WHOLE if CASES[name]["voice"] == "participant"])
    def test_it_asks_every_open_question_once_and_those_of_the_type(self, client, case):
        assessment, token = answered(case, note=NOTE)
        page = read(client.get(at("letter", token)))
        explanation = tab(assessment).explain()
        for ask in explanation.open_questions:
            assert page.words.count(ask) == 1
        for ask in explanation.type.questions_to_ask if explanation.type else ():
            assert ask in page.words
        assert NOTE not in page.words
        assert token not in page.words

    @pytest.mark.parametrize("voice", ["organisation", "planning"])
    def test_it_is_a_participants(self, client, voice):
        assert client.get(at("letter", begun(voice)[1])).status_code == 404


class TestDeletion:
    def test_it_is_asked_first_and_then_real(self, client):
        assessment, token, readers = shared("two answers known", note=NOTE)
        before = stored()
        page = client.get(at("deletion", token))
        assert stored() == before
        assert at("deletion", token) in read(client.get(at("result", token))).links
        assert at("deletion", token) == read(page).form().action
        assert send(client, page).status_code == 200
        for model in (Assessment, Answer, Engagement):
            assert not model.objects.exists()
        for address in (at("result", token), at("deletion", token), reverse("assessment", args=[token]), readers):
            assert client.get(address).status_code == 410
        assert assessment.pk

    def test_no_letter_before_the_finish(self, client):
        _, token = answered("two answers known", finished=False)
        assert client.get(at("letter", token)).url == reverse("assessment-answers", args=[token])

    def test_sent_twice_both_see_that_it_is_deleted(self, client):
        _, token = answered("two answers known")
        first, second = (client.post(at("deletion", token)) for _ in range(2))
        assert (first.status_code, second.status_code) == (200, 200)
        assert read(first).words == read(second).words

    def test_another_ones_answers_stay(self, client):
        answered("the same board, a member", note=NOTE)
        before = stored()
        client.post(at("deletion", answered("two answers known")[1]))
        assert stored() | {"RetiredToken": []} == before


def test_an_old_editions_pages_stay_byte_for_byte_when_a_newer_one_is_published(client, publish_newer_edition):
    cases = ["an advisory board, organisation", "two answers known", "planning: two known aims that differ"]
    addresses = []
    for case in cases:
        assessment, token, readers = shared(case, note=NOTE, claim=2 if "organisation" in case else None)
        addresses += [at(name, token) for name in ("result", "answers", "start", "result-json", "result-csv")]
        addresses += [readers, reverse("assessment-question", args=[token, "open"])]
        addresses += [at("letter", token)] if assessment.voice == "participant" else []

    def seen():
        return [re.sub(rb'value="\w{64}"', b"", client.get(address).content) for address in addresses]

    before, old = seen(), newest_edition().name
    publish_newer_edition()
    assert newest_edition().name != old
    assert seen() == before
    assessment, token = begun()
    page = read(client.get(reverse("assessment", args=[token]), follow=True))
    assert page.h1 == newest_edition().questions[0].participant
    assert assessment.spectrum == newest_edition()
