"""An interrupted load is taken up where it stopped; nobody gets a second password."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.demonstration import everything, loading
from inquiry.official_requests.models import OfficialRequest


@pytest.mark.django_db(databases=("default", "vault"))
def test_what_is_interrupted_is_taken_up_again(db, state, sent, monkeypatch) -> None:
    def fails(*_args: Any) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="no room"):
        patched.setattr(loading, "SUBJECTS", (*loading.SUBJECTS[:9],))
        patched.setattr("inquiry.demonstration.papers.hand_over", fails)
        everything.load()
    written = (state / "demonstration-sign-ins.txt").read_text()
    assert not everything.finished()
    counts = everything.load()
    assert everything.finished()
    assert (state / "demonstration-sign-ins.txt").read_text() == written
    assert OfficialRequest.objects.count() == counts["requests"] + counts["synthetic"]
