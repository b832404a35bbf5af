"""The queryset of what one may see and the check of what one may do come from one table: they agree."""

from __future__ import annotations

import itertools
import random

from inquiry.accounts import actions, policy
from inquiry.accounts.grants import GRANTS, Reach
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role


def test_nothing_is_held_without_a_role():
    assert not any(policy.held_by([])[right][reach] for right in Right for reach in Reach)


def test_each_role_holds_exactly_its_rows():
    for role in Role:
        held = policy.held_by([(role, 7)])
        rows = {(row.right, row.reach) for row in GRANTS if row.role == role}
        assert {(right, reach) for right in Right for reach in Reach if 7 in held[right][reach]} == rows


def test_a_token_never_holds_more_than_its_scopes():
    held = policy.held_by([(Role.SECRETARIAT, 1)], frozenset({Right.VISIT_READ}))
    assert {right for right in Right for reach in Reach if held[right][reach]} == {Right.VISIT_READ}


def test_no_role_is_a_superset_of_all():
    for role in Role:
        assert len({row.right for row in GRANTS if row.role == role}) < len(Right)


def test_the_administrator_reads_no_evidence_and_no_correspondence():
    rights = {row.right for row in GRANTS if row.role == Role.ADMINISTRATOR}
    assert not {right for right in rights if right.startswith(("evidence", "request", "petition"))}


def test_a_role_ended_is_gone_at_the_next_question(inquiry, administrator, secretary):
    held = secretary.roles.get()
    actions.end_role(held.pk, by=administrator)
    secretary.forget()
    assert not secretary.holds(Right.REQUEST_READ)


def test_every_role_and_right_is_explained():
    from inquiry.accounts.rights import SENTENCES
    from inquiry.accounts.roles import DESCRIPTIONS

    assert set(DESCRIPTIONS) == set(Role)
    assert set(SENTENCES) == set(Right)
    assert all(str(words) for words in itertools.chain(DESCRIPTIONS.values(), SENTENCES.values()))


def test_random_pairs_of_roles_never_open_another_inquiry():
    chance = random.Random(7)
    for _ in range(2000):
        roles = [(chance.choice(list(Role)), chance.randint(1, 4)) for _ in range(chance.randint(0, 4))]
        held = policy.held_by(roles)
        mine = {inquiry for _role, inquiry in roles}
        assert all(held[right][reach] <= mine for right in Right for reach in Reach)
