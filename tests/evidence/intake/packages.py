"""How the tests seal: `script/seal` as a field worker runs it, and what a hostile hand does to a package afterwards."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "script" / "seal"
NAMES = ("a.txt", "папка/ә ғ қ.txt", "100%/line\nbreak.txt", "empty.bin")


def loaded():
    """The script as a module."""
    loader = importlib.machinery.SourceFileLoader("seal", str(SCRIPT))
    spec = importlib.util.spec_from_loader("seal", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def run(*arguments: object, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    command = [python, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)


def folder(where: Path) -> Path:
    """A folder with names of several kinds."""
    top = where / "From the field"
    for number, name in enumerate(NAMES):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"" if name == "empty.bin" else f"content {number}".encode() * 100)
    return top


def sealed(where: Path, name: str) -> Path:
    """A package of that name made of the folder."""
    package = where / name
    done = run(folder(where), "--to", package, "--who", "W-7", "--when", "3 March 2023", "--how", "by hand")
    assert done.returncode == 0, done.stderr
    return package


def meddled(package: Path) -> None:
    """In a package that is a folder: one file altered, one taken away, one renamed, one added."""
    data = package / "data"
    (data / "a.txt").write_bytes(b"others")
    (data / "empty.bin").unlink()
    (data / "папка" / "ә ғ қ.txt").rename(data / "renamed.txt")
    (data / "added.txt").write_bytes(b"added")


def packed(package: Path, to: Path) -> Path:
    """A package that is a folder as a zip or a tar."""
    if to.suffix == ".zip":
        with zipfile.ZipFile(to, "w") as archive:
            for path in sorted(package.rglob("*")):
                if path.is_file():
                    archive.write(path, str(Path(package.name) / path.relative_to(package)))
    else:
        with tarfile.open(to, "w") as archive:
            archive.add(package, package.name)
    shutil.rmtree(package)
    return to
