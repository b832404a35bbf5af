"""Requests and assurances in the admin: drafts are written by the same actions as on the desk; steps are read only."""

from __future__ import annotations

from django.contrib import admin

from inquiry.accounts.rights import Right
from inquiry.life_cycles.admin import StepsAdmin
from inquiry.official_requests import actions
from inquiry.official_requests.assurances import actions as assurances
from inquiry.official_requests.assurances.models import Assurance, AssuranceEvent
from inquiry.official_requests.models import OfficialRequest, RequestEvent
from inquiry.official_requests.views import DraftForm
from inquiry.records_admin import RecordAdmin


@admin.register(OfficialRequest)
class OfficialRequestAdmin(RecordAdmin):
    change_right = Right.REQUEST_DRAFT
    list_display = ("ref", "subject", "kind", "status", "addressed_to", "due_on")
    list_filter = ("status", "kind")
    search_fields = ("subject",)
    fields = DraftForm.Meta.fields
    add_action, change_action = staticmethod(actions.draft), staticmethod(actions.change)


@admin.register(RequestEvent)
class RequestEventAdmin(StepsAdmin):
    part_of, read_right = "request", Right.REQUEST_READ
    list_display = ("request", *StepsAdmin.list_display)


@admin.register(Assurance)
class AssuranceAdmin(RecordAdmin):
    change_right = Right.REQUEST_RECORD
    list_display = ("ref", "words", "given_by", "status")
    list_filter = ("status",)
    fields = ("words", "official", "authority", "given", "given_zone", "given_basis", "request")
    add_action, change_action = staticmethod(assurances.give), staticmethod(assurances.change)


@admin.register(AssuranceEvent)
class AssuranceEventAdmin(StepsAdmin):
    part_of, read_right = "assurance", Right.REQUEST_READ
    list_display = ("assurance", *StepsAdmin.list_display)
