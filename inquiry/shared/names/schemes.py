"""From Cyrillic to Latin by the schemes in use, and back to the Cyrillic spellings that a Latin one may stand for.

Tables by hand. Of the libraries tried, ICU writes Мамай as Mamaī̆ and leaves Kazakh letters in Cyrillic, `transliterate`
knows Russian only, and `rigour` 2.6.1 writes Әйгерім as Aiherim; none knows the Kazakh alphabet of 2021.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from itertools import product

from inquiry.shared.names.given import by_key, kazakh, spellings
from inquiry.shared.names.keys import WORD, folded, word_key


class Scheme(StrEnum):
    """By what rule a spelling came about."""

    AS_GIVEN = "as_given"
    PASSPORT_ICAO = "passport_icao"
    BGN_PCGN = "bgn_pcgn"
    ISO9 = "iso9"
    GOST = "gost"
    KAZ_LATIN_2021 = "kaz_latin_2021"
    PRESS = "press"
    NICKNAME = "nickname"
    PATRONYMIC = "patronymic"
    INFLECTED = "inflected"


KAZAKH_CYRILLIC = frozenset("әғқңөұүһі")
KAZAKH_LATIN = frozenset("äğıñöşūüū")
VOWELS = frozenset("аәеёиіоөуұүыэюя")
FRONT = frozenset("әеиіөүэь")
BACK = frozenset("аоұыуя")


def table(letters: str, latin: str) -> dict[str, str]:
    """`"а б ж"` and `"a b zh"` side by side; `_` stands for nothing."""
    return {c: "" if to == "_" else to for c, to in zip(letters.split(), latin.split(), strict=True)}


_RUSSIAN = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_KAZAKH = "ә ғ қ ң ө ұ ү һ і"
_BGN = table(_RUSSIAN, "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch ” y ’ e yu ya")
_ICAO = table(_RUSSIAN, "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia")
_ISO9 = table(_RUSSIAN, "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â")
_GOST = table(_RUSSIAN, "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y` ` e` yu ya")
_KAZ2021 = table(_RUSSIAN, "a b v g d e io j z i i k l m n o p r s t u f h ts tş ş ştş _ y _ e iu ia")

TABLES: dict[Scheme, dict[str, str]] = {
    Scheme.BGN_PCGN: _BGN,
    Scheme.PASSPORT_ICAO: {**_ICAO, **table(_KAZAKH, "a g k n o u u h i")},
    Scheme.ISO9: {**_ISO9, **table(_KAZAKH, "a̋ ġ ķ ņ ô u̇ ù ḥ ì")},
    Scheme.GOST: _GOST,
    Scheme.KAZ_LATIN_2021: {**_KAZ2021, **table(_KAZAKH, "ä ğ q ñ ö ū ü h ı")},
}
BGN_KAZAKH = {**_BGN, **table(_KAZAKH, "ä gh q ng ö u ü h i"), "и": "ī", "у": "ū", "ё": "yo", "э": "ė"}
BEGINS_WITH_Y = re.compile(r"(?<![бвгджзклмнпрстфхцчшщғқңһ])е")
PRESS_STEPS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in ((r"ий\b|ый\b", "y"), (r"ье", "ye"), (r"[ьъ]", ""), (r"кс", "x"))
)
PRESS = {**_BGN, **table(_KAZAKH, "a g k n o u u h i"), "ь": "", "ъ": ""}
GERMAN = {
    **PRESS,
    **table("ж з в й х ц ч ш щ ю я ё ы", "sch s w j ch z tsch sch schtsch ju ja jo y"),
}
TURKISH = {**PRESS, **table("ж х ц ч ш щ ы қ ғ ң ө ү ә і", "j h ts ç ş şç ı k ğ n ö ü e i")}
FRENCH = {**PRESS, **table("ж у ч ш ю", "j ou tch ch iou")}
SOFT_C = re.compile(r"cz(?=[eiyj])")


def titled(text: str) -> str:
    """Each part of a name with a capital, the rest small: Касым-Жомарт."""
    return re.sub(r"[^\s-]+", lambda found: found[0][:1].upper() + found[0][1:].lower(), text)


def is_kazakh(text: str) -> bool:
    """Whether letters that only Kazakh has stand in it, in either of its alphabets."""
    return not (KAZAKH_CYRILLIC | KAZAKH_LATIN).isdisjoint(text.casefold())


def is_cyrillic(text: str) -> bool:
    return any("\u0400" <= c <= "\u052f" for c in text)


def romanised(name: str, scheme: Scheme, lang: str) -> str:
    """A name in Russian or Kazakh Cyrillic, in Latin letters.

    Args:
        lang: "ru" or "kk"; BGN/PCGN has a table for each.
    """
    text = name.casefold()
    letters = TABLES[scheme]
    if scheme is Scheme.BGN_PCGN:
        letters = BGN_KAZAKH if lang == "kk" else letters
        text = text if lang == "kk" else BEGINS_WITH_Y.sub("ye", text)
    found = "".join(letters.get(c, c) for c in text)
    if scheme is Scheme.GOST:
        found = SOFT_C.sub("c", found)
    return titled(found)


def in_press(name: str) -> list[str]:
    """How newspapers write a Cyrillic name: English in its usual ways, then German, Turkish and French."""
    text = name.casefold()
    plain = "".join(PRESS.get(c, c) for c in _pressed(text))
    modern = plain.replace("zh", "j").replace("kh", "h")
    simple = "".join(PRESS.get(c, c) for c in re.sub(r"[ьъ]", "", text)).replace("y", "i").replace("iu", "yu")
    doubled = re.sub(r"(?<=[aeiouy])s(?=[aeiouy])", "ss", plain)
    others = ["".join(one.get(c, c) for c in re.sub(r"[ьъ]", "", text)) for one in (GERMAN, TURKISH, FRENCH)]
    others.append(re.sub(r"\bj", "c", others[1]))
    found = [plain, modern, simple, doubled, doubled.replace("zh", "j"), re.sub(r"\bzh", "dzh", plain), *others]
    return [titled(one) for one in dict.fromkeys(found)]


def _pressed(text: str) -> str:
    for pattern, replacement in PRESS_STEPS:
        text = pattern.sub(replacement, text)
    return BEGINS_WITH_Y.sub("ye", text)


# Kazakh Cyrillic and Russian spelling

_TO_RUSSIAN = str.maketrans("әғқңөұүһі", "агкноууhи".replace("h", "х"))
_SOFT = re.compile(r"(?<=л)ә")
_SOFT_L = re.compile(r"(?<=[үі])л(?=[дмнсшбжзгк]|$)|(?<=е)л$")


def russian_spellings(word: str) -> list[str]:
    """How a Kazakh word of a name stands in Russian text: by the table of given names, else letter by letter."""
    known = spellings().get(folded(word))
    if known and not is_kazakh("".join(known)):
        return [titled(one) for one in known]
    small = word.casefold()
    plain = small.translate(_TO_RUSSIAN)
    softened = _SOFT_L.sub("ль", _SOFT.sub("я", small)).translate(_TO_RUSSIAN)
    nasal = small.replace("ң", "нг").translate(_TO_RUSSIAN)
    raised = re.sub("^ө", "у", small).translate(_TO_RUSSIAN)
    found = [softened, plain, raised] if "ү" in small or "лә" in small else [plain, softened, nasal, raised]
    if small.startswith("ж") and small[1:2] in "аә":
        found.append("д" + plain)
    return [titled(one) for one in dict.fromkeys(found)]


_SUFFIXES = (("улы", "ұлы"), ("кызы", "қызы"))
_STEM_ENDINGS = ("ов", "ев", "ова", "ева", "улы", "кызы", "ович", "евич", "овна", "евна", "ин", "ина")
_BACK_KAZAKH = str.maketrans("кг", "қғ")


def kazakh_spellings(word: str) -> list[str]:
    """How a word of a name in Russian letters stands in Kazakh: known names and suffixes, else by vowel harmony."""
    small = word.casefold()
    if known := kazakh(small):
        return [titled(known)]
    for ending, instead in _SUFFIXES:
        if small.endswith(ending) and len(small) > len(ending) + 2:
            return [titled(stem.casefold() + instead) for stem in kazakh_spellings(small.removesuffix(ending))]
    for ending in sorted(_STEM_ENDINGS, key=len, reverse=True):
        stem = small.removesuffix(ending)
        if stem != small and (whole := kazakh(stem)):
            return [titled(whole + ending)]
    return [titled(_harmonised(small))]


def _harmonised(small: str) -> str:
    if not FRONT.isdisjoint(small) and BACK.isdisjoint(small):
        return small.translate(str.maketrans("иаоу", "іәөү")).replace("ь", "")
    stem = re.match(r"(.*?)(ев|ев[аы]|ин|ина)?$", small)
    body, rest = (stem[1], stem[2] or "") if stem else (small, "")
    if FRONT.isdisjoint(body):
        body = re.sub(r"у(?=[бвгджзклмнпрстфхцчшщ])", "ұ", body.translate(_BACK_KAZAKH))
    return body + rest


# From Latin back

_KAZ2021_BACK = {
    "ştş": "щ", "tş": "ч", "ts": "ц", "iu": "ю", "ia": "я", "io": "ё", "ä": "ә", "ğ": "ғ", "q": "қ", "ñ": "ң", "ö": "ө",
    "ū": "ұ", "ü": "ү", "ı": "і", "ş": "ш", "j": "ж", "y": "ы", "w": "у", "c": "к", "x": "кс",
    **dict(zip("abvgdezklmnoprstufh", "абвгдезклмнопрстуфх", strict=True)),
}  # fmt: skip
_KAZ2021_PART = re.compile("|".join(sorted(map(re.escape, {*_KAZ2021_BACK, "i"}), key=len, reverse=True)))


def kazakh_cyrillic(name: str) -> str:
    """A name in the Kazakh Latin alphabet of 2021, in Cyrillic; i is й after a vowel and и elsewhere."""

    def letter(found: re.Match[str]) -> str:
        if (
            found[0] in ("ia", "iu", "io")
            and found.start()
            and name[found.start() - 1].casefold() in "bvgdzklmnprstfhqğñş"
        ):
            return (
                {"ia": "ия", "iu": "ию", "io": "ио"}[found[0]] if found.end() == len(name) else _KAZ2021_BACK[found[0]]
            )
        if found[0] != "i":
            return _KAZ2021_BACK[found[0]]
        return "й" if found.start() and name[found.start() - 1].casefold() in "aäeoöuūüyı" else "и"

    return titled(_KAZ2021_PART.sub(letter, name.casefold()))


_LATIN_PARTS: dict[str, tuple[str, ...]] = {
    "shch": ("щ",), "tsch": ("ч",), "sch": ("ш", "щ"), "tch": ("ч",), "dzh": ("дж", "ж"), "zh": ("ж",), "kh": ("х",),
    "gh": ("ғ", "г"), "sh": ("ш",), "ch": ("ч",), "ts": ("ц",), "yu": ("ю",), "ya": ("я",), "yo": ("ё",), "ye": ("е",),
    "iu": ("ю",), "ia": ("ия", "я"), "ju": ("ю", "жу"), "ja": ("жа", "я"), "ng": ("ң", "нг"), "ss": ("с",), "ll": ("лл", "л"),
    "ž": ("ж",), "š": ("ш",), "ş": ("ш",), "č": ("ч",), "ç": ("ч",), "ŝ": ("щ",), "ñ": ("ң",), "ğ": ("ғ",), "ä": ("ә",),
    "ö": ("ө",),
    "ü": ("ү",), "ū": ("ұ",), "ı": ("і", "ы"), "q": ("қ",), "w": ("в", "у"), "x": ("кс",), "j": ("ж", "й"), "y": ("ы", "й"),
    "c": ("к", "ц"), "û": ("ю",), "â": ("я",), "è": ("э",), "ë": ("ё",), "’": ("ь",), "'": ("ь",), "ʹ": ("ь",),
    **{a: (b,) for a, b in zip("abvgdezklmnoprstufhi", "абвгдезклмнопрстуфхи", strict=True)},
}  # fmt: skip
_LATIN_PART = re.compile("|".join(sorted(map(re.escape, _LATIN_PARTS), key=len, reverse=True)))
_AFTER_VOWEL = {"y": "й", "i": "й", "j": "й"}
_MOST = 6


def cyrillic_candidates(word: str, lang: str) -> list[str]:
    """The Cyrillic spellings that a word in Latin letters may stand for, the likeliest first, at most six.

    A known given name is answered from its table; else letters that may be several are tried in turn.
    """
    known = by_key().get(word_key(word))
    if known:
        return [titled(one) for one in (known[:1] if lang == "kk" else known[1:])]
    parts = _LATIN_PART.findall(word.casefold())
    choices = [_choices(parts, at) for at in range(len(parts))]
    found = dict.fromkeys("".join(one) for one in _first(choices))
    if lang == "kk":
        return [titled(one) for one in dict.fromkeys(k.casefold() for c in found for k in kazakh_spellings(c))][:_MOST]
    return [titled(one) for one in dict.fromkeys(one.translate(_TO_RUSSIAN) for one in found)][:_MOST]


def _choices(parts: list[str], at: int) -> tuple[str, ...]:
    """What one part may stand for: й after a vowel, ий at the end, э nowhere but in front."""
    part, before = parts[at], parts[at - 1] if at else ""
    if part in _AFTER_VOWEL and before[-1:] in tuple("aeou"):
        return ("й",)
    if part in ("y", "i", "yy", "iy") and at == len(parts) - 1 and before and before[-1] in "rntglsv":
        return ("ий", "и", "ы")
    if part == "y" and not at:
        return ("й", "ы")
    return _LATIN_PARTS[part]


def _first(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Combinations with at most two parts off their likeliest reading, in order of how many are off."""
    ranked = []
    free = [at for at, one in enumerate(choices) if len(one) > 1][:4]
    for picks in product(*(range(len(choices[at])) for at in free)):
        chosen = dict(zip(free, picks, strict=True))
        ranked.append((sum(p > 0 for p in picks), tuple(one[chosen.get(at, 0)] for at, one in enumerate(choices))))
    ranked.sort(key=lambda row: row[0])
    return [row[1] for row in ranked[:_MOST]]


def each_word(name: str, change: Callable[[str], list[str]], most: int = 4) -> list[str]:
    """The whole names that come of changing each word of `name` into its alternatives: the first of all words first."""
    alternatives: list[list[str]] = []
    between: list[str] = []
    at = 0
    for found in WORD.finditer(name):
        between.append(name[at : found.start()])
        alternatives.append(change(found[0]) or [found[0]])
        at = found.end()
    longest = max(map(len, alternatives), default=0)
    rows = [[one[min(i, len(one) - 1)] for one in alternatives] for i in range(longest)]
    whole = ["".join(gap + word for gap, word in zip(between, row, strict=True)) + name[at:] for row in rows]
    return list(dict.fromkeys(whole))[:most]
