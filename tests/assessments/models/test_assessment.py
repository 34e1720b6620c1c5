from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import timezone

from assessments.models import Answer, Assessment, Engagement, RetiredToken
from assessments.tokens import Gone, hash_of, new_token
from spectrum.edition import TYPE_SLUGS
from spectrum.models import Edition, newest_edition
from tests.assessments.rows import SAVES, age, stored, tab
from tests.states import answered, begun

pytestmark = pytest.mark.django_db


class TestBeginning:
    @pytest.mark.parametrize("voice", Assessment.Voice.values)
    @pytest.mark.parametrize("look", ["first", "whole"])
    def test_it_asks_the_newest_edition_in_its_order(self, voice, look):
        assessment, token = Assessment.objects.begin(voice, look, "shared")
        edition = newest_edition()
        asked = [slug for slug in edition.question_by_slug if look == "whole" or slug in edition.first_look]
        assert (assessment.voice, assessment.asked, assessment.runs_it) == (voice, asked, "shared")
        assert assessment.spectrum == edition
        assert assessment.is_first_look == (look == "first")
        assert assessment.started_on == assessment.saved_on == timezone.localdate()
        assert not assessment.is_finished
        assert assessment.first_unanswered() == assessment.questions[0]
        assert tab(assessment).token_hash == hash_of(token)

    def test_each_has_an_engagement_of_its_own(self):
        one, other = begun()[0], begun()[0]
        assert one.engagement_id != other.engagement_id
        assert Engagement.objects.count() == 2

    def test_the_same_submission_key_begins_one(self):
        key = new_token()
        sent = [Assessment.objects.begin("participant", submission_key=key) for _ in range(3)]
        assert len(set(sent)) == 1
        assert (Assessment.objects.count(), Engagement.objects.count()) == (1, 1)

    def test_without_a_key_each_begins_one(self):
        assert begun()[1] != begun()[1]
        assert Assessment.objects.count() == 2

    def test_nothing_in_the_rows_leads_to_an_address(self):
        key = new_token()
        _, token = Assessment.objects.begin("participant", submission_key=key)
        assert token not in str(stored())
        assert key not in str(stored())

    def test_sent_again_before_any_answer_it_sets_out_as_it_says_now(self):
        key = new_token()
        Assessment.objects.begin("participant", "first", submission_key=key)
        Assessment.objects.begin("participant", "whole", "people", submission_key=key)
        assessment = Assessment.objects.get()
        assert not assessment.is_first_look
        assert assessment.runs_it == "people"

    def test_a_late_copy_undoes_nothing(self):
        """The page was sent, all was answered, and the browser sends the first page once more."""
        key = new_token()
        assessment, token = Assessment.objects.begin("participant", "first", submission_key=key)
        assessment.set_out("whole", "shared")
        assessment.record_answer("open", "none")
        assessment.finish()
        before = stored()
        assert Assessment.objects.begin("participant", "first", submission_key=key) == (assessment, token)
        assert stored() == before

    def test_a_late_copy_does_not_bring_back_what_has_ended(self):
        key = new_token()
        assessment, _ = Assessment.objects.begin("participant", submission_key=key)
        age(assessment, 91)
        with pytest.raises(Gone):
            Assessment.objects.begin("participant", submission_key=key)
        assert tab(assessment).is_past_its_end

    def test_without_an_edition_nothing_begins(self):
        Edition.objects.all().delete()
        with pytest.raises(Edition.DoesNotExist):
            begun()
        assert not Engagement.objects.exists()


class TestAnswering:
    @pytest.mark.parametrize("choice", [*TYPE_SLUGS, "not-sure", "none"])
    def test_an_answer_comes_back_as_it_was_given(self, choice):
        assessment, _ = begun()
        assessment.record_answer("open", choice, "A note.")
        for seen in (assessment, tab(assessment)):
            answer = seen.answers_by_question["open"]
            assert (answer.choice, answer.note) == (choice, "A note.")
        assert (answer.position is None) == (choice not in TYPE_SLUGS)

    def test_a_second_answer_takes_the_place_of_the_first(self):
        assessment, _ = begun()
        for choice, note in [("consulting", "One."), ("none", ""), ("not-sure", "Two."), ("involving", "")]:
            assessment.record_answer("open", choice, note)
            answer = Answer.objects.get()
            assert (answer.choice, answer.note) == (choice, note)
            assert assessment.answers_by_question["open"].choice == choice

    def test_the_first_unanswered_is_the_first_in_the_editions_order(self):
        assessment, _ = begun()
        for question in reversed(assessment.questions[1:]):
            assessment.record_answer(question.slug, "none")
        assert assessment.first_unanswered() == assessment.questions[0]
        assert list(assessment.answers_by_question) == [question.slug for question in assessment.questions[1:]]
        assessment.record_answer(assessment.asked[0], "none")
        assert assessment.first_unanswered() is None

    def test_going_on_to_the_whole_and_back_loses_no_answer(self):
        assessment, _ = answered("the first look, settled", note="A note.")
        first = assessment.asked
        before = {slug: (answer.choice, answer.note) for slug, answer in assessment.answers_by_question.items()}
        assessment.set_out("whole", assessment.runs_it)
        assert not assessment.is_finished
        assert assessment.first_unanswered().slug not in first
        assessment.record_answer("loop", "none", "Later.")
        assessment.set_out("first", assessment.runs_it)
        assert list(assessment.answers_by_question) == first
        assessment.set_out("whole", assessment.runs_it)
        kept = {slug: (answer.choice, answer.note) for slug, answer in tab(assessment).answers_by_question.items()}
        assert kept == before | {"loop": ("none", "Later.")}

    def test_setting_out_as_before_does_not_undo_the_finish(self):
        assessment, _ = answered("the first look, settled")
        assessment.set_out("first", "people")
        assert tab(assessment).is_finished
        assert tab(assessment).runs_it == "people"

    def test_the_explanation_is_of_what_is_stored_now(self):
        assessment, _ = answered("an advisory board, organisation", claim=4, runs_it="people", note="A note.")
        explanation = assessment.explain()
        assert explanation.claim.position == 4
        assert explanation.is_people_run
        assert explanation.given[0].note == "A note."
        assessment.record_answer("loop", "none")
        assert assessment.explain().unknown_counts["none"] == explanation.unknown_counts["none"] + 1


class TestFinishing:
    def test_an_organisation_gives_a_title_and_a_claim(self):
        assessment, _ = begun("organisation")
        assessment.finish("New buses", 3)
        seen = tab(assessment)
        assert (seen.finished_on, seen.claim) == (timezone.localdate(), 3)
        assert (seen.engagement.title, seen.engagement.claim) == ("New buses", 3)

    def test_finishing_again_keeps_the_day_and_takes_the_new_words(self):
        assessment, _ = begun("organisation")
        assessment.finish("New buses", 3)
        Assessment.objects.update(finished_on=date(2026, 1, 31))
        tab(assessment).finish("Buses", None)
        seen = tab(assessment)
        assert (seen.finished_on, seen.claim, seen.engagement.title) == (date(2026, 1, 31), None, "Buses")

    @pytest.mark.parametrize("voice", ["participant", "planning"])
    def test_nobody_elses_finish_touches_what_the_organisation_said(self, voice):
        organisation, _ = begun("organisation")
        organisation.finish("New buses", 3)
        other, _ = begun(voice)
        Assessment.objects.filter(pk=other.pk).update(engagement=organisation.engagement)
        tab(other).finish()
        assert tab(other).is_finished
        assert (tab(other).engagement.title, tab(other).engagement.claim) == ("New buses", 3)

    def test_an_answer_after_the_finish_leaves_it_finished(self):
        assessment, _ = answered("two answers known")
        assessment.record_answer("open", "none")
        assert tab(assessment).is_finished


class TestSharing:
    def test_sharing_again_keeps_the_link(self):
        assessment, token = begun()
        assessment.share()
        link = assessment.share_token
        assessment.share()
        tab(assessment).share()
        assert tab(assessment).share_token == link
        assert link != token

    def test_withdrawing_twice_is_withdrawing_once(self):
        assessment, _ = begun()
        assessment.stop_sharing()
        assert not RetiredToken.objects.exists()
        assessment.share()
        for _ in range(2):
            assessment.stop_sharing()
        assert RetiredToken.objects.get().kind == "share"


class TestDeleting:
    def test_nothing_of_it_is_left_but_that_its_links_have_ended(self):
        other, _ = answered("the same board, a member", note="Stays.")
        before = stored()
        assessment, token = answered("two answers known", title="New buses", note="Goes.")
        assessment.share()
        links = {hash_of(token), hash_of(assessment.share_token)}
        assessment.erase()
        assert set(RetiredToken.objects.values_list("hash", flat=True)) == links
        assert stored() | {"RetiredToken": []} == before
        assert tab(other).answers_by_question

    def test_an_engagement_with_other_assessments_stays(self):
        assessment, _ = begun()
        other, _ = begun()
        Assessment.objects.filter(pk=other.pk).update(engagement=assessment.engagement)
        assessment.erase()
        assert tab(other).engagement == assessment.engagement
        tab(other).erase()
        assert list(Engagement.objects.filter(pk=assessment.engagement_id)) == []

    def test_what_was_begun_once_more_by_the_same_form_can_be_deleted_once_more(self):
        key = new_token()
        for _ in range(2):
            assessment, _ = Assessment.objects.begin("participant", submission_key=key)
            assessment.erase()
        assert not Assessment.objects.exists()
        assert RetiredToken.objects.count() == 1


class TestWhatFailsHalfway:
    """Nothing of it is kept."""

    def test_an_answer(self):
        assessment = age(begun()[0], 10)
        before = stored()
        with pytest.raises(IntegrityError):
            assessment.record_answer("open", "maybe")
        assert stored() == before

    def test_a_finish(self):
        assessment = age(begun("organisation")[0], 10)
        before = stored()
        with pytest.raises(IntegrityError):
            assessment.finish(title=None, claim=2)
        assert stored() == before


class TestItsEnd:
    @pytest.mark.parametrize("save", SAVES)
    def test_every_save_keeps_it_from_today_for_90_days(self, save, settings):
        assessment = age(begun()[0], 80)
        SAVES[save](assessment)
        seen = tab(assessment)
        assert seen.saved_on == timezone.localdate()
        assert (seen.keep_until - seen.saved_on).days == settings.KEEP_DAYS == 90

    @pytest.mark.parametrize("save", SAVES)
    def test_what_has_ended_is_not_saved_any_more(self, save):
        assessment, _ = begun()
        assessment.share()
        ended = age(assessment, 91)
        before = stored()
        with pytest.raises(Gone):
            SAVES[save](ended)
        assert stored() == before

    def test_its_last_day_counts(self):
        kept, over = age(begun()[0], 90), age(begun()[0], 91)
        assert (kept.is_past_its_end, over.is_past_its_end) == (False, True)
        assert list(Assessment.objects.past_their_end()) == [over]
