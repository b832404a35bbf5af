"""Uploads in Chromium: thirty files dropped, the page reloaded half-way, the line cut, a session ended: each arrives once,
whole, and no byte is sent twice."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.signals import request_started
from playwright.sync_api import Page, expect

from evidence.intake import uploads
from evidence.intake.models import Upload
from evidence.items.models import Item
from tests.desk.test_desk_in_browser import browser as browser  # the same window for this file
from tests.desk.test_desk_in_browser import complaints, opened, sign_in, violations
from tests.evidence.cast import open_batch

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LARGE = 9 * 2**20  # bytes: a part of four MiB, then the rest
ARRIVED = re.compile(r"(\d+) of \1 files have arrived\.")
MISSING = "chosen files have not arrived"
KEPT = """() => new Promise((done) => { indexedDB.open("uploads").onsuccess = async ({ target }) => {
    const names = [...target.result.objectStoreNames], found = {};
    const all = (name) => new Promise((had) => {
        const asked = target.result.transaction(name).objectStore(name).getAll();
        asked.onsuccess = () => had(asked.result);
    });
    for (const name of names) found[name] = await all(name);
    target.result.close();
    done(JSON.stringify(found));
}; })"""
NOTHING = json.dumps({"chosen": [], "dropped": [], "scopes": []}, separators=(",", ":"))


@pytest.fixture
def site(live_server, settings):
    return str(live_server.url)


@pytest.fixture
def batch(inquiry, secretary, sent):
    return open_batch(inquiry, secretary)


@pytest.fixture
def bytes_sent():
    """How many bytes of files came to the server, whatever became of them."""
    came: list[int] = []

    def note(environ: Any = None, **_more: Any) -> None:
        if environ and environ.get("CONTENT_TYPE") == "application/offset+octet-stream":
            came.append(int(environ.get("CONTENT_LENGTH") or 0))

    request_started.connect(note)
    yield came
    request_started.disconnect(note)


@pytest.fixture
def files(tmp_path):
    """Thirty files in folders, one of them large; path → bytes."""
    made: dict[str, bytes] = {}
    for number in range(29):
        made[f"Папка/ә{number % 3}/{number}.txt"] = f"file {number} ".encode() * (50 + number)
    made["large.bin"] = os.urandom(LARGE)
    for path, content in made.items():
        where = tmp_path / "given" / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(content)
    return made


def drop(page: Page, *paths: Path) -> None:
    """Files and folders let go of over the page by a real drag."""
    box = page.locator("[data-drop]").bounding_box()
    assert box
    devtools = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 20, "data": data}
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, **at})


def whole(files: dict[str, bytes]) -> None:
    """Every file became one item, with its path and its bytes."""
    found = {item.path: item.sha256 for item in Item.objects.all()}
    assert found == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    assert Item.objects.count() == len(files)
    assert not Upload.objects.filter(item=None).exists()


@pytest.fixture
def page(browser, site, secretary, batch):
    made = opened(browser)
    made.set_default_timeout(20_000)
    sign_in(made, site, secretary, f"/evidence/batches/{batch.ref}/")
    made.on("dialog", lambda asked: asked.accept())
    yield made
    made.context.close()


def test_thirty_files_dropped_and_the_page_reloaded_half_way(page, files, tmp_path, bytes_sent):
    said = complaints(page)
    held = []

    def hold(route):
        """After a dozen small files and the first part of the large one nothing gets through."""
        method, small = route.request.method, Item.objects.count()
        later_part = method == "PATCH" and route.request.headers.get("upload-offset") != "0"
        announces = method == "POST" and route.request.headers.get("upload-length")
        if later_part or (announces and small >= 12):
            held.append(route)
        else:
            route.continue_()

    page.route("**/evidence/uploads/**", hold)
    drop(page, tmp_path / "given" / "large.bin", tmp_path / "given" / "Папка")
    while len(held) < 3:  # the large one's second part, and a small one on each of the other two lanes
        page.wait_for_timeout(50)
    before = Item.objects.count()
    assert 12 <= before < 30
    part = uploads.offset(Upload.objects.get(item=None))
    assert 0 < part < LARGE
    page.reload()
    expect(page.locator("[data-left-words]")).to_contain_text(f"{30 - before} of 30 {MISSING}")
    page.get_by_text("Names of the files that have not arrived").click()
    assert page.locator("[data-left-list] li").count() == 30 - before
    page.unroute("**/evidence/uploads/**")  # before the reload it would let through what is held
    drop(page, tmp_path / "given" / "large.bin", tmp_path / "given" / "Папка")
    expect(page.get_by_text(ARRIVED)).to_be_visible(timeout=30_000)
    whole(files)
    assert sum(bytes_sent) == sum(map(len, files.values()))
    assert page.evaluate("JSON.stringify(localStorage)").find("Папка") == -1
    expect(page.locator("[data-upload-left]")).to_be_hidden()
    assert page.evaluate(KEPT) == NOTHING
    page.reload()
    expect(page.locator("[data-upload-left]")).to_be_hidden()
    assert said == []


def test_dropped_again_nothing_is_sent_and_a_changed_file_is_another(page, files, tmp_path, bytes_sent):
    drop(page, tmp_path / "given" / "large.bin", tmp_path / "given" / "Папка")
    expect(page.get_by_text(ARRIVED)).to_be_visible(timeout=30_000)
    page.reload()
    bytes_sent.clear()
    changed = tmp_path / "given" / "Папка" / "ә0" / "0.txt"
    times = changed.stat()
    changed.write_bytes(changed.read_bytes().replace(b"file", b"FILE"))
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))  # as if nothing had been done to it
    drop(page, tmp_path / "given" / "large.bin", tmp_path / "given" / "Папка")
    expect(page.get_by_text(ARRIVED)).to_be_visible(timeout=30_000)
    assert Item.objects.count() == 31
    assert sum(bytes_sent) == changed.stat().st_size


def first_parts_only(route):
    if route.request.headers.get("upload-offset") == "0":
        route.continue_()


def test_what_was_dropped_goes_on_by_a_click_after_a_reload(page, tmp_path, batch):
    """The browser keeps handles of what was dropped; those of its own private files need no drag to be had."""
    make = """async (size) => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle("kept", { create: true });
        const file = await (await folder.getFileHandle("large.bin", { create: true })).createWritable();
        await file.write(new Uint8Array(size).fill(7)); await file.close();
        const item = { kind: "file", getAsFile: () => null, getAsFileSystemHandle: async () => folder };
        const event = new Event("drop", { bubbles: true, cancelable: true });
        Object.defineProperty(event, "dataTransfer", { value: { items: [item] } });
        document.querySelector("[data-drop]").dispatchEvent(event);
    }"""
    page.route(
        "**/evidence/uploads/*/",
        lambda route: None if route.request.headers.get("upload-offset") != "0" else route.continue_(),
    )
    page.evaluate(make, LARGE)
    while not (Upload.objects.exists() and uploads.offset(Upload.objects.get())):
        page.wait_for_timeout(50)
    page.reload()
    go_on = page.get_by_role("button", name="Go on with them")
    expect(go_on).to_be_visible()
    page.unroute("**/evidence/uploads/*/")  # before the reload it would let through what is held
    go_on.click()
    expect(page.get_by_text(ARRIVED)).to_be_visible()
    whole({"kept/large.bin": b"\x07" * LARGE})
    assert page.evaluate(KEPT) == NOTHING


def test_a_cut_line_goes_on_by_itself_and_sends_no_whole_part_twice(page, files, tmp_path, bytes_sent):
    cut = []

    def broken(route):
        if len(cut) < 4:
            cut.append(route.request.method)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/evidence/uploads/*/", broken)
    drop(page, tmp_path / "given" / "large.bin", tmp_path / "given" / "Папка")
    expect(page.get_by_text("The line is down").first).to_be_visible()
    expect(page.get_by_text(ARRIVED)).to_be_visible(timeout=60_000)
    whole(files)
    assert len(cut) == 4
    assert sum(bytes_sent) == sum(map(len, files.values()))


def test_a_session_that_ended_goes_on_after_signing_in_elsewhere(page, files, tmp_path, secretary, site):
    Session.objects.all().delete()
    drop(page, tmp_path / "given" / "large.bin", tmp_path / "given" / "Папка")
    expect(page.get_by_text("Sign in in another window").first).to_be_visible()
    assert not Item.objects.exists()
    other = page.context.new_page()
    sign_in(other, site, secretary, "/evidence/")
    other.close()
    expect(page.get_by_text(ARRIVED)).to_be_visible(timeout=40_000)
    whole(files)


def test_pausing_stops_and_goes_on(page, files, tmp_path):
    page.route("**/evidence/uploads/*/", lambda route: None)  # the large file's parts never get through
    drop(page, tmp_path / "given" / "large.bin")
    expect(page.locator(".upload-note").first).to_have_text("On its way")
    page.get_by_role("button", name="Pause sending", exact=True).press("Enter")
    expect(page.locator("[data-upload-status]")).to_have_text("Paused. Nothing is lost.")
    page.unroute("**/evidence/uploads/*/")
    page.get_by_role("button", name="Go on sending", exact=True).press("Enter")
    expect(page.get_by_text(ARRIVED)).to_be_visible()
    whole({"large.bin": files["large.bin"]})


def test_what_arrives_otherwise_is_refused_and_nothing_of_it_kept(page, files, tmp_path, settings):
    def lies(route):
        announces = route.request.headers.get("upload-length")
        route.continue_(post_data=b"X" * int(announces)) if announces else route.continue_()

    page.route(
        "**/evidence/uploads/",
        lambda route: lies(route) if route.request.headers.get("upload-length") else route.continue_(),
    )
    drop(page, tmp_path / "given" / "Папка" / "ә0" / "0.txt")
    expect(page.get_by_text("the SHA-256 differs").first).to_be_visible()
    assert not Item.objects.exists()
    assert not Upload.objects.exists()
    assert not [path for path in settings.STORAGE_ROOT.rglob("*") if path.is_file()]
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(ARRIVED)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_many_files_leave_the_list_short_and_accessible(browser, site, secretary, batch, tmp_path, width):
    page = opened(browser, width)
    sign_in(page, site, secretary, f"/evidence/batches/{batch.ref}/")
    make = """(count) => {
        const file = (n) => new File([`file ${n}`], `${n}.txt`, { lastModified: n });
        const items = Array.from({ length: count }, (_, n) => ({ kind: "file", getAsFile: () => file(n) }));
        const event = new Event("drop", { bubbles: true, cancelable: true });
        Object.defineProperty(event, "dataTransfer", { value: { items } });
        document.querySelector("[data-drop]").dispatchEvent(event);
    }"""
    count = 300 if width == 1280 else 120
    page.evaluate(make, count)
    expect(page.get_by_text(ARRIVED)).to_be_visible(timeout=180_000)
    assert Item.objects.count() == count
    assert page.locator("[data-upload-list] li").count() <= 101
    expect(page.locator("[data-upload-list]")).to_be_hidden()  # folded up, so that the rest of the page is seen
    page.get_by_text("The files one by one").click()
    assert page.locator("[data-upload-list]").bounding_box()["height"] < 400
    assert f"{count} / {count}" in page.locator("[data-upload-figures]").inner_text()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/upload-{width}.png")
    page.context.close()


def test_digests_of_the_worker_are_those_of_sha256(page, site):
    sizes = [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 4 * 2**20, 4 * 2**20 + 1, 9 * 2**20 + 57]
    ask = """(sizes) => new Promise((done) => {
        const worker = new Worker(document.querySelector("[data-upload]").dataset.digestUrl), found = {};
        const bytes = (size) => Uint8Array.from({ length: size }, (_, n) => (n * 31 + 7) % 251);
        worker.onmessage = ({ data }) => {
            found[data.id] = data.hex;
            if (Object.keys(found).length === sizes.length) done(found);
        };
        for (const size of sizes) worker.postMessage({ id: size, file: new Blob([bytes(size)]) });
    })"""
    found = page.evaluate(ask, sizes)
    assert json.loads(json.dumps(found)) == {
        str(size): hashlib.sha256(bytes((n * 31 + 7) % 251 for n in range(size))).hexdigest() for size in sizes
    }


ODD = ("nul.txt", "con.txt", "short.lnk", "site.url", "trail.", "a:b.txt", "<one>.txt", ".hidden", "plain.txt")


def test_a_dropped_folder_loses_no_name_that_windows_would_not_have(page, tmp_path):
    files = {f"odd/deep/{name}": name.encode() for name in ODD}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    drop(page, tmp_path / "odd")
    expect(page.get_by_text(ARRIVED)).to_be_visible()
    whole(files)


DROPPED_WITH_A_HANDLE = """async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("odd", { create: true });
    const file = await (await folder.getFileHandle("plain.txt", { create: true })).createWritable();
    await file.write("plain"); await file.close();
    const plain = await (await folder.getFileHandle("plain.txt")).getFile();
    const of = (file) => ({ isFile: true, name: file.name, file: (yes) => yes(file) });
    const broken = { isFile: true, name: "broken.txt", file: (yes, no) => no(new Error()) };
    const inside = [[of(plain), broken, of(new File(["of a device"], "nul.txt", { lastModified: 5 }))], []];
    const entry = { name: "odd", createReader: () => ({ readEntries: (yes) => yes(inside.shift()) }) };
    const asked = { getAsFile: () => null, getAsFileSystemHandle: async () => folder, webkitGetAsEntry: () => entry };
    const event = new Event("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: { items: [{ kind: "file", ...asked }] } });
    document.querySelector("[data-drop]").dispatchEvent(event);
}"""


def test_going_on_names_what_the_kept_folder_does_not_give(page, tmp_path):
    page.route("**/evidence/uploads/**", lambda route: route.abort("connectionreset"))
    page.evaluate(DROPPED_WITH_A_HANDLE)
    expect(page.locator(".upload-failed")).to_contain_text("odd/broken.txt")  # the others go on
    expect(page.get_by_text("The line is down").first).to_be_visible()
    page.reload()
    expect(page.locator("[data-left-words]")).to_contain_text(f"2 of 2 {MISSING}")
    page.unroute("**/evidence/uploads/**")
    page.get_by_role("button", name="Go on with them").click()
    expect(page.locator("[data-left-words]")).to_contain_text(f"1 of 2 {MISSING}")
    expect(page.locator("[data-left-list] li")).to_have_text("odd/nul.txt")
    expect(page.get_by_text(ARRIVED)).to_be_visible()
    whole({"odd/plain.txt": b"plain"})
    assert "odd/plain.txt" not in page.evaluate(KEPT)
    page.get_by_role("button", name="Forget them").click()
    expect(page.locator("[data-upload-left]")).to_be_hidden()
    assert page.evaluate(KEPT) == NOTHING


def test_a_chosen_folder_left_half_way_says_what_is_missing_and_ends_when_chosen_again(
    page, files, tmp_path, bytes_sent
):
    given, held = tmp_path / "given", []

    def some(route):
        announces = route.request.method == "POST" and route.request.headers.get("upload-length")
        if announces and Item.objects.count() >= 5:
            held.append(route)
        else:
            route.continue_()

    page.route("**/evidence/uploads/", some)
    page.route("**/evidence/uploads/*/", lambda route: held.append(route))  # the parts of the large one
    page.locator("#upload-folder").set_input_files(given)
    while len(held) < 3:  # nothing more gets through on any of the lanes
        page.wait_for_timeout(50)
    arrived = Item.objects.count()
    page.reload()
    expect(page.locator("[data-left-words]")).to_contain_text(f"{30 - arrived} of 30 {MISSING}")
    expect(page.get_by_role("button", name="Go on with them")).to_be_hidden()  # nothing was dropped
    page.unroute_all()
    page.locator("#upload-files").set_input_files(given / "Папка" / "ә0" / "0.txt")
    expect(page.get_by_text(ARRIVED)).to_be_visible()  # of this choice; the rest is still said
    expect(page.locator("[data-left-words]")).to_contain_text(f"of 31 {MISSING}")
    page.locator("#upload-folder").set_input_files(given)
    expect(page.locator("[data-upload-status]")).to_have_text("31 of 31 files have arrived.", timeout=30_000)
    expect(page.locator("[data-upload-left]")).to_be_hidden()
    assert page.evaluate(KEPT) == NOTHING
    assert sum(bytes_sent) == sum(map(len, files.values())) + len(files["Папка/ә0/0.txt"])
    page.get_by_role("link", name="Watch them being read").click()
    expect(page.locator("#reading")).to_be_in_viewport()
    expect(page.locator("[data-upload-total]")).to_be_hidden()


def test_signing_out_takes_the_names_from_this_browser(page, files, tmp_path, secretary, site, batch):
    page.route("**/evidence/uploads/", lambda route: route.abort("connectionreset"))
    drop(page, tmp_path / "given" / "Папка")
    expect(page.get_by_text("The line is down").first).to_be_visible()
    assert "Папка/ә" in page.evaluate(KEPT)
    page.locator("[data-menu] > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.unroute("**/evidence/uploads/")
    assert page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)") == []
    sign_in(page, site, secretary, f"/evidence/batches/{batch.ref}/")
    expect(page.locator("[data-upload-left]")).to_be_hidden()


def test_names_of_another_person_on_this_browser_go_when_the_page_is_opened(page):
    write = """() => new Promise((done) => { indexedDB.open("uploads").onsuccess = ({ target }) => {
        const work = target.result.transaction(["scopes", "chosen"], "readwrite");
        work.objectStore("scopes").put({ scope: "0:BA-1", at: Date.now(), looking: false });
        work.objectStore("chosen").put({ scope: "0:BA-1", mark: "m", path: "theirs.txt" });
        work.oncomplete = () => { target.result.close(); done(); };
    }; })"""
    expect(page.locator("[data-choose]").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate(write)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(KEPT) == NOTHING
