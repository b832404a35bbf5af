"""What every test of people under protection stands on."""

from __future__ import annotations

import pytest

from witnesses.vault import memory


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Inquiries of all tests are called alike: what the vault keeps decoded of one is not the next one's."""
    memory._names.clear()
    memory._matchers.clear()
