"""Pictures of other kinds than JPEG and PNG, and what agencies, programs and sealed histories write into them."""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
from typing import Any

import c2pa
import pillow_heif
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from evidence.ingestion import readied, tools
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Outcome, ReadRequest
from tests.evidence.ingestion import make


def _exif() -> Image.Exif:
    block = Image.Exif()
    block[0x0132], block[0x0112] = "2022:08:02 11:12:13", 6
    return block


def _heic(**more: Any) -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 40), "red")).save(file, format="HEIF", **more)
    return file.getvalue()


def test_a_telephone_s_picture_is_read_and_stands_upright():
    source = Source.of(_heic(exif=_exif().tobytes()), "IMG.HEIC")
    found = make.run("metadata", source, make.run("identify", source))
    assert found.media_type == "image/heic"
    assert found.facts["claimed_modified_at"] == "2022-08-02T11:12:13"
    thumbnail = next(iter(make.stages.load()["page_images"].run(source, found)))
    assert (thumbnail.width, thumbnail.height) == (40, 64)


@pytest.mark.parametrize(("kind", "media_type"), [("AVIF", "image/avif"), ("WEBP", "image/webp"), ("GIF", "image/gif")])
def test_what_moves_is_one_page_with_frames(kind, media_type):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    content = make.encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    found = make.read(content, until="metadata")
    assert (found.media_type, found.page_count, found.facts["frames"]) == (media_type, 1, 3)


def _tiff(pages: int, **more: Any) -> bytes:
    made = [Image.new("1", (40, 30), number % 2) for number in range(pages)]
    return make.encoded(made[0], "TIFF", save_all=True, append_images=made[1:], **more)


def test_every_picture_of_a_tiff_is_a_page():
    found = make.read(_tiff(3, compression="group4"), until="metadata")
    assert (found.page_count, found.outcome) == (3, Outcome.READ)


def test_a_chain_of_pages_that_breaks_is_read_as_far_as_it_goes():
    content = bytearray(_tiff(2))
    first = struct.unpack_from("<I", content, 4)[0]
    entries = struct.unpack_from("<H", content, first)[0]
    struct.pack_into("<I", content, first + 2 + 12 * entries, 5)  # the next page would lie within the header
    found = make.read(bytes(content), until="metadata")
    assert found.page_count == 1
    assert found.facts["width"] == 40


def test_a_cut_picture_is_shown_as_far_as_it_goes_and_said_to_be_cut():
    whole = make.encoded(Image.effect_noise((300, 300), 80), "JPEG")
    found = make.read(whole[: len(whole) // 2], until="page_images")
    assert found.outcome is Outcome.DAMAGED
    assert "only a part" in found.problem


@pytest.mark.parametrize("mode", ["CMYK", "LAB", "I;16", "F", "P", "RGBA"])
def test_pictures_of_all_colours_are_drawn(mode):
    made = Image.new(mode, (30, 20)) if mode in ("I;16", "F", "LAB") else Image.new("RGB", (30, 20)).convert(mode)
    source = Source.of(make.encoded(made, "TIFF"), "a.tif")
    thumbnail = next(iter(make.stages.load()["page_images"].run(source, Findings(media_type="image/tiff"))))
    assert (thumbnail.width, thumbnail.height) == (30, 20)


def _iptc(*rows: tuple[int, int, bytes]) -> bytes:
    block = b"".join(b"\x1c" + bytes([a, b]) + struct.pack(">H", len(value)) + value for a, b, value in rows)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    body = b"Photoshop 3.0\0" + resource
    plain = make.encoded(Image.new("RGB", (20, 20)), "JPEG")
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + plain[2:]


@pytest.mark.parametrize(("mark", "codec"), [((), "cp1251"), (((1, 90, b"\x1b%G"),), "utf-8")])
def test_what_agencies_write_is_a_claim_in_its_own_characters(mark, codec):
    words = "Митинг на площади Республики в Алматы, январь 2022 года"
    day = ((2, 55, b"20220105"), (2, 60, b"101112+0600"))
    found = make.read(_iptc(*mark, (2, 120, words.encode(codec)), *day), until="metadata")
    assert found.facts["claimed_description"] == words
    assert found.facts["claimed_created_at"] == "2022-01-05T10:11:12+06:00"


_XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:m="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:e="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" exif:GPSLatitude="43,14.334N" exif:GPSLongitude="76,53,24W">
<m:History><rdf:Seq><rdf:li e:action="saved" e:when="2022-07-01T09:00:00Z" e:softwareAgent="Editor 1"/></rdf:Seq>
</m:History></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_xmp_tells_the_place_and_what_was_done():
    facts = make.read(make.encoded(Image.new("RGB", (9, 9)), "WEBP", xmp=_XMP), until="metadata").facts
    assert facts["claimed_position"] == {"latitude": 43.2389, "longitude": -76.89}
    assert facts["claimed_history"] == [{"action": "saved", "at": "2022-07-01T09:00:00Z", "with": "Editor 1"}]


# --- content credentials ----------------------------------------------------------------------------------------------


def _certificate(name: str, key: Any, issuer: str, signing: Any, *, authority: bool) -> Any:
    def named(one: str) -> x509.Name:
        return x509.Name(
            [x509.NameAttribute(NameOID.ORGANIZATION_NAME, one), x509.NameAttribute(NameOID.COMMON_NAME, one)]
        )

    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(start).not_valid_after(start + dt.timedelta(days=9000))
    made = made.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    made = made.add_extension(
        x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **usage),
        critical=True,
    )
    if not authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    return made.add_extension(above, critical=False).sign(signing, hashes.SHA256())


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """A picture with content credentials of a camera that nobody knows."""
    top, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    chain = [
        _certificate("Camera", key, "Maker", top, authority=False),
        _certificate("Maker", top, "Maker", top, authority=True),
    ]
    words = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    action = {"action": "c2pa.edited", "when": "2024-03-05T10:11:12Z", "softwareAgent": {"name": "Editor"}}
    created = {
        "action": "c2pa.created",
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    }
    told = {
        "claim_generator_info": [{"name": "testcam", "version": "1.0"}],
        "title": "photo.jpg",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [created, action]}}],
    }
    plain, made = io.BytesIO(make.encoded(Image.effect_noise((90, 60), 60), "JPEG")), io.BytesIO()
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", words, secret, None))
    c2pa.Builder(json.dumps(told)).sign(signer, "image/jpeg", plain, made)
    return made.getvalue()


def test_content_credentials_are_told_and_compared(sealed):
    told = make.read(sealed, until="metadata").facts["content_credentials"]
    assert (told["title"], told["generator"], told["issuer"]) == ("photo.jpg", "testcam 1.0", "Camera")
    assert told["actions"][1] == {"action": "c2pa.edited", "at": "2024-03-05T10:11:12Z", "with": "Editor"}
    assert told["seal"].startswith("The seal fits")


def test_a_changed_picture_breaks_its_seal(sealed):
    at = len(sealed) - 200
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    told = make.read(changed, until="metadata").facts["content_credentials"]
    assert told["seal"].startswith("The seal does not fit")


def test_broken_credentials_do_not_cost_the_picture(sealed):
    found = make.read(sealed.replace(b"c2pa.claim", b"c2pa.xxxxx"), until="metadata")
    assert found.outcome is Outcome.READ
    assert found.facts["width"] == 90


# --- drawings, DjVu ---------------------------------------------------------------------------------------------------

_SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">
<title>Scheme</title><script>alert(1)</script><text>The money <tspan>went</tspan> here</text>
<a onclick="x()" xlink:href="https://example.org/x"><rect/></a>
<image href="data:image/png;base64,aGVsbG8="/></svg>"""


def test_a_drawing_gives_its_words_and_names_what_could_act():
    found = make.read(_SVG, "a.svg", until="page_images")
    assert "The money went here" in found.text
    assert "alert" not in found.text
    assert found.facts["active_content"] == ["a script"]
    assert found.facts["points_outside"] == ["https://example.org/x"]
    assert found.facts["members"] == [(b"picture 1.png", "picture 1.png", b"hello", "embedded")]
    assert found.renditions == []


def test_definitions_in_a_drawing_are_not_followed():
    evil = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg><text>seen &a;</text></svg>'
    found = make.read(evil, "a.svg")
    assert found.outcome is Outcome.PARTLY_READ
    assert "seen" in found.text
    assert "root:" not in found.text


_DJVU = b"AT&TFORM\0\0\0\x20DJVUINFO\0\0\0\x0a\0\x64\0\x64\x18\0\x2c\x01\x16\1"


def test_a_djvu_that_nobody_took_apart_names_the_package():
    found = make.read(_DJVU, "a.djvu", until="text")
    assert found.outcome is Outcome.UNSUPPORTED
    assert "djvulibre-bin" in found.problem


def test_a_djvu_becomes_its_words_and_its_pages(monkeypatch):
    made = {"djvutxt": "Первая страница\f\f".encode(), "ddjvu": make.pdf(["drawn"], pages=2)}
    monkeypatch.setattr(tools, "available", lambda program: True)
    monkeypatch.setattr(tools, "run", lambda program, arguments, given: made[program])
    with readied.readied(io.BytesIO(_DJVU), ReadRequest(name="a.djvu")) as (given, request):
        source = Source.of(given.read(), "a.djvu", request)
    known = Findings(media_type=request.media_type)
    found = make.run("text", source, make.run("metadata", source, make.run("identify", source, known)))
    assert (found.media_type, found.page_count) == ("image/vnd.djvu", 2)
    assert found.pages[1].text == "Первая страница"
    thumbnail = next(iter(make.stages.load()["page_images"].run(source, found)))
    assert thumbnail.kind == "thumbnail"


def test_other_files_are_given_as_they_are():
    file, request = io.BytesIO(b"%PDF-1.4 and so on"), ReadRequest(name="a.pdf")
    with readied.readied(file, request) as (given, asked):
        assert (given.read(), asked) == (b"%PDF-1.4 and so on", request)
