"""Requests at the same moment, each in a thread and a database connection of its own."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connections, transaction

from assessments.access import seat_by_token
from assessments.board import Board
from assessments.models import Answer, Assessment, Engagement, Progress, RetiredToken, Seat
from assessments.tokens import Gone, hash_of, new_token
from tests.assessments.rows import tab
from tests.assessments.workshops import fresh, lobby, move, planned, seated
from tests.states import answered, begun

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What each call returned or raised, all having started together."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(10)
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def while_saving(save, other):
    """Does `other` while a save is under way: everything is written, and not yet committed."""
    written = Event()

    def slow():
        with transaction.atomic():
            save()
            written.set()
            time.sleep(0.3)  # the other is at the row by now, and has to wait

    def quick():
        written.wait(10)
        return other()

    return at_once(slow, quick)


def test_the_same_first_page_sent_by_ten_at_once_begins_one():
    key = new_token()
    results = at_once(*[lambda: Assessment.objects.begin("participant", "first", "shared", key)] * 10)
    assert len(set(results)) == 1
    assert (Assessment.objects.count(), Engagement.objects.count()) == (1, 1)
    assert Assessment.objects.get().asked == results[0][0].asked


def test_different_first_pages_at_once_begin_one_each():
    results = at_once(*[begun] * 10)
    assert len(set(results)) == 10
    assert Assessment.objects.count() == 10


def test_the_same_answer_sent_by_ten_at_once_is_one():
    assessment, _ = begun()
    tabs = [tab(assessment) for _ in range(10)]
    results = at_once(*[lambda each=each: each.record_answer("open", "none", "A note.") for each in tabs])
    assert results == [None] * 10
    answer = Answer.objects.get()
    assert (answer.choice, answer.note) == ("none", "A note.")


def test_of_two_answers_at_once_one_is_kept_whole():
    assessment, _ = begun()
    one, other = tab(assessment), tab(assessment)
    at_once(
        lambda: one.record_answer("open", "consulting", "One."), lambda: other.record_answer("open", "none", "Other.")
    )
    answer = Answer.objects.get()
    assert (answer.choice, answer.note) in {("consulting", "One."), ("none", "Other.")}


def test_answers_to_all_questions_at_once_are_all_kept():
    assessment, _ = begun()
    results = at_once(*[lambda slug=slug: tab(assessment).record_answer(slug, "none") for slug in assessment.asked])
    assert set(results) == {None}
    assert list(tab(assessment).answers_by_question) == assessment.asked


def test_sharing_by_ten_at_once_makes_one_link():
    assessment, _ = begun()

    def share(each):
        each.share()
        return each.share_token

    links = at_once(*[lambda each=each: share(each) for each in [tab(assessment) for _ in range(10)]])
    assert set(links) == {tab(assessment).share_token}


def test_a_finish_and_an_answer_at_once_are_both_kept():
    assessment, _ = begun("organisation")
    one, other = tab(assessment), tab(assessment)
    assert at_once(lambda: one.finish("New buses", 2), lambda: other.record_answer("open", "none")) == [None, None]
    seen = tab(assessment)
    assert (seen.is_finished, seen.claim, list(seen.answers_by_question)) == (True, 2, ["open"])


def test_deleting_while_an_answer_is_being_saved_deletes_it_too():
    assessment, token = answered("two answers known")
    one, other = tab(assessment), tab(assessment)
    assert while_saving(lambda: one.record_answer("loop", "none", "A note."), other.erase) == [None, None]
    assert not Answer.objects.exists()
    assert not Engagement.objects.exists()
    assert RetiredToken.objects.get().hash == hash_of(token)


def test_an_answer_that_comes_while_it_is_being_deleted_is_gone():
    assessment, _ = answered("two answers known")
    one, other = tab(assessment), tab(assessment)
    done, refused = while_saving(one.erase, lambda: other.record_answer("loop", "none"))
    assert done is None
    assert isinstance(refused, Gone)
    assert not Answer.objects.exists()


def test_a_link_that_is_made_while_it_is_being_deleted_never_works():
    assessment, _ = begun()
    one, other = tab(assessment), tab(assessment)
    assert while_saving(one.share, other.erase) == [None, None]
    assert RetiredToken.objects.filter(hash=hash_of(one.share_token)).exists()


def test_deleting_by_ten_at_once_is_deleting_once():
    assessment, _ = answered("two answers known")
    assert at_once(*[tab(assessment).erase for _ in range(10)]) == [None] * 10
    assert not Engagement.objects.exists()
    assert RetiredToken.objects.count() == 1


def test_a_vote_under_way_is_counted_by_the_reveal_that_waits_for_it():
    workshop = move(lobby(mode="hands"), "start")
    (token,) = seated(workshop)
    seat, console = seat_by_token(token), fresh(workshop)
    question = workshop.current.question
    while_saving(lambda: seat.vote(question, "informing"), lambda: Progress(console).move("reveal", console.version))
    assert Board(fresh(workshop)).current.told.everyone.counts == (1, 0, 0, 0, 0, 0)


def test_whoever_votes_as_the_question_closes_is_counted_or_told():
    workshop = move(lobby(mode="hands"), "start")
    seats = [seat_by_token(token) for token in seated(workshop, 7)]
    question, console = workshop.current.question, fresh(workshop)
    *taken, moved = at_once(
        *(lambda seat=seat: seat.vote(question, "informing") for seat in seats),
        lambda: Progress(console).move("reveal", console.version),
    )
    assert moved is True
    assert set(taken) <= {True, False}
    told = Board(fresh(workshop)).current.told
    assert told.answered == sum(taken) == Answer.objects.count()


def test_of_two_consoles_that_press_at_once_one_wins():
    workshop = move(lobby(), "start")
    consoles = [fresh(workshop) for _ in range(6)]
    made = at_once(*(lambda each=each: Progress(each).move("close", each.version) for each in consoles))
    assert sorted(made) == [False] * 5 + [True]


def test_a_seat_taken_ten_times_at_once_is_one():
    workshop = lobby()
    side = workshop.sides.first()
    key = new_token()
    assert len(set(at_once(*(lambda: Seat.objects.take(workshop, side, key) for _ in range(8))))) == 1
    assert Seat.objects.count() == 1


def test_a_set_up_sent_by_many_at_once_is_one_workshop():
    key = new_token()
    made = at_once(*(lambda: planned(submission_key=key) for _ in range(6)))
    assert len({workshop.pk for workshop in made}) == 1
    assert Engagement.objects.count() == 1


def test_runs_set_up_at_once_have_numbers_of_their_own():
    engagement = planned().engagement
    made = at_once(*(lambda: planned(engagement=engagement) for _ in range(4)))
    assert sorted(workshop.number for workshop in made) == [2, 3, 4, 5]
