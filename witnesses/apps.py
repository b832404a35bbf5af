"""The app of people under protection."""

from django.apps import AppConfig


class WitnessesConfig(AppConfig):
    name = "witnesses"
    verbose_name = "People under protection"
