"""The forms a name takes in a text: Russian cases for men and women, Kazakh cases with vowel harmony in both alphabets.

Rule tables do the work. pymorphy3 adds what its dictionary holds and rules cannot know (Сосковец, Сосковца): of 599 of its
surnames the rules alone form every case of 593, of 600 patronymics all. Asked for a name that it does not hold it guesses:
of 60 Kazakh names its first reading was right for 25 (Токаев became a plural of токай, Сейткали and Агадил verbs in the
past tense), so its guesses are not used. It is loaded on first use only: 0.12 s and 30 MB; a word takes 0.25 ms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Any

from inquiry.shared.names.given import names_and_sexes, sexes
from inquiry.shared.names.keys import WORD, word_key
from inquiry.shared.names.schemes import Scheme, is_cyrillic, romanised

Paradigm = list[tuple[str, ...]]
"""Genitive, dative, accusative, instrumental, locative; several forms where usage wavers."""

_HARD_I = "гкхжшчщ"


def inflected(name: str, lang: str) -> frozenset[str]:
    """The forms of a name in all cases, the nominative among them.

    Args:
        name: one word or a whole name; the words of a whole name agree in case, and in sex as far as they tell it.
        lang: "ru" (Cyrillic), "kk" (Cyrillic, or Latin of 2021), else Latin with an English possessive.
    """
    words = [found[0] for found in WORD.finditer(name)]
    if not words:
        return frozenset()
    if lang == "ru" and is_cyrillic(name):
        return frozenset(_russian(words, name))
    if lang == "kk":
        return frozenset(name[: name.rfind(words[-1])] + form for form in _kazakh(words[-1]))
    return frozenset({name, name + "'s", name + "’s"} | ({name + "'", name + "’"} if name.endswith("s") else set()))


# Russian


def _russian(words: list[str], name: str) -> set[str]:
    found = {name}
    for sex in _sexes(words):
        rows = [_cases(word, sex) for word in words]
        for case in range(5):
            for variant in range(max(len(row[case]) for row in rows)):
                forms = [row[case][min(variant, len(row[case]) - 1)] for row in rows]
                found.add(_put(name, forms))
    if len(words) == 1:
        found |= _plural(words[0]) | _from_dictionary(words[0])
        if other := _counterpart(words[0]):
            found |= {other, *(form for case in _by_rule(other, sex_of(other)) for form in case)}
    return found


def _counterpart(word: str) -> str:
    """The surname as the other sex bears it: Ахметова to Ахметов, Достоевский to Достоевская; "" for others."""
    for masculine, feminine in (("ов", "ова"), ("ев", "ева"), ("ёв", "ёва"), ("ский", "ская"), ("цкий", "цкая")):
        if word.endswith(masculine):
            return word.removesuffix(masculine) + feminine
        if word.endswith(feminine):
            return word.removesuffix(feminine) + masculine
    return ""


def _put(name: str, forms: list[str]) -> str:
    """`name` with its words exchanged for `forms`, what stands between them left as it is."""
    rest = iter(forms)
    return WORD.sub(lambda _found: next(rest), name)


def _sexes(words: list[str]) -> tuple[str, ...]:
    """What the words say of the person's sex: by patronymic, by ending of the surname, by the known given names."""
    told = {sex for word in words if (sex := sex_of(word))}
    return (told.pop(),) if len(told) == 1 and len(words) > 1 else ("m", "f")


_MARKS = (
    ("f", re.compile(r"(ична|овна|евна|қызы|кызы|ова|ева|ёва|ская|цкая)$")),
    ("m", re.compile(r"(ович|евич|ьич|ұлы|улы|оглы|ов|ев|ёв|ский|цкий)$")),
)


def sex_of(word: str) -> str:
    """ "m" or "f" where a word of a name in Cyrillic tells it, else ""."""
    small = word.casefold()
    return next((sex for sex, mark in _MARKS if mark.search(small)), "") or sexes().get(word_key(word), "")


def _cases(word: str, sex: str) -> Paradigm:
    known = _known(word, sex)
    return known or [tuple(dict.fromkeys(forms)) for forms in _by_rule(word, sex)]


@lru_cache(maxsize=1)
def given_by_case() -> dict[str, frozenset[str]]:
    """Key of a Russian case of a given name → keys of the names, by rule: Льва to Лев, Ильи to Илья."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, sex in names_and_sexes():
        for form in {form for case in _by_rule(name, sex) for form in case} - {name}:
            found[word_key(form)].add(word_key(name))
    return {key: frozenset(names - {key}) for key, names in found.items() if names - {key}}


_FLEETING = {"Лев": "Льв", "Павел": "Павл"}


def _by_rule(word: str, sex: str) -> Paradigm:
    if word in _FLEETING and sex == "m":
        return [(_FLEETING[word] + ending,) for ending in ("а", "у", "а", "ом", "е")]
    for ending, masculine, feminine in _TABLE:
        if not re.search(ending + "$", word, re.IGNORECASE):
            continue
        forms = masculine if sex == "m" else feminine
        if not forms:
            break
        cut, *cases = forms.split()
        stem = word.removesuffix(cut) if cut != "_" else word
        return [tuple(stem + _spelt(stem, form) for form in case.split("/")) for case in cases]
    return [(word,)] * 5


def _spelt(stem: str, ending: str) -> str:
    """и for ы after к г х and the hushing letters, е for о unstressed after ж ш ч щ ц; `_` is no ending."""
    if ending == "_":
        return ""
    if ending.startswith("ы") and stem[-1:] in _HARD_I:
        return "и" + ending[1:]
    return ending


_TABLE: tuple[tuple[str, str, str], ...] = (
    # ending, masculine and feminine: what is cut off, then the five cases; nothing: the word does not change
    ("(с|ц)кий", "ий ого ому ого им ом", ""),
    ("(с|ц)кая", "", "ая ой ой ую ой/ою ой"),
    ("ый", "ый ого ому ого ым ом", ""),
    ("[^аеёиоуыэюя]ой", "ой ого ому ого ым/им ом", ""),
    ("[тндлр]ая", "", "ая ой/аи ой/ае ую/аю ой/аей ой/ае"),
    ("(ов|ев|ёв|ин|ын)", "_ а у а ым/ом е", ""),
    ("(ов|ев|ёв)а", "", "а ой ой у ой/ою ой"),
    ("(ин|ын)а", "а ы е у ой е", "а ы/ой е/ой у ой/ою е/ой"),
    ("(ович|евич|ьич)", "_ а у а ем е", ""),
    ("ия", "я и и ю ей и", "я и и ю ей/ею и"),
    ("ья", "я и е ю ей/ёй е", "я и е ю ей/ею е"),
    ("я", "я и е ю ей е", "я и е ю ей/ею е"),
    ("[жшчщц]а", "а и е у ей/ой е", "а и е у ей/ой е"),
    ("[^аеёиоуыэюя]а", "а ы е у ой/ою е", "а ы е у ой/ою е"),
    ("ий", "й я ю я ем и", ""),
    ("й", "й я ю я ем е", ""),
    ("ь", "ь я ю я ем е", "ь и/ь и/ь ь ью/ь и/ь"),
    ("[жшчщц]", "_ а у а ем/ом е", ""),
    ("[бвгдзклмнпрстф хғқңһ]", "_ а у а ом е", ""),
)


def _plural(word: str) -> set[str]:
    """A family by its surname: Ахметовы, Ахметовых, Мамаи, Мамаев."""
    small = word.casefold()
    if re.search(r"(ов|ев|ёв|ин|ын)а?$", small):
        stem = word.removesuffix("а")
        return {stem + ending for ending in ("ы", "ых", "ым", "ыми")}
    if re.search(r"(с|ц)к(ий|ая)$", small):
        return {word[:-2] + ending for ending in ("ие", "их", "им", "ими")}
    if re.search(r"[аеуоы]й$", small):
        return {word[:-1] + ending for ending in ("и", "ев", "ям", "ями", "ях")}
    return set()


def _known(word: str, sex: str) -> Paradigm | None:
    """The cases after pymorphy3's dictionary, for a name that it holds; None for one that it would guess."""
    analysed = _reading(word, sex)
    if analysed is None:
        return None
    rows: Paradigm = []
    for case in ("gent", "datv", "accs", "ablt", "loct"):
        form = analysed.inflect({case, "sing"})
        if form is None:
            return None
        rows.append((_like(word, form.word),))
    return rows


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3  # 30 MB, wanted by few processes

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=1 << 14)
def _reading(word: str, sex: str) -> Any:
    gender = {"m": "masc", "f": "femn"}[sex]
    for one in _analyzer().parse(word):
        by_dictionary = type(one.methods_stack[0][0]).__name__ == "DictionaryAnalyzer" and len(one.methods_stack) == 1
        named = {"Name", "Surn", "Patr"} & one.tag.grammemes
        if (
            by_dictionary
            and named
            and gender in one.tag
            and {"nomn", "sing"} <= one.tag.grammemes
            and "Fixd" not in one.tag
        ):
            return one
    return None


def _from_dictionary(word: str) -> set[str]:
    found = set()
    for sex in ("m", "f"):
        found |= {form for case in _known(word, sex) or [] for form in case}
    return found


def _like(word: str, form: str) -> str:
    if word.isupper() and len(word) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if word[:1].isupper() else form


# Kazakh

_FRONT, _BACK, _EITHER = "әеіөүэ", "аоұыя", "иуюё"
_POSSESSIVE = ("ұлы", "улы", "қызы", "кызы")
_VOICELESS = "кқпстфхһцчшщбвгғд"
_NASAL = "мнң"


def _kazakh(word: str) -> set[str]:
    if not is_cyrillic(word):
        return _kazakh_latin(word)
    found = {word}
    for front in _harmonies(word):
        found |= {stem + ending for stem in (word, word.removesuffix("ь")) for ending in _endings(word, front)}
    return found


def _harmonies(word: str) -> tuple[bool, ...]:
    """Whether endings take front vowels; both ways where the last syllable leaves it open."""
    small = word.casefold()
    if small.endswith(("ь", "ев", "ин", "ева", "ина", "ий", "ов", "ова")):  # of Russian make: usage wavers
        return (True, False)
    last = next((c for c in reversed(small) if c in _FRONT + _BACK + _EITHER), "а")
    if last in _EITHER:
        return (True, False)
    return (last in _FRONT,)


def _endings(word: str, front: bool) -> list[str]:
    """Genitive, dative, accusative, locative, ablative, instrumental, what is theirs, the family, third person."""
    small = word.casefold().removesuffix("ь")
    last = small[-1:]
    if small.endswith(_POSSESSIVE):
        back = ["ның", "на", "н", "нда", "нан", "мен", "нікі", "лар"]
        return [_harmonise(ending, front) for ending in back]
    vowel = last in "аәеёиіоөуұүыэюя" and last not in "уию"
    nasal, voiceless = last in _NASAL, last in _VOICELESS
    n, d = ("н" if vowel or nasal else "т" if voiceless else "д"), ("т" if voiceless else "д")
    accusative = ("н" if vowel else "т" if voiceless else "д") + "ы"
    dative = ("қа" if front is False else "ке") if voiceless else ("ға" if not front else "ге")
    ablative = ("нан" if nasal else d + "ан",)
    with_ = "пен" if voiceless else "бен" if last in "зж" else "мен"
    theirs = n + "ікі"
    plural = ("т" if voiceless else "д" if nasal or last in "лзж" else "л") + "ар"
    third = ("сы", "сының") if vowel else ("ы", "ының")
    back = [n + "ың", accusative, d + "а", *ablative, plural, *third]
    return [dative, with_, theirs, *(_harmonise(ending, front) for ending in back)]


def _harmonise(ending: str, front: bool) -> str:
    return ending.translate(str.maketrans("аы", "еі")) if front else ending


def _kazakh_latin(word: str) -> set[str]:
    """Endings in the alphabet of 2021, and as they are typed without its marks or after BGN/PCGN."""
    from_latin = _as_cyrillic(word)
    found = {word}
    for front in _harmonies(from_latin):
        for ending in _endings(from_latin, front):
            written = romanised(ending, Scheme.KAZ_LATIN_2021, "kk").lower()
            plain = written.translate(str.maketrans("ñğıūü", "ngiuu"))
            found |= {word + written, word + plain, word + romanised(ending, Scheme.BGN_PCGN, "kk").lower()}
    return found


_SOUND = str.maketrans(
    {**dict(zip("abvgdezklmnoprstufhyiqwcxj", "абвгдезклмнопрстуфхыиқукхж", strict=True))}
    | {"ä": "ә", "ö": "ө", "ü": "ү", "ū": "ұ", "ı": "і", "ğ": "ғ", "ñ": "ң", "ş": "ш", "ž": "ж"}
)


def _as_cyrillic(word: str) -> str:
    """Sounds only, so that the rules for endings can be asked; й after a vowel."""
    small = re.sub(r"(?<=[aeiouäöüū])[yij]", "й", word.casefold()).replace("sh", "ш").replace("kh", "х")
    return small.translate(_SOUND)
