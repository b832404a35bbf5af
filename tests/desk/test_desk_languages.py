"""The frame speaks Russian and Kazakh, and the compiled catalogues are the ones that were written."""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

LOCALE = Path(__file__).parents[2] / "locale"


@pytest.mark.parametrize(("language", "words"), [("ru", "Не указано"), ("kk", "Көрсетілмеген")])
def test_the_frame_is_translated(language: str, words: str) -> None:
    with translation.override(language):
        assert words in Template("{% load desk %}{% moment nothing %}").render(Context({"nothing": None}))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_string_has_words_with_the_same_places_to_fill(language: str) -> None:
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    for english, translated in re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.MULTILINE):
        if translated:
            assert set(re.findall(r"%\(\w+\)s", english)) == set(re.findall(r"%\(\w+\)s", translated)), english


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext's tools are not installed")
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_compiled_catalogue_is_fresh(language: str, tmp_path: Path) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    subprocess.run(["msgfmt", "--check-format", "-o", tmp_path / "fresh.mo", folder / "django.po"], check=True)
    fresh, kept = (gettext.GNUTranslations(path.open("rb")) for path in (tmp_path / "fresh.mo", folder / "django.mo"))
    assert vars(fresh)["_catalog"] == vars(kept)["_catalog"]
