"""What an identity consists of: groups that are sealed apart, and the fields in each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily

GROUPS = ("names", "contact", "family", "location", "documents")
MOST_VALUES = 40  # of one field in one deposit
LONGEST = 500  # characters of one value

Fields = dict[str, list[str]]
Groups = dict[str, Fields]


@dataclass(frozen=True, slots=True)
class Field:
    """`kind` says as what the shield looks for it in texts: name, phone, document, address, handle, email; "" for not."""

    label: Any
    kind: str


FIELDS: dict[str, dict[str, Field]] = {
    "names": {
        "full": Field(lazily("Full name"), "name"),
        "other": Field(lazily("Other names, nicknames, former names, other spellings"), "name"),
    },
    "contact": {
        "phone": Field(lazily("Telephone numbers"), "phone"),
        "email": Field(lazily("E-mail addresses"), "email"),
        "handle": Field(lazily("Accounts in messengers and social networks"), "handle"),
        "arrangement": Field(lazily("How to get in touch safely"), ""),
    },
    "family": {
        "relative": Field(lazily("Names of relatives"), "name"),
        "relation": Field(lazily("Who they are to each other"), ""),
    },
    "location": {
        "address": Field(lazily("Addresses"), "address"),
        "workplace": Field(lazily("Employers and places of work or study"), "address"),
        "birthplace": Field(lazily("Place of birth"), ""),
    },
    "documents": {
        "number": Field(lazily("Numbers of documents, IIN, case files"), "document"),
        "birth_date": Field(lazily("Date of birth"), ""),
        "other": Field(lazily("Other marks by which they are known"), ""),
    },
}
GROUP_LABELS = {
    "names": lazily("Names"),
    "contact": lazily("Contact"),
    "family": lazily("Family"),
    "location": lazily("Places"),
    "documents": lazily("Documents"),
}


def cleaned(group: str, fields: Any) -> Fields:
    """The fields as they are sealed: blanks around values gone, empty ones left out, none twice.

    Raises:
        ValidationError: an unknown group or field, nothing at all, or too much. It never repeats a value.
    """
    if group not in FIELDS:
        raise ValidationError(_("The vault knows no such group of fields."))
    if not isinstance(fields, dict) or not set(fields) <= set(FIELDS[group]):
        raise ValidationError(_("The vault knows no such field in this group."))
    found = {name: _values(values) for name, values in fields.items()}
    found = {name: values for name, values in found.items() if values}
    if not found:
        raise ValidationError(_("There is nothing to deposit."))
    return found


def _values(values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValidationError(_("A field of the vault is a list of texts."))
    kept = list(dict.fromkeys(value.strip() for value in values if value.strip()))
    if len(kept) > MOST_VALUES or any(len(value) > LONGEST for value in kept):
        raise ValidationError(
            _("A field holds at most %(most)d values of %(longest)d characters.")
            % {"most": MOST_VALUES, "longest": LONGEST}
        )
    return kept


def merged(versions: list[Fields]) -> Fields:
    """One set of fields from all versions of a group, given oldest first: newest values first, none twice.

    Whoever deposits cannot read what is there, so a later deposit adds to it and never takes anything away.
    """
    found: dict[str, dict[str, None]] = {}
    for fields in reversed(versions):
        for name, values in fields.items():
            found.setdefault(name, {}).update(
                dict.fromkeys(value for value in values if value not in found.get(name, {}))
            )
    return {name: list(values) for name, values in found.items()}
