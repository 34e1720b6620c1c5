"""The pages to learn from: everything in the edition has its place on them, and none of its words is in a template."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from spectrum.edition import TYPE_SLUGS
from spectrum.loading import load_edition
from spectrum.models import newest_edition

pytestmark = pytest.mark.django_db

PAGES = [
    reverse("spectrum"),
    reverse("spectrum-questions"),
    reverse("spectrum-frameworks"),
    reverse("co-production"),
    reverse("resources"),
    *(reverse("spectrum-type", args=[slug]) for slug in TYPE_SLUGS),
]
CELL = re.compile(r'<td class="type-([\w-]+)" data-label="([^"]+)"><b class="letter">([A-D])</b> (.*?)</td>')


@pytest.fixture
def edition(db):
    return newest_edition()


@pytest.fixture
def read(client):
    """read(address) is the page's HTML with its entities spelt out, so that texts are found as they were written."""
    return lambda address: unescape(client.get(address).content.decode())


def missing(page, *texts):
    return [text for text in texts if text not in page]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_works(client, edition, address, django_assert_max_num_queries):
    assert edition  # read before, as in a server that has been up for a moment
    with django_assert_max_num_queries(2):
        response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert f'href="{reverse("help")}"' in html


def test_each_page_has_a_title_of_its_own(client):
    titles = [re.search("<title>(.*?)</title>", client.get(page).content.decode())[1] for page in PAGES]
    assert len(set(titles)) == len(PAGES)


@pytest.mark.parametrize("address", PAGES)
def test_a_wrong_method_is_refused_in_words(client, address):
    response = client.post(address, {"note": "hello"})
    assert response.status_code == 405
    assert "<h1" in response.content.decode()
    assert response.headers["Allow"] == "GET, HEAD"


def test_the_spectrum_shows_the_four_types_in_order(read, edition):
    page = read(reverse("spectrum"))
    tiles = re.findall(r'class="tile" href="([^"]+)"', page)
    assert tiles == [reverse("spectrum-type", args=[slug]) for slug in TYPE_SLUGS]
    for type_ in edition.types:
        assert not missing(page, type_.name, type_.plain, type_.short, type_.purpose, type_.promise, type_.example)
        assert not missing(page, *type_.expect, *type_.useful_when)
    axis = edition.axis
    assert not missing(page, edition.title, *edition.about, axis.start, axis.end, axis.note)


@pytest.mark.parametrize("slug", TYPE_SLUGS)
def test_a_type_page_says_all_of_it(read, edition, slug):
    type_ = edition.type_by_slug[slug]
    page = read(reverse("spectrum-type", args=[slug]))
    texts = (type_.name, type_.plain, type_.short, type_.purpose, type_.promise, type_.example, type_.beyond)
    assert not missing(page, *texts)
    assert not missing(page, *type_.expect, *type_.useful_when, *type_.watch_out_for, *type_.questions_to_ask)
    for other in type_.would_become:
        assert not missing(page, other.condition, edition.type_by_slug[other.type].name.lower())


def test_an_unknown_type_is_not_found_in_words(client):
    response = client.get(reverse("spectrum-type", args=["ruling"]))
    assert response.status_code == 404
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize("voice", ["participant", "organisation"])
def test_the_questions_stand_under_their_types(read, edition, voice):
    page = read(reverse("spectrum-questions") + f"?voice={voice}")
    cells = [
        (type_.slug, type_.name, choice.letter, choice.text(voice))
        for question in edition.questions
        for type_ in edition.types
        for choice in [question.choice_at(type_.position)]
    ]
    assert CELL.findall(page) == cells
    assert not missing(page, *(question.text(voice) for question in edition.questions))
    assert not missing(page, *(theme.name for theme in edition.themes))
    words = edition.voice_by_slug[voice]
    assert not missing(page, words.intro, words.not_sure, words.none, edition.runs_it_text(voice))
    assert not missing(page, *(answer.text(voice) for answer in edition.runs_it))


def test_the_questions_mark_the_gate_and_the_defining_ones(read, edition):
    page = read(reverse("spectrum-questions"))
    tags = re.findall(r'<span class="tag">(.*?)</span>', page)
    marked = [question for question in edition.questions if question.defining or question.gate]
    assert len(tags) == len(marked)
    for tag, question in zip(tags, marked, strict=True):
        assert (question.defining or question.name.lower()) in tag


def test_the_questions_come_with_what_to_ask_and_talk_about(read, edition):
    page = read(reverse("spectrum-questions"))
    assert not missing(page, *(text for question in edition.questions for text in (question.ask, question.talk)))


def test_the_voice_in_use_is_marked(client):
    def current(query):
        html = client.get(reverse("spectrum-questions") + query).content.decode()
        return re.findall(r'href="\?voice=(\w+)" aria-current="true"', html)

    assert current("") == current("?voice=planning") == current("?voice=") == ["participant"]
    assert current("?voice=organisation") == ["organisation"]


@pytest.mark.parametrize("name", ["spectrum-questions", "co-production", "how-it-works"])
def test_whose_wording_it_is_stands_beside_key_questions(read, edition, name):
    assert edition.wording_note in read(reverse(name))


def test_the_frameworks_page_has_every_obstacle_and_level(read, edition):
    page = read(reverse("spectrum-frameworks"))
    for each in edition.obstacles:
        assert not missing(page, each.obstacle, each.spectrum)
    for framework in edition.frameworks:
        assert not missing(page, framework.name, framework.author, str(framework.year or ""), framework.note)
        assert framework.url in page
        assert not missing(page, *(level.name for level in framework.levels))


def test_each_level_is_shown_with_its_nearest_types(read, edition):
    html = read(reverse("spectrum-frameworks"))
    special = {"none": "Not participation", "beyond": "Beyond the Spectrum", "any": "Any type"}
    words = special | {type_.slug: type_.name for type_ in edition.types}
    articles = re.findall(r"<article.*?</article>", html, re.DOTALL)
    for framework, article in zip(edition.frameworks, articles, strict=True):
        rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", article, re.DOTALL)
        for level, row in zip(framework.levels, rows, strict=True):
            assert row.startswith(level.name)
            assert not missing(row, level.note, *(words[nearest] for nearest in level.nearest))
            assert row.count('class="named"') == len(level.nearest)


def test_co_production_names_the_three_contributions_and_their_questions(read, edition):
    page = read(reverse("co-production"))
    said = edition.co_production
    assert not missing(page, said.definition, said.purpose, *said.produces, *edition.about[2:3])
    for question in edition.questions:
        if question.defining:
            assert question.defining.lower() in page.lower()
            assert not missing(page, question.organisation, question.choice_at(4).organisation)
    assert f"mailto:{edition.contact.email}" in page


def test_resources_lists_everything_and_whom_to_ask(read, edition):
    page = read(reverse("resources"))
    for resource in edition.resources:
        assert not missing(page, resource.title, resource.by, resource.note, str(resource.year or ""))
        assert f'href="{resource.url}"' in page
    assert not missing(page, edition.contact.note, f"mailto:{edition.contact.email}")
    assert reverse("spectrum-frameworks") in page


def test_a_new_edition_changes_the_pages(client, content):
    content["types"][0]["name"] = "Telling"
    content["questions"][0]["participant"] = "What is this new question?"
    load_edition(content | {"edition": "9999.1"})
    assert "Telling" in client.get(reverse("spectrum-type", args=["informing"])).content.decode()
    assert "What is this new question?" in client.get(reverse("spectrum-questions")).content.decode()


def test_no_template_holds_words_of_the_edition(content):
    """From five words on it is a copy; shorter ones ("None of these") are anybody's words."""
    templates = [
        *settings.BASE_DIR.glob("templates/**/*.html"),
        *settings.BASE_DIR.glob("templates/**/*.txt"),
    ]
    words = {template.name: " ".join(template.read_text().split()) for template in templates}
    copied = [(text, name) for text in texts_in(content) for name, said in words.items() if text in said]
    assert not copied


def texts_in(value):
    """Every text of five words or more in an edition's content."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)
    elif isinstance(value, str) and len(value.split()) >= 5:
        yield value
