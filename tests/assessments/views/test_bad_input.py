"""Whatever is sent: a page in plain words with the right status, nothing lost, nothing stored, never a 5xx."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Answer
from assessments.models.answer import NOTE_LIMIT
from spectrum.edition import TYPE_SLUGS
from spectrum.models import newest_edition
from tests.assessments.pages import read
from tests.assessments.rows import stored
from tests.states import answered, begun

pytestmark = pytest.mark.django_db

PARTS = st.sampled_from(["choice=none", "&", "note=", "%", "\0", "ü", "--x\r\n"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def address():
    """A question of an assessment that has begun."""
    return reverse("assessment-question", args=[begun()[1], "open"])


def is_told(response, status):
    """A whole page of ours, with a heading, that leads on somewhere."""
    page = read(response)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.h1.strip()
    assert reverse("help") in page.links
    return page


@pytest.mark.parametrize("choice", [*TYPE_SLUGS, "not-sure", "none"])
def test_each_answer_is_one(client, address, choice):
    assert client.post(address, {"choice": choice}).status_code == 302
    assert Answer.objects.get().choice == choice


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"choice": ""},
        {"choice": "A"},
        {"choice": "2"},
        {"choice": "Informing"},
        {"choice": "people"},  # an answer to another question
        {"choice": "first"},
        {"choice": "consulting\0"},
        {"choice": "\ud7ff" * 100},
        {"choice": "x" * 70_000},
        {"Choice": "consulting"},
    ],
    ids=lambda sent: ascii(sent)[:30],
)
def test_what_is_no_answer_is_told_and_the_note_kept(client, address, sent):
    response = client.post(address, sent | {"note": "Two\nlines & <b>more</b>."})
    page = is_told(response, 422)
    assert page.title.startswith("Error: ")
    [place] = [link for link in page.links if link.startswith("#id_choice")]
    assert place.removeprefix("#") in page.ids
    assert page.form().fields["note"] == "Two\nlines & <b>more</b>."
    assert "choice" not in page.form().fields
    assert page.form().action == address
    assert not Answer.objects.exists()


@pytest.mark.parametrize("length", [NOTE_LIMIT + 1, 5_000, 70_000])
def test_a_long_note_is_kept_in_the_page_and_refused_with_the_counts(client, address, length):
    note = ("word " * length)[: length - 1] + "."
    page = is_told(client.post(address, {"choice": "none", "note": note}), 422)
    for number in (length, NOTE_LIMIT, length - NOTE_LIMIT):
        assert f"{number:,}" in page.words
    assert page.form().fields["note"] == note
    assert page.form().fields["choice"] == "none"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("length", [300, NOTE_LIMIT])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["unix", "browser"])
def test_a_note_with_room_is_kept_whole(client, address, length, line_break):
    note = ("a\n" * length)[: length - 1] + "é"
    assert client.post(address, {"choice": "none", "note": note.replace("\n", line_break)}).status_code == 302
    assert Answer.objects.get().note == note
    assert read(client.get(address)).form().fields["note"] == note


def test_a_note_with_a_sign_that_no_database_takes_is_told(client, address):
    page = is_told(client.post(address, {"choice": "none", "note": "so\0so"}), 422)
    assert page.form().fields["choice"] == "none"
    assert not Answer.objects.exists()


MARKUP = [
    "<script>alert(1)</script>",
    "</textarea></td></p><form action='/'>",
    "<!--",
    "{{ 1|add:1 }} {% now %}",
    "&lt;b&gt; &amp;amp; &#39;",
]


@pytest.mark.parametrize("words", MARKUP)
def test_words_are_never_markup_wherever_they_are_shown(client, words):
    """Every page with a note or a title has the same tags, whatever the words are, and shows them as they are."""
    seen = []
    for said in ("Words.", words):
        assessment, token = answered("an advisory board, organisation", claim=2, title=said, note=said)
        assessment.share()
        addresses = [reverse(f"assessment-{name}", args=[token]) for name in ("answers", "result", "start")]
        addresses += [reverse("assessment-question", args=[token, assessment.asked[0]])]
        addresses += [reverse("shared-result", args=[assessment.share_token])]
        pages = [read(client.get(address)) for address in addresses]
        seen.append([(page.tags, said in page.words or said in str(page.forms)) for page in pages])
    assert seen[0] == seen[1]
    assert [shown for _, shown in seen[0]].count(True) == 4


@pytest.mark.parametrize("words", MARKUP)
def test_nor_in_what_was_not_understood(client, address, words):
    pages = [read(client.post(address, {"choice": said, "note": said})) for said in ("Words.", words)]
    assert pages[0].tags == pages[1].tags
    assert pages[1].form().fields["note"] == words


def test_a_note_may_hold_any_writing(client, address):
    note = "ไม่มี नहीं لا 不 😀 e\u0301 \u2028 \U0010ffff"
    client.post(address, {"choice": "none", "note": note})
    assert Answer.objects.get().note == note
    assert read(client.get(address)).form().fields["note"] == note


def multipart(*parts):
    """A multipart body, each part given as (what its header says of it, its words)."""
    body = b"".join(
        b"--x\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + said + b"\r\n" for head, said in parts
    )
    return body + b"--x--\r\n"


def test_a_multipart_post_is_as_good(client, address):
    body = multipart((b'name="choice"', b"none"), (b'name="note"', "Größe".encode()))
    assert client.generic("POST", address, body, "multipart/form-data; boundary=x").status_code == 302
    assert Answer.objects.get().note == "Größe"


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=", b"x", 400),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense", 422),
        ("multipart/form-data; boundary=x", multipart((b'name="choice"; filename="a.txt"', b"none")), 422),
        ("application/json", b'{"choice": "none"}', 422),
        ("text/plain", b"choice=none", 422),
        ("", b"choice=none", 422),
        (f"{URLENCODED}; charset=utf-16", b"choice=none", 400),
        ("multipart/form-data; boundary=x; charset=unicode_escape", multipart((b'name="choice"', b"none")), 400),
        (URLENCODED, b"choice=%FF%FE", 422),
        (URLENCODED, b"choice=\xff\xfe", 400),
        (URLENCODED, b"choice=none&note=\xff", 400),
        (URLENCODED, b"choice=%ED%A0%80", 422),
        (URLENCODED, b"&".join(b"f%d=1" % number for number in range(300)), 400),
        (URLENCODED, b"choice=none&choice=", 422),
        (URLENCODED, b"&=&;=%", 422),
    ],
    ids=lambda given: str(given)[:40],
)
def test_a_body_that_is_no_form_of_ours_is_told(client, address, content_type, body, status):
    is_told(client.generic("POST", address, body, content_type), status)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("body", [b"choice=none&note=%FF", b"choice=none&note=%ED%A0%80x"])
def test_a_note_that_is_no_text_is_refused_in_words(client, address, body):
    is_told(client.generic("POST", address, body, URLENCODED), 422)
    assert not Answer.objects.exists()


@given(
    st.binary(max_size=200) | st.lists(PARTS).map(lambda parts: "".join(parts).encode()),
    st.sampled_from([URLENCODED, "multipart/form-data; boundary=x", "text/plain", "application/json"]),
    st.sampled_from(["", "hx-request"]),
)
def test_whatever_bytes_are_sent_there_is_an_answer(body, content_type, header):
    where = reverse("assessment-question", args=[begun()[1], "open"])
    response = Client(headers={header: "true"} if header else {}).generic("POST", where, body, content_type)
    assert response.status_code in {200, 302, 400, 422}


@given(
    st.dictionaries(
        st.sampled_from(["choice", "note", "change", "x"]), st.text(st.characters(exclude_categories=["Cs"]))
    )
)
def test_whatever_words_are_sent_there_is_an_answer(sent):
    where = reverse("assessment-question", args=[begun()[1], "open"])
    assert Client().post(where, {"choice": "none"} | sent).status_code in {302, 422}
    assert Client().get(where).status_code == 200


@pytest.mark.parametrize("name", ["check", "assess", "choose"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, name):
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert limit == 512 * 1024
    is_told(client.post(reverse(name), b"x" * (limit + 1), content_type=URLENCODED), 413)


def test_a_body_that_is_too_large_stores_nothing(client, address):
    before = stored()
    is_told(client.post(address, {"choice": "none", "note": "x" * 600_000}), 413)
    assert stored() == before


@pytest.mark.parametrize(
    "cookie", ["csrftoken=x", "csrftoken=ü", "csrftoken=\0", ";;;===", "=", "csrftoken=" + "a" * 9000, 'a="\\377']
)
def test_a_broken_cookie_is_no_trouble(client, address, cookie):
    assert client.get(address, headers={"cookie": cookie}).status_code == 200
    assert client.post(address, {"choice": "none"}, headers={"cookie": cookie}).status_code == 302


@pytest.mark.parametrize(
    "query", ["?change=%FF", "?%00", "?change=%00", "?change=" + "x" * 9000, "?change&change", "?;&="]
)
def test_a_strange_query_is_no_trouble(client, address, query):
    assert client.get(address + query).status_code == 200
    is_told(client.post(address + query), 422)
    assert client.post(address + query, {"choice": "none"}).status_code == 302


@pytest.mark.parametrize(
    "slug", ["nonsense", "OPEN", "open2", "answer", "result.xml", "open%00", "open%0A", "%C3%BC", "a" * 500]
)
def test_a_question_that_there_is_not_is_not_found(client, address, slug):
    for where in (address.replace("/open/", f"/{slug}/"), address.replace("/open/", f"/open/{slug}/")):
        is_told(client.get(where), 404)
        is_told(client.post(where, {"choice": "none"}), 404)
    assert not Answer.objects.exists()


def test_a_question_that_is_not_asked_is_not_found(client):
    assessment, token = answered("the first look, settled")
    [other, *_] = [slug for slug in newest_edition().question_by_slug if slug not in assessment.asked]
    before = stored()
    is_told(client.get(reverse("assessment-question", args=[token, other])), 404)
    is_told(client.post(reverse("assessment-question", args=[token, other]), {"choice": "none"}), 404)
    assert stored() == before


@pytest.mark.parametrize("host", ["evil.example", "a b", "testserver:x", "[::1"])
def test_a_forged_host_is_refused_in_words(client, address, host):
    is_told(client.get(address, headers={"host": host}), 400)


def test_a_forged_forwarded_host_changes_no_link(client, address):
    page = client.get(address, headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"})
    assert b"evil.example" not in page.content
    assert b"https://testserver" not in page.content
