"""Stage language: the main language of what was read. Kazakh, Russian and English must be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding, Language

NAME, VERSION = "language", "1"
KNOWN = (
    "kk",
    "ru",
    "en",
    "uk",
    "be",
    "ky",
    "uz",
    "tr",
    "az",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "pl",
    "nl",
    "ro",
    "cs",
    "ar",
    "fa",
    "he",
    "hi",
    "zh",
    "ja",
    "ko",
    "mn",
    "tt",
    "tg",
    "ug",
    "ka",
    "hy",
    "el",
    "sv",
    "fi",
    "hu",
    "bg",
    "sr",
)
_LETTERS = re.compile(r"[^\W\d_]")
_KAZAKH_ONLY = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_ADDRESS = re.compile(r"[@/\\]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@lru_cache
def _identifier() -> LanguageIdentifier:
    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(made.labels)
    made.set_languages([code for code in KNOWN if code in known])
    return made


def start() -> None:
    """Load the model before any file arrives."""
    _identifier()


def guess(text: str) -> str:
    """ISO 639-1 code, or empty when there are fewer than twelve letters."""
    # Addresses and paths look English in every language.
    sample = " ".join(word for word in text[:20_000].split() if not _ADDRESS.search(word))
    letters = len(_LETTERS.findall(sample))
    if letters < 12:
        return ""
    cyrillic, kazakh = len(_CYRILLIC.findall(sample)), len(_KAZAKH_ONLY.findall(sample))
    if cyrillic > 0.5 * letters:
        # Kazakh prose has a letter of its own in every sixth; Ukrainian and Belarusian have only і among them.
        if kazakh > 0.06 * cyrillic and len(re.findall(r"[қғңәұүө]", sample, re.IGNORECASE)) > 0.03 * cyrillic:
            return "kk"
        if kazakh < 0.005 * cyrillic and not re.search(r"[їєґўјљњћђѓќџ]", sample, re.IGNORECASE):
            return "ru"
    return str(_identifier().classify(sample)[0])


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """One Language, from the first pages' text."""
    yield Language(guess(found.text))
