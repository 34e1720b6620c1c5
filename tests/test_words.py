"""Plain words, measured: every state of every page keeps QUALITY.md's limits, and no type is ever ranked."""

import re
from html.parser import HTMLParser

import pytest
import textstat

from spectrum.models import newest_edition
from tests.states import ORGANISATION_STATES, PARTICIPANT_STATES, STATES
from tests.test_pages import fetch

pytestmark = pytest.mark.django_db

LIMITS = {"participant": (4, 15), "organisation": (8, 22)}  # Flesch-Kincaid grade, words in a sentence
BLOCKS = {"p", "li", "h1", "h2", "h3", "legend", "label", "summary", "td", "th", "dt", "dd", "caption", "button", "div"}
VOID = {"input", "br", "use", "rect", "circle", "path", "img", "meta", "link", "hr"}
# Not the page's own running text: drawings, people's own words, addresses, and what is quoted from elsewhere.
PASSED_OVER_TAGS = {"svg", "textarea", "blockquote", "cite"}
PASSED_OVER_CLASSES = {"address", "letter-mark", "letter"}
TYPE_NAMES = re.compile(r"co-produc(?:ing|tion|e)|informing|consulting|involving", re.IGNORECASE)
RANKING = re.compile(r"\b(?:levels?|scores?|higher|lower|better|worse|upgrade|ladder)\b", re.IGNORECASE)


class RunningText(HTMLParser):
    """The blocks of text in a page's main part, each one string."""

    def __init__(self, html):
        super().__init__()
        self.blocks, self._open = [], []
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag, attributes):
        if tag in VOID:
            return
        attributes = dict(attributes)
        classes = set((attributes.get("class") or "").split())
        passed_over = tag in PASSED_OVER_TAGS or attributes.get("dir") == "auto" or bool(classes & PASSED_OVER_CLASSES)
        self._open.append((tag, passed_over and tag != "article"))
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if self.blocks and not any(passed_over for _, passed_over in self._open):
            self.blocks[-1] += data


def sentences(html):
    """The sentences of a page's running text; a block without a full stop is one too."""
    for block in RunningText(html).blocks:
        text = TYPE_NAMES.sub("this", " ".join(block.split()))
        for sentence in re.split(r"(?<=[.!?:])[”’]?\s+", text):
            if re.search(r"[A-Za-z]", sentence):
                yield sentence


def quoted():
    """The seed's own sentences, and the conditions of the edition: they are said as they were written."""
    edition = newest_edition()
    conditions = [each.condition for type_ in edition.types for each in type_.would_become]
    seed = [edition.co_production.definition, edition.co_production.purpose, *edition.co_production.produces]
    return {text.strip(".").lower() for text in (*conditions, *seed)}


def words(sentence):
    return [word for word in sentence.split() if re.search(r"\w", word)]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_the_words_are_plain(client, state):
    grade, longest = LIMITS[state.reader]
    spared = {TYPE_NAMES.sub("this", text) for text in quoted()}
    found = list(sentences(fetch(client, state)[1].content.decode()))
    found = [sentence for sentence in found if sentence.strip(".").lower() not in spared]
    assert found
    too_long = [f"{len(words(each))} words: {each}" for each in found if len(words(each)) > longest]
    assert not too_long
    text = " ".join(each if each[-1] in ".!?" else f"{each.rstrip(':')}." for each in found)
    measured = textstat.flesch_kincaid_grade(text)
    assert measured <= grade, sorted(((textstat.flesch_kincaid_grade(each), each) for each in found), reverse=True)[:8]


@pytest.mark.parametrize("state", [*PARTICIPANT_STATES, *ORGANISATION_STATES], ids=lambda state: state.name)
def test_no_type_is_ranked(client, state):
    assert not RANKING.findall(" ".join(sentences(fetch(client, state)[1].content.decode())))
