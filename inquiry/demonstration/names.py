"""Spellings of the names of public persons of the first case, and the one decision that their names call for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from inquiry.demonstration.shelf import Shelf
from inquiry.name_variants import actions
from inquiry.name_variants.models import NameVariant, SameName, Status
from inquiry.shared.names import Scheme

PRESS, RUSSIAN, KAZAKH = Scheme.PRESS, "ru", "kk"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of somebody on the shelf; `begin` also generates what the schemes make of it."""

    key: str
    text: str
    scheme: Scheme
    lang: str = ""
    source: str = ""
    citation: str = ""
    begin: bool = False


SPELLINGS = (
    Spelling(
        "tokayev", "Қасым-Жомарт Кемелұлы Тоқаев", Scheme.PATRONYMIC, KAZAKH, citation="Usual full form in Kazakh"
    ),
    Spelling(
        "tokayev", "Касым-Жомарт Кемелевич Токаев", Scheme.PATRONYMIC, RUSSIAN, citation="Usual full form in Russian"
    ),
    Spelling("tokayev", "Қасым-Жомарт Тоқаев", Scheme.AS_GIVEN, KAZAKH, citation="Usual form in Kazakh", begin=True),
    Spelling("tokayev", "Qasym-Jomart Toqaev", Scheme.KAZ_LATIN_2021, KAZAKH, citation="By the alphabet of 2021"),
    Spelling("kuspan", "Айгүл Құспан", Scheme.AS_GIVEN, KAZAKH, citation="Usual form in Kazakh", begin=True),
    Spelling("kuspan", "Aigul Kuspan", PRESS, "en", "B", "paragraph 5"),
    Spelling("vassilenko", "Роман Василенко", Scheme.AS_GIVEN, RUSSIAN, citation="Usual form in Russian", begin=True),
    Spelling("vassilenko", "Roman Vassilenko", PRESS, "en", "A", "paragraph 6"),
    Spelling("macdonald", "Ken Macdonald", PRESS, "en", "A", "paragraph 2"),
    Spelling("macdonald", "Кен Макдональд", PRESS, RUSSIAN, citation="Russian press", begin=True),
    Spelling("buckland", "Robert Buckland", PRESS, "en", "A", "paragraph 2"),
    Spelling("buckland", "Роберт Бакленд", PRESS, RUSSIAN, citation="Russian press", begin=True),
    Spelling("rushanara", "Рушанара Али", PRESS, RUSSIAN, citation="Russian press", begin=True),
    Spelling("tayab", "Тайаб Али", PRESS, RUSSIAN, citation="Russian press", begin=True),
)
TWO_ALIS = "One is a commissioner and member of parliament, the other a partner of the secretariat's law firm."


@transaction.atomic
def load(shelf: Shelf) -> int:
    """Record the spellings and decide that the two people called Ali are two; what is there stays. Returns how many."""
    for one in SPELLINGS:
        _record(shelf, one)
    one, other = (shelf.records[key] for key in ("rushanara", "tayab"))
    if not SameName.objects.filter(inquiry=shelf.inquiry).exists():
        decider = shelf.people["analyst"]
        actions.decide(one.ref, other.ref, by=decider, decision="different", reason=TWO_ALIS)
    return NameVariant.objects.filter(inquiry=shelf.inquiry).count()


def _record(shelf: Shelf, one: Spelling) -> None:
    about = shelf.records[one.key]
    if NameVariant.objects.filter(about_ref=about.ref, text=one.text).exclude(status=Status.GENERATED).exists():
        return
    source = shelf.records[one.source] if one.source else None
    actions.assert_variant(
        about_ref=about.ref, text=one.text, scheme=one.scheme, lang=one.lang, source=source, citation=one.citation,
        by=shelf.writer,
    )  # fmt: skip
    if one.begin:
        actions.generate(about.ref, name=one.text, by=shelf.writer)
