"""The admin is no oracle: nothing is filtered by a field that is not offered, least of all by a secret one."""

from __future__ import annotations

import pytest
from django.contrib import admin

from inquiry.shared.tables import Sensitivity


@pytest.mark.parametrize(
    "address",
    [
        "/admin/inquiry/user/?password__startswith=argon2",
        "/admin/inquiry/user/?password__regex=.",
        "/admin/inquiry/user/?email__startswith=a",
        "/admin/evidence/item/?name__contains=a",
        "/admin/evidence/item/?sha256__startswith=a",
    ],
)
def test_a_field_that_is_not_offered_is_refused(secretary, desk, address):
    answer = desk(secretary).get(address)
    assert answer.status_code in (302, 400, 404)
    assert answer.status_code != 302 or "e=1" in answer["Location"]


def test_no_register_searches_or_filters_what_is_secret_or_identifying():
    for model, register in admin.site._registry.items():
        said = getattr(model, "SENSITIVITY", {})
        offered = [one[0] if isinstance(one, tuple) else one for one in register.list_filter]
        assert not [name for name in offered if said.get(name) is Sensitivity.SECRET], model
        assert not [name for name in register.search_fields if said.get(name.lstrip("=^@")) is Sensitivity.SECRET], (
            model
        )
