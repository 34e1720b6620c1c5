"""A workshop from its set-up to its end: sent twice, open by the clock, once more, with other links, deleted."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.access import (
    open_workshop,
    seat_by_token,
    workshop_by_console,
    workshop_by_report,
    workshop_by_screen,
)
from assessments.codes import LENGTH, SIGNS
from assessments.models import (
    Action,
    Answer,
    Assessment,
    Engagement,
    Event,
    HandCount,
    Progress,
    Round,
    Seat,
    Side,
    Workshop,
)
from assessments.tokens import Gone, new_token
from tests import cast
from tests.assessments.workshops import (
    ALWAYS,
    PEOPLE,
    STAFF,
    agreed,
    fresh,
    hands,
    lobby,
    move,
    of_organisation,
    planned,
    revealed,
    seated,
    through,
    vote,
)

pytestmark = pytest.mark.django_db


def set_up(key="", **options):
    return Workshop.objects.set_up([PEOPLE, STAFF], ALWAYS, title="The clinic", submission_key=key, **options)


def aged(workshop, **ago):
    """The workshop as if its lobby had been opened so long ago."""
    Workshop.objects.filter(pk=workshop.pk).update(opened_at=timezone.now() - timedelta(**ago))
    return fresh(workshop)


def test_the_same_key_sets_up_one_workshop():
    key = new_token()
    assert set_up(key) == set_up(key)
    assert (Workshop.objects.count(), Engagement.objects.count()) == (1, 1)
    assert (Side.objects.count(), Round.objects.count()) == (2, 4)


def test_without_a_key_or_with_another_it_is_another_workshop():
    assert len({set_up().pk, set_up().pk, set_up(new_token()).pk}) == 3


def test_a_new_workshop_has_links_of_its_own_a_code_and_an_end():
    workshop = set_up()
    assert len({workshop.console_token, workshop.screen_token, set_up().console_token}) == 3
    assert (len(workshop.code), set(workshop.code) - set(SIGNS)) == (LENGTH, set())
    assert workshop.keep_until == timezone.localdate() + timedelta(90)
    assert workshop.report_token is None


def test_the_runs_of_an_engagement_are_numbered_and_an_organisation_keeps_them():
    engagement = of_organisation().engagement
    second, third = set_up(engagement=engagement), set_up(engagement=engagement)
    assert [second.number, third.number] == [2, 3]
    assert third.keep_until is None


def test_the_wall_speaks_peoples_words_where_there_are_people():
    assert planned().wall_voice == "participant"
    assert planned(sides=[STAFF]).wall_voice == "organisation"


def test_nobody_can_be_in_it_before_its_lobby_is_open():
    workshop = planned()
    assert (workshop.is_open, workshop.is_over, open_workshop(workshop.code)) == (False, False, None)
    workshop.open_lobby()
    assert (fresh(workshop).is_open, open_workshop(workshop.code)) == (True, workshop)


def test_it_closes_by_itself_after_twelve_hours():
    workshop = aged(lobby(), hours=11, minutes=59)
    assert workshop.is_open
    assert open_workshop(workshop.code) == workshop
    workshop = aged(workshop, hours=12, seconds=1)
    assert workshop.is_over
    assert open_workshop(workshop.code) is None


def test_opening_an_open_one_gives_it_no_more_hours():
    workshop = aged(lobby(), hours=6)
    workshop.open_lobby()
    assert fresh(workshop).opened_at == workshop.opened_at


def test_nobody_votes_or_joins_after_it_was_closed_and_nobodys_seen_is_kept():
    workshop = move(lobby(), "start")
    (token,) = seated(workshop)
    workshop.close()
    after = fresh(workshop)
    assert after.is_over
    assert after.version > workshop.version
    assert open_workshop(workshop.code) is None
    assert not Seat.objects.filter(seen_at__isnull=False).exists()
    with pytest.raises(AssertionError):
        vote([token], "informing")


def test_closing_what_is_closed_changes_nothing():
    workshop = lobby()
    workshop.close()
    workshop = fresh(workshop)
    workshop.close()
    assert fresh(workshop).version == workshop.version
    assert workshop.events.count() == 2


def test_it_can_be_opened_once_more():
    workshop = aged(lobby(), hours=13)
    workshop.open_lobby()
    assert fresh(workshop).is_open
    workshop.close()
    fresh(workshop).open_lobby()
    assert fresh(workshop).is_open


def test_every_change_is_news_to_its_screens_and_gives_it_90_days_more():
    workshop = planned()
    Workshop.objects.filter(pk=workshop.pk).update(keep_until=timezone.localdate())
    assert fresh(workshop).touch(workshop.version, is_locked=True)
    after = fresh(workshop)
    assert (after.version, after.is_locked) == (workshop.version + 1, True)
    assert after.keep_until == timezone.localdate() + timedelta(90)
    assert not workshop.touch(workshop.version, is_locked=False)
    assert fresh(workshop).is_locked


def test_whether_anybody_voted():
    assert not planned().has_votes
    assert not lobby().has_votes
    assert move(lobby(), "start").has_votes  # from here on somebody may have
    workshop = planned()
    workshop.rounds.first().count_hands(workshop.sides.first(), {"1": 3})
    assert workshop.has_votes


def test_another_set_up_is_saved_unless_somebody_was_quicker():
    workshop = planned(asked=["purpose", *ALWAYS])
    names = {"participant": "Neighbours", "organisation": "Staff"}
    assert Progress(workshop).amend(workshop.version, names, ALWAYS, mode="hands")
    after = fresh(workshop)
    assert [side.name for side in after.sides.all()] == ["Neighbours", "Staff"]
    assert ([each.question for each in Progress(after).rounds], after.mode) == (ALWAYS, "hands")
    assert not Progress(workshop).amend(workshop.version, names, ["purpose", *ALWAYS], mode="private")
    assert (fresh(workshop).rounds.count(), fresh(workshop).mode) == (4, "hands")


def test_another_run_is_set_up_alike_and_empty():
    workshop = through(asked=ALWAYS, mode="hands")
    workshop.touch(wall_voice="organisation")
    workshop = fresh(workshop)
    run = fresh(workshop.run_again())
    assert (run.engagement, run.number, run.mode, run.wall_voice) == (workshop.engagement, 2, "hands", "organisation")
    assert [(side.name, side.voice) for side in run.sides.all()] == [PEOPLE, STAFF]
    assert [each.question for each in Progress(run).rounds] == ALWAYS
    assert {each.state for each in Progress(run).rounds} == {"waiting"}
    assert (run.seats, run.is_open, run.agreed().exists()) == (0, False, False)
    assert workshop.agreed().get().answers.count() == 4
    assert not {run.console_token, run.screen_token, run.code} & {
        workshop.console_token,
        workshop.screen_token,
        workshop.code,
    }


def test_the_code_can_go_along_and_then_leads_to_the_new_run_alone():
    workshop = lobby()
    run = workshop.run_again(keeps_code=True)
    assert open_workshop(workshop.code) is None
    run.open_lobby()
    assert open_workshop(workshop.code) == run
    assert fresh(workshop).code is None


def test_an_old_run_that_is_opened_once_more_gets_a_code_of_its_own():
    workshop = lobby()
    run = workshop.run_again(keeps_code=True)
    fresh(workshop).close()
    fresh(workshop).open_lobby()
    assert fresh(workshop).code not in {None, run.code}


def test_another_run_with_the_same_key_is_the_same_also_with_the_code():
    workshop, key = lobby(), new_token()
    run = workshop.run_again(keeps_code=True, submission_key=key)
    assert fresh(workshop).run_again(keeps_code=True, submission_key=key) == run
    assert fresh(run).code == workshop.code


def test_another_code_puts_nobody_out():
    workshop = move(lobby(), "start")
    (token,) = seated(workshop)
    before = workshop.code
    workshop.renew_code()
    assert open_workshop(before) is None
    assert open_workshop(fresh(workshop).code) == workshop
    vote([token], "informing")


def test_other_links_end_the_old_ones():
    workshop = planned()
    before = workshop.console_token, workshop.screen_token
    workshop.renew_links()
    for token, by in zip(before, (workshop_by_console, workshop_by_screen), strict=True):
        with pytest.raises(Gone):
            by(token)
    now = Workshop.objects.get()
    assert workshop_by_console(now.console_token) == workshop_by_screen(now.screen_token) == workshop


def test_a_shared_report_has_one_link_until_it_is_withdrawn():
    workshop = planned()
    workshop.share_report()
    token = workshop.report_token
    workshop.share_report()
    assert workshop.report_token == token
    assert workshop_by_report(token) == workshop
    workshop.stop_sharing_report()
    with pytest.raises(Gone):
        workshop_by_report(token)


def everything():
    """A workshop with all that it can have."""
    workshop = revealed()
    hands(workshop, informing=3)
    workshop = agreed(workshop, "involving", "We ask early.")
    workshop.actions.create(order=1, what="Ask again")
    workshop.share_report()
    return fresh(workshop)


def test_erasing_takes_all_of_it_and_its_links_say_so():
    workshop = everything()
    (seat,) = seated(workshop)
    workshop.erase()
    for model in (Workshop, Side, Round, HandCount, Action, Event, Assessment, Answer, Engagement):
        assert not model.objects.exists(), model
    for token, by in (
        (workshop.console_token, workshop_by_console),
        (workshop.screen_token, workshop_by_screen),
        (workshop.report_token, workshop_by_report),
        (seat, seat_by_token),
    ):
        with pytest.raises(Gone):
            by(token)


def test_erasing_one_run_leaves_the_others_and_the_work():
    workshop = everything()
    run = workshop.run_again()
    workshop.erase()
    assert fresh(run).engagement == run.engagement
    assert run.rounds.count() == 12


def test_what_no_organisation_keeps_is_forgotten_after_its_last_day():
    workshop, kept = everything(), of_organisation()
    Workshop.objects.filter(pk=workshop.pk).update(keep_until=timezone.localdate() - timedelta(1))
    with pytest.raises(Gone):
        workshop_by_console(workshop.console_token)
    call_command("forget", verbosity=0)
    assert list(Workshop.objects.all()) == [kept]
    assert not Engagement.objects.filter(pk=workshop.engagement_id).exists()


def test_a_workshop_goes_along_when_what_its_room_agreed_is_taken_into_other_work():
    workshop = through()
    into = cast.organisation().engagements.create(title="The real one")
    workshop.agreed().get().take_into(cast.organisation(), cast.owner(), into)
    workshop = fresh(workshop)
    assert (workshop.engagement, workshop.keep_until) == (into, None)
    assert workshop.seats == 11
    assert not Engagement.objects.exclude(pk=into.pk).exists()
