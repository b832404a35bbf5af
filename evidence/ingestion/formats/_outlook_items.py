"""What Outlook's items other than messages say of themselves: people, appointments, tasks, notes, lists of recipients.

One table for all: (key of the fact, label for people, properties of which the first that is there counts).
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion.formats._mapi import BINARY, BOOLEAN, MANY, NAMED, TIME, Bag, as_json, one_off
from evidence.ingestion.stage import Fact

Row = tuple[str, str, tuple[int | str, ...]]


def _n(*numbers: int) -> tuple[int | str, ...]:
    return tuple(NAMED + number for number in numbers)


_PERSON: tuple[Row, ...] = (
    ("name", "Name", (0x3001,)),
    ("given_name", "Given name", (0x3A06,)),
    ("middle_name", "Middle name", (0x3A44,)),
    ("family_name", "Family name", (0x3A11,)),
    ("nickname", "Nickname", (0x3A4F,)),
    ("organisation", "Organisation", (0x3A16,)),
    ("department", "Department", (0x3A18,)),
    ("position", "Position", (0x3A17,)),
    ("profession", "Profession", (0x3A46,)),
    ("manager", "Manager", (0x3A4E,)),
    ("assistant", "Assistant", (0x3A30,)),
    ("spouse", "Spouse", (0x3A48,)),
    ("email", "E-mail", _n(0x8083)),
    ("email_2", "E-mail 2", _n(0x8093)),
    ("email_3", "E-mail 3", _n(0x80A3)),
    ("messenger", "Messenger", _n(0x8062)),
    ("phone_mobile", "Mobile phone", (0x3A1C,)),
    ("phone_business", "Business phone", (0x3A08,)),
    ("phone_business_2", "Business phone 2", (0x3A1B,)),
    ("phone_home", "Home phone", (0x3A09,)),
    ("phone_home_2", "Home phone 2", (0x3A2F,)),
    ("phone_other", "Other phone", (0x3A1F,)),
    ("phone_main", "Main phone", (0x3A1A,)),
    ("phone_company", "Company phone", (0x3A57,)),
    ("phone_car", "Car phone", (0x3A1E,)),
    ("fax", "Fax", (0x3A24, 0x3A25, 0x3A23)),
    ("address_business", "Business address", _n(0x801B)),
    ("address_home", "Home address", _n(0x801A)),
    ("address_other", "Other address", _n(0x801C)),
    ("address_postal", "Postal address", (0x3A15,)),
    ("web", "Web page", (*_n(0x802B), 0x3A51, 0x3A50)),
    ("birthday", "Birthday", (0x3A42,)),
    ("anniversary", "Anniversary", (0x3A41,)),
)
_EVENT: tuple[Row, ...] = (
    ("starts_at", "Starts", _n(0x820D, 0x8516)),
    ("ends_at", "Ends", _n(0x820E, 0x8517)),
    ("all_day", "All day", _n(0x8215)),
    ("zone", "Time zone", _n(0x8234)),
    ("place", "Where", _n(0x8208)),
    ("repeats", "Repeats", _n(0x8232)),
    ("attendees", "Attendees", _n(0x8238)),
    ("organiser", "Organiser", (0x0042,)),
)
_TASK: tuple[Row, ...] = (
    ("starts_at", "Starts", _n(0x8104, 0x8516)),
    ("due_at", "Due", _n(0x8105, 0x8517)),
    ("status", "Status", _n(0x8101)),
    ("done_share", "Done, share", _n(0x8102)),
    ("completed_at", "Completed", _n(0x810F)),
    ("owner", "Owner", _n(0x811F)),
    ("assigned_by", "Assigned by", _n(0x8121)),
    ("repeats", "Repeats", _n(0x8232)),
)
_JOURNAL: tuple[Row, ...] = (
    ("starts_at", "Starts", _n(0x8706)),
    ("ends_at", "Ends", _n(0x8708)),
    ("activity", "Activity", _n(0x8700, 0x8712)),
)
_COMMON: tuple[Row, ...] = (
    ("linked_contacts", "Contacts", _n(0x853A)),
    ("linked_companies", "Companies", _n(0x8539)),
)
_KINDS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    ("ipm.contact", (*_PERSON, *_COMMON)),
    ("ipm.appointment", (*_EVENT, *_COMMON)),
    ("ipm.schedule.meeting", _EVENT),
    ("ipm.task", (*_TASK, *_COMMON)),
    ("ipm.activity", (*_JOURNAL, *_COMMON)),
    ("ipm.distlist", (("name", "Name of the list", _n(0x8053)),)),
)
_STATUS = ("not started", "in progress", "completed", "waiting", "deferred")


def _rows(kind: str) -> tuple[Row, ...]:
    return next((rows for name, rows in _KINDS if kind.startswith(name)), ())


def _value(bag: Bag, fact: str, keys: tuple[int | str, ...]) -> str | int | float | bool | list[str]:
    """The first of these properties that says something."""
    for key in keys:
        kind = bag.raw.get(key, (0, bytes))[0]
        if kind == TIME:
            value: str | int | float | bool | list[str] = bag.moment(key)
        elif kind == BOOLEAN:
            value = bag.flag(key)
        elif kind & MANY:
            value = bag.texts(key)
        else:
            number = bag.number(key)
            value = bag.text(key) if number is None else as_json(number)
            if fact == "status" and isinstance(value, int) and 0 <= value < len(_STATUS):
                value = _STATUS[value]
        if value not in ("", False, [], None):
            return value
    return ""


def found(kind: str, bag: Bag) -> Iterator[tuple[str, str, str | int | float | bool | list[str]]]:
    """(fact, label, value) of what the item says."""
    for fact, label, keys in _rows(kind):
        value = _value(bag, fact, keys)
        if value != "":
            yield fact, label, value
    if kind.startswith("ipm.distlist"):
        members = _members(bag)
        if members:
            yield "members", "Members", members


def _members(bag: Bag) -> list[str]:
    """Who is on a distribution list, as far as the list itself tells."""
    kind, load = bag.raw.get(NAMED + 0x8054, (0, bytes))
    value = load() if kind == MANY | BINARY else []
    rows = [one_off(entry) for entry in value] if isinstance(value, list) else []
    return list(dict.fromkeys(filter(None, rows)))


def lines(kind: str, bag: Bag) -> list[tuple[str, str]]:
    """(label, value) as people read them."""
    return [(label, _words(value)) for _, label, value in found(kind, bag)]


def _words(value: str | int | float | bool | list[str]) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "yes" if value is True else str(value)


def facts(kind: str, bag: Bag) -> Iterator[Fact]:
    """The same as claims."""
    for fact, _, value in found(kind, bag):
        yield Fact(f"claimed_{fact}", value)
