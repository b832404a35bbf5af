"""Words out of Office XML: WordprocessingML and DrawingML, in document order."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from evidence.ingestion.claims import local
from evidence.ingestion.formats._changes import Change, joined

PAGE_BREAK = "\x0c"
_BREAKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SKIPPED = {
    "Fallback",
    "instrText",
    "delText",
    "del",
    "moveFrom",
    "pPr",
    "rPr",
    "sectPr",
    "tblPr",
    "tcPr",
    "delInstrText",
}


def words(root: Element | None, labels: dict[Element, str] | None = None) -> str:
    """All text under `root`: a line per paragraph, tabs between cells, a form feed where a page was broken."""
    parts: list[str] = []
    todo: list[tuple[Element, bool]] = [(root, False)] if root is not None else []
    while todo:  # no recursion: depth is the file's to choose
        element, done = todo.pop()
        name = local(element)
        if done:
            _end(parts, name)
        elif name not in _SKIPPED:
            if labels and element in labels:
                parts.append(labels[element])
            parts.append(_own(element, name))
            todo.append((element, True))
            todo.extend((child, False) for child in reversed(element))
    return "".join(parts)


def _own(element: Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "br":
        return PAGE_BREAK if any(k.endswith("}type") and v == "page" for k, v in element.attrib.items()) else "\n"
    if name == "lastRenderedPageBreak":
        return PAGE_BREAK
    if name == "sym":
        code = next((v for k, v in element.attrib.items() if k.endswith("}char")), "")
        return chr(int(code, 16)) if len(code) == 4 and code[0] not in "FfDd" else ""
    return _BREAKS.get(name, "")


def _end(parts: list[str], name: str) -> None:
    """What ends a paragraph, a cell or a row; the line end in front of a cell's end gives way to it."""
    if name in ("tc", "tr") and parts and parts[-1] == ("\n" if name == "tc" else "\t"):
        parts.pop()
    if name in ("p", "tr", "tc"):
        parts.append("\t" if name == "tc" else "\n")


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without a namespace: strict and usual documents differ in nothing else."""
    return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == name), "")


def changes(root: Element) -> list[Change]:
    """What was inserted, deleted and moved with tracking on, in order."""
    kinds = {"ins": "inserted", "del": "deleted", "moveFrom": "moved away", "moveTo": "moved here"}
    found = list[Change]()
    for element in root.iter():
        kind = kinds.get(local(element))
        said = "".join(e.text or "" for e in element.iter() if local(e) in ("t", "delText")) if kind else ""
        if kind and said:
            by, at = attribute(element, "author"), attribute(element, "date")
            found.append(Change(kind, by, at, said, len(found), len(found) + 1))
    return joined(found)


def hidden(root: Element) -> list[str]:
    """Stretches that are set not to be shown."""
    found = []
    for run in (e for e in root.iter() if local(e) == "r"):
        marks = [
            local(e) for part in run if local(part) == "rPr" for e in part if attribute(e, "val") not in ("0", "false")
        ]
        if "vanish" in marks:
            found.append("".join(e.text or "" for e in run if local(e) == "t"))
    return [one for one in found if one.strip()]


def comments(root: Element | None) -> str:
    """A line per comment: who, when, what."""
    lines = []
    for one in root.iter() if root is not None else ():
        if local(one) == "comment":
            who = " ".join(filter(None, (attribute(one, "author"), attribute(one, "date"))))
            lines.append(f"{who}: {words(one).strip()}" if who else words(one).strip())
    return "\n".join(lines)


def pages(text: str) -> list[str]:
    """The text between page breaks; two breaks with nothing between (a break and its rendering) count once."""
    found = [part for part in text.split(PAGE_BREAK) if part.strip()]
    return found or [""]
