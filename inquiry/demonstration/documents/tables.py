"""Invented lists: who was admitted in one night of a town that does not exist, and who telephoned."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from random import Random

import xlsxwriter

ADMITTED = {20: 3, 21: 5, 22: 4, 23: 6, 0: 7, 1: 8, 2: 4, 3: 2, 4: 1}
CALLED = {20: 4, 21: 4, 22: 2, 23: 3, 0: 4, 1: 3, 2: 1, 4: 2, 6: 1}
SURNAMES = [
    "Абенов", "Жумин", "Ибраимов", "Касымханов", "Кереев", "Мукатов", "Нурланов", "Оразбаев", "Сейтов", "Тлеуов",
    "Умбетов", "Шакенов",
]  # fmt: skip
NAMES = ["Азат", "Бауыржан", "Болат", "Ерканат", "Кайрат", "Максат", "Нуржан", "Руслан", "Санжар", "Тимур"]
INJURIES = (
    "ушиб плеча", "перелом предплечья", "рана голени", "ожог кисти", "сотрясение", "обморожение пальцев",
    "боль в груди", "порез ладони",
)  # fmt: skip
BROUGHT = ("скорая № 2", "скорая № 3", "пришёл сам", "привезли родные", "не указано")
LABEL = "ВЫМЫШЛЕННЫЙ ДОКУМЕНТ — SYNTHETIC: все строки придуманы / every row is invented"
ADMISSION_HEADS = ("№", "Дата", "Время", "Фамилия и имя", "Год рождения", "Повреждение", "Кем доставлен", "Лист книги")
CALL_HEADS = ("no", "received", "number", "caller", "seconds", "what_was_said")
SAID = (
    "шум на улице, никто не пострадал", "просит скорую, адрес не назвал", "ищет брата", "молчание", "прервано",
    "спрашивает, открыта ли больница", "человек лежит у остановки",
)  # fmt: skip
TAKE_HIM = "просит забрать человека у северных ворот больницы"


def _times(hours: dict[int, int], dice: Random) -> Iterator[datetime]:
    for hour, count in hours.items():
        for minute in sorted(dice.sample(range(60), count)):
            yield datetime(2022, 1, 7 if hour > 12 else 8, hour, minute)  # noqa: DTZ001 - as a clock on a wall showed it


def admissions() -> list[tuple[str, ...]]:
    """Forty rows under `ADMISSION_HEADS`; one of them is Ерлан Сатбеков at 01:40."""
    dice = Random(1840)  # noqa: S311 - the same list each time
    rows = []
    for number, at in enumerate(_times(ADMITTED, dice), 1):
        who, born = f"{dice.choice(SURNAMES)} {dice.choice(NAMES)}", dice.randint(1951, 2003)
        row = (f"{at:%H:%M}", who, str(born), dice.choice(INJURIES), dice.choice(BROUGHT), str(28 + number // 5))
        rows.append((str(number), f"{at:%d.%m.%Y}", *row))
    ours = next(i for i, row in enumerate(rows) if row[2].startswith("01") and row[2] > "01:30")
    rows[ours] = (*rows[ours][:2], "01:40", "Сатбеков Ерлан", "1984", "перелом предплечья", "не указано", "33")
    return sorted(rows, key=lambda row: (row[1], row[2]))


def as_xlsx() -> bytes:
    """The admissions as a workbook of two sheets: the rows, and their number by the hour."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": "Поступления (SYNTHETIC)", "author": "Марат Оспанов (вымышлен)", "created": MADE_AT})
    rows = [(str(number), *row[1:]) for number, row in enumerate(admissions(), 1)]
    _sheet(book, "Поступления 7–8 января", ADMISSION_HEADS, rows)
    _sheet(book, "По часам", ("Час", "Человек"), [(f"{hour:02d}:00", str(count)) for hour, count in ADMITTED.items()])
    book.close()
    return file.getvalue()


MADE_AT = datetime(2023, 2, 20, 10, 0)  # noqa: DTZ001 - Excel's own properties carry no zone


def _sheet(book: xlsxwriter.Workbook, name: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(heads) - 1, 18)
    sheet.set_header(f"&C{LABEL}")
    sheet.write(0, 0, LABEL, book.add_format({"bold": True, "font_color": "#a01818"}))
    sheet.write_row(2, 0, heads, book.add_format({"bold": True, "bottom": 1}))
    for line, row in enumerate(rows, 3):
        sheet.write_row(line, 0, row)


def as_csv() -> bytes:
    """Twenty-four calls, semicolons between, as a spreadsheet of that country writes them."""
    dice, text = Random(107), io.StringIO()  # noqa: S311 - the same list each time
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow([LABEL])
    out.writerow(CALL_HEADS)
    unnamed = iter([False, False, True, False, False, True, False, True] * 3)
    for number, at in enumerate(_times(CALLED, dice), 1):
        caller = "" if next(unnamed) else f"{dice.choice(SURNAMES)} {dice.choice(NAMES)}"
        phone = f"000-00-{7 if number in (6, 11, 14, 17) else dice.randint(10, 99):02d}"
        said = "молчание" if phone.endswith("07") else dice.choice(SAID)
        seconds = dice.randint(8, 55 if phone.endswith("07") else 140)
        row = (number, f"{at:%Y-%m-%d %H:%M}", phone, caller, seconds, said)
        out.writerow((*row[:1], "2022-01-08 01:25", "000-00-41", "", 34, TAKE_HIM) if number == 19 else row)
    return "\ufeff".encode() + text.getvalue().encode()
