"""One key for a name however it is spelled: Latin schemes, Russian and Kazakh Cyrillic, Kazakh Arabic script.

The key is a skeleton, lower-case ASCII: letters that schemes write differently fall together (й и і ы, у ұ ү, к қ, х һ,
ж zh j ž), marks and invisible characters fall away, and look-alike letters of another script are read as what they
imitate. j stands for ж, x for ш and щ, c for ч. A key finds; it proves nothing: two people may share one.

Sources of the tables: BGN/PCGN Kazakh (1979), ICAO 9303, ISO 9, the Kazakh Latin alphabet of 2021, and newspapers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[\w\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufeff'’ʹʼ`]+")
DROPPED = {
    ord(c): None for c in "'’ʹʼʺ`ʻ‘\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeffьъЬЪٴ"
}
MARKS = {ord(c): None for c in map(chr, range(0x300, 0x370))}

CYRILLIC = str.maketrans(
    dict(
        zip("аәбвгғґдеёэєжзиіїйыјкқлмнңоөпрстуұүўфхһцчшщ", "aabvgggdeeeejziiiiiikklmnnooprstuuuufhhscxx", strict=True),
        ю="iu",
        я="ia",
    )
)
ARABIC = str.maketrans(
    dict(zip("اأآبپتجچحخدرزسشعغفقكکگلمنڭوۆۇۋهھەيیى", "aaabptjchhdrzsxggfkkkglmnnovuuhheiii", strict=True))
)
GREEK_LIKE = str.maketrans("αορνεικτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopveiktuxABEZHIKMNOPTYX")

LIKE_LATIN = str.maketrans("аеосрхуіјѕһкмтАВЕКМНОРСТХУІЈЅ", "aeocpxyijshkmtABEKMHOPCTXYIJS")
LIKE_CYRILLIC = str.maketrans("aeocpxyijshkmtABEKMHOPCTXYIJS", "аеосрхуіјѕһкмтАВЕКМНОРСТХУІЈЅ")
LATIN_LIKES = frozenset("aeocpxyijshkmtABEKMHOPCTXYIJS")
CYRILLIC_LIKES = frozenset("аеосрхуіјѕһкмтАВЕКМНОРСТХУІЈЅ")

MARKED_LATIN = str.maketrans(
    {
        "ž": "zh", "š": "sh", "ş": "sh", "ș": "sh", "ŝ": "sh", "č": "ch", "ç": "ch", "ć": "ch", "â": "ia", "û": "iu",
        "ı": "i", "ŋ": "n", "ə": "a", "ø": "o", "æ": "a", "ł": "l", "ß": "s", "đ": "d",
    }
)  # fmt: skip
DIGRAPHS = {
    "shch": "x", "sch": "x", "tsch": "c", "tch": "c", "dzh": "j", "zh": "j", "kh": "h", "gh": "g", "sh": "x", "ch": "c",
    "ph": "f", "th": "t", "ck": "k", "tz": "s",
}  # fmt: skip
LATIN_STEPS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<![aeiouy])yo", "e"),
        (r"(?<=[aeiouy])j(?![aeiouy])", "i"),
        (r"c(?=[eiy]|ova?$)", "s"),  # Kuznecov after ISO 9, Macdonald in English
        (r"c", "k"),
    )
)
LATIN_DIGRAPH = re.compile("|".join(sorted(DIGRAPHS, key=len, reverse=True)))
LATIN_LETTERS = str.maketrans({"q": "k", "w": "u", "y": "i", "x": "ks"})
SETTLE = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"dj", "j"),
        (r"ts", "s"),
        (r"ng+", "n"),
        (r"(.)\1+", r"\1"),
        (r"ie", "e"),
        (r"li([au])(?=.)", r"l\1"),
        (r"(.)\1+", r"\1"),
    )
)


UNSETTLED = re.compile(r"dj|ts|ng|ie|li[au]|(.)\1")
PLAIN = re.compile(r"[а-яёәғқңөұүһі]+")
PLAIN_LETTERS = CYRILLIC | {ord("ъ"): None, ord("ь"): None}


def settle(key: str) -> str:
    """Bring letters that came together in a key into the form that all schemes reach: ie to e, ng to n, no doubles."""
    if UNSETTLED.search(key) is None:
        return key
    for pattern, replacement in SETTLE:
        key = pattern.sub(replacement, key)
    return key


def unmixed(word: str) -> str:
    """The word in one script: look-alikes of a second script become the letters they imitate.

    Letters that only one script has decide which script it is; where there are none, the majority.
    """
    if word.isascii():
        return word
    word = word.translate(GREEK_LIKE)
    latin = [c for c in word if "a" <= c.lower() <= "z"]
    cyrillic = [c for c in word if "\u0400" <= c <= "\u052f"]
    if not latin or not cyrillic:
        return word
    only_latin = sum(c not in LATIN_LIKES for c in latin)
    only_cyrillic = sum(c not in CYRILLIC_LIKES for c in cyrillic)
    is_cyrillic = (only_cyrillic, len(cyrillic)) > (only_latin, len(latin))
    return word.translate(LIKE_CYRILLIC if is_cyrillic else LIKE_LATIN)


@lru_cache(maxsize=1 << 17)
def folded(word: str) -> str:
    """The word without case, invisible characters, apostrophes, hard and soft signs, and in one script."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    return unmixed(word.translate(DROPPED)).casefold()


@lru_cache(maxsize=1 << 17)
def word_key(word: str) -> str:
    """The key of one word; "" for a word without letters."""
    small = word.lower()
    if PLAIN.fullmatch(small):  # most words of a text: the long way leads to the same key ten times as slowly
        return settle(small.translate(PLAIN_LETTERS))
    return key_of_folded(folded(word))


def key_of_folded(word: str) -> str:
    """The key of a word that `folded` has already been through."""
    if word.isascii():
        return settle("".join(filter(str.isalpha, _latin(word))))
    if any("\u0400" <= c <= "\u052f" for c in word):
        word = word.translate(MARKS)
    if any("\u0600" <= c <= "\u06ff" for c in word):
        word = word.translate(ARABIC)
    elif any((c.isascii() and c.isalpha()) or "\u00c0" <= c <= "\u024f" or c in "əß" for c in word):
        word = _latin(word)
    word = word.translate(CYRILLIC)
    return settle("".join(c for c in word if c.isalpha()))


def _latin(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFD", word.translate(MARKED_LATIN)).translate(MARKS)
    if "yo" in word:
        word = LATIN_STEPS[0][0].sub("e", word)
    if "j" in word:
        word = LATIN_STEPS[1][0].sub("i", word)
    if "h" in word or "c" in word or "tz" in word:
        word = LATIN_DIGRAPH.sub(lambda found: DIGRAPHS[found[0]].upper(), word)
    return _rest(word)


def _rest(word: str) -> str:
    """Single Latin letters, once the digraphs stand in capitals out of the way."""
    if "c" in word:
        for pattern, replacement in LATIN_STEPS[2:]:
            word = pattern.sub(replacement, word)
    return word.translate(LATIN_LETTERS).lower()


def name_key(text: str) -> str:
    """The key of a whole name: the keys of its words in alphabetical order, so that order and hyphens do not matter."""
    keys = (word_key(found[0]) for found in WORD.finditer(text))
    return " ".join(sorted(key for key in keys if key))
