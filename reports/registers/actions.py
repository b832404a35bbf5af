"""Ask for a register, build it in the background, hand it out. The only place that writes registers."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job
from inquiry.shared.tables import visible_record
from inquiry.shared.workflow import NOT_OPEN, Refused
from reports.builders.pdf import Unsettable
from reports.registers.kinds import KINDS, RENDER, Format, Kind, Made, paper
from reports.registers.models import TASK, Register, hidden_from
from witnesses.consent.using import note_use

log = logging.getLogger(__name__)
FOLDER = "reg"


class LeaseLost(Exception):
    """Somebody else works on it by now; what this worker made is thrown away."""


@transaction.atomic
def build(
    *, inquiry: Inquiry, by: User, kind: str = Kind.COOPERATION, format: str = Format.PDF, about_ref: str = ""
) -> Register:
    """Ask for a register as a file; a worker builds it from what `by` may see. Asked twice while it is built, it is one.

    Args:
        about_ref: the one record that it tells of, for the kinds that are about one.

    Raises:
        Refused: `by` may not build registers in this inquiry.
        ValidationError: there is no such register, format or record.
    """
    register = Register(inquiry=inquiry, created_by=by, kind=kind, format=format, about_ref=about_ref)
    register.full_clean(exclude=["ref", "inquiry", "created_by"])
    _fitting(register, by)
    if not may_build(register, by):
        raise Refused(NOT_OPEN, verb="build")
    waiting = Job.objects.open().filter(task=TASK, created_by=by).values("about_id")
    known = Register.objects.filter(inquiry=inquiry, created_by=by, kind=kind, format=format, about_ref=about_ref)
    same = known.filter(pk__in=waiting).first()
    if same is not None:
        return same
    register.save()
    jobs.ask(TASK, register, by=by, total=3)
    audit.record("register.build", about=register, by=by, kind=kind, format=format, told_of=about_ref)
    return register


def _fitting(register: Register, by: User) -> None:
    """The format and the record belong to the kind.

    Raises:
        ValidationError: they do not; a record that `by` may not see reads like one that does not exist.
    """
    recipe = KINDS[register.kind]
    if register.format not in recipe.formats:
        raise ValidationError({"format": _("This register is not made as such a file.")})
    told_of = visible_record(register.about_ref, by) if register.about_ref else None
    kind = told_of.KIND if told_of is not None and told_of.inquiry_id == register.inquiry_id else ""
    if kind != recipe.about or bool(register.about_ref) != bool(recipe.about):
        raise ValidationError({"about_ref": _("There is no such record.")})


def may_build(register: Register, by: User) -> bool:
    """Whether `by` may have this register built: asked in the inquiry, or over the record that it is about."""
    recipe = KINDS[register.kind]
    if not recipe.about:
        return by.holds(recipe.right, register.inquiry)
    told_of = visible_record(register.about_ref, by)
    return told_of is not None and by.may(recipe.right, told_of) and by.may(Right.REGISTER_READ, register)


def run(job_id: int) -> bool:
    """Build the register of a job under its lease. False: there was nothing to do, or it failed (the job says why)."""
    job = jobs.take(job_id)
    if job is None:
        return False
    register = Register.objects.select_related("inquiry", "created_by").get(pk=job.about_id)
    maker: User = register.created_by
    if not maker.is_active or not may_build(register, maker):
        return jobs.fail(job, _("Whoever asked for it may not build registers any more.")) and False
    try:
        with audit.through("worker"):
            return _built(job, register, maker)
    except Unsettable as problem:
        log.error("%s could not be set: %s", register.ref, problem)
        return jobs.fail(job, _("The register could not be set as a file. Tell the operator.")) and False
    except LeaseLost:
        return False


def _built(job: Job, register: Register, maker: User) -> bool:
    jobs.advance(job, stage=_("Reading"), done=0)
    made = KINDS[register.kind].make(register.inquiry, maker, register.about_ref)
    jobs.advance(job, stage=_("Setting"), done=1)
    document = paper(made, ref=register.ref, at=register.created_at, by=maker.name)
    content = RENDER[register.format](document, register.created_at)
    jobs.advance(job, stage=_("Keeping"), done=2)
    stored = storage.put(io.BytesIO(content), kind=FOLDER)
    with transaction.atomic():
        _keep(register, made, stored)
        jobs.advance(job, done=3)
        if not jobs.finish(job):
            raise LeaseLost
    return True


def _keep(register: Register, made: Made, stored: storage.Stored) -> None:
    current = Register.objects.select_for_update().get(pk=register.pk)
    current.data_digest = made.document["digest"]
    current.file_digest, current.file_key, current.size = stored.sha256, stored.key, stored.size
    current.covers, current.entries, current.ciphers = made.covers, made.entries, list(made.ciphers)
    current.built_at = timezone.now()
    current.revision += 1
    current.save()
    audit.record(
        "register.keep", about=current, by=current.created_by, file=current.file_digest, data=current.data_digest,
        entries=current.entries,
    )  # fmt: skip


def objection(register: Register, by: User) -> str:
    """Why the file may not be handed to `by`; empty when nothing stands against it."""
    if not register.built:
        return _("It is not built yet.")
    if not by.may(Right.REGISTER_READ, register):
        return str(NOT_OPEN)
    if hidden_from(by, register.covers):
        return _("It tells of records that are not open to you.")
    return ""


@transaction.atomic
def download(ref: str, *, by: User) -> Register:
    """Record that `by` takes the file of a register, if they may see everything in it and whoever it tells of consents.

    Raises:
        Register.DoesNotExist: there is none, or `by` may not see it.
        Refused: it is not built yet, tells of records that are not open to `by`, or somebody under a cipher in it did not
            consent to sharing with whom it is made for.
    """
    register = Register.objects.visible_to(by).get(ref=ref)
    sentence = objection(register, by)
    if sentence:
        raise Refused(sentence, verb="download", ref=ref)
    if register.ciphers:
        audience = KINDS[register.kind].audience
        note_use(register.ciphers, use="share", audience=audience, artefact=register.ref, by=by)
    audit.record("register.download", about=register, by=by, file=register.file_digest, format=register.format)
    return register


@contextmanager
def opened(register: Register) -> Iterator[Any]:
    """The file of a register, after its bytes were compared with its digest.

    Raises:
        Refused: they are gone or are others.
    """
    try:
        with storage.opened(register.file_key, register.file_digest) as file:
            yield file
    except storage.StoreDamaged as damaged:
        raise Refused(
            _("The file is not what was built. Tell the operator."), verb="download", ref=register.ref
        ) from damaged
