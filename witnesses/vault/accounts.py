"""Accounts and e-mail addresses of protected people in a text, also where the signs in them are written out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from witnesses.vault.bearers import NOBODY, People, bear

NAME = r"[\w.+-]+"
INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}
AT = re.compile(r"@|[\[({<]\s*(?:at|собака|эт|dog|@)\s*[\])}>]|\s(?:at|собака|AT)\s", re.IGNORECASE)
BEFORE = re.compile(rf"({NAME})\s*$")
DOT = r"(?:\s?\.\s?|\s?[\[({<]\s*(?:dot|точка|\.)\s*[\])}>]\s?|\s(?:dot|точка)\s)"
AFTER = re.compile(rf"\s*([\w-]+(?:{DOT}[\w-]+)+)", re.IGNORECASE)
LABEL = re.compile(r"[\w-]+")
SITES = (
    "t.me", "telegram.me", "vk.com", "vk.ru", "ok.ru", "instagram.com", "facebook.com", "fb.com", "tiktok.com", "x.com",
    "twitter.com", "youtube.com", "threads.net", "wa.me", "linkedin.com/in", "github.com",
)  # fmt: skip
UNDER = re.compile(r"/@?([\w.-]{3,})")
SIGNED = re.compile(r"@(?<![\w.]@)\s?([\w.-]{3,})")
BARE = re.compile(r"[\d_](?<=[A-Za-z.-][\d_])")
WHOLE = re.compile(r"[\w.-]+")
BACK = re.compile(r"[\w.-]+$")
LONE = re.compile(r"^[\w.-]{3,}$")


class Accounts:
    """Accounts and addresses by person; a person is the number of a cipher."""

    def __init__(self) -> None:
        self._emails: dict[str, People] = {}
        self._handles: dict[str, People] = {}

    def add_email(self, person: int, value: str) -> None:
        """Note every e-mail address in `value`."""
        for _start, _end, address in _emails(value):
            bear(self._emails, address, person)

    def add_handle(self, person: int, value: str) -> None:
        """Note every account in `value`: @name, t.me/name, or one word alone."""
        plain = value.translate(INVISIBLE)
        found = [match[1] for match in (*_on_sites(plain), *SIGNED.finditer(plain))]
        words = plain.split()
        for handle in found or [word for word in words[-1:] if LONE.match(word)]:
            bear(self._handles, _handle(handle), person)

    def find(self, text: str) -> Iterator[tuple[int, int, str, People]]:
        """(start, end, kind, people) of each account and address of somebody."""
        if self._emails:
            for start, end, address in _emails(text):
                yield start, end, "email", self._emails.get(address, NOBODY)
        if self._handles:
            yield from self._handles_in(text)

    def _handles_in(self, text: str) -> Iterator[tuple[int, int, str, People]]:
        for found in (*_on_sites(text), *SIGNED.finditer(text)):
            yield found.start(), found.end(), "handle", self._handles.get(_handle(found[1]), NOBODY)
        for mark in BARE.finditer(text):
            start = BACK.search(text, max(0, mark.start() - 64), mark.start())
            whole = WHOLE.match(text, start.start() if start else mark.start())
            if whole:
                yield whole.start(), whole.end(), "handle", self._handles.get(_handle(whole[0]), NOBODY)


def _on_sites(text: str) -> Iterator[re.Match[str]]:
    """Each account that stands behind the address of a site."""
    for under in UNDER.finditer(text):
        if text[max(0, under.start() - 16) : under.start()].casefold().endswith(SITES):
            yield under


def _emails(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, address), also each shorter reading: a sentence may go on behind the address after a full stop."""
    for at in AT.finditer(text):
        before = BEFORE.search(text, max(0, at.start() - 80), at.start())
        after = AFTER.match(text, at.end(), at.end() + 120)
        if before and after:
            labels = [
                label
                for label in LABEL.finditer(text, after.start(1), after.end(1))
                if label[0] not in ("dot", "точка")
            ]
            for last in range(2, len(labels) + 1):
                domain = ".".join(label[0] for label in labels[:last])
                yield before.start(1), labels[last - 1].end(), f"{before[1]}@{domain}".translate(INVISIBLE).casefold()


def _handle(name: str) -> str:
    return name.translate(INVISIBLE).casefold().rstrip(".-")
