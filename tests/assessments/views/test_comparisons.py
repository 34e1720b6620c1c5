"""The comparison: both sides from the newest release, in words under ten people, and nothing between releases."""

import gzip
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Assessment, Release
from assessments.two_sides import DAYS_SHOWN, WORDS_SHOWN
from spectrum.models import newest_edition
from tests import cast
from tests.assessments import comparing
from tests.assessments.comparing import BOARD, FIVE, MANY, TWELVE, WORDS, people, takes_part
from tests.assessments.engagements import agreed, colleague, engagement
from tests.assessments.pages import read
from tests.assessments.participants import sheet

pytestmark = pytest.mark.django_db

SIGNED_IN_GET = 6  # session, user, engagement, releases, what colleagues typed in, shared words


@pytest.fixture
def member(client):
    """A browser in which a member is signed in."""
    client.force_login(cast.member())
    return client


def compared(member, work):
    return member.get(reverse("engagement-comparison", args=[work.pk]))


def words(member, work):
    return read(compared(member, work)).words


def picture(response, name="spread"):
    """The rows of the picture as what a reader hears: (question, cells)."""
    html = response.content.decode()
    table = re.search(rf'<table class="profile {name}">.*?</table>', html, re.DOTALL)[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    return {plain(head): [plain(cell) for cell in re.findall(r"<td.*?</td>", cells, re.DOTALL)] for head, cells in rows}


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def part(response, start, end="<h2"):
    """The words of the section whose heading has the id `start`."""
    html = response.content.decode()
    begins = html.index(f'<h2 id="{start}"')
    return plain(html[begins : html.find(end, begins + 4)])


# Before the first release


@pytest.mark.parametrize("number", range(5))
def test_with_fewer_than_five_people_nothing_tells_how_many_have_answered(member, number):
    work = engagement(claim=3)
    colleague(work, BOARD)
    nobody = compared(member, work)
    people(work, TWELVE[:number], note=WORDS)
    page = compared(member, work)
    assert page.content == nobody.content
    assert read(page).h1 == "Not enough answers yet"
    assert "Nothing is shown until at least 5 people have answered. So no one can be told apart." in read(page).words
    assert reverse("engagement-invitation", args=[work.pk]) in read(page).links


def test_before_anybody_answered_the_page_says_how_to_begin(member):
    work = comparing.bare()
    page = read(compared(member, work))
    assert "Nobody in your organisation has answered yet." in page.words
    assert reverse("engagement-assess", args=[work.pk]) in page.links


# Releases


def test_the_fifth_person_shows_both_sides_and_the_sixth_moves_nothing(member):
    work = comparing.five()
    fifth = compared(member, work)
    assert read(fifth).h1 == "You see this differently"
    sixth = takes_part(work, "co-producing", look="first", note="The sixth wrote this.")
    assert compared(member, work).content == fifth.content
    sixth.erase()
    assert compared(member, work).content == fifth.content


def test_one_who_deletes_moves_no_count_and_takes_their_words_along(member):
    work = engagement()
    first, *_ = people(work, TWELVE[:5], note=WORDS)
    with_words = compared(member, work)
    assert "Then we heard nothing." in read(with_words).words
    first.erase()
    without = compared(member, work)
    assert "Then we heard nothing." not in read(without).words
    assert picture(without) == picture(with_words)


def test_after_five_more_the_page_shows_the_next_release(member):
    work = comparing.five()
    people(work, ("co-producing",) * 5, look="first")
    assert "10 of about 40 people taking part answered" in words(member, work)
    assert {cells[3].split()[-1] for cells in picture(compared(member, work)).values()} == {"5"}


def test_answers_that_fill_no_group_after_closing_stay_out_and_the_page_says_so(member):
    page = read(compared(member, comparing.closed())).words
    assert "Answers that do not fill a group of 5 stay out, so that nobody can be told apart." in page
    assert "Closed since" in page
    assert "5 to 9 people" in page


def test_an_archived_engagement_is_read_as_it_was(member):
    page = read(compared(member, comparing.archived()))
    assert page.h1 == "You see this differently"
    assert "This was put away on" in page.words


# Few people, in words


@pytest.mark.parametrize("number", [5, 9])
def test_under_ten_people_there_are_words_and_never_numbers(member, number):
    work = engagement(invited=40, title="Buses")
    colleague(work, BOARD)
    people(work, TWELVE[:number])
    page = compared(member, work)
    said = {cell.split()[-1] for cells in picture(page).values() for cell in cells}
    assert said <= {"most", "some", "–"}
    # Nine people are five and four who wait: neither number is anywhere.
    assert "5 to 9 people taking part answered" in read(page).words
    assert "of about" not in read(page).words


def test_all_of_a_small_group_alike_is_most_and_never_all(member):
    page = compared(member, comparing.alike())
    assert read(page).h1 == "You see this alike"
    assert {tuple(cells) for cells in picture(page).values()} == {("–", "Your Org most", "–", "–", "–", "–")}
    assert not re.search(r"\b(?:all of (?:them|the people)|everybody|5 people)\b", read(page).words)


def test_nothing_in_the_page_of_few_tells_two_counts_apart_that_have_the_same_word(member):
    pages = []
    for choices in (("informing", *["consulting"] * 4), ("informing", "informing", *["consulting"] * 3)):
        work = engagement(title="Buses")
        people(work, choices)
        pages.append(compared(member, work).content.decode().replace(str(work.pk), ""))
    assert pages[0] == pages[1]


# Both sides


def test_the_lead_names_the_claim_our_answers_and_the_groups(member):
    page = words(member, comparing.twelve())
    assert "You answered involving . 10 of about 40 people taking part answered, as a group, consulting ." in page
    assert "You call it involving. Your own answers support it. Those of people taking part do not support it." in page


def test_the_biggest_gaps_come_first_with_both_sides_words_and_something_to_talk_about(member):
    work = comparing.twelve()
    answer = work.organisations_answer().explain()
    page = compared(member, work)
    edition = newest_edition()
    gaps = part(page, "differently")
    ours = {given.question.slug: given for given in answer.given}
    # Involving beside the group's informing, then the others in the edition's order.
    first, second = edition.question_by_slug["decisions"], edition.question_by_slug["loop"]
    at = [gaps.index(name) for name in (first.name, second.name, edition.question_by_slug["purpose"].name)]
    assert at == sorted(at)
    for question, group in ((first, 1), (second, 1), (edition.question_by_slug["open"], 2)):
        assert ours[question.slug].words in gaps
        assert question.choice_at(group).text("participant") in gaps
        assert question.talk in gaps
    assert "wrong" not in read(page).words.lower()


def test_what_both_see_alike_and_what_is_unknown_stand_apart(member):
    page = compared(member, comparing.twelve())
    edition = newest_edition()
    assert edition.question_by_slug["quality"].name in part(page, "alike")
    unknown = part(page, "unknown")
    assert edition.question_by_slug["support"].name in unknown
    assert "Too few know" in unknown


def test_the_picture_counts_every_cell_in_the_editions_order(member):
    page = compared(member, comparing.twelve())
    rows = picture(page)
    edition = newest_edition()
    assert [next(q.name for q in edition.questions if head.startswith(q.name)) for head in rows] == [
        question.name for question in edition.questions
    ]
    decisions = next(cells for head, cells in rows.items() if head.startswith("Who makes the decision"))
    assert decisions == ["6", "4", "Your Org 0", "0", "0", "0"]  # the first ten of MANY
    support = next(cells for head, cells in rows.items() if head.startswith("Help to take part"))
    assert support == ["0", "2", "Your Org 0", "0", "0", "8"]


def test_a_split_is_named_where_a_median_would_hide_it(member):
    page = compared(member, comparing.twelve())
    assert "People differ here: some say informing, and some say co-producing." in part(page, "differently")
    assert "What people hear back you differ people differ" in picture(page)


def test_half_or_more_say_that_nothing_can_change_and_the_group_never_does(member):
    page = words(member, comparing.shut())
    assert "Half or more of those who know say that nothing can change" in page
    assert "as a group" not in page.split("All answers side by side")[0]


def test_two_answer_sets_that_differ_are_compared_differently(member):
    seen = set()
    for choice in ("informing", "consulting", "involving", "co-producing"):
        work = engagement(title="Buses")
        agreed(work, choice, questions=tuple(MANY))
        people(work, ("consulting",) * 5)
        seen.add(words(member, work))
    assert len(seen) == 4


def test_the_newest_agreed_answer_stands_for_the_organisation_and_a_plan_never_does(member):
    work = engagement(claim=2)
    colleague(work, "planning: wants partners, can offer a survey")
    assert "Nobody in your organisation has answered yet." in words(member, work)
    agreed(work, "consulting", questions=tuple(q.slug for q in newest_edition().questions))
    colleague(work, BOARD, cast.member)
    page = words(member, work)
    assert "You answered consulting ." in page
    assert "Agreed among you" in page


def test_without_our_answer_the_people_stand_alone(member):
    page = compared(member, comparing.without_our_answer())
    assert read(page).h1 == "What people find"
    assert "Nobody in your organisation has answered yet." in read(page).words
    assert "Org" not in {word for cells in picture(page).values() for cell in cells for word in cell.split()}


def test_nothing_known_on_either_side_is_said_and_no_type_is_guessed(member):
    page = read(compared(member, comparing.not_known()))
    assert page.h1 == "Too much is not known yet"
    assert "As a group they leave it open which type this is." in page.words


def test_a_first_look_without_enough_main_answers_names_no_type(member):
    work = engagement()
    people(work, TWELVE[:5])
    work.releases.update(counts={"purpose": {"2": 5}}, profile={"purpose": 2})  # as from an edition without them
    assert "Too few of them answered the main questions to name a type." in words(member, work)


def test_people_who_run_it_themselves_are_told_no_type_of_ours(member):
    page = words(member, comparing.people_run())
    assert "You answered that people run this themselves." in page
    assert "Your own answers" not in page


# Over time


def test_over_time_each_day_has_its_last_release(member):
    work = comparing.twelve()
    page = compared(member, work)
    assert "1 March 2026 5 to 9 Consulting" in part(page, "over-time")
    assert work.releases.filter(released_on=work.releases.first().released_on).count() == 2
    assert part(page, "over-time").count("Consulting") == 2


def test_over_time_is_short_however_many_releases_there_were(member):
    work = comparing.five()
    for number in range(2, 100):
        day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        work.releases.create(number=number, people=5, released_on=day, profile=work.releases.last().profile)
    work.releases.filter(number=99).update(counts=work.releases.get(number=1).counts)
    assert part(compared(member, work), "over-time").count("5 to 9") == DAYS_SHOWN


# Paper


def test_four_sheets_of_paper_and_a_fifth_person_by_phone_make_no_release(member):
    work = engagement()
    for _ in range(4):
        sheet(work)
    takes_part(work, "consulting")
    page = compared(member, work)
    assert read(page).h1 == "Not enough answers yet"
    paper = picture(page, "spread on-paper")
    assert {tuple(cells) for cells in paper.values()} == {("0", "0", "4", "0", "0", "0")}
    assert "Typed in from paper, not counted above." in read(page).words


def test_paper_is_tabled_apart_from_the_release(member):
    work = engagement()
    people(work, TWELVE[:5])
    before = picture(compared(member, work))
    sheet(work, "co-producing")
    page = compared(member, work)
    assert picture(page) == before
    assert {cells[3] for cells in picture(page, "spread on-paper").values()} == {"1"}


# Words that people shared


def test_shared_words_stand_apart_with_no_order_and_without_the_answer(member):
    work = engagement(invited=9)
    notes = [f"Note number {number}." for number in range(5)]
    for note in notes:
        takes_part(work, "consulting", note=note)
    page = compared(member, work)
    section = part(page, "words", "</section>")
    shown = sorted(notes, key=section.index)
    answers = Assessment.objects.filter(engagement=work, answers__question="purpose").order_by("answers__key")
    assert shown == list(answers.values_list("answers__released_words", flat=True))
    html = page.content.decode()
    assert html.count('<li dir="auto">Note number') == 5
    assert "consulting" not in section.lower()


def test_words_that_are_not_shared_or_not_released_are_nowhere(member):
    work = engagement()
    people(work, TWELVE[:5])
    takes_part(work, "consulting", note="The sixth wrote this.")
    takes_part(work, "consulting", note="Mine alone.", note_shared=False)
    people(work, TWELVE[:2])
    assert "sixth wrote" not in words(member, work)
    people(work, TWELVE[:1])
    page = words(member, work)
    assert "The sixth wrote this." in page
    assert "Mine alone." not in page


def test_words_to_a_question_that_too_few_answered_are_not_shown(member):
    work = engagement()
    people(work, FIVE[:4], look="first")
    takes_part(work, "consulting", look="whole", note="Only I was asked this.")
    assert work.releases.count() == 1
    assert "Only I was asked this." not in words(member, work)


# Editions


def test_another_edition_of_ours_is_told_and_only_common_questions_are_compared(member, publish_newer_edition):
    work = engagement()
    colleague(work, BOARD)
    publish_newer_edition()
    people(work, TWELVE[:5])
    page = compared(member, work)
    assert "You answered the questions of 2026.1. People are shown with those of 9999.1." in read(page).words
    assert "Other: " in part(page, "differently")
    given = work.organisations_answer().explain().given[0]
    assert given.words in part(page, "differently")


# Who, how many queries, how large


def test_a_stranger_finds_nothing_and_nobody_is_asked_to_sign_in(client):
    work = comparing.five()
    address = reverse("engagement-comparison", args=[work.pk])
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"
    client.force_login(cast.stranger())
    for name in ("engagement-comparison", "engagement-comparison-csv", "engagement-comparison-json"):
        assert client.get(reverse(name, args=[work.pk])).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent(member, method):
    for name in ("engagement-comparison", "engagement-comparison-csv", "engagement-comparison-json"):
        assert getattr(member, method)(reverse(name, args=[comparing.bare().pk])).status_code == 405


def crowd(number):
    """So many people beside an organisation's answer, made at once, each with shared words."""
    work = comparing.five()
    sheet(work)
    one = Assessment.objects.in_group().filter(engagement=work).first()
    answers = list(one.answers.all())
    rows = [
        Assessment(engagement=work, edition_id=one.edition_id, voice="participant", asked=one.asked)
        for _ in range(number)
    ]
    for count, row in enumerate(rows):
        row.token_hash = row.submission_hash = f"{work.pk}{count}"
        row.finished_on, row.keep_until, row.changed_since_release = one.finished_on, None, True
    Assessment.objects.bulk_create(rows)
    note = "Yes.\n" * 400
    Answer.objects.bulk_create(
        Answer(assessment=row, question=each.question, position=each.position, note=note, note_shared=True)
        for row in rows
        for each in answers
    )
    Release.objects.make_if_due(work)
    return work


def test_five_and_five_hundred_people_cost_the_same_few_queries(member):
    asked = []
    for number in (5, 500):
        work = crowd(number)
        compared(member, work)
        with CaptureQueriesContext(connection) as queries:
            compared(member, work)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= SIGNED_IN_GET


def test_five_hundred_people_with_much_to_say_make_no_large_page(client):
    client.force_login(cast.owner())
    work = crowd(500)
    page = compared(client, work)
    assert len(gzip.compress(page.content)) <= 60_000
    assert len(read(page).tags) <= 1_500
    html = page.content.decode()
    assert 0 < html.count('<li dir="auto">') <= WORDS_SHOWN
    assert "All of them are in the file" in html
