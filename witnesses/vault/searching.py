"""Look for a person by name, inside the vault: ciphers and scores come out, or yes or no, never a name. Rationed, audited."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared import chain
from inquiry.shared.names import LIKELY
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.vault import budgets, memory
from witnesses.vault.identities import Match, Span, joined
from witnesses.vault.likeness import best

LONGEST = 200  # characters of a name


@sensitive_variables()
def search(name: str, *, inquiry: str, by: User) -> list[Match]:
    """Who in the inquiry bears a name like this one: at most twenty, the most alike first.

    Raises:
        ObjectDoesNotExist: `by` takes no part in such an inquiry.
        Refused: `by` may not search, the budget is used up, or this is no name.
    """
    within = _inquiry(inquiry, by, Right.VAULT_SEARCH)
    query = _query(name)
    budgets.spend(budgets.SEARCHING, by)
    found = best(memory.names(inquiry), query)
    _note("vault.search", query, within, by, found=[match.cipher for match in found])
    return found


@sensitive_variables()
def known(name: str, *, inquiry: str, by: User) -> bool:
    """Whether somebody in the inquiry's vault bears this name, in whatever spelling. Raises: as `search`."""
    within = _inquiry(inquiry, by, Right.VAULT_ASK, Right.VAULT_SEARCH)
    query = _query(name)
    budgets.spend(budgets.ASKING, by)
    found = any(match.score >= LIKELY for match in best(memory.names(inquiry), query))
    _note("vault.ask", query, within, by, known=found)
    return found


@sensitive_variables()
def spans(text: str, *, inquiry: str, leave_out: frozenset[str]) -> list[Span]:
    """What in the text identifies people of this inquiry's vault, but those in `leave_out`."""
    layers = [layer.spans(text, leave_out) for layer in memory.matchers(inquiry)]
    return layers[0] if len(layers) == 1 else joined([span for found in layers for span in found])


def _inquiry(ref: str, by: User, *rights: str) -> Inquiry:
    """The inquiry, if `by` holds one of the rights in it."""
    found = Inquiry.objects.visible_to(by).get(ref=ref)
    if not any(by.holds(right, found) for right in rights):
        raise Refused(NOT_OPEN, verb=rights[0])
    return found


@sensitive_variables()
def _query(name: str) -> str:
    query = " ".join(name.split())
    if not any(sign.isalpha() for sign in query) or len(query) > LONGEST:
        raise Refused(_("Give a name of at most %(longest)d characters.") % {"longest": LONGEST})
    return query


@sensitive_variables()
def _note(act: str, query: str, inquiry: Inquiry, by: User, **facts: object) -> None:
    """On record before the answer leaves. The salt is forgotten: the entry tells searches apart and nothing else."""
    commitment = chain.commitment(secrets.token_hex(32), query)
    with transaction.atomic(durable=True):
        audit.record(act, by=by, inquiry=inquiry, asked=commitment, **facts)
