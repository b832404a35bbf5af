"""The commission's reference data in the admin, written by the same actions as on the desk."""

from __future__ import annotations

from django.contrib import admin

from inquiry.accounts.rights import Right
from inquiry.admin_site import RegisterAdmin
from inquiry.commission import actions
from inquiry.commission.authorities import actions as authorities
from inquiry.commission.authorities.models import Authority, Official, Position
from inquiry.commission.mandate import actions as mandate
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.models import Commission, Declaration, Member
from inquiry.commission.places import actions as places
from inquiry.commission.places.models import Place
from inquiry.records_admin import RecordAdmin


class OfCommission(RecordAdmin):
    change_right = Right.COMMISSION_CHANGE


@admin.register(Commission)
class CommissionAdmin(OfCommission):
    list_display = ("ref", "name", "convenor", "launched_words")
    fields = ("name", "convenor", "secretariat", "authority_basis", "launched", "launched_basis", "about")
    add_action, change_action = staticmethod(actions.set_up), staticmethod(actions.change)


@admin.register(Member)
class MemberAdmin(OfCommission):
    list_display = ("ref", "name", "role", "term_words")
    list_filter = ("role",)
    search_fields = ("name",)
    fields = ("name", "honours", "other_names", "role", "about", "since", "since_basis", "until", "until_basis", "user")
    add_action, change_action = staticmethod(actions.add_member), staticmethod(actions.change_member)


@admin.register(Declaration)
class DeclarationAdmin(RegisterAdmin):
    """Written on the member's page; read here."""

    list_display = ("ref", "member", "declared_words", "subject", "conflicts")


@admin.register(MandateArea)
class MandateAreaAdmin(OfCommission):
    list_display = ("code", "title", "parent", "ref")
    search_fields = ("code", "title")
    ordering = ("code",)
    fields = ("code", "parent", "title", "matter", "persons", "places", "period", "applicable_law")
    add_action, change_action = staticmethod(mandate.add_area), staticmethod(mandate.change_area)


@admin.register(Authority)
class AuthorityAdmin(OfCommission):
    list_display = ("ref", "name", "kind", "country", "parent")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("name", "pk")
    fields = ("name", "other_names", "kind", "country", "parent", "note")
    add_action, change_action = staticmethod(authorities.add_authority), staticmethod(authorities.change_authority)


@admin.register(Official)
class OfficialAdmin(OfCommission):
    list_display = ("ref", "__str__", "role_title")
    search_fields = ("name", "role_title")
    ordering = ("name", "pk")
    fields = ("name", "role_title", "other_names", "may_be_criticised", "note")
    add_action, change_action = staticmethod(authorities.add_official), staticmethod(authorities.change_official)


@admin.register(Position)
class PositionAdmin(OfCommission):
    list_display = ("ref", "official", "title", "authority", "term_words")
    fields = ("official", "authority", "title", "since", "since_basis", "until", "until_basis")
    add_action, change_action = staticmethod(authorities.add_position), staticmethod(authorities.change_position)
    part_of = "official"


@admin.register(Place)
class PlaceAdmin(OfCommission):
    list_display = ("ref", "name", "kind", "country", "zone")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("name", "pk")
    fields = ("name", "other_names", "kind", "zone", "country", "latitude", "longitude", "note")
    add_action, change_action = staticmethod(places.add_place), staticmethod(places.change_place)
