"""What a witness's consent covers. Pure: answers in, sentences out; `models.level_of` says the same in SQL.

A question names a use, for sharing also the body, and what it is about: a statement, the interview it came from, all they
said. An answer speaks to a question when it is about the same or about more. Then:

1. Silence is no consent, and a yes covers its own use only: being cited by name does not include being cited without it,
   for some want to be named or not to be cited at all.
2. No use at all without a yes to analysis. Publishing includes citing, so it needs a yes to one way of citing too.
3. A yes to sharing names the body; nobody consents to sharing with whomever.
4. A no, a withdrawal, and a yes that expired stand against everything they speak to. A yes counts beside them only if it is
   as narrow or narrower, and was both given and recorded later; within one act the narrower answer counts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiry.shared.terms import words_of


class Use(TextChoices):
    """What may be done with what somebody said."""

    ANALYSIS = "analysis", gettext_lazy("Analysis by the commission")
    CITE_ANONYMISED = "cite_anonymised", gettext_lazy("Citing, anonymised")
    CITE_BY_NAME = "cite_by_name", gettext_lazy("Citing by name")
    SHARE = "share", gettext_lazy("Sharing with a named body")
    PUBLISH = "publish", gettext_lazy("Publishing")


Needs = tuple[tuple[Use, ...], ...]  # each row: one of these uses has to be consented to
NEEDS: dict[str, Needs] = {
    Use.ANALYSIS: ((Use.ANALYSIS,),),
    Use.CITE_ANONYMISED: ((Use.ANALYSIS,), (Use.CITE_ANONYMISED,)),
    Use.CITE_BY_NAME: ((Use.ANALYSIS,), (Use.CITE_BY_NAME,)),
    Use.SHARE: ((Use.ANALYSIS,), (Use.SHARE,)),
    Use.PUBLISH: ((Use.ANALYSIS,), (Use.PUBLISH,), (Use.CITE_ANONYMISED, Use.CITE_BY_NAME)),
}
LEVELS: tuple[tuple[str, Needs], ...] = (
    ("T4", ((Use.ANALYSIS,), (Use.CITE_BY_NAME,), (Use.PUBLISH,))),
    ("T3", ((Use.ANALYSIS,), (Use.SHARE,))),
    ("T2", ((Use.ANALYSIS,), (Use.CITE_ANONYMISED, Use.CITE_BY_NAME))),
    ("T1", ((Use.ANALYSIS,),)),
)
NOTHING = "T0"
About = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to one use in one act.

    Attributes:
        audience: for sharing the body, as written; empty speaks of every body.
        about: the reference of one interview, statement or evaluation; empty speaks of all they said.
        number: the act's number among those of the witness, in the order of recording.
        withdrawn: the no is a withdrawal.
    """

    use: str
    audience: str
    yes: bool
    on: date
    expires_on: date | None
    about: str
    number: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the table on the page: what is covered on a day, and why not."""

    use: str
    audience: str
    about: str
    reasons: tuple[str, ...]

    @property
    def permitted(self) -> bool:
        return not self.reasons

    @property
    def words(self) -> str:
        return str(Use(self.use).label)


def audience_key(name: str) -> str:
    """How the names of bodies are compared: without case, spacing and compatibility forms."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def path_of(about: About) -> tuple[str, ...]:
    """What a question is about, from the narrowest to everything they said."""
    narrow = (about,) if isinstance(about, str) else tuple(about)
    return (*dict.fromkeys(ref for ref in narrow if ref), "")


def counts(one: Answer, on: date) -> bool:
    """Whether this is a yes that is not over on the day `on`; the last day counts."""
    return one.yes and (one.expires_on is None or on <= one.expires_on)


def speaking(
    answers: Iterable[Answer], use: str, audience: str, path: tuple[str, ...], on: date
) -> tuple[list[Answer], list[Answer]]:
    """Of the answers that speak to this question on the day `on`: those that say yes, and those that stand against it."""
    asked = audience_key(audience)
    heard = [
        one
        for one in answers
        if one.use == use and one.on <= on and audience_key(one.audience) in ("", asked) and one.about in path
    ]
    yes = [one for one in heard if counts(one, on) and (use != Use.SHARE or one.audience)]
    return yes, [one for one in heard if not counts(one, on)]


def lifts(yes: Answer, bar: Answer, path: tuple[str, ...]) -> bool:
    """Whether the answer `yes` counts although `bar` stands against it; both speak to one question."""
    if path.index(yes.about) > path.index(bar.about):
        return False
    if yes.number == bar.number:
        return audience_key(yes.audience) != audience_key(bar.audience)
    return yes.number > bar.number and yes.on >= bar.on


def covered(answers: Iterable[Answer], use: str, audience: str, path: tuple[str, ...], on: date) -> bool:
    """Whether consent was given to this one use, whatever else it needs."""
    yes, bars = speaking(answers, use, audience, path, on)
    return any(all(lifts(one, bar, path) for bar in bars) for one in yes)


def objections(
    answers: Iterable[Answer], *, use: str, audience: str = "", about: About = "", on: date, who: str = ""
) -> list[str]:
    """What stands against a use, as sentences; empty when consent covers it.

    Args:
        audience: for sharing, the body.
        about: what is used: a reference, or several from the narrowest on (a statement and its interview); empty where it
            is about no one of them.
        who: the cipher, for the sentences.
    """
    rows, path = list(answers), path_of(about)
    found: list[str] = []
    for either in NEEDS[use]:
        if not any(covered(rows, one, audience, path, on) for one in either):
            found += [_why(rows, one, audience, path, on, who) for one in either]
    return found


def _why(rows: list[Answer], use: str, audience: str, path: tuple[str, ...], on: date, who: str) -> str:
    """Why one use is not covered: what was said of it last."""
    words = {"who": who or _("The witness"), "what": _what(use, audience)}
    if use == Use.SHARE and not audience:
        return _("Say with whom it is to be shared: %(who)s consents to each body by its name.") % words
    yes, bars = speaking(rows, use, audience, path, on)
    standing = [bar for bar in bars if not any(lifts(one, bar, path) for one in yes)] or bars
    if not standing:
        return _("%(who)s gave no consent %(what)s.") % words
    last = max(standing, key=lambda bar: (bar.on, bar.number))
    if last.yes:
        return _("The consent of %(who)s %(what)s expired on %(day)s.") % {**words, "day": _day(last.expires_on)}
    said = _("On %(day)s %(who)s did not consent %(what)s.")
    if last.withdrawn:
        said = _("%(who)s withdrew consent %(what)s on %(day)s.")
    return said % {**words, "day": _day(last.on)}


def _what(use: str, audience: str) -> str:
    return {
        Use.ANALYSIS: _("to the commission's own use of what they said"),
        Use.CITE_ANONYMISED: _("to be cited anonymised"),
        Use.CITE_BY_NAME: _("to be cited by name"),
        Use.SHARE: _("to sharing with %(body)s") % {"body": audience},
        Use.PUBLISH: _("to publication"),
    }[Use(use)]


def _day(day: date | None) -> str:
    return words_of(day.isoformat()) if day else ""


def bodies(answers: Iterable[Answer]) -> list[str]:
    """The bodies that were named, each once, as they were written first."""
    named = {audience_key(one.audience): one.audience for one in reversed(list(answers)) if one.audience}
    return sorted(named.values(), key=audience_key)


def level(answers: Iterable[Answer], *, on: date, about: About = "") -> str:
    """The shorthand of the security plan: T0 closed, T1 analysis, T2 citing, T3 sharing, T4 by name and in public."""
    rows, path = list(answers), path_of(about)

    def given(use: Use) -> bool:
        named = bodies(rows) if use == Use.SHARE else [""]
        return any(covered(rows, use, body, path, on) for body in named)

    for name, needs in LEVELS:
        if all(any(given(use) for use in either) for either in needs):
            return name
    return NOTHING


def standing(answers: Iterable[Answer], on: date, who: str = "") -> list[Standing]:
    """Every use, every body that was named, for all they said and for each part that was singled out."""
    rows = list(answers)
    found = []
    for about in ("", *sorted({one.about for one in rows if one.about})):
        for use in Use:
            for body in (bodies(rows) or [""]) if use == Use.SHARE else [""]:
                said = objections(rows, use=use, audience=body, about=about, on=on, who=who)
                if use == Use.SHARE and not body:
                    said = [_("%(who)s named no body to share with.") % {"who": who or _("The witness")}]
                found.append(Standing(use, body, about, tuple(said)))
    return found


def closed_parts(answers: Iterable[Answer], *, use: str, audience: str = "", on: date) -> list[str]:
    """The interviews and statements that were singled out and are closed to this use: whoever names none has to say which."""
    rows = list(answers)
    parts = sorted({one.about for one in rows if one.about})
    return [ref for ref in parts if objections(rows, use=use, audience=audience, about=ref, on=on)]


REACHES: dict[str, frozenset[str]] = {
    Use.ANALYSIS: frozenset(Use.values),
    Use.CITE_ANONYMISED: frozenset({Use.CITE_ANONYMISED, Use.PUBLISH}),
    Use.CITE_BY_NAME: frozenset({Use.CITE_BY_NAME, Use.PUBLISH}),
    Use.SHARE: frozenset({Use.SHARE}),
    Use.PUBLISH: frozenset({Use.PUBLISH}),
}


def reached(uses: Iterable[str]) -> frozenset[str]:
    """The uses that end when consent to `uses` ends: what already went out under them is to be told."""
    return frozenset().union(*(REACHES[use] for use in uses))
