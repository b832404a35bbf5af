"""Names as queries: all spellings, in either order, with a patronymic or an initial between. Pure."""

from __future__ import annotations

from itertools import pairwise

from evidence.search.words import tokens

BETWEEN = 2
"""Words that may stand between two parts of a name, and one more."""
MOST_PARTS = 6


def query(name: str) -> str:
    """The query for a name; "" when there is no word in it. Each part is quoted, so that none is taken for an operator."""
    parts = list(dict.fromkeys(f'"{word.written}"' for word in tokens(name)))[:MOST_PARTS]
    if len(parts) < 2:
        return "".join(parts)
    return " AND ".join(f"({one} NEAR/{BETWEEN} {other})" for one, other in pairwise(parts))
