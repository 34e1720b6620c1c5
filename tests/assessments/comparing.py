"""Engagements with both sides' answers, made as people make them, for tests of the comparison."""

from datetime import date

from assessments.models import Assessment
from assessments.models.assessment import asked_in
from spectrum.models import newest_edition
from tests.assessments.engagements import BOARD, CASES, agreed, colleague, engagement
from tests.assessments.participants import sheet

# What five, then twelve people say, by question; where a question is missing, the first list's.
FIVE = ("informing", "consulting", "consulting", "involving", "involving")
TWELVE = ("consulting",) * 6 + ("involving",) * 3 + ("informing", "not-sure", "none")
APART = ("informing",) * 6 + ("co-producing",) * 6
MANY = {
    "decisions": ("informing",) * 6 + ("consulting",) * 5 + ("involving",),
    "open": ("consulting",) * 8 + ("informing",) * 2 + ("involving",) * 2,
    "loop": APART,
    "support": ("none",) * 8 + ("consulting",) * 4,
}
WORDS = "They asked us.\nThen we heard nothing."


def takes_part(work, choices, *, look="whole", note="", note_shared=True):
    """One more person, with a choice for each question, or the same for all; returns their assessment."""
    assessment, _ = Assessment.objects.begin("participant", look, engagement=work)
    for number, slug in enumerate(assessment.asked):
        choice = choices if isinstance(choices, str) else choices[slug]
        assessment.record_answer(slug, choice, "" if number else note, note_shared)
    assessment.finish()
    return assessment


def people(work, usual, by_question=None, *, look="whole", note=""):
    """As many people as `usual` has choices; the first one shares a note."""
    asked = asked_in(newest_edition(), look)
    return [
        takes_part(
            work,
            {slug: (by_question or {}).get(slug, usual)[number] for slug in asked},
            look=look,
            note="" if number else note,
        )
        for number in range(len(usual))
    ]


def five():
    """A first release, of the first look's four questions, beside an agreed answer."""
    work = engagement(claim=4, invited=40)
    agreed(work, "involving", questions=("priorities", "open", "decisions", "quality"))
    people(work, FIVE, look="first", note=WORDS)
    return work


def twelve(case=BOARD, **fields):
    """Twelve people beside a colleague's answers, with gaps, splits, unknowns, paper and words."""
    work = engagement(**{"claim": 3, "invited": 40, **fields})
    if case:
        colleague(work, case)
    people(work, TWELVE[:5])
    work.releases.update(released_on=date(2026, 3, 1))
    for assessment in Assessment.objects.filter(engagement=work, voice="participant"):
        assessment.erase()
    people(work, TWELVE, MANY, note=WORDS)
    sheet(work)
    sheet(work, "not-sure")
    Assessment.objects.begin("participant", engagement=work)  # has not finished, and shows nowhere
    return work


def released_in_full():
    """Twelve people who are all in one release: seven, then five more."""
    work = engagement(claim=4)
    colleague(work, BOARD)
    people(work, TWELVE, MANY)
    return work


def alike():
    """Everybody on both sides answers the same."""
    work = engagement(claim=2)
    agreed(work, "consulting", questions=tuple(CASES[BOARD]["answers"]))
    people(work, ("consulting",) * 5)
    return work


def shut():
    """The people say that nothing can change."""
    work = engagement(claim=3)
    colleague(work, BOARD)
    people(work, ("involving",) * 5, {"open": ("informing",) * 3 + ("involving",) * 2})
    return work


def not_known():
    """Nobody on either side knows anything."""
    work = engagement()
    agreed(work, "not-sure", questions=tuple(CASES[BOARD]["answers"]))
    people(work, ("not-sure",) * 5)
    return work


def four():
    """Too few for a release."""
    work = engagement(claim=3)
    colleague(work, BOARD)
    people(work, ("consulting",) * 4)
    return work


def without_our_answer():
    work = engagement(invited=12)
    people(work, TWELVE[:5])
    return work


def closed():
    work = five()
    people(work, ("co-producing",) * 2)
    work.close()
    return work


def archived():
    work = twelve()
    work.archive()
    return work


def people_run():
    work = twelve(case=None)
    assessment, _ = Assessment.objects.begin("organisation", runs_it="people", engagement=work)
    for slug in assessment.asked:
        assessment.record_answer(slug, CASES[BOARD]["answers"].get(slug) or "not-sure")
    assessment.finish()
    return work


def bare():
    return engagement(title="")
