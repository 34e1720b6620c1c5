import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from spectrum.models import Edition, newest_edition

MANAGE = Path(settings.BASE_DIR) / "manage.py"


def load(*files, **options):
    out = StringIO()
    call_command("load_edition", *files, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
class TestCommand:
    def test_every_edition_of_the_site_is_loaded(self):
        Edition.objects.all().delete()

        assert load() == "2026.1: loaded\n"
        assert newest_edition().name == "2026.1"

    def test_repeating_it_says_that_nothing_changed(self):
        load()

        assert load() == "2026.1: already loaded, unchanged\n"
        assert Edition.objects.filter(name="2026.1").count() == 1

    def test_files_can_be_named(self, write, content):
        first = write(content | {"edition": "9999.1"}, "first.yaml")
        second = write(content | {"edition": "9999.2"}, "second.yaml")

        assert load(first, str(second)) == "9999.1: loaded\n9999.2: loaded\n"
        assert newest_edition().name == "9999.2"

    def test_it_can_be_silent(self, write, content):
        assert load(write(content | {"edition": "9999.1"}), verbosity=0) == ""
        assert Edition.objects.filter(name="9999.1").exists()

    def test_every_fault_of_every_file_is_told_and_nothing_is_loaded(self, write, content):
        good = write(content | {"edition": "9999.1"}, "good.yaml")
        faulty = write({"edition": 2026.1}, "faulty.yaml")
        broken = write("title: [", "broken.yaml")

        with pytest.raises(CommandError) as refused:
            load(good, faulty, broken)

        told = str(refused.value)
        for place in ("faulty.yaml: edition: ", "faulty.yaml: questions: ", "broken.yaml: line 1: "):
            assert place in told
        assert "good.yaml" not in told
        assert not Edition.objects.filter(name="9999.1").exists()

    def test_a_changed_file_is_refused_and_takes_the_others_with_it(self, published, write, content):
        new = write(content | {"edition": "9999.2"}, "new.yaml")
        changed = write(content | {"edition": published.name, "title": "Another title"}, "changed.yaml")

        with pytest.raises(CommandError, match=published.name):
            load(new, changed)

        assert not Edition.objects.filter(name="9999.2").exists()

    def test_a_new_layout_is_no_change(self, published, write, content):
        assert load(write(content | {"edition": published.name})) == "9999.1: already loaded, unchanged\n"


def manage(database, *arguments):
    # A file of its own, because two processes can't both see what a test has not committed.
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "tests"}
    return subprocess.Popen(
        [sys.executable, MANAGE, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once_load_one_edition(tmp_path):
    database = tmp_path / "race.sqlite3"
    manage(database, "migrate", "-v0").communicate()

    loaders = [manage(database, "load_edition") for _ in range(3)]
    told = [loader.communicate() for loader in loaders]

    assert [loader.returncode for loader in loaders] == [0, 0, 0], told
    assert sorted(out for out, _ in told) == ["2026.1: already loaded, unchanged\n"] * 2 + ["2026.1: loaded\n"]


def test_a_faulty_file_ends_with_an_error_and_no_traceback(tmp_path):
    (tmp_path / "faulty.yaml").write_text("title: 5\n")

    loader = manage(tmp_path / "unused.sqlite3", "load_edition", str(tmp_path / "faulty.yaml"))
    _, told = loader.communicate()

    assert loader.returncode == 1
    assert "faulty.yaml: title: " in told
    assert "Traceback" not in told
