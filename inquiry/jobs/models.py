"""Background work and what became of it. This table is the truth; a message on the queue only rings."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.rights import Right
from inquiry.shared.tables import Sensitivity

INTERNAL = Sensitivity.INTERNAL


class JobStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class WaitsFor(models.TextChoices):
    """What a job that nobody takes is kept waiting by; empty: by nothing but its turn."""

    PAUSE = "pause", _("paused")
    SCANNER = "scanner", _("waiting for the malware scanner")


class Jobs(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> Self:
        """The jobs of the inquiries in which `user` may see what the workers do, and those they asked for themselves."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(inquiry__in=policy.inquiries(user, Right.JOB_READ)) | Q(created_by=user))

    def open(self) -> Self:
        return self.filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING])


class Job(models.Model):
    """One piece of work: at most `max_attempts` tries, each under a lease that a dead worker loses."""

    KIND: ClassVar[str] = "JB"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(
        [
            "id",
            "inquiry",
            "task",
            "about_id",
            "about_ref",
            "status",
            "attempts",
            "max_attempts",
            "lease_until",
            "lease_owner",
            "stage",
            "done",
            "total",
            "problem",
            "created_at",
            "created_by",
            "started_at",
            "ended_at",
            "rung_at",
            "waits_for",
            "waits_until",
        ],
        INTERNAL,
    )
    APPEND_ONLY: ClassVar[bool] = False

    inquiry = models.ForeignKey("inquiry.Inquiry", on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=80)
    about_id = models.BigIntegerField()
    about_ref = models.CharField(max_length=16)
    status = models.CharField(max_length=8, choices=JobStatus.choices, default=JobStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rung_at = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=8, choices=WaitsFor, blank=True)
    waits_until = models.DateTimeField(null=True)  # when it is tried again by itself; empty: when somebody releases it
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Jobs.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = (
            models.Index(fields=["status", "lease_until"], condition=~Q(status="done"), name="job_open"),
            models.Index(fields=["task", "about_id"]),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["task", "about_id"], condition=Q(status__in=["queued", "running"]), name="one_open_job_each"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["done", "failed"], ended_at__isnull=False)
                | Q(status__in=["queued", "running"], ended_at__isnull=True),
                name="job_ended_when_over",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.about_ref}"
