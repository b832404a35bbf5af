"""Lists of names: every spelling is found, only what one may read now is counted, and nobody else sees the list."""

from __future__ import annotations

import io

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Textarea

from evidence.items.models import Item
from evidence.name_lists import actions, files, looking, names, reading
from evidence.name_lists.models import TASK, NameLine, NameList
from evidence.name_lists.views import NamesForm
from evidence.search import naming, queue
from evidence.search.grammar import parse
from inquiry.audit.models import Entry
from inquiry.jobs.models import Job
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.search.corpus import batch, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(inquiry, secretary):
    return batch(inquiry, secretary)


def made(inquiry, by, *given):
    return actions.make(inquiry=inquiry, by=by, title="Those asked for", given=given)


def table(found, by):
    rows = reading.rows(found, list(found.lines.order_by("number")), by)
    return [(row.line.name, row.number, row.first) for row in rows]


def test_each_name_is_found_in_every_spelling_and_order_with_its_pages(inquiry, secretary, box):
    one = item(box, "nothing", "Задержан Мамай Жанболат", language="ru")
    other = item(box, "Zhanbolat Mamay was there; Mamay left alone")
    item(box, "Жанболат сказал. " + "слово " * 20 + "Мамай")
    found = made(inquiry, secretary, "Жанболат Мамай", "Zhanbolat  Mamai", "Nobody Atall")
    both = [(other.ref, [1]), (one.ref, [2])]
    assert table(found, secretary) == [
        ("Жанболат Мамай", 2, both),
        ("Zhanbolat Mamai", 2, both),
        ("Nobody Atall", 0, []),
    ]


@pytest.mark.parametrize(
    "name", ["OR", "NOT a", 'x" OR "y', "from:ivanov", "(a", "*", "Аль-Фараби Абу Наср", "O'Neil", "—"]
)
def test_whatever_is_typed_is_a_name_and_never_an_operator(name):
    query = naming.query(name)
    assert query == "" or parse(query)


def test_a_third_part_narrows_and_may_have_a_word_between(inquiry, secretary, box):
    whole = item(box, "Мамай Жанболат Болатович")
    item(box, "Мамай Жанболат")
    found = made(inquiry, secretary, "Мамай Жанболат Болатович", "Мамай Болатович")
    assert [number for _name, number, _first in table(found, secretary)] == [1, 1]
    assert table(found, secretary)[1][2] == [(whole.ref, [1])]


def test_what_one_may_not_read_is_not_counted_then_or_later(inquiry, secretary, protection_officer, box):
    seen = item(box, "Mamay")
    item(batch(inquiry, protection_officer, "C4"), "Mamay")
    found = made(inquiry, secretary, "Mamay")
    assert table(found, secretary) == [("Mamay", 1, [(seen.ref, [1])])]
    Item.objects.filter(pk=seen.pk).update(classification="C4")
    assert table(found, secretary) == [("Mamay", 0, [])]


def test_the_list_is_its_owners_alone(inquiry, secretary, outsider, box, desk, api):
    found = made(inquiry, secretary, "Mamay")
    colleague = person("secretariat", inquiry)
    for user in (colleague, outsider):
        for address in (found.url, f"{found.url}table.csv"):
            assert desk(user).get(address).status_code == 404
        assert api(user).get(f"/api/v1/evidence/name-lists/{found.ref}/").status_code == 404
        with pytest.raises(NameList.DoesNotExist):
            actions.remove(found.ref, by=user)
    assert desk(colleague).get("/evidence/names/").text.count(found.ref) == 0


def test_more_than_twenty_are_looked_for_by_a_worker_that_goes_on_where_another_stopped(
    inquiry, secretary, box, sent, monkeypatch, django_capture_on_commit_callbacks
):
    item(box, "Mamay")
    given = [f"Person{'abcdefghijklmnopqrstuvwxyz'[number]}" for number in range(24)] + ["Mamay"]
    found = made(inquiry, secretary, *given)
    job = Job.objects.get(task=TASK)
    assert (found.looked_at, job.total, job.about_ref) == (None, 25, found.ref)
    real, calls = looking.look, []

    def dies(line, of):
        calls.append(line.number)
        if len(calls) == 15:
            raise RuntimeError
        real(line, of)

    monkeypatch.setattr(looking, "look", dies)
    looking.run(job.pk)
    assert NameLine.objects.filter(looked_at__isnull=False).count() == 14
    assert table(found, secretary)[24] == ("Mamay", None, [])
    with pytest.raises(Refused):
        actions.look_again(found.ref, by=secretary)
    looking.run(job.pk)
    assert calls == [*range(1, 16), *range(15, 26)]
    found.refresh_from_db()
    assert found.looked_at
    assert table(found, secretary)[24][1] == 1
    assert Job.objects.get().status == "done"


@pytest.fixture
def many(inquiry, secretary, box, sent):
    """A list that a worker has to look for."""
    return made(inquiry, secretary, *(f"Person{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))


def test_what_broke_off_for_good_can_be_looked_for_again(many, secretary, monkeypatch, desk, api):
    address, job = f"/api/v1/evidence/name-lists/{many.ref}/", Job.objects.get(task=TASK)
    assert api(secretary).get(address).json()["allowed_actions"] == []

    def dies(*_args):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(looking, "look", dies)
        for _attempt in range(3):
            looking.run(job.pk)
    assert Job.objects.get().status == "failed"
    assert "The search broke off" in desk(secretary).get(many.url).text
    assert api(secretary).get(address).json()["allowed_actions"] == ["look_again"]
    actions.look_again(many.ref, by=secretary)
    looking.run(Job.objects.latest("pk").pk)
    many.refresh_from_db()
    assert many.looked_at


def test_a_list_taken_away_meanwhile_ends_its_job(many, secretary, monkeypatch):
    real = looking.found_ids

    def removes(*args, **more):
        if NameLine.objects.exists():
            actions.remove(many.ref, by=secretary)
        return real(*args, **more)

    monkeypatch.setattr(looking, "found_ids", removes)
    looking.run(Job.objects.get(task=TASK).pk)
    assert Job.objects.get().status == "done"
    assert not NameLine.objects.exists()


def test_a_worker_that_lost_its_lease_stops(many, monkeypatch):
    real, calls = looking.look, []

    def loses(line, of):
        calls.append(line.number)
        Job.objects.update(lease_owner="another")
        real(line, of)

    monkeypatch.setattr(looking, "look", loses)
    looking.run(Job.objects.get(task=TASK).pk)
    many.refresh_from_db()
    assert (len(calls), many.looked_at, Job.objects.get().status) == (looking.AT_ONCE, None, "running")


def test_of_a_name_in_very_many_items_a_few_are_noted_and_all_are_counted(inquiry, secretary, box, monkeypatch):
    monkeypatch.setattr("evidence.name_lists.looking.MOST_FOUND", 2)
    monkeypatch.setattr("evidence.name_lists.reading.MOST_FOUND", 2)
    rows = [item(box, "Mamay") for _number in range(4)]
    found = made(inquiry, secretary, "Mamay")
    assert found.lines.get().found == [rows[3].pk, rows[2].pk]
    assert table(found, secretary)[0][1] == 4
    Item.objects.filter(pk=rows[0].pk).update(classification="C4")
    queue.note([rows[0].pk])
    assert table(found, secretary)[0][1] == 3


def test_looking_again_finds_what_came_since(inquiry, secretary, box):
    found = made(inquiry, secretary, "Mamay")
    item(box, "Mamay")
    assert table(found, secretary)[0][1] == 0
    actions.look_again(found.ref, by=secretary)
    assert table(found, secretary)[0][1] == 1


@pytest.mark.parametrize("given", [[], [" ", "\t"], ["x" * 201], [f"n{number}" for number in range(2001)]])
def test_too_few_too_many_and_too_long_are_refused(given, inquiry, secretary, auditor):
    with pytest.raises(Refused):
        made(inquiry, secretary, *given)
    with pytest.raises(Refused):
        made(inquiry, auditor, "Mamay")
    assert not NameLine.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Мамай\r\n Иванов \n\nМамай\n".encode("utf-8-sig"), "names.txt"), ("Мамай\nИванов".encode("cp1251"), "names.txt"),
        ("Мамай\nИванов".encode("utf-16"), "names.txt"), ("Мамай;1;x\nИванов;2;\n".encode("cp1251"), "n.csv"),
        (b'"\xd0\x9c\xd0\xb0\xd0\xbc\xd0\xb0\xd0\xb9",a\n\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2,b', "N.CSV"),
    ],
)  # fmt: skip
def test_files_of_names_are_read(content, name):
    assert names.in_file(content, name) == ["Мамай", "Иванов"]


def test_no_cell_of_a_file_is_a_formula(inquiry, secretary, box):
    item(box, "cmd")
    found = made(inquiry, secretary, '=cmd|"x"', "+1", "@x", " -2", "Mamay")
    lines = files.table(reading.rows(found, list(found.lines.order_by("number")), secretary))
    assert [line[1] for line in lines[1:]] == ['\'=cmd|"x"', "'+1", "'@x", "'-2", "Mamay"]
    assert files.as_csv(lines).startswith(b"\xef\xbb\xbf")
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(files.as_xlsx(lines))).get_sheet_by_index(0)
    assert [row[1] for row in sheet.to_python()[1:]] == [line[1] for line in lines[1:]]


def test_the_page_that_repeats_what_was_refused_has_no_name(inquiry, secretary, desk, monkeypatch):
    def refuses(_http, form, *_args, **_words):
        assert form.is_valid()
        assert form.cleaned_data["given"] == ["Zhanbolat"]
        raise Refused("Not now.")

    monkeypatch.setattr("evidence.name_lists.views.add_page", refuses)
    fields = [name for name, field in NamesForm().fields.items() if isinstance(field.widget, Textarea)]
    page = desk(secretary).post("/evidence/names/new/", {"title": "A title", fields[0]: "Zhanbolat"})
    assert (page.status_code, "A title" in page.text, "Zhanbolat" in page.text) == (409, True, False)


def test_the_audit_counts_names_and_has_none(inquiry, secretary, box, desk):
    found = made(inquiry, secretary, "Mamay")
    desk(secretary).get(f"{found.url}table.xlsx")
    actions.remove(found.ref, by=secretary)
    entries = list(Entry.objects.filter(act__startswith="name_list.").values_list("act", "facts"))
    assert {act for act, _facts in entries} == {"name_list.make", "name_list.export", "name_list.remove"}
    assert "Mamay" not in str(entries)
    assert not NameLine.objects.exists()


def test_the_pages_and_the_api_do_all_of_it(inquiry, secretary, box, desk, api):
    there = item(box, "Mamay", "and Mamay")
    browser, client = desk(secretary), api(secretary)
    file = SimpleUploadedFile("n.csv", b"Ivanov,1\n")
    browser.post("/evidence/names/new/", {"title": "T", "secret_lines": "Mamay\n", "file": file})
    found = NameList.objects.get()
    page = browser.get(found.url).text
    assert f"{there.url}?page=2&amp;q=%22Mamay%22" in page
    assert "Ivanov" in page
    assert browser.get(f"{found.url}table.csv").content.decode("utf-8-sig").count("\r\n") == 3
    assert browser.get(f"{found.url}table.pdf").status_code == 404
    assert browser.post(f"{found.url}again/").status_code == 302
    assert browser.post("/evidence/names/new/", {"title": "T", "secret_lines": ""}).status_code == 409
    said = {"title": "By API", "given": ["Mamay"]}
    answer = client.post("/api/v1/evidence/name-lists/", said, format="json")
    assert answer.json()["lines"] == [
        {"name": "Mamay", "items": 1, "problem": "", "first": [{"item": there.ref, "pages": [1, 2]}]}
    ]
    again = client.post(f"/api/v1/evidence/name-lists/{answer.json()['ref']}/look_again/", {}, format="json")
    assert again.status_code == 200
    assert browser.post(f"{found.url}remove/").headers["Location"] == "/evidence/names/"
    assert browser.get(found.url).status_code == 404
