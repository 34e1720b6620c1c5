"""Deletes the assessments that have reached their end. To be run once a day; running it more often does no harm."""

from django.core.management.base import BaseCommand

from assessments.models import Assessment


class Command(BaseCommand):
    help = "Delete assessments of no organisation that were last saved more than KEEP_DAYS (90) days ago."

    def handle(self, *args, **options):
        count = 0
        for assessment in Assessment.objects.past_their_end().select_related("engagement").iterator():
            assessment.erase()
            count += 1
        self.stdout.write(f"{count} forgotten.")
