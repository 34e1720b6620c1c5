"""Every state that a page can be in, in one table: what is checked of all pages is checked of each of these.

A state is reached by a GET, or by the POST of a form (`sent`). `reader` says whose limits its words have to keep:
participant or organisation (QUALITY.md).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from assessments.models import Assessment

CASES = {
    case["case"]: case
    for case in json.loads((Path(__file__).parent / "assessments/fixtures/classification.json").read_text())
}


@dataclass(frozen=True)
class State:
    """`address` makes what the state needs and returns its path; `signed_in` is seen by the owner of tests/cast.py."""

    name: str
    address: Callable[[], str]
    reader: str = "organisation"
    sent: dict | None = None
    status: int = 200
    signed_in: bool = False


def begun(voice="participant", look="whole", runs_it=""):
    """A new assessment without answers, and its token."""
    return Assessment.objects.begin(voice, look, runs_it)


def answered(case, *, finished=True, claim=None, title="", note="", runs_it=""):
    """A worked case of the fixtures as an assessment, every missing answer as "not sure"; and its token.

    `claim` is a position, `note` goes with the first answer.
    """
    case = CASES[case]
    look = "whole" if len(case["answers"]) > 4 else "first"
    assessment, token = Assessment.objects.begin(case["voice"], look, runs_it)
    for number, slug in enumerate(assessment.asked):
        assessment.record_answer(slug, case["answers"].get(slug) or "not-sure", "" if number else note)
    if finished:
        assessment.finish(title, claim)
    return assessment, token


def at(name, *args):
    """The address of a page that needs nothing."""
    return lambda: reverse(name, args=args)


def of(name, make, *args, query=""):
    """The address of a page of an assessment that `make` makes."""
    return lambda: reverse(name, args=[make()[1], *args]) + query


def case(name, **options):
    return lambda: answered(name, **options)


def shared(name, **options):
    """The address of a read-only link to a worked case."""

    def address():
        assessment, _ = answered(name, **options)
        assessment.share()
        return reverse("shared-result", args=[assessment.share_token])

    return address


def withdrawn():
    assessment, _ = answered("two answers known")
    assessment.share()
    address = reverse("shared-result", args=[assessment.share_token])
    assessment.stop_sharing()
    return address


def deleted():
    assessment, token = begun()
    assessment.erase()
    return reverse("assessment", args=[token])


def with_share_link():
    assessment, token = answered("co-production, through and through", claim=4)
    assessment.share()
    return reverse("assessment-result", args=[token])


def after_nothing_known():
    assessment, token = begun("organisation", "first")
    assessment.finish()
    return reverse("assessment-result", args=[token])


def public_states():
    """The pages to learn from and about the site."""
    names = (
        "home help privacy cookies accessibility how-it-works spectrum spectrum-questions spectrum-frameworks"
        " co-production resources"
    )
    yield from (State(name, at(name)) for name in names.split())
    yield State("spectrum-questions-organisation", lambda: reverse("spectrum-questions") + "?voice=organisation")
    yield from (State(f"type-{type_}", at("spectrum-type", type_)) for type_ in TYPES)


TYPES = ("informing", "consulting", "involving", "co-producing")
LONG = "word " * 14_000

PARTICIPANT_STATES = [
    State("check", at("check")),
    State("check-error", at("check"), sent={"look": "nonsense", "runs_it": "nonsense"}, status=422),
    State("check-start-again", of("assessment-start", begun)),
    State("check-question", of("assessment-question", begun, "purpose")),
    State("check-question-people-run", of("assessment-question", lambda: begun(runs_it="people"), "purpose")),
    State("check-question-change", of("assessment-question", begun, "decisions", query="?change")),
    State("check-question-empty", of("assessment-question", begun, "quality"), sent={}, status=422),
    State(
        "check-question-too-long",
        of("assessment-question", begun, "loop"),
        sent={"choice": "none", "note": LONG},
        status=422,
    ),
    State("check-review-empty", of("assessment-answers", begun)),
    State("check-review", of("assessment-answers", case("two answers known", finished=False, note="It was kind."))),
    State("check-review-finished", of("assessment-answers", case("two answers known"))),
    State("check-result-open", of("assessment-result", case("two answers known"))),
    State("check-result-nothing", of("assessment-result", case("nothing known"))),
    State("check-result-hole", of("assessment-result", case("all alike, and nobody knows what can change"))),
    State("check-result-informing", of("assessment-result", case("a leaflet about a ward move", runs_it="people"))),
    State("check-result-consulting", of("assessment-result", case("said not sure and none of these"))),
    State("check-result-involving", of("assessment-result", case("four asked: an unknown is not out of line"))),
    State("check-result-apart", of("assessment-result", case("workshops held when all was decided"), query="?already")),
    State("check-result-first-look", of("assessment-result", case("the first look, settled"))),
    State("check-result-shared", shared("the same board, a member")),
    State("check-letter", of("assessment-letter", case("the same board, a member"))),
    State("check-letter-people-run", of("assessment-letter", case("the same board, a member", runs_it="people"))),
    State("check-result-people-run-shared", shared("nothing known", runs_it="people")),
    State("check-letter-open", of("assessment-letter", case("nothing known"))),
    State("check-deletion", of("assessment-deletion", case("two answers known"))),
    State("check-deleted", of("assessment-deletion", case("two answers known")), sent={}),
    State("gone", deleted, status=410),
    State("withdrawn", withdrawn, status=410),
    State("no-such-link", at("assessment", "A" * 32), status=404),
    State("no-such-question", of("assessment-question", begun, "nonsense"), status=404),
]

ORGANISATION_STATES = [
    State("assess", at("assess")),
    State("assess-question", of("assessment-question", lambda: begun("organisation"), "priorities")),
    State(
        "assess-question-empty", of("assessment-question", lambda: begun("organisation"), "who"), sent={}, status=422
    ),
    State("assess-review", of("assessment-answers", case("an advisory board, organisation", finished=False))),
    State(
        "assess-review-error",
        of("assessment-answers", case("an advisory board, organisation", finished=False)),
        sent={"title": "word " * 60, "claim": "nonsense"},
        status=422,
    ),
    State("assess-result-no-claim", of("assessment-result", case("an advisory board, organisation"))),
    State("assess-result-same", with_share_link),
    State(
        "assess-result-beyond",
        of(
            "assessment-result",
            case("an honest online survey on bus routes", claim=4, title="New bus routes", note="Ask Ann."),
        ),
    ),
    State("assess-result-short", of("assessment-result", case("an advisory board, organisation", claim=1))),
    State("assess-result-open-claim", of("assessment-result", case("no single answer would settle it", claim=3))),
    State(
        "assess-result-people-run",
        of("assessment-result", case("a peer café whose funder alone sets the measures", runs_it="people", claim=4)),
    ),
    State(
        "assess-result-apart",
        of("assessment-result", case("co-production in name: asked late, parts of a proposal open", claim=4)),
    ),
    State("assess-result-shared", shared("an honest online survey on bus routes", claim=4, title="New bus routes")),
    State("assess-start-again", of("assessment-start", lambda: begun("organisation", "first"), query="?change")),
    State("assess-question-change", of("assessment-question", lambda: begun("organisation"), "open", query="?change")),
    State(
        "assess-question-people", of("assessment-question", lambda: begun("organisation", runs_it="people"), "purpose")
    ),
    State("assess-review-finished", of("assessment-answers", case("an advisory board, organisation", claim=4))),
    State("assess-deletion", of("assessment-deletion", case("an advisory board, organisation"))),
    State("assess-result-first-look", after_nothing_known),
    State("choose-start-again", of("assessment-start", lambda: begun("planning"))),
    State("choose-question-room", of("assessment-question", lambda: begun("planning"), "decisions")),
    State("choose-question-empty", of("assessment-question", lambda: begun("planning"), "open"), sent={}, status=422),
    State("choose-review", of("assessment-answers", case("planning: no aim known", finished=False))),
    State("choose-review-empty", of("assessment-answers", lambda: begun("planning"))),
    State("choose-result-shared", shared("planning: wants partners, can offer a survey")),
    State("choose", at("choose")),
    State("choose-question", of("assessment-question", lambda: begun("planning"), "purpose")),
    State("choose-result-beyond", of("assessment-result", case("planning: wants partners, can offer a survey"))),
    State("choose-result-room", of("assessment-result", case("planning: needs to inform, could offer much more"))),
    State("choose-result-open", of("assessment-result", case("planning: nothing decided but the aim"))),
    State("choose-result-same", of("assessment-result", case("planning: two known aims that differ"))),
    State("choose-result-no-aim", of("assessment-result", case("planning: no aim known"))),
]

# Each area's own table takes State from here, so it comes after it.
from tests.account_states import STATES as ACCOUNT_STATES  # noqa: E402
from tests.comparison_states import STATES as COMPARISON_STATES  # noqa: E402
from tests.console_states import STATES as CONSOLE_STATES  # noqa: E402
from tests.engagement_states import STATES as ENGAGEMENT_STATES  # noqa: E402
from tests.organisation_states import STATES as STATES_OF_ORGANISATIONS  # noqa: E402
from tests.pack_states import STATES as PACK_STATES  # noqa: E402
from tests.participation_states import STATES as PARTICIPATION_STATES  # noqa: E402
from tests.report_states import STATES as REPORT_STATES  # noqa: E402
from tests.screen_states import STATES as SCREEN_STATES  # noqa: E402
from tests.seat_states import STATES as SEAT_STATES  # noqa: E402
from tests.statement_states import STATES as STATEMENT_STATES  # noqa: E402
from tests.workshop_states import STATES as WORKSHOP_STATES  # noqa: E402

STATES = [
    *public_states(),
    *(State(s.name, s.address, "participant", s.sent, s.status) for s in PARTICIPANT_STATES),
    *ORGANISATION_STATES,
    *ACCOUNT_STATES,
    *ENGAGEMENT_STATES,
    *PARTICIPATION_STATES,
    *STATEMENT_STATES,
    *STATES_OF_ORGANISATIONS,
    *COMPARISON_STATES,
    *SCREEN_STATES,
    *SEAT_STATES,
    *CONSOLE_STATES,
    *WORKSHOP_STATES,
    *REPORT_STATES,
    *PACK_STATES,
]
