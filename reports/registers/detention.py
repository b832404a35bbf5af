"""The draft questionnaire about one detainee, as a document to be set; whose consent it needs."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from inquiry.accounts.models import Inquiry, User
from inquiry.shared import chain
from witnesses.detainees import questionnaire as drafting
from witnesses.detainees import telling
from witnesses.detainees.file import load
from witnesses.detainees.models import Detainee
from witnesses.detainees.questionnaire import AUDIENCE
from witnesses.detainees.timeline import svg
from witnesses.people.models import Witness

__all__ = ["AUDIENCE", "ciphers_in", "questionnaire"]
CIPHER = re.compile(rf"\b{Witness.KIND}-\d{{2,12}}\b")


def questionnaire(ref: str, user: User) -> tuple[dict[str, Any], str]:
    """The document, and the liberty timeline as SVG (empty when nothing is dated).

    Raises:
        Detainee.DoesNotExist: there is none, or `user` may not read them.
    """
    detainee = Detainee.objects.visible_to(user).select_related("witness", "inquiry").get(ref=ref)
    file = load(detainee)
    body = {**drafting.draft(file), "template": "questionnaire", "commission": detainee.inquiry.title, "inquiry": ref}
    return {**body, "digest": hashlib.sha256(chain.canonical(body)).hexdigest()}, svg(telling.drawing(file))


def ciphers_in(document: dict[str, Any], inquiry: Inquiry) -> tuple[str, ...]:
    """Every cipher that the document names, wherever it stands."""
    named = set(CIPHER.findall(json.dumps(document, ensure_ascii=False)))
    return tuple(Witness.objects.filter(inquiry=inquiry, ref__in=named).order_by("ref").values_list("ref", flat=True))
