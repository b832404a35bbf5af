"""WhatsApp's exported chats, from Android and iOS, in the dates and words of many languages; and Viber's lists.

The dates of an export are written as its phone writes them, and nothing says how. Which number is the day is found from the
whole chat: a number above twelve tells, else the reading under which the chat is in order and takes the shorter time.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from evidence.ingestion.formats._chat import Message, Talk
from evidence.ingestion.stage import Fact

_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_HEAD = re.compile(
    r"(?P<open>\[)?(?P<a>\d{1,4})(?P<sep>[./-]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<c>\d{1,4})\.?(?: ?[гж]\.)?(?P<comma>[,،])?"
    r"\s(?:(?:at|в|à|um)\s)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    r"(?:\s?(?P<half>[AaPp]\.?\s?[Mm]\.?|[ДПдп]П|[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20})?))?(?(open)\]\s?|\s[-–—]\s)(?P<rest>.*)"
)
_WHO = re.compile(r"(?P<who>[^:\"“”«»\n]{1,80}): ?(?P<text>.*)", re.S)
_SYSTEM = re.compile(r"end-to-end encrypt|сквозн\w+ шифрован|шифрлан|шифрлау", re.I)
_ANGLED = re.compile(r"<(?P<word>[^<>:]{2,30}): (?P<name>[^<>\n]+\.\w{2,5})>")
_NAMED = re.compile(r"(?P<name>[^\n]{1,200}\.\w{2,5}) \((?P<word>[^()\n]{3,60})\)")
_ATTACHED = re.compile(
    r"attach|adjunt|joint|angehängt|файл|прикреп|влож|добавл|тіркел|қосыл|dosya|fichier|anhang", re.I
)
_TITLE = re.compile(
    r"^(?:.*?WhatsApp(?:\s+(?:Chat|чат\w*))?)(?:\s+(?:with|mit|avec|con|с(?: контактом)?)\b|\s*-)\s*(?P<title>.+)$",
    re.I,
)
_VIBER = re.compile(
    r"\ufeff?\d{1,2}/\d{1,2}/\d{4},\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?,[^,\n]{1,100},\+?\d[\d ()-]{4,20},"
)
_LOOKED = 8192


@dataclass(slots=True)
class _Raw:
    """A message as it stands: its head's numbers, and what follows."""

    numbers: tuple[str, str, str]
    clock: str
    separator: str
    american: bool
    text: str


def is_whatsapp(name: str, start: str) -> bool:
    """Whether a text is an exported chat: its first lines are such heads, most with a name behind."""
    lines = [_bare(line) for line in start[:_LOOKED].split("\n") if line.strip()][:60]
    heads = [found for line in lines if (found := _HEAD.fullmatch(line))]
    if not lines or not heads or not _HEAD.fullmatch(lines[0]):
        return False
    spoken = sum(_WHO.fullmatch(found["rest"]) is not None for found in heads)
    sure = any(found["comma"] or found["open"] for found in heads) or "whatsapp" in name.lower()
    few = len(heads) == 1 and "whatsapp" not in name.lower() and "_chat" not in name.lower()
    return sure and not few and spoken * 2 >= len(heads) and len(heads) * 4 >= len(lines)


def whatsapp(name: str, text: str) -> tuple[Talk, list[Fact]]:
    """The conversation, and what is to be said of its dates."""
    raws = _raws(text)
    order, sure = _order(raws)
    messages = [_message(raw, order) for raw in raws]
    talk = Talk("", messages)
    talk.title = _title(name) or ", ".join(talk.people()[:5]) or name
    facts = [] if sure else [Fact("dates_uncertain", "Day and month may be the other way round.")]
    return talk, facts


def _bare(line: str) -> str:
    return line.lstrip(_MARKS).rstrip("\r")


def _raws(text: str) -> list[_Raw]:
    raws: list[_Raw] = []
    for line in text.split("\n"):
        found = _HEAD.fullmatch(_bare(line))
        if found:
            raws.append(_raw(found))
        elif raws:
            raws[-1].text += "\n" + line.rstrip("\r")
    return raws


def _raw(found: re.Match[str]) -> _Raw:
    hour, half = int(found["hour"]), (found["half"] or "").lower().replace(".", "")
    evening = half.startswith(("p", "пп", "кеш", "түстен", "веч", "дня"))
    if half and hour <= 12:
        hour = hour % 12 + (12 if evening else 0)
    clock = f"{hour:02}:{found['minute']}" + (f":{found['second']}" if found["second"] else "")
    numbers = (found["a"], found["b"], found["c"])
    return _Raw(numbers, clock, found["sep"], bool(half) and (found["half"] or "").isupper(), found["rest"])


def _order(raws: list[_Raw]) -> tuple[str, bool]:
    """("dmy", "mdy" or "ymd", whether that is beyond doubt) for all dates of a chat."""
    dates = list(dict.fromkeys(raw.numbers for raw in raws))
    if not dates:
        return "dmy", True
    if any(len(a) == 4 for a, _, _ in dates):
        return "ymd", True
    possible = [order for order in ("dmy", "mdy") if all(_date(numbers, order) for numbers in dates)]
    if len(possible) < 2:
        return (possible or ["dmy"])[0], bool(possible)
    if raws[0].separator == ".":
        return "dmy", True
    return _likelier(dates, american=raws[0].american)


def _likelier(dates: list[tuple[str, str, str]], *, american: bool) -> tuple[str, bool]:
    spans = {}
    for order in ("dmy", "mdy"):
        days = [made.toordinal() for numbers in dates if (made := _date(numbers, order))]
        falls = sum(later < earlier for earlier, later in pairwise(days))
        spans[order] = (falls, max(days) - min(days))
    if spans["dmy"] == spans["mdy"]:
        return ("mdy" if american else "dmy"), False
    best = min(spans, key=lambda order: spans[order])
    return best, True


def _date(numbers: tuple[str, str, str], order: str) -> dt.date | None:
    by = dict(zip(order, (int(one) for one in numbers), strict=True))
    year = by["y"] + (2000 if by["y"] < 100 else 0)
    try:
        return dt.date(year, by["m"], by["d"])
    except ValueError:
        return None


def _message(raw: _Raw, order: str) -> Message:
    day = _date(raw.numbers, order)
    at = f"{day.isoformat()}T{raw.clock}" if day else f"{raw.separator.join(raw.numbers)} {raw.clock}"
    spoken = _WHO.fullmatch(raw.text.lstrip(_MARKS))
    who, text = (spoken["who"].strip(_MARKS + " "), spoken["text"]) if spoken else ("", raw.text)
    if _SYSTEM.search(text[:300]):
        who = ""
    files: list[str] = []
    lines = [_attachment(line, files) for line in text.split("\n")]
    kept = [line for line in lines if line is not None]
    return Message(at, who, "\n".join(kept), tuple(files))


def _attachment(line: str, files: list[str]) -> str | None:
    """The line for people; None, with the name put into `files`, where it only names what was attached."""
    plain = "".join(letter for letter in line if letter not in _MARKS)
    found = _ANGLED.fullmatch(plain.strip()) or _NAMED.fullmatch(plain.strip())
    if found and (_ATTACHED.search(found["word"]) or plain.strip().startswith("<")):
        files.append(found["name"].strip())
        return None
    return plain


def _title(name: str) -> str:
    stem = name.rsplit("/", 1)[-1].removesuffix(".txt")
    found = _TITLE.match(stem)
    return found["title"].strip() if found else ""


# --- Viber ------------------------------------------------------------------------------------------------------------


def is_viber(start: str) -> bool:
    """Whether a text is Viber's list: day, time, name, number, words in each row."""
    return _VIBER.match(start) is not None


def viber(name: str, text: str) -> Talk:
    """The conversation of such a list; days stand before months in it."""
    talk = Talk(name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    talk.messages = list(_viber_rows(csv.reader(io.StringIO(text.lstrip("\ufeff")))))
    return talk


def _viber_rows(rows: Iterable[list[str]]) -> Iterator[Message]:
    for row in rows:
        if len(row) < 5:
            continue
        day, clock, who, number, said = row[0], row[1], row[2], row[3], ",".join(row[4:])
        parts = day.split("/")
        made = (
            _date((parts[0], parts[1], parts[2]), "dmy") if len(parts) == 3 and all(map(str.isdecimal, parts)) else None
        )
        yield Message(f"{made.isoformat()}T{clock}" if made else f"{day} {clock}", who.strip() or number, said)
