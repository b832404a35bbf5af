"""Lists of the API by cursor: no counts, no page numbers, the same cost anywhere in the list."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class ByCursor(CursorPagination):
    """`?cursor=…&limit=50` (at most 200), newest first."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = "-id"
