"""Deletes what has reached its end. To be run once a day; running it more often does no harm."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from assessments.models import Assessment, Seat, Workshop, WrongCodes


class Command(BaseCommand):
    help = (
        "Delete assessments and workshops of no organisation, KEEP_DAYS (90) days after the last save, and sign-ins"
        " that have ended."
    )

    def handle(self, *args, **options):
        count = 0
        for assessment in Assessment.objects.past_their_end().select_related("engagement").iterator():
            assessment.erase()
            count += 1
        for workshop in Workshop.objects.past_their_end().select_related("engagement"):
            workshop.erase()
            count += 1
        Seat.objects.forget_when_seen()
        WrongCodes.objects.past_their_hour().delete()
        call_command("clearsessions")
        self.stdout.write(f"{count} forgotten.")
