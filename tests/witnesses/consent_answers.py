"""Random histories of consent, in a small world where answers meet: two bodies, one interview with two statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from witnesses.consent.rules import Answer, Use

START = date(2024, 1, 1)
BODIES = ("UN Working Group on Arbitrary Detention", "Court X")
INTERVIEW, FIRST, SECOND = "IV-0001", "T-0001", "T-0002"
PATHS = ("", (FIRST, INTERVIEW), (SECOND, INTERVIEW), INTERVIEW)


def day(number: int) -> date:
    return START + timedelta(days=number)


def answer(use: str = Use.ANALYSIS, yes: bool = True, *, body: str = "", about: str = "", on: int = 0, number: int = 1,
           until: int | None = None, withdrawn: bool = False) -> Answer:  # fmt: skip
    """One answer; days are counted from the first of January 2024."""
    return Answer(use, body, yes, day(on), None if until is None else day(until), about, number, withdrawn)


@st.composite
def acts(draw: Any, number: int) -> list[Answer]:
    """One act: up to six answers given at once, about one thing, each use and body answered once."""
    about = draw(st.sampled_from(("", "", INTERVIEW, FIRST, SECOND)))
    on = draw(st.integers(0, 12))
    withdrawn = draw(st.integers(0, 3)) == 0
    until = None if withdrawn else draw(st.none() | st.integers(on, 16))
    asked = draw(
        st.lists(
            st.tuples(st.sampled_from(list(Use)), st.sampled_from(("", *BODIES)), st.booleans()),
            min_size=1, max_size=7, unique_by=lambda one: (one[0], one[1] if one[0] == Use.SHARE else ""),
        )
    )  # fmt: skip
    found = []
    for use, body, said in asked:
        body = body if use == Use.SHARE else ""
        yes = said and not withdrawn and not (use == Use.SHARE and not body)
        found.append(answer(use, yes, body=body, about=about, on=on, number=number, until=until, withdrawn=withdrawn))
    return found


@st.composite
def histories(draw: Any, most: int = 5) -> list[Answer]:
    """Some acts in the order of recording; their days need not follow that order."""
    return [one for number in range(1, draw(st.integers(0, most)) + 1) for one in draw(acts(number))]


def questions() -> st.SearchStrategy[dict[str, Any]]:
    """Anything that may be asked of a history."""
    return st.fixed_dictionaries(
        {
            "use": st.sampled_from(list(Use)),
            "audience": st.sampled_from(BODIES),
            "about": st.sampled_from(PATHS),
            "on": st.integers(0, 20).map(day),
        }
    )


def path(about: str | Sequence[str]) -> tuple[str, ...]:
    return (about,) if isinstance(about, str) else tuple(about)
