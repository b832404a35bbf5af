"""The addresses of the commission's rooms: commission, mandate, authorities, officials, places."""

from __future__ import annotations

from django.urls import path

from inquiry.commission import views
from inquiry.commission.authorities import officials
from inquiry.commission.authorities import views as authorities
from inquiry.commission.mandate import views as mandate
from inquiry.commission.places import views as places

urlpatterns = [
    path("commission/", views.commission, name="commission"),
    path("commission/new/", views.set_up, name="commission_new"),
    path("commission/<str:ref>/change/", views.change, name="commission_change"),
    path("commission/members/new/", views.add_member, name="member_new"),
    path("commission/members/<str:ref>/", views.member, name="member"),
    path("commission/members/<str:ref>/change/", views.change_member, name="member_change"),
    path("commission/members/<str:ref>/declare/", views.declare, name="declaration_new"),
    path("commission/areas/new/", mandate.add_area, name="mandate_area_new"),
    path("commission/areas/<str:ref>/", mandate.area, name="mandate_area"),
    path("commission/areas/<str:ref>/change/", mandate.change_area, name="mandate_area_change"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities/new/", authorities.add_authority, name="authority_new"),
    path("authorities/officials/", officials.officials, name="officials"),
    path("authorities/officials/new/", officials.add_official, name="official_new"),
    path("authorities/officials/<str:ref>/", officials.official, name="official"),
    path("authorities/officials/<str:ref>/change/", officials.change_official, name="official_change"),
    path("authorities/officials/<str:ref>/positions/new/", officials.add_position, name="position_new"),
    path("authorities/positions/<str:ref>/change/", officials.change_position, name="position_change"),
    path("authorities/places/", places.places, name="places"),
    path("authorities/places/new/", places.add_place, name="place_new"),
    path("authorities/places/<str:ref>/", places.place, name="place"),
    path("authorities/places/<str:ref>/change/", places.change_place, name="place_change"),
    path("authorities/<str:ref>/", authorities.authority, name="authority"),
    path("authorities/<str:ref>/change/", authorities.change_authority, name="authority_change"),
]
