"""Pages on which people decide how closely an item is held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.items import access, holding
from evidence.items.coding import WHO_READS, Classification
from evidence.items.guards import HOLDERS
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, here, opened_by
from inquiry.shared.web import found


def explained(*levels: str) -> list[tuple[str, str]]:
    """Choices of classification, each with the sentence who will be able to read."""
    return [(level, f"{Classification(level).label}. {WHO_READS[Classification(level)]}") for level in levels]


class HoldForm(forms.Form):
    """Another classification, and why."""

    to = forms.ChoiceField(label=_("New classification"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2000)

    def __init__(self, data: Any, levels: list[str]) -> None:
        super().__init__(data)
        self.fields["to"].choices = explained(*levels)  # type: ignore[attr-defined]


def _page(http: HttpRequest, ref: str, lower: bool) -> HttpResponse:
    rows = Item.objects.readable_by(http.user).filter(access.with_either(http.user, *HOLDERS))
    record = found(rows.filter(inquiry=here(http)), ref=ref)
    levels = [level for level in Classification.values if (level < record.classification) == lower]
    levels = [level for level in levels if level != record.classification]
    form = HoldForm(http.POST if http.method == "POST" else None, levels)
    crumbs = [(_("Evidence"), reverse("evidence:items")), (record.ref, record.get_absolute_url())]
    heading = now("Propose to hold it less closely") if lower else now("Hold it more closely")
    words = {"heading": heading, "crumbs": crumbs, "cancel_url": record.get_absolute_url(), "record": record}
    return add_page(http, form, _lower if lower else _raise, given={"ref": ref}, **words)


def _raise(ref: str, **said: Any) -> Any:
    return _where(holding.classify(ref, **said), said["by"])


def _lower(ref: str, **said: Any) -> Any:
    return _where(holding.propose_lowering(ref, **said).item, said["by"])


def _where(item: Item, by: Any) -> str:
    """The item's page, or the register when the item is out of one's own sight now."""
    seen = Item.objects.visible_to(by).filter(pk=item.pk).exists()
    return item.get_absolute_url() if seen else reverse("evidence:items")


@opened_by(Right.EVIDENCE_LIST_C0)
def classify(http: HttpRequest, ref: str) -> HttpResponse:
    return _page(http, ref, lower=False)


@opened_by(Right.EVIDENCE_LIST_C0)
def propose(http: HttpRequest, ref: str) -> HttpResponse:
    return _page(http, ref, lower=True)


@require_POST
def decide(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Approve or reject what somebody else proposed."""
    if verb not in ("approve", "reject"):
        raise Http404
    proposal = holding.decide_lowering(ref, by=http.user, verb=verb)  # type: ignore[arg-type]
    return redirect(_where(proposal.item, http.user))
