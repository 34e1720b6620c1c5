"""The way through: the first page, one question a page, the review, the finish; bad input has a file of its own."""

import pytest
from django.urls import reverse

from assessments.models import Answer, Assessment
from assessments.tokens import hash_of
from spectrum.edition import PEOPLE
from spectrum.models import newest_edition
from tests.assessments.pages import read, send
from tests.assessments.rows import stored, tab
from tests.states import answered, begun

pytestmark = pytest.mark.django_db

VOICE_OF = {"check": "participant", "assess": "organisation", "choose": "planning"}


def at(name, token, *args):
    return reverse(name, args=[token, *args])


def question_at(token, slug, query=""):
    return at("assessment-question", token, slug) + query


def begin(client, name="check", button=("look", "whole"), **said):
    """Begin on the first page; the assessment and its token."""
    response = send(client, client.get(reverse(name)), button=button, **said)
    assert response.status_code == 302
    token = response.url.split("/")[2]
    return Assessment.objects.get(token_hash=hash_of(token)), token


class TestTheFirstPage:
    @pytest.mark.parametrize("name", VOICE_OF)
    def test_all_questions_and_answers_can_be_seen_before_one_starts(self, client, name):
        edition, voice = newest_edition(), VOICE_OF[name]
        words = read(client.get(reverse(name))).words
        for question in edition.questions:
            assert question.text(voice) in words
            for choice in question.choices:
                assert f"{choice.letter} {choice.text(voice)}" in words
        assert edition.voice_by_slug[voice].not_sure in words
        assert edition.wording_note in words
        assert edition.runs_it_text(voice) in words

    @pytest.mark.parametrize("name", VOICE_OF)
    @pytest.mark.parametrize("look", ["first", "whole"])
    def test_sending_it_begins_an_assessment_in_its_voice(self, client, name, look):
        assessment, token = begin(client, name, ("look", look), runs_it="shared")
        assert (assessment.voice, assessment.runs_it) == (VOICE_OF[name], "shared")
        assert assessment.is_first_look == (look == "first" and name != "choose")
        assert client.get(at("assessment", token)).url == question_at(token, assessment.asked[0])

    @pytest.mark.parametrize("name", VOICE_OF)
    def test_the_buttons_offer_the_first_look_but_in_planning(self, client, name):
        [form] = read(client.get(reverse(name))).forms
        looks = ["whole"] if name == "choose" else ["first", "whole"]
        assert form.buttons == [("look", look) for look in looks]

    def test_nothing_has_to_be_said(self, client):
        response = client.post(reverse("check"))
        assert response.status_code == 302
        assert Assessment.objects.get().asked == [question.slug for question in newest_edition().questions]

    def test_sent_twice_it_is_one_and_both_see_the_same(self, client):
        page = client.get(reverse("check"))
        addresses = {send(client, page, button=("look", "first")).url for _ in range(3)}
        assert len(addresses) == 1
        assert Assessment.objects.count() == 1

    def test_each_load_of_the_page_begins_one_of_its_own(self, client):
        assert begin(client)[1] != begin(client)[1]

    def test_no_cache_keeps_it(self, client):
        assert "no-store" in client.get(reverse("check")).headers["Cache-Control"]

    @pytest.mark.parametrize("sent", [{"runs_it": "nobody"}, {"look": "second"}, {"submission_key": "short"}])
    def test_what_it_does_not_offer_begins_nothing_and_is_told(self, client, sent):
        response = client.post(reverse("check"), {"runs_it": "shared", "look": "first"} | sent)
        assert response.status_code == 422
        assert read(response).title.startswith("Error: ")
        assert not Assessment.objects.exists()
        if "runs_it" not in sent:
            assert read(response).form().fields["runs_it"] == "shared"


class TestSettingOutAgain:
    @pytest.mark.parametrize("voice", VOICE_OF.values())
    def test_who_runs_it_can_be_changed(self, client, voice):
        assessment, token = begun(voice, "whole", "shared")
        page = client.get(at("assessment-start", token))
        assert read(page).form().fields["runs_it"] == "shared"
        response = send(client, page, runs_it=PEOPLE, button=("look", "whole"))
        assert response.url == at("assessment", token)
        assert tab(assessment).runs_it == PEOPLE

    def test_from_the_first_look_one_goes_on_to_all_and_loses_nothing(self, client):
        assessment, token = answered("the first look, settled", note="A note.", runs_it="shared")
        before = {slug: (answer.choice, answer.note) for slug, answer in tab(assessment).answers_by_question.items()}
        result = client.get(at("assessment-result", token))
        response = send(client, result, "/start/", look="whole")
        seen = tab(assessment)
        assert not seen.is_first_look
        assert seen.runs_it == "shared"
        assert {slug: (answer.choice, answer.note) for slug, answer in seen.answers_by_question.items()} == before
        following = client.get(response.url).url
        assert following == question_at(token, next(slug for slug in seen.asked if slug not in before))

    def test_a_wrong_answer_changes_nothing_and_is_told(self, client):
        _, token = begun("participant", "first", "shared")
        before = stored()
        response = client.post(at("assessment-start", token), {"runs_it": "nobody", "look": "whole"})
        assert response.status_code == 422
        assert stored() == before

    def test_who_runs_it_can_be_changed_from_the_review_and_nothing_else_is(self, client):
        assessment, token = answered("the same board, a member")
        page = client.get(at("assessment-start", token) + "?change")
        response = send(client, page, look="whole", runs_it=PEOPLE)
        assert response.url == at("assessment-answers", token)
        after = tab(assessment)
        assert (after.runs_it, after.asked, after.is_finished) == (PEOPLE, assessment.asked, True)
        assert [*after.answers_by_question] == assessment.asked

    @pytest.mark.parametrize(("look", "offered"), [("first", ["first", "whole"]), ("whole", ["whole"])])
    def test_the_first_button_saves_and_asks_what_was_asked(self, client, look, offered):
        _, token = begun("participant", look)
        buttons = read(client.get(at("assessment-start", token))).form().buttons
        assert [value for name, value in buttons if name == "look"] == offered


class TestAQuestion:
    @pytest.mark.parametrize("voice", VOICE_OF.values())
    def test_it_is_asked_with_all_its_words(self, client, voice):
        assessment, token = begun(voice)
        edition = newest_edition()
        for question in assessment.questions:
            page = read(client.get(question_at(token, question.slug)))
            assert page.h1 == question.text(voice)
            assert all(choice.text(voice) in page.words for choice in question.choices)
            for words in (edition.voice_by_slug[voice].not_sure, edition.none_text(question, voice)):
                assert words in page.words
            assert edition.voice_by_slug[voice].intro in page.words
            assert edition.wording_note in page.words
            assert f"http://testserver{at('assessment', token)}" in page.words
            assert "choice" not in page.form().fields
            assert (bool(question.evidence) and question.evidence in page.words) == (
                voice == "organisation" and bool(question.evidence)
            )

    def test_nothing_says_where_an_answer_leads(self, client):
        _, token = begun("organisation")
        for slug in newest_edition().question_by_slug:
            words = read(client.get(question_at(token, slug))).words.lower()
            for type_ in newest_edition().types:
                assert type_.name.lower() not in words
                assert type_.short.lower() not in words

    @pytest.mark.parametrize("name", VOICE_OF)
    def test_the_way_leads_in_order_through_all_to_the_review_and_the_result(self, client, name):
        assessment, token = begin(client, name)
        page = client.get(at("assessment", token), follow=True)
        for slug in assessment.asked:
            assert page.request["PATH_INFO"] == question_at(token, slug)
            page = send(client, page, choice="consulting", note=f"About {slug}.")
            assert page.status_code == 302
            page = client.get(page.url)
        assert page.request["PATH_INFO"] == at("assessment-answers", token)
        given = {answer.question: (answer.choice, answer.note) for answer in Answer.objects.all()}
        assert given == {slug: ("consulting", f"About {slug}.") for slug in assessment.asked}
        assert send(client, page).url == at("assessment-result", token)
        assert client.get(at("assessment", token)).url == at("assessment-result", token)

    def test_the_private_link_leads_to_the_first_open_question_then_to_the_review(self, client):
        assessment, token = begun("participant", "first")
        for slug in assessment.asked:
            assert client.get(at("assessment", token)).url == question_at(token, slug)
            client.post(question_at(token, slug), {"choice": "not-sure"})
        assert client.get(at("assessment", token)).url == at("assessment-answers", token)

    def test_back_and_refresh_show_what_was_answered(self, client):
        assessment, token = begun()
        for slug in assessment.asked[:5]:
            client.post(question_at(token, slug), {"choice": "none", "note": f"About {slug}."})
        back = question_at(token, assessment.asked[5])
        for slug in reversed(assessment.asked[:5]):
            assert question_at(token, slug) in read(client.get(back)).links
            back = question_at(token, slug)
            for _ in range(2):
                fields = read(client.get(back)).form().fields
                assert (fields["choice"], fields["note"]) == ("none", f"About {slug}.")
        assert at("assessment-start", token) in read(client.get(back)).links

    def test_a_second_answer_takes_the_place_of_the_first(self, client):
        _, token = begun()
        for choice, note in [("consulting", "One."), ("none", ""), ("none", "")]:
            client.post(question_at(token, "open"), {"choice": choice, "note": note})
        answer = Answer.objects.get()
        assert (answer.choice, answer.note) == ("none", "")

    @pytest.mark.parametrize("finished", [False, True])
    def test_change_leads_back_to_the_review_and_changes_nothing_else(self, client, finished):
        assessment, token = answered("the same board, a member", finished=finished, note="A note.")
        before = {slug: (answer.choice, answer.note) for slug, answer in tab(assessment).answers_by_question.items()}
        review = read(client.get(at("assessment-answers", token)))
        assert [link for link in review.links if "?" in link] == [
            *(question_at(token, slug, "?change") for slug in assessment.asked),
            at("assessment-start", token) + "?change",
        ]
        page = client.get(question_at(token, assessment.asked[3], "?change"))
        assert at("assessment-answers", token) in read(page).links
        assert send(client, page, choice=None).status_code == 422
        page = send(client, page, choice="none")
        assert page.url == at("assessment-answers", token)
        kept = {slug: (answer.choice, answer.note) for slug, answer in tab(assessment).answers_by_question.items()}
        assert kept == before | {assessment.asked[3]: ("none", "")}
        assert tab(assessment).is_finished == finished

    def test_an_error_in_a_change_still_leads_back_to_the_review(self, client):
        _, token = begun()
        page = client.post(question_at(token, "open", "?change"), {"note": "A note."})
        assert send(client, page, choice="none").url == at("assessment-answers", token)

    def test_what_people_run_is_said_kindly_before_the_first_question(self, client):
        _, token = begun("participant", "whole", PEOPLE)
        first, second = (client.get(question_at(token, slug)) for slug in list(newest_edition().question_by_slug)[:2])
        note = newest_edition().people_note
        assert read(first).words.count(note) > read(second).words.count(note) > 0
