"""Look a name up; the panel of spellings on a record's page, and what may be done with each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from inquiry.accounts.rights import Right
from inquiry.name_variants import actions, lookup
from inquiry.name_variants.models import NameVariant, SchemeChoice, Status
from inquiry.name_variants.naming import kinds
from inquiry.name_variants.rules import may_name, naming_objection, verbs_open
from inquiry.rooms import add_page, here, may_here, narrow, opened_by, rows_of
from inquiry.shared.tables import Record, record_of
from inquiry.shared.web import act, form_page, found, panel

READ, DECIDE = Right.COMMISSION_READ, Right.NAMES_DECIDE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Names"), reverse("inquiry:names")), *more]


class AskForm(forms.Form):
    """A name in any script, or a part of one. Its field begins with `secret`: no page that repeats forms repeats it."""

    prefix = "secret"
    q = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


@sensitive_post_parameters()
@opened_by(READ)
def names(http: HttpRequest) -> HttpResponse:
    """What answers a name; without one, pairs of records that are perhaps one person.

    The name is posted, since somebody may type one that is protected: it stands in no address, no log and no session.
    """
    form = AskForm(http.POST if http.method == "POST" else None)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    inquiry, user = here(http), http.user
    hits = lookup.look_up(asked, by=user, inquiry=inquiry) if asked else []  # type: ignore[arg-type]
    context = {
        "filters": form,
        "asked": asked,
        "hits": [(hit, _kind(hit.kind), SchemeChoice(hit.scheme).label, Status(hit.status).label) for hit in hits],
        "suggestions": [] if asked else lookup.suggestions(by=user, inquiry=inquiry),  # type: ignore[arg-type]
        "may_decide": may_here(http, DECIDE),
    }
    return render(http, "inquiry/names/lookup.html", context, status=422 if form.errors else 200)


def _kind(kind: str) -> str:
    return str(kinds()[kind]._meta.verbose_name)


def nameable(http: HttpRequest, ref: str) -> Record:
    """The record, for whoever may write spellings of its name down; for others there is nothing here."""
    about = record_of(ref, http.user)  # type: ignore[arg-type]
    if naming_objection(about) or not may_name(http.user, about):
        raise Http404
    return about


def names_about(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel: the spellings of one record's name, with their schemes, and what may be done with them."""
    about: Any = record_of(ref, http.user)  # type: ignore[arg-type]
    objection = naming_objection(about)
    allowed = not objection and may_name(http.user, about)
    rows = NameVariant.objects.visible_to(http.user).filter(about_ref=about.ref).select_related("source")
    shown = [(row, verbs_open(row.status, allowed)) for row in rows.order_by("status", "scheme", "pk")]
    spelt = {row.text for row, _verbs in shown}
    own = [] if objection else [name for name in (about.name, *getattr(about, "other_names", ())) if name]
    context = {
        "about": about,
        "objection": objection,
        "own": [name for name in own if name not in spelt],
        "kept": [one for one in shown if one[0].status == Status.ASSERTED],
        "generated": [one for one in shown if one[0].status == Status.GENERATED],
        "rejected": [one for one in shown if one[0].status == Status.REJECTED],
        "may_name": allowed,
    }
    return panel(http, "inquiry/names/_about.html", _("Names of %(ref)s") % {"ref": ref}, context)


class SpellingForm(forms.ModelForm[NameVariant]):
    """A spelling that somebody uses, how it came about, where it stands."""

    class Meta:
        model = NameVariant
        fields = ("text", "scheme", "lang", "source", "citation")

    def __init__(self, http: HttpRequest, about: Record) -> None:
        super().__init__(http.POST if http.method == "POST" else None)
        narrow(self.fields["source"], http.user, about.inquiry)  # type: ignore[arg-type]


def add_variant(http: HttpRequest, ref: str) -> HttpResponse:
    about = nameable(http, ref)
    words = {"heading": now("Record a spelling of %(ref)s") % {"ref": ref}, "cancel_url": _page(about)}
    form = SpellingForm(http, about)
    return add_page(http, form, actions.assert_variant, given={"about_ref": about.ref}, crumbs=crumbs(), **words)


class GenerateForm(forms.Form):
    """The spelling to begin from."""

    name = forms.CharField(
        label=_("Begin from"),
        max_length=200,
        help_text=_("The full name in Cyrillic, Russian or Kazakh, gives the surest spellings; Latin works too."),
    )


def generate(http: HttpRequest, ref: str) -> HttpResponse:
    about: Any = nameable(http, ref)
    others = (about.name, *getattr(about, "other_names", ()))
    first = next((name for name in others if any("\u0400" <= c <= "\u052f" for c in name)), about.name)
    form = GenerateForm(http.POST if http.method == "POST" else None, initial={"name": first})
    if act(http, form, actions.generate, about.ref, by=http.user) is not None:
        return redirect(_page(about))
    words = {"heading": now("Generate spellings of %(ref)s") % {"ref": ref}, "cancel_url": _page(about)}
    return form_page(http, "inquiry/form.html", form, {"crumbs": crumbs(), "submit": now("Generate"), **words})


class StepForm(forms.Form):
    """Nothing to fill in."""


class RejectForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


HEADINGS = {
    "confirm": _("Confirm the spelling"),
    "reject": _("Reject the spelling"),
    "restore": _("Restore the spelling"),
}


def variant_step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Confirm, reject or restore one spelling; then its record's page again."""
    row = found(rows_of(http, NameVariant), ref=ref)
    about = nameable(http, row.about_ref)
    if verb not in actions.VERBS:
        raise Http404
    form = (RejectForm if verb == "reject" else StepForm)(http.POST if http.method == "POST" else None)
    if act(http, form, actions.VERBS[verb], ref, by=http.user) is not None:
        return redirect(_page(about))
    words = {"heading": HEADINGS[verb], "record": row, "help": row.text, "cancel_url": _page(about)}
    return form_page(http, "inquiry/form.html", form, {"crumbs": crumbs(), "submit": HEADINGS[verb], **words})


def _page(record: Any) -> str:
    address: str = record.get_absolute_url()
    return address
