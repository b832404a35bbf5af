"""Sources are cited for what our records say; a citation stays, may be withdrawn, and tells nothing of hidden records."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction

from inquiry.audit.models import Entry
from inquiry.shared.tables import record_kinds, record_of
from inquiry.shared.workflow import Refused
from inquiry.sources import actions
from inquiry.sources.models import Citation
from tests.inquiry.rooms import furnish


@pytest.fixture
def made(inquiry, secretary):
    return furnish(inquiry, secretary)


def test_a_citation_is_shown_with_the_record_it_is_about(made, desk, secretary):
    page = desk(secretary).get(f"/sources/about/{made.visit.ref}/").content.decode()
    assert "A trip (A newspaper)" in page
    assert "paragraph 4" in page


def test_a_citation_about_a_hidden_record_is_hidden_too(made, desk, investigator):
    assert not Citation.objects.visible_to(investigator).exists()
    assert made.visit.ref not in desk(investigator).get(f"/sources/{made.source.ref}/").content.decode()
    assert desk(investigator).get(f"/sources/about/{made.visit.ref}/").status_code == 404


def test_it_is_withdrawn_with_a_reason_and_both_rows_stay(made, secretary):
    actions.withdraw_citation(made.citation.ref, by=secretary, reason="Wrong paragraph.")
    assert Citation.objects.get().withdrawal.reason == "Wrong paragraph."
    assert Entry.objects.get(act="citation.withdraw").facts["reason"] == "Wrong paragraph."
    with pytest.raises(Refused, match="already"):
        actions.withdraw_citation(made.citation.ref, by=secretary, reason="Again.")


def test_the_database_refuses_to_change_it(made):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM inquiry_citation")


def test_a_source_of_another_inquiry_is_not_cited(made, other_inquiry, outsider, secretary):
    theirs = actions.add_source(title="Theirs", inquiry=other_inquiry, by=outsider)
    with pytest.raises(Refused):
        actions.cite(source=theirs, about_ref=made.visit.ref, by=secretary)
    with pytest.raises(ObjectDoesNotExist):
        actions.cite(source=theirs, about_ref=made.visit.ref, by=outsider)


def test_citing_on_the_desk_returns_to_the_record(made, desk, secretary):
    answer = desk(secretary).post(
        f"/sources/about/{made.figure.ref}/cite/", {"source": made.source.pk, "note": "Says so."}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/statements/figures/{made.figure.ref}/")


def test_a_reader_sees_no_form_and_is_refused(made, desk, commissioner):
    page = desk(commissioner).get(f"/sources/about/{made.figure.ref}/", headers={"HX-Request": "true"}).content.decode()
    assert "<form" not in page
    answer = desk(commissioner).post(f"/sources/about/{made.figure.ref}/cite/", {"source": made.source.pk})
    assert answer.status_code == 404


def test_an_address_is_kept_as_text(inquiry, secretary, desk):
    made = actions.add_source(title="T", address="https://example.org/<b>", inquiry=inquiry, by=secretary)
    page = desk(secretary).get(f"/sources/{made.ref}/").content.decode()
    assert "https://example.org/&lt;b&gt;" in page
    assert 'href="https://example.org' not in page


def test_a_record_of_any_kind_is_found_by_its_reference(made, secretary, outsider):
    assert record_of(made.visit.ref, secretary) == made.visit
    for ref in (made.visit.ref, "ZZ-0001", "nonsense", ""):
        with pytest.raises(ObjectDoesNotExist):
            record_of(ref, outsider)


def test_each_kind_of_record_has_letters_of_its_own():
    from django.apps import apps

    from inquiry.shared.tables import Record

    assert len(record_kinds()) == sum(issubclass(model, Record) for model in apps.get_models())


def test_citations_by_api_are_written_once_and_withdrawn(made, api, secretary):
    client = api(secretary)
    sent = {"source": made.source.ref, "about_ref": made.figure.ref, "locator": "line 3"}
    ref = client.post("/api/v1/citations/", sent, format="json").data["ref"]
    assert client.patch(f"/api/v1/citations/{ref}/", {}, format="json").status_code == 405
    answer = client.post(f"/api/v1/citations/{ref}/withdraw/", {"reason": "Wrong."}, format="json")
    assert answer.data["withdrawn_because"] == "Wrong."
    listed = client.get(f"/api/v1/citations/?about={made.figure.ref}&standing=yes").data["results"]
    assert listed == []
