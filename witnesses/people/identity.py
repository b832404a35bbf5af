"""The form for who somebody is. What is typed goes into the vault and is never written back into a page."""

from __future__ import annotations

from typing import Any

from django import forms

from inquiry.shared.lines import LinesFormField
from witnesses.vault.door import FIELDS, GROUP_LABELS, LONGEST, Groups

UNKEPT = {
    "autocomplete": "off", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false", "data-secret": "",
}  # fmt: skip


class UnspokenLines(forms.Textarea):
    """A box that a page never fills: neither the server nor the browser repeats what was typed, nor sends it to a speller."""

    def __init__(self) -> None:
        super().__init__({"rows": 2, **UNKEPT})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class UnspokenText(forms.TextInput):
    """The same for one line."""

    def __init__(self) -> None:
        super().__init__(dict(UNKEPT))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class IdentityForm(forms.Form):
    """Who somebody is: each field takes one entry to a line. Nothing is required; a group left empty is not deposited.

    The names of the fields begin with `secret`, which the page that repeats refused forms leaves out.
    """

    prefix = "secret"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for group, fields in FIELDS.items():
            for name, field in fields.items():
                self.fields[f"{group}.{name}"] = LinesFormField(
                    label=field.label, required=False, longest=LONGEST, widget=UnspokenLines()
                )

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by group, each group under its label."""
        return [(label, [self[f"{group}.{name}"] for name in FIELDS[group]]) for group, label in GROUP_LABELS.items()]

    def groups(self) -> Groups:
        """What was typed, group by group; a group in which nothing was typed is left out. Only of a valid form."""
        found: Groups = {}
        for key, values in self.cleaned_data.items():
            group, _dot, name = key.partition(".")
            if values:
                found.setdefault(group, {})[name] = values
        return found
