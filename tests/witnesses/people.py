"""What the tests of witnesses and openings share: a witness with an identity in the vault, and somebody just confirmed."""

from __future__ import annotations

from typing import Any

from witnesses.people import actions, deposits

NAMES = {
    "names": {"full": ["Айсұлу Қиялова-Сынақ", "Aisulu Qiyalova-Synaq"]},
    "contact": {"phone": ["+7 700 000 01 47"]},
}
SPOKEN = ("Айсұлу", "Қиялова", "Qiyalova", "000 01 47")  # none of it may stand anywhere but in the vault


def registered(inquiry: Any, by: Any, groups: Any = None, **fields: Any) -> Any:
    """A witness of `by`'s, with an identity in the vault unless `groups` is empty."""
    witness = actions.register(inquiry=inquiry, by=by, **{"capacity": "eyewitness", "languages": ["Kazakh"], **fields})
    put = NAMES if groups is None else groups
    outcome = deposits.deposit(witness.ref, by=by, groups=put)
    assert outcome.left == [], outcome.why
    return witness


def confirmed(browser: Any, password: str, back: str = "/overview/") -> Any:
    """Show again who one is, as allauth asks it."""
    return browser.post(f"/accounts/reauthenticate/?next={back}", {"password": password, "next": back})
