"""How the API takes and tells steps: a serializer for what each verb asks, one for the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework import serializers

from inquiry.life_cycles.history import CORRECT, StepTaken
from inquiry.shared.api.records import Strict, VisibleRelatedField
from inquiry.shared.api.writing import Verb


class Facts(Strict, serializers.ModelSerializer[Any]):
    """Base of what a verb wants: the facts that the step asks for."""


def wants(rows: type[StepTaken], verb: str) -> type[serializers.Serializer[Any]]:
    """The serializer of what the step `verb` of these `rows` takes."""
    asked = rows.ASKED.get(verb)
    names = asked.facts if asked else tuple(dict.fromkeys(fact for one in rows.ASKED.values() for fact in one.facts))
    needed = asked.needed if asked else ()
    pointing = {name: rows._meta.get_field(name).related_model for name in names}
    related = {
        name: VisibleRelatedField(model, required=False, allow_null=True) for name, model in pointing.items() if model
    }
    extra = {name: {"required": name in needed} for name in names if name not in related}
    fields: dict[str, Any] = {**related}
    if verb == CORRECT:
        fields["corrects"] = serializers.IntegerField(
            min_value=1, help_text="Number of the step that was recorded wrongly."
        )
        fields["voids"] = serializers.BooleanField(required=False, help_text="The step never happened.")
        names = (*names, "corrects", "voids")
    meta = type("Meta", (), {"model": rows, "fields": names, "extra_kwargs": extra})
    title = "".join(part.title() for part in verb.split("_"))
    return type(f"{rows.__name__}{title}Serializer", (Facts,), {**fields, "Meta": meta})


def verbs_of(rows: type[StepTaken], actions: Mapping[str, Callable[..., Any]]) -> dict[str, Verb]:
    """Each verb with its action and what it wants."""
    return {name: Verb(action, wants(rows, name)) for name, action in actions.items()}


SHARED = (
    "number", "verb", "status_after", "at", "at_zone", "at_basis", "channel", "reason_given", "reason", "note", "corrects",
    "voids", "created_at", "created_by",
)  # fmt: skip


class RowSerializer(serializers.ModelSerializer[Any]):
    """One step as it was recorded. A row with `corrects` says what holds instead of that step."""

    created_by: Any = serializers.CharField(source="created_by.name", default=None, read_only=True)
