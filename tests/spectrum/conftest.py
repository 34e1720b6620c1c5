import copy

import pytest
import yaml

from spectrum.loading import load_edition, read_edition
from spectrum.management.commands.load_edition import EDITIONS
from spectrum.models import Edition, forget_editions


@pytest.fixture(autouse=True)
def _no_edition_remembered():
    forget_editions()
    yield
    forget_editions()


@pytest.fixture(scope="session")
def file_content():
    return read_edition(EDITIONS / "2026.1.yaml")


@pytest.fixture
def content(file_content):
    """What the first edition's file says, for a test to change."""
    return copy.deepcopy(file_content)


@pytest.fixture
def published(db, content):
    """A published edition of a name that no file has, newer than any other of today."""
    load_edition(content | {"edition": "9999.1"})
    return Edition.objects.get(name="9999.1")


@pytest.fixture
def write(tmp_path):
    """Writes an edition's file: a text or bytes as they are, anything else as YAML."""

    def write_file(said, name="edition.yaml"):
        path = tmp_path / name
        if not isinstance(said, str | bytes):
            said = yaml.safe_dump(said, allow_unicode=True, sort_keys=False)
        path.write_bytes(said.encode() if isinstance(said, str) else said)
        return path

    return write_file
