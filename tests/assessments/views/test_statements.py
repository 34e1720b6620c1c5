"""The statement: written, held against the answers, published and withdrawn by colleagues, and read by everybody."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Statement, StatementVersion
from assessments.statement_forms import TEXT_LIMIT
from spectrum.models import newest_edition
from tests import cast
from tests.assessments.engagements import SURVEY, TITLE, engagement
from tests.assessments.pages import read, send
from tests.assessments.participants import CONTACT, inviting
from tests.assessments.rows import stored
from tests.assessments.statements import DONE, GATE_SHUT, TEXTS, bare, holed, says, shut, stating, surveyed, undecided

pytestmark = pytest.mark.django_db

GET, POST, SIGNED_IN = 4, 6, 2  # queries; two more for the session and its user
ACTS = ("publication", "withdrawal", "renewal")


@pytest.fixture
def member(client):
    """A browser in which a member is signed in."""
    client.force_login(cast.member())
    return client


def editor(work, act=""):
    return reverse(f"engagement-statement{act and '-'}{act}", args=[work.pk])


def public(work):
    return reverse("statement", args=[Statement.objects.get(engagement=work).token])


def is_public(work):
    return Statement.objects.get(engagement=work).published_id is not None


def write(member, work, **texts):
    return member.post(editor(work), {"number": 0, "type": "consulting"} | texts)


def checked(page):
    return read(page).form("/statement/").fields.get("type")


# Writing


def test_the_form_is_filled_in_from_the_answers_and_says_so(member):
    work = surveyed(claim=4)
    page = member.get(editor(work))
    assert "We filled this in from your answers. Please put it in your own words." in read(page).words
    assert checked(page) == "consulting"
    fields = read(page).form("/statement/").fields
    edition = newest_edition()
    for name, question in (("can_change", "open"), ("support", "support"), ("hear_back", "loop")):
        given = Assessment.objects.get().answers.get(question=question).position
        assert fields[name] == edition.question_by_slug[question].choice_at(given).text("organisation")
    assert fields["expect"].startswith(edition.type_at(2).promise)
    assert fields["ask"] == fields["done"] == ""
    assert not Statement.objects.exists()


@pytest.mark.parametrize(("claim", "chosen"), [(3, "involving"), (None, None)])
def test_without_answers_the_form_offers_the_claim_or_nothing(member, claim, chosen):
    page = member.get(editor(engagement(claim=claim)))
    assert checked(page) == chosen
    assert "We filled this in" not in read(page).words


def test_what_is_saved_comes_back_in_the_form_and_is_not_public(member):
    work = surveyed()
    assert send(member, member.get(editor(work)), "/statement/", **TEXTS).url == editor(work)
    version = StatementVersion.objects.get()
    assert (version.author, version.type, version.expect) == (cast.member(), 2, TEXTS["expect"])
    words = read(member.get(editor(work))).words
    assert "This is a draft" in words
    assert TEXTS["ask"] in words
    fields = read(member.get(editor(work) + "?change")).form("/statement/").fields
    assert {name: fields[name] for name in TEXTS} == TEXTS
    assert fields["number"] == "1"
    refused = write(member, work, number=1, type="")
    assert editor(work) in read(refused).links  # back to what is written
    assert member.get(public(work)).status_code == 410


def test_a_type_has_to_be_chosen_and_nothing_typed_is_lost(member):
    work = bare()
    for type_ in ("", "nonsense", "co-production"):
        page = write(member, work, type=type_, expect="My words.\nTwo lines.")
        assert page.status_code == 422
        assert read(page).title.startswith("Error: ")
        assert read(page).form("/statement/").fields["expect"] == "My words.\nTwo lines."
    assert not Statement.objects.exists()


@pytest.mark.parametrize("name", TEXTS)
def test_too_long_a_text_is_refused_whole(member, name):
    work = bare()
    assert write(member, work, **{name: "é" * TEXT_LIMIT}).status_code == 302
    page = write(member, bare(), **{name: "é" * (TEXT_LIMIT + 1)})
    assert page.status_code == 422
    assert "Please take out 1." in read(page).words
    assert read(page).form("/statement/").fields[name] == "é" * (TEXT_LIMIT + 1)


def test_signs_that_cannot_be_kept_are_refused_in_words(member):
    for sign in ("\0", "\ufffd"):
        assert "There is a sign in it" in read(write(member, bare(), expect=f"Te{sign}a.")).words
    assert not Statement.objects.exists()


def test_a_colleague_who_was_quicker_is_not_overwritten_and_both_texts_are_shown(member):
    work = bare()
    write(member, work, expect="Their words.", ask="Ann")
    page = write(member, work, type="involving", expect="My words.\nTwo lines.", ask="Ann")
    assert page.status_code == 409
    words = read(page).words
    for part in ("Their words.", "My words.", "Consulting", "Involving"):
        assert part in words
    assert "Whom can people ask?" not in words  # there the texts are the same
    assert StatementVersion.objects.count() == 1
    assert editor(work) in read(page).links  # keeps theirs
    assert send(member, page, "/statement/").status_code == 302  # saves mine over it
    newest = StatementVersion.objects.first()
    assert (newest.number, newest.type, newest.expect) == (2, 3, "My words.\nTwo lines.")


def test_saving_mine_over_it_meets_whoever_was_quicker_still(member):
    work = bare()
    write(member, work, expect="First.")
    page = write(member, work, expect="Mine.")
    write(member, work, number=1, expect="Second.")
    again = send(member, page, "/statement/")
    assert again.status_code == 409
    assert "Second." in read(again).words
    assert "Mine." in read(again).words


@pytest.mark.parametrize("number", ["", "nonsense", "-1", "9" * 30, "7"])
def test_a_number_that_is_nonsense_overwrites_nothing(member, number):
    work = bare()
    write(member, work, expect="Their words.")
    page = write(member, work, number=number, expect="My words.")
    assert page.status_code == 409
    assert "My words." in read(page).words
    assert StatementVersion.objects.get().expect == "Their words."


def test_the_same_form_sent_twice_is_one_version(member):
    work = bare()
    for _ in range(2):
        assert write(member, work, expect="Tea.").status_code == 302
    assert StatementVersion.objects.count() == 1


# Held against the answers


def offering(make, type_, **texts):
    work = make()
    stating(work, type_, published=False, texts=texts)
    return work


def test_a_type_beyond_the_answers_is_told_with_reasons_and_the_path(member):
    work = offering(surveyed, 4)
    page = member.get(editor(work))
    words = read(page).words
    assert "Your answers say consulting. The statement offers co-producing." in words
    assert "would have to be true" in words
    assert "The three things that define co-production allow up to consulting" in words
    path = Assessment.objects.get().explain().path(4)
    assert all(move.words in words for move in path.must)
    assert editor(work) + "?change" in read(page).links
    assert reverse("engagement-assess", args=[work.pk]) in read(page).links
    assert "Publish it all the same" in words


def test_against_the_answers_only_its_own_button_publishes(member):
    work = offering(surveyed, 4)
    page = member.get(editor(work))
    assert send(member, page, "/publication/").url.endswith("#contradiction")
    assert not is_public(work)
    [anyway] = read(page).form("/publication/").buttons
    assert send(member, page, "/publication/", button=anyway).status_code == 302
    assert is_public(work)
    assert "The statement offers co-producing" in read(member.get(editor(work))).words  # it is still so


@pytest.mark.parametrize(
    ("make", "type_", "texts"),
    [(holed, 2, {}), (shut, 2, {}), (shut, 4, {}), (shut, 1, {"can_change": "Which day we move."})],
)
def test_what_the_answers_rule_out_is_told_before_publishing(member, make, type_, texts):
    work = offering(make, type_, **texts)
    page = member.get(editor(work))
    assert "This promises what your answers do not keep" in read(page).words
    send(member, page, "/publication/")
    assert not is_public(work)


@pytest.mark.parametrize(
    ("make", "type_", "said"),
    [
        (surveyed, 2, "Your answers support what you say here."),
        (
            surveyed,
            1,
            "Your answers say consulting. The statement offers informing.",
        ),
        (undecided, 3, "is still open"),
        (bare, 4, "There are no answers of yours about this work yet."),
        (shut, 1, "Your answers support what you say here."),
    ],
)
def test_what_the_answers_allow_or_leave_open_is_published_at_once(member, make, type_, said):
    work = offering(make, type_)
    page = member.get(editor(work))
    assert said in read(page).words
    assert "all the same" not in read(page).words
    assert send(member, page, "/publication/").url == editor(work)
    assert is_public(work)


def test_answers_that_have_changed_since_the_page_was_read_are_heeded(member):
    work = offering(surveyed, 2)
    page = member.get(editor(work))
    says(work, GATE_SHUT)  # newer: nothing can change
    assert send(member, page, "/publication/").url.endswith("#contradiction")
    assert not is_public(work)


# Published, withdrawn, renewed


def test_a_statement_is_published_changed_withdrawn_and_published_again_at_one_link(member, client):
    work = offering(surveyed, 2, expect="First words.")
    send(member, member.get(editor(work)), "/publication/")
    link = public(work)
    assert "First words." in read(client.get(link)).words
    write(member, work, number=1, expect="Second words.")
    assert "First words." in read(client.get(link)).words
    page = member.get(editor(work))
    assert "An earlier text has been public since" in read(page).words
    send(member, page, "/publication/")
    assert "Second words." in read(client.get(link)).words
    send(member, member.get(editor(work)), "/withdrawal/")
    assert client.get(link).status_code == 410
    assert "This is a draft" in read(member.get(editor(work))).words
    send(member, member.get(editor(work)), "/publication/")
    assert public(work) == link
    assert client.get(link).status_code == 200


def test_an_older_version_is_not_published_unread(member):
    work = offering(surveyed, 2, expect="First words.")
    page = member.get(editor(work))
    write(member, work, number=1, expect="Second words.")
    refused = send(member, page, "/publication/")
    assert refused.status_code == 409
    assert "Nothing was published." in read(refused).words
    assert "Second words." in read(refused).words
    assert not is_public(work)
    send(member, refused, "/publication/")
    assert is_public(work)


def test_renewing_warns_and_ends_the_old_link_for_good(member, client):
    work = surveyed()
    stating(work)
    page = member.get(editor(work))
    assert "With another link the old one stops working for good." in read(page).words
    old = public(work)
    send(member, page, "/renewal/")
    assert client.get(old).status_code == 410
    assert client.get(public(work)).status_code == 200


def test_the_editor_has_the_link_as_words_and_as_a_picture(member):
    work = surveyed()
    stating(work)
    html = member.get(editor(work)).content.decode()
    link = f"http://testserver{public(work)}"
    assert html.count(link) >= 3
    assert f'aria-label="QR code. It opens {link}"' in html
    assert 'data-copy="statement-link"' in html


@pytest.mark.parametrize("act", ACTS)
def test_where_nothing_is_written_nothing_happens(member, act):
    work = bare()
    assert member.post(editor(work, act), {"number": 0}).url == editor(work)
    assert not Statement.objects.exists()


def test_an_archived_statement_is_read_only_and_stays_public(member, client):
    work = surveyed()
    stating(work)
    work.archive()
    page = member.get(editor(work))
    assert [form.action for form in read(page).forms] == [reverse("engagement-return", args=[work.pk])]
    assert TEXTS["ask"] in read(page).words
    before = stored()
    for act in ("", *ACTS):
        assert member.post(editor(work, act), {"number": 1, "type": "informing"}).status_code == 409
    assert stored() == before
    assert "This work is over." in read(client.get(public(work))).words


# Who may


@pytest.mark.parametrize("act", ["", *ACTS])
def test_others_can_do_nothing(client, act):
    work = surveyed()
    stating(work)
    before = stored()
    sent = {"number": 1, "type": "informing", "expect": "Words of mine."}
    refused = client.post(editor(work, act), sent)
    assert refused.status_code == 403
    assert "Words of mine." in refused.content.decode()
    client.force_login(cast.stranger())
    assert client.post(editor(work, act), sent).status_code == 404
    assert client.get(editor(work, act)).status_code == (405 if act else 404)
    assert stored() == before


# What everybody reads


def test_the_public_page_says_all_that_was_written(client):
    work = inviting()
    stating(work, 2, done=DONE)
    page = client.get(public(work))
    html, words = page.content.decode(), read(page).words
    edition = newest_edition()
    assert read(page).h1 == work.title
    assert "This is consulting" in words
    for part in (work.organisation.name, edition.type_at(2).plain, *edition.type_at(2).expect):
        assert part in words
    assert "Written on" in words
    assert "We ask everybody in the valley.<br>Then the council decides in May." in html
    for text in (*TEXTS.values(), CONTACT, DONE):
        assert " ".join(text.split()) in words
    assert html.count("This is what is offered") == 1
    assert reverse("invitation", args=[work.invitation_token]) in " ".join(read(page).links)
    assert 'aria-label="QR code. It opens http://testserver/i/' in html
    assert re.search(r'<meta name="description" content="[^"]*consulting', html)


def test_what_is_empty_is_left_out(client):
    work = bare()
    stating(work, 1, texts={})
    words = read(client.get(public(work))).words
    for heading in ("What can change", "What can’t change", "What help there is", "How you hear back", "we did"):
        assert heading not in words
    assert "/i/" not in " ".join(read(client.get(public(work))).links)


def test_a_draft_that_is_newer_shows_on_no_public_page(client):
    work = surveyed()
    stating(work).write(1, cast.owner(), type=3, expect="Not yet.")
    html = client.get(public(work)).content.decode()
    assert "Not yet." not in html
    assert "This is consulting" in html


@pytest.mark.parametrize("end", ["close", "archive", "stop_inviting"])
def test_without_a_way_in_the_link_is_not_shown(client, end):
    work = inviting()
    stating(work)
    getattr(work, end)()
    page = client.get(public(work))
    assert "/i/" not in page.content.decode()
    assert ("no more answers" in read(page).words) == (end != "stop_inviting")


def test_nobodys_words_become_markup(client, member):
    work = inviting(title="</title><h1>Hello", contact="<b>Ann</b>")
    stating(work, 2, texts=dict.fromkeys(TEXTS, '<script src="x">"</script>'), done="<i>x</i>")
    for where in (public(work), editor(work), editor(work) + "?change"):
        html = client.get(where).content.decode()
        assert html.count("<h1") == 1
        assert '<script src="x">' not in html
        assert not {"<b>Ann", "<i>x"} & set(re.findall(r"<[bi]>\w+", html))


def test_search_engines_may_read_it_and_no_cache_keeps_it(client):
    work = surveyed()
    stating(work)
    page = client.get(public(work))
    assert "X-Robots-Tag" not in page.headers
    assert "no-store" in page.headers["Cache-Control"]
    Statement.objects.get().withdraw()
    gone = client.get(public(work))
    assert gone.status_code == 410
    assert gone.headers["X-Robots-Tag"] == "noindex"


def test_it_tells_nothing_of_answers_and_colleagues(client):
    work = surveyed()
    stating(work, 4)
    html = client.get(public(work)).content.decode()
    assert "@example.org" not in html
    assert str(work.pk) not in html
    assert "Your answers" not in html


def test_the_link_of_a_deleted_engagement_says_that_it_is_gone(client):
    work = surveyed()
    stating(work)
    link = public(work)
    work.erase()
    assert client.get(link).status_code == 410


# What it costs


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        assert act().status_code < 410
    return [each["sql"][:90] for each in queries if "SAVEPOINT" not in each["sql"]]


@pytest.mark.parametrize("versions", [1, 50])
def test_every_page_and_act_asks_little(member, client, versions):
    work = inviting(title=TITLE)
    says(work, SURVEY)
    statement = stating(work, done=DONE)
    for number in range(1, versions):
        statement.write(number, cast.owner(), type=2, expect=f"Words {number}.", done=DONE)
    statement.publish(statement.newest)
    for where in (editor(work), editor(work) + "?change"):
        assert len(asked(lambda where=where: member.get(where))) <= GET + SIGNED_IN
    assert len(asked(lambda: write(member, work, expect="Mine."))) <= POST + SIGNED_IN  # a conflict
    assert len(asked(lambda: write(member, work, number=versions, expect="Mine."))) <= POST + SIGNED_IN
    for act in ACTS:
        assert len(asked(lambda act=act: member.post(editor(work, act), {"number": versions + 1}))) <= POST + SIGNED_IN
    statement.publish(statement.newest)
    client.logout()
    assert len(asked(lambda: client.get(public(work)))) <= GET
