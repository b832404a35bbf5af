"""Registers that were built: which, as what file, by whom, from what, and whom it may be handed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.jobs.models import Job, JobStatus
from inquiry.shared.tables import COMMON, Record, Sensitivity, record_kinds
from reports.registers.kinds import Format, Kind
from witnesses.detainees.models import Detainee

INTERNAL, PUBLIC = Sensitivity.INTERNAL, Sensitivity.PUBLIC
TASK = "reports.tasks.build_register"
STATUS = {"": _("Waiting"), **dict(JobStatus.choices), "done": _("Built")}


class Registers(Visible["Register"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the inquiries whose registers `user` may read; of those about one detainee, only the ones they may read."""
        seen = Detainee.objects.visible_to(user).values("ref")
        return super().visible_to(user).filter(Q(about_ref="") | Q(about_ref__in=seen))

    def with_job(self) -> Self:
        """With the state of the work on each: `job_status`, `job_problem`, `job_done`, `job_total`."""
        job = Job.objects.filter(task=TASK, about_id=OuterRef("pk")).order_by("-id")
        names = ("status", "problem", "done", "total")
        return self.annotate(**{f"job_{name}": Subquery(job.values(name)[:1]) for name in names})


class Register(Record):
    """One register as one file. What it says is fixed by `data_digest`, the bytes by `file_digest`."""

    KIND, READ = "RG", Right.REGISTER_READ
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("kind", "format", "data_digest", "file_digest", "size", "built_at"), PUBLIC),
        **dict.fromkeys(("file_key", "covers", "entries", "about_ref", "ciphers"), INTERNAL),
    }

    kind = models.CharField(_("register"), max_length=16, choices=Kind.choices, default=Kind.COOPERATION)
    format = models.CharField(_("as"), max_length=4, choices=Format.choices, default=Format.PDF)
    about_ref = models.CharField(_("about"), max_length=16, blank=True)
    data_digest = models.CharField(_("SHA-256 of the data"), max_length=64, blank=True, editable=False)
    file_digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    file_key = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), null=True, editable=False)
    built_at = models.DateTimeField(_("built at"), null=True, editable=False)
    covers = models.JSONField(
        default=list, editable=False
    )  # the references in it: whoever receives it may see them all
    ciphers = models.JSONField(default=list, editable=False)  # whose consent is asked before it is handed out
    entries = models.PositiveIntegerField(_("entries"), default=0, editable=False)

    objects = Registers.as_manager()

    class Meta:
        app_label = "reports"
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        indexes = (models.Index(fields=["inquiry", "-id"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(file_digest="", built_at__isnull=True)
                | (~Q(file_digest="") & ~Q(file_key="") & Q(built_at__isnull=False)),
                name="register_file_and_when_or_neither",
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("reports:register", args=[self.ref])

    @property
    def built(self) -> bool:
        return bool(self.file_digest)

    @property
    def status(self) -> str:
        """`done` once it is built, else the state of the work on it. Needs `with_job()`."""
        return "done" if self.built else getattr(self, "job_status", "") or "queued"

    def get_status_display(self) -> str:
        return str(STATUS[self.status])

    @property
    def status_tone(self) -> str:
        return {"done": "good", "failed": "bad"}.get(self.status, "wait")

    @property
    def file_name(self) -> str:
        """What the download is called: kind and reference only."""
        return f"{self.ref}-{self.kind}.{self.format}"


def hidden_from(user: Any, refs: Iterable[str]) -> list[str]:
    """Those of `refs` that `user` may not see: while there is one, the register is not handed to them."""
    wanted: dict[str, set[str]] = {}
    for ref in refs:
        wanted.setdefault(ref.partition("-")[0], set()).add(ref)
    kinds = record_kinds()
    hidden: set[str] = set()
    for kind, named in wanted.items():
        model: Any = kinds[kind]
        hidden |= named - set(model.objects.visible_to(user).filter(ref__in=named).values_list("ref", flat=True))
    return sorted(hidden)
