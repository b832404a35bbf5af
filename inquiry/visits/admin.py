"""Visits in the admin; their life cycle is taken on the desk, observations are read only."""

from __future__ import annotations

from django.contrib import admin

from inquiry.accounts.rights import Right
from inquiry.admin_site import RegisterAdmin
from inquiry.records_admin import RecordAdmin
from inquiry.visits import actions
from inquiry.visits.models import Leg, Observation, Traveller, Visit


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    change_right = Right.VISIT_CHANGE
    list_display = ("ref", "title", "status", "begins_shown", "ends_shown")
    list_filter = ("status",)
    search_fields = ("title",)
    fields = (
        "title", "purpose", "begins", "begins_zone", "begins_basis", "ends", "ends_zone", "ends_basis", "outcome",
    )  # fmt: skip
    add_action, change_action = staticmethod(actions.plan), staticmethod(actions.change)


@admin.register(Leg)
class LegAdmin(RecordAdmin):
    change_right = Right.VISIT_CHANGE
    list_display = ("ref", "visit", "number", "place", "arrives_shown", "departs_shown")
    fields = ("visit", "number", "place", "zone", "arrives", "arrives_basis", "departs", "departs_basis", "happened")
    add_action, change_action = staticmethod(actions.add_leg), staticmethod(actions.change_leg)
    part_of = "visit"


@admin.register(Traveller)
class TravellerAdmin(RecordAdmin):
    change_right = Right.VISIT_CHANGE
    list_display = ("ref", "visit", "__str__", "travelled")
    fields = ("visit", "member", "name", "travelled", "reason")
    add_action, change_action = staticmethod(actions.add_traveller), staticmethod(actions.change_traveller)
    part_of = "visit"


@admin.register(Observation)
class ObservationAdmin(RegisterAdmin):
    """Written on the visit's page; read here."""

    list_display = ("ref", "visit", "seen_shown", "words")
