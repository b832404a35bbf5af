"""Items with pages as a reading leaves them, made without reading: pages, words with places, pictures."""

from __future__ import annotations

import io

from PIL import Image

from evidence import storage
from evidence.items.coding import Outcome
from evidence.items.models import Item, Page, pack_words
from tests.evidence.cast import item_of

LINES = [
    "Notice of cancellation received in the evening",
    "Жанболат Мамай келді, құжат берілді",
    "The second visit was refused",
]


def words_of(lines):
    """Rows of words as OCR leaves them: a line every 4 hundredths of the page, words side by side."""
    rows = []
    for n, line in enumerate(lines):
        x = 0.1
        for word in line.split():
            wide = 0.012 * len(word)
            rows.append([word, round(x, 4), 0.1 + 0.04 * n, round(x + wide, 4), 0.125 + 0.04 * n, 88.0])
            x += wide + 0.01
    return rows


def picture(size=(700, 990)):
    """The digest of a stored white picture with a frame."""
    made = Image.new("RGB", size, "white")
    made.paste((210, 210, 210), (20, 20, size[0] - 20, 24))
    held = io.BytesIO()
    made.save(held, "WEBP")
    return storage.put(io.BytesIO(held.getvalue()), kind=storage.PICTURES).sha256


def read_item(inquiry, by, texts, *, media_type="text/plain", unit="page", claimed=None, path="letter.txt", level="C1"):
    """An item that was read: one page to a text, without pictures."""
    item = item_of(inquiry, by, level, path=path)
    Page.objects.bulk_create(
        Page(item=item, number=number, text=text, source="file") for number, text in enumerate(texts, start=1)
    )
    return _done(item, len(texts), media_type=media_type, page_unit=unit, claimed=claimed or {})


def scanned_item(inquiry, by, pages, path="scan.pdf", level="C1"):
    """An item whose pages have pictures and were read by OCR: `pages` holds the lines of each."""
    import json

    item = item_of(inquiry, by, level, path=path)
    digest = picture()
    Page.objects.bulk_create(
        Page(
            item=item, number=number, text="\n".join(lines), source="ocr", confidence=87.4,
            words_packed=pack_words(json.dumps(words_of(lines))), image_digest=digest, image_type="image/webp",
            image_width=700, image_height=990, thumb_digest=digest,
        )
        for number, lines in enumerate(pages, start=1)
    )  # fmt: skip
    return _done(item, len(pages), media_type="application/pdf", page_unit="page", claimed={})


def _done(item, pages, **fields):
    Item.objects.filter(pk=item.pk).update(status=Outcome.READ, pages=pages, language="", **fields)
    item.refresh_from_db()
    return item


CHAT = "\n".join(
    [
        "2023-01-08T21:14:05\tАйгүл\tГде документы? The documents were promised for today.",
        "\t\tЖауап күтемін.",
        "2023-01-08T21:15:40\tProsecutor's office\tTomorrow.",
        "\t\t[file: письмо.pdf]",
        "2023-01-08T21:16:00\t\tMessages are end-to-end encrypted.",
        "2023-01-09T08:02:11\tАйгүл\tRäkhmet " + "a long line that has to break somewhere " * 8,
    ]
)
MAIL = (
    "From: Жанболат <a@example.org>\nTo: office@example.org\nSubject: Meeting\n\nGood day,\n\nwe ask to meet on Monday.\n\n"
    "On 8 January 2023 the office wrote:\n> There will be no meeting.\n> Kind regards\n",
    {
        "claimed_from": "Жанболат <a@example.org>",
        "claimed_to": ["office@example.org", "second@example.org"],
        "claimed_date": "Mon, 9 Jan 2023 10:00:00 +0600",
        "claimed_subject": "Meeting",
    },
)


def sheet_text(rows, columns):
    """A sheet as a reading leaves it."""
    return "\n".join("\t".join(f"r{row}c{column} value" for column in range(columns)) for row in range(1, rows + 1))
