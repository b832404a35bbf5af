"""The stages in their order. Each module: NAME, VERSION, `run(source, found)`; `start()` and
`warm(request)` where beginning is slow."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from types import ModuleType

from evidence.ingestion.stage import ON_DEMAND, STAGES, ReadRequest

_loaded: dict[str, ModuleType] = {}


def load() -> dict[str, ModuleType]:
    """All stages by name; imported once."""
    if not _loaded:
        _loaded.update({name: importlib.import_module(f".{name}", __name__) for name in (*STAGES, *ON_DEMAND)})
    return _loaded


def ordered(names: Iterable[str]) -> Iterator[ModuleType]:
    """The stages among `names`, in the order of the pipeline; identify always goes first."""
    wanted = {"identify", *names}
    for name, module in load().items():
        if name in wanted:
            yield module


def versions() -> dict[str, str]:
    """name: version of what reads every file, to know what an older version read."""
    return {name: str(load()[name].VERSION) for name in STAGES}


def start() -> None:
    """Let stages load their own data once, before the server is shut in."""
    for module in load().values():
        if hasattr(module, "start"):
            module.start()


def warm(request: ReadRequest) -> None:
    """Let stages prepare what is slow and holds nothing of any file, before the child is forked."""
    for module in ordered(request.stages):
        if hasattr(module, "warm"):
            module.warm(request)
