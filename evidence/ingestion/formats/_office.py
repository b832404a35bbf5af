"""Words out of Office XML: WordprocessingML and DrawingML, in document order."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from evidence.ingestion.claims import local

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
            parts.append(_after(name))
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


def _after(name: str) -> str:
    return "\n" if name in ("p", "tr") else "\t" if name == "tc" else ""


def pages(text: str) -> list[str]:
    """The text between page breaks; two breaks with nothing between (a break and its rendering) count once."""
    found = [part for part in text.split(PAGE_BREAK) if part.strip()]
    return found or [""]
