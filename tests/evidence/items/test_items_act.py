"""Describe, classify, link, download: who may, what is recorded, what is refused."""

from __future__ import annotations

import pytest

from evidence.custody import ledger as custody
from evidence.custody.models import Act, CustodyEntry
from evidence.items import actions, holding
from evidence.items.models import Item
from evidence.items.proposals import LoweringProposal
from evidence.search.results import found_ids
from inquiry.accounts.models import User
from inquiry.audit.models import Entry
from inquiry.shared.tables import Conflict
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.cast import assign, child_of, item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(inquiry, secretary, sent):
    return item_of(inquiry, secretary, "C1")


def test_what_is_described_is_found_and_recorded(item, secretary):
    actions.describe(item.ref, by=secretary, title="Letter to the minister", dated="2023-01", relevance="key")
    item.refresh_from_db()
    assert (item.title, item.relevance, item.revision) == ("Letter to the minister", "key", 2)
    assert found_ids("minister", by=secretary) == [item.pk]
    assert CustodyEntry.objects.get(item=item, act=Act.DESCRIBED).facts["fields"] == ["dated", "relevance", "title"]
    assert Entry.objects.filter(act="evidence.describe", about=item.ref).exists()


def test_a_colleagues_change_is_not_written_over(item, secretary):
    actions.describe(item.ref, by=secretary, title="First")
    with pytest.raises(Conflict):
        actions.describe(item.ref, by=secretary, expected=1, title="Second")


def test_who_may_only_read_may_not_describe(item, commissioner, stranger):
    with pytest.raises(Refused):
        actions.describe(item.ref, by=commissioner, title="x")
    with pytest.raises(Item.DoesNotExist):
        actions.describe(item.ref, by=stranger, title="x")


def test_raising_takes_effect_at_once_and_raises_what_is_inside(item, secretary):

    child = child_of(item)
    holding.classify(item.ref, by=secretary, to="C3", reason="Names a witness")
    child.refresh_from_db()
    assert child.classification == "C3"
    assert not Item.objects.visible_to(secretary).exists()
    assert list(custody.problems()) == []


def test_raising_what_has_much_inside_takes_as_many_queries_as_levels(inquiry, secretary, sent):

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for many in (2, 12):
        outer = item_of(inquiry, secretary, "C1")
        names = [str(n).encode() for n in range(many)]
        inside = [child_of(outer, b"%d %b" % (many, name), n, name, "in") for n, name in enumerate(names, 1)]
        child_of(inside[0], b"deep %d" % many, 1, b"deep")
        with CaptureQueriesContext(connection) as queries:
            holding.classify(outer.ref, by=User.objects.get(pk=secretary.pk), to="C3", reason="Names a witness")
        counted.append(len(queries))
        assert Item.objects.filter(batch=outer.batch, classification="C3", revision=2).count() == many + 2
        assert CustodyEntry.objects.filter(item__batch=outer.batch, act=Act.CLASSIFIED).count() == many + 2
    assert counted[0] == counted[1]
    assert list(custody.problems()) == []
    assert custody.seal() > 0
    assert custody.verify().problems == ()


def test_raising_goes_only_upwards(item, secretary):
    with pytest.raises(Refused, match="propose"):
        holding.classify(item.ref, by=secretary, to="C0", reason="x")


def test_lowering_takes_two_persons(inquiry, secretary, sent, protection_officer, investigator):
    item = item_of(inquiry, secretary, "C3")
    second = person("protection_officer", inquiry)
    holding.propose_lowering(item.ref, by=protection_officer, to="C1", reason="Published since")
    with pytest.raises(Refused, match="second person"):
        holding.decide_lowering(item.ref, by=protection_officer, verb="approve")
    assign(investigator, item, protection_officer)
    with pytest.raises(Refused):
        holding.decide_lowering(item.ref, by=User.objects.get(pk=investigator.pk), verb="approve")
    holding.decide_lowering(item.ref, by=second, verb="approve")
    item.refresh_from_db()
    assert item.classification == "C1"
    assert LoweringProposal.objects.get().decided_by == second
    assert list(custody.problems()) == []


def test_what_was_found_inside_is_held_at_least_as_closely(inquiry, secretary, sent, protection_officer):

    parent = item_of(inquiry, secretary, "C3")
    child = child_of(parent)
    with pytest.raises(Refused, match="inside"):
        holding.propose_lowering(child.ref, by=protection_officer, to="C1", reason="x")


def test_a_link_stands_until_it_is_taken_back(inquiry, item, secretary, sent):
    other = item_of(inquiry, secretary)
    link = actions.link(item.ref, by=secretary, about_ref=other.ref, relation="proves", part=3)
    assert actions.link(item.ref, by=secretary, about_ref=other.ref, relation="proves", part=3).pk == link.pk
    actions.unlink(item.ref, by=secretary, link_id=link.pk)
    link.refresh_from_db()
    assert link.removed_by == secretary


def test_nothing_is_linked_to_what_one_may_not_see(inquiry, other_inquiry, item, secretary, outsider, sent):
    from django.core.exceptions import ObjectDoesNotExist

    foreign = item_of(other_inquiry, outsider)
    with pytest.raises(ObjectDoesNotExist):
        actions.link(item.ref, by=secretary, about_ref=foreign.ref, relation="proves")


def test_taking_an_original_away_is_a_right_of_its_own_and_always_recorded(item, secretary, commissioner):
    actions.note_download(item.ref, by=secretary)
    assert CustodyEntry.objects.filter(item=item, act=Act.DOWNLOADED, by=secretary).count() == 1
    assert Entry.objects.filter(act="evidence.download", about=item.ref, by=secretary).count() == 1
    with pytest.raises(Refused):
        actions.note_download(item.ref, by=commissioner)


def test_a_failed_item_is_read_again(item, secretary, sent):
    Item.objects.filter(pk=item.pk).update(status="failed", problem="x")
    actions.read_again(item.ref, by=secretary)
    item.refresh_from_db()
    assert (item.status, item.problem) == ("waiting", "")
    with pytest.raises(Refused, match="waits"):
        actions.read_again(item.ref, by=secretary)


def test_an_item_proves_no_step_that_there_is_not(item, inquiry, secretary):
    from inquiry.official_requests import actions as official_requests

    asked = official_requests.draft(inquiry=inquiry, by=secretary, kind="meeting", subject="A meeting", addressee="It")
    with pytest.raises(Refused, match="has no step 99"):
        actions.link(item.ref, by=secretary, about_ref=asked.ref, relation="proves", part=99)
