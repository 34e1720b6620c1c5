"""A result as files for other programs: result.json, whose form is a contract, and a table that no spreadsheet runs."""

import csv
import io
import re

from spectrum.edition import TYPE_SLUGS

FORMAT = 1
# A cell that starts with one of these (also after spaces of any width, also full-width) may be run as a formula.
FORMULA_START = re.compile(r"^\s*[=+\-@\t\r\x00\uff1d\uff0b\uff0d\uff20]")


def as_json(assessment):
    """The assessment as result.json says it: format 1, types and questions as slugs."""
    explanation = assessment.explain()
    return {
        "format": FORMAT,
        "edition": assessment.spectrum.name,
        "voice": assessment.voice,
        "finished": assessment.is_finished,
        "claim": _slug(assessment.claim),
        "runs_it": assessment.runs_it or None,
        "asked": [given.question.slug for given in explanation.given],
        "classification": _classification(explanation.classification),
        "planning": _planning(explanation.planning),
        "answers": [
            {"question": given.question.slug, "choice": given.choice, "note": given.note} for given in explanation.given
        ],
    }


def _slug(position):
    return TYPE_SLUGS[position - 1] if position else None


def _slugs(positions):
    return [_slug(position) for position in positions]


def _classification(found):
    return {
        "lowest": _slug(found.lowest),
        "highest": _slug(found.highest),
        "type": _slug(found.type),
        "leaning": _slug(found.leaning),
        "possible": _slugs(found.possible),
        "limits": {
            "most": _slugs(found.limits.most),
            "defining": _slugs(found.limits.defining),
            "open": _slugs(found.limits.open),
        },
        "decided_by": list(found.decided_by),
        "rests_on": list(found.rests_on),
        "settling": list(found.settling),
        "out_of_line": list(found.out_of_line),
        "paths": [_path(path) for path in found.paths],
    }


def _path(path):
    return path and {
        "target": _slug(path.target),
        "must": list(path.must),
        "choose": [{"count": group.count, "of": list(group.of)} for group in path.choose],
    }


def _planning(planning):
    return planning and {"aim": _slug(planning.aim), "path": _path(planning.path)}


def as_csv(assessment):
    """The asked questions with their answers as RFC 4180, UTF-8 with a byte-order mark."""
    rows = []
    for given in assessment.explain().given:
        question = given.question
        row = [
            question.slug,
            question.text(assessment.voice),
            given.letter,
            given.choice or "",
            given.words,
            given.note,
        ]
        rows.append(row)
    return table(["question", "wording", "letter", "choice", "answer", "note"], rows)


def table(header, rows):
    """Rows of texts as RFC 4180, UTF-8 with a byte-order mark, every cell harmless."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    for row in (header, *rows):
        write([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell):
    """A cell that no spreadsheet takes for a formula: an apostrophe in front of any that could be one."""
    return f"'{cell}" if FORMULA_START.match(cell) else cell
