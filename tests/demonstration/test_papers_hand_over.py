"""The synthetic documents go through intake like any other, held as closely as their batch says."""

from __future__ import annotations

import pytest

from evidence.intake.models import Batch
from evidence.items.links import ItemLink
from evidence.items.models import Item
from inquiry.demonstration.shelf import entries
from inquiry.official_requests.models import OfficialRequest

pytestmark = pytest.mark.django_db
FILES = sum(len(batch["files"]) for batch in entries("batches"))


def test_every_document_waits_to_be_read(case) -> None:
    assert Item.objects.filter(inquiry=case, status="waiting").count() == FILES
    assert Batch.objects.filter(status="closed").count() == len(entries("batches"))


def test_the_secretary_reads_what_is_internal_only(people) -> None:
    seen = Item.objects.readable_by(people["secretary"]).values_list("classification", flat=True)
    assert set(seen) == {"C1"}


def test_those_assigned_read_what_is_held_closely(people) -> None:
    assert Item.objects.readable_by(people["investigator"]).filter(classification="C3").exists()
    assert set(Item.objects.readable_by(people["translator"]).values_list("classification", flat=True)) == {"C2", "C3"}
    assert not Item.objects.readable_by(people["second.commissioner"]).filter(classification__gte="C2").exists()


def test_synthetic_letters_prove_steps_of_synthetic_requests(case) -> None:
    links = ItemLink.objects.filter(item__inquiry=case)
    about = OfficialRequest.objects.filter(ref__in=links.values("about_ref"))
    assert links.count() == 4
    assert all(request.subject.startswith("SYNTHETIC") for request in about)
