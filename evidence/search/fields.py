"""Fields of the query language: `type:pdf`, `date:2022-01..2022-02`, each turned into a condition on entries of the index.

A value that makes no sense is a QueryError at its place, never an empty result: an empty result would be read as a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from django.db.models import Q
from django.utils.translation import gettext as _
from tantivy import FieldType, Query

from evidence.ingestion import names
from evidence.items.coding import Classification, Outcome
from evidence.items.models import Item
from evidence.search import engine
from evidence.search.asker import Asker, asked
from evidence.search.dating import FAR, minutes
from evidence.search.lexemes import escaped
from evidence.search.query import Field, QueryError
from evidence.search.scope import both, condition, either, numbered, term
from evidence.search.terms import phrase_of
from inquiry.accounts.models import User
from inquiry.commission.mandate.models import MandateArea
from inquiry.shared.dates import Edtf, EdtfError, read

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: Mapping[str, tuple[str, ...]] = {
    "pdf": ("application/pdf",),
    "image": ("image/*",),
    "audio": ("audio/*",),
    "video": ("video/*",),
    "mail": ("message/rfc822", "application/mbox", "application/vnd.ms-outlook"),
    "word": (
        f"{OFFICE}wordprocessingml*", "application/msword", "application/rtf", "text/rtf",
        "application/vnd.oasis.opendocument.text",
    ),
    "sheet": (
        f"{OFFICE}spreadsheetml*", "application/vnd.ms-excel", "text/csv", "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "slides": (
        f"{OFFICE}presentationml*", "application/vnd.ms-powerpoint", "application/vnd.oasis.opendocument.presentation",
    ),
    "archive": (
        "application/zip", "application/x-tar", "application/gzip", "application/x-7z-compressed", "application/vnd.rar",
    ),
    "html": ("text/html", "application/xhtml+xml"),
    "text": ("text/*",),
}  # fmt: skip
LANGUAGES = {"english": "en", "russian": "ru", "kazakh": "kk"}
HAS = ("text", "attachment", "children", "pages", "ocr", "date")


def question(field: Field, asker: Asker) -> Query:
    """The condition that `field` sets on entries.

    Raises:
        QueryError: the value is none for this field.
    """
    if not field.value:
        raise QueryError(_("A value is missing after %(field)s:") % {"field": field.name}, field.start, field.end)
    return BUILDERS[field.name](field, asker)


def _one_of(field: Field, known: Mapping[str, str], sentence: str) -> str:
    """What the value means among the known, or a complaint that proposes one that is close."""
    value = field.value.lower()
    if value in known:
        return known[value]
    raise _none_such(field, known, sentence)


def _none_such(field: Field, known: Iterable[str], sentence: str) -> QueryError:
    """The complaint about a value; `sentence` has the places %(value)s and %(known)s."""
    known = list(known)
    close = get_close_matches(field.value.lower(), known, 1, 0.5)
    said = sentence % {"value": field.value, "known": ", ".join(known)}
    if close:
        said += " " + _("Did you mean %(close)s?") % {"close": close[0]}
    return QueryError(said, field.start, field.end)


def _type(field: Field, asker: Asker) -> Query:
    value = field.value.lower()
    if value in TYPES:
        return either([_media_type(one) for one in TYPES[value]])
    query = _media_type(value) if "/" in value else term("ending", "." + value.lstrip("."))
    if names.known(value.lstrip(".")) or _there(query, asker):
        return query
    raise _none_such(
        field, TYPES, _("There is no type “%(value)s”, and no item of it that you may read. There are: %(known)s.")
    )


def _there(query: Query, asker: Asker) -> bool:
    """Whether anything that `asker.by` may read answers: what others may read makes no difference to what they are told."""
    if not isinstance(asker.by, User):
        return False
    within = both([query, condition(asker.by)])
    return bool(asked(lambda: asker.searcher.search(within, 1, False)).hits)


def _media_type(value: str) -> Query:
    if not value.endswith("*"):
        return term("type", value)
    return Query.regex_query(engine.schema(), "type", escaped(value[:-1]) + ".*")


def _language(field: Field, asker: Asker) -> Query:
    value = field.value.lower()
    code = LANGUAGES.get(value, value)
    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        raise QueryError(_("Write a language as en, ru or kk."), field.start, field.end)
    query = term("lang", code)
    if code in LANGUAGES.values() or _there(query, asker):
        return query
    known = {**dict.fromkeys(LANGUAGES.values()), **dict.fromkeys(LANGUAGES)}
    raise _none_such(
        field, known, _("There is no item in “%(value)s” that you may read. Languages that are told apart: %(known)s.")
    )


def _said_in(field: Field, asker: Asker, where: str) -> Query:
    """The words stand in what the item says there, found as in its text: in any form and script."""
    phrase = phrase_of(field.value, field.start, field.end, loose=True)
    if phrase is None:
        raise QueryError(_("There is no word after %(field)s:") % {"field": field.name}, field.start, field.end)
    return replace(asker, field=where).question(phrase)


def _sender(field: Field, asker: Asker) -> Query:
    return _said_in(field, asker, "sender")


def _receiver(field: Field, asker: Asker) -> Query:
    return _said_in(field, asker, "receiver")


def _subject(field: Field, asker: Asker) -> Query:
    return _said_in(field, asker, "subject")


def _provider(field: Field, asker: Asker) -> Query:
    return _said_in(field, asker, "provider")


def _of_rows(name: str, found: Iterable[int]) -> Query:
    return numbered(name, list(found))


def _batch(field: Field, asker: Asker) -> Query:
    """Items of a batch. One that is not there and one that may not be seen are told of in the same sentence."""
    within = Item.objects.readable_by(asker.by).filter(batch__ref=field.value.upper())
    found = list(within.values_list("batch_id", flat=True)[:1])
    if not found:
        sentence = _("There is no batch “%(ref)s” with items that you may read.") % {"ref": field.value}
        raise QueryError(sentence, field.start, field.end)
    return numbered("batch", found)


def _ref(field: Field, asker: Asker) -> Query:
    return _of_rows(
        "id", Item.objects.readable_by(asker.by).filter(ref=field.value.upper()).values_list("pk", flat=True)
    )


def _area(field: Field, asker: Asker) -> Query:
    """Items of the area, and of the parts of it."""
    code = field.value
    seen = MandateArea.objects.visible_to(asker.by)
    named = seen.filter(Q(code__iexact=code) | Q(parent__code__iexact=code))
    found = list(named.values_list("pk", flat=True))
    if not found:
        raise QueryError(_("There is no area “%(code)s”.") % {"code": code}, field.start, field.end)
    return numbered("area", found)


def _classification(field: Field, asker: Asker) -> Query:
    known = {name.lower(): code for code in Classification.values for name in (code, Classification(code).name)}
    return term("class", _one_of(field, known, _("There is no classification “%(value)s”. There are: %(known)s.")))


def _status(field: Field, asker: Asker) -> Query:
    known = {code: code for code in Outcome.values}
    return term("status", _one_of(field, known, _("There is no outcome “%(value)s”. There are: %(known)s.")))


def _has(field: Field, asker: Asker) -> Query:
    sentence = _("“%(value)s” cannot be asked for with has:. There are: %(known)s.")
    return term("has", _one_of(field, {name: name for name in HAS}, sentence))


def _date(field: Field, asker: Asker) -> Query:
    """Items whose date may fall in the range, the one given to them, else the one that they claim of themselves.

    Those whose dates cannot are left out, those without a date too.
    """
    first, last = _asked(field)
    return both([_between("earliest", -FAR, last), _between("latest", first, FAR)])


def _received(field: Field, asker: Asker) -> Query:
    return _between("received", *_asked(field))


def _between(name: str, first: int, last: int) -> Query:
    return Query.range_query(engine.schema(), name, FieldType.Integer, first, last)


def _asked(field: Field) -> tuple[int, int]:
    """The first and last minute that are asked for, by the clock of whatever they are compared with."""
    asked = _read(field)
    if any(point.offset is not None for point in asked.points):
        sentence = _("Leave out the distance from UTC: the date of each item is read by its own clock.")
        raise QueryError(sentence, field.start, field.end)
    first = minutes(asked.start.first - asked.start.margin) if asked.start else -FAR
    last = minutes(asked.end.last + asked.end.margin) if asked.end else FAR
    return first, last


def _read(field: Field) -> Edtf:
    text = field.value
    if text.startswith("..") or text.endswith(".."):
        text = f"../{text[2:]}" if text.startswith("..") else f"{text[:-2]}/.."
    try:
        return read(text)
    except EdtfError as error:
        sentence = _("%(problem)s In a search: date:2022, date:2022-01..2022-02, date:2022-01-05.. or date:..2022-02.")
        raise QueryError(sentence % {"problem": error}, field.start, field.end) from error


BUILDERS: Mapping[str, Callable[[Field, Asker], Query]] = {
    "type": _type,
    "lang": _language,
    "from": _sender,
    "to": _receiver,
    "subject": _subject,
    "provider": _provider,
    "date": _date,
    "received": _received,
    "has": _has,
    "area": _area,
    "batch": _batch,
    "class": _classification,
    "status": _status,
    "ref": _ref,
}
