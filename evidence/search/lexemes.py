"""What stands in the index for a word, and what a query looks for: one vector in layers, told apart by a first sign.

    word        the word as written, for prefixes, numbers, stop words        weight A
    /stem       its stem by PostgreSQL, Russian or English                    weight B
    =stem       its stem by our Kazakh stemmer                                weight B
    ~key        the key of the name that it may be (inquiry.shared.names)     weight D

One vector rather than three keeps the layers at the same positions, so that a phrase may mix them: "Zhanbolat Mamay" finds
«Жанболата Мамая». Cases of names are put on by the query; the index holds one key for a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from evidence.search import stems
from evidence.search.query import Phrase, Word
from evidence.search.words import Found
from inquiry.shared.names import form_keys, word_key

SHORTEST_KEY = 3
SHORTEST_KEY_PREFIX = 4
MOST_POSITIONS = 250  # PostgreSQL keeps 255 positions of a lexeme
Lexeme = tuple[str, str]  # (layer sign and text, weight)


@lru_cache(maxsize=1 << 16)
def of_text(word: str, language: str) -> tuple[Lexeme, ...]:
    """The lexemes of one normal word of a page in `language`; `stems.learn` its words first, or each costs a query."""
    found: list[Lexeme] = [(word, "A")]
    found.extend((stem, "B") for stem in sorted(stems.stems_on_page(word, language)))
    if key := name_layer(word):
        found.append(("~" + key, "D"))
    return tuple(found)


def name_layer(word: str) -> str:
    """The key by which a word can be found as a name; "" for stop words, numbers and very short words."""
    if not word.isalpha() or stems.is_stop_word(word):
        return ""
    key = word_key(word)
    return key if len(key) >= SHORTEST_KEY else ""


def vector(found: Iterable[Found], language: str) -> str:
    """The tsvector of a page, as PostgreSQL reads it: `'word':1A '/stem':1B '~key':1`."""
    places: dict[str, list[int]] = {}
    for word in found:
        places.setdefault(word.text, []).append(word.position)
    stems.learn(places)
    merged: dict[Lexeme, list[int]] = {}
    for text, positions in places.items():
        for lexeme in of_text(text, language):
            merged[lexeme] = sorted({*merged[lexeme], *positions}) if lexeme in merged else positions
    return " ".join(_written(lexeme, positions) for lexeme, positions in merged.items())


def _written(lexeme: Lexeme, positions: list[int]) -> str:
    text, weight = lexeme
    mark = weight if weight != "D" else ""
    places = f"{mark},".join(map(str, positions[:MOST_POSITIONS]))
    return f"{quoted(text)}:{places}{mark}"


def quoted(text: str) -> str:
    """A lexeme between apostrophes, safe in a tsvector or a tsquery."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


@lru_cache(maxsize=2048)
def of_query(word: Word) -> frozenset[str]:
    """The lexemes any of which answers a word that is looked for; those that end in `:*` are prefixes."""
    if word.prefix:
        key = word_key(word.text) if word.text.isalpha() else ""
        prefixes = {word.text + ":*"} | ({f"~{key}:*"} if len(key) >= SHORTEST_KEY_PREFIX else set())
        return frozenset(prefixes)
    found = {word.text} | stems.stems_of_query(word.text)
    if name_layer(word.text):
        found |= {"~" + form for form in form_keys(word.text) if len(form) >= SHORTEST_KEY}
    return frozenset(found)


def tsquery(phrases: Iterable[Phrase]) -> str:
    """A tsquery that any one of the phrases answers."""
    return " | ".join(f"({_phrase(phrase)})" for phrase in phrases)


def _phrase(phrase: Phrase) -> str:
    return " <-> ".join(f"({_alternatives(word)})" for word in phrase.words)


def _alternatives(word: Word) -> str:
    return " | ".join(_lexeme(lexeme) for lexeme in sorted(of_query(word)))


def _lexeme(text: str) -> str:
    return quoted(text[:-2]) + ":*" if text.endswith(":*") else quoted(text)


def answers(phrase_word: Word, text_word: str, language: str) -> bool:
    """Whether a normal word of a page answers a word that is looked for: the rule of the index, without the index."""
    asked = of_query(phrase_word)
    has = [lexeme for lexeme, _weight in of_text(text_word, language)]
    if not phrase_word.prefix:
        return any(lexeme in asked for lexeme in has)
    return any(lexeme.startswith(prefix[:-2]) for prefix in asked for lexeme in has)
