"""C2PA content credentials: what a file's sealed history claims, and whether its seal fits these bytes.

Nothing is fetched: no outside manifest, no list of revoked certificates. Who issued the certificate is not judged here
either: a seal that fits says that the bytes are those that were sealed, not that its maker is to be trusted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import c2pa

from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact

_MARKS = (b"jumbc2pa", b"c2pa.claim", b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81")
_LOOK = 8 * 2**20  # bytes at either end in which credentials are looked for
_MOST = 256 * 2**20  # larger files are not digested again
_SETTINGS = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": False}}
_MOST_ACTIONS = 50


def facts(source: Source, media_type: str) -> Iterator[Fact]:
    """`content_credentials`: generator, title, issuer, actions, ingredients, seal; nothing when the file has none."""
    if not _marked(source):
        return
    if source.size > _MOST:
        yield Fact("content_credentials", {"seal": "The file is too large for its seal to be compared."})
        return
    try:
        with (
            source.open() as file,
            c2pa.Context.from_dict(_SETTINGS) as context,
            c2pa.Reader(media_type, file, context=context) as reader,
        ):
            told = json.loads(reader.json())
    except MemoryError:
        raise
    except Exception:  # the library raises a kind of its own for each way in which credentials may be broken
        yield Fact("content_credentials", {"seal": "There are marks of content credentials, but they cannot be read."})
        return
    yield Fact("content_credentials", _said(told))


def _marked(source: Source) -> bool:
    """Whether anything looks like credentials: the library is not troubled for files that have none."""
    ends = source.head(_LOOK) + (source.tail(_LOOK) if source.size > _LOOK else b"")
    return any(mark in ends for mark in _MARKS)


def _said(told: dict[str, Any]) -> dict[str, Any]:
    """The newest manifest in plain keys, empty ones left out."""
    manifest = told.get("manifests", {}).get(told.get("active_manifest"), {})
    signed = manifest.get("signature_info") or {}
    made: dict[str, Any] = {
        "generator": "; ".join(map(_generator, manifest.get("claim_generator_info") or []))
        or manifest.get("claim_generator", ""),
        "title": manifest.get("title", ""),
        "issuer": signed.get("issuer", ""),
        "signer": signed.get("common_name", ""),
        "signed_at": signed.get("time", ""),
        "actions": _actions(manifest),
        "made_from": [str(one.get("title", ""))[:300] for one in (manifest.get("ingredients") or [])[:20]],
        "seal": _seal(told),
    }
    return {key: value for key, value in made.items() if value}


def _generator(info: dict[str, Any]) -> str:
    return f"{info.get('name', '')} {info.get('version', '')}".strip()


def _actions(manifest: dict[str, Any]) -> list[dict[str, str]]:
    """What was done, when and with what, as the assertions tell it."""
    found = []
    for assertion in manifest.get("assertions") or []:
        if not str(assertion.get("label", "")).startswith("c2pa.actions"):
            continue
        for action in (assertion.get("data") or {}).get("actions", [])[:_MOST_ACTIONS]:
            agent = action.get("softwareAgent", "")
            row = {
                "action": str(action.get("action", "")),
                "at": str(action.get("when", "")),
                "with": _generator(agent) if isinstance(agent, dict) else str(agent),
                "source": str(action.get("digitalSourceType", "")).rsplit("/", 1)[-1],
            }
            found.append({key: value[:300] for key, value in row.items() if value})
    return found


def _seal(told: dict[str, Any]) -> str:
    """Whether the seal fits, in a sentence; why not, in the codes of the standard."""
    failed = [str(one.get("code", "")) for one in told.get("validation_status") or []]
    real = [code for code in failed if not code.startswith("signingCredential.untrusted")]
    if real:
        return f"The seal does not fit the file: {', '.join(dict.fromkeys(real))[:300]}."
    return "The seal fits the file; who made it was not judged."
