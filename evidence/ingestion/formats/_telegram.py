"""Telegram's exports: result.json of one chat or of a whole account, and its pages messages.html."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from evidence.ingestion.formats._chat import Message, Talk

PROGRAM = "Telegram"
_FILES = ("photo", "file", "thumbnail")
_NOT_HERE = "(File"  # how an export says that it left a file out
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)")
_QUOTED = 60


def talks(data: Any) -> list[Talk]:
    """The conversations in a parsed result.json; empty when it is none."""
    if not isinstance(data, dict):
        return []
    chats = [chat for part in ("chats", "left_chats") for chat in _list(data.get(part))] or [data]
    return [_talk(chat) for chat in chats if _is_chat(chat)]


def _list(part: Any) -> list[Any]:
    found = part.get("list") if isinstance(part, dict) else None
    return found if isinstance(found, list) else []


def _is_chat(chat: Any) -> bool:
    if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list) or "type" not in chat:
        return False
    return all(isinstance(one, dict) and "date" in one and "type" in one for one in chat["messages"][:20])


def _talk(chat: dict[str, Any]) -> Talk:
    messages = [one for one in chat["messages"] if isinstance(one, dict)]
    known = {one.get("id"): one for one in messages if isinstance(one.get("id"), int)}
    title = _said(chat.get("name")) or {"saved_messages": "Saved Messages"}.get(_said(chat.get("type")), "")
    return Talk(title or f"Chat {_said(chat.get('id'))}".strip(), [_message(one, known) for one in messages])


def _said(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _message(one: dict[str, Any], known: dict[Any, dict[str, Any]]) -> Message:
    at = _said(one.get("date"))
    if one.get("type") == "service":
        return Message(at, "", _service(one))
    lines = [*_before(one, known), _words(one.get("text")), *_behind(one)]
    files = tuple(dict.fromkeys(posixpath.basename(path) for path in _paths(one)))
    who = _said(one.get("from")) or _said(one.get("from_id")) or "(deleted account)"
    return Message(at, who, "\n".join(line for line in lines if line), files)


def _paths(one: dict[str, Any]) -> Iterator[str]:
    for key in _FILES[:2]:
        path = _said(one.get(key))
        if path and not path.startswith(_NOT_HERE):
            yield path


def _before(one: dict[str, Any], known: dict[Any, dict[str, Any]]) -> Iterator[str]:
    """What a message is, before its words: passed on from somebody, an answer to something."""
    if one.get("forwarded_from"):
        yield f"(forwarded from {_said(one['forwarded_from'])})"
    answered = one.get("reply_to_message_id")
    if isinstance(answered, int):
        first = known.get(answered, {})
        words = " ".join(_words(first.get("text")).split())[:_QUOTED]
        yield f"(in answer to {_said(first.get('from'))}: {words})" if words else f"(in answer to message {answered})"


def _behind(one: dict[str, Any]) -> Iterator[str]:
    """What comes along with a message: places, contacts, polls, what was left out, that it was changed."""
    place, contact, poll = one.get("location_information"), one.get("contact_information"), one.get("poll")
    if isinstance(place, dict):
        yield f"(place: {_said(place.get('latitude'))}, {_said(place.get('longitude'))})"
    if isinstance(contact, dict):
        yield f"(contact: {' '.join(filter(None, map(_said, contact.values())))})"
    if isinstance(poll, dict):
        answers = [_said(a.get("text")) for a in poll.get("answers") or () if isinstance(a, dict)]
        yield f"(poll: {_said(poll.get('question'))} — {'; '.join(answers)})"
    if any(_said(one.get(key)).startswith(_NOT_HERE) for key in _FILES[:2]):
        yield f"(a file that was not exported: {_said(one.get('file_name')) or _said(one.get('media_type')) or 'photo'})"
    if one.get("edited"):
        yield f"(edited {_said(one['edited'])})"


def _service(one: dict[str, Any]) -> str:
    members = [_said(name) for name in one.get("members") or () if name] if isinstance(one.get("members"), list) else []
    action = _said(one.get("action")).replace("_", " ")
    parts = [_said(one.get("actor")), action, _said(one.get("title")), ", ".join(members), _words(one.get("text"))]
    return " · ".join(filter(None, parts))


def _words(text: Any) -> str:
    """The words of a message: a string, or pieces of which some are links."""
    if isinstance(text, str):
        return text
    return "".join(map(_piece, text)) if isinstance(text, list) else ""


def _piece(piece: Any) -> str:
    if isinstance(piece, str):
        return piece
    if not isinstance(piece, dict):
        return ""
    words, address = _said(piece.get("text")), _said(piece.get("href"))
    return f"{words} ({address})" if address and address != words else words


# --- pages ------------------------------------------------------------------------------------------------------------


def is_page(tree: LexborHTMLParser) -> bool:
    """Whether a web page is one of an export."""
    return tree.css_first("div.history div.message[id^=message]") is not None


def page_talk(tree: LexborHTMLParser) -> Talk:
    """The conversation on such a page. A message without a name goes on from the one before."""
    title = tree.css_first("div.page_header .text")
    talk, who = Talk(title.text(strip=True) if title is not None else ""), ""
    for node in tree.css("div.history div.message"):
        made, who = _node(node, who)
        if made is not None:
            talk.messages.append(made)
    return talk


def _node(node: LexborNode, before: str) -> tuple[Message | None, str]:
    body = node.css_first("div.body")
    if body is None:
        return None, before
    if "service" in (node.attributes.get("class") or "").split():
        return Message("", "", body.text(separator=" ", strip=True)), before
    date, name = node.css_first("div.date"), body.css_first("div.from_name")
    who = name.text(deep=False, strip=True) if name is not None else before
    return Message(_at(date), who, "\n".join(_parts(body)), tuple(dict.fromkeys(_links(body)))), who


def _at(date: LexborNode | None) -> str:
    said = (date.attributes.get("title") or "") if date is not None else ""
    found = _DATE.match(said)
    return f"{found[3]}-{found[2]}-{found[1]}T{found[4]}" if found else said


def _parts(body: LexborNode) -> Iterator[str]:
    forwarded, answer = body.css_first("div.forwarded .from_name"), body.css_first("div.reply_to")
    if forwarded is not None:
        yield f"(forwarded from {forwarded.text(strip=True)})"
    if answer is not None:
        yield f"({answer.text(separator=' ', strip=True)})"
    for words in body.css("div.text"):
        for line in words.css("br"):
            line.replace_with("\n")
        yield words.text().strip()
    for about in body.css("div.media .title, div.media .description"):
        yield f"({about.text(separator=' ', strip=True)})"


def _links(body: LexborNode) -> Iterator[str]:
    for link in body.css("a[href]"):
        address = link.attributes.get("href") or ""
        kind = link.attributes.get("class") or ""
        if ("media" in kind or "wrap" in kind) and "://" not in address and not address.startswith("#"):
            yield posixpath.basename(address)
