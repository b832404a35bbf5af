"""The addresses of this app's pages."""

from django.urls import URLPattern, path

from evidence.search import views as search

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    path("search/", search.search, name="search"),
]
