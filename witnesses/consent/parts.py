"""The interviews, statements and evaluations of a witness, by reference: what consent may be about besides all they said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from inquiry.shared.tables import record_kinds
from witnesses.people.models import Witness


def kinds() -> list[Any]:
    """The kinds of record that are themselves what consent is about: their `ABOUT` begins with their own reference."""
    return [model for model in record_kinds().values() if getattr(model, "ABOUT", ("",))[0] == "ref"]


def is_part(ref: str, witness: Witness) -> bool:
    """Whether `ref` is an interview, a statement or a medical evaluation of this witness.

    Whether somebody may read that one is not asked: whoever keeps the consent names parts, and sees nothing of them here.
    """
    return any(
        model._default_manager.filter(ref=ref, witness=witness).exists()
        for model in kinds()
        if ref.startswith(f"{model.KIND}-")
    )


def whole_of(ref: str) -> tuple[str, ...]:
    """The reference and those of what it is a part of, the narrowest first: a statement, its interview."""
    for model in kinds():
        if ref.startswith(f"{model.KIND}-"):
            found = model._default_manager.filter(ref=ref).values_list(*model.ABOUT).first()
            return tuple(one for one in found or () if one)
    return (ref,) if ref else ()


def choices(witness: Witness, user: Any) -> list[tuple[str, str]]:
    """For a form: all they said, or one of the parts that `user` may see."""
    found = [("", _("All they said"))]
    for model in kinds():
        rows = model.objects.visible_to(user).filter(witness=witness).order_by("-pk").values_list("ref", flat=True)
        found += [(ref, f"{model._meta.verbose_name} {ref}") for ref in rows[:200]]
    return found
