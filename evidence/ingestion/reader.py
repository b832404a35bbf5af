"""The child of one file: runs the stages in order and sends every finding as it is made. Lives inside the sandbox."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any, BinaryIO

from evidence.ingestion import denials, sniff, stages, wire
from evidence.ingestion.findings import Findings, StageReport
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding, Member, Outcome, Picture, Preview, Trouble, Unreadable


def read(source: Source, line: BinaryIO) -> None:
    """All requested stages over one source; every frame goes to `line`, the last is `End`."""
    found = Findings(media_type=source.request.media_type)
    denials.watch()
    for stage in stages.ordered(source.request.stages):
        wire.send(line, {"is": "Begin", "stage": stage.NAME})
        _run(stage, source, found, line)
        if found.outcome is Outcome.UNSUPPORTED and stage.NAME == "identify":
            break
    wire.send(line, {"is": "End"})


def read_plain(sources: list[Source], line: BinaryIO) -> None:
    """Several files in one child, as far as each turns out to be plain text: then nothing but our own few lines of Python
    has touched it. Whatever is something else is left alone here, and gets a child of its own."""
    for number, source in enumerate(sources):
        plain = sniff.is_plain(source)
        wire.send(line, {"is": "File", "number": number, "plain": plain})
        if plain:
            read(source, line)


def _run(stage: ModuleType, source: Source, found: Findings, line: BinaryIO) -> None:
    """One stage; whatever it raises becomes its outcome and a trouble of the whole."""
    started, before = time.monotonic(), len(found.troubles)
    try:
        for finding in stage.run(source, found):
            _pass_on(finding, found, line)
    except (OSError, EOFError) as error:
        if isinstance(error, BrokenPipeError | ConnectionError):
            raise
        _give_up(explain(error), error, found, line)
    except Exception as error:  # a parser may raise anything; the file is at fault, not the reading
        _give_up(explain(error), error, found, line)
    _tell_tried(line)
    troubles = found.troubles[before:]
    worst = next((t for t in troubles if t.outcome is not Outcome.PARTLY_READ), troubles[0] if troubles else None)
    report = StageReport(
        stage.NAME,
        stage.VERSION,
        worst.outcome if worst else Outcome.READ,
        worst.sentence if worst else "",
        round(time.monotonic() - started, 4),
    )
    wire.send_finding(line, report)


def _tell_tried(line: BinaryIO) -> None:
    """For the operator: what the stage tried and the sandbox denied."""
    for words in denials.heard():
        wire.send(line, {"is": "Log", "line": f"denied: {words}"})


def explain(error: BaseException) -> Trouble:
    """What an exception means, in a sentence for a secretary."""
    if isinstance(error, Unreadable):
        return Trouble(error.outcome, str(error))
    if isinstance(error, MemoryError):
        return Trouble(Outcome.REFUSED, "Reading this file needs more memory than is allowed; it was stopped.")
    if isinstance(error, RecursionError):
        return Trouble(Outcome.REFUSED, "The contents are nested more deeply than is allowed; reading was stopped.")
    return Trouble(Outcome.DAMAGED, "The file could not be read: it is damaged or not what its type promises.")


def _give_up(trouble: Trouble, error: BaseException, found: Findings, line: BinaryIO) -> None:
    if not isinstance(error, Unreadable):
        wire.send(line, {"is": "Log", "line": f"{type(error).__name__}: {error}"[:500]})
    found.add(trouble)
    wire.send_finding(line, trouble)


def _pass_on(finding: Finding, found: Findings, line: BinaryIO) -> None:
    """Fold a finding into what later stages see, and send it. Members are sent while they are unpacked."""
    if isinstance(finding, Member):
        _send_member(finding, line)
        return
    if isinstance(finding, Preview):
        _send_member(finding, line)
        return
    if not isinstance(finding, Picture):
        found.add(finding)
    wire.send_finding(line, finding)


def _send_member(member: Member | Preview, line: BinaryIO) -> None:
    wire.send_finding(line, member)
    problem = ""
    try:
        for chunk in _pieces(member.chunks):
            wire.send(line, {"is": "Bytes"}, chunk)
    except (BrokenPipeError, ConnectionError):
        raise
    except Exception as error:  # a damaged member is kept as far as it goes
        problem = (
            str(error) if isinstance(error, Unreadable) else "This part is damaged: it was kept as far as it goes."
        )
    wire.send(line, {"is": "MemberEnd", "problem": problem})


def _pieces(chunks: Any) -> Iterator[bytes]:
    for chunk in chunks:
        for at in range(0, len(chunk), wire.CHUNK):
            yield chunk[at : at + wire.CHUNK]
