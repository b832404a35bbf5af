"""The plain document that page, PDF, spreadsheet, CSV and API are all made of. Nothing but text, numbers, lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inquiry.cooperation import sentences
from inquiry.cooperation.values import CooperationRegister, Counts, Happening, Line, Party
from inquiry.shared import chain

Part = tuple[str, int]  # a record's reference and the number of its step; 0 for the whole record


@dataclass(frozen=True, slots=True)
class Proof:
    """What a line rests on: an item of evidence, or a passage of a source."""

    label: str  # "E-000012, page 3"
    ref: str
    text: str = ""  # how a source is named in full; empty for evidence, whose titles stay inside


def cooperation(register: CooperationRegister, proofs: Mapping[Part, Sequence[Proof]]) -> dict[str, Any]:
    """The register as a document; `digest` covers everything it says."""
    body: dict[str, Any] = {
        "title": _("Register of cooperation"),
        "commission": register.commission or register.inquiry,
        "inquiry": register.inquiry,
        "summary": sentences.told_of(register),
        "totals": _totals(register.counts),
        "parties": [_party(party, proofs) for party in register.parties],
        "sources": _sources(proofs),
        "method_title": _("How notice was computed"),
        "method": sentences.method(),
    }
    return {**body, "digest": hashlib.sha256(chain.canonical(body)).hexdigest()}


def _totals(counts: Counts) -> list[list[Any]]:
    return [[label, figure] for label, figure in sentences.totals(counts)]


def _party(party: Party, proofs: Mapping[Part, Sequence[Proof]]) -> dict[str, Any]:
    said = ", ".join(f"{label}: {figure}" for label, figure in sentences.totals(party.counts) if figure)
    return {
        "ref": party.ref,
        "name": party.name,
        "figures": said,
        "totals": _totals(party.counts),
        "lines": [_line(line, proofs) for line in party.lines],
    }


def _line(line: Line, proofs: Mapping[Part, Sequence[Proof]]) -> dict[str, Any]:
    return {
        "ref": line.ref,
        "kind": line.kind,
        "subject": line.subject,
        "outcome": line.outcome,
        "tone": line.outcome_tone,
        "official": line.official,
        "about": line.about,
        "rows": [_row(one, proofs.get((line.ref, one.number), ())) for one in line.happenings],
        "proofs": [_proof(one) for one in proofs.get((line.ref, 0), ()) if not _is_first(line)],
    }


def _is_first(line: Line) -> bool:
    """An assurance's first row is the record itself (number 0) and carries its proofs."""
    return any(one.number == 0 for one in line.happenings)


def _row(one: Happening, proofs: Sequence[Proof]) -> dict[str, Any]:
    return {
        "number": one.number,
        "what": one.words,
        "mark": str(one.mark),
        "when": sentences.when(one.at),
        "at": one.at.text if one.at else "",
        "zone": one.at.zone if one.at else "",
        "set_for": one.set_for.text if one.set_for else "",
        "notice": one.notice.words if one.notice else "",
        "reason_given": one.reason_given,
        "reason": one.reason,
        "details": sentences.details(one),
        "proofs": [_proof(proof) for proof in proofs],
    }


def _proof(proof: Proof) -> dict[str, str]:
    return {"label": proof.label, "ref": proof.ref}


def _sources(proofs: Mapping[Part, Sequence[Proof]]) -> list[list[str]]:
    """Each source once, as it is named in full."""
    named = {proof.ref: proof.text for found in proofs.values() for proof in found if proof.text}
    return [[ref, named[ref]] for ref in sorted(named)]


def refs_in(document: Mapping[str, Any]) -> list[str]:
    """Every reference of ours that the document tells of: whoever receives it may see all of them."""
    found = {ref for ref, _text in document["sources"]}
    for party in document["parties"]:
        found |= {party["ref"]} if party["ref"] else set()
        for line in party["lines"]:
            found |= {line["ref"], *([line["about"]] if line["about"] else [])}
            found |= {proof["ref"] for row in [line, *line["rows"]] for proof in row["proofs"]}
    return sorted(found)
