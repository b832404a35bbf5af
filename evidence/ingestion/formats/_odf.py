"""What stands in OpenDocument's content: the words in order, and apart from them comments, changes, links."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from evidence.ingestion.claims import local
from evidence.ingestion.formats._changes import Change

_MOST_REPEATED = 100
_LINE_AFTER = {"p", "h", "list-item", "line-break"}
_SKIPPED = {
    "tracked-changes",
    "scripts",
    "font-face-decls",
    "automatic-styles",
    "styles",
    "binary-data",
    "sequence-decls",
    "annotation",
    "meta",
    "settings",
}
_CELLS = ("table-cell", "covered-table-cell")


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without a namespace."""
    return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == name), "")


def parts(root: Element) -> tuple[str, list[Element]]:
    """("table" or "page", the sheets or slides); ("", []) for a text."""
    body = next((e for e in root if local(e) == "body"), root)
    kind = local(body[0]) if len(body) else ""
    name = {"spreadsheet": "table", "presentation": "page", "drawing": "page"}.get(kind, "")
    found = [e for e in body[0] if local(e) == name] if name else []
    return (name, found) if found else ("", [])


def hidden(root: Element, of: list[Element]) -> list[Element]:
    """The sheets or slides whose style says that they are not shown."""
    styles = {
        attribute(style, "name")
        for style in root.iter()
        if local(style) == "style"
        and any(attribute(e, "display") == "false" or attribute(e, "visibility") == "hidden" for e in style)
    }
    return [part for part in of if attribute(part, "style-name") in styles]


def words(root: Element, *, flat: bool = False) -> str:
    """All text under `root` in order, footnotes where they stand, comments left out. flat: a cell is one line."""
    made: list[str] = []
    todo: list[tuple[Element, int]] = [(root, -1)]
    while todo:  # no recursion: depth is the file's to choose
        element, start = todo.pop()
        name = local(element)
        if start >= 0:
            _end(made, element, name, start, flat)
            made.append(element.tail or "" if element is not root else "")
        elif name in _SKIPPED and element is not root:
            made.append(element.tail or "")
        else:
            todo.append((element, len(made)))
            made.append({"tab": "\t", "s": _blanks(element)}.get(name, ""))
            made.append(element.text or "")
            todo.extend((child, -1) for child in reversed(element))
    return "".join(made)


def _end(made: list[str], element: Element, name: str, start: int, flat: bool) -> None:
    """What ends a paragraph, cell or row. `start`: where the element's own text begins in `made`."""
    if name in _CELLS:
        content = "".join(made[start:]).strip("\n ")
        content = " ".join(content.split()) if flat else content
        repeated = attribute(element, "number-columns-repeated")
        made[start:] = [f"{content}\t" * (min(int(repeated), _MOST_REPEATED) if repeated.isdigit() else 1)]
    elif name == "table-row":
        content = "".join(made[start:]).rstrip("\t ")
        made[start:] = [f"{content}\n" if content.strip() else ""]
    elif name in _LINE_AFTER:
        made.append("\n")


def _blanks(element: Element) -> str:
    count = attribute(element, "c") or "1"
    return " " * (min(int(count), 200) if count.isdigit() else 1)


def comments(root: Element) -> str:
    """A line per comment: who, when, what, and the words behind it in the text."""
    lines = []
    for one in (e for e in root.iter() if local(e) == "annotation"):
        said = "".join(words(e) for e in one if local(e) not in ("creator", "date", "creator-initials", "date-string"))
        following = (one.tail or "").strip()[:80]
        behind = f" → “{following}”" if following else ""
        lines.append((f"{_who(one)}: " if _who(one) else "") + said.strip() + behind)
    return "\n".join(lines)


def _who(element: Element) -> str:
    return " ".join(filter(None, (_first(element, "creator"), _first(element, "date"))))


def _first(element: Element, name: str) -> str:
    return next(("".join(e.itertext()).strip() for e in element.iter() if local(e) == name), "")


def changes(root: Element) -> list[Change]:
    """What was inserted and deleted with tracking on. Deleted text stands with the change."""
    regions = [e for e in root.iter() if local(e) == "changed-region"]
    if not regions:
        return []
    inserted = _between(root)
    found = []
    for number, region in enumerate(regions):
        for change in region:
            kind = {"insertion": "inserted", "deletion": "deleted"}.get(local(change), "changed in form")
            said = "".join(words(e) for e in change if local(e) != "change-info").strip()
            said = inserted.get(attribute(region, "id"), "") if kind == "inserted" else said
            by, at = _first(change, "creator"), _first(change, "date")
            found.append(Change(kind, by, at, said.strip(), number, number + 1))
    return found


def _between(root: Element) -> dict[str, str]:
    """id of a change: the text between its beginning and its end."""
    open_, found = list[str](), dict[str, list[str]]()
    for element, done in _walk(root):
        name = local(element)
        if not done and name == "change-start":
            open_.append(attribute(element, "change-id"))
        elif not done and name == "change-end" and attribute(element, "change-id") in open_:
            open_.remove(attribute(element, "change-id"))
        for one in open_:
            letters = (element.tail if done else element.text) or ""
            found.setdefault(one, []).append(letters)
    return {one: "".join(letters) for one, letters in found.items()}


def _walk(root: Element) -> Iterable[tuple[Element, bool]]:
    todo: list[tuple[Element, bool]] = [(root, False)]
    while todo:
        element, done = todo.pop()
        yield element, done
        if not done:
            todo.append((element, True))
            if local(element) != "tracked-changes":
                todo.extend((child, False) for child in reversed(element))


def links(root: Element) -> list[str]:
    """Addresses of links, each once, but for those inside the document."""
    found = (attribute(e, "href") for e in root.iter() if local(e) == "a")
    return [one for one in dict.fromkeys(found) if one and not one.startswith("#")][:2000]
