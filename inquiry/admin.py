"""Index of the admin: each room registers its own; what is evidential is read there, never written."""

from __future__ import annotations

from inquiry.accounts import admin as accounts
from inquiry.commission import admin as commission
from inquiry.name_variants import admin as name_variants
from inquiry.official_requests import admin as official_requests
from inquiry.petitions import admin as petitions
from inquiry.public_statements import admin as public_statements
from inquiry.sources import admin as sources
from inquiry.visits import admin as visits

__all__ = [
    "accounts",
    "commission",
    "name_variants",
    "official_requests",
    "petitions",
    "public_statements",
    "sources",
    "visits",
]
