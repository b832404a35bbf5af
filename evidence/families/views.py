"""The pages of groups of items: the list, one of them, two items side by side, the steps, the panel on an item's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from evidence.families import actions, reading
from evidence.families.comparing import compared
from evidence.families.models import Family, FamilyStatus, Kind
from evidence.items.actions import note_reading
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, here, may_here, opened_by, panels, person, rows_of, verb_page
from inquiry.shared.lines import LinesFormField
from inquiry.shared.web import filtered, found, paged, panel

LIST, READ, DESCRIBE = Right.EVIDENCE_LIST_C0, Right.EVIDENCE_READ_C0, Right.EVIDENCE_DESCRIBE


class FamilyFilter(forms.Form):
    """Narrow the list."""

    kind = forms.ChoiceField(label=_("Kind"), choices=(("", _("Any")), *Kind.choices), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=(("", _("Any")), *FamilyStatus.choices), required=False)
    item = forms.CharField(label=_("Item"), required=False, max_length=16)


@opened_by(LIST)
def families(http: HttpRequest) -> HttpResponse:
    """The groups of which one may read two members at least, newest first."""
    filters = FamilyFilter(http.GET)
    rows = filtered(rows_of(http, Family), filters, {"kind": "kind", "status": "status"})
    item = filters.cleaned_data.get("item") if filters.is_valid() else ""
    if item:
        mine = Item.objects.readable_by(http.user).filter(ref=item.strip().upper())
        rows = rows.filter(members__item__in=mine, members__left_at=None)
    page = paged(http, rows)
    context = {
        "page": page,
        "filters": filters,
        "rows": reading.counted(page.rows, http.user),
        "may_group": may_here(http, DESCRIBE),
    }
    return render(http, "evidence/families/list.html", context)


@opened_by(LIST)
def family(http: HttpRequest, ref: str) -> HttpResponse:
    """One group: its members as far as one may read them, a thread as a tree."""
    record = found(rows_of(http, Family).select_related("decided_by"), ref=ref)
    members = reading.members(record, http.user)
    for one in members:
        note_reading(one.item, by=person(http))
    context = {
        "record": record,
        "members": members,
        "first": members[0].item if members else None,
        "steps": actions.open_steps(record, person(http)),
        "may_describe": may_here(http, DESCRIBE),
        "comparable": record.kind in (Kind.NEAR, Kind.REPUBLICATION),
        "panels": panels(http, (("inquiry:audit_about", _("History"), "history", ""),), record.ref),
    }
    return render(http, "evidence/families/page.html", context)


@opened_by(READ)
def compare(http: HttpRequest) -> HttpResponse:
    """Two items side by side, the passages in common marked."""
    if not {"one", "other"} <= set(http.GET):
        return render(http, "evidence/families/compare.html", {"form": CompareForm()})
    rows = Item.objects.readable_by(http.user).filter(inquiry=here(http))
    one, other = (found(rows, ref=http.GET[name].strip().upper()) for name in ("one", "other"))
    for item in (one, other):
        note_reading(item, by=person(http))
    context = {"one": one, "other": other, "found": compared(one, other)}
    return render(http, "evidence/families/compare.html", context)


class CompareForm(forms.Form):
    """Which two."""

    one = forms.CharField(label=_("Item"), max_length=16, help_text=_("Its reference, for example E-000912."))
    other = forms.CharField(label=_("Other item"), max_length=16)


class GroupForm(forms.Form):
    """A group made by hand."""

    kind = forms.ChoiceField(label=_("What they have in common"), choices=Kind.choices)
    items = LinesFormField(label=_("Items"), help_text=_("One reference to a line, for example E-000912."))


@opened_by(DESCRIBE)
def group(http: HttpRequest) -> HttpResponse:
    """Group items by hand."""
    given = {"items": [ref for ref in http.GET.getlist("item") if len(ref) <= 16]}
    form = GroupForm(http.POST if http.method == "POST" else None, initial=given)
    list_url = reverse("evidence:families")
    crumbs = [(_("Evidence"), reverse("evidence:items")), (_("Families"), list_url)]
    return add_page(http, form, _grouped, heading=now("Group items"), crumbs=crumbs, cancel_url=list_url)


def _grouped(**said: Any) -> str:
    missing = [
        ref for ref in said["items"] if not Item.objects.readable_by(said["by"]).filter(ref=ref.upper()).exists()
    ]
    if missing:
        raise forms.ValidationError({"items": now("There is no item %(ref)s that you may read.") % {"ref": missing[0]}})
    return actions.group(**said).get_absolute_url()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class SplitForm(ReasonForm):
    """Which one leaves, and why."""

    item = forms.CharField(label=_("Item"), max_length=16)
    field_order = ("item", "reason")


class AddForm(forms.Form):
    """Which one comes in."""

    item = forms.CharField(label=_("Item"), max_length=16)


STEPS: dict[str, tuple[type[forms.Form], Any, Any]] = {
    "accept": (forms.Form, actions.accept, _("Accept the group")),
    "dismiss": (ReasonForm, actions.dismiss, _("Dismiss the group")),
    "split": (SplitForm, actions.split, _("Split a member off")),
    "add": (AddForm, actions.add, _("Put an item into the group")),
}


@opened_by(LIST)
def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Take a step with a group; where one loses sight of it by that, back to the list."""
    if verb not in STEPS:
        raise Http404
    record = found(rows_of(http, Family), ref=ref)
    made, action, heading = STEPS[verb]
    given = {"item": http.GET["item"]} if len(http.GET.get("item", "")) in range(1, 17) else {}
    form = made(http.POST if http.method == "POST" else None, initial=given)
    crumbs = [(_("Families"), reverse("evidence:families")), (record.ref, record.get_absolute_url())]
    words = {"heading": heading, "crumbs": crumbs, "submit": heading, "grave": verb in ("dismiss", "split")}
    return verb_page(http, _Back(record, http.user), form, action, **words)


class _Back:
    """A group for `verb_page`: its reference, and where to go afterwards."""

    def __init__(self, record: Family, user: Any) -> None:
        self.record, self.user, self.ref = record, user, record.ref

    def get_absolute_url(self) -> str:
        seen = Family.objects.visible_to(self.user).filter(pk=self.record.pk).exists()
        return self.record.get_absolute_url() if seen else reverse("evidence:families")


@opened_by(LIST)
def item_families(http: HttpRequest, ref: str) -> HttpResponse:
    """Beside an item: every occurrence of its bytes, and the groups that it is in."""
    item = found(Item.objects.readable_by(http.user).filter(inquiry=here(http)), ref=ref)
    context = {
        "item": item,
        "groups": reading.of_item(item, http.user),
        "occurrences": reading.occurrences(item, http.user),
        "may_group": may_here(http, DESCRIBE),
    }
    return panel(http, "evidence/families/_panel.html", _("Copies, republications and thread"), context)
