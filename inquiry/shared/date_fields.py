"""Imprecise times in models and forms: EDTF text beside an IANA zone and a basis.

One imprecise time is three columns that share a stem, and a property that joins them:

    held = EdtfField(blank=True)
    held_zone = ZoneField()
    held_basis = BasisField()
    held_moment = MomentOf("held")      # Moment | None

Pages show `shown(record.held_moment)`; `MomentOf` has no column and no migration.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiry.shared.dates import Basis, Edtf, EdtfError, Moment, parse, read, zone_named

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # the browser's own picker takes no other format
COMMON_ZONES = ("Asia/Almaty", "Europe/London", "UTC", "Europe/Brussels", "Europe/Moscow", "Asia/Aqtobe")
DATE_HELP = _(
    "As exactly as it is known and no more: 16 January 2023, 16.01.2023, January 2023, 2023, 16 January 2023 20:00, "
    "16 January 2023 evening, about 16 January 2023, before 16 January 2023, 8–14 January 2023. "
    "Add ? when the source is unsure."
)


def validate_edtf(text: str) -> None:
    """Raise ValidationError, with a sentence and an example, unless `text` is canonical EDTF."""
    _or_invalid(text)


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA zone."""
    try:
        zone_named(name)
    except EdtfError as error:
        raise ValidationError(str(error), code="zone") from error


def _or_invalid(text: str, *, friendly: bool = False) -> Edtf:
    try:
        return read(text) if friendly else parse(text)
    except EdtfError as error:
        raise ValidationError(str(error), code="edtf") from error


class EdtfFormField(forms.CharField):
    """Takes what people type for a date and gives canonical EDTF text."""

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        """`max_length` is that of the column; friendly input may be longer than what it becomes."""
        kwargs["help_text"] = kwargs.get("help_text") or DATE_HELP
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(max_length=None if max_length is None else max_length * 3, **kwargs)

    def to_python(self, value: Any) -> str:
        """Canonical text, or "" for nothing typed."""
        text = super().to_python(value) or ""
        return _or_invalid(text, friendly=True).text if text.strip() else ""


class EdtfField(TextColumn):
    """Canonical EDTF text (see `inquiry.shared.dates`); what is not EDTF is never written."""

    description = "An imprecise date or time (EDTF)"
    default_validators = [validate_edtf]  # noqa: RUF012 - as Django declares it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As CharField; 80 characters unless told."""
        kwargs.setdefault("max_length", 80)
        super().__init__(*args, **kwargs)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Refuse to store what `parse` refuses, whichever way it came."""
        if isinstance(value, str) and value:
            _or_invalid(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """The field that accepts friendly input."""
        return super().formfield(*args, **{"form_class": EdtfFormField, **kwargs})


@lru_cache(maxsize=1)
def zone_choices() -> Sequence[tuple[Any, Any]]:
    """Common zones first, then all others by region."""
    others = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [
        (_("Common"), [(name, name.replace("_", " ")) for name in COMMON_ZONES]),
        (_("All"), [(name, name.replace("_", " ")) for name in others if name not in COMMON_ZONES]),
    ]


class ZoneField(TextColumn):
    """An IANA zone name. Its list of choices lives in the form only, so that migrations and the API stay short."""

    description = "A time zone (IANA name)"
    default_validators = [validate_zone]  # noqa: RUF012 - as Django declares it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As CharField; 40 characters and Asia/Almaty unless told."""
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("default", "Asia/Almaty")
        super().__init__(*args, **kwargs)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """A list to choose from; the column's length has no say in it."""
        return super().formfield(*args, **{"form_class": ZoneFormField, **kwargs})


class ZoneFormField(forms.ChoiceField):
    """A choice of all zones, the usual ones first."""

    def __init__(self, *, max_length: int | None = None, empty_value: str | None = None, **kwargs: Any) -> None:
        """The text field's options are taken and not needed: a zone is chosen, not typed."""
        super().__init__(**{"choices": zone_choices, **kwargs})


class BasisField(TextColumn):
    """How the date beside it is known (`Basis`)."""

    description = "How a date is known"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As CharField with the choices of `Basis`; stated in the source unless told."""
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("choices", Basis.choices)
        kwargs.setdefault("default", Basis.STATED)
        super().__init__(*args, **kwargs)


def moment(record: models.Model, stem: str) -> Moment | None:
    """The imprecise time that `record` carries in `stem`, `stem`_zone and `stem`_basis; None when it is empty.

    Raises:
        EdtfError: the columns hold what was never valid.
    """
    text: str = getattr(record, stem)
    if not text:
        return None
    return Moment.of(text, getattr(record, f"{stem}_zone"), getattr(record, f"{stem}_basis", Basis.STATED))


class MomentOf:
    """A read-only property that joins the three columns of one imprecise time."""

    def __init__(self, stem: str) -> None:
        """`stem` is the name of the EDTF column."""
        self.stem = stem

    def __get__(self, record: models.Model, owner: type[models.Model] | None = None) -> Moment | None:
        return moment(record, self.stem)
