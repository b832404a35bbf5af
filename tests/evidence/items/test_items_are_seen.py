"""Who may know of an item and who may read it: the condition in SQL and the check agree, and say what the table says."""

from __future__ import annotations

import random

import pytest

from evidence.items import access
from evidence.items.coding import Classification
from evidence.items.models import Item
from inquiry.accounts import actions as accounts
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role
from tests.conftest import person
from tests.evidence.cast import assign, item_of, open_batch, receive

pytestmark = pytest.mark.django_db


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_the_condition_and_the_check_agree(inquiry, other_inquiry, sent, secretary, investigator, administrator):
    chance = random.Random(11)
    people = [person(role, where) for role in Role for where in (inquiry, other_inquiry)]
    people += [person("", inquiry), secretary, investigator]
    for user in people[:9]:
        accounts.give_role(user, chance.choice(list(Role)), inquiry=chance.choice([inquiry, other_inquiry]), by=None)
    receivers = {
        inquiry.pk: [secretary, investigator],
        other_inquiry.pk: [p for p in people if p.holds(Right.EVIDENCE_RECEIVE, other_inquiry)],
    }
    items = []
    for where in (inquiry, other_inquiry):
        for level in Classification.values:
            for receiver in receivers[where.pk]:
                batch = open_batch(where, receiver, level)
                items += [receive(batch, receiver) for _ in range(3)]
    everybody = {where.pk: person("protection_officer", where) for where in (inquiry, other_inquiry)}
    for user in people:
        for item in chance.sample(items, 12):
            if any(held == item.inquiry_id for _role, held in user.roles_today()):
                assign(user, chance.choice([item, item.batch]), everybody[item.inquiry_id])
    pairs = 0
    for user in map(fresh, people):
        listed = set(Item.objects.visible_to(user).values_list("pk", flat=True))
        read = set(Item.objects.readable_by(user).values_list("pk", flat=True))
        may_describe = set(
            Item.objects.filter(access.with_right(user, Right.EVIDENCE_DESCRIBE)).values_list("pk", flat=True)
        )
        marked = {item.pk for item in Item.objects.visible_to(user) if getattr(item, "readable", False)}
        assert read <= listed
        assert marked == read
        for item in items:
            pairs += 1
            assert access.may_list(user, item) == (item.pk in listed)
            assert access.may_read(user, item) == (item.pk in read)
            assert access.may(user, Right.EVIDENCE_DESCRIBE, item) == (item.pk in may_describe)
    assert pairs > 1000


WHO = {
    "C0": {"secretary": "R", "commissioner": "R", "legal_analyst": "R", "protection_officer": "R", "auditor": "L"},
    "C1": {"secretary": "R", "commissioner": "R", "legal_analyst": "R", "protection_officer": "R", "auditor": "L"},
    "C2": {"secretary": "L", "commissioner": "", "legal_analyst": "", "protection_officer": "R", "auditor": "L"},
    "C3": {"secretary": "", "commissioner": "", "legal_analyst": "", "protection_officer": "R", "auditor": "L"},
    "C4": {"secretary": "", "commissioner": "", "legal_analyst": "", "protection_officer": "L", "auditor": ""},
}


@pytest.mark.parametrize("level", list(WHO))
def test_the_table_of_the_security_plan(level, request, inquiry, investigator, sent):
    item = item_of(inquiry, investigator, level)
    for name, cell in {**WHO[level], "administrator": "", "translator": "", "stranger": "", "outsider": ""}.items():
        user = request.getfixturevalue(name)
        assert Item.objects.visible_to(user).filter(pk=item.pk).exists() == bool(cell), name
        assert Item.objects.readable_by(user).filter(pk=item.pk).exists() == (cell == "R"), name


@pytest.mark.parametrize("role", ["commissioner", "investigator", "legal_analyst", "translator"])
def test_assignment_by_name_or_by_batch_opens_restricted_evidence(role, inquiry, secretary, sent, protection_officer):
    reader = person(role, inquiry)
    named, other, in_batch = (item_of(inquiry, secretary, "C3") for _ in range(3))
    assign(reader, named, protection_officer)
    assign(reader, in_batch.batch, protection_officer)
    assert set(Item.objects.readable_by(fresh(reader))) == {named, in_batch}
    assert not access.may_read(fresh(reader), other)


def test_an_assignment_that_ended_closes_again(inquiry, secretary, sent, commissioner, protection_officer):
    item = item_of(inquiry, secretary, "C2")
    assign(commissioner, item, protection_officer)
    accounts.unassign(commissioner, item, by=protection_officer)
    assert not Item.objects.readable_by(fresh(commissioner)).exists()


def test_a_restricted_users_list_is_one_query(
    inquiry, secretary, sent, commissioner, protection_officer, django_assert_num_queries
):
    for _ in range(3):
        assign(commissioner, item_of(inquiry, secretary, "C2"), protection_officer)
    user = fresh(commissioner)
    user.held()
    with django_assert_num_queries(1):
        assert len(Item.objects.readable_by(user)) == 3
