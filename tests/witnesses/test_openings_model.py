"""Two-person opening against a pure reference: random people ask, agree, refuse, withdraw, change roles, wait and read.

Plaintext leaves only when the reference allows it, and then exactly one entry of the audit stands before it is decrypted.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from inquiry.accounts import actions as accounts
from inquiry.accounts.models import Assignment, Inquiry, RoleHeld, User
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.people import NAMES, registered
from witnesses.openings import actions
from witnesses.openings.models import Opening
from witnesses.people.models import Witness
from witnesses.vault import door
from witnesses.vault import opening as vault_opening

WPO, COM, INV, LEG = "protection_officer", "commissioner", "investigator", "legal_analyst"
PEOPLE = {
    "guard": {WPO},
    "guard2": {WPO},
    "chair": {COM},
    "member": {COM},
    "taker": {INV},
    "helper": {INV},
    "reader": {LEG},
}
WITNESSES = ("first", "second")
REASON = "We have to know whether they are in danger."
who, whom, role = (
    some.sampled_from(sorted(PEOPLE)),
    some.sampled_from(WITNESSES),
    some.sampled_from([WPO, COM, INV, LEG]),
)
somebody = some.one_of(some.just(""), who)


@dataclass
class Asked:
    """One request, as the reference remembers it."""

    asker: str
    witnesses: frozenset[str]
    minutes: int
    status: str = "asked"
    second: str = ""
    as_roles: tuple[str, str] = ("", "")
    waited: int = 0
    used: set[str] = field(default_factory=set)


class Reference:
    """What the plan says, in sets; it knows nothing of the code."""

    def __init__(self) -> None:
        self.roles = {name: set(roles) for name, roles in PEOPLE.items()}
        self.near = {("taker", "first"), ("taker", "second"), ("chair", "first"), ("helper", "second")}
        self.asked: list[Asked] = []

    def may_ask(self, name: str, witness: str) -> bool:
        held = self.roles[name]
        return WPO in held or (bool(held & {COM, INV}) and (name, witness) in self.near)

    def two_roles(self, asker: str, second: str) -> tuple[str, str] | None:
        """Different roles, the asker's one that may ask, the second's one that may agree, the protection officer among them."""
        fitting = [
            (one, other)
            for one in sorted(self.roles[asker] & {WPO, COM, INV})
            for other in sorted(self.roles[second] & {WPO, COM})
            if one != other and WPO in (one, other)
        ]
        return fitting[0] if fitting else None

    def may_decide(self, name: str, one: Asked) -> bool:
        return one.status == "asked" and name != one.asker and self.two_roles(one.asker, name) is not None

    def may_agree(self, name: str, one: Asked) -> bool:
        return self.may_decide(name, one) and all(self.may_ask(one.asker, witness) for witness in one.witnesses)

    def may_withdraw(self, name: str, one: Asked) -> bool:
        held = self.roles[name]
        return one.status in ("asked", "approved") and (WPO in held or (name == one.asker and bool(held & {COM, INV})))

    def may_read(self, name: str, one: Asked, witness: str) -> bool:
        return (
            name == one.asker
            and one.status == "approved"
            and one.waited < one.minutes
            and witness in one.witnesses
            and witness not in one.used
            and self.may_ask(name, witness)
            and one.as_roles[0] in self.roles[one.asker]
            and one.as_roles[1] in self.roles[one.second]
        )

    def readable(self) -> list[tuple[int, str]]:
        """What whoever asked may read now: the number of the request, and whom."""
        return [
            (number, witness)
            for number, one in enumerate(self.asked)
            for witness in WITNESSES
            if self.may_read(one.asker, one, witness)
        ]


class TwoPersons(RuleBasedStateMachine):
    """The same steps, taken by the system and by the reference."""

    requests = Bundle("requests")

    @initialize()
    def begin(self) -> None:
        self.stack = ExitStack()
        for alias in ("default", "vault"):
            whole: Any = transaction.atomic(using=alias)
            whole._from_testcase = True  # like the test's own: what is durable inside may be undone with it
            self.stack.enter_context(whole)
        self.stack.enter_context(mock.patch.object(vault_opening, "_revealed", self.revealed))
        self.inquiry: Any = Inquiry.objects.create(title="The inquiry of the model")
        self.administrator = person("administrator", self.inquiry)
        self.people = {name: person(sorted(roles)[0], self.inquiry, name).pk for name, roles in PEOPLE.items()}
        self.ciphers = {name: registered(self.inquiry, self.user("taker")).ref for name in WITNESSES}
        self.reference, self.refs, self.read = Reference(), list[str](), 0
        for name, witness in (("chair", "first"), ("helper", "second")):
            self.assign(name, witness)

    def revealed(self, cipher: str) -> Any:
        """Stands in the vault where it decrypts: by now the audit says so, once more than what was read before."""
        assert self.openings_audited() == self.read + 1
        return REVEALED(cipher)

    def openings_audited(self) -> int:
        return Entry.objects.filter(act="vault.open", inquiry=self.inquiry).count()

    def user(self, name: str) -> Any:
        return User.objects.get(pk=self.people[name])

    def assign(self, name: str, witness: str) -> None:
        record = Witness.objects.get(ref=self.ciphers[witness])
        accounts.assign(self.user(name), record, by=self.user("guard"))

    @rule(target=requests, name=who, witnesses=some.frozensets(whom, min_size=1), hours=some.integers(1, 4))
    def ask(self, name: str, witnesses: frozenset[str], hours: int) -> Any:
        """Gives the number of the request, if there is one."""
        rows = list(Witness.objects.filter(ref__in=[self.ciphers[one] for one in witnesses]))
        allowed = all(self.reference.may_ask(name, one) for one in witnesses)
        wanted = {"witnesses": rows, "purpose": "danger", "reason": REASON, "hours": hours}
        done = tried(actions.ask, inquiry=self.inquiry, by=self.user(name), **wanted)
        assert (done is not None) == allowed
        if done is None:
            return multiple()
        self.refs.append(done.ref)
        self.reference.asked.append(Asked(name, witnesses, 60 * hours))
        return len(self.refs) - 1

    @rule(number=requests, name=somebody)
    def approve(self, number: int, name: str) -> None:
        """Half of the time it is somebody who may, if there is anybody."""
        one = self.reference.asked[number]
        name = name or next((other for other in sorted(PEOPLE) if self.reference.may_agree(other, one)), "reader")
        allowed = self.reference.may_agree(name, one)
        assert (tried(actions.approve, self.refs[number], by=self.user(name)) is not None) == allowed
        if allowed:
            one.status, one.second, one.as_roles = (
                "approved",
                name,
                self.reference.two_roles(one.asker, name) or ("", ""),
            )

    @rule(
        target=requests,
        name=some.sampled_from(["taker", "guard", "chair"]),
        hours=some.integers(1, 4),
        read=some.booleans(),
    )
    def ask_and_agree(self, name: str, hours: int, read: bool) -> Any:
        """What usually happens, so that much is read between all that goes wrong."""
        number = self.ask(name, frozenset({"first"}), hours)
        if isinstance(number, int):
            self.approve(number, "")
            if read:
                self.open(number, "first", "")
        return number

    @rule(number=requests, name=who)
    def refuse(self, number: int, name: str) -> None:
        one = self.reference.asked[number]
        allowed = self.reference.may_decide(name, one)
        done = tried(actions.refuse, self.refs[number], by=self.user(name), reason="Ask them yourself.")
        assert (done is not None) == allowed
        if allowed:
            one.status, one.second = "refused", name

    @rule(number=requests, name=who)
    def withdraw(self, number: int, name: str) -> None:
        one = self.reference.asked[number]
        allowed = self.reference.may_withdraw(name, one)
        assert (tried(actions.withdraw, self.refs[number], by=self.user(name)) is not None) == allowed
        if allowed:
            one.status = "withdrawn"

    @rule(number=requests, witness=whom, name=somebody)
    def open(self, number: int, witness: str, name: str) -> None:
        """Half of the time it is whoever asked who tries to read."""
        one = self.reference.asked[number]
        name = name or one.asker
        allowed = self.reference.may_read(name, one, witness)
        found = tried(door.open_subject, self.refs[number], self.ciphers[witness], by=self.user(name))
        assert found == (NAMES if allowed else None)
        if allowed:
            self.read += 1
            one.used.add(witness)
            one.status = "finished" if one.used == one.witnesses else one.status

    @precondition(lambda self: bool(self.reference.readable()))
    @rule(place=some.integers(0, 7))
    def read_what_may_be_read(self, place: int) -> None:
        readable = self.reference.readable()
        number, witness = readable[place % len(readable)]
        self.open(number, witness, "")

    @rule(minutes=some.sampled_from([1, 29, 30, 60, 121]))
    def wait(self, minutes: int) -> None:
        """What was decided was decided so much earlier."""
        ago = timedelta(minutes=minutes)
        rows = Opening.objects.filter(inquiry=self.inquiry, status="approved")
        rows.update(decided_at=F("decided_at") - ago, valid_until=F("valid_until") - ago)
        for one in self.reference.asked:
            one.waited += minutes if one.status == "approved" else 0

    @rule()
    def tidy(self) -> None:
        """The mark of what lapsed changes nothing about what may be read."""
        actions.put_to_rest()
        for one in self.reference.asked:
            one.status = "lapsed" if one.status == "approved" and one.waited >= one.minutes else one.status

    @rule(name=who, given=role)
    def give_role(self, name: str, given: str) -> None:
        if given not in self.reference.roles[name]:
            accounts.give_role(self.user(name), given, inquiry=self.inquiry, by=None)
            self.reference.roles[name].add(given)

    @rule(name=who, taken=role)
    def end_role(self, name: str, taken: str) -> None:
        held = RoleHeld.objects.filter(user=self.people[name], role=taken, ended_at__isnull=True)
        held.update(ended_at=timezone.now(), ended_by=self.administrator)
        self.reference.roles[name].discard(taken)

    @rule(name=who, witness=whom)
    def unassign(self, name: str, witness: str) -> None:
        """Whoever took somebody in stays near them; everybody else's assignment can end."""
        if name != "taker":
            rows = Assignment.objects.filter(
                user=self.people[name], record_ref=self.ciphers[witness], ended_at__isnull=True
            )
            rows.update(ended_at=timezone.now(), ended_by=self.administrator)
            self.reference.near.discard((name, witness))

    @invariant()
    def the_audit_counts_what_was_read(self) -> None:
        if hasattr(self, "read"):
            assert self.openings_audited() == self.read

    @invariant()
    def each_status_is_the_references(self) -> None:
        if hasattr(self, "refs"):
            told = dict(Opening.objects.filter(ref__in=self.refs).values_list("ref", "status"))
            assert [told[ref] for ref in self.refs] == [one.status for one in self.reference.asked]

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            TOTAL[0] += self.read
            for alias in ("default", "vault"):
                transaction.set_rollback(True, using=alias)
            self.stack.close()


REVEALED = vault_opening._revealed
TOTAL = [0]  # how often something was read, over all tries


def tried(action: Any, *given: Any, **named: Any) -> Any:
    """What `action` returns; None when it was refused."""
    try:
        return action(*given, **named)
    except (Refused, ObjectDoesNotExist):
        return None


@pytest.mark.slow
@pytest.mark.django_db(databases=("default", "vault"))
def test_plaintext_leaves_only_when_two_persons_agreed() -> None:
    run_state_machine_as_test(TwoPersons, settings=settings(max_examples=30, stateful_step_count=30, deadline=None))
    assert TOTAL[0] > 20, "the model hardly read anything, so it proved hardly anything"
