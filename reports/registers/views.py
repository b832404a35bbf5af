"""Pages of registers: the computed register itself, the files built of it, and their download."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from inquiry.accounts.rights import Right
from inquiry.rooms import here, may_here, opened_by, person, record_page, rows_of
from inquiry.shared.web import act, found, paged, panel
from reports.builders.timeline import picture
from reports.registers import actions, kinds
from reports.registers.kinds import MEDIA, Format, Kind
from reports.registers.models import Register

OVER = ("done", "failed")
FINISHED = 286  # HTMX stops asking


@opened_by(Right.REGISTER_READ)
def registers(http: HttpRequest) -> HttpResponse:
    """Every register that was built or asked for, newest first."""
    rows = rows_of(http, Register).with_job().select_related("created_by")  # type: ignore[attr-defined]
    context = {"page": paged(http, rows), "may_build": may_here(http, Right.REGISTER_BUILD), "formats": Format.choices}
    return render(http, "reports/registers/list.html", context)


def register(http: HttpRequest, ref: str) -> HttpResponse:
    """One register: how far it is, who made it of what, and its file."""
    record = found(Register.objects.visible_to(http.user).with_job().select_related("created_by"), ref=ref)
    context = {"objection": actions.objection(record, person(http)), "over": record.status in OVER}
    return record_page(http, "reports/registers/page.html", record, Right.REGISTER_BUILD, **context)


def progress(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel of a register that is being built; the last answer stops the asking."""
    record = found(Register.objects.visible_to(http.user).with_job(), ref=ref)
    answer = panel(http, "reports/registers/_progress.html", _("Progress"), {"record": record})
    answer.status_code = FINISHED if record.status in OVER and http.headers.get("HX-Request") else 200
    return answer


@opened_by(Right.REGISTER_READ)
def cooperation(http: HttpRequest) -> HttpResponse:
    """The register of cooperation as it stands now, over what the reader may see."""
    made = kinds.cooperation(here(http), person(http))
    context = {
        "document": made.document,
        "picture": picture(made.parties),
        "may_build": may_here(http, Right.REGISTER_BUILD),
        "formats": Format.choices,
    }
    return render(http, "reports/registers/cooperation.html", context)


class BuildForm(forms.Form):
    """Which register, as what file."""

    kind = forms.ChoiceField(choices=Kind.choices)
    format = forms.ChoiceField(choices=Format.choices)
    about_ref = forms.CharField(required=False, max_length=16)


@require_POST
@opened_by(Right.REGISTER_READ)
def build(http: HttpRequest) -> HttpResponse:
    """Ask for a register as a file; a worker builds it."""
    form = BuildForm(http.POST)
    made = act(http, form, actions.build, inquiry=here(http), by=http.user)
    if made is not None:
        return redirect(made)
    for errors in form.errors.values():
        messages.error(http, " ".join(str(error) for error in errors))
    return redirect("reports:registers")


@require_GET
def download(http: HttpRequest, ref: str) -> HttpResponse:
    """Hand out the file; recorded in the audit."""
    record = actions.download(ref, by=person(http))
    with actions.opened(record) as file:
        content = file.read()
    answer = HttpResponse(content, content_type=MEDIA[Format(record.format)])
    answer["Content-Disposition"] = f'attachment; filename="{record.file_name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@opened_by(Right.REGISTER_READ)
def overview_panel(http: HttpRequest) -> HttpResponse:
    """Panel of the overview: the registers built last."""
    rows = rows_of(http, Register).with_job().select_related("created_by").order_by("-id")[:5]  # type: ignore[attr-defined]
    return panel(http, "reports/registers/_overview.html", now_in_words("Registers"), {"rows": rows})
