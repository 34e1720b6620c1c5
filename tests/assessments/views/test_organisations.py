"""An organisation's pages: its portfolio and files, a new engagement, its name, its end, and what is taken into it."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Assessment, Engagement, Organisation
from assessments.tokens import new_token
from tests import cast
from tests.assessments.organisations import assessed, filled
from tests.assessments.pages import read, send
from tests.assessments.rows import stored
from tests.states import answered

pytestmark = pytest.mark.django_db

SIGNED_IN = 2  # the session and the user
ADDRESSES = ("organisation", "organisation-csv", "organisation-json", "organisation-engagements")
OWNERS = ("organisation-settings", "organisation-deletion")


@pytest.fixture
def owner(client):
    client.force_login(cast.owner())
    return client


def at(name="organisation", organisation=None, *args):
    return reverse(name, args=[(organisation or cast.organisation()).slug, *args])


def portfolio(client, **asked):
    """The titles on the portfolio's page, in its order."""
    response = client.get(at(), asked)
    assert response.status_code == 200
    return [row.engagement.title for row in response.context["rows"]]


@pytest.mark.parametrize("name", [*ADDRESSES, *OWNERS])
def test_a_stranger_finds_nothing_and_changes_nothing(client, name):
    where = at(name, filled())
    client.force_login(cast.stranger())
    before = stored()
    for method in (client.get, client.post, client.put, client.delete):
        assert method(where).status_code in ({404} if method == client.get else {404, 405})
    assert stored() == before


@pytest.mark.parametrize("name", [*ADDRESSES, *OWNERS])
def test_who_is_not_signed_in_is_asked_to_and_comes_back(client, name):
    response = client.get(at(name))
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={at(name)}"


@pytest.mark.parametrize("name", OWNERS)
def test_a_member_can_do_nothing_that_is_for_owners(client, name):
    client.force_login(cast.member())
    where = at(name)
    before = stored()
    for method in (client.get, client.post):
        response = method(where, {"name": "Valley Trust"})
        assert response.status_code == 403
        assert "for its owners" in read(response).words
    assert stored() == before


def test_who_has_none_reads_how_to_begin_and_makes_one(client):
    client.force_login(cast.stranger())
    page = client.get(reverse("organisations"))
    assert "An organisation keeps your work in one place" in read(page).words
    response = send(client, page, name=" Hill Trust ")
    assert response.url == reverse("organisation", args=["hill-trust"])
    assert send(client, page, name="Hill Trust").url == response.url  # sent twice, it is one
    assert Organisation.objects.get().memberships.get().user == cast.stranger()
    assert response.url in read(client.get(reverse("organisations"))).links


@pytest.mark.parametrize("name", ["", "   ", "a" * 201, "a\0b"])
def test_a_name_is_refused_in_words_and_kept(owner, name):
    response = owner.post(reverse("organisations"), {"name": name})
    assert response.status_code == 422
    assert not Organisation.objects.exists()


def test_an_empty_portfolio_says_how_to_begin(owner):
    page = read(owner.get(at()))
    assert "Three ways to begin" in page.words
    assert at("organisation-engagements") in page.links
    assert reverse("assess") in page.links
    assert "Keep it in an organisation" in page.words


def test_a_portfolio_says_in_words_what_it_draws(owner):
    filled()
    html = owner.get(at()).content.decode()
    words = read(owner.get(at())).words
    assert "Called co-producing, answers say consulting." in words
    assert "Called consulting, answers say involving." in words
    assert "Called co-producing, and answers say so too." in words
    assert "Called involving. Not settled: informing, consulting or involving." in words
    assert "Called informing. No finished answers yet." in words
    assert "You call it none of the four." in words
    assert html.count('"flag called"') == 5
    assert html.count('"flag said"') == 4
    assert html.count('"flag maybe"') == 3
    assert "Only colleagues in this organisation see this" in words
    assert "%" not in words


def test_parts_stand_under_what_they_are_parts_of(owner):
    filled()
    titles = portfolio(owner)
    assert titles.index("New bus routes") + 1 == titles.index("Drivers’ panel") == titles.index("Riders") - 1
    assert owner.get(at()).content.decode().count('class="part"') == 2


def test_a_portfolio_is_searched_and_put_in_order(owner):
    filled()
    everything = portfolio(owner)
    assert len(everything) == 7
    assert portfolio(owner, name="BUS") == ["New bus routes"]
    assert portfolio(owner, differ="on") == ["New bus routes", "Riders"]
    assert portfolio(owner, kept="archived") == ["A ward’s move"]
    assert "A ward’s move" not in portfolio(owner, kept="live")
    assert portfolio(owner, since="2026-03-01", until="2026-03-01") == ["New bus routes"]
    assert portfolio(owner, sort="differ")[:3] == ["New bus routes", "Riders", "Drivers’ panel"]
    assert sorted(portfolio(owner, sort="newest")) == sorted(everything)
    assert portfolio(owner, type="consulting", anything="else") == everything
    assert "No engagement matches." in read(owner.get(at(), {"name": "xyz"})).words


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "soon"}, "Please give a day"),
        ({"until": "31/02/2026"}, "Please give a day"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "The second day comes before the first."),
        ({"sort": "type"}, "Please choose an order from the list."),
        ({"kept": "dead"}, "Please choose what to show from the list."),
        ({"name": "a\0b"}, "There is a sign in it"),
        ({"name": "a" * 201}, "There is room for 200."),
    ],
)
def test_what_is_not_understood_is_said_and_everything_is_shown(owner, asked, said):
    filled()
    response = owner.get(at(), asked)
    assert response.status_code == 422
    assert said in read(response).words
    assert len(response.context["rows"]) == 7


def test_the_search_is_the_same_page_for_everybody(owner):
    filled()
    plain, htmx = owner.get(at(), {"name": "bus"}), owner.get(at(), {"name": "bus"}, headers={"hx-request": "true"})
    assert plain.content == htmx.content
    html = plain.content.decode()
    assert f'method="get" action="{at()}"' in html
    assert html.count('id="portfolio"') == 1


def test_the_newest_agreed_answers_stand_for_the_organisation(owner):
    engagement = assessed(cast.organisation(), "Buses", "an advisory board, organisation", claim=3)
    assert "Called involving, and answers say so too." in read(owner.get(at())).words
    agreed, _ = Assessment.objects.begin("organisation", engagement=engagement, author=cast.member(), kind="agreed")
    for slug in agreed.asked:
        agreed.record_answer(slug, "consulting")
    assert "Called involving, and answers say so too." in read(owner.get(at())).words
    agreed.finish(claim=3)
    assert "Called involving, answers say consulting." in read(owner.get(at())).words


def test_answers_to_what_is_not_asked_any_more_count_for_nothing(owner):
    engagement = assessed(cast.organisation(), "Buses", "an advisory board, organisation", claim=3)
    answers = engagement.assessments.get()
    for question in answers.questions:
        answers.record_answer(question.slug, "informing")
    answers.set_out("first", "")
    for question in answers.questions:
        answers.record_answer(question.slug, "involving")
    answers.finish(claim=3)
    assert "Called involving, and answers say so too." in read(owner.get(at())).words


def test_what_others_say_or_have_not_finished_is_not_the_organisations_answer(owner):
    engagement = cast.organisation().begin_engagement(title="Buses")
    for voice, author in (("participant", None), ("planning", cast.owner()), ("organisation", cast.owner())):
        begun, _ = Assessment.objects.begin(voice, engagement=engagement, author=author)
        for slug in begun.asked:
            begun.record_answer(slug, "consulting")
        if voice != "organisation":
            begun.finish()
    assert "No finished answers yet." in read(owner.get(at())).words


@pytest.mark.parametrize("asked", [{}, {"name": "=", "differ": "on", "sort": "differ"}])
def test_the_files_have_every_row_that_the_page_has(owner, asked):
    """They are complete, and say no more and no less than the whole list."""
    made = filled()
    made.begin_engagement(title="=1+1")
    shown = owner.get(at()).context["rows"]
    table = owner.get(at("organisation-csv"), asked)
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))
    entries = json.loads(owner.get(at("organisation-json"), asked).content)["engagements"]
    uids = [str(row.engagement.uid) for row in shown]
    assert [row["uid"] for row in rows] == [entry["uid"] for entry in entries] == uids
    assert [row["mismatch"] == "yes" for row in rows] == [row.differs for row in shown]
    assert [entry["mismatch"] for entry in entries] == [row.differs for row in shown]
    assert "'=1+1" in [row["title"] for row in rows]
    assert "=1+1" in [entry["title"] for entry in entries]
    assert {row["archived_on"] != "" for row in rows} == {True, False}


def many_more(organisation):
    """Five hundred engagements, each with a part, and answers by two colleagues."""
    edition_id = Assessment.objects.first().edition_id
    asked = Assessment.objects.first().asked
    engagements = Engagement.objects.bulk_create(
        Engagement(organisation=organisation, title=f"Work {number}", claim=number % 4 + 1) for number in range(500)
    )
    Engagement.objects.bulk_create(
        Engagement(organisation=organisation, title="A part", part_of=engagement) for engagement in engagements
    )
    said = Assessment.objects.bulk_create(
        Assessment(
            engagement=engagement, edition_id=edition_id, voice="organisation", asked=asked, author=author,
            token_hash=new_token(), submission_hash=new_token(), keep_until=None, finished_on=date(2026, 5, 1),
            sequence=sequence,
        )
        for engagement in engagements
        for sequence, author in enumerate((cast.owner(), cast.member()), start=1)
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(assessment=each, question=slug, position=position % 4 + 1)
        for each in said
        for position, slug in enumerate(asked)
    )


@pytest.mark.parametrize("name", ADDRESSES[:3])
def test_a_portfolio_asks_as_little_for_hundreds(owner, name):
    made = cast.organisation()
    where = at(name, made)
    assessed(made, "Buses", "an advisory board, organisation", claim=3)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(where).status_code == 200
        return len(queries)

    few = count()
    many_more(made)
    assert count() == few <= 4 + SIGNED_IN
    assert len(portfolio(owner)) == 1001


@pytest.mark.parametrize("name", ["organisations", "organisation-engagements", "organisation-settings"])
def test_a_save_asks_little(owner, name):
    where = reverse(name) if name == "organisations" else at(name)
    sent = {"name": "Trust", "before": "Valley Trust", "title": "Buses", "submission_key": new_token()}
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert owner.post(where, sent).status_code == 302
        assert len(queries) <= 6 + SIGNED_IN


def test_a_new_engagement_is_made_once_and_shown(owner):
    page = owner.get(at("organisation-engagements"))
    response = send(owner, page, title=" Buses ", about="Routes\r\nand times")
    made = Engagement.objects.get()
    assert response.url == reverse("engagement", args=[made.uid])
    assert (made.title, made.about, made.organisation) == ("Buses", "Routes\nand times", cast.organisation())
    assert send(owner, page, title="Buses").url == response.url
    assert send(owner, owner.get(at("organisation-engagements")), title="Buses").url != response.url
    assert Engagement.objects.count() == 2


def test_a_submission_key_of_another_organisations_opens_nothing_there(client):
    theirs = cast.organisation().begin_engagement("k" * 32, title="Secret")
    client.force_login(cast.stranger())
    own = Organisation.objects.found("Hill Trust", cast.stranger())
    response = client.post(at("organisation-engagements", own), {"title": "Ours", "submission_key": "k" * 32})
    assert response.url != reverse("engagement", args=[theirs.uid])
    assert own.engagements.get().title == "Ours"


def test_what_can_not_be_kept_of_a_new_engagement_is_said(owner):
    response = owner.post(at("organisation-engagements"), {"title": "", "about": "x" * 2001})
    assert response.status_code == 422
    page = read(response)
    assert "Please give it a name." in page.words
    assert "Please take out 1." in page.words
    assert page.form("engagements/").fields["about"] == "x" * 2001
    assert not Engagement.objects.exists()


def test_an_owner_gives_another_name_and_the_address_stays(owner):
    page = owner.get(at("organisation-settings"))
    assert send(owner, page, name="Hill Trust").url == "/o/valley-trust/"
    assert Organisation.objects.get().name == "Hill Trust"
    assert send(owner, page, name="Hill Trust").url == "/o/valley-trust/"  # sent twice


def test_a_name_that_a_colleague_changed_is_not_overwritten_unseen(owner):
    made = cast.organisation()
    page = owner.get(at("organisation-settings", made))
    made.rename("Valley Trust", "Theirs")
    response = send(owner, page, name="Ours")
    assert response.status_code == 409
    assert "Theirs" in read(response).words
    assert read(response).form("settings/").fields["name"] == "Ours"
    assert Organisation.objects.get().name == "Theirs"
    assert send(owner, response).status_code == 302
    assert Organisation.objects.get().name == "Ours"


def test_an_organisation_goes_when_its_name_is_typed_and_not_before(owner, client):
    made = filled()
    token = Assessment.objects.first().token_for_author()
    page = owner.get(at("organisation-deletion", made))
    assert "7 engagements" in read(page).words
    for typed in ("", "Hill Trust"):
        assert send(owner, page, name=typed).status_code == 422
    assert Organisation.objects.exists()
    assert send(owner, page, name=" valley  TRUST ").url == reverse("organisations")
    assert not Organisation.objects.exists()
    assert not Engagement.objects.exists()
    assert client.get(reverse("assessment", args=[token])).status_code == 410


# What was begun without an account.


def begun_alone(case="an honest online survey on bus routes", **options):
    options = {"claim": 4, "title": "New bus routes", "note": "Ask Ann."} | options
    assessment, token = answered(case, **options)
    return assessment, reverse("assessment-organisation", args=[token])


def test_a_result_leads_into_an_organisation_where_it_can(client):
    _, where = begun_alone()
    assert where in read(client.get(where.replace("organisation/", "result/"))).links
    _, where = begun_alone("the same board, a member")
    assert where not in read(client.get(where.replace("organisation/", "result/"))).links


def test_who_is_not_signed_in_signs_in_first_and_comes_back_to_it(client):
    _, where = begun_alone()
    response = client.get(where)
    assert response.url == f"{reverse('account_login')}?next={where}"
    page = client.get(response.url)
    assert any("signup" in link and f"next={where}" in link.replace("%2F", "/") for link in read(page).links)


def test_nothing_is_typed_twice_and_the_old_link_ends(owner):
    made = cast.organisation()
    assessment, where = begun_alone()
    answers = {slug: (each.choice, each.note) for slug, each in assessment.answers_by_question.items()}
    response = send(owner, owner.get(where), place=made.slug)
    engagement = made.engagements.get()
    assert response.url == reverse("engagement", args=[engagement.uid])
    taken = engagement.assessments.get()
    assert {slug: (each.choice, each.note) for slug, each in taken.answers_by_question.items()} == answers
    assert (engagement.title, engagement.claim, taken.author, taken.keep_until) == (
        *("New bus routes", 4, cast.owner(), None),
    )
    assert owner.get(where).status_code == 410
    assert owner.post(where, {"place": made.slug}).status_code == 410
    assert portfolio(owner) == ["New bus routes"]
    result = read(owner.get(reverse("assessment-result", args=[taken.token_for_author()])))
    assert "90 days" not in result.words
    assert response.url in result.links
    assert where not in result.links


def test_it_can_become_one_more_assessment_of_an_engagement(owner):
    engagement = assessed(cast.organisation(), "Buses", "an advisory board, organisation")
    _, where = begun_alone()
    response = send(owner, owner.get(where), place=str(engagement.uid))
    assert response.url == reverse("engagement", args=[engagement.uid])
    assert Engagement.objects.get().assessments.count() == 2


def test_it_can_go_to_an_organisation_that_is_made_on_the_way(client):
    client.force_login(cast.stranger())
    _, where = begun_alone("planning: no aim known", title="", claim=None)
    page = client.get(where)
    assert send(client, page, name=" ").status_code == 422
    assert send(client, page, name="Hill Trust").status_code == 302
    assert Organisation.objects.get().engagements.get().assessments.get().author == cast.stranger()


def test_it_goes_to_no_place_that_is_not_ones_own(client):
    theirs = filled()
    archived = theirs.engagements.exclude(archived_on=None).get()
    client.force_login(cast.stranger())
    _, where = begun_alone()
    live = theirs.engagements.filter(archived_on=None).first()
    before = stored()
    for place in (theirs.slug, str(live.uid), str(archived.uid), "", "nonsense"):
        response = client.post(where, {"place": place})
        assert response.status_code == 422
        assert "Valley Trust" not in read(response).words
    assert stored() == before
    client.force_login(cast.owner())
    assert client.post(where, {"place": str(archived.uid)}).status_code == 422


def test_a_participants_answers_and_what_has_an_organisation_are_taken_nowhere(owner):
    _, participants = begun_alone("the same board, a member")
    engagement = assessed(cast.organisation(), "Buses", "an advisory board, organisation")
    token = engagement.assessments.get().token_for_author()
    before = stored()
    for where in (participants, reverse("assessment-organisation", args=[token])):
        assert owner.get(where).status_code == owner.post(where, {"place": "valley-trust"}).status_code == 404
    assert stored() == before


def test_ones_own_answers_in_an_organisation_can_still_be_deleted(owner):
    engagement = assessed(cast.organisation(), "Buses", "an advisory board, organisation")
    where = reverse("assessment-deletion", args=[engagement.assessments.get().token_for_author()])
    assert send(owner, owner.get(where)).status_code == 200
    assert not engagement.assessments.exists()
    assert Engagement.objects.get() == engagement
