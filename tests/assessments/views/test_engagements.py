import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Engagement, Statement
from tests import cast
from tests.assessments.engagements import BOARD, PLAN, SURVEY, TITLE, agreed, archived, colleague, engagement, full
from tests.assessments.pages import read, send
from tests.assessments.participants import released, sheet, stating, taking_part

pytestmark = pytest.mark.django_db

GET, POST = 6, 8
SETTINGS = {"title": "Buses", "about": "", "runs_it": "shared", "claim": "consulting", "version": 1}


@pytest.fixture
def owner(client):
    """A browser in which the owner of the cast's organisation is signed in."""
    client.force_login(cast.owner())
    return client


def address(name, work, *args):
    return reverse(name, args=[work.pk, *args])


def page(client, work, name="engagement", *args):
    response = client.get(address(name, work, *args))
    assert response.status_code == 200
    return read(response)


def counted(do):
    with CaptureQueriesContext(connection) as queries:
        response = do()
    assert response.status_code < 400
    return len(queries)


# The page


def test_an_empty_page_says_what_to_do_first(owner):
    work = engagement(title="")
    shown = page(owner, work)
    assert "This work has no name yet" in shown.h1
    assert "Start with your own answers" in shown.words
    assert {address("engagement-assess", work), address("engagement-choose", work)} <= set(shown.links)
    assert "Over time" not in shown.words


def test_the_page_says_what_it_is_and_when(owner):
    work = engagement(
        about="Six new lines.", starts_on=date(2026, 5, 1), ends_on=date(2026, 9, 1), invited=40, claim=None
    )
    shown = page(owner, work)
    assert TITLE in shown.h1
    assert TITLE in shown.title
    for words in ("Six new lines.", "From 1 May 2026 to 1 September 2026", "About 40 people invited"):
        assert words in shown.words


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (2, "The two match."),
        (1, "It promises no more than you give."),
        (4, "The answers do not support the name."),
    ],
)
def test_the_claim_stands_beside_the_answer_in_words(owner, claim, words):
    work = engagement(claim=claim)
    colleague(work, SURVEY)
    assert words in page(owner, work).words


def test_the_claim_of_today_counts_and_not_the_one_of_then(owner):
    work = engagement(claim=4)
    colleague(work, SURVEY, claim=4)
    work.amend(work.version, claim=2)
    assert "The two match." in page(owner, work).words


def test_colleagues_answers_say_whose_they_are_and_what_they_say(owner):
    work = engagement()
    mine = colleague(work, SURVEY, note="Ask Ann.")
    theirs = colleague(work, BOARD, cast.member, finished=False)
    former = colleague(work, PLAN, author=None)
    shown = page(owner, work)
    for words in (
        "owner@example.org answered for it",
        "member@example.org began to answer",
        "a former colleague planned",
    ):
        assert words in shown.words
    assert address("engagement-assessment", work, mine.pk) in shown.links
    assert address("engagement-assessment", work, former.pk) in shown.links
    assert address("engagement-assessment", work, theirs.pk) not in shown.links
    own = [form.action for form in shown.forms if form.action.endswith("continuation/")]
    assert own == [address("engagement-assessment-continuation", work, mine.pk)]
    assert "Ask Ann." not in shown.words


def test_what_people_answered_is_nowhere_on_the_page(owner):
    work = engagement()
    colleague(work)
    before = page(owner, work).words
    taking_part(work, "co-producing", note="It is grim.", note_shared=True)
    sheet(work)
    assert page(owner, work).words == before


def test_where_colleagues_differ_is_marked_once_there_are_two(owner):
    work = engagement()
    colleague(work, SURVEY)
    assert "Where you agree and where you differ" not in page(owner, work).words
    colleague(work, SURVEY, cast.member)
    assert "You all gave the same answers." in page(owner, work).words
    own = colleague(work, SURVEY, cast.member)
    own.record_answer("open", "co-producing")
    shown = page(owner, work).words
    assert "You see 1 of 12 questions differently" in shown
    assert "co-producing: member@example.org" in shown


def test_over_time_picture_and_table_say_the_same(owner):
    work = full()
    shown = page(owner, work).words
    assert shown.index("1 June 2026") < shown.index("1 July 2026")
    assert "1 June 2026 People who take part, as a group consulting" in shown
    assert "1 July 2026 People who take part, as a group informing" in shown  # the gate decides
    picture = owner.get(address("engagement", work)).content.decode()
    assert picture.count('class="who-mark people"') == 3  # and one in the key


def test_a_group_whose_profile_lacks_a_defining_question_has_no_type_over_time(owner):
    work = engagement()
    work.releases.create(number=1, people=5, profile={"open": 2, "priorities": 2})
    assert "Over time" not in page(owner, work).words


def test_parts_stand_with_their_own_claim_and_answer(owner):
    work = full()
    shown = page(owner, work)
    [part, other] = work.parts.order_by("title")
    assert {address("engagement", part), address("engagement", other)} <= set(shown.links)
    assert "Timetables Nothing yet No answers yet" in shown.words
    links = page(owner, part).links
    assert address("engagement-parts", part) not in links
    assert address("engagement", work) in links


@pytest.mark.parametrize("name", ["engagement", "engagement-parts", "engagement-agreement", "engagement-json"])
def test_a_page_asks_as_little_of_the_database_with_fifty_assessments(owner, name):
    def fill(times):
        work = stating()
        for number in range(times):
            colleague(work, (SURVEY, BOARD)[number % 2], (cast.owner, cast.member)[number % 2])
            taking_part(work)
            part = work.add_part(f"Part {number}")
            colleague(part)
        return work

    few, many = fill(1), fill(50)
    assert counted(lambda: owner.get(address(name, few))) == counted(lambda: owner.get(address(name, many))) <= GET


@pytest.mark.parametrize("name", ["engagement", "engagement-settings", "engagement-assess", "engagement-deletion"])
def test_a_page_without_answers_asks_little(owner, name):
    work = engagement()
    assert counted(lambda: owner.get(address(name, work))) <= GET


# Access

MEMBERS_PAGES = [
    "engagement", "engagement-settings", "engagement-parts", "engagement-archive", "engagement-return",
    "engagement-deletion", "engagement-assess", "engagement-choose", "engagement-agreement",
    "engagement-agreement-finish", "engagement-json", "engagement-csv", "engagement-assessment",
    "engagement-assessment-continuation", "engagement-agreement-question",
]  # fmt: skip


@pytest.mark.parametrize("name", MEMBERS_PAGES)
def test_a_stranger_finds_nothing_and_who_is_signed_out_is_asked_to_sign_in(client, name):
    work = full()
    own = work.assessments.by_colleagues().own().filter(author=cast.owner()).first()
    more = {"engagement-agreement-question": ["open"]}.get(name, [own.pk] if "-assessment" in name else [])
    where = address(name, work, *more)
    assert client.post(where, SETTINGS).status_code in {403, 405}
    assert client.get(where).status_code in {302, 405}
    client.force_login(cast.stranger())
    cast.stranger()
    before = (Engagement.objects.count(), Assessment.objects.count())
    for method in (client.get, client.post):
        assert method(where).status_code in {404, 405}
    assert client.post(where, SETTINGS | {"for-good": "yes", "choice": "none"}).status_code in {404, 405}
    assert (Engagement.objects.count(), Assessment.objects.count()) == before
    client.force_login(cast.member())
    assert client.get(where).status_code in {200, 405}


@pytest.mark.parametrize("make", [taking_part, lambda work: (sheet(work), "")])
def test_what_somebody_answered_who_takes_part_is_not_found_by_its_key(owner, make):
    work = engagement()
    key = make(work)[0].pk
    assert owner.get(address("engagement-assessment", work, key)).status_code == 404
    assert owner.post(address("engagement-assessment-continuation", work, key)).status_code == 404


def test_an_unfinished_one_of_a_colleague_can_not_be_read(owner):
    work = engagement()
    theirs = colleague(work, author=cast.member, finished=False)
    assert owner.get(address("engagement-assessment", work, theirs.pk)).status_code == 404
    assert owner.post(address("engagement-assessment-continuation", work, theirs.pk)).status_code == 404


def test_an_assessment_is_found_under_its_own_engagement_alone(owner):
    mine = colleague(engagement())
    assert owner.get(address("engagement-assessment", engagement(), mine.pk)).status_code == 404


# Answering


def test_a_colleague_answers_for_the_work_at_a_private_link(owner):
    work = engagement(runs_it="shared")
    response = owner.get(address("engagement-assess", work))
    assert "colleagues in Valley Trust can read your answers" in read(response).words
    sent = send(owner, response, "assess/", ("look", "first"))
    [assessment] = work.assessments.all()
    assert (assessment.author, assessment.voice, assessment.runs_it) == (cast.owner(), "organisation", "shared")
    assert sent.url == reverse("assessment", args=[assessment.token_for_author()])
    assert owner.get(sent.url, follow=True).status_code == 200


def test_the_first_page_sent_twice_begins_once(owner):
    work = engagement()
    response = owner.get(address("engagement-choose", work))
    first, second = (send(owner, response, "choose/", ("look", "whole")).url for _ in range(2))
    assert first == second
    assert work.assessments.get().voice == "planning"


def test_beginning_asks_little_of_the_database(owner):
    where = address("engagement-assess", engagement())
    assert counted(lambda: owner.post(where, {"look": "whole"})) <= POST


def test_colleagues_are_asked_for_the_claim_and_not_for_the_name(owner):
    work = engagement()
    mine = colleague(work, finished=False)
    where = reverse("assessment-answers", args=[mine.token_for_author()])
    shown = read(owner.get(where))
    assert "What is this work called?" not in shown.words
    send(owner, owner.get(where), "answers/", claim="involving")
    work.refresh_from_db()
    assert (work.title, work.claim) == (TITLE, 3)


def test_the_note_says_that_colleagues_do_not_read_it(owner):
    mine = colleague(engagement(), finished=False)
    where = reverse("assessment-question", args=[mine.token_for_author(), "open"])
    assert "Your colleagues see your answers, and not your notes." in read(owner.get(where)).words


def test_one_goes_on_where_one_stopped_and_back_to_what_is_finished(owner):
    work = engagement()
    begun, done = colleague(work, finished=False), colleague(work)
    went_on = owner.post(address("engagement-assessment-continuation", work, begun.pk))
    assert went_on.url == reverse("assessment", args=[begun.token_for_author()])
    changed = owner.post(address("engagement-assessment-continuation", work, done.pk))
    assert changed.url == reverse("assessment-answers", args=[done.token_for_author()])


def test_a_colleague_reads_the_answers_without_the_notes(client):
    work = engagement()
    mine = colleague(work, note="Ask Ann.")
    client.force_login(cast.member())
    shown = page(client, work, "engagement-assessment", mine.pk)
    assert "These are the answers of owner@example.org" in shown.words
    assert "Ask Ann." not in shown.words
    assert not [link for link in shown.links if link.startswith("/a/")]
    assert not shown.forms[1:]  # but signing out, nothing can be sent from here


def test_the_reasons_of_what_was_agreed_are_for_colleagues_to_read(client):
    work = engagement()
    agreement = agreed(work, note="We looked at the minutes.")
    client.force_login(cast.member())
    shown = page(client, work, "engagement-assessment", agreement.pk)
    assert "This is what you agreed" in shown.words
    assert "We looked at the minutes." in shown.words


# Settings


def test_settings_are_saved(owner):
    work = engagement()
    sent = SETTINGS | {"about": "Six\r\nlines.", "starts_on": "2026-05-01", "ends_on": "2026-05-01", "invited": "40"}
    assert owner.post(address("engagement-settings", work), sent).url == address("engagement", work)
    work.refresh_from_db()
    assert (work.title, work.about, work.runs_it, work.claim, work.invited) == ("Buses", "Six\nlines.", "shared", 2, 40)
    assert work.starts_on == work.ends_on == date(2026, 5, 1)
    shown = read(owner.get(address("engagement-settings", work)))
    assert shown.form("settings/").fields["claim"] == "consulting"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "Please give it a name."),
        ({"title": "word " * 60}, "The name has 299 characters."),
        ({"about": "a" * 2001}, "Your text has 2,001 characters. There is room for 2,000. Please take out 1."),
        ({"contact": "\ufffd"}, "There is a sign in it that we can't keep."),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "The end is before the start."),
        ({"starts_on": "soon"}, "Please give a day like 31/12/2026."),
        ({"invited": "0"}, "Please type 1 or more"),
        ({"invited": "some"}, "Please type a whole number"),
        ({"invited": "9" * 20}, "That is more than we can keep."),
        ({"claim": "everything"}, "Please choose one of the names below."),
        ({"runs_it": "nobody"}, "Please choose one of the answers below."),
    ],
)
def test_settings_that_do_not_fit_are_refused_in_words_and_kept_on_the_page(owner, wrong, words):
    work = engagement()
    response = owner.post(address("engagement-settings", work), SETTINGS | {"about": "Kept."} | wrong)
    assert response.status_code == 422
    assert words.replace("'", "&#x27;") in response.content.decode()
    assert "Kept." in response.content.decode() or "about" in wrong
    work.refresh_from_db()
    assert (work.title, work.version) == (TITLE, 1)


@pytest.mark.parametrize("version", ["1", "", "x", "-1", "9" * 30])
def test_two_colleagues_who_change_the_settings_see_both_texts(owner, version):
    work = engagement()
    work.amend(1, title="Trains", about="Theirs.", claim=3)
    response = owner.post(address("engagement-settings", work), SETTINGS | {"about": "Mine.", "version": version})
    assert response.status_code == 409
    shown = read(response)
    for words in ("Trains", "Theirs.", "Involving", "Buses", "Mine.", "Consulting"):
        assert words in shown.words
    work.refresh_from_db()
    assert work.title == "Trains"
    assert send(owner, response, "settings/").status_code == 302
    work.refresh_from_db()
    assert (work.title, work.about, work.claim) == ("Buses", "Mine.", 2)


def test_the_same_settings_sent_twice_are_no_conflict(owner):
    work = engagement()
    for _ in range(2):
        assert owner.post(address("engagement-settings", work), SETTINGS).status_code == 302
    work.refresh_from_db()
    assert work.version == 2


# Parts, archive, deletion


def test_a_part_is_made_and_has_no_parts_of_its_own(owner):
    work = engagement()
    made = owner.post(address("engagement-parts", work), {"title": "Stops"})
    [part] = work.parts.all()
    assert made.url == address("engagement", part)
    for method in (owner.get, owner.post):
        assert method(address("engagement-parts", part), {"title": "Signs"}).status_code == 404
    assert not part.parts.exists()


def test_what_is_archived_can_be_read_and_not_changed(owner):
    work = archived()
    mine = work.assessments.own().by_colleagues().filter(author=cast.owner()).first()
    for name in ("engagement", "engagement-parts", "engagement-agreement", "engagement-json", "engagement-csv"):
        assert owner.get(address(name, work)).status_code == 200
    assert page(owner, work, "engagement-assessment", mine.pk)
    before = stored(work)
    for name, *args in (
        ["engagement-settings"], ["engagement-parts"], ["engagement-assess"], ["engagement-choose"],
        ["engagement-assessment-continuation", mine.pk], ["engagement-agreement-question", "open"],
        ["engagement-agreement-finish"],
    ):  # fmt: skip
        response = owner.post(
            address(name, work, *args), SETTINGS | {"choice": "none", "title": "A name to be kept " * 3}
        )
        assert response.status_code == 409
        assert "This is archived" in read(response).title
    token = mine.token_for_author()
    assert owner.post(reverse("assessment-question", args=[token, "open"]), {"choice": "none"}).status_code == 409
    assert owner.post(reverse("assessment-answers", args=[token]), {"claim": "none"}).status_code == 409
    assert stored(work) == before


def stored(work):
    return Engagement.objects.filter(pk=work.pk).values().get(), list(
        work.assessments.order_by("pk").values("finished_on", "claim", "answers__position")
    )


def test_archiving_and_bringing_back_sent_twice_is_done_once(owner):
    work = engagement()
    for name, is_archived in (("engagement-archive", True), ("engagement-return", False)):
        for _ in range(2):
            assert owner.post(address(name, work)).url == address("engagement", work)
            work.refresh_from_db()
            assert work.is_archived == is_archived
    assert work.version == 3


def test_deleting_is_asked_twice_and_then_everything_is_gone(owner):
    work = full()
    mine = colleague(work)
    _, token = taking_part(work)
    first = owner.get(address("engagement-deletion", work))
    assert f"{work.count_under_it()['assessments']} sets of answers" in read(first).words
    assert "2 parts" in read(first).words
    second = send(owner, first, "deletion/")
    assert second.status_code == 200
    assert "This is the last question." in read(second).words
    assert Engagement.objects.filter(pk=work.pk).exists()
    for _ in range(2):  # sent twice
        done = send(owner, second, "deletion/")
        assert done.url == reverse("organisation", args=[cast.organisation().slug]) + "?deleted"
        assert "It is deleted" in read(owner.get(done.url)).words
    assert not Engagement.objects.exists()
    assert not Assessment.objects.exists()
    for link in (token, mine.token_for_author()):
        assert owner.get(reverse("assessment", args=[link])).status_code == 410
    assert owner.get(address("engagement", work)).status_code == 404


def test_a_stranger_who_sends_a_deletion_finds_nothing(client):
    work = engagement()
    client.force_login(cast.stranger())
    sent = {"for-good": "yes", "organisation": cast.organisation().slug}
    assert client.post(address("engagement-deletion", work), sent).status_code == 404
    assert Engagement.objects.filter(pk=work.pk).exists()


# Files


def told(client, work):
    return client.get(address("engagement-json", work)).json()


def table(client, work):
    response = client.get(address("engagement-csv", work))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_file_tells_what_the_page_tells(owner):
    work = full()
    found = told(owner, work)
    assert (found["format"], found["title"], found["claim"], found["invited"]) == (1, TITLE, "involving", 40)
    assert (found["starts_on"], found["closed_on"], found["statement"]) == ("2026-05-01", None, None)
    assert [(part["title"], part["answers_say"] and part["answers_say"]["type"]) for part in found["parts"]] == [
        ("Stops and shelters", "involving"),
        ("Timetables", None),
    ]
    assert len(found["assessments"]) == 5
    newest = found["assessments"][0]
    assert (newest["kind"], newest["voice"], newest["who"]) == ("agreed", "organisation", "owner@example.org")
    assert {"question": "open", "choice": "involving", "why": "We looked at the minutes."} in newest["answers"]
    assert all("why" not in answer for each in found["assessments"][1:] for answer in each["answers"])


def test_no_note_of_ones_own_and_no_secret_is_in_a_file(owner):
    work = stating()
    mine = colleague(work, note="Ask Ann.")
    mine.share()
    mine.token_for_author()
    _, token = taking_part(work, note="It is grim.")
    secrets = (work.invitation_token, work.statement.token, mine.share_token, mine.token_for_author(), token)
    for name in ("engagement-json", "engagement-csv"):
        text = owner.get(address(name, work)).content.decode()
        for secret in (*secrets, "Ask Ann.", "It is grim.", str(mine.pk), mine.token_hash):
            assert secret not in text


def test_people_are_in_a_file_as_the_comparison_says_them(owner):
    work = released()
    people = told(owner, work)["people"]
    assert people["people"] == "5 to 9"
    assert people["questions"][0]["said"] == {
        "informing": "some", "consulting": "some", "involving": "some", "co-producing": "–", "not-sure": "some",
        "none": "–",
    }  # fmt: skip
    assert people["questions"][0]["split"] is False
    taking_part(work, "co-producing")
    assert told(owner, work)["people"] == people
    assert told(owner, engagement())["people"] is None


def test_a_published_statement_is_in_a_file_and_a_draft_is_not(owner):
    work = engagement()
    statement = Statement.objects.create(engagement=work)
    version = statement.write(0, cast.owner(), type=2, expect="You are asked.")
    assert told(owner, work)["statement"] is None
    statement.publish(version)
    found = told(owner, work)["statement"]
    assert (found["type"], found["expect"], found["done"]) == ("consulting", "You are asked.", "")


def test_the_table_is_harmless_and_says_what_the_other_file_says(owner):
    work = engagement(title='=HYPERLINK("x")', about="+1\nline", contact="@x")
    colleague(work)
    agreed(work, note="-2", questions=("open",))
    rows = table(owner, work)
    assert rows[0] == ["section", "date", "who", "what", "choice", "value"]
    assert {len(row) for row in rows} == {6}
    facts = {row[3]: row[5] for row in rows if row[0] == "engagement"}
    assert facts["title"] == '\'=HYPERLINK("x")'
    assert (facts["about"], facts["contact"]) == ("'+1\nline", "'@x")
    [reason] = [row for row in rows if row[0] == "agreed organisation" and row[3:5] == ["open", "consulting"]]
    assert reason[5] == "'-2"
    found = told(owner, work)
    assert sum(row[0] == "own organisation" and row[3] not in {"claim", "type", "possible"} for row in rows) == 12
    assert facts["possible"] == ", ".join(found["answers_say"]["possible"])
