"""manage.py load_edition: puts editions of the Spectrum into the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from spectrum.loading import EditionNameTaken, FaultyEdition, load_edition, read_edition

EDITIONS = Path(__file__).resolve().parents[2] / "editions"


class Command(BaseCommand):
    help = "Loads and publishes editions of the Spectrum. Safe to repeat; a faulty file changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="YAML files; without any, all in spectrum/editions")

    def handle(self, *args, files, verbosity, **options):
        contents = self._read(files or sorted(EDITIONS.glob("*.yaml")))
        try:
            with transaction.atomic():
                are_new = [load_edition(content) for content in contents]
        except EditionNameTaken as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for content, is_new in zip(contents, are_new, strict=True):
            if verbosity:
                self.stdout.write(f"{content['edition']}: {'loaded' if is_new else 'already loaded, unchanged'}")

    def _read(self, paths):
        contents, faults = [], []
        for path in paths:
            try:
                contents.append(read_edition(path))
            except FaultyEdition as error:
                faults += [f"{path.name}: {fault}" for fault in error.faults]
        if faults:
            raise CommandError("\n".join(["Nothing was loaded.", *faults]))
        return contents
