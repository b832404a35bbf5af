"""A form for people who do not type queries: what is filled in becomes a query, which is shown and can be changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.search import naming
from evidence.search.facets import LANGUAGES
from evidence.search.fields import HAS, TYPES
from evidence.search.grammar import FARTHEST
from evidence.search.words import tokens
from inquiry.commission.mandate.models import MandateArea

OPERATOR = re.compile(r"(AND|OR|NOT|NEAR(/\d+)?)$")
PLAIN = re.compile(r"\w[\w*?-]*~?[12]?$")
WILD = "*?~"
QUOTES = {ord(c): " " for c in '"“”«»„()'}
TYPE_WORDS = {
    "pdf": _("PDF"),
    "image": _("Pictures"),
    "audio": _("Sound"),
    "video": _("Video"),
    "mail": _("E-mail"),
    "word": _("Text documents"),
    "sheet": _("Spreadsheets"),
    "slides": _("Presentations"),
    "archive": _("Archives"),
    "html": _("Web pages"),
    "text": _("Plain text"),
}
HAS_WORDS = {
    "text": _("text that could be read"),
    "attachment": _("attachments"),
    "children": _("files inside"),
    "pages": _("pages"),
    "ocr": _("pages read by text recognition"),
    "date": _("a date"),
}


def _choices(known: Iterable[str], words: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", _("any")), *((one, words.get(one, one)) for one in known)]


class QueryForm(forms.Form):
    """What may be looked for; each field that is filled in narrows the answer."""

    all = forms.CharField(label=_("All of these words"), required=False, max_length=200)
    phrase = forms.CharField(label=_("These words next to each other"), required=False, max_length=200)
    any = forms.CharField(label=_("Any of these words"), required=False, max_length=200)
    none = forms.CharField(label=_("None of these words"), required=False, max_length=200)
    names = forms.CharField(
        label=_("Names, in any spelling"),
        required=False,
        max_length=200,
        help_text=_(
            "In either order, with at most two words between. Several with commas between: any of them is enough."
        ),
    )
    near_first = forms.CharField(label=_("This word or phrase"), required=False, max_length=100)
    near_second = forms.CharField(label=_("near this one"), required=False, max_length=100)
    distance = forms.IntegerField(label=_("within so many words"), required=False, min_value=1, max_value=FARTHEST)
    type = forms.ChoiceField(label=_("Kind"), required=False, choices=_choices(TYPES, TYPE_WORDS))
    lang = forms.ChoiceField(label=_("Language"), required=False, choices=_choices(LANGUAGES, LANGUAGES))
    sender = forms.CharField(label=_("Sender of an e-mail"), required=False, max_length=100)
    provider = forms.CharField(label=_("Provided by"), required=False, max_length=100)
    since = forms.DateField(label=_("Dated from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("to"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    area = forms.ModelChoiceField(
        label=_("Area of the mandate"), required=False, queryset=MandateArea.objects.none(), to_field_name="code"
    )
    has = forms.ChoiceField(label=_("It has"), required=False, choices=_choices(HAS, HAS_WORDS))

    def __init__(self, areas: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("near_first")) != bool(given.get("near_second")):
            self.add_error("near_second", _("Two are needed, to be near each other."))
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("This lies before the day on the left."))
        return given


def composed(given: dict[str, Any]) -> str:
    """The query that the fields mean; "" when none is filled in.

    Args:
        given: cleaned values by the names of the form's fields.
    """
    parts = [
        *(_word(word) for word in _words(given, "all")),
        _phrase(given.get("phrase") or ""),
        _either([_word(word) for word in _words(given, "any")]),
        _either([_name(name) for name in (given.get("names") or "").split(",")]),
        _near(given),
        *(part for field, told in FIELDS.items() if (part := told(field, given))),
        *(f"NOT {word}" for word in map(_word, _words(given, "none")) if word),
    ]
    return " ".join(part for part in parts if part)


def _words(given: dict[str, Any], name: str) -> list[str]:
    return (given.get(name) or "").translate(QUOTES).split()


def _word(word: str) -> str:
    """A word as it can stand in a query: what would mean something else there goes between quotation marks."""
    if PLAIN.match(word) and not OPERATOR.match(word):
        return word
    return _phrase(word)


def _phrase(text: str) -> str:
    words = text.translate(QUOTES).split()
    if not any(True for _word in tokens(" ".join(words))):
        return ""
    return (
        _word(words[0])
        if len(words) == 1 and PLAIN.match(words[0]) and not OPERATOR.match(words[0])
        else _quoted(words)
    )


def _name(text: str) -> str:
    """A name as lists of names look for it; one with wildcards as it was typed."""
    if any(sign in text for sign in WILD):
        return _phrase(text)
    found = naming.query(text)
    return f"({found})" if " AND " in found else found


def _quoted(words: list[str]) -> str:
    return f'"{" ".join(words)}"'


def _either(parts: list[str]) -> str:
    kept = [part for part in parts if part]
    return f"({' OR '.join(kept)})" if len(kept) > 1 else "".join(kept)


def _near(given: dict[str, Any]) -> str:
    first, second = (_phrase(given.get(name) or "") for name in ("near_first", "near_second"))
    return f"{first} NEAR/{given.get('distance') or 10} {second}" if first and second else ""


def _value(field: str, given: dict[str, Any]) -> str:
    value = str(given.get({"from": "sender"}.get(field, field)) or "").translate(QUOTES).strip()
    if not value:
        return ""
    return f"{field}:{value}" if re.fullmatch(r"[\w-]+", value) else f'{field}:"{value}"'


def _date(field: str, given: dict[str, Any]) -> str:
    since, until = (given[name].isoformat() if given.get(name) else "" for name in ("since", "until"))
    return f"{field}:{since}..{until}" if since or until else ""


def _area(field: str, given: dict[str, Any]) -> str:
    area = given.get("area")
    return _value(field, {"area": area.code}) if area else ""


FIELDS: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "type": _value,
    "lang": _value,
    "from": _value,
    "provider": _value,
    "date": _date,
    "area": _area,
    "has": _value,
}
