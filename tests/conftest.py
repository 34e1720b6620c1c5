"""What every test stands on: settings of its own, static files of its own, and the edition in its database."""

import os

import django
import pytest

# Before Django reads its settings: the tests need no .env and heed neither its secret nor its HTTPS and DEBUG.
# Beside the database that is chosen, Django makes one of its own. (pytest-django would read the settings before
# this file, so pyproject.toml does not name them.)
os.environ.update(SECRET_KEY="for tests only", HTTPS="false", DEBUG="false")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peoplehub.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models.signals import post_save  # noqa: E402
from django.dispatch import receiver  # noqa: E402
from django.test import override_settings  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

from spectrum.models import Edition, forget_editions, newest_edition  # noqa: E402

hypothesis_settings.register_profile("peoplehub", deadline=None)  # a busy machine is no fault
hypothesis_settings.load_profile("peoplehub")


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory):
    """Collects the static files, as `make run` does, where only this run looks, so that they are never yesterday's."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite is tested in a file, as it is used: in memory, all threads would share one connection.

    Each process of pytest-xdist has its own: PostgreSQL's by the suffix of its name, SQLite's by the temporary folder.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "db.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_edition", verbosity=0)


@receiver(post_save, sender=Edition)
def forget_the_others(**_):
    """What a test stores is rolled back, and the next one's edition may come to have a key that is remembered."""
    forget_editions()


@pytest.fixture(autouse=True)
def edition_in_database(request):
    """Reads the edition, so that query counts are steady, and puts it back where a test has emptied all tables."""
    wants = {"db", "transactional_db", "live_server"}.intersection(request.fixturenames)
    if wants or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        try:
            newest_edition()
        except Edition.DoesNotExist:
            call_command("load_edition", verbosity=0)
            newest_edition()
