"""Whether two records are one person: decided by a person, with a reason, taken back by a further row; never merged."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection, transaction

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.commission import actions as commission
from inquiry.commission.authorities import actions as authorities
from inquiry.name_variants import actions
from inquiry.name_variants.lookup import suggestions
from inquiry.name_variants.models import SameName
from inquiry.shared.workflow import Refused
from tests.conftest import person
from witnesses.detainees.models import Detainee
from witnesses.people import actions as witnesses


@pytest.fixture
def pair(inquiry, secretary):
    """An official and a member of one name in two alphabets."""
    official = authorities.add_official(name="Нурлан Серикбаев", inquiry=inquiry, by=secretary)
    member = commission.add_member(name="Nurlan Serikbayev", inquiry=inquiry, by=secretary)
    return official, member


def decide(pair, by, decision, reason="Because."):
    return actions.decide(pair[0].ref, pair[1].ref, by=by, decision=decision, reason=reason)


def suggested(by, inquiry):
    return [(row.one.ref, row.other.ref) for row in suggestions(by=by, inquiry=inquiry)]


def test_two_of_one_name_are_suggested_until_somebody_decides(pair, inquiry, investigator):
    refs = tuple(sorted(record.ref for record in pair))
    assert suggested(investigator, inquiry) == [refs]
    decide(pair, investigator, "unsure")
    assert [row.standing for row in suggestions(by=investigator, inquiry=inquiry)] == ["unsure"]
    decide(pair, investigator, "same")
    assert suggested(investigator, inquiry) == []


def test_the_pair_has_no_order_and_nothing_is_merged(pair, investigator):
    made = decide(pair[::-1], investigator, "same")
    assert made.one_ref < made.other_ref
    with pytest.raises(Refused, match="already"):
        decide(pair, investigator, "same")
    for record in pair:
        record.refresh_from_db()
    assert (pair[0].name, pair[1].name) == ("Нурлан Серикбаев", "Nurlan Serikbayev")


def test_different_is_a_wall(pair, inquiry, investigator):
    decide(pair, investigator, "different")
    assert suggested(investigator, inquiry) == []
    for decision in ("same", "unsure", "different"):
        with pytest.raises(Refused, match=r"Withdraw that decision first|already"):
            decide(pair, investigator, decision)
    decide(pair, investigator, "withdrawn", "The birthplace was wrong.")
    assert suggested(investigator, inquiry) != []
    assert decide(pair, investigator, "same").number == 3


def test_the_newest_row_counts_and_all_rows_stay(pair, investigator):
    decide(pair, investigator, "same")
    decide(pair, investigator, "different")
    assert [row.decision for row in SameName.objects.newest()] == ["different"]
    assert SameName.objects.count() == 2
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiry_samename SET decision = 'same'")


def test_nothing_is_withdrawn_before_it_was_decided(pair, investigator):
    with pytest.raises(Refused, match="no decision"):
        decide(pair, investigator, "withdrawn")
    with pytest.raises(ValidationError):
        decide(pair, investigator, "same", reason=" ")


def test_who_may_decide(pair, inquiry, secretary, commissioner, outsider, legal_analyst):
    for reader in (secretary, commissioner):
        with pytest.raises(Refused, match="role"):
            decide(pair, reader, "same")
    with pytest.raises(ObjectDoesNotExist):
        decide(pair, outsider, "same")
    assert decide(pair, legal_analyst, "unsure").created_by == legal_analyst


def test_it_is_audited_without_the_reason(pair, investigator):
    decide(pair, investigator, "different", "Not the deputy minister Serikbayev.")
    entry = Entry.objects.get(act="same_name.decide")
    assert entry.facts["decision"] == "different"
    assert "Serikbayev" not in str(entry.facts)


def test_nobody_under_a_cipher_is_decided_about(pair, inquiry, protection_officer):
    witness = witnesses.register(capacity="eyewitness", inquiry=inquiry, by=protection_officer)
    hidden = Detainee.objects.create(inquiry=inquiry, created_by=protection_officer, witness=witness)
    for record in (witness, hidden):
        with pytest.raises(Refused, match="cipher"):
            decide((pair[0], record), protection_officer, "same")


def test_records_that_cannot_be_one_person(pair, inquiry, secretary, investigator):
    body = authorities.add_authority(name="Serikbayev Foundation", inquiry=inquiry, by=secretary)
    with pytest.raises(Refused, match="authority"):
        decide((pair[0], body), investigator, "same")
    with pytest.raises(Refused, match="two different records"):
        decide((pair[0], pair[0]), investigator, "same")


def test_a_decision_about_a_record_one_may_not_see_is_hidden(pair, inquiry, protection_officer, investigator):
    public = Detainee.objects.create(inquiry=inquiry, created_by=protection_officer, name="Nurlan Serikbayev")
    decide((pair[0], public), protection_officer, "unsure")
    assert SameName.objects.visible_to(protection_officer).exists()
    assert not SameName.objects.visible_to(investigator).exists()
    assert public.ref not in str(suggested(investigator, inquiry))


def test_two_inquiries_are_never_joined(inquiry, other_inquiry, secretary, outsider):
    both = person("investigator", inquiry)
    accounts.give_role(both, "investigator", inquiry=other_inquiry, by=None)
    mine = authorities.add_official(name="Nurlan Serikbayev", inquiry=inquiry, by=secretary)
    theirs = authorities.add_official(name="Nurlan Serikbayev", inquiry=other_inquiry, by=outsider)
    with pytest.raises(Refused, match="different inquiries"):
        decide((mine, theirs), both, "same")
    assert suggested(both, inquiry) == []


def test_two_people_called_ali_are_never_suggested(inquiry, secretary, investigator):
    for name in ("Rushanara Ali", "Tayab Ali"):
        commission.add_member(name=name, inquiry=inquiry, by=secretary)
    assert suggested(investigator, inquiry) == []
