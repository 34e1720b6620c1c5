"""Setting a workshop up, with and without an account; its settings, new links, another run, practice and the end."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Engagement, Progress, Workshop
from assessments.tokens import new_token
from spectrum.models import newest_edition
from tests import cast
from tests.assessments.engagements import answered
from tests.assessments.rows import stored
from tests.assessments.workshops import (
    ALWAYS,
    PEOPLE,
    STAFF,
    TITLE,
    address,
    agreed,
    fresh,
    lobby,
    move,
    planned,
    revealed,
    through,
)

pytestmark = pytest.mark.django_db

BEGIN = "/workshops/"
BOTH = {"participant": "on", "organisation": "on", "participant_name": "Neighbours", "organisation_name": "Staff"}
QUICK = {**BOTH, "title": "The clinic", "look": "first", "mode": "private"}


@pytest.fixture
def member(client):
    client.force_login(cast.member())
    cast.organisation()
    return client


def work(**fields):
    return cast.organisation().engagements.create(title=TITLE, **fields)


def text(response):
    return unescape(response.content.decode())


def as_it_stands(response):
    """What a browser sends when somebody changes nothing in the page's form and presses its button."""
    return dict(response.context["form"].initial) | {
        name: field.initial
        for name, field in response.context["form"].fields.items()
        if field.initial not in (None, False)
    }


def made():
    return fresh(Workshop.objects.get())


def questions(workshop):
    return [each.question for each in Progress(workshop).rounds]


def sides(workshop):
    return [(side.name, side.voice) for side in workshop.sides.all()]


# Setting up


def test_one_press_sets_up_a_good_workshop_without_an_account(client):
    response = client.post(BEGIN, as_it_stands(client.get(BEGIN)))
    workshop = made()
    assert response.url == address(workshop)
    assert sides(workshop) == [PEOPLE, STAFF]
    assert set(questions(workshop)) == set(newest_edition().first_look)
    assert (workshop.mode, workshop.wall_voice, workshop.practice) == ("private", "participant", False)
    assert workshop.engagement.organisation is None
    assert workshop.keep_until
    assert not workshop.is_open


def test_what_was_chosen_is_set_up(client):
    chosen = {"look": "choose", "questions": ["loop", "purpose"], "mode": "hands", "organisation_name": " The   team "}
    client.post(BEGIN, {**QUICK, **chosen, "participant": ""})
    workshop = made()
    assert workshop.engagement.title == "The clinic"
    assert sides(workshop) == [("The team", "organisation")]
    assert questions(workshop) == ["purpose", *ALWAYS, "loop"]
    assert (workshop.mode, workshop.wall_voice) == ("hands", "organisation")


def test_the_gate_and_the_defining_questions_are_always_asked(client):
    page = text(client.get(BEGIN))
    for slug in ALWAYS:
        assert re.search(f'<input type="checkbox" name="questions" value="{slug}"[^>]* checked disabled>', page)
    client.post(BEGIN, {**QUICK, "look": "choose"})
    assert questions(made()) == ALWAYS


def test_all_questions_can_be_asked(client):
    client.post(BEGIN, {**QUICK, "look": "whole"})
    assert questions(made()) == [question.slug for question in newest_edition().questions]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"participant": "", "organisation": ""}, "Please choose at least one side of the room."),
        ({"organisation_name": "  neighbours "}, "Both sides have this name."),
        ({"organisation_name": ""}, "Please give this side of the room a name."),
        ({"participant_name": "x" * 61}, "The name has 61 characters. There is room for 60."),
        ({"title": "x" * 201}, "The name has 201 characters. There is room for 200."),
        ({"title": "a\x00b"}, "There is a sign in it that we can't keep."),
        ({"questions": ["loop"]}, "You ticked questions below."),
        ({"questions": ["nonsense"], "look": "choose"}, "That is not one of the questions."),
        ({"look": "nonsense"}, "Please choose one of the three."),
        ({"look": ""}, "Please choose which questions to ask."),
        ({"mode": "loud"}, "Please choose one of the two ways to vote."),
        ({"submission_key": "ours"}, "This form is not ours."),
    ],
)
def test_wrong_input_is_told_in_words_and_nothing_is_lost(client, wrong, words):
    before = stored()
    response = client.post(BEGIN, {**QUICK, **wrong})
    assert response.status_code == 422
    assert words in text(response)
    assert stored() == before
    for name in ("title", "participant_name", "organisation_name"):
        kept = {**QUICK, **wrong}[name].replace("\x00", "")
        assert not kept or kept.strip() in text(response).replace("\x00", "")


def test_a_side_that_is_not_in_the_room_may_have_any_name(client):
    client.post(BEGIN, {**QUICK, "organisation": "", "organisation_name": "Neighbours"})
    assert sides(made()) == [("Neighbours", "participant")]


def test_the_same_form_sent_twice_makes_one_workshop(client):
    sent = {**QUICK, "submission_key": new_token()}
    assert client.post(BEGIN, sent).url == client.post(BEGIN, sent).url
    assert (Workshop.objects.count(), Engagement.objects.count()) == (1, 1)


def test_every_page_makes_a_workshop_of_its_own(client):
    for _ in range(2):
        client.post(BEGIN, as_it_stands(client.get(BEGIN)))
    assert Workshop.objects.count() == 2


def test_search_engines_may_read_how_to_begin_and_no_console(client):
    assert "X-Robots-Tag" not in client.get(BEGIN).headers
    assert client.get(address(planned(), "workshop-settings")).headers["X-Robots-Tag"] == "noindex"


# Of an engagement


def test_colleagues_set_up_runs_of_their_work_and_find_them_there(member):
    engagement = work()
    where = reverse("engagement-workshops", args=[engagement.pk])
    assert "There was no workshop yet." in text(member.get(where))
    for _ in range(2):
        assert member.post(where, as_it_stands(member.get(where))).status_code == 302
    first, second = engagement.workshops.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.keep_until is None
    assert not Engagement.objects.exclude(pk=engagement.pk).exists()
    page = text(member.get(where))
    assert page.index(second.console_token) < page.index(first.console_token)


def test_the_list_says_how_each_run_stands_and_shows_no_practice(member):
    engagement = work()
    planned(engagement=engagement)
    over = lobby(engagement=engagement)
    over.close()
    lobby(engagement=engagement)
    practice = planned(engagement=engagement, practice=True)
    page = text(member.get(reverse("engagement-workshops", args=[engagement.pk])))
    stands = re.findall(r"<b>(Run \d)</b>.*?</p>\s*<p>(.*?)</p>", page, re.DOTALL)
    assert stands == [("Run 3", "Open now"), ("Run 2", "Over"), ("Run 1", "Set up, not open yet")]
    assert practice.console_token not in page


def test_work_that_was_put_away_gets_no_more_runs(member):
    engagement = work()
    engagement.archive()
    where = reverse("engagement-workshops", args=[engagement.pk])
    assert b"Set up the first one" not in member.get(where).content
    assert member.post(where, QUICK).status_code == 409
    assert not Workshop.objects.exists()


def test_the_list_asks_the_same_of_one_run_and_of_many(member):
    engagement = work()
    where = reverse("engagement-workshops", args=[engagement.pk])
    asked = []
    for _ in range(2):
        for _ in range(len(asked) * 20 + 1):
            planned(engagement=engagement, asked=ALWAYS)
        with CaptureQueriesContext(connection) as queries:
            member.get(where)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 6


def test_what_a_room_agreed_stands_on_the_works_page_beside_what_colleagues_say(member):
    engagement = answered(claim=2)()
    page = reverse("engagement", args=[engagement.pk])
    before = text(member.get(page))
    workshop = through(engagement=engagement, asked=ALWAYS)
    with CaptureQueriesContext(connection) as queries:
        after = text(member.get(page))
    assert len(queries) <= 6
    assert reverse("workshop-report", args=[workshop.console_token]) in after
    assert "What rooms agreed" in after
    assert said(after) == said(before)


def said(page):
    """What is called, and what the answers say."""
    return re.search(r'<div class="two said">.*?</div>', page, re.DOTALL)[0]


def test_a_room_that_agreed_nothing_is_not_on_the_works_page(member):
    workshop = agreed(revealed(engagement=work()), "involving")
    progress = Progress(workshop)
    page = reverse("engagement", args=[workshop.engagement_id])
    assert "What rooms agreed" in text(member.get(page))
    progress.note_down(progress.current, progress.current.version, agreed="")
    assert "What rooms agreed" not in text(member.get(page))


# Settings


def settings_of(workshop, **changes):
    """What the settings' form sends, with these changes."""
    names = {f"{side.voice}_name": side.name for side in workshop.sides.all()}
    stored = {"mode": workshop.mode, "wall_voice": workshop.wall_voice, "version": workshop.version}
    return {**names, **stored, "questions": questions(workshop), **changes}


def test_settings_are_saved_and_every_screen_learns_of_it(client):
    workshop = planned()
    changes = {"participant_name": "Neighbours", "mode": "hands", "wall_voice": "organisation", "questions": ["loop"]}
    response = client.post(address(workshop, "workshop-settings"), settings_of(workshop, **changes))
    assert response.url == address(workshop)
    after = fresh(workshop)
    assert sides(after) == [("Neighbours", "participant"), STAFF]
    assert (after.mode, after.wall_voice) == ("hands", "organisation")
    assert questions(after) == [*ALWAYS, "loop"]
    assert after.version > workshop.version


def test_how_people_vote_is_fixed_with_the_first_vote(client):
    workshop = revealed()
    where = address(workshop, "workshop-settings")
    page = text(client.get(where))
    assert 'name="mode"' not in page
    assert "This stays, because people may have voted." in page
    client.post(where, settings_of(workshop, mode="hands", participant_name="Neighbours"))
    assert fresh(workshop).mode == "private"
    assert sides(workshop)[0] == ("Neighbours", "participant")


def test_a_question_that_is_on_can_go_and_is_marked_before(client):
    workshop = move(lobby(asked=["purpose", *ALWAYS]), "start")
    where = address(workshop, "workshop-settings")
    assert text(client.get(where)).count("It is on now.") == 1
    client.post(where, settings_of(workshop, questions=ALWAYS))
    after = fresh(workshop)
    assert questions(after) == ALWAYS
    assert after.current.question == ALWAYS[0]


def test_with_one_side_there_is_one_name_and_no_choice_of_words(client):
    workshop = planned(sides=[STAFF])
    where = address(workshop, "workshop-settings")
    page = text(client.get(where))
    assert 'name="participant_name"' not in page
    assert 'name="wall_voice"' not in page
    client.post(where, settings_of(workshop, organisation_name="All of us", wall_voice="participant"))
    assert sides(workshop) == [("All of us", "organisation")]
    assert fresh(workshop).wall_voice == "organisation"


def test_of_two_consoles_the_second_is_told_and_keeps_what_it_typed(client):
    workshop = planned()
    where = address(workshop, "workshop-settings")
    first = settings_of(workshop, participant_name="Neighbours")
    second = settings_of(workshop, participant_name="Families", questions=[*ALWAYS, "loop"])
    assert client.post(where, first).status_code == 302
    response = client.post(where, second)
    assert response.status_code == 409
    assert {"Neighbours", "Families"} <= set(re.findall(r'<p dir="auto">(.*?)</p>', text(response)))
    assert sides(workshop)[0][0] == "Neighbours"
    kept = {name: values if name == "questions" else values[0] for name, values in hidden(response).items()}
    assert client.post(where, kept).status_code == 302
    assert sides(workshop)[0][0] == "Families"
    assert questions(fresh(workshop)) == [*ALWAYS, "loop"]


def hidden(response):
    """What the last form of a page would send."""
    form = text(response).rpartition("<form")[2]
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def test_the_same_settings_sent_twice_are_no_conflict(client):
    workshop = planned()
    sent = settings_of(workshop, participant_name="Neighbours")
    for _ in range(2):
        assert client.post(address(workshop, "workshop-settings"), sent).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"participant_name": ""}, "Please give this side of the room a name."),
        ({"participant_name": "staff"}, "Both sides have this name."),
        ({"questions": ["nonsense"]}, "That is not one of the questions."),
        ({"mode": "loud"}, "Please choose one of the two ways to vote."),
        ({"wall_voice": "planning"}, "Please choose one of the two."),
    ],
)
def test_wrong_settings_are_told_in_words_and_change_nothing(client, wrong, words):
    workshop = planned()
    before = stored()
    response = client.post(address(workshop, "workshop-settings"), settings_of(workshop, **wrong))
    assert response.status_code == 422
    assert words in text(response)
    assert stored() == before


@pytest.mark.parametrize("version", ["", "nonsense", "-1", "99999999999999"])
def test_a_version_that_is_none_overwrites_nothing(client, version):
    workshop = planned()
    sent = settings_of(workshop, participant_name="Neighbours", version=version)
    assert client.post(address(workshop, "workshop-settings"), sent).status_code == 409
    assert sides(workshop)[0] == PEOPLE


def test_settings_ask_little(client):
    workshop = planned()
    where = address(workshop, "workshop-settings")
    with CaptureQueriesContext(connection) as queries:
        client.get(where)
    assert len(queries) <= 4
    sent = settings_of(workshop, mode="hands")
    with CaptureQueriesContext(connection) as queries:
        client.post(where, sent)
    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) <= 6


# New links, another run, practice, the end


def test_new_links_end_the_old_ones_and_the_seats_stay(client):
    workshop = revealed()
    screen = reverse("screen", args=[workshop.screen_token])
    response = client.post(address(workshop, "workshop-renewal"))
    after = Workshop.objects.get()
    assert response.url == reverse("workshop", args=[after.console_token])
    assert workshop.console_token != after.console_token
    assert [client.get(where).status_code for where in (address(workshop), screen)] == [410, 410]
    assert client.get(response.url).status_code == 200
    assert fresh(after).seats == 11
    assert client.post(address(workshop, "workshop-renewal")).status_code == 410


def test_another_run_has_the_same_set_up_and_no_answers(client):
    workshop = through(asked=ALWAYS)
    sent = {"submission_key": new_token()}
    first, second = (client.post(address(workshop, "workshop-again"), sent) for _ in range(2))
    assert first.url == second.url
    run = workshop.engagement.workshops.get(number=2)
    assert first.url == address(run)
    assert (sides(run), questions(run), run.votes().count()) == ([PEOPLE, STAFF], ALWAYS, 0)
    assert run.code != workshop.code == fresh(workshop).code


def test_another_run_can_keep_the_code(client):
    workshop = lobby()
    client.post(address(workshop, "workshop-again"), {"keep_code": "on"})
    run = workshop.engagement.workshops.get(number=2)
    assert (run.code, fresh(workshop).code) == (workshop.code, None)


def test_practice_is_a_workshop_of_its_own_and_runs_no_further(client):
    workshop = planned()
    sent = {"submission_key": new_token()}
    first, second = (client.post(address(workshop, "workshop-rehearsal"), sent) for _ in range(2))
    assert first.url == second.url
    practice = Workshop.objects.get(practice=True)
    assert first.url == address(practice)
    assert b"This is a rehearsal." in client.get(address(practice, "workshop-settings")).content
    before = stored()
    assert client.post(address(practice, "workshop-again")).status_code == 404
    assert stored() == before


def test_deleting_asks_once_and_then_all_of_it_is_gone(client):
    workshop = through(asked=ALWAYS)
    where = address(workshop, "workshop-deletion")
    assert b"Delete this workshop?" in client.get(where).content
    assert Workshop.objects.exists()
    assert b"The workshop is deleted" in client.post(where).content
    assert not Workshop.objects.exists()
    assert not Engagement.objects.exists()
    assert client.get(address(workshop)).status_code == 410
    assert client.post(where).status_code == 410


def test_who_deletes_a_run_of_their_work_is_led_back_to_it(member):
    workshop = through(engagement=work(), asked=ALWAYS)
    page = text(member.post(address(workshop, "workshop-deletion")))
    back = reverse("engagement-workshops", args=[workshop.engagement_id])
    assert back in page
    assert member.get(back).status_code == 200


@pytest.mark.parametrize("name", ["renewal", "again", "rehearsal"])
def test_what_is_only_sent_has_nothing_to_read(client, name):
    assert client.get(address(planned(), f"workshop-{name}")).status_code == 405


@pytest.mark.parametrize("name", ["again", "rehearsal"])
def test_a_form_that_is_not_ours_makes_nothing(client, name):
    workshop = planned()
    before = stored()
    assert client.post(address(workshop, f"workshop-{name}"), {"submission_key": "ours"}).status_code == 404
    assert stored() == before
