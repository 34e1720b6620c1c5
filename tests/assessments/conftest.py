import copy

import pytest

from spectrum.loading import load_edition, read_edition
from spectrum.management.commands.load_edition import EDITIONS


@pytest.fixture
def publish_newer_edition(db):
    """Publishes an edition in which every word of the questions, types and voices is another."""

    def publish():
        content = copy.deepcopy(read_edition(EDITIONS / "2026.1.yaml")) | {"edition": "9999.1"}
        content["about"]["questions"] = "Other words."
        for said in (*content["types"], *content["questions"], *content["voices"].values()):
            said |= {key: f"Other: {words}" for key, words in said.items() if _is_text(key, words)}
        for choice in (choice for question in content["questions"] for choice in question["choices"]):
            choice |= {voice: f"Other: {choice[voice]}" for voice in ("participant", "organisation")}
        for question in content["questions"]:
            question["choices"].reverse()
        load_edition(content)

    return publish


def _is_text(key, words):
    return isinstance(words, str) and key not in {"slug", "theme", "side"}
