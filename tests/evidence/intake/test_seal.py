"""`script/seal` on a field laptop: packages that other programs accept, names of any bytes, nothing made when it fails."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import bagit
import pytest

from evidence.intake.sealed import Unusable, manifest
from tests.evidence.intake.packages import NAMES, SCRIPT, folder, loaded, meddled, run, sealed

FORMS = ("B.zip", "B.tar", "B")


@pytest.fixture
def place(tmp_path):
    """A folder in which nothing is but what the test makes."""
    made = tmp_path / "place"
    made.mkdir()
    return made


@pytest.mark.parametrize("form", FORMS)
def test_what_is_sealed_is_whole_and_has_one_number(place, form):
    package = sealed(place, form)
    done = run("--verify", package)
    assert (done.returncode, "Everything is as it was sealed." in done.stdout) == (0, True)
    number = re.search(r"telephone: ([\d ]{29})\n", done.stdout)
    assert number
    assert run("--verify", package, "--number", number[1].replace(" ", "")).returncode == 0
    assert run("--verify", package, "--number", "1" * 24).returncode == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_lists_hold_against_sha256sum(place, form):
    package = sealed(place, form)
    top = package
    if form != "B":
        kept = {"filter": "data"} if form == "B.tar" else {}
        shutil.unpack_archive(package, place / "out", **kept)
        (top,) = (place / "out").iterdir()
    assert (top / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    lines = (top / "manifest-sha256.txt").read_text().splitlines()
    assert len(lines) == len(NAMES)
    (top / "plain.txt").write_text("".join(f"{line}\n" for line in lines if "%" not in line))
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "plain.txt"], cwd=top, check=True)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "tagmanifest-sha256.txt"], cwd=top, check=True)
    assert any(line.endswith("data/100%25/line%0Abreak.txt") for line in lines)


def test_what_differs_is_named(place):
    package = sealed(place, "B")
    meddled(package)
    said = run("--verify", package).stdout
    for sentence in ("Altered: data/a.txt", "Missing: data/empty.bin", "Added: data/added.txt"):
        assert sentence in said
    assert "Renamed: data/папка/ә ғ қ.txt is here as data/renamed.txt" in said
    assert "NOT as it was sealed" in said


@pytest.mark.parametrize("tag", ["bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"])
def test_notes_and_lists_cannot_be_changed_unseen(place, tag):
    package = sealed(place, "B")
    with (package / tag).open("ab") as file:
        file.write(b"\n")
    done = run("--verify", package)
    assert (done.returncode, f"Altered: {tag}" in done.stdout) == (1, True)


def test_a_name_that_is_no_text_is_kept_beside(place):
    top = folder(place)
    (Path(os.fsdecode(os.fsencode(top) + b"/\xd4\xee.txt"))).write_bytes(b"x")
    (top / "%D4%EE.txt").write_bytes(b"y")
    for form in FORMS:
        assert run(top, "--to", place / form).returncode == 0
    assert b"d4ee2e747874  data/" in (place / "B" / "original-names.txt").read_bytes()
    with tarfile.open(place / "B.tar") as archive:
        assert len([name for name in archive.getnames() if "D4%EE" in name]) == 2


def test_links_are_refused_by_name_and_nothing_is_made(place):
    top = folder(place)
    (top / "link").symlink_to("/etc/passwd")
    (top / "dir-link").symlink_to("/etc")
    os.mkfifo(top / "pipe")
    done = run(top, "--to", place / "B.zip")
    assert done.returncode == 1
    assert {"link", "dir-link", "pipe"} <= set(done.stderr.split())
    assert sorted(path.name for path in place.iterdir()) == [top.name]
    assert run(top, "--to", place / "B", "--leave-out-links").returncode == 0
    assert "Left-Out: dir-link" in (place / "B" / "bag-info.txt").read_text()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("change", ["grows", "shrinks", "is rewritten"])
def test_a_file_that_changes_while_it_is_read_is_noticed(place, monkeypatch, form, change):
    seal, top = loaded(), folder(place)
    real, done = seal.Watched.read, []

    def read(self, size=-1):
        chunk = real(self, size)
        if chunk and not done and self.path.endswith(b"a.txt"):
            done.append(1)
            old = Path(os.fsdecode(self.path)).read_bytes()
            new = {"grows": old + b"more", "shrinks": old[:5], "is rewritten": old}[change]
            Path(os.fsdecode(self.path)).write_bytes(new)
        return chunk

    monkeypatch.setattr(seal.Watched, "read", read)
    with pytest.raises(seal.Problem, match=r"changed while it was read.*a\.txt"):
        seal.seal(str(top), str(place / form), {})
    assert sorted(path.name for path in place.iterdir()) == [top.name]


def test_a_file_that_comes_meanwhile_is_noticed(place, monkeypatch):
    seal, top = loaded(), folder(place)
    real = seal.info
    monkeypatch.setattr(seal, "tell", lambda words: (top / "late.txt").write_text("late"))
    with pytest.raises(seal.Problem, match="folder was changed"):
        seal.seal(str(top), str(place / "B.zip"), {})
    assert real is seal.info
    assert not (place / "B.zip").exists()


@pytest.mark.parametrize("to", ["From the field/B.zip", "there.zip"])
def test_no_package_inside_the_folder_and_none_overwritten(place, to):
    top = folder(place)
    (place / "there.zip").write_bytes(b"kept")
    assert run(top, "--to", place / to).returncode == 1
    assert (place / "there.zip").read_bytes() == b"kept"
    assert not (top / "B.zip").exists()


def test_a_name_twice_in_a_package_is_said(place):
    package = sealed(place, "B.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(package, "a") as archive:
        archive.writestr("B/data/a.txt", b"another")
    done = run("--verify", package)
    assert (done.returncode, "Twice: data/a.txt" in done.stdout) == (1, True)


def test_it_needs_nothing_but_an_old_python():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))
    wanted = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    wanted |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert wanted <= sys.stdlib_module_names


def test_an_old_python_seals(place):
    python = shutil.which("python3.8") or "python3.8"
    if not shutil.which(python) or subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("There is no Python 3.8 on this machine.")
    done = run(folder(place), "--to", place / "B.zip", python=python)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("form", FORMS)
def test_the_library_of_others_finds_it_valid(place, form):
    top = folder(place)
    shutil.rmtree(top / "100%")  # the library does not decode the %25 of the standard
    package = place / form
    assert run(top, "--to", package, "--who", "W-7").returncode == 0
    if form != "B":
        kept = {"filter": "data"} if form == "B.tar" else {}
        shutil.unpack_archive(package, place / "out", **kept)
        package = place / "out" / "B"
    bag = bagit.Bag(str(package))
    assert bag.validate()
    assert bag.info["Contact-Name"] == "W-7"
    meddled(package)
    assert not bagit.Bag(str(package)).is_valid()


def test_our_own_reading_of_manifests_agrees(place):
    from evidence.intake import sealed as ours

    package = sealed(place, "B")
    content = (package / "manifest-sha512.txt").read_bytes()
    assert ours.manifest(content) == loaded().rows_of(content)
    assert set(ours.manifest(content)) == {f"data/{name}" for name in NAMES}
    assert ours.spoken("f" * 64) == loaded().spoken("f" * 64)
    assert ["Contact-Name", "W-7"] in ours.labels((package / "bag-info.txt").read_bytes())


def test_a_list_that_has_a_name_twice_with_different_digests_is_not_used():
    twice = f"{'a' * 64}  data/a.txt\n{'b' * 64}  data/a.txt\n"
    with pytest.raises(Unusable, match="contradicts"):
        manifest(twice.encode())
    assert manifest(f"{'a' * 64}  data/a.txt\n{'A' * 64} *data/a.txt\n".encode()) == {"data/a.txt": "a" * 64}
