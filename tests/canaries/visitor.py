"""Somebody at the desk without a browser: signs in, reads pages, follows links, fills forms in, breaks rules."""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

Fields = Mapping[str, "str | list[str]"]
Files = Iterable[tuple[str, str, bytes]]  # field, file name, content
LINK = re.compile(r'(?:href|src|hx-get|action)="(/[^"#]*)')

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    url: str
    text: str
    headers: Mapping[str, str]

    def option(self, label: str) -> str:
        """The value of the choice that begins with these words."""
        found = re.search(rf'<option value="([^"]*)"[^>]*>\s*{re.escape(label)}', self.text)
        assert found, f"{self.url} offers no {label}"
        return found[1]

    def links(self) -> list[str]:
        return [link.replace("&amp;", "&") for link in LINK.findall(self.text)]


class _Forms(HTMLParser):
    """The forms of a page: address, and the fields with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        name = at.get("name", "")
        if tag == "form":
            self.forms.append((at.get("action", ""), {}))
        elif not self.forms:
            return
        elif tag == "input" and name and (at.get("type") not in ("checkbox", "radio", "submit") or "checked" in at):
            self.forms[-1][1].setdefault(name, []).append(at.get("value", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in at:
            self.forms[-1][1].setdefault(self._select, []).append(at.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.forms[-1][1][name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][1][self._area][0] += data


class Visitor:
    """One session. Nothing is kept of an answer but what the caller keeps."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookies: dict[str, str] = {}
        self.token = ""  # against forgery, from the last page with a form

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request as it is given, whatever comes back. Header names with _ for -."""
        door = http.client.HTTPConnection(self.host, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        sent.setdefault("Referer", f"http://{self.host}/")
        try:
            door.request(method, path, body=body or None, headers=sent)
            found = door.getresponse()
            text = found.read().decode("utf-8", "replace")
        finally:
            door.close()
        for line in found.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        token = TOKEN.search(text)
        self.token = token[1] if token else self.token
        return Answer(found.status, path, text, dict(found.headers.items()))

    def get(self, path: str) -> Answer:
        """A page, redirects followed."""
        found = self.ask("GET", path)
        for _hop in range(5):
            if found.status not in (301, 302, 303, 307, 308):
                break
            there = urlsplit(urljoin(f"http://{self.host}{found.url}", found.headers["Location"]))
            found = self.ask("GET", there.path + (f"?{there.query}" if there.query else ""))
        return found

    def post(self, path: str, fields: Fields, files: Files = (), **headers: str) -> Answer:
        """A form, the token against forgery included; the answer as it is, also a redirect."""
        rows = [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]
        rows = [*(row for row in rows if row[0] != "csrfmiddlewaretoken"), ("csrfmiddlewaretoken", self.token)]
        files = list(files)
        if files:
            body, kind = _multipart(rows, files)
        else:
            body, kind = urlencode(rows).encode(), "application/x-www-form-urlencoded"
        return self.ask("POST", path, body, Content_Type=kind, **headers)

    def submit(self, path: str, fields: Fields, files: Files = ()) -> Answer:
        """Open a page and send its form with `fields` in it, everything else left as it stands there."""
        page = self.get(path)
        reader = _Forms()
        reader.feed(page.text)
        names = set(fields) | {field for field, _name, _content in files}
        action, standing = max(reader.forms or [("", {})], key=lambda form: len(names & set(form[1])))
        target = urlsplit(urljoin(page.url, action) if action else page.url)
        return self.post(target.path + (f"?{target.query}" if target.query else ""), {**standing, **fields}, files)

    def signs_in(self, email: str, password: str) -> Visitor:
        self.get("/accounts/login/")
        found = self.post("/accounts/login/", {"login": email, "password": password})
        assert found.status == 302, f"{email} could not sign in: {found.status}"
        return self

    def confirms(self, password: str) -> None:
        """Show again who one is, as opening an identity asks it."""
        self.get("/accounts/reauthenticate/")
        found = self.post("/accounts/reauthenticate/", {"password": password})
        assert found.status == 302, f"could not confirm: {found.status}"


def _multipart(rows: list[tuple[str, str]], files: list[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in rows
    ]
    for field, name, content in files:
        head = f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"
