"""Made-up cases that the rule classifies before the reader's eyes, for the page on how it works."""

from dataclasses import dataclass

from .explanation import Explanation

# The answers type by type, and the questions that nobody could answer.
# From tests/assessments/fixtures/classification.json.
CASES = (
    (
        "An online survey on bus routes",
        {
            "informing": "priorities quality",
            "consulting": "purpose open who relationship support timing flow decisions loop duration",
        },
    ),
    (
        "A leaflet about a ward that moves",
        {
            "informing": ("purpose priorities open who relationship support timing flow decisions quality duration"),
            "not-sure": "loop",
        },
    ),
    (
        "A peer café whose funder alone sets the measures",
        {
            "informing": "quality",
            "involving": "priorities",
            "co-producing": "purpose open who relationship support timing flow decisions loop duration",
        },
    ),
    (
        "Co-production in name: people were asked late, about parts of a proposal",
        {
            "informing": "who support timing duration",
            "consulting": "open",
            "co-producing": "purpose priorities relationship flow decisions quality loop",
        },
    ),
)


@dataclass(frozen=True)
class WorkedExample:
    """A case by its title, with its answers classified and explained."""

    title: str
    explanation: Explanation

    @property
    def answers_by_type(self):
        """Each type that is among the answers, in order, with the answers at it."""
        given = self.explanation.given
        types = self.explanation.edition.types
        by_type = ((type_, [each for each in given if each.choice == type_.slug]) for type_ in types)
        return [(type_, answers) for type_, answers in by_type if answers]


def worked_examples(edition):
    """The cases in an edition's words; those with a question that this edition doesn't have are left out."""
    cases = ((title, _answers(by_choice)) for title, by_choice in CASES)
    return [
        WorkedExample(title, Explanation(edition, "organisation", list(answers), answers))
        for title, answers in cases
        if answers.keys() <= edition.question_by_slug.keys()
    ]


def _answers(by_choice):
    return {slug: (choice, "") for choice, slugs in by_choice.items() for slug in slugs.split()}
