"""Public statements and published figures in the admin."""

from __future__ import annotations

from django.contrib import admin

from inquiry.accounts.rights import Right
from inquiry.public_statements import actions
from inquiry.public_statements.models import Figure, PublicStatement
from inquiry.public_statements.views import ModalityForm
from inquiry.records_admin import RecordAdmin, RecordForm


class AdminStatementForm(ModalityForm, RecordForm):
    """With the ways in which something was said as ticks."""


@admin.register(PublicStatement)
class PublicStatementAdmin(RecordAdmin):
    form = AdminStatementForm
    change_right = Right.STATEMENT_CHANGE
    list_display = ("ref", "title", "kind", "held_shown")
    list_filter = ("kind",)
    search_fields = ("title",)
    fields = (
        "title", "kind", "held", "held_zone", "held_basis", "place", "how", "members", "officials", "authorities",
        "other_speakers", "reported_by", "summary", "modality",
    )  # fmt: skip
    add_action, change_action = staticmethod(actions.record_statement), staticmethod(actions.change_statement)


@admin.register(Figure)
class FigureAdmin(RecordAdmin):
    change_right = Right.STATEMENT_CHANGE
    list_display = ("ref", "measure", "shown_value", "stated_by", "as_of_words")
    search_fields = ("measure", "stated_by")
    fields = (
        "measure", "comparator", "value", "low", "high", "words", "unit", "stated_by", "statement", "as_of", "as_of_basis",
        "note",
    )  # fmt: skip
    add_action, change_action = staticmethod(actions.record_figure), staticmethod(actions.change_figure)
