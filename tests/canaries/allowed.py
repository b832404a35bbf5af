"""Where a canary may stand, by hand and with the reason. What is not here may not be."""

from __future__ import annotations

import re

_TESTIMONY = r"witnesses_paragraph"
_FILES = r"evidence_(item|page|indexedpage)"

WHERE: tuple[tuple[str, re.Pattern[str]], ...] = (
    # Vault canaries have no line here: outside the vault's ciphertext they stand nowhere.
)
