"""Rules about the code itself: which way imports point, what templates may hold, what no file may name."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import get_resolver

from assessments import classification
from spectrum import edition

ROOT = Path(__file__).resolve().parent.parent
PURE = [
    "assessments.charts",
    "assessments.classification",
    "assessments.comparison",
    "assessments.explanation",
    "assessments.pairs",
    "assessments.portfolio",
    "spectrum.edition",
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
FORBIDDEN_IN_TEMPLATES = {
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an inline style": r"<style|\sstyle=",
    "an event handler": r"\son[a-z]+=",
    "hx-boost, hx-on or an hx script": r"hx-boost|hx-on|hx-vals=.js:|\bjs:",
    "a trigger filter": r"hx-trigger=[^>]*\[",
    "another site's file": r"(?:src|href)=[\"']?(?:https?:)?//",
    # A search sends nothing that is kept, so it may be a GET.
    "a form without a method and an address": r"<form(?![^>]*method=\"post\"[^>]*action=)"
    r"(?![^>]*method=\"get\"[^>]*action=[^>]*role=\"search\")",
}


def modules(folder):
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imports(path):
    """The modules that a file imports, as full names."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*base, *([node.module] if node.module else [])])


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("spectrum", ("assessments", "peoplehub")),
        ("assessments", ("peoplehub",)),
        ("assessments/models", ("assessments.views", "assessments.forms", "assessments.access", "django.http")),
    ],
)
def test_imports_point_one_way(folder, forbidden):
    wrong = [
        (str(path.relative_to(ROOT)), name)
        for path in modules(folder)
        for name in imports(path)
        if name.startswith(forbidden)
    ]
    assert not wrong


@pytest.mark.parametrize("module", PURE)
def test_the_pure_parts_need_no_django(module):
    code = f"import sys; sys.modules['django'] = None; import {module}"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_rule_and_the_edition_speak_of_the_same_questions():
    """The classification stands alone, so it names the gate and the defining questions itself."""
    assert (classification.GATE, classification.DEFINING) == (edition.GATE, edition.DEFINING)
    assert [position for position, _ in enumerate(edition.TYPE_SLUGS, start=1)] == list(classification.TYPES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_is_small_and_clean(path):
    text = path.read_text()
    assert text.count("\n") <= 120
    for what, pattern in FORBIDDEN_IN_TEMPLATES.items():
        assert not re.search(pattern, text), what


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_is_small_and_reads_both_ways(path):
    text = path.read_text()
    assert text.count("\n") <= 250
    sides = r"(?:left|right)"
    physical = rf"(?:margin|padding|border)-{sides}|[\s;{{]{sides}\s*:|(?:text-align|float):\s*{sides}"
    assert not re.search(physical, text)


def test_no_edition_can_take_the_place_of_an_address():
    """What stands beside a slug in an address is reserved by the loader."""
    from spectrum.checking import RESERVED_QUESTION_SLUGS, RESERVED_TYPE_SLUGS

    beside = {"a/<token:token>/": set(), "e/<uuid:uid>/agreement/": set(), "spectrum/": set()}
    for resolver in get_resolver().url_patterns:
        for pattern in getattr(resolver, "url_patterns", ()):
            for base, taken in beside.items():
                rest = str(pattern.pattern).removeprefix(base)
                if rest != str(pattern.pattern) and not rest.startswith("<"):
                    taken.add(rest.split("/")[0])
    questions = beside["a/<token:token>/"] | beside["e/<uuid:uid>/agreement/"]
    assert {slug for slug in questions if slug and "." not in slug} == RESERVED_QUESTION_SLUGS
    assert {slug for slug in beside["spectrum/"] if slug} == RESERVED_TYPE_SLUGS


def test_vendored_files_name_their_version_and_have_their_licence():
    vendored = {path.name for path in (ROOT / "static/vendor").iterdir()}
    scripts = {name for name in vendored if name.endswith(".js")}
    assert scripts
    for name in scripts:
        version = re.search(r"(.+-\d+\.\d+\.\d+)\.min\.js$", name)
        assert f"{version[1]}.LICENSE.txt" in vendored
