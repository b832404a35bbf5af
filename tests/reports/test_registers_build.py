"""Registers as files: asked for, built by a worker, the same bytes from the same data, readable, harmless, handed out."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.jobs.models import Job, JobStatus
from inquiry.official_requests import actions as requests
from inquiry.shared.workflow import Refused
from inquiry.sources.models import Citation, Source
from reports.builders.sheet import harmless
from reports.registers import actions
from reports.registers.kinds import RENDER, cooperation, paper
from reports.registers.models import TASK, Register
from tests.inquiry.story import Story

EVIL = '=HYPERLINK("http://example.org";"x")'
KAZAKH = "Сыртқы істер министрлігі: Әсел, ғ қ ң ө ұ ү һ і"


@pytest.fixture
def story(inquiry: Any, secretary: Any, second_secretary: Any) -> Story:
    return Story(inquiry, secretary, second_secretary)


def built(inquiry: Any, by: Any, format: str = "pdf") -> Register:
    register = actions.build(inquiry=inquiry, by=by, format=format)
    assert actions.run(Job.objects.get(about_id=register.pk, task=TASK).pk)
    register.refresh_from_db()
    return register


def content(register: Register) -> bytes:
    with actions.opened(register) as file:
        found: bytes = file.read()
    return found


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r", "")


def test_the_pdf_tells_the_story(story: Story, inquiry: Any, secretary: Any) -> None:
    register = built(inquiry, secretary)
    text = " ".join(text_of(content(register)).split())
    told = ("Register of cooperation", "Ministry of Foreign Affairs", "at most 31 hours", "No reason was given.")
    for words in (
        *told,
        "How notice was computed",
        story.r01.ref,
        register.data_digest[:20],
        "Reason given: They were",
    ):
        assert words in text
    assert "24 hours" not in text
    assert register.status == "done"
    assert register.entries == 9


def test_the_pdf_is_tagged_and_archival_and_carries_kazakh(story: Story, inquiry: Any, secretary: Any) -> None:
    requests.VERBS["add_note"](story.r01.ref, by=secretary, note=KAZAKH)
    pdf = content(built(inquiry, secretary))
    assert b"pdfuaid" in pdf
    assert b"pdfaid" in pdf
    assert b"StructTreeRoot" in pdf
    assert "ғ қ ң ө ұ ү һ і" in text_of(pdf)


def test_what_somebody_wrote_is_text_and_never_markup(story: Story, inquiry: Any, secretary: Any) -> None:
    evil = '#read("/etc/passwd") #panic() $x$ @ref <label> *bold* \\ [ ] </script>'
    requests.VERBS["add_note"](story.r01.ref, by=secretary, note=evil)
    text = " ".join(text_of(content(built(inquiry, secretary))).split())
    assert '#read("/etc/passwd") #panic() $x$ @ref' in text


@pytest.mark.parametrize("format", ["pdf", "xlsx", "csv"])
def test_the_same_data_gives_the_same_bytes(format: str, story: Story, inquiry: Any, secretary: Any) -> None:
    made = [cooperation(inquiry, secretary) for _twice in range(2)]
    at = story.r01.created_at
    documents = [paper(one, ref="RG-0001", at=at, by="A") for one in made]
    assert RENDER[format](documents[0], at) == RENDER[format](documents[1], at)
    assert made[0].document["digest"] == made[1].document["digest"]


def test_no_cell_is_a_formula(story: Story, inquiry: Any, secretary: Any) -> None:
    requests.VERBS["add_note"](story.r01.ref, by=secretary, note=EVIL)
    xlsx = content(built(inquiry, secretary, "xlsx"))
    book = load_workbook(io.BytesIO(xlsx))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith(EVIL) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.data_type == "n" and cell.value is not None for cell in cells)
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    csv = content(built(inquiry, secretary, "csv")).decode("utf-8-sig")
    assert "\"'=HYPERLINK" in csv
    assert ',"=' not in csv


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1"])
def test_what_starts_a_formula_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("16 January 2023") == "16 January 2023"


def test_each_line_cites_what_it_rests_on(story: Story, inquiry: Any, secretary: Any) -> None:
    mine = {"inquiry": inquiry, "created_by": secretary}
    source = Source.objects.create(**mine, title="A statement", publisher="A law firm", is_own=True)
    Citation.objects.create(**mine, source=source, about_ref=story.r01.ref, about_part="4", locator="paragraph 5")
    register = built(inquiry, secretary)
    text = " ".join(text_of(content(register)).split())
    assert f"{source.ref}, paragraph" in text
    assert "A statement, A law firm, date not stated, the commission's own" in text
    assert source.ref in register.covers


def test_asked_twice_while_it_waits_it_is_one(story: Story, inquiry: Any, secretary: Any) -> None:
    first = actions.build(inquiry=inquiry, by=secretary)
    assert actions.build(inquiry=inquiry, by=secretary) == first
    assert actions.build(inquiry=inquiry, by=secretary, format="csv") != first


def test_a_message_delivered_twice_builds_once(story: Story, inquiry: Any, secretary: Any) -> None:
    register = built(inquiry, secretary)
    job = Job.objects.get(about_id=register.pk)
    assert not actions.run(job.pk)
    assert Entry.objects.filter(act="register.keep").count() == 1


def test_whoever_lost_the_right_meanwhile_gets_nothing(story: Story, inquiry: Any, secretary: Any) -> None:
    register = actions.build(inquiry=inquiry, by=secretary)
    secretary.roles.update(ended_at=story.r01.created_at, ended_by=story.other)
    job = Job.objects.get(about_id=register.pk)
    assert not actions.run(job.pk)
    job.refresh_from_db()
    assert (job.status, "may not build" in job.problem) == (JobStatus.FAILED, True)


def test_who_may_not_build_is_refused(inquiry: Any, commissioner: Any) -> None:
    with pytest.raises(Refused, match="Your role"):
        actions.build(inquiry=inquiry, by=commissioner)


def test_it_is_handed_to_whoever_may_see_all_of_it(
    story: Story, inquiry: Any, secretary: Any, protection_officer: Any, commissioner: Any, outsider: Any
) -> None:
    register = built(inquiry, secretary)
    assert actions.download(register.ref, by=protection_officer).ref == register.ref
    assert Entry.objects.get(act="register.download").by == protection_officer
    with pytest.raises(Refused, match="not open to you"):
        actions.download(register.ref, by=commissioner)
    with pytest.raises(Register.DoesNotExist):
        actions.download(register.ref, by=outsider)


def test_it_is_handed_to_a_commissioner_assigned_to_all_of_it(
    story: Story, inquiry: Any, secretary: Any, commissioner: Any
) -> None:
    from inquiry.accounts.models import User

    register = built(inquiry, secretary)
    for record in (story.r01, story.r02, story.r03, story.r04, story.r05, story.r06, story.r07, story.assurance):
        accounts.assign(commissioner, record, by=secretary)
    assert actions.download(register.ref, by=User.objects.get(pk=commissioner.pk))


def test_nothing_is_handed_out_before_it_is_built(story: Story, inquiry: Any, secretary: Any) -> None:
    register = actions.build(inquiry=inquiry, by=secretary)
    with pytest.raises(Refused, match="not built yet"):
        actions.download(register.ref, by=secretary)


def test_an_altered_file_is_not_handed_out(story: Story, inquiry: Any, secretary: Any, settings: Any) -> None:
    from pathlib import Path

    register = built(inquiry, secretary)
    kept = Path(settings.STORAGE_ROOT) / register.file_key
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    with pytest.raises(Refused, match="not what was built"), actions.opened(register):
        pass
