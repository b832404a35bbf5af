"""The vault: an app of its own, in a database of its own, served by a process of its own."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "witnesses.vault"
    label = "vault"
    verbose_name = "Identity vault"
