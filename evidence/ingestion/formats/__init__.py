"""Readers of formats, found by being in this folder. Adding a format is adding one file.

A reader says READS (media types) and has any of: `metadata(source)` → Facts; `text(source)` → Pages (PAGED = True when its
pages are real ones, else long text is cut into parts); `children(source)` → Members; `scan_pages(source, found)` and
`scan(source, page, dpi)` → pictures for OCR; `draw(source, page, width)` → a picture for people. Each may also yield
Trouble, Fact and PageCount, and raise Unreadable. IDENTIFIES = function(source, head) → media type or "" where content
must be asked.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

_readers: dict[str, ModuleType] = {}
_modules: list[ModuleType] = []


def load() -> list[ModuleType]:
    """All readers, imported once, in the order of their names."""
    if not _modules:
        for found in sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")):
            module = importlib.import_module(f".{found}", __name__)
            _modules.append(module)
            for media_type in module.READS:
                _readers[media_type] = module
    return _modules


def reader(media_type: str) -> ModuleType | None:
    """The reader of a media type, if there is one."""
    load()
    return _readers.get(media_type)
