"""A light stemmer for Kazakh: case, possession and number come off, in that order; nothing else is touched.

PostgreSQL has none. The endings follow the vowels of the word (back: а ы, front: е і), so each is listed in its variants.
Loss is accepted where it helps recall: a final б, ғ, г of a stem is read as п, қ, к (кітабы, кітап).
"""

from __future__ import annotations

from functools import lru_cache

CASES = (
    "менен", "ның", "нің", "дың", "дің", "тың", "тің", "ында", "інде", "ынан", "інен", "ына", "іне", "ын", "ін",
    "нда", "нде", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен",
    "ға", "ге", "қа", "ке", "на", "не", "ны", "ні", "ды", "ді", "ты", "ті", "да", "де", "та", "те",
)  # fmt: skip
POSSESSIVES = (
    "ымыз", "іміз", "ыңыз", "іңіз", "мыз", "міз", "ңыз", "ңіз", "сы", "сі", "ым", "ім", "ың", "ің", "ы", "і",
)  # fmt: skip
PLURALS = ("лар", "лер", "дар", "дер", "тар", "тер")
HARDENED = {"б": "п", "ғ": "қ", "г": "к"}
SHORTEST = 3
"""Letters that must remain before an ending of two; one more before one letter, one less before three."""


def _by_last(endings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The endings by their last letter, their order kept."""
    return {last: tuple(e for e in endings if e[-1] == last) for last in {ending[-1] for ending in endings}}


STEPS = tuple(_by_last(endings) for endings in (CASES, POSSESSIVES, PLURALS))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a lower-case Cyrillic word; the word itself when nothing comes off."""
    for endings in STEPS:
        word = _without(word, endings.get(word[-1:], ()))
    return word[:-1] + HARDENED.get(word[-1], word[-1]) if len(word) >= SHORTEST else word


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:  # longest first within each group of sound
        least = max(2, SHORTEST + 2 - len(ending))
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word
