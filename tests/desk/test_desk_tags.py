"""The component tags: what they say, and that nothing typed by a person becomes markup."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from evidence.viewer.layer import layer
from inquiry.shared.dates import Moment, shown

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
TAGS = {
    "pill": "{% status_pill evil %}",
    "fact": "{% facts evil %}{% fact evil evil url=evil hint=evil %}{% fact_of evil %}{{ evil }}{% endfact_of %}{% endfacts %}",
    "panel": "{% panel evil evil %}",
    "verbs": "{% verb_buttons record verbs %}",
    "moment": "{% moment evil basis=evil %}",
    "pager": "{% pager page %}",
    "empty": "{% empty_state evil evil evil evil evil %}",
    "progress": "{% progress 1 2 evil evil %}",
    "sort": "{% sort_header evil evil %}",
    "table": "{% table evil kind=evil %}{{ evil }}{% endtable %}",
    "bulk": "{% bulk_bar evil choices %}{% bulk_check record %}{% bulk_all %}",
    "digest": "{% digest evil evil %}",
    "icon": "{% icon 'folder' evil %}{% icon evil %}",
    "field": "{% field form.evil %}",
    "form": "{% include 'desk/form.html' with submit=evil cancel_url=evil confirm=evil action=evil %}",
    "filters": "{% filter_bar form %}",
    "upload": "{% include 'desk/upload.html' with upload_url=evil batch=evil done_url=evil %}",
    "viewer": "{% include 'desk/viewer.html' with number=1 view_box=evil transform=evil width=evil image_url=evil %}",
    "preview": "{% include 'desk/bulk_preview.html' with verb=evil back_url=evil %}",
}


class Evil(forms.Form):
    evil = forms.CharField(label=EVIL, help_text="help", initial=EVIL, required=True)


def rendered(source: str, **values: Any) -> str:
    request = RequestFactory().get("/list/", {"sort": "ref", "after": "x", "q": EVIL})
    return Template("{% load i18n desk %}" + source).render(Context({"request": request, **values}))


@pytest.mark.parametrize("name", TAGS)
def test_what_was_typed_stays_text(name: str) -> None:
    form = Evil({"evil": ""})
    form.add_error("evil", EVIL)
    html = rendered(
        TAGS[name],
        evil=EVIL,
        form=form,
        record=SimpleNamespace(ref=EVIL, status=EVIL),
        verbs=[
            {"verb": "a", "label": EVIL, "url": EVIL, "method": "post", "confirm": EVIL},
            {"verb": "b", "label": EVIL, "reason": EVIL},
        ],
        page=SimpleNamespace(next_url=EVIL, previous_url=EVIL, summary=EVIL),
        choices=[(EVIL, EVIL)],
        layer=layer([[EVIL, 0.1, 0.1, 0.2, 0.2, 90.0]], EVIL, (1, 1), [(0, 5)]),
        changes=[SimpleNamespace(ref=EVIL, url=EVIL, before=EVIL, after=EVIL, objection="")],
    )
    assert "<script>" not in html
    assert "<img src=x" not in html


def test_a_pill_says_the_status_in_words_and_tone() -> None:
    record = SimpleNamespace(status="unanswered", get_status_display=lambda: "No answer")
    assert (
        rendered("{% status_pill record %}", record=record).strip() == '<span class="pill pill-care">No answer</span>'
    )


@pytest.mark.parametrize(
    ("value", "words"), [(None, "Not stated"), ("", "Not stated"), (True, "Yes"), (False, "No"), (0, ">0<")]
)
def test_a_fact_shows_gaps_and_answers(value: Any, words: str) -> None:
    assert words in rendered("{% fact 'Reason' value %}", value=value)


def test_an_instant_stands_in_both_zones() -> None:
    html = rendered("{% moment when %}", when=datetime(2023, 1, 20, 9, 30, tzinfo=UTC))
    assert "20 January 2023, 15:30 Almaty" in html
    assert "20 January 2023, 09:30 London" in html


def test_an_imprecise_date_says_its_basis() -> None:
    when = shown(Moment.of("2023-01-08/2023-01-14~", "Asia/Almaty", "inferred"))
    html = rendered("{% moment when %}", when=when)
    assert "about" in html
    assert "inferred from other facts" in html


def test_a_stated_day_says_no_basis() -> None:
    assert "Basis" not in rendered("{% moment when %}", when=shown(Moment.of("2023-01-08", "Asia/Almaty")))
    assert "8 January 2023" in rendered("{% moment when %}", when=date(2023, 1, 8))


def test_a_sorted_column_offers_the_other_direction_and_forgets_the_place() -> None:
    html = rendered("{% sort_header 'Reference' 'ref' %}{% sort_header 'Size' 'size' %}")
    assert 'aria-sort="ascending"' in html
    assert "sort=-ref" in html
    assert "after=" not in html


def test_a_grave_step_stands_last_and_a_post_carries_the_token() -> None:
    verbs = [{"verb": "cancel", "url": "/c/"}, {"verb": "send", "url": "/s/", "method": "post"}]
    html = rendered("{% verb_buttons record verbs %}", record=None, verbs=verbs, csrf_token="token")
    assert html.index("Send") < html.index("Cancel")
    assert 'name="csrfmiddlewaretoken" value="token"' in html


def test_only_what_usually_comes_next_stands_out() -> None:
    verbs = [{"verb": verb, "url": f"/{verb}/"} for verb in ("change", "suspend", "retract", "send", "sign")]
    html = rendered("{% verb_buttons record verbs %}", record=None, verbs=verbs)
    assert html.count("btn-primary") == 1
    assert 'btn-primary" href="/send/"' in html
    assert 'btn-grave" href="/retract/"' in html
    signed = rendered("{% verb_buttons record verbs %}", record=None, verbs=verbs[:3])
    assert "btn-primary" not in signed


def test_a_field_ties_its_help_and_its_error_to_the_control() -> None:
    html = rendered("{% field form.evil %}", form=Evil({"evil": ""}))
    assert 'aria-describedby="id_evil_helptext id_evil_error"' in html
    assert 'id="id_evil_helptext"' in html
    assert 'id="id_evil_error"' in html


def test_a_digest_is_shortened_and_whole() -> None:
    html = rendered("{% digest value %}", value=bytes(range(32)))
    assert "00010203…1d1e1f" in html
    assert f'data-copy="{bytes(range(32)).hex()}"' in html


def test_a_panel_is_a_link_without_scripts() -> None:
    html = rendered("{% panel '/about/' 'Evidence' every='5s' %}")
    assert '<a href="/about/">Open Evidence</a>' in html
    assert 'hx-trigger="revealed, every 5s"' in html
