"""Make the synthetic documents again: `script/make_documents`, or with `--check` only say whether they are as made."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable

from inquiry.demonstration.documents import FILES, MANIFEST, mail, photographs, scanning, tables, tones, writing
from inquiry.demonstration.documents.packing import packed
from inquiry.demonstration.documents.paper import paper


def _scan(name: str, degrees: float, seed: int) -> bytes:
    return scanning.as_scanned_pdf(scanning.scanned(paper(name), dpi=150, degrees=degrees, seed=seed), 150)


def _fax(name: str, degrees: float, seed: int) -> bytes:
    return scanning.as_tiff(scanning.scanned(paper(name), dpi=200, degrees=degrees, seed=seed), 200)


def _email() -> bytes:
    roster, gate = writing.as_pdf(paper("roster.en")), photographs.photograph(photographs.GATE)
    return mail.as_eml({"График дежурств 7-8 января.pdf": roster, "gate.jpg": gate})


def _archive() -> bytes:
    return packed(
        {
            "дежурство/заметка о смене.txt": writing.as_text(paper("shift.ru"), "utf-8"),
            "дежурство/Көше.jpg": photographs.photograph(photographs.STREET, 70),
            "дежурство/звонки.csv": tables.as_csv(),
        }
    )


MAKERS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "acknowledgement-SRH-2023-014.docx": (
        "Letter of the hospital administrator: the request was received", "en",
        lambda: writing.as_docx(paper("acknowledgement.en")),
    ),
    "Исх. 118 о переносе.pdf": (
        "Letter of the deputy chief doctor: the answer and the meeting are postponed", "ru",
        lambda: writing.as_pdf(paper("postponement.ru")),
    ),
    "Көршінің жазбасы.odt": ("A neighbour's note", "kk", lambda: writing.as_odt(paper("neighbour.kk"))),
    "translation of note 3.rtf": (
        "Translation of the neighbour's note", "en", lambda: writing.as_rtf(paper("neighbour.en"))
    ),
    "Заявление Сатбековой (скан).pdf": (
        "A sister's complaint to the hospital, scanned askew, no text behind the picture", "ru",
        lambda: _scan("complaint.ru", 1.1, 41),
    ),
    "хаттама № 7 (скан).tif": (
        "Minutes about the archive, a fax of one page", "kk", lambda: _fax("minutes.kk", -0.8, 7)
    ),
    "roster and photograph.eml": ("An e-mail with a duty roster and a photograph attached", "ru", _email),
    "translation thread.mbox": ("Three messages about the translation", "en", mail.as_mbox),
    "Поступления 7-8 января 2022.xlsx": ("Forty invented admissions of one night", "ru", tables.as_xlsx),
    "calls.csv": ("A dispatcher's log of twenty-four calls", "ru", tables.as_csv),
    "IMG_0041 gate.jpg": (
        "Photograph (drawn): the northern gate", "ru", lambda: photographs.photograph(photographs.GATE)
    ),
    "IMG_0007 list.jpg": (
        "Photograph (drawn): the list on the gate", "ru", lambda: photographs.photograph(photographs.LIST)
    ),
    "архив смены.zip": ("Archive of a shift: a note, a photograph, the call log", "ru", _archive),
    "leaf.example - hospital queue.html": (
        "A page of a fictitious newspaper, saved", "en", lambda: writing.as_html(paper("saved_page.en"))
    ),
    "заметка о смене.txt": (
        "A dispatcher's note on his shift, in Windows-1251", "ru", lambda: writing.as_text(paper("shift.ru"), "cp1251")
    ),
    "FND-2023-02 one night.pdf": (
        "A report of twelve pages in English and Russian", "en", lambda: writing.as_pdf(paper("report.mixed"))
    ),
    "SYNTHETIC interview, tones.wav": ("A recording of an interview: tones instead of voices", "ru", tones.recording),
}  # fmt: skip


def manifest(made: dict[str, bytes]) -> str:
    """The list of the files as JSON: name, what it is, language, size in bytes, SHA-256."""
    rows = [
        {
            "name": name, "what": MAKERS[name][0], "language": MAKERS[name][1], "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in made.items()
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files and their manifest; with `--check` write nothing, and return 1 when something differs."""
    made = {name: make() for name, (_what, _language, make) in MAKERS.items()}
    if "--check" not in arguments:
        FILES.mkdir(exist_ok=True)
        for name, content in made.items():
            (FILES / name).write_bytes(content)
        MANIFEST.write_text(manifest(made), encoding="utf-8")
    wrong = [name for name, content in made.items() if (FILES / name).read_bytes() != content]
    sys.stdout.writelines(f"{name} differs\n" for name in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
