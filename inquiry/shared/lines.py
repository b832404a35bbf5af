"""A list of short texts in one column: other spellings of a name, typed one to a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    ListColumn = ArrayField[list[str], list[str]]
else:
    ListColumn = ArrayField

LONGEST = 200
MOST = 50


class LinesFormField(forms.CharField):
    """A text box in which each line is one entry; gives a list without blanks and repetitions."""

    def __init__(self, *, longest: int = LONGEST, **options: Any) -> None:
        self.longest = longest
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        kept = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if any(len(line) > self.longest for line in kept) or len(kept) > MOST:
            raise ValidationError(
                _("At most %(most)s lines of %(longest)s characters.") % {"most": MOST, "longest": self.longest}
            )
        return kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))


class LinesField(ListColumn):
    """A PostgreSQL array of texts, empty rather than null."""

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        options.setdefault("base_field", models.CharField(max_length=LONGEST))
        options.setdefault("size", MOST)
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(verbose_name=verbose_name, **options)

    def formfield(self, **options: Any) -> Any:
        return models.Field.formfield(self, form_class=LinesFormField, **options)
