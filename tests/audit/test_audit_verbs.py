"""Every act that the audit may hold reads as a sentence in good English: each verb's past is spelled out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from inquiry.audit.sentences import WORDS, sentence
from inquiry.audit.verbs import PAST, past

ACT = re.compile(r"[a-z_]+\.[a-z_]+")
ROOTS = ("inquiry", "evidence", "witnesses", "reports")
WRITERS = {"audit.record", "appended"}


def _called(call):
    return ast.unparse(call.func)


def _said(call):
    """Constants that a call may hand to the audit as the name of an act."""
    given = [
        one.value for one in call.keywords if one.arg == "act" or (one.arg == "verb" and _called(call) == "Refused")
    ]
    given += call.args if _called(call) in WRITERS else []
    return [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def acts():
    found = set()
    for path in (one for root in ROOTS for one in Path(settings.BASE_DIR, root).rglob("*.py")):
        if "demonstration" not in path.parts:
            calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
            found |= {act for call in calls for act in _said(call) if ACT.fullmatch(act)}
    for model in apps.get_models():
        found |= {f"{model._meta.model_name}.{step.verb}" for step in getattr(model, "STEPS", ())}
    return sorted(found - set(WORDS))


def test_the_acts_are_found():
    assert {"evidence.take_excerpt", "batch.close", "upload.give_up", "place.record"} <= set(acts())
    assert len(acts()) > 100


def test_every_act_that_is_audited_has_its_past():
    assert [act for act in acts() if "“" in past(act.rpartition(".")[2])] == []


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("evidence.take_excerpt", "took an excerpt of the evidence E-1"),
        ("evidence.withdraw_excerpt", "withdrew an excerpt of the evidence E-1"),
        ("batch.password_add", "put a password on the list of the batch E-1"),
        ("official_request.record_act", "recorded an act of the official request E-1"),
        ("family.split", "split the family E-1"),
        ("thing.frob_it", "did “frob it” to the thing E-1"),
    ],
)
def test_an_act_as_a_sentence(act, words):
    assert sentence(act, "E-1", {}) == words


def test_no_past_is_its_verb_with_an_ending_that_english_lacks():
    wrong = {f"{verb}ed" for verb in ("take", "give", "write", "begin", "withdraw", "split", "submit", "plan", "read")}
    assert not wrong & {*PAST.values()}
    assert not [verb for verb, done in PAST.items() if verb.endswith("e") and done == f"{verb}ed"]
