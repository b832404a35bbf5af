"""Address cards (.vcf), versions 2.1, 3.0 and 4.0: people with their phones and addresses as readable text and facts.

Pictures, sounds and keys that a card carries become files of their own.
"""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from evidence.ingestion.formats import _content_lines
from evidence.ingestion.formats._content_lines import Line
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Trouble

READS = frozenset({"text/vcard"})
VERSION = "1"
_MOST, MOST_TOLD = 128 * 2**20, 500
_FILES = {"PHOTO": "photo", "LOGO": "logo", "SOUND": "sound", "KEY": "key"}
_LISTS = {"TEL": "phones", "EMAIL": "emails", "ADR": "addresses", "URL": "web", "IMPP": "messengers", "LABEL": "labels"}
_WORDS = {
    "FN": "name",
    "NICKNAME": "nickname",
    "ORG": "organisation",
    "TITLE": "position",
    "ROLE": "role",
    "BDAY": "birthday",
    "ANNIVERSARY": "anniversary",
    "NOTE": "note",
    "GEO": "place",
    "TZ": "zone",
    "CATEGORIES": "keywords",
    "REV": "modified_at",
    "UID": "uid",
    "GENDER": "gender",
    "RELATED": "related",
    "MEMBER": "members",
}
_LABELS = (
    ("name", "Name"),
    ("nickname", "Nickname"),
    ("organisation", "Organisation"),
    ("position", "Position"),
    ("role", "Role"),
    ("phones", "Phone"),
    ("emails", "E-mail"),
    ("messengers", "Messenger"),
    ("addresses", "Address"),
    ("labels", "Address label"),
    ("web", "Web page"),
    ("birthday", "Birthday"),
    ("anniversary", "Anniversary"),
    ("gender", "Gender"),
    ("related", "Related"),
    ("members", "Member"),
    ("place", "Place"),
    ("keywords", "Keywords"),
    ("note", "Note"),
)
_MESSENGERS = re.compile(
    r"X-(SKYPE|TELEGRAM|WHATSAPP|SIGNAL|VIBER|ICQ|AIM|JABBER|QQ|MSN|YAHOO|SKYPE-USERNAME|SOCIALPROFILE)"
)
_DULL = frozenset({"pref", "internet", "x-internet", "voice", "quoted-printable"})
_DATA = re.compile(r"(?i)data:([^;,]{0,100})[^,]{0,200},")
Card = dict[str, Any]


def _lines(source: Source) -> list[Line]:
    return source.once("contacts", lambda: list(_content_lines.lines(source.bytes(_MOST))))


def cards(source: Source) -> list[Card]:
    """The cards in order; one inside another (an agent) stands behind it."""
    found, open_cards = list[Card](), list[Card]()
    for line in _lines(source):
        if line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            open_cards.append({})
            found.append(open_cards[-1])
        elif line.name == "END":
            del open_cards[-1:]
        elif open_cards:
            _note(open_cards[-1], line)
    return found


def _note(card: Card, line: Line) -> None:
    if line.name == "N":
        family, given, middle, prefix, suffix, *_ = [*line.parts(), "", "", "", "", ""]
        card["name_parts"] = {"family": family, "given": given, "middle": middle, "prefix": prefix, "suffix": suffix}
        card.setdefault("name", " ".join(filter(None, (prefix, given, middle, family, suffix))))
    elif line.name == "ADR":
        value = ", ".join(filter(None, line.parts()))
        _listed(card, "addresses", line, value)
    elif line.name in _LISTS:
        _listed(card, _LISTS[line.name], line, re.sub(r"^(?i:tel|mailto):", "", line.text.strip()))
    elif line.name == "ORG":
        card["organisation"] = ", ".join(filter(None, line.parts()))
    elif line.name in ("MEMBER", "RELATED"):
        card.setdefault(_WORDS[line.name], []).append(line.text.strip())
    elif line.name in _WORDS and line.text.strip():
        card[_WORDS[line.name]] = line.text.strip()
    elif _MESSENGERS.fullmatch(line.name) and line.text.strip():
        card.setdefault("messengers", []).append(f"{line.text.strip()} ({line.name[2:].lower()})")


def _listed(card: Card, key: str, line: Line, value: str) -> None:
    told = ",".join(line.parameters.get("TYPE", [])).lower().split(",")
    kinds = [kind.strip() for kind in told if kind.strip() and kind.strip() not in _DULL]
    if value:
        card.setdefault(key, []).append(f"{value} ({', '.join(kinds)})" if kinds else value)


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """The people with what is said of them."""
    found = cards(source)
    if not found:
        raise Damaged("The address card is damaged: nothing of it could be read.")
    yield Fact("contacts", len(found))
    yield Fact("claimed_contacts", [_short(card) for card in found[:MOST_TOLD]])
    if len(found) == 1 and found[0].get("name"):
        yield Fact("claimed_name", found[0]["name"])
    ended = sum(line.name == "END" for line in _lines(source))
    if ended < len(found):
        yield Trouble(Outcome.PARTLY_READ, "The end of the address card is missing.")


def _short(card: Card) -> Card:
    return {key: value[:1000] if isinstance(value, str) else value for key, value in card.items()}


def text(source: Source) -> Iterator[Page]:
    """The people one after the other, a line for each thing."""
    parts = []
    for card in cards(source):
        lines = []
        for key, label in _LABELS:
            value = card.get(key, [])
            lines += [f"{label}: {one}" for one in (value if isinstance(value, list) else [value])]
        parts.append("\n".join(lines))
    yield Page(1, "\n\n".join(parts))


def children(source: Source) -> Iterator[Member]:
    """Pictures, sounds and keys that the cards carry."""
    number, who = 0, ""
    for line in _lines(source):
        if line.name == "BEGIN":
            who = ""
        elif line.name == "FN":
            who = line.text.strip()
        elif line.name in _FILES:
            kind, content = _carried(line)
            if content:
                number += 1
                ending = mimetypes.guess_extension(kind) or ""
                name = re.sub(r"[\\/\0\r\n]+", " ", f"{_FILES[line.name]} {number} {who}"[:120]).strip() + ending
                yield Member(name.encode("utf-8", "replace"), name, "embedded", [content])


def _carried(line: Line) -> tuple[str, bytes]:
    """(media type, bytes) of what stands in the line itself; empty where it is only an address."""
    kind = line.parameter("MEDIATYPE").lower() or line.parameter("TYPE").lower()
    kind = kind if "/" in kind or not kind else f"image/{kind}"
    if line.raw:
        return kind, line.raw
    value = line.value.strip()
    found = _DATA.match(value)
    if found is None:
        return "", b""
    content = unquote_to_bytes(value[found.end() :].replace("\\,", ","))
    if ";base64" in found[0].lower():
        try:
            content = base64.b64decode(content + b"=" * (-len(content) % 4))
        except binascii.Error:
            return "", b""
    return found[1].lower(), content
