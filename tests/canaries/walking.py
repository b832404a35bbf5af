"""Walk through the whole desk as everybody, look for the canaries by name, and break every rule that a request can break."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from tests.canaries.names import IN_TESTIMONY, IN_VAULT, Canary
from tests.canaries.planting import Planted, deposit_of, register, visitor
from tests.canaries.visitor import Answer, Visitor
from tests.journeys.system import System
from tests.matrix.classified import addresses

EVERYBODY = (
    "secretary", "commissioner", "investigator", "analyst", "protection", "clinician", "translator", "auditor",
    "administrator", "other.secretary",
)  # fmt: skip
A_FEW = ("protection",)  # sees the most
NOT_FOLLOWED = re.compile(r"^/(static|accounts/logout|language|session)/")
REF = re.compile(r"[A-Z]{1,2}-\d+|\d+")
OF_A_KIND = 2  # pages of one pattern that each person opens


def walk(system: System, planted: Planted, roles: tuple[str, ...]) -> Counter[int]:
    """Every page that each of `roles` is led to, and every address there is, for what was planted. Statuses by number."""
    seen: Counter[int] = Counter()
    for who in roles:
        person = visitor(system, who)
        _follow(person, seen)
        for path in _all_addresses(planted):
            seen[person.get(path).status] += 1
    return seen


def _follow(person: Visitor, seen: Counter[int]) -> None:
    """Follow links from the first page on; pages of one pattern twice at the most."""
    todo, known, kinds = ["/overview/", "/admin/", "/witnesses/", "/testimony/"], set[str](), Counter[str]()
    while todo:
        path = todo.pop()
        kind = REF.sub("#", path.split("?")[0])
        if path in known or NOT_FOLLOWED.match(path) or kinds[kind] >= OF_A_KIND:
            continue
        known.add(path)
        kinds[kind] += 1
        answer = person.get(path)
        seen[answer.status] += 1
        todo += answer.links()


def _all_addresses(planted: Planted) -> Iterator[str]:
    """Each address of the installation, its places filled with what was planted."""
    kinds = {ref.split("-")[0]: ref for ref in planted.refs}
    some = {False: [planted.witnesses[0], kinds["T"]], True: [kinds["B"], kinds["E"]]}
    for pattern, _one in addresses():
        path = pattern.replace("^", "").replace("$", "").replace("\\", "")
        path = re.sub(r"<str:cipher>|<str:(?!ref)\w+>|<slug:\w+>", planted.witnesses[0], path)
        path = re.sub(r"<int:\w+>", "1", path)
        if "(?P" in path.replace("(?P<ref>[^/.]+)", "") or ".*" in path:
            continue
        for ref in some["evidence" in path] if "ref" in path else ("",):
            yield "/" + re.sub(r"<str:ref>|\(\?P<ref>[^)]*\)", ref, path)


def look_up(system: System) -> None:
    """Ask for canaries wherever a name can be asked for; nobody learns more than yes, no, or a cipher."""
    officer, investigator, secretary = (visitor(system, who) for who in ("protection", "investigator", "secretary"))
    for canary in IN_VAULT[:6]:
        for how in ("russian", "bgn"):
            found = officer.submit("/witnesses/search/", {"secret-name": canary.spelt(how)})
            assert "W-" in found.text, "the vault did not find a canary"
            assert canary.spelt(how) not in found.text, "a search came back with the name"
        answer = investigator.submit("/witnesses/known/", {"secret-name": canary.full})
        assert canary.full not in answer.text, "a question came back with the name"
    for canary in (IN_VAULT[7], IN_TESTIMONY[0]):
        for path in (
            "/evidence/search/?q=",
            "/api/v1/search/?q=",
            "/audit/?q=",
            "/admin/inquiry/user/?q=",
        ):
            secretary.get(path + quote(canary.full))
        secretary.submit("/names/", {"secret-q": canary.full})


def opened(system: System, witness: str, canary: Canary) -> str:
    """An opening of `witness` that two persons agreed on, read once without a browser; the reference of a second one."""
    officer, commissioner = visitor(system, "protection"), visitor(system, "commissioner")
    for person, who in ((officer, "protection"), (commissioner, "commissioner")):
        person.confirms(system.people[f"{who}@demo.example"])
    refs = []
    for _time in range(2):
        fields = {
            "witnesses": witness,
            "purpose": "danger",
            "reason": "SYNTHETIC: to see that nothing leaks",
            "hours": "1",
        }
        answer = officer.submit("/witnesses/openings/new/", fields)
        assert answer.status == 302, f"an opening could not be asked for: {answer.status}"
        refs.append(answer.headers["Location"].strip("/").split("/")[-1])
        commissioner.get(f"/witnesses/openings/{refs[-1]}/")
        answer = commissioner.post(f"/witnesses/openings/{refs[-1]}/steps/approve/", {})
        assert answer.status == 302, f"an opening could not be agreed to: {answer.status}"
    officer.get(f"/witnesses/openings/{refs[0]}/")
    shown = officer.post(f"/witnesses/openings/{refs[0]}/read/{witness}/", {})
    assert canary.full in shown.text, f"the identity was not shown: {shown.status}"
    return refs[1]


def break_rules(system: System, planted: Planted) -> Counter[int]:
    """Requests that are refused in every way, each with a canary in it."""
    person = visitor(system, "investigator")
    name, witness = IN_VAULT[9].spelt("russian"), planted.witnesses[9]
    seen: Counter[int] = Counter()
    for answer in _refused(person, name, witness):
        seen[answer.status] += 1
    _deposits_that_end_badly(system, person, seen)
    return seen


def _refused(person: Visitor, name: str, witness: str) -> Iterator[Answer]:
    deposit, body = f"/witnesses/{witness}/deposit/", {"secret-names.full": name}
    person.get(deposit)
    yield person.get(f"/witnesses/{quote(name)}/")
    yield person.get(f"/{quote(name)}/?name={quote(name)}")
    yield person.ask("GET", "/overview/", User_Agent=quote(name), Referer=f"http://x/{quote(name)}")
    yield person.ask("PUT", deposit, name.encode(), Content_Type="text/plain")
    yield person.ask("DELETE", deposit, name.encode())
    forged = urlencode(body).encode()
    yield person.ask("POST", deposit, forged, Content_Type="application/x-www-form-urlencoded")
    yield person.post(deposit, {"secret-names.full": name * 60})
    yield person.post(deposit, {"secret-names.full": "\n".join([name] * 60)})
    yield person.post(deposit, {"secret-names.full": f"{name}\0"})
    yield person.post(deposit, {f"secret-{quote(name)}": name})
    yield person.post(deposit, body, [("secret-names.full", name, name.encode())])
    yield person.post("/witnesses/W-99999/deposit/", body)
    yield person.post("/witnesses/known/", {"secret-name": name * 20})
    yield person.post("/witnesses/search/", {"secret-name": name})
    yield person.post("/witnesses/new/", {"capacity": name, "languages": name, "age_band": name, "came": name})
    yield person.post(
        "/witnesses/new/", {"capacity": "victim", "languages": "Kazakh", "region": name, "revision": name}
    )
    yield person.post(deposit, {"secret-names.full": "x" * 12_000_000 + name})
    yield person.ask("GET", "/accounts/login/", Cookie=f"sessionid={quote(name)}; csrftoken={quote(name)}")
    stranger = Visitor(f"http://{person.host}")
    stranger.get("/accounts/login/")
    yield stranger.post("/accounts/login/", {"login": f"{quote(name)}@canary.example", "password": name})
    for room in ("witnesses", "sources", "visits", "detainees", "acts"):
        yield from _refused_by_api(person, f"/api/v1/{room}/", name)
    for _time in range(12):  # more than a day's ration
        yield person.post("/witnesses/known/", {"secret-name": name})


def _refused_by_api(person: Visitor, path: str, name: str) -> Iterator[Answer]:
    wrong: tuple[object, ...] = ({"name": name, name: [name]}, [name], {"title": {"a": name}})
    for body in (*map(json.dumps, wrong), f'{{"name": "{name}'):
        yield person.ask("POST", path, body.encode(), Content_Type="application/json", X_CSRFToken=person.token)
    yield person.ask("POST", path, name.encode(), Content_Type="text/x-name", X_CSRFToken=person.token)
    yield person.get(f"{path}?{quote(name)}={quote(name)}")
    headers = {"Content_Type": "application/json", "If_Match": quote(name), "X_CSRFToken": person.token}
    yield person.ask("PATCH", f"{path}{quote(name)}/", b"{}", **headers)


def _deposits_that_end_badly(system: System, person: Visitor, seen: Counter[int]) -> None:
    """The connection breaks half-way; the vault is killed while it works; a worker is killed."""
    canary = IN_VAULT[10]
    witness = register(person)
    person.get(f"/witnesses/{witness}/deposit/")
    whole = f"POST /witnesses/{witness}/deposit/ HTTP/1.1\r\nHost: {person.host}\r\nContent-Length: 90000\r\n\r\n{canary.full}"
    with socket.create_connection(tuple(person.host.split(":"))) as door:  # type: ignore[arg-type]
        door.sendall(whole.encode())
    answers: list[int] = []

    def send() -> None:
        for _time in range(6):
            answers.append(person.post(f"/witnesses/{witness}/deposit/", deposit_of(canary)).status)

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(0.15)
    kill(system, "vault")
    kill(system, "worker-default")
    sending.join(120)
    seen.update(answers)


def kill(system: System, name: str) -> None:
    """End one service of this system without warning; the supervisor starts it again."""
    rows = json.loads((system.state / "processes.json").read_text())
    for row in rows:
        if row["name"] == name:
            os.kill(row["identity"]["pid"], signal.SIGKILL)
