"""Reads an edition's file, refuses it in words when it is faulty, and writes it as rows."""

import hashlib
import json

import yaml
from django.db import transaction

from spectrum.checking import find_faults
from spectrum.models import Choice, Edition, Framework, Level, Obstacle, Question, Resource, Theme, Type

EDITION_TEXTS = ("title", "about", "axis", "co_production", "voices", "runs_it", "contact")


class FaultyEdition(Exception):
    """A file that can't be loaded; `faults` holds every reason, each with its place."""

    def __init__(self, faults):
        super().__init__("\n".join(faults))
        self.faults = faults


class EditionNameTaken(Exception):
    """The edition's name is taken, by other content or by a draft."""


# What PyYAML lets through, and means no more than a value it can't read: dates like 2026-02-31, numbers
# of thousands of digits, escapes beyond Unicode, tags out of place.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class _EditionLoader(yaml.SafeLoader):
    """Safe YAML that notices keys given twice and knows the line of whatever it can't read."""

    def __init__(self, stream):
        super().__init__(stream)
        self.faults = []

    def construct_mapping(self, node, deep=False):
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        seen = set()
        for key in (key for key, _ in pairs if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                line = key.start_mark.line + 1
                self.faults.append(f"line {line}: the key {key.value[:60]!r} is given twice in one mapping")
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node, deep=False):
        try:
            return super().construct_object(node, deep)
        except _UNREADABLE as error:
            problem = "a value that looks like a date or a number, and is none; a text needs quotes"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


def read_edition(path):
    """The content of an edition's file, a `pathlib.Path`; raises FaultyEdition with every fault in it."""
    try:
        faults, content = _parse(path.read_bytes())
    except OSError as error:
        raise FaultyEdition([f"the file: can't be opened ({error.strerror})"]) from error
    except RecursionError as error:
        raise FaultyEdition(["the file: is nested too deeply"]) from error
    except yaml.YAMLError as error:
        raise FaultyEdition([_syntax_fault(error)]) from error
    faults += find_faults(content)
    if faults:
        raise FaultyEdition(faults)
    return content


def _parse(raw):
    loader = _EditionLoader(raw)
    try:
        content = loader.get_single_data()
    except _UNREADABLE as error:
        raise yaml.MarkedYAMLError(problem="can't be read", problem_mark=loader.get_mark()) from error
    return loader.faults, content


def _syntax_fault(error):
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # not even text: a wrong encoding, or signs that YAML does not allow
        return f"the file: can't be read as text from position {getattr(error, 'position', 0)}"
    return f"line {mark.line + 1}: {error.problem}"


def checksum(content):
    """SHA-256 of what an edition's file says. Comments, layout and the order of keys don't count."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def load_edition(content):
    """Stores and publishes a content without faults; returns whether it is new.

    The unique name decides between two processes: the later one waits for the first, then finds its row.
    Raises EditionNameTaken when other content, or a draft, has the edition's name.
    """
    edition, is_new = Edition.objects.get_or_create(
        name=content["edition"],
        defaults={
            "language": content["language"],
            "first_look": content["first_look"],
            "texts": {key: content[key] for key in EDITION_TEXTS},
            "checksum": checksum(content),
        },
    )
    if is_new:
        _store_parts(edition, content)
        edition.publish()
    elif edition.state == Edition.State.DRAFT:
        raise EditionNameTaken(f"{edition} is stored as a draft; publish or delete the draft first.")
    elif edition.checksum != checksum(content):
        raise EditionNameTaken(f"{edition} is published with other content. Give the changed file a name of its own.")
    return is_new


def _store_parts(edition, content):
    _store_questions(edition, content, _store_themes(edition, content), _store_types(edition, content))
    _store_frameworks(edition, content)
    _store_texts(edition, Obstacle, content["ladder_obstacles"])
    _store_texts(edition, Resource, content["resources"])


def _without(mapping, *columns):
    return {key: value for key, value in mapping.items() if key not in columns}


def _by_slug(rows):
    return {row.slug: row for row in rows}


def _store_types(edition, content):
    return _by_slug(
        Type.objects.bulk_create(
            Type(edition=edition, slug=type_["slug"], position=position, texts=_without(type_, "slug"))
            for position, type_ in enumerate(content["types"], 1)
        )
    )


def _store_themes(edition, content):
    return _by_slug(
        Theme.objects.bulk_create(
            Theme(edition=edition, slug=theme["slug"], order=order, texts=_without(theme, "slug"))
            for order, theme in enumerate(content["themes"], 1)
        )
    )


def _store_questions(edition, content, themes, types):
    columns = ("slug", "side", "defining", "gate")
    rows = Question.objects.bulk_create(
        Question(
            edition=edition,
            order=order,
            theme=themes[question["theme"]],
            texts=_without(question, *columns, "theme", "choices"),
            **{column: question[column] for column in columns if column in question},
        )
        for order, question in enumerate(content["questions"], 1)
    )
    Choice.objects.bulk_create(
        Choice(question=row, type=types[choice["type"]], order=order, texts=_without(choice, "type"))
        for row, question in zip(rows, content["questions"], strict=True)
        for order, choice in enumerate(question["choices"], 1)
    )


def _store_frameworks(edition, content):
    rows = Framework.objects.bulk_create(
        Framework(edition=edition, slug=framework["slug"], order=order, texts=_without(framework, "slug", "levels"))
        for order, framework in enumerate(content["frameworks"], 1)
    )
    Level.objects.bulk_create(
        Level(framework=row, order=order, **level)
        for row, framework in zip(rows, content["frameworks"], strict=True)
        for order, level in enumerate(framework["levels"], 1)
    )


def _store_texts(edition, model, texts):
    model.objects.bulk_create(model(edition=edition, order=order, texts=text) for order, text in enumerate(texts, 1))
