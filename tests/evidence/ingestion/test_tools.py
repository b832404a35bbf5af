"""Programs of the system: they see their input and nothing else, and are stopped when they cost too much."""

from __future__ import annotations

import io
import shutil
import time

import pytest

from evidence.ingestion import tools
from evidence.ingestion.tools import INPUT, OUTPUT, ToolFailed, ToolLimits, ToolMissing

pytestmark = pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")


def test_what_is_printed_is_the_answer():
    assert tools.run("cat", [INPUT], io.BytesIO(b"the bytes")) == b"the bytes"


def test_what_is_written_is_the_answer_and_the_position_of_the_input_stays(tmp_path):
    path = tmp_path / "given"
    path.write_bytes(b"the bytes")
    with path.open("rb") as given:
        given.seek(4)
        assert tools.run("cp", [INPUT, OUTPUT], given) == b"the bytes"
        assert given.tell() == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["/etc/passwd"],
        [__file__],
        ["/proc/1/environ"],
    ],
)
def test_nothing_of_the_machine_is_seen(arguments):
    with pytest.raises(ToolFailed):
        tools.run("cat", arguments, io.BytesIO(b"x"))


def test_its_input_cannot_be_changed_and_there_is_no_network():
    wrote = tools.run("sh", ["-c", f"echo x > {INPUT} || echo refused"], io.BytesIO(b"x"))
    seen = tools.run("cat", ["/proc/net/dev"], io.BytesIO(b"x"))
    assert wrote == b"refused\n"
    assert [line.split(b":")[0].strip() for line in seen.splitlines()[2:]] == [b"lo"]


def test_no_new_namespace_and_no_root():
    with pytest.raises(ToolFailed):
        tools.run("unshare", ["-U", "true"], io.BytesIO(b"x"))
    assert tools.run("id", ["-u"], io.BytesIO(b"x")).strip() in (b"65533", b"65534")


def test_what_takes_too_long_is_stopped_with_all_it_started():
    began = time.monotonic()
    with pytest.raises(ToolFailed, match="longer than 1 seconds"):
        tools.run("sh", ["-c", "sleep 50 & sleep 50"], io.BytesIO(b"x"), ToolLimits(wall_seconds=1))
    assert time.monotonic() - began < 10


def test_what_says_or_writes_too_much_is_stopped():
    with pytest.raises(ToolFailed, match="more than is allowed"):
        tools.run("yes", [], io.BytesIO(b"x"), ToolLimits(output_bytes=1 << 20))
    with pytest.raises(ToolFailed):
        tools.run("dd", ["if=/dev/zero", f"of={OUTPUT}"], io.BytesIO(b"x"), ToolLimits(scratch_bytes=1 << 20))


def test_too_large_a_file_is_not_begun(tmp_path):
    path = tmp_path / "given"
    path.write_bytes(b"x" * 2048)
    with path.open("rb") as given, pytest.raises(ToolFailed, match="larger"):
        tools.run("cat", [INPUT], given, ToolLimits(input_bytes=1024))


def test_a_program_that_is_not_there_is_said():
    assert not tools.available("no-such-program")
    with pytest.raises(ToolMissing, match="not installed"):
        tools.run("no-such-program", [], io.BytesIO(b"x"))
