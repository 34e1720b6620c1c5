"""Participants' way in: what they read first, what a phone remembers, and what they can do with their answers."""

from http import cookies

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Assessment, Engagement, Release
from assessments.tokens import new_token
from tests.assessments.pages import read, send
from tests.assessments.participants import (
    ABOUT,
    CONTACT,
    TITLE,
    invitation,
    inviting,
    released,
    stating,
    taking_part,
)
from tests.assessments.rows import stored

pytestmark = pytest.mark.django_db

GET, POST = 4, 6
FIRST = ("look", "first")


def begin(client, engagement, **changed):
    """Begin by the invitation, as a browser does; return the private token."""
    response = send(client, client.get(invitation(engagement)), invitation(engagement), button=FIRST, **changed)
    assert response.status_code == 302
    return response.url.split("/")[2]


def answer_all(client, token, choice="consulting", **more):
    """Answer page by page and finish; return the result's response."""
    first = Assessment.objects.first().questions[0].slug
    response = client.get(reverse("assessment-question", args=[token, first]))
    while "/answers/" not in response.request["PATH_INFO"]:
        response = client.get(send(client, response, choice=choice, **more).url)
    return client.get(send(client, response).url)


def question(token, slug="decisions"):
    return reverse("assessment-question", args=[token, slug])


def test_the_invitation_says_who_asks_who_sees_what_and_whom_to_tell_before_anything_is_asked(client):
    engagement = inviting()
    response = client.get(invitation(engagement))
    page = read(response)
    html = response.content.decode()
    before_the_form = page.words[: page.words.index("Who runs this?")]
    for said in (
        TITLE,
        ABOUT.splitlines()[1],
        "Valley Trust",
        CONTACT,
        "never see your own answers",
        "until 5 people have answered",
        "and no numbers",
        "No one but you reads your notes",
        "You may share my words",
        "Anyone with this invitation can answer",
        "We do not ask your name",
        "see, change or delete",
    ):
        assert said in before_the_form
    assert f'dir="auto">{TITLE}<' in html
    assert '<p dir="auto">We plan a new clinic.<br>It opens in two years.</p>' in html
    assert f'dir="auto">{CONTACT}<' in html
    assert "/helping/" in page.links


def test_without_a_contact_the_invitation_says_the_general_words(client):
    page = read(client.get(invitation(inviting(contact=""))))
    assert "Tell a person you trust" in page.words
    assert "You can tell:" not in page.words


def test_the_floor_on_the_page_is_the_one_that_releases_keep(client, settings):
    settings.RELEASE_FLOOR = 7
    assert "until 7 people" in read(client.get(invitation(inviting()))).words


def test_a_published_statement_is_linked_and_no_other(client):
    engagement = stating()
    address = reverse("statement", args=[engagement.statement.token])
    assert address in read(client.get(invitation(engagement))).links
    engagement.statement.withdraw()
    assert address not in read(client.get(invitation(engagement))).links


def test_beginning_leads_to_ones_own_link_and_tells_nobody_who_it_is(client):
    engagement = inviting()
    token = begin(client, engagement, runs_it="organisation")
    assessment = Assessment.objects.get()
    assert (assessment.engagement, assessment.voice, assessment.kind) == (engagement, "participant", "own")
    assert (assessment.author, assessment.keep_until, assessment.runs_it) == (None, None, "organisation")
    assert len(assessment.asked) == 4
    assert client.get(reverse("assessment", args=[token]), follow=True).status_code == 200


def test_the_same_form_sent_twice_begins_once_and_both_see_the_same_page(client):
    engagement = inviting()
    page = client.get(invitation(engagement))
    assert send(client, page, button=FIRST).url == send(client, page, button=FIRST).url
    assert Assessment.objects.count() == 1


def test_a_wrong_form_is_told_in_words_and_begins_nothing(client):
    response = client.post(invitation(inviting()), {"look": "nonsense"})
    assert response.status_code == 422
    assert read(response).title.startswith("Error: ")
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("is_https", [True, False])
def test_the_phone_remembers_for_this_invitation_alone_and_no_script_can_read_it(client, settings, is_https):
    settings.HTTPS = is_https
    engagement = inviting()
    token = begin(client, engagement)
    seat = client.cookies["seat"]
    assert seat.value == token
    assert seat["path"] == invitation(engagement)
    assert seat["httponly"]
    assert bool(seat["secure"]) == is_https
    assert (seat["samesite"], seat["max-age"]) == ("Lax", 90 * 24 * 3600)


@pytest.mark.parametrize("name", ["check", "helping", "home"])
def test_no_other_address_sets_the_cookie(client, name):
    client.get(reverse(name))
    client.post(reverse("check"), {"look": "first"})
    assert "seat" not in client.cookies


def test_whoever_opens_the_invitation_again_can_go_on_and_later_see_the_answers(client):
    engagement = inviting()
    token = begin(client, engagement)
    page = read(client.get(invitation(engagement)))
    assert "Answers were begun on this phone" in page.words
    assert "go on where you stopped" in page.words
    assert reverse("assessment", args=[token]) in page.links
    answer_all(client, token)
    page = read(client.get(invitation(engagement)))
    assert "See your answers" in page.words
    assert "just once each. We can’t check that" in page.words


def test_somebody_else_on_the_same_phone_begins_their_own_and_the_first_ones_link_still_works(client):
    engagement = inviting()
    first, second = begin(client, engagement), begin(client, engagement)
    assert first != second
    page = read(client.get(invitation(engagement)))
    assert reverse("assessment", args=[second]) in page.links
    assert reverse("assessment", args=[first]) not in page.links
    assert client.get(reverse("assessment", args=[first]), follow=True).status_code == 200


def test_the_phone_forgets_when_it_is_told_and_the_answers_stay(client):
    engagement = inviting()
    token = begin(client, engagement)
    before = stored()
    response = send(client, client.get(invitation(engagement)), "/forgetting/")
    assert response.status_code == 200
    assert "The answers are still there" in read(response).words
    assert response.cookies["seat"]["max-age"] == 0
    assert response.cookies["seat"]["path"] == invitation(engagement)
    assert "begun on this phone" not in read(client.get(invitation(engagement))).words
    assert stored() == before
    assert client.get(reverse("assessment", args=[token]), follow=True).status_code == 200


@pytest.mark.parametrize("value", ["", "nonsense", "A" * 32, "é\x7f", "x" * 4000, '"; path=/'])
def test_a_broken_cookie_is_ignored(client, value):
    client.cookies["seat"] = value
    response = client.get(invitation(inviting()))
    assert response.status_code == 200
    assert "begun on this phone" not in read(response).words


def test_a_cookie_of_another_invitation_or_of_deleted_answers_is_ignored(client):
    engagement, other = inviting(), inviting()
    client.cookies["seat"] = taking_part(other)[1]
    assert "begun on this phone" not in read(client.get(invitation(engagement))).words
    assessment, client.cookies["seat"] = taking_part(engagement)
    assert "begun on this phone" in read(client.get(invitation(engagement))).words
    assessment.erase()
    assert "begun on this phone" not in read(client.get(invitation(engagement))).words


def test_an_invitation_that_was_withdrawn_or_renewed_has_ended(client):
    engagement = inviting()
    first = invitation(engagement)
    engagement.renew_invitation()
    assert client.get(first).status_code == 410
    assert client.get(invitation(engagement)).status_code == 200
    engagement.stop_inviting()
    assert client.post(first, {"look": "first"}).status_code == 410
    assert client.get(reverse("invitation", args=[new_token()])).status_code == 404
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("end", [Engagement.close, Engagement.archive])
def test_a_closed_invitation_says_so_and_leads_back_to_what_was_begun_on_this_phone(client, end):
    engagement = inviting()
    token = begin(client, engagement)
    end(engagement)
    for response in (client.get(invitation(engagement)), client.post(invitation(engagement), {"look": "first"})):
        assert response.status_code == 409
        page = read(response)
        assert "take no more answers" in page.words
        assert reverse("assessment", args=[token]) in page.links
    assert send(client, response, "/forgetting/").status_code == 200
    assert reverse("assessment", args=[token]) not in read(client.get(invitation(engagement))).links
    assert Assessment.objects.count() == 1


def test_closed_while_somebody_types_keeps_the_words_on_the_page_and_saves_nothing(client):
    engagement = inviting()
    token = begin(client, engagement)
    engagement.close()
    response = client.post(question(token), {"choice": "informing", "note": "They never rang <back>."})
    assert response.status_code == 409
    assert "They never rang <back>." in read(response).words
    assert reverse("assessment", args=[token]) in read(response).links
    assert not Answer.objects.exists()


def test_after_closing_answers_can_be_read_and_deleted_and_the_pages_offer_no_change(client):
    engagement = inviting()
    token = answered = taking_part(engagement)[1]
    _, unfinished = Assessment.objects.begin("participant", engagement=engagement)
    engagement.close()
    result = read(client.get(reverse("assessment-result", args=[answered])))
    assert "You can’t change them any more" in result.words
    assert reverse("assessment-answers", args=[token]) not in result.links
    for token in (answered, unfinished):
        review = read(client.get(reverse("assessment-answers", args=[token])))
        assert "you can’t change your answers now" in review.words
        assert not [link for link in review.links if link.endswith("?change")]
        assert not review.forms
        assert client.get(question(token)).url == reverse("assessment-answers", args=[token])
    assert client.get(reverse("assessment", args=[unfinished])).url == reverse("assessment-answers", args=[unfinished])
    assert client.post(reverse("assessment-answers", args=[unfinished])).status_code == 409
    assert client.post(reverse("assessment-deletion", args=[answered])).status_code == 200
    assert Assessment.objects.get().finished_on is None


def test_a_note_is_for_its_writer_unless_they_tick_and_the_page_says_so(client):
    engagement = inviting()
    token = begin(client, engagement)
    page = client.get(question(token))
    assert "No one but you reads this." in read(page).words
    assert CONTACT in read(page).words
    assert "note_shared" not in read(page).form().fields
    send(client, page, choice="consulting", note="It was kind.")
    assert not Answer.objects.get().note_shared
    send(client, client.get(question(token)), note="It was kind.", note_shared="on")
    assert Answer.objects.get().note_shared
    page = client.get(question(token))
    assert read(page).form().fields["note_shared"] == "on"
    send(client, page, note_shared=None)
    assert not Answer.objects.get().note_shared


@pytest.mark.parametrize("voice", ["participant", "organisation", "planning"])
def test_nobody_outside_an_organisations_engagement_is_asked_to_share_words(client, voice):
    _, token = Assessment.objects.begin(voice)
    page = client.get(question(token))
    assert "share my words" not in read(page).words
    send(client, page, choice="consulting", note="Mine.", note_shared="on")
    assert not Answer.objects.get().note_shared


@pytest.mark.parametrize("engagement", [inviting, lambda: None], ids=["invited", "alone"])
def test_help_is_noted_for_ones_own_page_alone(client, engagement):
    assessment, token = Assessment.objects.begin("participant", "first", engagement=engagement())
    review = client.get(reverse("assessment-answers", args=[token]))
    result = client.get(send(client, review, had_help="on").url)
    assert "You said that you had help" in read(result).words
    assessment.refresh_from_db()
    assert assessment.had_help
    assessment.share()
    shared = client.get(reverse("shared-result", args=[assessment.share_token]))
    assert "help to answer" not in read(shared).words
    for name in ("assessment-result-json", "assessment-result-csv"):
        assert "help" not in client.get(reverse(name, args=[token])).content.decode()
    review = client.get(reverse("assessment-answers", args=[token]))
    assert read(review).form().fields["had_help"] == "on"
    assert "had help" not in read(client.get(send(client, review, had_help=None).url)).words


def test_the_result_says_how_long_it_is_kept_and_leads_to_the_statement_and_to_the_next_person(client):
    engagement = stating()
    token = taking_part(engagement)[1]
    page = read(client.get(reverse("assessment-result", args=[token])))
    assert "till the people who run this delete the work" in page.words
    assert "90 days" not in page.words
    assert reverse("statement", args=[engagement.statement.token]) in page.links
    assert invitation(engagement) in page.links
    engagement.stop_inviting()
    engagement.statement.withdraw()
    links = read(client.get(reverse("assessment-result", args=[token]))).links
    assert not [link for link in links if link.startswith(("/i/", "/s/"))]


def test_five_people_who_come_by_the_invitation_make_a_release_and_four_do_not():
    engagement = inviting()
    for count in range(1, 6):
        client = Client()
        answer_all(client, begin(client, engagement), note="Say more.", note_shared="on" if count == 1 else None)
        assert Release.objects.count() == (1 if count == 5 else 0)
    release = Release.objects.get()
    assert (release.engagement, release.people) == (engagement, 5)
    assert release.counts["decisions"] == {"2": 5}
    assert set(Answer.objects.exclude(released_words="").values_list("note", flat=True)) == {"Say more."}
    assert Answer.objects.exclude(released_words="").count() == 4  # one person's


def test_one_phone_that_answers_and_changes_again_and_again_stays_one_person(client):
    engagement = inviting()
    token = begin(client, engagement)
    for choice in ("informing", "consulting", "involving", "co-producing", "none", "not-sure"):
        answer_all(client, token)
        client.post(question(token), {"choice": choice})
    assert not Release.objects.exists()
    assert engagement.assessments.in_group().count() == 1


def test_changing_and_deleting_move_nothing_until_five_are_counted(client):
    engagement = released()
    tokens = [taking_part(engagement)[1] for _ in range(2)]
    client.post(question(tokens[0]), {"choice": "informing"})
    client.post(reverse("assessment-deletion", args=[tokens[1]]))
    assert [release.people for release in engagement.releases.all()] == [5]


def test_the_deletion_page_says_what_goes_at_once_and_what_later(client):
    engagement = released()
    _, token = taking_part(engagement, note="Mine.", note_shared=True)
    where = reverse("assessment-deletion", args=[token])
    page = read(client.get(where))
    assert "Words that you shared go at once" in page.words
    assert "when 5 people more" in page.words
    assert "change later" in read(client.post(where)).words
    assert "what a group said" not in read(client.get(reverse("assessment-deletion", args=[_alone()]))).words


def _alone():
    return Assessment.objects.begin("participant")[1]


def test_the_letter_names_what_somebody_was_asked_to_take_part_in(client):
    token = taking_part(inviting())[1]
    assert TITLE in read(client.get(reverse("assessment-letter", args=[token]))).words


def test_with_cookies_off_a_page_in_words_says_what_is_needed():
    client = Client(enforce_csrf_checks=True)
    response = client.post(invitation(inviting()), {"look": "first"})
    assert response.status_code == 403
    assert "cookie" in read(response).words.lower()


def counted(do):
    with CaptureQueriesContext(connection) as queries:
        assert do().status_code < 400
    return len(queries)


def test_the_way_in_asks_little_however_many_have_answered(client):
    engagement = stating()
    where = invitation(engagement)

    def visits():
        client.cookies = cookies.SimpleCookie()
        yield counted(lambda: client.get(where)), GET
        yield counted(lambda: client.post(where, {"look": "first"})), POST
        yield counted(lambda: client.get(where)), GET  # with the cookie
        client.cookies["seat"] = new_token()
        yield counted(lambda: client.get(where)), GET
        yield counted(lambda: client.post(where + "forgetting/")), POST
        token = taking_part(engagement, note="Mine.", note_shared=True)[1]
        yield counted(lambda: client.get(question(token))), GET
        yield counted(lambda: client.get(reverse("assessment-answers", args=[token]))), GET
        yield counted(lambda: client.get(reverse("assessment-result", args=[token]))), GET
        yield counted(lambda: client.get(reverse("assessment-deletion", args=[token]))), GET

    few = list(visits())
    edition = Assessment.objects.first().edition_id
    Assessment.objects.bulk_create(
        Assessment(engagement=engagement, edition_id=edition, token_hash=new_token(), submission_hash=new_token())
        for _ in range(500)
    )
    assert list(visits()) == few
    assert all(count <= budget for count, budget in few), few


def test_the_page_for_those_who_help_is_public(client):
    response = client.get(reverse("helping"))
    assert response.status_code == 200
    assert "X-Robots-Tag" not in response.headers
    assert "/helping/" in read(client.get(reverse("help"))).links
