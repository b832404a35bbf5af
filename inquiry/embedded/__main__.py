"""The launcher's command line: `script/server` and `script/manage` come here."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from inquiry.embedded.launcher import Options, serve
from inquiry.embedded.manage import manage
from inquiry.embedded.trouble import Trouble
from inquiry.embedded.variables import CHECKOUT


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code: 0, or 1 after one sentence about what stands in the way."""
    try:
        if arguments[:1] == ["--manage"]:
            return manage(arguments[1:], _default_state())
        serve(_options(arguments))
    except KeyboardInterrupt:
        return 0
    except Trouble as trouble:
        return _fail(str(trouble))
    except OSError as problem:
        return _fail(_sentence(problem))
    return 0


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser("script/server", description="Start the whole system on this machine.")
    parser.add_argument("--port", type=_port, default=8000, help="where the web server listens on 127.0.0.1 (8000)")
    parser.add_argument("--state", type=Path, default=_default_state(), help="where everything is kept (var)")
    parser.add_argument("--empty", action="store_true", help="without the demonstration inquiry")
    found = parser.parse_args(arguments)
    return Options(found.port, found.state.expanduser().absolute(), found.empty)


def _default_state() -> Path:
    named = os.environ.get("STATE_DIR")
    return Path(named).expanduser().absolute() if named else CHECKOUT / "var"


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; give a number from 1 to 65535")
    return int(text)


def _sentence(problem: OSError) -> str:
    """What the operating system refused, in words."""
    where = f" ({problem.filename})" if problem.filename else ""
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full{where}; make room and start again."
    return f"The system could not start: {(problem.strerror or str(problem)).lower()}{where}."


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
