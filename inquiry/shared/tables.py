"""What every table of ours shares: a reference, who and when, a revision; how sensitive each field is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, models
from django.db.models import F, Func, Value
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.shared.workflow import Refused

if TYPE_CHECKING:
    from inquiry.accounts.models import Inquiry, User


class Sensitivity(StrEnum):
    """What a field may give away. Each field of ours carries one, and a test forces it."""

    PUBLIC = "public"  # may stand in a published report
    INTERNAL = "internal"  # for those who hold a role in the inquiry
    IDENTIFYING = "identifying"  # may lead to a person: never in a log, a message, an address
    SECRET = "secret"  # noqa: S105 - a kind of field, never shown to anybody


COMMON = {
    "id": Sensitivity.INTERNAL,
    "ref": Sensitivity.PUBLIC,
    "inquiry": Sensitivity.INTERNAL,
    "created_at": Sensitivity.INTERNAL,
    "created_by": Sensitivity.INTERNAL,
    "revision": Sensitivity.INTERNAL,
}


class Counter(models.Model):
    """The last number given to a kind of record; locked while a transaction takes the next, so none is missing."""

    kind = models.CharField(max_length=4, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {"kind": Sensitivity.PUBLIC, "last": Sensitivity.INTERNAL}
    APPEND_ONLY = False

    class Meta:
        app_label = "inquiry"

    def __str__(self) -> str:
        return self.kind


def next_ref(kind: str, width: int = 4) -> str:
    """Take the next reference of `kind`: `OR-0031`. Unique in the installation, without gaps, never given twice."""
    return next_refs(kind, 1, width)[0]


def next_refs(kind: str, count: int, width: int = 4) -> list[str]:
    """Take the next `count` references of `kind` at once, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO inquiry_counter (kind, last) VALUES (%s, %s)"
            " ON CONFLICT (kind) DO UPDATE SET last = inquiry_counter.last + EXCLUDED.last RETURNING last",
            [kind, count],
        )
        (last,) = cursor.fetchone() or (0,)
    return [f"{kind}-{number:0{width}d}" for number in range(last - count + 1, last + 1)]


class RefField(models.CharField[str, str]):
    """A reference a person can read aloud. Set once, when the record is first saved."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 16)
        options.update(unique=True, editable=False)
        super().__init__(_("reference"), **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for key in ("unique", "editable", "verbose_name"):
            options.pop(key, None)
        return name, path, args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value: str = str(getattr(model_instance, self.attname))
        if add and not value:
            kind: str = model_instance.KIND  # type: ignore[attr-defined]
            value = next_ref(kind, getattr(model_instance, "REF_WIDTH", 4))
            setattr(model_instance, self.attname, value)
        return value


class Record(models.Model):
    """A record of one inquiry, addressed by its reference.

    Subclasses set `KIND` (the reference's letters), `READ` (the right that opens it), `SENSITIVITY`, `APPEND_ONLY`, and an
    `objects` manager whose queryset derives from `inquiry.accounts.policy.Visible`. `VIA` names the relation to the record
    that it hangs on: whoever is assigned to that one reaches this one too.
    """

    KIND: ClassVar[str]
    READ: ClassVar[str]
    VIA: ClassVar[str] = ""
    SENSITIVITY: ClassVar[dict[str, Sensitivity]]
    APPEND_ONLY: ClassVar[bool] = False

    inquiry_id: int
    created_by_id: int

    ref = RefField()
    inquiry: models.ForeignKey[Inquiry, Inquiry] = models.ForeignKey(
        "inquiry.Inquiry", on_delete=models.PROTECT, related_name="+", verbose_name=_("inquiry")
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    created_by: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref

    @property
    def assign_right(self) -> str:
        """The right that whoever assigns people to this record needs."""
        return "assign"

    def change(self, fields: dict[str, Any], *, expected: int | None = None) -> Self:
        """Set `fields` and count the revision up. Called by actions only, on a locked row.

        Raises:
            Conflict: somebody changed it since revision `expected`.
            ValidationError: a value does not fit.
        """
        if expected is not None and expected != self.revision:
            raise Conflict(self.ref)
        for name, value in fields.items():
            setattr(self, name, value)
        self.revision += 1
        self.full_clean(exclude=["created_by"], validate_unique=False)
        self.save(update_fields=[*fields, "revision"])
        return self


class Conflict(Refused):
    """A colleague changed the record since it was opened; nothing is overwritten."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            f"{ref} was changed by a colleague while you were editing. Your text is kept below: compare and send it again.",
            verb="change",
            ref=ref,
        )


class Taken(Refused):
    """Somebody recorded the same a moment before: a rule of the database that something stands once only said so."""

    def __init__(self) -> None:
        super().__init__(now("Somebody else has just recorded the same. Reload and look."), verb="record")


RACED = frozenset({"23505", "23P01"})  # SQLSTATE: a unique and an exclusion constraint


def taken(error: Exception) -> Taken | None:
    """What to tell the person when the database raised `error`; None when no race explains it and it is a defect."""
    raced = isinstance(error, IntegrityError) and getattr(error.__cause__, "pgcode", "") in RACED
    return Taken() if raced else None


def when_and_by_whom(act: str) -> models.Q:
    """The condition that of `<act>_at` and `<act>_by` both are known or neither is."""
    neither, both = ({f"{act}_at__isnull": empty, f"{act}_by__isnull": empty} for empty in (True, False))
    return models.Q(**neither) | models.Q(**both)


class AppendOnly(models.Model):
    """A table in which nothing is ever changed or taken away: the database refuses it (see `protection`)."""

    APPEND_ONLY: ClassVar[bool] = True

    class Meta:
        abstract = True


def record_kinds() -> dict[str, type[Record]]:
    """The concrete kinds of record: the reference's letters → the table."""
    return {model.KIND: model for model in apps.get_models() if issubclass(model, Record)}


def visible_record(ref: str, user: User) -> Record | None:
    """The record that `ref` names, or None where there is none that `user` may see."""
    model = record_kinds().get(ref.partition("-")[0])
    found: Record | None = model.objects.visible_to(user).filter(ref=ref).first() if model else None  # type: ignore[attr-defined]
    return found


def record_of(ref: str, user: User) -> Record:
    """The record of any kind that `ref` names, if `user` may read it.

    Raises:
        ObjectDoesNotExist: there is none, or `user` may not see it.
    """
    model = record_kinds().get(ref.partition("-")[0])
    if model is None:
        raise ObjectDoesNotExist(ref)
    found: Record = model.objects.visible_to(user).get(ref=ref)  # type: ignore[attr-defined]
    return found


def refs_visible_to(user: User, rows: models.QuerySet[Any], column: str, leave_out: str = "") -> models.Q:
    """The condition under which the reference in `column` of `rows` names a record that `user` may read.

    Only the kinds that `rows` name are asked, found by one query: the conditions of all kinds together take longer to be
    built and planned than anything they are ever asked about.

    Args:
        leave_out: a kind that is never named there: that of the table itself, whose own condition this is.
    """
    letters = Func(F(column), Value("-"), Value(1), function="split_part", output_field=models.CharField())
    named = set(rows.order_by().annotate(_letters=letters).values_list("_letters", flat=True).distinct())
    condition = models.Q(pk__in=[])
    for kind, model in record_kinds().items():
        if kind in named and kind != leave_out:
            seen = model.objects.visible_to(user).values("ref")  # type: ignore[attr-defined]
            condition |= models.Q(**{f"{column}__startswith": f"{kind}-", f"{column}__in": seen})
    return condition
