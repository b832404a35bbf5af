"""A folder as somebody brings it on a memory stick: a scan, a fax, an e-mail with the scan attached, a note. All SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

from inquiry.demonstration.documents import mail, photographs, scanning, writing
from inquiry.demonstration.documents.paper import Block, Paper

LABEL = "ВЫМЫШЛЕННЫЙ ДОКУМЕНТ — SYNTHETIC"
WORD = "смотритель"  # stands on the scan only, in another case
NAME = "Zhandosov"  # stands in Cyrillic only
TEXT = (
    "Смотрителя маяка Тимура Жандосова просят описать баржу, которая стояла у причала ночью.",
    "Баржа ушла до рассвета. Огней на ней не было.",
)


def paper() -> Paper:
    """A letter of one page."""
    head = {
        "label": LABEL, "language": "ru", "from": "Портовая служба (вымышлена)", "to": "Секретариату",
        "reference": "№ 9", "date": "3 марта 2023 года", "title": "Просьба описать баржу", "author": "Вымышлен",
    }  # fmt: skip
    return Paper(head, tuple(Block("paragraph", text) for text in TEXT))


def folder(where: Path) -> Path:
    """Make the folder below `where`; return it."""
    inner = where / "Папка с причала" / "сканы"
    inner.mkdir(parents=True)
    scan = scanning.as_scanned_pdf(scanning.scanned(paper(), dpi=150, degrees=0.7, seed=3), 150)
    (inner / "Скан письма.pdf").write_bytes(scan)
    (inner / "fax.tif").write_bytes(scanning.as_tiff(scanning.scanned(paper(), dpi=200, degrees=-0.5, seed=5), 200))
    roster = writing.as_pdf(paper())
    letter = mail.as_eml({"Письмо.pdf": roster, "причал.jpg": photographs.photograph(photographs.STREET)})
    (where / "Папка с причала" / "письмо.eml").write_bytes(letter)
    (where / "Папка с причала" / "заметка.txt").write_bytes(writing.as_text(paper(), "cp1251"))
    return where / "Папка с причала"
