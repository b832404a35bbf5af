"""The addresses of acts, events and involvements."""

from __future__ import annotations

from django.urls import path

from witnesses.acts import events, figures, views

urlpatterns = [
    path("acts/", views.acts, name="acts"),
    path("acts/new/", views.add_act, name="act_new"),
    path("acts/counts/", figures.counts, name="act_counts"),
    path("acts/map/", figures.act_map, name="act_map"),
    path("acts/about/<str:ref>/", views.acts_of, name="acts_of"),
    path("acts/events/", events.events, name="events"),
    path("acts/events/new/", events.add_event, name="event_new"),
    path("acts/events/<str:ref>/", events.event, name="event"),
    path("acts/events/<str:ref>/change/", events.change_event, name="event_change"),
    path("acts/involvements/<str:ref>/change/", views.change_involvement, name="involvement_change"),
    path("acts/<str:ref>/", views.act, name="act"),
    path("acts/<str:ref>/change/", views.change_act, name="act_change"),
    path("acts/<str:ref>/involvements/new/", views.add_involvement, name="involvement_new"),
]
