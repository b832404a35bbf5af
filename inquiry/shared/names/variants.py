"""The spellings under which one name may be met, each with the scheme that makes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from inquiry.shared.names.keys import DROPPED, WORD, unmixed
from inquiry.shared.names.schemes import (
    KAZAKH_LATIN,
    Scheme,
    cyrillic_candidates,
    each_word,
    in_press,
    is_cyrillic,
    is_kazakh,
    kazakh_cyrillic,
    kazakh_spellings,
    romanised,
    russian_spellings,
)

MOST = 60
_INVISIBLE = {code: None for code in DROPPED if not chr(code).isprintable()}


@dataclass(frozen=True, slots=True)
class Variant:
    """One spelling: `script` is Cyrl or Latn; `lang` the language whose Cyrillic it came from, "" for a Latin name as given."""

    text: str
    script: str
    lang: str
    scheme: Scheme
    status: str = "generated"


def cleaned(name: str) -> str:
    """The name without invisible characters and in one script to a word: what homoglyphs and soft hyphens hide."""
    text = unicodedata.normalize("NFKC", name).translate(_INVISIBLE)
    text = unicodedata.normalize("NFC", WORD.sub(lambda found: unmixed(found[0]), text))
    return " ".join(text.split())


def variants(name: str) -> list[Variant]:
    """The spellings of a name, its own first, at most 60, without repetition, always in the same order.

    Cyrillic spellings in Russian and in Kazakh come before what the Latin schemes make of them. Homoglyphs and invisible
    characters are read away, never generated.
    """
    text = cleaned(name)
    if not any(c.isalpha() for c in text):
        return []
    found: dict[str, Variant] = {}
    for one in _all(text):
        if any(c.isalpha() for c in one.text):
            found.setdefault(one.text, one)
    return list(found.values())[:MOST]


def _all(text: str) -> Iterator[Variant]:
    bases = list(_cyrillic(text))
    own_script = "Cyrl" if is_cyrillic(text) else "Latn"
    yield Variant(text, own_script, bases[0][1] if own_script == "Cyrl" else "", Scheme.AS_GIVEN)
    if own_script == "Cyrl" or is_kazakh(text):
        bases = bases[:6]
    for base, lang in bases:
        yield Variant(base, "Cyrl", lang, Scheme.AS_GIVEN)
    for base, lang in bases[:4]:
        yield from _latin(base, lang)
    for base, lang in bases:
        for spelling in in_press(base):
            yield Variant(spelling, "Latn", lang, Scheme.PRESS)


def _cyrillic(text: str) -> Iterator[tuple[str, str]]:
    """The name in Cyrillic: (spelling, language), the surest first."""
    if not is_cyrillic(text):
        if not KAZAKH_LATIN.isdisjoint(text.casefold()):
            yield from _from_kazakh(each_word(text, lambda word: [kazakh_cyrillic(word)])[0])
            return
        russian = each_word(text, lambda word: cyrillic_candidates(word, "ru"))
        for spelling in russian:
            yield spelling, "ru"
        for spelling in each_word(text, lambda word: cyrillic_candidates(word, "kk"), 2):
            yield spelling, "kk"
    elif is_kazakh(text):
        yield from _from_kazakh(text)
    else:
        yield text, "ru"
        for spelling in each_word(text, kazakh_spellings, 2):
            yield spelling, "kk"


def _from_kazakh(text: str) -> Iterator[tuple[str, str]]:
    yield text, "kk"
    for spelling in each_word(text, russian_spellings):
        yield spelling, "ru"


def _latin(base: str, lang: str) -> Iterator[Variant]:
    for scheme in (Scheme.BGN_PCGN, Scheme.PASSPORT_ICAO, Scheme.ISO9, Scheme.KAZ_LATIN_2021, Scheme.GOST):
        if (scheme is Scheme.GOST and lang == "kk") or (scheme is Scheme.KAZ_LATIN_2021 and lang == "ru"):
            continue
        yield Variant(romanised(base, scheme, lang), "Latn", lang, scheme)
