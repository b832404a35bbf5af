"""What passes from a reader to its caller: frames of a JSON object and bytes. The receiving side believes nothing.

A frame is two big-endian lengths, the object, the bytes. `send` runs in the sandbox; `Receiver` outside it, where sizes,
counts, kinds, types and pictures are checked and names never become paths.
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from evidence.ingestion import believing, pictures, recordings
from evidence.ingestion.believing import Hostile as Hostile
from evidence.ingestion.findings import Child, Findings, Playable, Rendition, StageReport
from evidence.ingestion.stage import (
    ON_DEMAND,
    STAGES,
    Fact,
    Identity,
    Language,
    Limits,
    Page,
    PageCount,
    PagesLeft,
    Trouble,
    as_json,
)

HEAD = struct.Struct(">II")
MOST_JSON, CHUNK = 64 * 2**20, 2**20
MOST_TOLD = 32 * 2**20  # characters of all facts, and of what containers say of their members, together
MOST_TROUBLES = 500
_KINDS = {"attachment", "member", "embedded"}
_PLAIN: dict[str, type] = {c.__name__: c for c in (Fact, Page, *believing.CHECKED)}
_MOST: dict[type, int] = {
    Fact: 2000,
    **dict.fromkeys((Identity, Language, PageCount, PagesLeft, StageReport), 50),
}


def send(line: BinaryIO, what: dict[str, Any], content: bytes = b"") -> None:
    """One frame. Members are buffered; everything else leaves at once, so that a later crash cannot take it along."""
    head = json.dumps(what, ensure_ascii=True, separators=(",", ":"), default=str).encode()
    line.write(HEAD.pack(len(head), len(content)) + head)
    line.write(content)
    if what["is"] not in ("Member", "Preview", "Bytes", "MemberEnd"):
        line.flush()


def send_finding(line: BinaryIO, finding: Any) -> None:
    """A finding with its bytes, if it has any; members go by `send_member`."""
    send(line, as_json(finding), getattr(finding, "content", b""))


def _exactly(line: BinaryIO, size: int) -> bytes:
    data = line.read(size)
    if len(data) < size:
        raise EOFError
    return data


def receive(line: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """One frame; EOFError when the other side is gone, Hostile when it is out of bounds."""
    head, body = HEAD.unpack(_exactly(line, HEAD.size))
    if head > MOST_JSON or body > MOST_JSON:
        raise Hostile("a frame larger than allowed")
    try:
        what = json.loads(_exactly(line, head))
    except (ValueError, RecursionError) as error:
        raise Hostile("a frame that is no JSON") from error
    if not isinstance(what, dict) or not isinstance(what.get("is"), str):
        raise Hostile("a frame that says not what it is")
    return what, _exactly(line, body)


class Receiver:
    """Takes the frames of one reading, checks them, spools bytes into `into` and folds the rest into `findings`."""

    def __init__(self, into: Path, limits: Limits, on_stage: Callable[[StageReport], None] | None = None) -> None:
        self.findings = Findings()
        self._into, self._limits, self._on_stage = into, limits, on_stage
        self._bytes = self._chars = self._words = self._told = 0
        self._count: Counter[type] = Counter()
        self._open: tuple[dict[str, Any], Path, BinaryIO] | None = None
        self.running = ""

    def take(self, what: dict[str, Any], content: bytes) -> bool:
        """False after the last frame. Raises Hostile for whatever no honest reader sends."""
        self._bytes += len(content)
        if self._bytes > self._limits.output_bytes:
            raise Hostile("more bytes than allowed")
        kind = what.pop("is")
        if kind == "End":
            return False
        try:
            self._dispatch(kind, what, content)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            raise Hostile(f"a malformed {str(kind)[:20]}") from error
        return True

    def _dispatch(self, kind: str, what: dict[str, Any], content: bytes) -> None:
        special = {
            "Begin": self._begin,
            "Log": self._log,
            "Member": self._member,
            "Bytes": self._more,
            "MemberEnd": self._member_end,
            "Picture": self._picture,
            "Preview": self._preview,
        }
        if kind in special:
            special[kind](what, content)
        else:
            self._plain(kind, what)

    def close(self) -> None:
        """Forget a member that never ended."""
        if self._open:
            self._open[2].close()
            self._open[1].unlink(missing_ok=True)
            self._open = None

    def _begin(self, what: dict[str, Any], _: bytes) -> None:
        if what.get("stage") not in (*STAGES, *ON_DEMAND):
            raise Hostile("a stage that does not exist")
        self.running = what["stage"]

    def _log(self, what: dict[str, Any], _: bytes) -> None:
        if len(self.findings.log) < 200:
            self.findings.log.append(f"{self.running or 'start'}: {believing.text(what.get('line'), 500)}")

    def _member(self, what: dict[str, Any], _: bytes) -> None:
        if self._open or what.get("kind") not in _KINDS or len(self.findings.children) >= self._limits.children:
            raise Hostile("a member out of turn")
        path = self._into / f"child-{len(self.findings.children):06d}"
        self._open = (what, path, path.open("xb"))

    def _preview(self, what: dict[str, Any], _: bytes) -> None:
        if self._open or self.findings.preview or what.get("media_type") not in recordings.PREVIEWS:
            raise Hostile("a preview out of turn")
        path = self._into / "preview"
        self._open = ({"preview": what["media_type"]}, path, path.open("x+b"))

    def _preview_end(self, media_type: str, path: Path, file: BinaryIO, *, whole: bool) -> None:
        size = file.tell()
        file.seek(0)
        head = file.read(64)
        file.close()
        if not recordings.is_webm(head) or size > recordings.MOST_BYTES:
            raise Hostile("a preview that is not what it says")
        if whole:
            self.findings.add(Playable(media_type, path, size))

    def _more(self, _: dict[str, Any], content: bytes) -> None:
        if not self._open:
            raise Hostile("bytes of nothing")
        self._open[2].write(content)

    def _member_end(self, what: dict[str, Any], _: bytes) -> None:
        if not self._open:
            raise Hostile("the end of nothing")
        member, path, file = self._open
        if "preview" in member:
            self._open = None
            self._preview_end(member["preview"], path, file, whole=not what.get("problem"))
            return
        size = file.tell()
        file.close()
        self._open = None
        try:
            name = bytes.fromhex(member["name"])
        except (KeyError, TypeError, ValueError) as error:
            raise Hostile("a name that is none") from error
        problem = believing.text(what.get("problem") or member.get("problem") or "")
        about = believing.about(member)
        self._told += len(json.dumps(about))
        if self._told > MOST_TOLD:
            raise Hostile("more said than allowed")
        self.findings.add(
            Child(
                len(self.findings.children) + 1,
                name[:65_536],
                believing.text(member.get("shown"), 8192),
                member["kind"],
                path,
                size,
                believing.text(member.get("modified", "")),
                problem,
                about,
            )
        )

    def _picture(self, what: dict[str, Any], content: bytes) -> None:
        if what.get("kind") not in ("page", "thumbnail") or len(self.findings.renditions) >= 2 * self._limits.pages:
            raise Hostile("a picture out of turn")
        try:
            width, height = pictures.measure(content, what.get("media_type"))
        except pictures.NotAPicture as error:
            raise Hostile(str(error)) from error
        number = believing.number(what.get("page"))
        if (width, height) != (what.get("width"), what.get("height")):
            raise Hostile("a picture that is not what it says")
        path = self._into / f"picture-{len(self.findings.renditions):06d}"
        path.write_bytes(content)
        self.findings.add(
            Rendition(
                what["kind"],
                number,
                width,
                height,
                what["media_type"],
                path,
                len(content),
            )
        )

    def _plain(self, kind: str, what: dict[str, Any]) -> None:
        made = _PLAIN.get(kind)
        if made is None or set(what) - {f.name for f in fields(made)}:
            raise Hostile(f"a finding that does not exist: {kind[:20]}")
        if made is Trouble and len(self.findings.troubles) >= MOST_TROUBLES:
            return  # an archive of ten thousand broken members has said it by now
        finding = self._checked(made, what)
        self.findings.add(finding)
        if isinstance(finding, StageReport) and self._on_stage:
            self._on_stage(finding)

    def _checked(self, made: type, what: dict[str, Any]) -> Any:
        self._count[made] += 1
        if self._count[made] > _MOST.get(made, self._count[made]):
            raise Hostile(f"more of {made.__name__} than allowed")
        if made is Page:
            return self._page(what)
        if made is Fact:
            return self._fact(what)
        return believing.CHECKED[made](what)

    def _fact(self, what: dict[str, Any]) -> Fact:
        value = believing.clean(what["value"])
        self._told += len(json.dumps(value))
        if self._told > MOST_TOLD:
            raise Hostile("more said than allowed")
        return Fact(believing.text(what["key"], 200), value)

    def _page(self, what: dict[str, Any]) -> Page:
        number, text = believing.number(what["number"]), believing.text(what["text"], self._limits.text_chars)
        packed, words = believing.boxes(what["words"])
        self._chars += len(text)
        self._words += words
        most = 4 * self._limits.text_chars  # a page may be sent twice: by its layer, then by OCR
        if self._chars > most or self._words > 2 * self._limits.words:
            raise Hostile("more text than allowed")
        confidence = None if what["confidence"] is None else believing.measure(what["confidence"])
        return Page(
            number,
            text,
            believing.text(what["source"], 10),
            believing.text(what["label"], 500),
            believing.measure(what["width"]),
            believing.measure(what["height"]),
            confidence,
            packed,
        )
