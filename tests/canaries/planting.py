"""Put canaries where people put names: into the vault, into testimony, into files that are handed over."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from email.message import EmailMessage

from docx import Document
from PIL import Image

from tests.canaries.names import IN_FILES, IN_TESTIMONY, IN_VAULT, Canary
from tests.canaries.visitor import Visitor
from tests.journeys.system import System

READ_WITHIN = 240.0  # seconds


@dataclass
class Planted:
    """What was made: references to walk to."""

    witnesses: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)  # of statements, batches and items


def visitor(system: System, who: str) -> Visitor:
    """`who` of the demonstration, signed in."""
    email = f"{who}@demo.example"
    return Visitor(system.address).signs_in(email, system.people[email])


def plant(system: System) -> Planted:
    made = Planted()
    investigator, secretary = visitor(system, "investigator"), visitor(system, "secretary")
    for canary in IN_VAULT:
        made.witnesses.append(register(investigator))
        answer = investigator.submit(f"/witnesses/{made.witnesses[-1]}/deposit/", deposit_of(canary))
        assert answer.status == 302, f"a deposit answered {answer.status}"
    for number, canary in enumerate(IN_TESTIMONY):
        made.refs.append(statement(investigator, made.witnesses[number], canary))
    batch = made_batch(secretary)
    made.refs.append(batch)
    for canary in IN_FILES:
        answer = secretary.submit(f"/evidence/batches/{batch}/", {}, [("files", *file) for file in files_of(canary)])
        assert answer.status in (200, 302), f"files were answered with {answer.status}"
    made.refs += read(secretary, batch)
    return made


def register(by: Visitor) -> str:
    known = {"capacity": "victim", "came": "themselves", "age_band": "adult", "languages": "Kazakh"}
    answer = by.submit("/witnesses/new/", known)
    assert answer.status == 302, f"a witness could not be registered: {answer.status}"
    return answer.headers["Location"].split("/")[2]


def deposit_of(canary: Canary) -> dict[str, str | list[str]]:
    """The fields of the form of deposits, one entry to a line."""
    return {
        f"secret-{group}.{name}": "\n".join(values)
        for group, fields in canary.groups.items()
        for name, values in fields.items()
    }


def statement(by: Visitor, witness: str, canary: Canary) -> str:
    text = "\n\n".join(
        (
            f"Я была в камере вместе с {canary.spelt('russian')}, её телефон {canary.phone}.",
            f"{canary.full} жылап жатты. {canary.spelt('look_alike')}.",
            f"Later {canary.spelt('bgn')} ({canary.spelt('latin_2021')}) lived at {canary.street} 12; {canary.iin}.",
            f"Передали {canary.spelt('dative')}; {canary.spelt('icao')}, {canary.email}.",
        )
    )
    page = by.get("/testimony/new/")
    fields = {
        "witness": page.option(witness),
        "kind": "oral",
        "taken": "3 March 2023",
        "language": "ru",
        "based_on": "notes",
    }
    answer = by.submit("/testimony/new/", {**fields, "text": text})
    assert answer.status == 302, f"a statement could not be taken: {answer.status}"
    return answer.headers["Location"].strip("/").split("/")[-1]


def made_batch(by: Visitor) -> str:
    fields = {
        "title": "SYNTHETIC: planted", "provided_by": "Nobody (fictitious)", "provided": "3 March 2023", "how": "by_hand",
        "classification": "C1",
    }  # fmt: skip
    answer = by.submit("/evidence/batches/new/", fields)
    assert answer.status == 302, f"a batch could not be opened: {answer.status}"
    return answer.headers["Location"].strip("/").split("/")[-1]


def files_of(canary: Canary) -> list[tuple[str, bytes]]:
    """(name, content): in the body, in properties, in EXIF, in an attachment, in the name itself."""
    return [
        (f"{canary.spelt('russian')}.txt", f"{canary.full}\n{canary.phone}\n".encode("utf-16")),
        (f"note-{canary.number}.docx", _document(canary)),
        (f"picture-{canary.number}.jpg", _picture(canary)),
        (f"letter-{canary.number}.eml", _letter(canary)),
    ]


def _document(canary: Canary) -> bytes:
    document = Document()
    document.add_paragraph(f"Передано {canary.spelt('dative')}")
    document.core_properties.last_modified_by = canary.spelt("bgn")
    document.core_properties.author = canary.full
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _picture(canary: Canary) -> bytes:
    picture = Image.new("RGB", (64, 48), (canary.number, 90, 120))
    exif = Image.Exif()
    exif[0x013B] = canary.spelt("icao")  # artist
    exif[0x010E] = canary.email  # description
    into = io.BytesIO()
    picture.save(into, "JPEG", exif=exif)
    return into.getvalue()


def _letter(canary: Canary) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"] = f"{canary.spelt('latin_2021')} <{canary.email}>", "desk@canary.example"
    letter["Subject"] = canary.spelt("russian")
    letter.set_content(f"{canary.full}: {canary.iin}")
    letter.add_attachment(
        f"{canary.street}, 7".encode(), maintype="text", subtype="plain", filename=f"{canary.login}.txt"
    )
    return bytes(letter)


def read(by: Visitor, batch: str) -> list[str]:
    """Wait until every item of the batch has been read; their references."""
    until = time.monotonic() + READ_WITHIN
    while time.monotonic() < until:
        page = by.get(f"/evidence/batches/{batch}/")
        items = sorted({link.split("/")[3] for link in page.links() if link.startswith("/evidence/items/E-")})
        if items and "Waiting to be read" not in page.text and "Being read" not in page.text:
            return items[:4]
        time.sleep(1)
    raise AssertionError(f"{batch} was not read in time")
