"""Where a canary may stand, by hand and with the reason. What is not here may not be.

Vault canaries have no line: outside the vault's ciphertext they stand nowhere at all.
"""

from __future__ import annotations

import re

_STATEMENTS = r"(rows|file) of inquiry\.witnesses_paragraph"
_READ = r"(rows|file) of inquiry\.evidence_(item|page|indexedpage)"
_STATISTICS = r"(rows|file) of inquiry\.pg_(statistic|statistic_ext_data)"

WHERE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("testimony", re.compile(_STATEMENTS)),  # what was said is kept where statements are kept, and in no index
    ("testimony", re.compile(r"postgresql pg_wal")),  # the journal of those rows, recycled by the server
    ("testimony", re.compile(_STATISTICS)),  # samples of the same columns, readable by the owner of the table only
    ("file", re.compile(r"store")),  # the originals, as they were handed over
    ("file", re.compile(_READ)),  # names, what the files say of themselves, their text, and the index to search it
    ("file", re.compile(r"postgresql pg_wal")),
    ("file", re.compile(_STATISTICS)),
)
