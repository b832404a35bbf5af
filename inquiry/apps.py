"""This app and the admin's place in the installation."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule

OURS = ("inquiry", "witnesses", "evidence", "reports")


def protect_tables(using: str, **_ignored: Any) -> None:
    from inquiry.shared import protection

    protection.install(using)


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

    def ready(self) -> None:
        """Register our own tables, and only ours: what a library would register stays closed."""
        super().ready()
        for config in apps.get_app_configs():
            if config.name in OURS and module_has_submodule(config.module, "admin"):
                import_module(f"{config.name}.admin")
