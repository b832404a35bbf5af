"""The lists of testimony: statements, interviews, a translator's tasks, and the panel on a witness's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.rooms import here, may_here, person, rows_of
from inquiry.shared.web import Page, filtered, found, paged, panel
from witnesses.people.models import Witness
from witnesses.protection.models import latest_check
from witnesses.protection.rules import may_interview
from witnesses.testimony.doors import INTERVIEWS, may_list_here
from witnesses.testimony.forms import TestimonyFilter
from witnesses.testimony.interviews import Interview
from witnesses.testimony.levels import OURS, WORDS
from witnesses.testimony.statements import Paragraph, Statement
from witnesses.testimony.steps import InterviewStatus, StatementStatus
from witnesses.testimony.translations import Translation

STATEMENTS = "statements"
MOST = 50  # rows of a panel


def testimony(http: HttpRequest) -> HttpResponse:
    """Statements, or interviews: those that one may know of, newest first; of what one may not read only that it exists."""
    if not may_list_here(http):
        raise Http404
    which = INTERVIEWS if http.GET.get("kind") == INTERVIEWS else STATEMENTS
    model: Any = Interview if which == INTERVIEWS else Statement
    statuses = InterviewStatus.choices if which == INTERVIEWS else StatementStatus.choices
    words = which == STATEMENTS and may_here(http, Right.TESTIMONY_UNSHIELDED)
    levels = [(level, said) for level, said in WORDS.items() if which == INTERVIEWS or level != OURS]
    filters = TestimonyFilter(http.GET, levels, statuses, words)
    page = _narrowed(http, rows_of(http, model).select_related("witness", "inquiry"), filters)
    context = {
        "page": page,
        "filters": filters,
        "which": which,
        "may_take": may_here(http, Right.TESTIMONY_TAKE),
        "may_translate": may_here(http, Right.TESTIMONY_TRANSLATE),
        "narrowed": any(http.GET.get(name) for name in filters.fields),
    }
    return render(http, "witnesses/testimony/list.html", context)


def _narrowed(http: HttpRequest, rows: QuerySet[Any], filters: TestimonyFilter) -> Page:
    rows = filtered(rows, filters, {"witness": "witness__ref__iexact"})
    chosen = filters.cleaned_data if filters.is_valid() else {}
    if chosen.get("level") or chosen.get("status"):
        rows = filtered(rows.filter(readable=True), filters, {"level": "level", "status": "status"})
    if not chosen.get("q"):
        return paged(http, rows)
    whole: Any = rows.filter(readable=True)
    page = paged(http, whole.reachable(http.user, Right.TESTIMONY_UNSHIELDED).filter(_says(chosen["q"])))
    audit.record("testimony.search", by=person(http), inquiry=here(http), found=len(page))
    return page


def _says(words: str) -> Exists:
    """Whether a paragraph that stands holds `words`."""
    later = Paragraph.objects.filter(statement=OuterRef("statement"), number=OuterRef("number"), pk__gt=OuterRef("pk"))
    return Exists(Paragraph.objects.filter(~Exists(later), statement=OuterRef("pk"), text__icontains=words))


def tasks(http: HttpRequest) -> HttpResponse:
    """What a translator is assigned to: statements with their translations, and transcripts."""
    if not may_here(http, Right.TESTIMONY_TRANSLATE):
        raise Http404
    rows: Any = rows_of(http, Statement).select_related("witness")
    page = paged(http, rows.filter(readable=True).reachable(http.user, Right.TESTIMONY_TRANSLATE))
    known: dict[int, list[Translation]] = {row.pk: [] for row in page.rows}
    for one in Translation.objects.visible_to(http.user).filter(statement__in=list(known)).order_by("pk"):
        known[one.statement_id].append(one)
    context = {"page": page, "rows": [(row, known[row.pk]) for row in page.rows]}
    return render(http, "witnesses/testimony/tasks.html", context)


def need_of(http: HttpRequest, witness: Witness | None) -> dict[str, Any]:
    """What stands against planning an interview today, and whether this person may make the check that it wants."""
    if witness is None:
        return {"against": [], "may_check": False}
    against = may_interview(latest_check(witness), on=today())
    return {"against": against, "may_check": person(http).may(Right.PROTECTION_CHANGE, witness)}


def testimony_about(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel of a witness: interviews and statements, as far as one may know of them."""
    witness = found(Witness.objects.visible_to(http.user), ref=ref)
    may_take = person(http).may(Right.TESTIMONY_TAKE, witness)
    context = {
        "witness": witness,
        **need_of(http, witness if may_take else None),
        "interviews": _of(http, Interview, witness),
        "statements": _of(http, Statement, witness),
        "may_take": may_take,
    }
    return panel(http, "witnesses/testimony/_about.html", _("Interviews and statements"), context)


def _of(http: HttpRequest, model: Any, witness: Witness) -> list[Any]:
    rows = model.objects.visible_to(http.user).filter(witness=witness).select_related("witness")
    return list(rows.order_by("-pk")[:MOST])
