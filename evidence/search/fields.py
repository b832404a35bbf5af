"""Fields of the query language: `type:pdf`, `date:2022-01..2022-02`, each turned into a condition on items.

A value that makes no sense is a QueryError at its place, never an empty result: an empty result would be read as a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from evidence.items.coding import Classification
from evidence.items.models import Items
from evidence.search.query import Field, QueryError
from inquiry.shared.dates import Edtf, EdtfError, Moment, apart, read

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: Mapping[str, Q] = {
    "pdf": Q(media_type="application/pdf"),
    "image": Q(media_type__startswith="image/"),
    "audio": Q(media_type__startswith="audio/"),
    "video": Q(media_type__startswith="video/"),
    "mail": Q(media_type__in=("message/rfc822", "application/mbox", "application/vnd.ms-outlook")),
    "word": Q(media_type__startswith=OFFICE + "wordprocessingml")
    | Q(
        media_type__in=("application/msword", "application/rtf", "text/rtf", "application/vnd.oasis.opendocument.text")
    ),
    "sheet": Q(media_type__startswith=OFFICE + "spreadsheetml")
    | Q(media_type__in=("application/vnd.ms-excel", "text/csv", "application/vnd.oasis.opendocument.spreadsheet")),
    "slides": Q(media_type__startswith=OFFICE + "presentationml")
    | Q(media_type__in=("application/vnd.ms-powerpoint", "application/vnd.oasis.opendocument.presentation")),
    "archive": Q(
        media_type__in=("application/zip", "application/x-tar", "application/gzip", "application/x-7z-compressed")
    ),
    "html": Q(media_type__in=("text/html", "application/xhtml+xml")),
    "text": Q(media_type__startswith="text/"),
}
LANGUAGES = {"english": "en", "russian": "ru", "kazakh": "kk"}


def condition(field: Field, items: Items) -> Q:
    """The condition that `field` sets on `items`.

    Raises:
        QueryError: the value is none for this field.
    """
    if not field.value:
        raise QueryError(_("A value is missing after %(field)s:") % {"field": field.name}, field.start, field.end)
    return BUILDERS[field.name](field, items)


def _type(field: Field, items: Items) -> Q:
    value = field.value.lower()
    if value in TYPES:
        return TYPES[value]
    if "/" in value:
        return Q(media_type=value)
    return Q(name__iendswith="." + value.lstrip("."))


def _language(field: Field, items: Items) -> Q:
    value = field.value.lower()
    code = LANGUAGES.get(value, value)
    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        raise QueryError(_("Write a language as en, ru or kk."), field.start, field.end)
    return Q(language=code)


def _provider(field: Field, items: Items) -> Q:
    return Q(provider__icontains=field.value) | Q(batch__provided_by__icontains=field.value)


def _sender(field: Field, items: Items) -> Q:
    return Q(claimed__claimed_from__icontains=field.value) | Q(claimed__claimed_sender__icontains=field.value)


def _batch(field: Field, items: Items) -> Q:
    return Q(batch__ref=field.value.upper())


def _ref(field: Field, items: Items) -> Q:
    return Q(ref=field.value.upper())


def _classification(field: Field, items: Items) -> Q:
    value = field.value.upper()
    known = {name: code for code in Classification.values for name in (code, Classification(code).name)}
    if value not in known:
        sentence = _("There is no classification “%(value)s”. There are: %(known)s.")
        raise QueryError(
            sentence % {"value": field.value, "known": ", ".join(Classification.values)}, field.start, field.end
        )
    return Q(classification=known[value])


def _date(field: Field, items: Items) -> Q:
    """Items whose date may fall in the range: those whose dates cannot are left out, those without a date too."""
    asked = _asked(field)
    kept = items.exclude(dated="").order_by().values_list("dated", "dated_zone").distinct()
    fitting: dict[str, list[str]] = {}
    for dated, zone in kept:
        if not apart(Moment.of(dated, zone), Moment(asked, zone)):
            fitting.setdefault(zone, []).append(dated)
    found = Q(pk__in=())
    for zone, texts in fitting.items():
        found |= Q(dated_zone=zone, dated__in=texts)
    return found


def _asked(field: Field) -> Edtf:
    text = field.value
    if text.startswith("..") or text.endswith(".."):
        text = f"../{text[2:]}" if text.startswith("..") else f"{text[:-2]}/.."
    try:
        return read(text)
    except EdtfError as error:
        sentence = _("%(problem)s In a search: date:2022, date:2022-01..2022-02, date:2022-01-05.. or date:..2022-02.")
        raise QueryError(sentence % {"problem": error}, field.start, field.end) from error


BUILDERS: Mapping[str, Callable[[Field, Items], Q]] = {
    "type": _type,
    "lang": _language,
    "provider": _provider,
    "from": _sender,
    "date": _date,
    "batch": _batch,
    "class": _classification,
    "ref": _ref,
}
