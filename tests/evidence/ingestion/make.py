"""Small files of every kind, made when a test asks for them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from email.message import EmailMessage

from PIL import Image, ImageDraw, ImageFont

from evidence.ingestion import stages
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Member, ReadRequest, Trouble, Unsupported

KAZAKH = "Қызметтік хат. Әр адам өмір сүруге, бостандықта болуға және оның жеке басына қол сұғылмауына құқылы."
RUSSIAN = "Служебная записка. Каждый человек имеет право на жизнь, на свободу и на личную неприкосновенность."
ENGLISH = "Memorandum. Everyone has the right to life, liberty and security of person, without any distinction."
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def run(name: str, source: Source, found: Findings | None = None) -> Findings:
    """One stage over a source, folded; members are drained and counted as their bytes under `facts["members"]`."""
    found = found or Findings()
    members = found.facts.setdefault("members", [])
    for finding in stages.load()[name].run(source, found):
        if isinstance(finding, Member):
            members.append((finding.name, finding.shown, b"".join(finding.chunks), finding.kind))
        else:
            found.add(finding)
    return found


def read(content: bytes, name: str = "file", *, until: str = "text", request: ReadRequest | None = None) -> Findings:
    """Stages in order from identify to `until`, in this process, without a sandbox."""
    source, found = Source.of(content, name, request or ReadRequest(name=name)), Findings()
    for stage in stages.load():
        try:
            run(stage, source, found)
        except Unsupported as error:
            found.add(Trouble(error.outcome, str(error)))
        if stage == until:
            break
    return found


def pdf(lines: list[str], pages: int = 1, info: str = "", extra: str = "") -> bytes:
    """A PDF with Latin text on each page."""
    objects = [f"<</Type/Catalog/Pages 2 0 R{extra}>>".encode()]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode())
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for page in range(pages):
        drawn = " ".join(f"1 0 0 1 72 {740 - 20 * n} Tm ({line} {page + 1}) Tj" for n, line in enumerate(lines))
        stream = f"BT /F1 12 Tf {drawn} ET".encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * page} 0 R>>".encode()  # noqa: E501
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    objects.append(f"<<{info}>>".encode())
    out, places = io.BytesIO(b"%PDF-1.5\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(objects), start)
    )
    return out.getvalue()


def picture(lines: list[str], size: tuple[int, int] = (1000, 500), turn: int = 0) -> Image.Image:
    """Black words on white, turned by degrees against the clock."""
    made = Image.new("L", size, 255)
    font = ImageFont.truetype(FONT, 34)
    for number, line in enumerate(lines):
        ImageDraw.Draw(made).text((40, 40 + 60 * number), line, font=font, fill=0)
    return made.rotate(turn, expand=True)


def encoded(made: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    """A picture's bytes."""
    file = io.BytesIO()
    made.save(file, kind, **more)
    return file.getvalue()


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def mail(subject: str, body: str, attachments: dict[str, bytes] | None = None) -> EmailMessage:
    """An e-mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Date"] = "a@example.org", "b@example.org", "Tue, 05 Mar 2024 10:11:12 +0500"
    made["Subject"], made["Message-ID"] = subject, "<1@example.org>"
    made.set_content(body)
    for name, content in (attachments or {}).items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def bomb_png(side: int) -> bytes:
    """A PNG header that claims `side` by `side` points."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"IDAT" + zlib.compress(b"\0" * 64)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", len(data) - 4)
        + data
        + struct.pack(">I", zlib.crc32(data))
    )
