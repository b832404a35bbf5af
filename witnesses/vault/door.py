"""The vault's door: the only module that others import from the vault. It holds no key, no password and no name."""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from inquiry.accounts.models import User
from inquiry.shared.workflow import Refused
from witnesses.vault.client import LONG_PATIENCE, NotKnown, ask
from witnesses.vault.fields import FIELDS, GROUP_LABELS, GROUPS, LONGEST, MOST_VALUES, Fields, Groups
from witnesses.vault.identities import Match, Span, joined

__all__ = [
    "FIELDS",
    "GROUPS",
    "GROUP_LABELS",
    "LONGEST",
    "MOST_VALUES",
    "Fields",
    "Groups",
    "Match",
    "NotKnown",
    "Span",
    "deposit",
    "groups_held",
    "joined",
    "known",
    "open_subject",
    "sealed_by",
    "search",
    "shred",
    "spans",
    "verify",
]


@sensitive_variables()
def deposit(cipher: str, *, inquiry: str, group: str, fields: dict[str, list[str]], by: User) -> None:
    """Put a group of fields under the cipher into the vault; it cannot be read back. A further one is a new version.

    The record that bears the cipher must be committed. Which groups and fields there are stands in `FIELDS`.

    Raises:
        ObjectDoesNotExist: `by` sees no such record in the inquiry (its reference).
        Refused: `by` may not, the identity was destroyed, or the vault cannot be reached.
        NotKnown: it was lost before it answered; the group may be kept.
        ValidationError: an unknown group or field, nothing, or too much. It never repeats a value.
    """
    ask("deposit", cipher=cipher, inquiry=inquiry, group=group, fields=fields, by=_number(by))


def groups_held(cipher: str, *, inquiry: str) -> list[str]:
    """The groups that hold something under the cipher; no content. Raises: Refused: the vault cannot be reached."""
    found: list[str] = ask("groups_held", cipher=cipher, inquiry=inquiry)
    return found


@sensitive_variables()
def known(name: str, *, inquiry: str, by: User) -> bool:
    """Whether somebody of this name is in the inquiry's vault: ten questions a day. Raises: Refused, ObjectDoesNotExist."""
    return bool(ask("known", name=name, inquiry=inquiry, by=_number(by)))


@sensitive_variables()
def search(name: str, *, inquiry: str, by: User) -> list[Match]:
    """Ciphers of people whose names are like this one, best first, at most 20. Raises: Refused, ObjectDoesNotExist."""
    return [Match(cipher, score) for cipher, score in ask("search", name=name, inquiry=inquiry, by=_number(by))]


@sensitive_variables()
def open_subject(opening_ref: str, cipher: str, *, by: User) -> Groups:
    """Who is behind the cipher: group → field → values. The vault checks the opening and writes the audit first.

    Must not be called inside a transaction: what the opening rests on has to be committed.

    Raises:
        ObjectDoesNotExist: `by` sees no such record.
        Refused: with the sentence of whatever stands against it.
    """
    found: Groups = ask("open_subject", opening=opening_ref, cipher=cipher, by=_number(by))
    return found


def shred(ref: str, cipher: str, *, by: User) -> None:
    """Destroy the key of the identity under the cipher, under the request `ref`. Raises: as `open_subject`."""
    ask("shred", ref=ref, cipher=cipher, by=_number(by))


@sensitive_variables()
def spans(text: str, *, inquiry: str, leave_out: frozenset[str] = frozenset()) -> list[Span]:
    """What in the text identifies people of the inquiry's vault, but those of the ciphers in `leave_out`; never whom.

    Raises:
        Refused: the vault cannot be reached. Then nothing may be shown that would have to be shielded.
    """
    found = ask("spans", text=text, inquiry=inquiry, leave_out=sorted(leave_out))
    return [Span(start, end, kind) for start, end, kind in found]


def verify() -> list[str]:
    """A sentence for each thing in the vault that is not as the audit remembers it. Raises: Refused: it cannot be reached."""
    found: list[str] = ask("verify", patience=LONG_PATIENCE)
    return found


def sealed_by() -> str:
    """The identifier of the key under which the vault seals now. Raises: Refused: it cannot be reached."""
    return str(ask("well", patience=2.0)["key"])


def _number(by: User) -> int:
    """Tokens of the REST API have no scope for the vault: whoever holds one does not reach it, whatever their roles are."""
    if by.scopes is not None:
        raise Refused("The vault is not open to the REST API.")
    return by.pk
