"""Truth table: random queries over a small corpus, answered by PostgreSQL and by a naive reading of the same pages."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from evidence.items.models import Item
from evidence.search import lexemes
from evidence.search.grammar import parse
from evidence.search.query import And, Field, Node, Not, Or, Phrase
from evidence.search.results import search
from evidence.search.words import Found, tokens
from tests.evidence.search.corpus import batch, item, refs

pytestmark = pytest.mark.django_db

WORDS = {
    "ru": "встреча встречи договор договоренность договора Мамай Мамаем мама маме суд суда в и не Жанболата Токаеву"
    " 2022 5 отмена отменена",
    "en": "meeting meetings cancelled cancel Mamay Zhanbolat the court of and 2022 Tokayev Ali s",
    "kk": "сот соттың кездесу кездесудің Мамайдың Жанболат қала қалада договор және 2022 Тоқаев ана",
}
VOCABULARY = {language: words.split() for language, words in WORDS.items()}
ASKED = sorted(
    {word for words in VOCABULARY.values() for word in words} | {"Mamai", "cancellation", "қалаға", "Janbolat"}
)
CORPUS, QUERIES = 30, 150


@dataclass(frozen=True)
class Text:
    """One item as the naive reader sees it."""

    ref: str
    language: str
    type: str
    classification: str
    pages: tuple[tuple[Found, ...], ...]


def holds(node: Node, text: Text) -> bool:
    """Whether the query is true of the text, read word by word."""
    if isinstance(node, Phrase):
        return any(on_page(node, page, text.language) for page in text.pages)
    if isinstance(node, Not):
        return not holds(node.part, text)
    if isinstance(node, And):
        return all(holds(part, text) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, text) for part in node.parts)
    return field(node, text)


def on_page(phrase: Phrase, page: tuple[Found, ...], language: str) -> bool:
    length = len(phrase.words)
    runs = (page[first : first + length] for first in range(len(page) - length + 1))
    return any(
        all(lexemes.answers(w, f.text, language) for w, f in zip(phrase.words, run, strict=True)) for run in runs
    )


def field(node: Field, text: Text) -> bool:
    known = {"lang": text.language, "type": text.type, "class": text.classification.lower()}
    return known[node.name] == node.value.lower()


def a_query(dice: random.Random, depth: int = 0) -> str:
    """A random query of up to three levels."""
    kind = dice.random()
    if depth > 2 or kind < 0.35:
        return dice.choice(ASKED)
    if kind < 0.45:
        return f'"{" ".join(dice.choices(ASKED, k=dice.randint(2, 3)))}"'
    if kind < 0.52:
        word = dice.choice([word for word in ASKED if len(word) > 3])
        return word[: dice.randint(2, len(word))] + "*"
    if kind < 0.6:
        return dice.choice(["lang:ru", "lang:en", "lang:kk", "type:pdf", "class:C0", "class:C1"])
    if kind < 0.7:
        return f"NOT ({a_query(dice, depth + 1)})"
    joint = dice.choice([" ", " AND ", " OR "])
    return "(" + joint.join(a_query(dice, depth + 1) for _ in range(dice.randint(2, 3))) + ")"


@pytest.fixture
def corpus(inquiry, secretary, protection_officer):
    """Thirty items in three languages, half of them out of the secretary's sight."""
    dice = random.Random(2023)
    batches = [batch(inquiry, secretary, code) for code in ("C0", "C1")] + [batch(inquiry, protection_officer, "C3")]
    texts = []
    for number in range(CORPUS):
        language = dice.choice(sorted(VOCABULARY))
        pages = [" ".join(dice.choices(VOCABULARY[language], k=dice.randint(2, 9))) for _ in range(dice.randint(1, 3))]
        within = batches[number % 3]
        pdf = dice.random() < 0.4
        made = item(within, *pages, language=language, media_type="application/pdf" if pdf else "text/plain")
        read = tuple(tuple(tokens(page)) for page in pages)
        texts.append(Text(made.ref, language, "pdf" if pdf else "", within.classification, read))
    return texts


def test_postgresql_and_the_naive_reader_agree(corpus, secretary, protection_officer):
    dice = random.Random(7)
    told = 0
    for _number in range(QUERIES):
        query = a_query(dice)
        node = parse(query)
        for user in (secretary, protection_officer):
            readable = set(Item.objects.readable_by(user).values_list("ref", flat=True))
            expected = {text.ref for text in corpus if text.ref in readable and holds(node, text)}
            answer = search(query, by=user, size=CORPUS)
            assert refs(answer.hits) == expected, query
            assert answer.total == len(expected), query
            told += bool(expected) and len(expected) < len(readable)
    assert told > QUERIES / 4  # the queries tell items apart; else this shows nothing
