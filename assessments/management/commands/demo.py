"""Fills an example organisation, to try the product out, and removes it again."""

import secrets

from django.core.management.base import BaseCommand
from django.db import transaction

from assessments import demo
from assessments.models import User

EMAIL = "demo@example.org"


class Command(BaseCommand):
    help = "Make an example organisation with a year of history; with --remove, delete all of them."

    def add_arguments(self, parser):
        parser.add_argument("--for", dest="email", help="the e-mail address of an account that becomes its owner")
        parser.add_argument("--remove", action="store_true", help="delete every example organisation and its account")

    @transaction.atomic
    def handle(self, *args, email=None, remove=False, **options):
        if remove:
            count = demo.remove()
            User.objects.filter(email=EMAIL).delete()
            self.stdout.write(f"{count} removed.")
            return
        demo.remove()
        organisation = demo.make(self._owner(email))
        self.stdout.write(f"Made: {organisation.name}. It is at /o/{organisation.slug}/.")

    def _owner(self, email):
        """An account that is there; else one for the example, with a password that nobody else knows."""
        if email:
            return User.objects.get(email=email.strip().lower())
        password = secrets.token_urlsafe(12)
        User.objects.filter(email=EMAIL).delete()
        self.stdout.write(f"Sign in as {EMAIL} with the password {password}")
        return User.objects.create_user(EMAIL, password)
