"""The desk's components as template tags; `docs/desk.md` shows each in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, FileInput, RadioSelect, Select
from django.template import Context
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from inquiry.shared.dates import READERS_ZONES, both_zones

register = template.Library()

TONES = {
    "good": "adopted agreed accepted approved complete completed current done granted held kept open published read sealed "
    "received verified active signed answered",
    "wait": "draft planned queued running reading sent scheduled acknowledged pending in_progress working proposed filed "
    "requested confirmed submitted under_review",
    "care": "postponed rescheduled unanswered overdue partly_read varied partly_kept expired needs_attention quarantined "
    "encrypted unsupported silent retrying due partly_granted incomplete",
    "bad": "cancelled refused revoked failed damaged broken rejected withdrawn denied not_kept stopped dismissed lost",
}
TONE_OF = {status: tone for tone, statuses in TONES.items() for status in statuses.split()}
GRAVE = {
    "cancel", "refuse", "revoke", "withdraw", "reject", "delete", "destroy", "discard", "retract",
    "record_cancellation", "record_refusal", "record_revocation",
}  # fmt: skip
UNUSUAL = {"change", "suspend", "close"}  # open at most times, and never what comes next
CURSORS = ("after", "before", "cursor", "page")
GAP = "—"


@cache
def drawing(name: str) -> str:
    """The SVG of a vendored icon; empty when there is none of that name."""
    found = finders.find(f"vendor/tabler-icons/{name}.svg")
    return Path(found).read_text(encoding="utf-8") if isinstance(found, str) else ""


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon: hidden from screen readers, or with `label` an image with that name."""
    hint = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return SafeString(drawing(name).replace("<svg", f'<svg {hint} focusable="false"', 1))  # our own vendored file


def tone_of(status: str) -> str:
    return TONE_OF.get(status.lower().replace("-", "_").replace(" ", "_"), "plain")


@register.inclusion_tag("desk/pill.html")
def status_pill(record: Any, tone: str = "") -> dict[str, str]:
    """A record's status in words, or any text. Tones: good, wait, care, bad, plain; `record.status_tone` wins."""
    status = str(getattr(record, "status", record))
    shown = getattr(record, "get_status_display", None)
    return {
        "label": str(shown()) if shown else status.replace("_", " ").capitalize(),
        "tone": tone or str(getattr(record, "status_tone", "")) or tone_of(status),
    }


@register.simple_block_tag
def facts(content: str, title: str = "") -> SafeString:
    """The facts of a record: a definition list."""
    head = format_html('<h2 class="facts-title">{}</h2>', title) if title else ""
    return format_html('{}<dl class="facts">{}</dl>', head, content)


@register.simple_tag
def fact(label: str, value: Any = None, url: str = "", hint: str = "") -> SafeString:
    """One fact. An absent value shows as a gap, in words for screen readers."""
    shown: Any = value
    if value is None or value == "":
        shown = format_html(
            '<span class="gap" title="{0}"><span aria-hidden="true">{1}</span><span class="visually-hidden">{0}</span></span>',
            _("Not stated"),
            GAP,
        )
    elif isinstance(value, bool):
        shown = _("Yes") if value else _("No")
    elif url:
        shown = format_html('<a href="{}">{}</a>', url, value)
    note = format_html('<small class="fact-hint">{}</small>', hint) if hint else ""
    return format_html('<div class="fact"><dt>{}</dt><dd dir="auto">{}{}</dd></div>', label, shown, note)


@register.simple_block_tag
def fact_of(content: str, label: str) -> SafeString:
    """One fact whose value is markup."""
    return format_html('<div class="fact"><dt>{}</dt><dd dir="auto">{}</dd></div>', label, content)


@register.inclusion_tag("desk/panel.html")
def panel(url: str, title: str, icon: str = "", when: str = "revealed", every: str = "") -> dict[str, str]:
    """A panel that its owner fills: fetched when it comes into view (or `when="load"`), a plain link without JavaScript.

    `every="5s"` fetches again at that pace until the answer carries status 286.
    """
    trigger = f"{when}, every {every}" if every else when
    return {"url": url, "title": title, "icon": icon, "trigger": trigger}


def _button(record: Any, row: Any, url_name: str) -> dict[str, Any]:
    """What a button needs, from a mapping, a `Step` row, or an object with the same names."""
    ask = row.get if isinstance(row, Mapping) else lambda name, default="": getattr(row, name, default)
    verb = str(ask("verb", ""))
    url = str(ask("url", "") or "")
    if not url and url_name:
        url = reverse(url_name, args=[record.ref, verb])
    return {
        "verb": verb,
        "label": str(ask("label", "") or ask("words", "") or verb.replace("_", " ").capitalize()),
        "url": url,
        "icon": ask("icon", ""),
        "post": str(ask("method", "get")).lower() == "post",
        "confirm": ask("confirm", ""),
        "reason": ask("reason", ""),
        "grave": verb in GRAVE or bool(ask("grave", False)),
    }


@register.inclusion_tag("desk/verbs.html", takes_context=True)
def verb_buttons(context: Context, record: Any, verbs: Iterable[Any], url_name: str = "") -> dict[str, Any]:
    """The buttons this person may press now. Rows without `url` are reversed as `url_name` with the reference and the verb.

    The first that is neither grave nor unusual is what usually comes next, and the only one that stands out.
    """
    buttons = sorted((_button(record, row, url_name) for row in verbs), key=lambda button: button["grave"])
    usual = next((one for one in buttons if not one["grave"] and one["verb"] not in UNUSUAL), None)
    for button in buttons:
        button["usual"] = button is usual
    return {"buttons": buttons, "record": record, "csrf_token": context.get("csrf_token")}


def _widget_class(widget: Any) -> str:
    if getattr(widget, "input_type", "") == "hidden":
        return ""
    if isinstance(widget, RadioSelect | CheckboxInput) or getattr(widget, "input_type", "") in {"checkbox", "radio"}:
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


@register.inclusion_tag("desk/field.html")
def field(field: BoundField, show_help: bool = True) -> dict[str, Any]:
    """A form field of any kind with its label, help, errors and the ARIA that ties them together."""
    widget = field.field.widget
    kinds = [_widget_class(widget), str(widget.attrs.get("class", "")), "is-invalid" if field.errors else ""]
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, kinds))}
    if not isinstance(widget, FileInput | Select) and getattr(widget, "input_type", "text") in {"text", "search"}:
        attrs["dir"] = "auto"
    return {
        "field": field,
        "control": field.as_widget(attrs=attrs),
        "show_help": show_help,
        "grouped": field.use_fieldset,
        "tick": isinstance(widget, CheckboxInput),
    }


@register.inclusion_tag("desk/moment.html")
def moment(value: Any, basis: str = "") -> dict[str, Any]:
    """When something was: what `dates.shown()` gives, an instant, a day, or a gap.

    An instant stands in each of the home zones. A basis other than "stated in the source" is said; `basis` replaces it.
    """
    if isinstance(value, datetime):
        first, *others = both_zones(value, READERS_ZONES)
        return {"label": first, "zones": others, "basis": basis, "machine": value.isoformat()}
    if isinstance(value, date):
        return {"label": formats.date_format(value, "j F Y"), "zones": [], "basis": basis, "machine": value.isoformat()}
    if not value:
        return {"label": "", "zones": [], "basis": basis}
    first, *others = getattr(value, "both_zones", None) or [getattr(value, "label", value)]
    return {"label": first, "zones": others, "basis": basis or _basis(value), "machine": ""}


def _basis(value: Any) -> str:
    """How a date is known, unless the source simply states it."""
    stated = str(getattr(getattr(value, "moment", None), "basis", "")) == "stated"
    return "" if stated else str(getattr(value, "basis_label", ""))


@register.inclusion_tag("desk/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Onward and back: `page.next_url`, `page.first_url` or `page.previous_url`, and `page.summary` if it has one."""
    return {"page": page}


@register.inclusion_tag("desk/filters.html", takes_context=True)
def filter_bar(context: Context, form: Any) -> dict[str, Any]:
    """A GET form over a list; the sort order stays."""
    request = context.get("request")
    return {
        "form": form,
        "sort": request.GET.get("sort", "") if request else "",
        "here": request.path if request else "",
        "used": any(form.data.get(form.add_prefix(name)) for name in form.fields),
    }


@register.inclusion_tag("desk/empty.html")
def empty_state(icon: str, title: str, text: str = "", action_url: str = "", action_label: str = "") -> dict[str, str]:
    """What belongs here, and the first action."""
    return {"icon": icon, "title": title, "text": text, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("desk/progress.html")
def progress(done: int, total: int, label: str = "", note: str = "") -> dict[str, Any]:
    """How far: `done` of `total`, with `note` for rate, time left or failures."""
    share = round(100 * done / total) if total else 0
    return {"done": done, "total": total, "percent": share, "label": label or _("Progress"), "note": note}


@register.inclusion_tag("desk/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, key: str, align: str = "") -> dict[str, str]:
    """A column head that sorts by `?sort=key`, again by `?sort=-key`; filters stay, the place in the list does not."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    for name in CURSORS:
        query.pop(name, None)
    query["sort"] = f"-{key}" if current == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction, "align": align}


@register.simple_block_tag
def table(content: str, caption: str, kind: str = "") -> SafeString:
    """A table that scrolls inside its own region; `kind="stack"` turns rows into blocks on a telephone (`td data-label`)."""
    return format_html(
        '<div class="table-region" role="region" aria-label="{0}" tabindex="0">'
        '<table class="table table-vcenter desk-table {1}">'
        '<caption class="visually-hidden">{0}</caption>{2}</table></div>',
        caption,
        kind,
        content,
    )


@register.simple_tag
def bulk_all() -> SafeString:
    """The head of the column of ticks; shown only where JavaScript can use it."""
    return format_html(
        '<th scope="col" class="tick">'
        '<input type="checkbox" class="form-check-input" data-bulk-all hidden aria-label="{}"></th>',
        _("Select all on this page"),
    )


@register.simple_tag
def bulk_check(record: Any) -> SafeString:
    """The tick of one row, sent as `ref` by the page's bulk form."""
    name = _("Select %(ref)s") % {"ref": record.ref}
    return format_html(
        '<td class="tick">'
        '<input type="checkbox" class="form-check-input" name="ref" value="{}" form="bulk" aria-label="{}"></td>',
        record.ref,
        name,
    )


@register.inclusion_tag("desk/bulk.html", takes_context=True)
def bulk_bar(context: Context, action_url: str, choices: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What to do with the ticked rows: `choices` are (verb, words). It leads to a preview; nothing changes before."""
    return {"action_url": action_url, "choices": choices, "csrf_token": context.get("csrf_token")}


@register.filter
def filesize(value: int | None) -> str:
    """`1.4 MB`; a gap when unknown."""
    return GAP if value is None else filesizeformat(value)


@register.inclusion_tag("desk/digest.html")
def digest(value: str | bytes, name: str = "SHA-256") -> dict[str, str]:
    """A digest, shortened; the whole on request, and a button that copies it."""
    whole = value.hex() if isinstance(value, bytes | memoryview) else str(value or "")
    return {"whole": whole, "short": f"{whole[:8]}…{whole[-6:]}" if len(whole) > 16 else whole, "name": name}
