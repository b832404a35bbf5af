"""The viewer's pages: what is shown, what is escaped, corrections beside the machine's text, who may."""

from __future__ import annotations

import pytest

from evidence.custody.models import Act, CustodyEntry
from evidence.items.models import Item, Page
from evidence.viewer import actions, texts
from evidence.viewer.models import PageCorrection
from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.shared.tables import Conflict
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.cast import receive
from tests.evidence.viewer.made import CHAT, LINES, MAIL, read_item, scanned_item, sheet_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(inquiry, secretary, sent):
    return scanned_item(inquiry, secretary, [LINES, ["quiet page"], LINES])


def shown(browser, item, query=""):
    answer = browser.get(f"/evidence/items/{item.ref}/{query}")
    assert answer.status_code == 200
    return answer.text


def test_a_page_is_shown_under_its_text_and_says_how_sure_the_machine_was(scan, desk, secretary):
    html = shown(desk(secretary), scan, "?q=cancellation")
    assert f"/evidence/items/{scan.ref}/pages/1.png" in html
    assert "87 % sure" in html
    assert html.count("data-hit>") == 1
    assert 'data-s="10">cancellation</tspan>' in html
    assert "?page=3&amp;q=cancellation" in html
    assert "style=" not in html


def test_only_the_viewer_is_sent_when_a_script_turns_the_page(scan, desk, secretary):
    answer = desk(secretary).get(f"/evidence/items/{scan.ref}/?page=2", headers={"X-Viewer-Part": "yes"})
    assert "data-viewer" in answer.text
    assert "<html" not in answer.text


def test_a_page_that_is_not_there_says_so(scan, desk, secretary):
    assert "There is no page 9" in shown(desk(secretary), scan, "?page=9")


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '" onload="x', "<img src=http://example.org/x>"])
def test_what_a_file_says_stays_text_in_every_rendering(evil, inquiry, secretary, sent, desk):
    browser = desk(secretary)
    made = [
        read_item(inquiry, secretary, [f"{evil}\t{evil}\n{evil}"], unit="sheet"),
        read_item(inquiry, secretary, [f"2023-01-01T10:00\t{evil}\t{evil}\n\t\t[file: {evil}]"], unit="conversation"),
        read_item(inquiry, secretary, [evil], media_type="message/rfc822", claimed={"claimed_from": evil}),
        read_item(inquiry, secretary, [evil], media_type="text/html", claimed={"claimed_address": evil}),
        scanned_item(inquiry, secretary, [[evil]]),
    ]
    for item in made:
        html = shown(browser, item, f"?q={evil}")
        for raw in ("<script>alert", '" onload="', "<img src=http"):
            assert raw not in html, (item.media_type, item.page_unit)


def test_each_kind_is_shown_its_own_way_and_as_lines(inquiry, secretary, sent, desk):
    browser = desk(secretary)
    for item, mark in (
        (read_item(inquiry, secretary, [sheet_text(300, 3)], unit="sheet"), "sheet-cells"),
        (read_item(inquiry, secretary, [CHAT], unit="conversation"), "chat-bubble"),
        (read_item(inquiry, secretary, [MAIL[0]], media_type="message/rfc822", claimed=MAIL[1]), "mail-head"),
        (read_item(inquiry, secretary, ["plain"]), "numbered-lines"),
    ):
        assert mark in shown(browser, item)
        assert "numbered-lines" in shown(browser, item, "?view=text")


def test_what_was_attached_to_a_conversation_leads_to_the_item_beside_it(inquiry, secretary, sent, desk):
    chat = read_item(inquiry, secretary, [CHAT], unit="conversation", path="chat.txt")
    beside = receive(chat.batch, secretary, path="письмо.pdf")
    assert beside.get_absolute_url() in shown(desk(secretary), chat)
    Item.objects.filter(pk=beside.pk).update(classification="C4")
    assert beside.ref not in shown(desk(secretary), chat)


def test_the_list_of_pages_comes_in_slices(inquiry, secretary, sent, desk):
    item = read_item(inquiry, secretary, [f"page {n}" for n in range(1, 101)])
    html = shown(desk(secretary), item, "?page=45")
    assert 'data-thumb="31"' in html
    assert 'data-thumb="30"' not in html
    more = desk(secretary).get(f"/evidence/items/{item.ref}/thumbs/?thumbs=91").text
    assert 'data-thumb="100"' in more
    assert "thumbs=" not in more


def test_a_correction_stands_beside_the_machines_text_and_both_are_searched(scan, secretary, commissioner, desk):
    browser = desk(secretary)
    address = f"/evidence/items/{scan.ref}/pages/2/"
    assert "quiet page" in browser.get(address + "correct/").text
    form = {"text": "Тыныш бет\nquiet sheet", "reason": "misread", "expected": 0}
    assert browser.post(address + "correct/", form).status_code == 302
    assert Page.objects.get(item=scan, number=2).text == "quiet page"
    assert dict(texts.searched(scan))[2] == "quiet page\n\nТыныш бет\nquiet sheet"
    reader = desk(commissioner)
    assert "Тыныш бет" in shown(reader, scan, "?page=2&view=text")
    assert "Тыныш" not in shown(reader, scan, "?page=2&view=text&machine=1")
    history = reader.get(address + "history/").text
    assert "quiet page" in history
    assert "misread" in history
    entry = Entry.objects.get(act="evidence.correct_page")
    assert (entry.about, entry.facts["version"]) == (scan.ref, 1)
    assert "Тыныш" not in str(entry.facts)
    assert CustodyEntry.objects.filter(item=scan, act=Act.CORRECTED).count() == 1


def test_a_correction_of_what_a_colleague_corrected_meanwhile_is_a_conflict_that_keeps_the_text(scan, secretary, desk):
    actions.correct(ref=scan.ref, page=1, text="first", reason="r", by=secretary, expected=0)
    with pytest.raises(Conflict):
        actions.correct(ref=scan.ref, page=1, text="second", reason="r", by=secretary, expected=0)
    form = {"text": "second, typed at length", "reason": "r", "expected": 0}
    answer = desk(secretary).post(f"/evidence/items/{scan.ref}/pages/1/correct/", form)
    assert answer.status_code == 409
    assert "second, typed at length" in answer.text
    actions.correct(ref=scan.ref, page=1, text="second", reason="r", by=secretary, expected=1)
    assert list(PageCorrection.objects.order_by("version").values_list("text", flat=True)) == ["first", "second"]


def test_what_changes_nothing_or_has_no_page_is_refused(scan, secretary):
    for page, text in ((2, "quiet page"), (9, "x")):
        with pytest.raises(Refused):
            actions.correct(ref=scan.ref, page=page, text=text, reason="r", by=secretary)
    assert not PageCorrection.objects.exists()


def test_only_those_who_may_describe_correct(scan, commissioner, desk, outsider):
    with pytest.raises(Refused):
        actions.correct(ref=scan.ref, page=1, text="x", reason="r", by=commissioner)
    for user in (commissioner, outsider):
        assert desk(user).get(f"/evidence/items/{scan.ref}/pages/1/correct/").status_code == 404
    with pytest.raises(Item.DoesNotExist):
        actions.correct(ref=scan.ref, page=1, text="x", reason="r", by=outsider)


def test_corrections_by_api(scan, secretary, commissioner, outsider, api):
    asked = {"item": scan.ref, "page": 2, "text": "  kept as typed\n", "reason": "r", "expected": 0}
    made = api(secretary).post("/api/v1/evidence/corrections/", asked, format="json")
    assert made.status_code == 201, made.data
    assert (made.data["version"], made.data["text"]) == (1, "  kept as typed\n")
    ref = made.data["ref"]
    assert api(commissioner).get(f"/api/v1/evidence/corrections/{ref}/").data["reason"] == "r"
    assert api(commissioner).post("/api/v1/evidence/corrections/", asked, format="json").status_code in (403, 409)
    assert api(outsider).get(f"/api/v1/evidence/corrections/{ref}/").status_code == 404
    assert api(outsider).get("/api/v1/evidence/corrections/").data["results"] == []


@pytest.mark.parametrize(
    ("role", "level", "given", "words"),
    [
        ("commissioner", "C1", {}, "data-recording"),
        ("legal_analyst", "C1", {}, "data-recording"),
        ("commissioner", "C3", {}, "You may not hear this recording."),
        ("commissioner", "C1", {"media_type": "video/quicktime", "codec": "png"}, "is being made"),
        ("commissioner", "C1", {"codec": "png", "preview_type": "none"}, "Ask the administrator"),
        ("secretariat", "C1", {"codec": "png", "preview_type": "none"}, "Take the original"),
        ("commissioner", "C1", {"status": "waiting"}, "before it has been read"),
    ],
)
def test_a_recording_is_played_or_the_page_says_why_not(
    inquiry, secretary, protection_officer, sent, desk, role, level, given, words
):
    item = read_item(inquiry, secretary, [], media_type="video/mp4", path="film.mp4", level=level)
    codec = {"streams": [{"kind": "video", "codec": given.pop("codec", "h264")}]}
    Item.objects.filter(pk=item.pk).update(claimed=codec, **given)
    reader = person(role, inquiry)
    accounts.assign(reader, item, by=protection_officer)
    html = shown(desk(reader), item)
    every = ("data-recording", "You may not hear", "is being made", "could be made of", "before it has been read")
    assert words in html
    assert sum(one in html for one in every) == 1


def test_who_waits_for_a_recording_is_told_when_it_is_there(inquiry, secretary, sent, desk):
    item = read_item(inquiry, secretary, [], media_type="video/quicktime", path="png.mov")
    Item.objects.filter(pk=item.pk).update(claimed={"streams": [{"kind": "video", "codec": "png"}]})
    browser, path = desk(secretary), f"/evidence/items/{item.ref}/drawn/?recording=1"
    assert browser.get(path).status_code == 204
    Item.objects.filter(pk=item.pk).update(preview_digest="0" * 64, preview_type="video/webm")
    assert browser.get(path)["HX-Refresh"] == "true"


def test_a_container_says_that_a_conversation_is_inside_and_leads_there(inquiry, secretary, sent, desk):
    container = read_item(inquiry, secretary, [], media_type="application/zip", path="export.zip")
    chat = read_item(inquiry, secretary, [CHAT], unit="conversation", path="_chat.txt")
    other = read_item(inquiry, secretary, ["plain"], path="notes.txt")
    browser = desk(secretary)
    Item.objects.filter(pk=other.pk).update(parent=container, depth=1, order=1)
    assert "a conversation inside" not in shown(browser, container)
    Item.objects.filter(pk=chat.pk).update(parent=container, depth=1, order=2)
    html = shown(browser, container)
    said = html[html.index("a conversation inside") :]
    assert chat.get_absolute_url() in said[: said.index("</p>")]
    Item.objects.filter(pk=chat.pk).update(classification="C4")
    assert "a conversation inside" not in shown(browser, container)


def test_forms_say_which_fields_are_needed(scan, secretary, desk):
    address = f"/evidence/items/{scan.ref}/pages/1/"
    browser = desk(secretary)
    taken, corrected = (browser.get(f"{address}{form}/").text for form in ("excerpt", "correct"))
    assert taken.count(">optional</span>") == 1  # the note
    assert "this, or the numbers of its words" in taken
    assert ">optional</span>" not in corrected


def test_the_language_of_an_item_is_its_own_and_not_the_pages(scan, secretary, desk):
    Item.objects.filter(pk=scan.pk).update(language="kk")
    html = shown(desk(secretary), scan)
    said = html[html.index("<dt>Language") :][:120]
    assert "Kazakh" in said
    assert "en-gb" not in said
