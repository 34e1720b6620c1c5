"""The app that records answers and classifies them."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
