"""What colleagues do so that people can answer: the link, the poster, the paper, and closing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Assessment, Release
from assessments.qr import qr_code
from assessments.tokens import new_token
from spectrum.models import newest_edition
from tests import cast
from tests.assessments.pages import read, send
from tests.assessments.participants import CONTACT, TITLE, invitation, inviting, released, sheet, taking_part
from tests.assessments.rows import stored

pytestmark = pytest.mark.django_db

GET, POST = 4 + 2, 6 + 2  # the session and its user
DELETION = 16 + 2  # as in test_queries.py


@pytest.fixture
def member(client):
    """A browser in which a member is signed in."""
    client.force_login(cast.member())
    return client


def at(name, engagement, *args):
    return reverse(f"engagement-{name}", args=[engagement.pk, *args])


def link(engagement):
    engagement.refresh_from_db()
    return f"http://testserver{invitation(engagement)}"


def filled(**answers):
    """A sheet as it is sent: the same answer to every question, unless another is given."""
    sent = {question.slug: "consulting" for question in newest_edition().questions}
    return {"submission_key": new_token(), **sent, **{name.replace("_", "-"): value for name, value in answers.items()}}


def test_the_link_is_made_once_and_comes_as_words_and_as_a_picture(member):
    engagement = cast.organisation().engagements.create(title=TITLE, contact=CONTACT)
    where = at("invitation", engagement)
    page = member.get(where)
    assert "There is no link yet" in read(page).words
    assert send(member, page, "/invitation/").url == where
    first = link(engagement)
    assert send(member, page, "/invitation/").status_code == 302
    assert link(engagement) == first
    page = member.get(where)
    html = page.content.decode()
    assert html.count(first) >= 4  # field, words beside the picture, letter, short words
    assert f'aria-label="QR code. It opens {first}"' in html
    assert f"{TITLE}: how is it to take part?" in read(page).words
    assert CONTACT in read(page).words
    assert at("poster", engagement) in read(page).links


def test_a_title_that_looks_like_markup_stays_words_in_the_ready_letter(member):
    engagement = inviting(title="</textarea><h1>Hello", contact="<b>Ann</b>")
    html = member.get(at("invitation", engagement)).content.decode()
    assert html.count("</textarea>") == 2
    assert "<b>Ann" not in html


def test_a_picture_of_an_address_is_black_on_white_with_a_quiet_zone_and_a_name():
    svg = str(qr_code("https://example.org/i/" + "A" * 32, 'Opens "it" <here>'))
    assert 'aria-label="Opens &quot;it&quot; &lt;here&gt;"' in svg
    assert 'role="img"' in svg
    assert "style" not in svg
    width = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    assert f'fill="#fff" d="M0 0h{width}v{width}h-{width}z"' in svg
    assert 'stroke="#000" d="M4 4.5h7' in svg  # four modules in, the corner begins


def test_renewing_ends_the_old_link_and_withdrawing_ends_all(member, client):
    engagement = inviting()
    first = invitation(engagement)
    page = member.get(at("invitation", engagement))
    assert "also on every poster and letter that you have printed" in read(page).words
    send(member, page, "/renewal/")
    second = link(engagement)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    _, token = taking_part(engagement)
    send(member, member.get(at("invitation", engagement)), "/withdrawal/")
    assert client.get(second).status_code == 410
    assert client.get(reverse("assessment-result", args=[token])).status_code == 200


def test_closing_and_taking_answers_again(member):
    engagement = inviting()
    _, token = taking_part(engagement, finished=False)
    question = reverse("assessment-question", args=[token, "decisions"])
    send(member, member.get(at("invitation", engagement)), "/closure/")
    assert member.get(invitation(engagement)).status_code == 409
    assert member.post(question, {"choice": "none"}).status_code == 409
    page = member.get(at("invitation", engagement))
    assert "Answers have been closed since" in read(page).words
    assert at("poster", engagement) not in read(page).links
    assert member.get(at("poster", engagement)).url == at("invitation", engagement)
    send(member, page, "/reopening/")
    assert member.get(invitation(engagement)).status_code == 200
    assert member.post(question, {"choice": "none"}).status_code == 302


def test_closing_makes_no_release(member):
    engagement = inviting()
    for _ in range(4):
        taking_part(engagement)
    member.post(at("closure", engagement))
    member.post(at("reopening", engagement))
    assert not Release.objects.exists()


@pytest.mark.parametrize(("invited", "said"), [(None, "5 to 9 people"), (40, "5 to 9 people of about 40")])
def test_the_page_counts_by_releases_and_in_words_under_ten(member, invited, said):
    engagement = inviting(invited=invited)
    for number in range(1, 10):
        taking_part(engagement)
        words = read(member.get(at("invitation", engagement))).words
        assert (said in words) == (number >= 5)
        assert ("There is nothing to see yet" in words) == (number < 5)
    before = words
    for _ in range(3):  # 12 people: the second release came with the tenth
        taking_part(engagement)
    words = read(member.get(at("invitation", engagement))).words
    assert words != before
    assert ("10 of about 40" if invited else "10 people") in words


def test_between_releases_the_page_is_the_same_to_the_letter(member):
    engagement = released()
    before = read(member.get(at("invitation", engagement))).words
    for _ in range(4):
        taking_part(engagement)
    assert read(member.get(at("invitation", engagement))).words == before


def test_the_poster_has_the_way_in_as_a_picture_and_to_type_and_whom_to_ask(member):
    engagement = inviting()
    page = member.get(at("poster", engagement))
    for said in (TITLE, link(engagement), "No name. No account.", CONTACT, "Valley Trust", "what 5 people or more say"):
        assert said in read(page).words
    assert 'role="img"' in page.content.decode()


def test_the_paper_has_every_question_in_the_participants_voice_and_says_who_reads_it(member):
    engagement = inviting()
    page = member.get(at("paper", engagement))
    words, edition = read(page).words, newest_edition()
    for question in edition.questions:
        assert question.text("participant") in words
        assert all(f"{choice.letter} {choice.text('participant')}" in words for choice in question.choices)
    assert words.count("You may share my words") == len(edition.questions) + 1
    assert words.count(edition.voice_by_slug["participant"].not_sure) == len(edition.questions)
    for said in ("Those who type in this sheet can read it", CONTACT, edition.wording_note, link(engagement)):
        assert said in words


def test_the_paper_says_each_questions_own_words_for_none(member):
    """As the pages do: for some questions "none of these" would say something else."""
    words = read(member.get(at("paper", inviting()))).words
    edition = newest_edition()
    assert all(edition.none_text(question, "participant") in words for question in edition.questions)


def test_a_sheet_is_stored_as_paper_and_counts_towards_nothing(member):
    engagement = inviting()
    page = member.get(at("paper-answers", engagement))
    assert set(read(page).form("/answers/").fields.values()) >= {""}  # no answer, to begin with
    response = send(
        member,
        page,
        "/answers/",
        **filled(decisions="none", quality="", open="not-sure", loop_note="We <wait>.", loop_shared="on"),
    )
    [paper] = Assessment.objects.all()
    assert (paper.kind, paper.voice, paper.author) == ("paper", "participant", cast.member())
    assert (paper.is_finished, paper.keep_until, len(paper.asked)) == (True, None, 12)
    answers = {answer.question: answer for answer in paper.answers.all()}
    assert len(answers) == 11
    assert (answers["decisions"].choice, answers["open"].choice, "quality" in answers) == ("none", "not-sure", False)
    assert (answers["loop"].note, answers["loop"].note_shared) == ("We <wait>.", True)
    assert not answers["open"].note_shared
    words = read(member.get(response.url)).words
    assert "Saved. Type in the next." in words
    assert "1 sheet so far" in words
    assert paper.key.hex[:6].upper() in words
    for _ in range(5):
        sheet(engagement)
    assert not Release.objects.exists()
    assert engagement.assessments.in_group().count() == 0


def test_the_same_sheet_sent_again_is_one_and_what_was_sent_last_stands(member):
    engagement = inviting()
    where, sent = at("paper-answers", engagement), filled()
    first = member.post(where, sent)
    before = {answer.question: answer.choice for answer in Answer.objects.all()}
    assert member.post(where, sent).url == first.url
    assert {answer.question: answer.choice for answer in Answer.objects.all()} == before
    assert member.post(where, sent | {"decisions": "", "open": "involving"}).url == first.url
    assert Assessment.objects.count() == 1
    after = {answer.question: answer.choice for answer in Answer.objects.all()}
    assert after == {slug: choice for slug, choice in before.items() if slug != "decisions"} | {"open": "involving"}


def test_another_engagements_sheet_is_never_touched_by_its_key(member):
    engagement, other = inviting(), inviting()
    sent = filled()
    member.post(at("paper-answers", engagement), sent)
    before = stored()
    assert member.post(at("paper-answers", other), sent).status_code == 410
    assert stored() == before


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"decisions": "nonsense"}, "That is not one of the answers"),
        ({"loop_note": "They wrote this.", "loop_shared": None}, "Did they? Then tick it here too."),
        ({"loop": "", "loop_note": "They wrote this.", "loop_shared": "on"}, "These words have no answer with them"),
        ({"loop_note": "\x00They wrote this.", "loop_shared": "on"}, "a sign in it that we can't keep"),
        ({"loop_note": "long " * 900, "loop_shared": "on"}, "There is room for 4,000"),
    ],
)
def test_a_mistake_is_told_in_words_and_nothing_is_lost(member, sent, said):
    engagement = inviting()
    fields = {name: value for name, value in filled(**sent).items() if value is not None}
    response = member.post(at("paper-answers", engagement), fields)
    page = read(response)
    assert response.status_code == 422
    assert said in page.words
    kept = page.form("/answers/").fields
    assert kept["purpose"] == "consulting"
    assert kept["submission_key"] == fields["submission_key"]
    assert kept["loop-note"] == fields.get("loop-note", "")
    assert not Assessment.objects.exists()


def test_an_empty_sheet_is_not_stored(member):
    empty = {question.slug: "" for question in newest_edition().questions}
    response = member.post(at("paper-answers", inviting()), empty)
    assert response.status_code == 422
    assert "This sheet has no answer yet" in read(response).words
    assert not Assessment.objects.exists()


def test_paper_can_be_typed_in_after_closing_but_not_when_the_work_is_archived(member):
    engagement = inviting()
    engagement.close()
    assert member.post(at("paper-answers", engagement), filled()).status_code == 302
    engagement.archive()
    assert member.post(at("paper-answers", engagement), filled()).status_code == 409
    assert Assessment.objects.count() == 1


def test_a_mistaken_sheet_is_deleted_after_asking_once(member):
    engagement = inviting()
    wrong, right = sheet(engagement), sheet(engagement)
    where = at("paper-sheet-deletion", engagement, wrong.key)
    assert where in read(member.get(at("paper-answers", engagement))).links
    page = member.get(where)
    assert Assessment.objects.count() == 2
    assert send(member, page, "/deletion/").url == at("paper-answers", engagement)
    assert send(member, page, "/deletion/").status_code == 302
    assert [each.key for each in Assessment.objects.all()] == [right.key]


def test_what_people_answered_themselves_is_never_deleted_as_a_sheet(member):
    engagement, other = inviting(), inviting()
    own, _ = taking_part(engagement)
    elsewhere = sheet(other)
    before = stored()
    for key in (own.key, elsewhere.key):
        where = at("paper-sheet-deletion", engagement, key)
        assert member.get(where).status_code == 404
        member.post(where)
    assert stored() == before


def test_a_former_colleagues_sheets_stay(member):
    engagement = inviting()
    sheet(engagement)
    cast.owner().delete()
    assert "A former colleague" in read(member.get(at("paper-answers", engagement))).words


CHANGES = ["invitation", "invitation-renewal", "invitation-withdrawal", "closure", "reopening", "paper-answers"]
PAGES = ["invitation", "poster", "paper", "paper-answers"]


@pytest.mark.parametrize("name", CHANGES)
def test_an_archived_engagement_changes_nothing(member, name):
    engagement = inviting()
    engagement.archive()
    before = stored()
    assert member.post(at(name, engagement), filled()).status_code == 409
    assert stored() == before


@pytest.mark.parametrize("name", [*CHANGES, *PAGES])
def test_a_stranger_finds_nothing_and_changes_nothing(client, name):
    engagement = inviting()
    before = stored()
    client.force_login(cast.stranger())
    assert client.get(at(name, engagement)).status_code in {404, 405}
    assert client.post(at(name, engagement), filled()).status_code in {404, 405}
    assert stored() == before


def counted(do):
    with CaptureQueriesContext(connection) as queries:
        assert do().status_code < 400
    return len(queries)


def test_the_pages_ask_little_however_much_there_is(member):
    engagement = released(invited=40)
    sheet(engagement)

    def visits():
        for name in PAGES:
            yield counted(lambda name=name: member.get(at(name, engagement))), GET
        sent = filled()
        yield counted(lambda: member.post(at("paper-answers", engagement), sent)), POST
        for name in CHANGES[:-1]:
            yield counted(lambda name=name: member.post(at(name, engagement))), POST
        engagement.invite()
        key = sheet(engagement).key
        yield counted(lambda: member.get(at("paper-sheet-deletion", engagement, key))), GET
        yield counted(lambda: member.post(at("paper-sheet-deletion", engagement, key))), DELETION

    few = list(visits())
    for _ in range(3):
        sheet(engagement)
    edition = Assessment.objects.first().edition_id
    Assessment.objects.bulk_create(
        Assessment(
            engagement=engagement,
            edition_id=edition,
            voice="participant",
            kind=kind,
            token_hash=new_token(),
            submission_hash=new_token(),
        )
        for kind in ["own", "paper"] * 250
    )
    assert list(visits()) == few
    assert all(count <= budget for count, budget in few), few
