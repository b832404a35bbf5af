"""Journeys through the whole running system. Failed asserts of these modules say what they compared."""

import pytest

for name in ("desk", "interface", "looks", "papers", "plain", "registers", "walking"):
    pytest.register_assert_rewrite(f"tests.journeys.{name}")
