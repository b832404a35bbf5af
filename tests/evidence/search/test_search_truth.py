"""Truth table: random queries over a small corpus, answered by the index and by a naive reading of the same pages."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

import pytest

from evidence.items.models import Item
from evidence.search import lexemes
from evidence.search.grammar import parse
from evidence.search.query import And, Field, Near, Node, Not, Or, Phrase
from evidence.search.results import search
from evidence.search.words import Found, tokens
from tests.evidence.cast import assign
from tests.evidence.search.corpus import batch, catch_up, item, refs

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
CORPUS, QUERIES = 30, 250
DATES = ["date:2022", "date:2022-01", "date:2024-02"]
DAYS = ["", "2022-01-05", "2022-03-31", "2024-02-04", "2024-02-29"]


@dataclass(frozen=True)
class Text:
    """One item as the naive reader sees it."""

    ref: str
    language: str
    type: str
    classification: str
    day: str  # as a person gave it, else as the item claims it; "" when neither does
    pages: tuple[tuple[Found, ...], ...]


def holds(node: Node, text: Text) -> bool:
    """Whether the query is true of the text, read word by word."""
    if isinstance(node, Phrase):
        return any(runs(node, page, text.language) for page in text.pages)
    if isinstance(node, Near):
        return any(near(node, page, text.language) for page in text.pages)
    if isinstance(node, Not):
        return not holds(node.part, text)
    if isinstance(node, And):
        return all(holds(part, text) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, text) for part in node.parts)
    return field(node, text)


def runs(phrase: Phrase, page: tuple[Found, ...], language: str) -> list[tuple[int, int]]:
    """Where the phrase stands: the numbers of its first and its last word."""
    length = len(phrase.words)
    tried = ((first, page[first : first + length]) for first in range(len(page) - length + 1))
    return [
        (first, first + length - 1)
        for first, run in tried
        if all(lexemes.answers(w, f.text, language) for w, f in zip(phrase.words, run, strict=True))
    ]


def near(both: Near, page: tuple[Found, ...], language: str) -> bool:
    pairs = itertools.product(runs(both.first, page, language), runs(both.second, page, language))
    return any(0 < b[0] - a[1] <= both.distance or 0 < a[0] - b[1] <= both.distance for a, b in pairs)


def field(node: Field, text: Text) -> bool:
    if node.name == "date":
        return text.day.startswith(node.value)  # the corpus has whole days, the queries whole months and years
    known = {"lang": text.language, "type": text.type, "class": text.classification.lower()}
    return known[node.name] == node.value.lower()


def a_query(dice: random.Random, depth: int = 0) -> str:
    """A random query of up to three levels."""
    kind = dice.random()
    if depth > 2 or kind < 0.35:
        return dice.choice(ASKED)
    if kind < 0.45:
        return a_phrase(dice)
    if kind < 0.54:
        return a_wild_word(dice)
    if kind < 0.6:
        one, other = (dice.choice([dice.choice(ASKED), a_phrase(dice)]) for _ in range(2))
        return f"{one} NEAR/{dice.randint(1, 5)} {other}"
    if kind < 0.65:
        return dice.choice(["lang:ru", "lang:en", "lang:kk", "type:pdf", "class:C0", "class:C1", *DATES])
    if kind < 0.7:
        return f"NOT ({a_query(dice, depth + 1)})"
    joint = dice.choice([" ", " AND ", " OR "])
    return "(" + joint.join(a_query(dice, depth + 1) for _ in range(dice.randint(2, 3))) + ")"


def a_phrase(dice: random.Random) -> str:
    words = [a_wild_word(dice, 1) if dice.random() < 0.2 else dice.choice(ASKED) for _ in range(dice.randint(2, 3))]
    return f'"{" ".join(words)}"'


def a_wild_word(dice: random.Random, kinds: int = 3) -> str:
    word = dice.choice([word for word in ASKED if len(word) > 4])
    cut = dice.randint(2, len(word) - 1)
    kind = dice.randrange(kinds)
    if kind == 0:
        return dice.choice([word[:cut] + "*", f"{word[:2]}*{word[cut:]}", f"{word[:cut]}?{word[cut + 1 :]}"]).rstrip(
            "?"
        )
    wrong = word[: cut - 1] + dice.choice(["", "а", "x", word[cut - 1] * 2]) + word[cut:]
    return f"{wrong}~{'' if kind == 1 or len(wrong) < 5 else 2}"


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
        given, claimed = dice.choice(DAYS), dice.choice(DAYS)
        made = item(
            within, *pages, language=language, media_type="application/pdf" if pdf else "text/plain", dated=given,
            claimed={"claimed_sent_at": f"{claimed}T23:40:00+06:00"} if claimed else {},
        )  # fmt: skip
        read = tuple(tuple(tokens(page)) for page in pages)
        texts.append(Text(made.ref, language, "pdf" if pdf else "", within.classification, given or claimed, read))
    return texts


def test_the_index_and_the_naive_reader_agree(corpus, secretary, protection_officer, commissioner):
    dice = random.Random(7)
    told = 0
    for number, text in enumerate(corpus):
        if number % 6 == 5:
            assign(commissioner, Item.objects.get(ref=text.ref), protection_officer)
    catch_up()
    for _number in range(QUERIES):
        query = a_query(dice)
        node = parse(query)
        for user in (secretary, protection_officer, commissioner):
            readable = set(Item.objects.readable_by(user).values_list("ref", flat=True))
            expected = {text.ref for text in corpus if text.ref in readable and holds(node, text)}
            answer = search(query, by=user, size=CORPUS)
            assert refs(answer.hits) == expected, query
            assert (
                all(hit.page is not None for hit in answer.hits) or not answer.phrases or "NOT" in query or ":" in query
            )
            assert answer.total == len(expected), query
            told += bool(expected) and len(expected) < len(readable)
    assert told > QUERIES / 4  # the queries tell items apart; else this shows nothing
