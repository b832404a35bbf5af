"""The addresses of people, roles, tokens and assignments."""

from __future__ import annotations

from django.urls import path

from inquiry.accounts import assignments, tokens, views

urlpatterns = [
    path("users/", views.users, name="users"),
    path("users/invite/", views.invite, name="user_invite"),
    path("users/bring-in/", views.bring_in, name="user_bring_in"),
    path("users/<int:pk>/", views.user, name="user"),
    path("users/<int:pk>/change/", views.change_user, name="user_change"),
    path("users/<int:pk>/roles/give/", views.give_role, name="role_give"),
    path("users/roles/<int:pk>/end/", views.end_role, name="role_end"),
    path("users/roles/<int:pk>/confirm/", views.confirm_role, name="role_confirm"),
    path("roles/", views.roles, name="roles"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.make_token, name="token_new"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="token_revoke"),
    path("assignments/about/<str:ref>/", assignments.assignments_about, name="assignments_about"),
    path("assignments/about/<str:ref>/assign/", assignments.assign, name="assign"),
    path("assignments/about/<str:ref>/unassign/<int:pk>/", assignments.unassign, name="unassign"),
]
