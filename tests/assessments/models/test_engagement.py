from datetime import date

import pytest

from assessments.colleagues import Colleagues
from assessments.models import Agreement, Answer, Assessment, Engagement, RetiredToken
from assessments.overview import Overview
from assessments.tokens import hash_of
from tests import cast
from tests.assessments.engagements import BOARD, PLAN, SURVEY, agreed, colleague, engagement
from tests.assessments.participants import stating, taking_part
from tests.assessments.workshops import planned, seated

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_without_a_finished_answer_nothing_stands_for_the_organisation():
    work = engagement()
    colleague(work, finished=False)
    colleague(work, PLAN)
    taking_part(work)
    agreed(work, finished=False)
    assert work.organisations_answer() is None


def test_the_newest_in_the_organisations_voice_stands_for_it_and_what_was_agreed_before_all():
    work = engagement()
    colleague(work)
    newest = colleague(work, SURVEY, cast.member)
    colleague(work, PLAN)
    assert work.organisations_answer() == newest
    first = agreed(work)
    colleague(work)
    assert work.organisations_answer() == first
    second = agreed(work, "involving")
    assert work.organisations_answer() == second != first
    assert Assessment.objects.filter(kind="agreed").count() == 2
    assert second.sequence == work.assessments.count()


def test_the_rule_is_the_same_on_what_was_read_as_in_the_database():
    work = engagement(claim=4)
    for make in (colleague, lambda work: colleague(work, SURVEY, cast.member), agreed, colleague):
        make(work)
        read = Colleagues(work.assessments.of_colleagues().with_answers(), work.claim)
        assert read.answer.assessment == work.organisations_answer()
        assert read.answer.explanation.claim.position == 4


def test_an_account_that_goes_leaves_its_answers():
    work = engagement()
    kept = colleague(work, BOARD, cast.member)
    cast.member().delete()
    assert work.organisations_answer() == kept
    assert Colleagues(work.assessments.of_colleagues().with_answers()).finished[0].who == "a former colleague"


def test_amending_needs_the_version_that_was_seen():
    work = engagement()
    assert work.amend(1, title="Buses", claim=2)
    assert not work.amend(1, title="Trains")
    assert (again(work).title, again(work).version, work.title) == ("Buses", 2, "Buses")


def test_a_part_takes_over_who_runs_it_and_whom_people_can_tell():
    work = engagement(contact="Ann", runs_it="shared", claim=3)
    part = again(work.add_part("Stops"))
    assert (part.part_of, part.organisation, part.title) == (work, work.organisation, "Stops")
    assert (part.contact, part.runs_it, part.claim) == ("Ann", "shared", None)


def test_archiving_takes_the_parts_along_and_bringing_back_too():
    work = engagement()
    part = work.add_part("Stops")
    work.archive()
    assert again(work).is_archived
    assert again(part).is_archived
    work.bring_back()
    assert not again(work).is_archived
    assert not again(part).is_archived


def test_erasing_leaves_nothing_and_every_link_says_so():
    work = stating()
    mine = colleague(work)
    mine.share()
    _, token = taking_part(work)
    part = work.add_part("Stops")
    colleague(part)
    agreed(work)
    links = [mine.token_for_author(), mine.share_token, token, work.invitation_token, work.statement.token]
    again(work).erase()
    assert not Engagement.objects.exists()
    assert not Assessment.objects.exists()
    assert not Answer.objects.exists()
    assert RetiredToken.objects.filter(hash__in=map(hash_of, links)).count() == len(links)


def test_what_goes_with_it_is_counted():
    work = engagement()
    colleague(work)
    taking_part(work, finished=False)
    colleague(work.add_part("Stops"))
    work.add_part("Timetables")
    seated(planned(engagement=work), 3)
    assert work.count_under_it() == {"parts": 2, "assessments": 3, "workshops": 1}


def test_an_agreement_is_begun_by_its_first_answer_and_asks_everything():
    work = engagement(runs_it="shared")
    assert Agreement(work).assessment is None
    assert Agreement(work).record("open", "none", "Not settled.", 0)
    begun = Agreement(work)
    assert begun.is_open
    assert (begun.assessment.voice, begun.assessment.runs_it, begun.assessment.author) == (
        "organisation",
        "shared",
        None,
    )
    assert begun.assessment.asked == [question.slug for question in begun.spectrum.questions]
    assert begun.assessment.keep_until is None
    assert (begun.answers["open"].choice, begun.answers["open"].note) == ("none", "Not settled.")


def test_an_older_version_overwrites_nothing_that_was_agreed():
    work = engagement()
    first, second = Agreement(work), Agreement(work)
    assert first.record("open", "informing", "Mine.", 0)
    assert not second.record("open", "involving", "Theirs.", 0)
    assert Agreement(work).record("open", "consulting", "Ours.", 1)
    assert not Agreement(work).record("open", "involving", "Theirs.", 1)
    stored = Agreement(work).answers["open"]
    assert (stored.choice, stored.note, stored.version) == ("consulting", "Ours.", 2)
    assert work.assessments.count() == 1


def test_finishing_makes_it_the_answer_of_who_finished_with_the_claim():
    work = engagement(claim=3)
    agreed(work, finished=False)
    Agreement(work).finish(cast.member())
    Agreement(work).finish(cast.owner())  # sent twice
    answer = work.organisations_answer()
    assert (answer.kind, answer.author, answer.claim, answer.sequence) == ("agreed", cast.member(), 3, 1)
    assert not Agreement(work).is_open


def test_after_an_agreement_the_next_begins_with_its_answers_and_leaves_it_alone():
    work = engagement()
    first = agreed(work, "consulting", "We looked.", questions=("purpose", "open"))
    assert not Agreement(work).record("open", "involving", "", 7)
    assert Agreement(work).record("open", "involving", "", 1)
    second = Agreement(work)
    assert second.is_open
    assert {slug: answer.choice for slug, answer in second.answers.items()} == {
        "purpose": "consulting",
        "open": "involving",
    }
    assert second.answers["purpose"].note == "We looked."
    assert {answer.choice for answer in again(first).answers.all()} == {"consulting"}


def test_an_agreement_that_a_colleague_has_just_finished_is_not_changed():
    work = engagement()
    agreed(work, finished=False)
    late = Agreement(work)
    Agreement(work).finish(cast.member())
    assert late.record("open", "informing", "", 1)
    assert work.organisations_answer().answers.get(question="open").choice == "consulting"
    assert Agreement(work).answers["open"].choice == "informing"


def test_what_was_agreed_in_an_older_edition_is_not_carried_into_other_words(publish_newer_edition):
    work = engagement()
    agreed(work)
    publish_newer_edition()
    assert Agreement(work).answers == {}
    assert Agreement(work).record("open", "involving", "", 0)
    assert list(Agreement(work).answers) == ["open"]


def test_parts_and_releases_come_in_one_query(django_assert_num_queries):
    work = engagement()
    part = work.add_part("Stops")
    for number in (1, 2):
        work.releases.create(number=number, people=7, profile={"open": number}, released_on=date(2026, 6, number))
    part.releases.create(number=1, people=7, profile={"open": 4})
    work.add_part("Timetables")
    with django_assert_num_queries(1):
        rows = list(Engagement.objects.with_parts_and_releases(work.pk))
    assert [row.number for row in rows if row == work] == [1, 2]
    overview = Overview(work)
    assert [release.profile for release in overview.releases] == [{"open": 1}, {"open": 2}]
    assert [part.title for part, _ in overview.parts] == ["Stops", "Timetables"]
