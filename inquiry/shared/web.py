"""What every page does alike: find the record or say 404, list by pages, put a form's values into an action."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError
from django.db.models import Field, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from inquiry.shared.tables import taken
from inquiry.shared.workflow import Refused

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PAGE = 50


def found(queryset: QuerySet[M], **lookup: Any) -> M:
    """The one record that `lookup` names among those already narrowed to what the reader may see.

    Raises:
        Http404: none; the same whether it is hidden or missing.
    """
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, ValidationError) as missing:  # type: ignore[attr-defined]
        raise Http404 from missing


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: rows, and the addresses of the next and of the first page (empty where there is none)."""

    rows: Sequence[Any]
    next_url: str
    first_url: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows behind `values` in `order`: (a, b) > (x, y) written out, with each key's own direction."""
    condition = Q()
    for depth in range(len(order)):
        same = Q(**{order[i].lstrip("-"): values[i] for i in range(depth)})
        key = order[depth]
        step = "lt" if key.startswith("-") else "gt"
        condition |= same & Q(**{f"{key.lstrip('-')}__{step}": values[depth]})
    return condition


def paged(http: HttpRequest, rows: QuerySet[M], order: Sequence[str] = ("-id",), size: int = PAGE) -> Page:
    """One page by keyset: as fast at the hundred-thousandth row as at the first, and never a count of everything.

    Args:
        order: field names, the last one unique; none may be null.
    """
    after = _read_cursor(http.GET.get("after", ""), len(order))
    if after is not None:
        rows = rows.filter(_after(order, _fitting(rows, order, after)))
    batch = list(rows.order_by(*order)[: size + 1])
    query = {key: value for key, value in http.GET.items() if key != "after" and value}
    following = ""
    if len(batch) > size:
        last = batch[size - 1]
        values = [_attribute(last, key.lstrip("-")) for key in order]
        cursor = base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()
        following = "?" + urlencode({**query, "after": cursor})
    first = "?" + urlencode(query) if after is not None else ""
    return Page(batch[:size], following, first)


def _attribute(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name)
    return record


def _read_cursor(text: str, length: int) -> list[Any] | None:
    """The values of a cursor; None for none. A cursor nobody made here is 404, not an error."""
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text.encode()))
    except (ValueError, RecursionError) as broken:
        raise Http404 from broken
    if not isinstance(values, list) or len(values) != length or any(isinstance(v, list | dict) for v in values):
        raise Http404
    return values


def _fitting(rows: QuerySet[M], order: Sequence[str], values: Sequence[Any]) -> list[Any]:
    """The values of a cursor as the fields of `order` hold them. One that cannot stand in its field is 404."""
    return [_value(_field(rows, key.lstrip("-")), value) for key, value in zip(order, values, strict=True)]


def _field(rows: QuerySet[Any], path: str) -> Field[Any, Any]:
    """The field at the end of `path` (`person__name`), or that of a computed column."""
    model, found = rows.model, None
    for name in path.split("__"):
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            computed: Field[Any, Any] = rows.query.annotations[name].output_field
            return computed
        model = found.related_model
    return found  # type: ignore[return-value]


def _value(field: Field[Any, Any], value: Any) -> Any:
    try:
        text = str(value).encode()
        fit = field.to_python(value)
    except (ValidationError, TypeError, ValueError, OverflowError) as strange:
        raise Http404 from strange
    if fit is None or b"\0" in text:
        raise Http404
    return fit


def filtered(rows: QuerySet[M], form: forms.Form, lookups: dict[str, str]) -> QuerySet[M]:
    """`rows` narrowed by what was chosen in the filter `form`: field → lookup. What does not fit narrows nothing."""
    if not form.is_valid():
        return rows
    chosen = {lookup: form.cleaned_data[name] for name, lookup in lookups.items()}
    return rows.filter(**{lookup: value for lookup, value in chosen.items() if value not in (None, "")})


def panel(http: HttpRequest, fragment: str, title: Any, context: dict[str, Any]) -> HttpResponse:
    """A panel: the fragment for HTMX, a whole page for whoever followed the link."""
    template = fragment if http.headers.get("HX-Request") else "inquiry/panel_page.html"
    return render(http, template, {"fragment": fragment, "panel_title": title, **context})


def act(http: HttpRequest, form: forms.BaseForm, action: Callable[..., T], *args: Any, **fields: Any) -> T | None:
    """Call `action` with the form's cleaned values when it was posted and is valid.

    What the action refuses becomes an error of the form, which stays filled: nothing typed is lost; the same when somebody
    else recorded the same a moment before. The refusal is audited by the `Refusals` middleware's note on the request.

    Returns:
        What the action returned; None when the page has to show the form (again).
    """
    if http.method != "POST" or not form.is_valid():
        return None
    try:
        return action(*args, **{**form.cleaned_data, **fields})
    except ValidationError as invalid:
        _place(form, invalid)
    except (Refused, IntegrityError) as error:
        refusal = error if isinstance(error, Refused) else taken(error)
        if refusal is None:
            raise
        form.add_error(None, str(refusal))
        http.refusals = [*getattr(http, "refusals", []), refusal]  # type: ignore[attr-defined]
    return None


def _place(form: forms.BaseForm, invalid: ValidationError) -> None:
    """Put a model's objections beside the fields they are about, or above the form."""
    if not hasattr(invalid, "error_dict"):
        form.add_error(None, invalid)
        return
    for name, errors in invalid.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def form_page(
    http: HttpRequest, template: str, form: forms.BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """A page with a form: 200 when fresh, 422 when what was sent does not fit, 409 when it was refused."""
    status = 200
    if form.is_bound and form.errors:
        status = 409 if getattr(http, "refusals", None) else 422
    return render(http, template, {"form": form, **(context or {})}, status=status)
