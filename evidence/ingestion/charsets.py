"""Which encoding bytes are in, and text repaired: KZ-1048, KOI8-R, cp866, cp1251, UTF-16 without a mark, broken UTF-8.

Single-byte Cyrillic is chosen by how much the decoded text looks like Russian, Kazakh or Ukrainian: letter frequencies,
case that changes inside words, and signs that prose does not hold. The general detectors confuse exactly these.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache
from typing import Final

import charset_normalizer

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CYRILLIC: Final = ("cp1251", "kz1048", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")
# Letters by how often they stand in a thousand.
_RUSSIAN = "о109е85а80и74н67т63с55р47в45л44к35м32д30п28у26я20ы19ь17г17з16б16ч14й12х10ж9ш7ю6ц5щ4э3ф3ъ1ё1"
_KAZAKH = "а120е75ы80і55н75т55р60л50д50с40қ35м30к30б25ғ25й22у20ж20з20о20п18ш17г17ң17ө12ұ12ү12и15я10ә15х4в5ч2ф2ц2ю2э2ь2щ1ъ1һ1ё1"
_UKRAINIAN = "о94а81н68и60в55і57т53е49р47с41к36л36у33д33п29м29я21з22ь18б17г16ч12х12й12ж9ї7ц8ш7ю7є6щ5ф3ґ1"
_ODD = re.compile(r"[\u2500-\u25ff\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd¤¦¬±¶·†‡‰‹›µ®©√≈≤≥∙⌠⌡ЂЃѓЉЊЋЏђљњћџЅѕЈ]")
_STUCK = re.compile(r"[€≥≤°¢£•®©™´≠∞¥∂∑∏π∫Ωæø√ƒ≈∆÷\u00a0—–][а-яёі]|[а-яёі][€≥≤°¢£•®©™´≠∞¥∂∑∏π∫Ωæø√ƒ≈∆÷]")
_RARE = {"mac_cyrillic": -0.4, "koi8_u": -0.5}  # told apart by few letters from what is common
_CASE = re.compile(r"[а-яёәғқңөұүһі][А-ЯЁӘҒҚҢӨҰҮҺІ]")
_MIXED = re.compile(r"[a-zA-Z][а-яёА-ЯЁәғқңөұүһіӘҒҚҢӨҰҮҺІ]|[а-яёА-ЯЁәғқңөұүһіӘҒҚҢӨҰҮҺІ][a-zA-Z]")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache
def _profile(table: str) -> dict[str, float]:
    return {m[1]: int(m[2]) for m in re.finditer(r"(\D)(\d+)", table)}


def score(text: str) -> float:
    """How much this looks like Cyrillic prose in one of the three languages; about 40–60 for right, below 20 for wrong."""
    letters = [c for word in _WORD.findall(text) for c in word if c > "\x7f"]
    if not letters:
        return 0.0
    lower = [c.lower() for c in letters]
    best = max(sum(p.get(c, -40.0) for c in lower) for p in map(_profile, (_RUSSIAN, _KAZAKH, _UKRAINIAN)))
    capitals = sum(c.isupper() for c in letters)
    penalty = 60 * len(_CASE.findall(text)) + 25 * len(_ODD.findall(text)) + 10 * capitals
    penalty += 40 * len(_STUCK.findall(text)) + 60 * len(_MIXED.findall(text))
    return float(best - penalty) / len(letters)


def _utf16(data: bytes) -> str:
    """utf-16-le or -be when every second byte is what Latin or Cyrillic in UTF-16 has there; else nothing."""
    sample = data[:20_000]
    if len(sample) < 8:
        return ""
    for name, high, low in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        usual = sum(high.count(byte) for byte in (0x00, 0x04, 0x20))
        if usual > 0.9 * len(high) and low.count(0) + low.count(4) < 0.2 * len(low):
            return name
    return ""


def _broken_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 in which only little is wrong, such as a cut at the end or a few stray bytes."""
    text = data.decode("utf-8", "replace")
    wrong, foreign = text.count("\ufffd"), sum(c > "\x7f" for c in text)
    return (foreign > wrong and wrong * 20 <= foreign) or (wrong == 1 and foreign <= 2)


def detect(data: bytes) -> str:
    """The codec's name for these bytes; never fails: `latin-1` is the last resort."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    wide = _utf16(data)
    if wide:
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.reason == "unexpected end of data":
            return "utf-8"
    else:
        return "utf-8"
    return "utf-8" if _broken_utf8(data[:200_000]) else _single_byte(data)


def _single_byte(data: bytes) -> str:
    lines = [line for line in data[:400_000].splitlines() if any(byte > 127 for byte in line)]
    sample = b"\n".join(lines)[:20_000]
    marks = {name: score(sample.decode(name, "replace")) + _RARE.get(name, 0) for name in CYRILLIC}
    best = max(CYRILLIC, key=lambda name: marks[name])  # the first of equals
    dense = sum(byte > 127 for byte in sample) > 0.3 * sum(chr(b).isalpha() or b > 127 for b in sample)
    if marks[best] > (12 if dense else 30):
        return best
    guess = charset_normalizer.from_bytes(sample[:8000]).best()
    name = guess.encoding if guess else "cp1252"
    return name if (not dense and name in ("cp1250", "cp1252", "latin_1", "cp1254", "cp1257")) or dense else "cp1252"


def decode(data: bytes, claimed: str | None = None) -> tuple[str, str]:
    """(text, codec used). A claimed encoding is believed when it decodes and does not look worse than what we find."""
    name = detect(data)
    if claimed:
        try:
            codec = codecs.lookup(claimed.strip().strip("\"'")).name
            text = data.decode(codec)
        except (LookupError, UnicodeDecodeError, ValueError):
            codec = ""
        if codec and not (codec != name and _cyrillic_liar(data, codec, name)):
            return tidy(text), codec
    return tidy(data.decode(name, "replace")), name


def _cyrillic_liar(data: bytes, claimed: str, found: str) -> bool:
    """True when the found encoding makes clearly better sense than the claimed one."""
    if found.startswith("utf-8") and any(byte > 127 for byte in data[:200_000]):
        return not claimed.startswith(("utf", "iso2022", "gb", "big5", "euc", "shift", "cp9"))
    if found not in CYRILLIC or claimed.startswith("utf"):
        return False
    sample = data[:20_000]
    return score(sample.decode(found, "replace")) > score(sample.decode(claimed, "replace")) + 10


_UNWANTED = dict.fromkeys([*range(9), 11, *range(14, 32), 127, 0xFEFF, 0xFFFE, 0xFFFF])


def tidy(text: str) -> str:
    """Text as it is kept: NFC; no NUL, no control characters, no lone surrogates; line ends as a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").translate(_UNWANTED)
    text = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    return unicodedata.normalize("NFC", text)
