"""Sealed packages (BagIt 1.0, RFC 8493, as `script/seal` makes them): what their manifests say, held against what is there.
Pure: names and digests in, differences out. Names are text in which a lone surrogate stands for a byte that was no UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MARK = "bagit.txt"
WHOLE = "tagmanifest-sha256.txt"
PAYLOAD = "data/"
ALGORITHMS = ("sha256", "sha512")
_LINE = re.compile(r"([0-9A-Fa-f]{64,128})[ \t]+\*?(.+?)\r?", re.DOTALL)
_ESCAPE = re.compile("%(0A|0D|25)", re.IGNORECASE)
LISTS = (  # what a package says of itself and of its files
    MARK, "bag-info.txt", "fetch.txt", *(f"{kind}manifest-{one}.txt" for kind in ("", "tag") for one in ALGORITHMS)
)  # fmt: skip
LABELS = 100  # of what the package says of itself


class Kind(StrEnum):
    MISSING = "missing"
    EXTRA = "extra"
    ALTERED = "altered"
    RENAMED = "renamed"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Present:
    """A file of the package as it came: its digests by algorithm, and the key of the item that it became."""

    digests: Mapping[str, str]
    item: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not as it was sealed. `path` is its sealed name (the present one of an extra file); `other` the name
    under which a renamed file came."""

    kind: Kind
    path: str
    other: str = ""
    item: int | None = None


class Unusable(Exception):
    """The package's own lists cannot be used; the message is a sentence."""


def text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def manifest(content: bytes) -> dict[str, str]:
    """{name: digest in lower case}.

    Raises:
        Unusable: a line is no digest and name, or two lines contradict each other.
    """
    rows: dict[str, str] = {}
    for line in text(content).split("\n"):
        found = _LINE.fullmatch(line)
        if found:
            name, digest = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found[2]), found[1].lower()
            if rows.setdefault(name, digest) != digest:
                raise Unusable(
                    "A list of the package contradicts itself: it has one name twice, with different digests."
                )
        elif line.strip():
            raise Unusable("A list of the package cannot be read: one of its lines is damaged.")
    return rows


def labels(content: bytes) -> list[list[str]]:
    """[label, value] of `bag-info.txt`, in its order; a line that begins with a blank goes on with the one before."""
    rows: list[list[str]] = []
    for line in content.decode("utf-8", "replace").splitlines():
        label, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and rows:
            rows[-1][1] = f"{rows[-1][1]}\n{line.strip()}"[:2000]
        elif colon and len(rows) < LABELS:
            rows.append([label.strip()[:100], value.strip()[:2000]])
    return rows


def spoken(digest: str) -> str:
    """The number that `script/seal` prints to be read over the telephone: the end of the digest in 24 decimal digits."""
    digits = f"{int(digest, 16) % 10**24:024d}"
    return " ".join(digits[at : at + 4] for at in range(0, 24, 4))


def differences(
    manifests: Mapping[str, Mapping[str, str]], present: Mapping[str, Sequence[Present]]
) -> list[Difference]:
    """What differs between the manifests (algorithm → its rows) and the payload (or the tag files) that came.

    A file is named once, however many manifests contradict it; one that a manifest leaves out counts as extra.
    """
    found: dict[tuple[str, str], Difference] = {}
    for algorithm, rows in manifests.items():
        for one in _against(rows, algorithm, present):
            found.setdefault((one.path, one.other), one)
    for name, came in present.items():
        for again in came[1:]:
            found.setdefault((name, "again"), Difference(Kind.TWICE, name, item=again.item))
    return sorted(found.values(), key=lambda one: (one.kind, one.path))


def _against(rows: Mapping[str, str], algorithm: str, present: Mapping[str, Sequence[Present]]) -> Iterator[Difference]:
    missing = [name for name in rows if name not in present]
    extra = [name for name in present if name not in rows]
    for name in rows.keys() & present.keys():
        if any(came.digests[algorithm] != rows[name] for came in present[name]):
            yield Difference(Kind.ALTERED, name, item=present[name][0].item)
    by_digest = {present[name][0].digests[algorithm]: name for name in sorted(extra, reverse=True)}
    for name in sorted(missing):
        other = by_digest.pop(rows[name], "")
        yield Difference(
            Kind.RENAMED if other else Kind.MISSING, name, other, present[other][0].item if other else None
        )
        if other:
            extra.remove(other)
    for name in extra:
        yield Difference(Kind.EXTRA, name, item=present[name][0].item)
