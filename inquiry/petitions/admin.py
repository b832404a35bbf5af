"""Petitions in the admin: drafts are written by the same actions as on the desk; steps and decisions are read only."""

from __future__ import annotations

from django.contrib import admin

from inquiry.accounts.rights import Right
from inquiry.life_cycles.admin import StepsAdmin
from inquiry.petitions import actions
from inquiry.petitions.models import Petition, PetitionEvent
from inquiry.records_admin import RecordAdmin


@admin.register(Petition)
class PetitionAdmin(RecordAdmin):
    change_right = Right.PETITION_CHANGE
    list_display = ("ref", "subject", "court", "status", "case_number")
    list_filter = ("status",)
    search_fields = ("subject",)
    fields = ("subject", "court", "request", "person", "asks", "case_number")
    add_action, change_action = staticmethod(actions.draft), staticmethod(actions.change)


@admin.register(PetitionEvent)
class PetitionEventAdmin(StepsAdmin):
    part_of, read_right = "petition", Right.PETITION_READ
    list_display = ("petition", *StepsAdmin.list_display)
