"""This app and the admin's place in the installation."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.db.models.signals import post_migrate


def protect_tables(**_ignored: Any) -> None:
    from inquiry.shared import protection

    protection.install()


class InquiryConfig(AppConfig):
    name = "inquiry"
    default = True
    verbose_name = "Commission"

    def ready(self) -> None:
        """Register what Django calls by itself: the triggers after a migration, the audit of sessions; and let
        every process know the queue: without this one that only rings would look for a broker of Celery's own choice."""
        from inquiry import celery
        from inquiry.accounts import sessions

        post_migrate.connect(protect_tables, dispatch_uid="append-only")
        sessions.listen()
        celery.app.finalize()


class DeskAdminConfig(SimpleAdminConfig):
    default = False
    default_site = "inquiry.admin_site.DeskAdminSite"
