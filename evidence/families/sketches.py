"""Sketches of texts and hashes of pictures, and the traces made of them. Pure: words and numbers in, numbers out.

Near copies: the set of all runs of five words (shingles) of a text, of which 128 minima under 128 hash functions (MinHash)
keep the likeness; 32 bands of four of them are traces. Passages in common: of the hashes of all runs of eight words the
least in each window of thirteen is a trace (winnowing), so that any twenty words in common leave one in common.

numpy alone: the sums are a few products of arrays, and scipy would add 100 MB to each installation for two functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy
from numpy.typing import NDArray

Numbers = NDArray[numpy.uint64]
SHINGLE, MINIMA, BANDS = 5, 128, 32
RUN, WINDOW = 8, 13
LEAST_RUN = RUN + WINDOW - 1
"""Words in common that are certain to leave a trace: the least passage that is told."""
LEAST_WORDS = 20
"""Words that a text has at least to be compared."""
CHUNK = 4096
FAR = 7
"""Bits of 64 in which two pictures may differ; the traces find all such: one quarter then differs in one bit at most."""
_STEP, _MIX = numpy.uint64(0x9E3779B97F4A7C15), numpy.uint64(0xBF58476D1CE4E5B9)


def number(kind: str, text: str) -> int:
    """A trace of a piece of text, told apart by its kind: 64 bits with a sign, as the table keeps them."""
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8, person=kind.encode()[:16]).digest()
    return int.from_bytes(digest, "little", signed=True)


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def hashes(words: Sequence[str]) -> Numbers:
    """One number for each word."""
    return numpy.fromiter((_hash(word) for word in words), dtype=numpy.uint64, count=len(words))


def _mixed(values: Numbers) -> Numbers:
    values = (values ^ (values >> numpy.uint64(30))) * _MIX
    return values ^ (values >> numpy.uint64(31))


def runs(of_words: Numbers, length: int) -> Numbers:
    """One number for each run of `length` words, in order."""
    count = max(0, len(of_words) - length + 1)
    found = numpy.zeros(count, dtype=numpy.uint64)
    for at in range(length):
        found = _mixed(found * _STEP + of_words[at : at + count])
    return found


def shingles(of_words: Numbers) -> Numbers:
    """The set of its runs of five words, sorted."""
    return numpy.unique(runs(of_words, SHINGLE))


@lru_cache(maxsize=1)
def _functions() -> tuple[Numbers, Numbers]:
    """128 hash functions as factors (odd) and summands, the same on every machine."""
    made = hashes([f"function {n}" for n in range(2 * MINIMA)])
    return made[:MINIMA, None] | numpy.uint64(1), made[MINIMA:, None]


def signature(of_shingles: Numbers) -> NDArray[numpy.uint32]:
    """The 128 minima; the share of those that two texts have in common is about the likeness of their shingles."""
    factors, summands = _functions()
    least = numpy.full(MINIMA, numpy.iinfo(numpy.uint32).max, dtype=numpy.uint64)
    for at in range(0, len(of_shingles), CHUNK):
        some = (factors * of_shingles[None, at : at + CHUNK] + summands) >> numpy.uint64(32)
        least = numpy.minimum(least, some.min(axis=1))
    return least.astype(numpy.uint32)


def alike(one: bytes, other: bytes) -> float:
    """About how like two texts are, by their signatures as bytes."""
    if len(one) != len(other) or not one:
        return 0.0
    both = [numpy.frombuffer(held, dtype=numpy.uint32) for held in (one, other)]
    return float((both[0] == both[1]).mean())


def bands(minima: NDArray[numpy.uint32]) -> list[int]:
    """The traces of a signature: one for each band of four minima."""
    rows = minima.astype(numpy.uint64).reshape(BANDS, MINIMA // BANDS)
    found = numpy.arange(1, BANDS + 1, dtype=numpy.uint64) * _STEP
    for column in rows.T:
        found = _mixed(found * _STEP + column)
    return _signed(found)


def passages(of_words: Numbers) -> list[int]:
    """The traces of its runs of eight words: the least of each window of thirteen."""
    found = runs(of_words, RUN)
    if not len(found):
        return []
    if len(found) > WINDOW:
        windows = numpy.lib.stride_tricks.sliding_window_view(found, WINDOW)
        found = found[numpy.unique(windows.argmin(axis=1) + numpy.arange(len(windows)))]
    else:
        found = found[[int(found.argmin())]]
    return _signed(_mixed(numpy.unique(found) ^ _STEP))


def _signed(values: Numbers) -> list[int]:
    signed: list[int] = values.view(numpy.int64).tolist()
    return signed


def likeness(one: Numbers, other: Numbers) -> tuple[float, float]:
    """Of two sets of shingles: how much of both together is in both (Jaccard), and how much of the smaller is in the
    larger (containment)."""
    if not len(one) or not len(other):
        return 0.0, 0.0
    both = len(numpy.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both), both / min(len(one), len(other))


def apart(one: int, other: int) -> int:
    """In how many of 64 bits two hashes of pictures differ."""
    return (one ^ other).bit_count()


def quarters(picture: int) -> list[int]:
    """The traces of a picture's hash: one for each sixteen bits."""
    return [number("picture", f"{at}:{part}") for at, part in _parts(picture)]


def near_quarters(picture: int) -> list[int]:
    """The traces to look under: those of the picture, and those one bit off."""
    return [
        number("picture", f"{at}:{part ^ flip}")
        for at, part in _parts(picture)
        for flip in (0, *(1 << bit for bit in range(16)))
    ]


def _parts(picture: int) -> Iterator[tuple[int, int]]:
    yield from ((at, picture >> 16 * at & 0xFFFF) for at in range(4))
