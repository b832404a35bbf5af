"""Signed and encrypted: S/MIME and PGP in mail and in files of their own are recognised, what is only signed is read."""

from __future__ import annotations

import base64
import datetime as dt
import zlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from evidence.ingestion.stage import Encrypted, Outcome
from tests.evidence.ingestion import make

_WHEN = dt.datetime(2024, 3, 5, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def anna() -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    """A certificate of her own and its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Анна Ким")])
    mail = x509.SubjectAlternativeName([x509.RFC822Name("anna@example.org")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(_WHEN).not_valid_after(_WHEN + dt.timedelta(days=9))
    return builder.add_extension(mail, critical=False).sign(key, hashes.SHA256()), key


def _signed(
    anna: tuple[x509.Certificate, rsa.RSAPrivateKey], encoding: serialization.Encoding, *options: pkcs7.PKCS7Options
) -> bytes:
    text = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{make.RUSSIAN}\r\n".encode()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text).add_signer(*anna, hashes.SHA256())
    return builder.sign(encoding, [pkcs7.PKCS7Options.Binary, *options])


def _locked(anna: tuple[x509.Certificate, rsa.RSAPrivateKey]) -> bytes:
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(b"secret").add_recipient(anna[0])
    return builder.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def _mail(kind: str, content: bytes) -> bytes:
    head = "From: a@b\nSubject: s\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n"
    return (
        f"{head}Content-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\n\n".encode()
        + base64.encodebytes(content)
    )


def test_what_lies_inside_a_signature_is_read_and_its_signer_named(anna):
    found = make.read(_mail("signed-data", _signed(anna, serialization.Encoding.DER)))
    assert found.facts["signed"] == "S/MIME"
    assert found.facts["signed_by"] == ["Анна Ким <anna@example.org>"]
    assert make.RUSSIAN in found.text
    assert found.outcome is Outcome.READ


def test_a_signature_beside_the_message_names_its_signer(anna):
    found = make.read(
        _signed(anna, serialization.Encoding.SMIME, pkcs7.PKCS7Options.DetachedSignature).replace(
            b"MIME", b"From: a@b\nSubject: s\nMIME", 1
        )
    )
    assert found.facts["signed_by"] == ["Анна Ким <anna@example.org>"]
    assert make.RUSSIAN in found.text


def test_an_envelope_is_recognised_in_mail_and_alone(anna):
    found = make.read(_mail("enveloped-data", _locked(anna)))
    assert found.facts["encrypted"] == "S/MIME"
    assert "encrypted" in found.problem
    with pytest.raises(Encrypted, match="cannot be read without the key"):
        make.read(_locked(anna), "smime.p7m")


def test_signatures_in_files_of_their_own(anna):
    inside = make.read(_signed(anna, serialization.Encoding.DER), "x.p7m")
    beside = make.read(_signed(anna, serialization.Encoding.PEM, pkcs7.PKCS7Options.DetachedSignature), "x.p7s")
    assert inside.media_type == "application/pkcs7-mime"
    assert make.RUSSIAN.encode() in inside.facts["members"][0][2]
    assert beside.media_type == "application/pkcs7-signature"
    assert beside.text == "Signed by: Анна Ким <anna@example.org>"


@pytest.mark.parametrize("depth", [10, 5000])
def test_a_signature_that_nests_without_end_does_no_harm(depth: int):
    found = make.read(
        _mail("signed-data", b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80" + b"\x30\x80" * depth)
    )
    assert found.text.startswith("From: a@b")


# --- PGP ----------------------------------------------------------------------------------------------------------------


def _packet(tag: int, body: bytes) -> bytes:
    return bytes([0xC0 | tag, 255]) + len(body).to_bytes(4, "big") + body


def _armoured(kind: str, data: bytes) -> bytes:
    return (
        f"-----BEGIN PGP {kind}-----\nVersion: x\n\n".encode()
        + base64.encodebytes(data)
        + f"=AAAA\n-----END PGP {kind}-----\n".encode()
    )


_MADE = (1_700_000_000).to_bytes(4, "big")
_KEY = _packet(6, b"\4" + _MADE + b"\x16" + bytes(40)) + _packet(13, "Анна Ким <anna@example.org>".encode())
_SIGNATURE = _packet(2, b"\4\0\x16\x08\0\x06\x05\x02" + _MADE + b"\0\x0a\x09\x10" + bytes(range(8)) + b"ab" + bytes(20))
_FOR_SOMEBODY = _packet(1, b"\3" + bytes(range(8)) + b"\1" + bytes(64)) + _packet(18, bytes(64))


@pytest.mark.parametrize("wrap", [bytes, lambda data: _armoured("PUBLIC KEY BLOCK", data)])
def test_keys_tell_their_owner(wrap):
    found = make.read(wrap(_KEY))
    (told,) = found.facts["claimed_keys"]
    assert found.media_type == "application/pgp-keys"
    assert told["users"] == ["Анна Ким <anna@example.org>"]
    assert told["created_at"] == "2023-11-14T22:13:20+00:00"
    assert told["fingerprint"] in found.text


@pytest.mark.parametrize("wrap", [bytes, lambda data: _armoured("MESSAGE", data)])
def test_encrypted_files_say_for_whom(wrap):
    with pytest.raises(Encrypted, match="encrypted with PGP"):
        make.read(wrap(_FOR_SOMEBODY))


@pytest.mark.parametrize("wrap", [bytes, lambda data: _armoured("SIGNATURE", data)])
def test_signatures_tell_the_key(wrap):
    found = make.read(wrap(_SIGNATURE))
    assert found.media_type == "application/pgp-signature"
    assert found.facts["signed_by"] == ["0001020304050607"]


def test_what_is_signed_and_packed_is_opened():
    literal = _packet(11, b"u\x05a.txt" + _MADE + make.RUSSIAN.encode())
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(literal + _SIGNATURE) + packer.flush()
    found = make.read(_packet(8, b"\1" + packed))
    assert [(m[1], m[2].decode()) for m in found.facts["members"]] == [("a.txt", make.RUSSIAN)]
    assert found.facts["signed"] == "PGP"


def test_pgp_in_the_text_of_a_mail():
    head = b"From: a@b\nSubject: s\n\n"
    signed = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nthe words\n" + _armoured("SIGNATURE", _SIGNATURE)
    assert make.read(head + signed).facts["signed_by"] == ["0001020304050607"]
    assert "the words" in make.read(head + signed).text
    assert "encrypted with PGP" in make.read(head + _armoured("MESSAGE", _FOR_SOMEBODY)).problem
