"""The app that holds the Spectrum: types, key questions and what there is to learn about them."""

from django.apps import AppConfig


class SpectrumConfig(AppConfig):
    name = "spectrum"
