"""A sealed package on arrival: compared whole, each file that differs named and taken in, the result kept with the batch."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from evidence import storage
from evidence.ingestion import pipeline
from evidence.intake import actions as intake
from evidence.intake import checking, comparing, sealed
from evidence.intake.entering import INGEST
from evidence.intake.package_checks import PackageCheck, PackageDifference
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import assign, open_batch, receive
from tests.evidence.intake import packages

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path):
    made = tmp_path / "place"
    made.mkdir()
    return made


@pytest.fixture
def batch(inquiry, secretary, sent):
    return open_batch(inquiry, secretary, "C1")


def taken_in(batch, by, path, prefix=b""):
    """A folder with everything in it, as the browser or the command sends it; or one file."""
    if path.is_file():
        with path.open("rb") as file:
            return intake.receive(file, batch=batch.ref, path=path.name, by=by)
    for one in sorted(path.rglob("*")):
        if one.is_file():
            with one.open("rb") as file:
                intake.receive(file, batch=batch.ref, path=prefix + str(one.relative_to(path)).encode(), by=by)
    return None


def compared(batch, by):
    """Ask as the button does, and do the job as a worker does."""
    comparing.check_packages(batch.ref, by=by)
    work(batch)


def work(batch):
    comparing.run(Job.objects.open().get(task=comparing.COMPARE, about_id=batch.pk).pk)


def unpacked():
    """Read whatever waits, members too."""
    while waiting := Job.objects.filter(task=INGEST, status=JobStatus.QUEUED).order_by("pk").first():
        pipeline.run(waiting.pk)


def damage(item):
    """Other bytes in the store under the digest of an item."""
    path = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / storage.key_of(item.sha256)
    path.chmod(0o600)
    path.write_bytes(b"others")


def differing(check):
    rows = check.differences.order_by("kind", "path")
    return [(row.kind, row.path, row.other, row.item and row.item.path) for row in rows]


EXPECTED = [
    ("altered", "data/a.txt", "", "{}data/a.txt"),
    ("extra", "data/added.txt", "", "{}data/added.txt"),
    ("missing", "data/empty.bin", "", None),
    ("renamed", "data/папка/ә ғ қ.txt", "data/renamed.txt", "{}data/renamed.txt"),
]


def test_a_folder_that_is_whole(batch, secretary, place):
    taken_in(batch, secretary, packages.sealed(place, "B"), b"B/")
    compared(batch, secretary)
    check = PackageCheck.objects.get()
    assert (check.verdict, check.top, check.expected, check.found) == ("whole", "B/", 4, 4)
    assert ["Contact-Name", "W-7"] in check.claimed
    assert check.spoken in packages.run("--verify", place / "B").stdout
    assert not check.differences.exists()
    assert Entry.objects.get(act="batch.check_package").facts["verdict"] == "whole"


def test_what_differs_is_named_and_every_file_is_taken_in(batch, secretary, place, desk):
    package = packages.sealed(place, "B")
    packages.meddled(package)
    taken_in(batch, secretary, package, b"B/")
    compared(batch, secretary)
    check = PackageCheck.objects.get()
    assert (check.verdict, check.differing) == ("differs", 4)
    assert differing(check) == [(*row[:3], row[3] and row[3].format("B/")) for row in EXPECTED]
    assert Item.objects.filter(path="B/data/a.txt").exists()
    page = desk(secretary).get(f"/evidence/batches/{batch.ref}/").text
    receipt = desk(secretary).get(f"/evidence/batches/{batch.ref}/receipt/").text
    for text in (page, receipt):
        assert all(
            words in text for words in ("data/empty.bin", "data/renamed.txt", check.spoken, "Not as it was sealed")
        )


@pytest.mark.parametrize("form", ["P.zip", "P.tar"])
def test_an_archive_is_compared_once_it_was_unpacked(batch, secretary, place, form, api):
    package = packages.sealed(place, "B")
    packages.meddled(package)
    item = taken_in(batch, secretary, packages.packed(package, place / form))
    assert checking.check_unpacked() == 0
    unpacked()
    assert [checking.check_unpacked(), checking.check_unpacked()] == [1, 0]
    check = PackageCheck.objects.get()
    assert (check.package, check.top, check.verdict) == (item, "B/", "differs")
    assert differing(check) == [(*row[:3], row[3] and row[3].format(f"{form}!B/")) for row in EXPECTED]
    (told,) = api(secretary).get(f"/api/v1/evidence/batches/{batch.ref}/packages/").json()
    assert (told["verdict"], told["package"], told["number"]) == ("differs", item.ref, check.spoken)
    assert [row["path"] for row in told["differences"]] == [row[1] for row in EXPECTED]


def test_the_page_says_what_goes_on_with_a_package_until_it_is_known(batch, secretary, place, desk):
    package, browser = packages.sealed(place, "B"), desk(secretary)
    packages.meddled(package)
    page, panel = f"/evidence/batches/{batch.ref}/", f"/evidence/batches/{batch.ref}/packages/"
    item = taken_in(batch, secretary, packages.packed(package, place / "P.zip"))
    assert f'hx-get="{panel}?seen=' in browser.get(page).text, "it may prove to be a package"
    unpacked()
    cache.clear()
    waiting = browser.get(page)
    assert "Sealed package: being compared" in waiting.text
    seen = {"seen": waiting.context["package_mark"]}
    assert browser.get(panel, seen, headers={"HX-Request": "true"}).status_code == 204
    checking.check_unpacked()
    told = browser.get(panel, seen, headers={"HX-Request": "true"}).text
    assert 'hx-swap-oob="true"' in told
    assert "Sealed package: not as it was sealed" in told
    assert "hx-trigger" not in told, "there is nothing more to wait for"
    assert "Sealed package: not as it was sealed" in browser.get(page).text
    assert item.ref in browser.get(panel).text


def test_the_pages_of_a_package_and_of_what_differs_in_it_say_so(batch, secretary, place, desk, inquiry, investigator):
    package, browser = packages.sealed(place, "B"), desk(secretary)
    packages.meddled(package)
    item = taken_in(batch, secretary, packages.packed(package, place / "P.zip"))
    unpacked()
    checking.check_unpacked()
    altered, same = Item.objects.get(path__endswith="data/a.txt"), Item.objects.get(name="bagit.txt")

    def told(one, by=browser):
        return by.get(f"/evidence/items/{one.ref}/").text

    assert "is not as it was sealed. Altered: its content" in told(altered)
    assert f"/evidence/batches/{batch.ref}/#packages" in told(altered)
    assert "It is a sealed package. Not as it was sealed." in told(item)
    assert "#packages" not in told(same)
    Item.objects.filter(name="bagit.txt").update(classification="C4")
    assert "#packages" not in told(altered, desk(investigator)), "whoever may not see the comparison is told nothing"


def test_a_whole_archive_says_so_on_the_page(batch, secretary, place, desk):
    taken_in(batch, secretary, packages.sealed(place, "P.zip"))
    unpacked()
    checking.check_unpacked()
    page = desk(secretary).get(f"/evidence/batches/{batch.ref}/").text
    assert "Whole: every file is as it was sealed" in page


def test_closing_the_batch_compares_and_the_button_does_too(batch, secretary, place, desk):
    browser, page = desk(secretary), f"/evidence/batches/{batch.ref}/"
    assert "Compare the sealed package" not in browser.get(page).text
    taken_in(batch, secretary, packages.sealed(place, "B"))
    assert "Compare the sealed package" in browser.get(page).text
    browser.post(f"{page}check_packages/")
    assert "being compared" in browser.get(page).text
    work(batch)
    assert "being compared" not in browser.get(page).text
    intake.close(batch.ref, by=secretary)
    work(batch)
    assert list(PackageCheck.objects.values_list("verdict", "top")) == [("whole", "")] * 2


def test_no_list_is_read_while_a_batch_is_closed(batch, secretary, place, monkeypatch):
    taken_in(batch, secretary, packages.sealed(place, "B"))
    monkeypatch.setattr(storage, "opened", None)
    intake.close(batch.ref, by=secretary)
    assert not PackageCheck.objects.exists()


def test_files_that_come_while_others_are_compared_are_compared_too(batch, secretary, place, monkeypatch):
    taken_in(batch, secretary, packages.sealed(place, "B"))
    late, tops = place / "late.txt", checking.tops
    late.write_text("late")
    comparing.check_packages(batch.ref, by=secretary)

    def tops_and_then_more(rows):
        found = tops(rows)
        if late.exists():
            taken_in(batch, secretary, late)
            late.unlink()
        return found

    monkeypatch.setattr(checking, "tops", tops_and_then_more)
    work(batch)
    assert PackageCheck.objects.count() == 2


def test_a_list_that_is_damaged_in_the_store_is_said_to_be(batch, secretary, place):
    taken_in(batch, secretary, packages.sealed(place, "B"))
    damage(Item.objects.get(name="manifest-sha256.txt"))
    compared(batch, secretary)
    check = PackageCheck.objects.get()
    assert (check.verdict, "not what was received" in check.problem) == ("unusable", True)


def test_lists_that_are_too_long_or_in_quarantine_are_not_read(batch, secretary, place, monkeypatch):
    taken_in(batch, secretary, packages.sealed(place, "B"))
    monkeypatch.setattr(checking, "LARGEST_LIST", 10)
    compared(batch, secretary)
    monkeypatch.undo()
    Item.objects.filter(name="manifest-sha256.txt").update(status="quarantined")
    comparing.run(jobs.ask(comparing.COMPARE, batch, by=secretary).pk)
    problems = list(PackageCheck.objects.order_by("pk").values_list("problem", flat=True))
    assert ("too long" in problems[0], "quarantine" in problems[1]) == (True, True)


def test_a_package_that_cannot_be_compared_just_now_keeps_no_other_from_it(batch, secretary, place, monkeypatch):
    for name in ("P.zip", "Q.zip"):
        taken_in(batch, secretary, packages.sealed(place, name))
        shutil.rmtree(place / "From the field")
    unpacked()
    first = Item.objects.get(path="P.zip")
    compare = checking.compare

    def failing(*args, package, by):
        if package == first:
            raise OSError
        return compare(*args, package=package, by=by)

    monkeypatch.setattr(checking, "compare", failing)
    assert checking.check_unpacked() == 1
    monkeypatch.undo()
    assert checking.check_unpacked() == 1


@pytest.mark.parametrize("name", ["bag-info.txt", "manifest-sha256.txt"])
def test_a_check_is_seen_by_those_only_who_may_read_the_lists(batch, secretary, investigator, place, desk, api, name):
    taken_in(batch, secretary, packages.sealed(place, "B"), b"B/")
    compared(batch, secretary)
    intake.close(batch.ref, by=secretary)
    assign(investigator, batch, secretary)
    page, told = f"/evidence/batches/{batch.ref}/", f"/api/v1/evidence/batches/{batch.ref}/packages/"
    assert "W-7" in desk(investigator).get(page).text
    assert len(api(investigator).get(told).json()) == 1
    Item.objects.filter(path=f"B/{name}").update(classification="C4")
    assert "W-7" not in desk(investigator).get(page).text
    assert api(investigator).get(told).json() == []


def test_the_check_of_a_folder_without_a_package_is_refused(batch, secretary, desk):
    answer = desk(secretary).post(f"/evidence/batches/{batch.ref}/check_packages/", follow=True)
    assert "No sealed package" in answer.text


def test_lists_that_are_damaged_are_said_to_be(batch, secretary, place):
    package = packages.sealed(place, "B")
    (package / "manifest-sha256.txt").write_bytes(b"\xff\xfe nothing\n")
    taken_in(batch, secretary, package)
    compared(batch, secretary)
    check = PackageCheck.objects.get()
    assert (check.verdict, "damaged" in check.problem) == ("unusable", True)


def test_lists_that_nothing_protects_and_files_elsewhere_are_no_whole_package(batch, secretary, place):
    package = packages.sealed(place, "B")
    (package / "tagmanifest-sha256.txt").unlink()
    (package / "fetch.txt").write_text("https://elsewhere.example/x 1 data/x\n")
    taken_in(batch, secretary, package)
    compared(batch, secretary)
    check = PackageCheck.objects.get()
    assert check.verdict == "differs"
    assert ("fetch.txt" in check.problem, "tagmanifest" in check.problem) == (True, True)


def test_more_than_can_be_named_are_counted(batch, secretary, place, monkeypatch):
    monkeypatch.setattr(checking, "MOST_ROWS", 2)
    package = packages.sealed(place, "B")
    packages.meddled(package)
    taken_in(batch, secretary, package)
    compared(batch, secretary)
    assert (PackageCheck.objects.get().differing, PackageDifference.objects.count()) == (4, 2)


def test_names_of_what_is_held_more_closely_are_not_shown(batch, secretary, investigator, place, desk):
    package = packages.sealed(place, "B")
    packages.meddled(package)
    taken_in(batch, secretary, package)
    compared(batch, secretary)
    intake.close(batch.ref, by=secretary)
    Item.objects.filter(path="data/added.txt").update(classification="C4")
    assign(investigator, batch, secretary)
    page = desk(investigator).get(f"/evidence/batches/{batch.ref}/").text
    assert ("data/a.txt" in page, "data/added.txt" in page) == (True, False)


def test_the_command_tells_and_ends_with_an_error_when_it_differs(inquiry, secretary, sent, place, capsys):
    package = packages.sealed(place, "B")
    call_command("ingest", str(package), inquiry=inquiry.ref)
    assert "Whole" in capsys.readouterr().out
    packages.meddled(package)
    with pytest.raises(SystemExit):
        call_command("ingest", str(package), inquiry=inquiry.ref)
    said = capsys.readouterr().out
    assert all(words in said for words in ("data/a.txt", "data/renamed.txt", "Missing", "Number to compare"))
    shutil.rmtree(package)


def test_manifests_that_contradict_each_other_name_a_file_once():
    came = {
        "data/a": [sealed.Present({"sha256": "1", "sha512": "2"}, 7)],
        "data/b": [sealed.Present({"sha256": "3", "sha512": "4"}, 8)],
    }
    lists = {"sha256": {"data/a": "1", "data/b": "9"}, "sha512": {"data/b": "9"}}
    found = [(one.kind, one.path) for one in sealed.differences(lists, came)]
    assert found == [("altered", "data/b"), ("extra", "data/a")]


def test_a_package_whose_list_came_twice_is_not_whole(batch, secretary, place):
    package = packages.sealed(place, "B")
    taken_in(batch, secretary, package, b"B/")
    other = (package / sealed.WHOLE).read_bytes() + b"\n"
    receive(batch, secretary, other, f"B/{sealed.WHOLE}")
    compared(batch, secretary)
    check = PackageCheck.objects.get()
    assert (check.verdict, check.whole_digest, sealed.WHOLE in check.problem) == ("differs", "", True)
