"""What an organisation has, for tests: engagements with a colleague's answers."""

import json
from datetime import date
from pathlib import Path

from django.utils import timezone

from assessments.models import Assessment
from tests import cast

FIXTURES = Path(__file__).parent / "fixtures/classification.json"
ANSWERS = {case["case"]: case["answers"] for case in json.loads(FIXTURES.read_text())}


def assessed(organisation, title, case=None, **fields):
    """An engagement of an organisation, if a worked case of the fixtures is given with its answers as a colleague's."""
    engagement = organisation.begin_engagement(title=title, **fields)
    if case:
        given = ANSWERS[case]
        look = "whole" if len(given) > 4 else "first"
        begun, _ = Assessment.objects.begin("organisation", look, engagement=engagement, author=cast.owner())
        for slug in begun.asked:
            begun.record_answer(slug, given.get(slug) or "not-sure")
        begun.finish(claim=engagement.claim)
    return engagement


def filled():
    """An organisation with an engagement of every kind that a portfolio can show."""
    made = cast.organisation()
    if made.engagements.exists():
        return made
    dates = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 9, 30)}
    buses = assessed(made, "New bus routes", "an honest online survey on bus routes", claim=4, **dates)
    assessed(made, "Drivers’ panel", "co-production, through and through", claim=4, part_of=buses)
    assessed(made, "Riders", "an advisory board, organisation", claim=2, part_of=buses)
    assessed(made, "Peer café", "a peer café whose funder alone sets the measures")
    assessed(made, "Half known", "no single answer would settle it", claim=3)
    assessed(made, "A ward’s move", claim=1, archived_on=timezone.localdate())
    assessed(made, "")
    return made
