"""A small inquiry to test the rooms with, made by their own actions: fictitious people, real zones."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from inquiry.commission import actions as commission
from inquiry.commission.authorities import actions as authorities
from inquiry.commission.mandate import actions as mandate
from inquiry.commission.places import actions as places
from inquiry.public_statements import actions as statements
from inquiry.sources import actions as sources
from inquiry.visits import actions as visits


def furnish(inquiry: Any, by: Any) -> SimpleNamespace:
    """One record of every kind, linked to each other."""
    here = {"inquiry": inquiry, "by": by}
    made = SimpleNamespace()
    made.commission = commission.set_up(name="The commission", convenor="A law firm", launched="2022-10", **here)
    made.chair = commission.add_member(name="Ada Example", honours="KC", role="chair", since="2022-10", **here)
    made.member = commission.add_member(name="Ben Example", since="2022-10", until="2024-01-19", **here)
    made.top = mandate.add_area(code="M2", title="Violations", **here)
    made.area = mandate.add_area(code="M2b", title="Ill-treatment", parent=made.top, period="2022-01/..", **here)
    made.ministry = authorities.add_authority(
        name="Ministry of Examples", kind="ministry", country="Kazakhstan", **here
    )
    made.official = authorities.add_official(role_title="Ambassador", **here)
    made.position = authorities.add_position(official=made.official, authority=made.ministry, title="Ambassador", by=by)
    made.almaty = places.add_place(name="Almaty", other_names=["Алматы"], zone="Asia/Almaty", **here)
    made.source = sources.add_source(title="A trip", publisher="A newspaper", published="2023-01-20", **here)
    made.visit = visits.plan(title="The first visit", begins="2023-01-15", begins_zone="Asia/Almaty", **here)
    made.leg = visits.add_leg(
        visit=made.visit, number=1, place=made.almaty, zone="Asia/Almaty", arrives="2023-01-16", by=by
    )
    made.traveller = visits.add_traveller(visit=made.visit, member=made.chair, travelled="yes", by=by)
    made.observation = visits.observe(
        visit=made.visit, seen="2023-01-17T09:00", seen_zone="Asia/Almaty", words="Nobody came.", by=by
    )
    made.statement = statements.record_statement(
        title="Press conference", held="2023-01-20T15:30", held_zone="Asia/Almaty", place=made.almaty, members=[made.chair],
        summary="The chair reported on the visit.", modality=["opinion"], **here,
    )  # fmt: skip
    made.figure = statements.record_figure(
        measure="deaths",
        comparator="gt",
        value=227,
        unit="persons",
        stated_by="A release",
        statement=made.statement,
        **here,
    )
    made.declaration = commission.declare(member=made.chair, declared="2022-10", interest="None.", by=by)
    made.citation = sources.cite(source=made.source, about_ref=made.visit.ref, locator="paragraph 4", by=by)
    return made
