"""Codes that files write are shown as people write them; whatever is no such code stays as it came."""

from __future__ import annotations

import pytest

from evidence.items.models import Item
from evidence.viewer import facts, mails, renderings
from evidence.viewer.marked import Marked
from evidence.viewer.wording import language, moment


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2024-02-04T18:29:00+05:00", "4 Feb 2024 18:29 (UTC+05:00)"),
        ("2024-02-04T18:29:07Z", "4 Feb 2024 18:29:07 UTC"),
        ("2024-02-04 18:29", "4 Feb 2024 18:29"),
        ("2024-02-04T18:29:00-0330", "4 Feb 2024 18:29 (UTC-03:30)"),
        ("2024-02-31T18:29:00Z", "2024-02-31T18:29:00Z"),
        ("2024-02-04", "2024-02-04"),
        ("about 2024-02-04T18:29:00Z", "about 2024-02-04T18:29:00Z"),
    ],
)
def test_a_moment_as_people_write_it(written, shown):
    assert moment(written) == shown


def test_a_language_by_its_name():
    assert [language(code) for code in ("kk", "RU", "xx-yy", "")] == ["Kazakh", "Russian", "xx-yy", ""]


def test_claims_are_readable_in_facts_mails_and_captures():
    claimed = {
        "claimed_created_at": "2024-02-04T18:29:00+05:00",
        "claimed_language": "kk",
        "streams": [{"kind": "video", "codec": "h264", "width": 1280, "height": 720, "language": "ru"}],
    }
    rows = dict(row for group in facts.groups(claimed) for row in group.rows)
    assert rows["Created at"] == "4 Feb 2024 18:29 (UTC+05:00)"
    assert rows["Language"] == "Kazakh"
    assert rows["Streams"] == "video (h264), 1280 × 720, Russian"
    mail = mails.mail(Marked("body", [], []), {"claimed_date": "2024-02-04T18:29:00Z"})
    assert mail.headers[0][1] == "4 Feb 2024 18:29 UTC"
    capture = {"claimed_address": "https://example.org/", "claimed_captured_at": "2024-02-04T18:29:00Z"}
    assert renderings.captured(Item(claimed=capture))[1][1] == "4 Feb 2024 18:29 UTC"


def test_a_kind_without_words_of_its_own_is_not_told_twice():
    assert Item(media_type="image/jpeg").kind_words == "image"
