"""Proposals to hold an item less closely: one person proposes, another decides."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evidence.items.coding import Classification
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.shared.tables import Sensitivity
from inquiry.shared.workflow import Step

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class ProposalStatus(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Proposals(models.QuerySet["LoweringProposal"]):
    def visible_to(self, user: Any) -> Self:
        """Proposals about items that `user` may read."""
        return self.filter(item__in=Item.objects.readable_by(user))


class LoweringProposal(models.Model):
    """Somebody proposes to hold an item less closely; a second person decides."""

    STEPS = (
        Step("approve", ("proposed",), "approved", Right.EVIDENCE_CLASSIFY, not_by="proposed_by", label=_("Approve")),
        Step("reject", ("proposed",), "rejected", Right.EVIDENCE_CLASSIFY, not_by="proposed_by", label=_("Reject")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "item": INTERNAL,
        "was": INTERNAL,
        "to": INTERNAL,
        "reason": IDENTIFYING,
        "status": INTERNAL,
        "proposed_by": INTERNAL,
        "proposed_at": INTERNAL,
        "decided_by": INTERNAL,
        "decided_at": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False
    KIND: ClassVar[str] = "E"  # rights over a proposal are rights over its item

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="proposals")
    was = models.CharField(_("classification when proposed"), max_length=2, choices=Classification)
    to = models.CharField(_("new classification"), max_length=2, choices=Classification)
    reason = models.TextField(_("reason"))
    status = models.CharField(max_length=8, choices=ProposalStatus, default=ProposalStatus.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = Proposals.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item"], condition=Q(status="proposed"), name="one_open_proposal_each"),
            models.CheckConstraint(condition=Q(to__lt=F("was")), name="proposal_lowers"),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="proposal_decided_when_and_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} to {self.to}"

    @property
    def inquiry_id(self) -> int:
        return self.item.inquiry_id

    @property
    def ref(self) -> str:
        return self.item.ref
