"""How often one witness has told it, counted from the records of whichever kind: the rooms above are not known here by name."""

from __future__ import annotations

from typing import Any

from inquiry.shared.tables import record_kinds
from witnesses.people.models import Witness
from witnesses.protection.counting import Burden, burden
from witnesses.protection.models import latest_check

INTERVIEWS, STATEMENTS = "IV", "T"


def burden_of(witness: Witness) -> Burden:
    """What others had from them, by the latest necessity check, and the interviews held and statements taken by us."""
    check = latest_check(witness)
    return burden(check.told_times if check else 0, _ours(INTERVIEWS, witness), _ours(STATEMENTS, witness))


def _ours(kind: str, witness: Witness) -> int:
    """How many records of `kind` there are of this witness in which something was said (see `UNSAID` of testimony)."""
    model: Any = record_kinds()[kind]
    rows = model._default_manager.filter(witness=witness)
    return int((rows.exclude(model.UNSAID) if model.UNSAID else rows).count())
