"""What the vault asks this room before it opens or destroys an identity (`witnesses.vault.gate.Gate`); read afresh."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.shared.workflow import Refused
from witnesses.openings import agreed, rules
from witnesses.openings.models import Aim, Opening, OpeningSubject, OpeningUse, Status


def may_open(opening_ref: str, cipher: str, user_id: int) -> str:
    """Why `user_id` may not read `cipher` under this opening now, as a sentence; empty when nothing stands against it."""
    return _objection(_subject(opening_ref, cipher), user_id, Aim.READ)


def may_shred(ref: str, cipher: str, user_id: int) -> str:
    """Why `user_id` may not destroy the identity of `cipher` under this request now; empty when nothing stands against it."""
    return _objection(_subject(ref, cipher), user_id, Aim.DESTROY)


def was_agreed(ref: str, cipher: str, user_id: int, entry: int) -> bool:
    """Whether the audit knows, from before its entry number `entry`, that `user_id` asked for `cipher` and another agreed."""
    return agreed.in_audit(ref, cipher, user_id, entry)


def note_opened(opening_ref: str, cipher: str, user_id: int) -> None:
    """Use the opening up for this cipher, in the transaction of the vault's audit entry.

    Raises:
        Refused: something stands against it by now, asked again under lock.
    """
    _use_up(opening_ref, cipher, user_id, Aim.READ)


def note_shredded(ref: str, cipher: str, user_id: int) -> None:
    """Use the request up for this cipher, in the same way."""
    _use_up(ref, cipher, user_id, Aim.DESTROY)


def _use_up(ref: str, cipher: str, user_id: int, aim: Aim) -> None:
    opening = Opening.objects.select_for_update().filter(ref=ref).first()
    subject = _subject(ref, cipher)
    objection = _objection(subject, user_id, aim)
    if objection or subject is None or opening is None:
        raise Refused(objection, verb="open", ref=ref)
    now = timezone.now()
    OpeningUse.objects.create(subject=subject, at=now)
    if not opening.subjects.filter(use__isnull=True).exists():
        opening.change({"status": Status.FINISHED, "ended_at": now})


def _subject(ref: str, cipher: str) -> OpeningSubject | None:
    rows = OpeningSubject.objects.select_related("opening", "witness", "use")
    return rows.filter(opening__ref=ref, witness__ref=cipher).first()


def _objection(subject: OpeningSubject | None, user_id: int, aim: Aim) -> str:
    """The first thing that stands against it. Nothing here trusts what was true when the second person agreed."""
    if subject is None or subject.opening.aim != aim or subject.opening.created_by_id != user_id:
        return _("There is no such request of yours.")
    opening, reader = subject.opening, User.objects.get(pk=user_id)
    over = rules.standing(opening.status, opening.valid_until, timezone.now())
    if over:
        return over
    if subject.used_at is not None:
        return _("This identity was opened under this request already; each is shown once. Ask again.")
    if not reader.may(rules.ASKS[aim], subject.witness):
        return _("You may no longer ask for this witness.")
    asker, second = (roles_in(opening.inquiry, one) for one in (reader, opening.decided_by))
    if not rules.still(opening.asked_as, opening.decided_as, asker, second):
        return _("The role in which it was asked or agreed has ended since. Ask again.")
    return agreed.objection(opening)


def roles_in(inquiry: Inquiry, user: User | None) -> frozenset[str]:
    """The roles that `user` holds in `inquiry` today; none when they may not sign in."""
    if user is None or not user.is_active:
        return frozenset()
    return frozenset(role for role, where in user.roles_today() if where == inquiry.pk)
