"""How often somebody has had to tell it. Pure.

Repeated accounts hurt people and weaken cases (Murad Code; Eurojust and ICC guidelines of 2022).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WARN_FROM = 3  # accounts


@dataclass(frozen=True, slots=True)
class Burden:
    """How often somebody has told it.

    Attributes:
        told_before: accounts to others, before and beside us.
        interviews, statements: held and taken by us.
    """

    told_before: int
    interviews: int
    statements: int

    @property
    def accounts(self) -> int:
        """Tellings. A statement is taken in an interview, so the greater of the two counts, not their sum."""
        return self.told_before + max(self.interviews, self.statements)

    @property
    def too_many(self) -> bool:
        return self.accounts >= WARN_FROM

    @property
    def warning(self) -> str:
        """A sentence from the threshold on; empty below."""
        if not self.too_many:
            return ""
        text = ngettext(
            "They have told it %(count)s time already: ask again only if nothing else can answer the question.",
            "They have told it %(count)s times already: ask again only if nothing else can answer the question.",
            self.accounts,
        )
        return text % {"count": self.accounts}

    @property
    def words(self) -> str:
        """“2 told to others, 1 interview, 1 statement”."""
        return ", ".join(
            (
                _("%(count)s told to others") % {"count": self.told_before},
                ngettext("%(count)s interview", "%(count)s interviews", self.interviews) % {"count": self.interviews},
                ngettext("%(count)s statement", "%(count)s statements", self.statements) % {"count": self.statements},
            )
        )


def burden(told_before: int, interviews: int, statements: int) -> Burden:
    """The burden of one person. `interviews` are those that were held, `statements` those that were taken."""
    return Burden(told_before, interviews, statements)
