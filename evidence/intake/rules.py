"""What stands against taking something in. Pure: values in, a sentence out; empty means nothing does."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

LARGEST = 10 * 2**30  # bytes of one file
KEPT_FREE, KEPT_SHARE = 2**30, 0.05  # bytes, share of a disk: whichever is more stays free
_DIGEST = re.compile("[0-9a-f]{64}")


def objection_to_size(size: int) -> str:
    """Against a file of `size` bytes."""
    if size > LARGEST:
        return _("A single file may have at most 10 GB. Split it, or hand it over on a disk.")
    return "" if size >= 0 else _("A file cannot be smaller than nothing.")


def objection_to_space(size: int, *, free: int, total: int) -> str:
    """Against `size` bytes more on a disk of `total` bytes of which `free` are free."""
    if free - size >= max(KEPT_FREE, total * KEPT_SHARE):
        return ""
    return no_room()


def no_room() -> str:
    """What is said where a disk is full."""
    return _("There is not enough room on the disk to take this file in. Tell the operator, and send it again later.")


def objection_to_digest(claimed: str, found: str) -> str:
    """Against bytes whose digest is not the one their sender computed; nothing was claimed when empty."""
    if claimed and not _DIGEST.fullmatch(claimed):
        return _("The SHA-256 that was sent is not 64 hexadecimal digits.")
    if claimed and claimed != found:
        return _("The bytes that arrived are not those that were sent: the SHA-256 differs. Send the file again.")
    return ""
