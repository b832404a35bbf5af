"""The kernel's means to shut a process in, by plain system calls: prctl, rlimits, seccomp, Landlock. Linux only.

No libseccomp and no wrapper package: three structures and a table of numbers, for x86-64 and AArch64.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from evidence.ingestion.stage import Limits

_libc = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446

# name: (x86-64, AArch64); None where the machine has no such call.
_FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "accept4": (288, 242),
    "bind": (49, 200),
    "listen": (50, 201),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "personality": (135, 92),
    "iopl": (172, None),
    "ioperm": (173, None),
}
_NO_CHILDREN: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None),
    "vfork": (58, None),
    "kill": (62, 129),
    "pidfd_open": (434, 434),
}
_TOOLS_NEED = {
    "socket",
    "connect",
    "accept",
    "accept4",
    "bind",
    "listen",
    "execve",
    "execveat",
    "setsid",
    "setpgid",
} | {
    "tkill",
    "memfd_create",
    "shmget",
    "shmat",
    "semget",
}
_NEW_NAMESPACES = 0x7E020000
_CLONE, _TGKILL, _PRLIMIT, _CLONE3 = (56, 220), (234, 131), (302, 261), 435
_ARCH = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


class ConfinementError(Exception):
    """The kernel refused a means of confinement."""


def prctl(option: int, value: int) -> None:
    """prctl(2) with one argument; ConfinementError when refused."""
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise ConfinementError(f"prctl {option}: {os.strerror(ctypes.get_errno())}")


def set_limits(limits: Limits) -> None:
    """rlimits of one reading: memory, processor, files (none may grow), descriptors, processes, no core dumps."""
    for which, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_NPROC, limits.processes, limits.processes),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(which, (soft, hard))


# --- seccomp ----------------------------------------------------------------------------------------------------------


def _op(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value & 0xFFFFFFFF)


def _load(offset: int) -> bytes:
    return _op(0x20, offset)


def _return(action: int) -> bytes:
    return _op(0x06, action)


def _deny(number: int, action: int = _EPERM) -> list[bytes]:
    return [_op(0x15, number, 0, 1), _return(action)]


def _only_if(number: int, jump: int, value: int) -> list[bytes]:
    """Allow call `number` only when its first argument passes: jump 0x15 equal to, 0x45 having the bits of, `value`."""
    return [_op(0x15, number, 0, 4), _load(16), _op(jump, value, 1, 0), _return(_EPERM), _return(_ALLOW)]


def _program(*, may_fork: bool) -> bytes:
    """A filter that denies what no reader needs. Numbers not listed are allowed: files are the other fences' matter."""
    column, arch = _ARCH[platform.machine()]
    code = [_load(4), _op(0x15, arch, 1, 0), _return(_KILL), _load(0)]
    if column == 0:  # the x32 twin of every call
        code += [_op(0x35, 0x40000000, 0, 1), _return(_EPERM)]
    table = _FORBIDDEN if may_fork else {**_FORBIDDEN, **_NO_CHILDREN}
    for numbers in table.values():
        number = numbers[column]
        code += _deny(number) if number is not None else []
    if not may_fork:
        code += _deny(_CLONE3, _ENOSYS)  # its flags are out of sight; libraries fall back to clone
        code += _only_if(_CLONE[column], 0x45, 0x00010000)  # threads only
        code += _only_if(_TGKILL[column], 0x15, os.getpid())  # abort() signals itself
        code += _only_if(_PRLIMIT[column], 0x15, 0)  # its own limits only
    return b"".join([*code, _return(_ALLOW)])


def tool_filter() -> bytes:
    """The filter of a program of the system, which must be started, may start others and talk to them on its own island
    without a network: what reaches the kernel's inner workings or makes new namespaces stays denied."""
    column, arch = _ARCH[platform.machine()]
    code = [_load(4), _op(0x15, arch, 1, 0), _return(_KILL), _load(0)]
    if column == 0:  # the x32 twin of every call
        code += [_op(0x35, 0x40000000, 0, 1), _return(_EPERM)]
    for name, numbers in _FORBIDDEN.items():
        number = numbers[column]
        code += _deny(number) if number is not None and name not in _TOOLS_NEED else []
    code += _deny(_CLONE3, _ENOSYS)
    code += [_op(0x15, _CLONE[column], 0, 4), _load(16), _op(0x45, _NEW_NAMESPACES, 0, 1), _return(_EPERM)]
    return b"".join([*code, _return(_ALLOW), _return(_ALLOW)])


class _Filter(ctypes.Structure):
    _fields_ = [("count", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def forbid_calls(*, may_fork: bool) -> None:
    """Install the filter for good: no sockets, no programs, no tracing; without `may_fork` no processes or signals."""
    if platform.machine() not in _ARCH:
        raise ConfinementError(f"no table of system calls for {platform.machine()}")
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    code = _program(may_fork=may_fork)
    program = _Filter(len(code) // 8, code)
    if _libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
        raise ConfinementError(f"seccomp: {os.strerror(ctypes.get_errno())}")


# --- Landlock ---------------------------------------------------------------------------------------------------------


def landlock_version() -> int:
    """The kernel's Landlock ABI; 0 when there is none."""
    return max(0, int(_libc.syscall(LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))))


def _rule(ruleset: int, path: str) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rights = 0b1101 if Path(path).is_dir() else 0b0101  # execute (libraries), read file, list folder
    if path == os.devnull:
        rights = 0b0110  # Tesseract writes its complaints there, and crashes when it cannot
    attribute = struct.pack("=Qi", rights, fd)
    failed = _libc.syscall(LANDLOCK_ADD, ruleset, 1, attribute, 0)
    os.close(fd)
    if failed:
        raise ConfinementError(f"landlock rule: {os.strerror(ctypes.get_errno())}")


def forbid_files(readable: Iterable[str]) -> None:
    """Leave this process the sight of `readable` only, nothing to write, no TCP and no foreign abstract sockets."""
    version = landlock_version()
    if not version:
        raise ConfinementError("the kernel has no Landlock")
    files = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1
    attribute = struct.pack("=QQQ", files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _libc.syscall(LANDLOCK_CREATE, attribute, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        raise ConfinementError(f"landlock: {os.strerror(ctypes.get_errno())}")
    for path in (*readable, os.devnull):
        _rule(ruleset, path)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    if _libc.syscall(LANDLOCK_RESTRICT, ruleset, 0) != 0:
        raise ConfinementError(f"landlock: {os.strerror(ctypes.get_errno())}")
    os.close(ruleset)


def drop_user(uid: int) -> None:
    """Leave root for a number that owns nothing; nothing happens for an ordinary user."""
    if os.getuid() != 0:
        return
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def close_all_but(keep: Sequence[int]) -> None:
    """Close every descriptor above 2 that is not in `keep`."""
    edges = [2, *sorted(keep), 65_536]
    for low, high in pairwise(edges):
        os.closerange(low + 1, high)
