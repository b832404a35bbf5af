"""Reads what one person may see of an inquiry's dealings, and has the register computed from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.commission.authorities.models import Position
from inquiry.commission.models import Commission
from inquiry.cooperation import compute
from inquiry.cooperation.values import CooperationRegister, Counts, Happening, Line, Mark
from inquiry.official_requests.assurances.models import Assurance, AssuranceEvent
from inquiry.official_requests.models import OfficialRequest, RequestEvent
from inquiry.petitions.models import Petition
from inquiry.shared.dates import Moment

Row = tuple[tuple[str, str], Line, Counts]
TONES = {
    **dict.fromkeys(("held", "complete", "kept", "granted"), "good"),
    **dict.fromkeys(("refused", "cancelled", "broken", "revoked"), "bad"),
    **dict.fromkeys(
        ("unanswered", "postponed", "not_held", "varied", "lapsed", "partly_kept", "partly_answered"), "care"
    ),
}


def cooperation(inquiry: Inquiry, user: User) -> CooperationRegister:
    """The register of `inquiry`, over what `user` may see. Drafts are no dealings yet and stay out."""
    named = Commission.objects.visible_to(user).filter(inquiry=inquiry).first()
    rows = [*_requests(inquiry, user), *_assurances(inquiry, user), *_petitions(inquiry, user)]
    return compute.register(named.name if named else "", inquiry.title, rows)


def _party(authority: Any, official: Any, addressee: str = "") -> tuple[str, str]:
    """Under whom a line stands: the authority, else the one whose office the official holds, else whoever was asked."""
    if authority is None and official is not None:
        position = next(iter(official.positions.all()), None)
        authority = position.authority if position else None
    if authority is not None:
        return authority.ref, str(authority)
    return "", str(official or addressee or _("Not stated"))


def _positions(path: str) -> Prefetch[Any, Any, Any]:
    return Prefetch(path, Position.objects.select_related("authority").order_by("-id"))


def _requests(inquiry: Inquiry, user: User) -> Iterator[Row]:
    rows = OfficialRequest.objects.visible_to(user).filter(inquiry=inquiry).exclude(status="draft").order_by("id")
    events = Prefetch("events", RequestEvent.objects.select_related("official", "place"))
    for request in rows.select_related("authority", "official").prefetch_related(
        events, _positions("official__positions")
    ):
        steps = request.standing()
        party = _party(request.authority, request.official, request.addressee)
        line = _line(request, str(request.get_kind_display()), request.subject, compute.happenings(steps))
        yield party, line, compute.of_request(steps, request.status)


def _line(record: Any, kind: str, subject: str, told: Iterable[Happening], about: str = "") -> Line:
    return Line(
        ref=record.ref,
        kind=kind,
        subject=subject,
        outcome=str(record.get_status_display()),
        outcome_tone=TONES.get(record.status, "plain"),
        official=str(getattr(record, "official", None) or ""),
        happenings=tuple(told),
        about=about,
    )


def _assurances(inquiry: Inquiry, user: User) -> Iterator[Row]:
    rows = Assurance.objects.visible_to(user).filter(inquiry=inquiry).order_by("id")
    events = Prefetch("events", AssuranceEvent.objects.select_related("shown_by"))
    rows = rows.select_related("authority", "official", "request")
    for assurance in rows.prefetch_related(events, _positions("official__positions")):
        given = Happening(0, _("Assured"), Mark.GIVEN, assurance.given_moment)
        told = (given, *compute.happenings(assurance.standing()))
        about = assurance.request.ref if assurance.request else ""
        line = _line(assurance, _("Assurance"), assurance.words, told, about)
        yield _party(assurance.authority, assurance.official), line, compute.of_assurance(assurance.status)


def _petitions(inquiry: Inquiry, user: User) -> Iterator[Row]:
    rows = Petition.objects.visible_to(user).filter(inquiry=inquiry).exclude(status="draft").order_by("id")
    for petition in rows.select_related("court", "request").prefetch_related("events"):
        steps = petition.standing()
        about = petition.request.ref if petition.request else ""
        line = _line(petition, _("Petition"), petition.subject, compute.happenings(steps), about)
        party = (petition.court.ref, str(petition.court)) if petition.court else ("", _("Court not stated"))
        yield party, line, compute.of_petition(steps)


def moments(register: CooperationRegister) -> Iterator[Moment]:
    """Every time that the register tells of."""
    for party in register.parties:
        for line in party.lines:
            for one in line.happenings:
                yield from (when for when in (one.at, one.set_for) if when is not None)
