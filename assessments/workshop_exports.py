"""The report of a workshop as files for other programs: the page's own numbers and words, and never more."""

from django.utils import timezone

from .exports import table
from .pairs import CELL_NAMES

FORMAT = 1
COLUMNS = (
    *("section", "time", "question", "name", "who", "type"),
    *CELL_NAMES,
    *("answers", "by hand", "split", "words", "note"),
)
EVERYONE = "everyone"


def as_json(report):
    """A `Report` as plain values: types and questions as slugs, days as 2026-12-31. No link's secret is in it."""
    workshop, board = report.workshop, report.board
    organisation = report.engagement.organisation
    return {
        "format": FORMAT,
        "edition": report.edition.name,
        "organisation": organisation and organisation.name,
        "title": report.engagement.title,
        "run": workshop.number,
        "practice": workshop.practice,
        "mode": workshop.mode,
        "day": report.day.isoformat(),
        "open": workshop.is_open,
        "sides": [{"name": side.name, "voice": side.voice} for side in board.sides],
        "seats": report.seats,
        "seats_by_side": [{"side": side.name, "seats": number} for side, number in report.seats_by_side],
        "hands": report.hands,
        "everyone": _found(board.everyone),
        "by_side": [{"side": side.name, **_found(explanation)} for side, explanation in board.by_side],
        "agreed": _found(board.agreed),
        "gaps": [
            {
                "question": question.slug,
                "sides": [{"side": side.name, "type": type_.slug} for side, type_, _ in sides],
                "places": size,
            }
            for question, sides, size in report.gaps
        ],
        "questions": [_question(each) for each in report.questions],
        "actions": [
            {"what": each.what, "who": each.who, "by_when": each.by_when and each.by_when.isoformat()}
            for each in report.actions
        ],
        "events": [
            {"at": _time(each.at), "kind": each.kind, "question": each.question and each.question.slug}
            for each in report.events
        ],
    }


def _found(explanation):
    """What a set of answers says it is; None where nothing is known."""
    return explanation and {
        "type": explanation.type.slug if explanation.type else None,
        "possible": [type_.slug for type_ in explanation.possible],
    }


def _question(each):
    asked, spreads = each.asked, each.spreads
    return {
        "question": each.question.slug,
        "not_shown": each.not_shown or None,
        "answers": asked.told.answered if spreads else None,
        "by_hand": asked.told.by_hand if spreads else None,
        "split": asked.is_split if spreads else None,
        "everyone": _counts(spreads[-1][1]) if spreads else None,
        "by_side": [{"side": side.name, **_counts(spread)} for side, spread in spreads[:-1]],
        "agreed": asked.agreed or None,
        "reason": asked.round.reason,
        "note": asked.round.note,
    }


def _counts(spread):
    return dict(zip(CELL_NAMES, spread.counts, strict=True))


def _time(at):
    return timezone.localtime(at).isoformat(timespec="minutes")


def as_csv(report):
    """The same as RFC 4180, UTF-8 with a byte-order mark: a row a finding, a side's votes, an action, an event."""
    return table(COLUMNS, rows(report))


def rows(report):
    """The rows of the table, each a list of texts."""
    return [["" if row.get(column) is None else str(row[column]) for column in COLUMNS] for row in _rows(report)]


def _rows(report):
    told = as_json(report)
    names = {question.slug: question.name for question in report.edition.questions}
    yield {"section": "workshop", "time": told["day"], "words": told["title"], "note": "practice" * told["practice"]}
    yield {"section": "joined", "who": EVERYONE, "answers": told["seats"], "by hand": told["hands"]}
    for each in told["seats_by_side"]:
        yield {"section": "joined", "who": each["side"], "answers": each["seats"]}
    for who, found in (
        (EVERYONE, told["everyone"]),
        *((each["side"], each) for each in told["by_side"]),
        ("agreed", told["agreed"]),
    ):
        if found:
            yield {"section": "result", "who": who, "type": " or ".join(found["possible"])}
    for gap in told["gaps"]:
        where = {"section": "gap", "question": gap["question"], "name": names[gap["question"]]}
        yield from ({**where, "who": each["side"], "type": each["type"]} for each in gap["sides"])
    for each in told["questions"]:
        yield from _votes({"question": each["question"], "name": names[each["question"]]}, each)
    for each in told["actions"]:
        yield {"section": "action", "time": each["by_when"], "who": each["who"], "words": each["what"]}
    for each, event in zip(told["events"], report.events, strict=True):
        slug = each["question"]
        where = {"question": slug, "name": names.get(slug)}
        yield {"section": "event", "time": each["at"], **where, "words": event.words}


def _votes(where, each):
    votes = {"section": "votes", **where}
    if each["everyone"] is None:
        yield {**votes, "words": each["not_shown"], "note": each["note"]}
    else:
        split = "yes" if each["split"] else "no"
        totals = {"answers": each["answers"], "by hand": each["by_hand"], "split": split, "note": each["note"]}
        yield {**votes, "who": EVERYONE, **each["everyone"], **totals}
        for said in each["by_side"]:
            yield {**votes, "who": said["side"], **said, "answers": sum(said[cell] for cell in CELL_NAMES)}
    if each["agreed"]:
        yield {"section": "agreed", **where, "type": each["agreed"], "words": each["reason"]}
