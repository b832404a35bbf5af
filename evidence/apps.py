"""The evidence app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Have the triggers laid that note what is to be indexed, after each migration of this app."""
        from evidence.search import queue

        post_migrate.connect(queue.watch, sender=self, dispatch_uid="search")
