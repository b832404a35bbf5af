"""Resumable uploads by tus 1.0: creation (with the bytes, where they are few), how far it is, parts, giving up. One's own
uploads only, at the desk only.

Two things are added to the protocol. `mark` in the metadata names a file for its sender: announced again, it is the same
upload. `Upload-Sha256` beside the last part is what the sender computed on the way; other bytes are refused."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evidence.intake import uploads
from evidence.intake.actions import NoRoom
from evidence.intake.models import Batch, Upload
from evidence.intake.rules import LARGEST
from inquiry.shared.web import found
from inquiry.shared.workflow import Refused

VERSION = "1.0.0"
PART = "application/offset+octet-stream"
EXTENSIONS = "creation,creation-with-upload,termination"
ASKED = 1000  # files in one question
UNUSABLE = "What was sent holds characters that no text has."
_HALF = re.compile("[\ud800-\udfff]")


def answer(status: int, sentence: str = "", **headers: str) -> HttpResponse:
    """A tus response; a sentence for the person in plain text where something stands against it."""
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


@require_http_methods(["POST", "OPTIONS"])
def create(http: HttpRequest) -> HttpResponse:
    """Announce a file: `Upload-Length` and `Upload-Metadata` with batch, relative_path or filename, mark, sha256. A JSON
    body asks instead which files are known (`_asked`)."""
    if http.method == "OPTIONS":
        return answer(204, Tus_Version=VERSION, Tus_Extension=EXTENSIONS, Tus_Max_Size=str(LARGEST))
    if http.content_type == "application/json":
        return _answered(http, lambda: _asked(http))
    size, said = _number(http, "Upload-Length"), _metadata(http.headers.get("Upload-Metadata", ""))
    if size is None:
        return answer(400, "Say the size of the file.")
    path = said.get("relative_path") or said.get("filename") or b"file"
    batch, claimed, mark = (said.get(name, b"").decode("ascii", "replace") for name in ("batch", "sha256", "mark"))
    if not _is_text(batch, mark):
        return answer(400, UNUSABLE)
    about = {"batch": batch, "path": path, "size": size, "claimed_digest": claimed.lower(), "mark": mark[:64]}
    return _answered(http, lambda: _created(http, about))


def _created(http: HttpRequest, about: dict[str, Any]) -> HttpResponse:
    user: Any = http.user
    record = uploads.begin(by=user, **about)
    if http.content_type == PART and not uploads.offset(record):
        uploads.append(record, http, at=0)
    where, receipt = reverse("evidence:upload", args=[record.token]), _receipt(record, user)
    return answer(201, Location=where, Upload_Offset=str(uploads.offset(record)), **receipt)


def _asked(http: HttpRequest) -> HttpResponse:
    """Of the files with `marks`, or of all that did not end when none are given: mark → [address, bytes that arrived, reference
    and SHA-256 of the item or ""]. With `forget` those that did not end are given up first."""
    said = _json(http)
    user: Any = http.user
    marks = [str(mark) for mark in said["marks"]][:ASKED] if isinstance(said.get("marks"), list) else None
    ref = str(said.get("batch"))
    if not _is_text(ref, *(marks or ())):
        return answer(400, UNUSABLE)
    batch = found(Batch.objects.visible_to(user), ref=ref)
    if said.get("forget"):
        for one in uploads.under_way(batch, by=user):
            uploads.give_up(one, by=user)
    rows = uploads.under_way(batch, by=user)[:ASKED] if marks is None else uploads.known_again(batch, marks, by=user)
    response = JsonResponse({row.mark: _known(row) for row in rows if row.mark})
    response["Tus-Resumable"] = VERSION
    return response


def _known(row: Upload) -> list[Any]:
    where = reverse("evidence:upload", args=[row.token])
    return [where, uploads.offset(row), *((row.item.ref, row.item.sha256) if row.item else ("", ""))]


def _json(http: HttpRequest) -> dict[str, Any]:
    """The body where it is a JSON object, else nothing."""
    try:
        said = json.loads(http.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _is_text(*values: str) -> bool:
    """Whether the database can be asked for them: it takes neither a null nor half a character."""
    return not any("\0" in value or _HALF.search(value) for value in values)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(http: HttpRequest, token: str) -> HttpResponse:
    """How far an upload is, the next part of it, or its end."""
    record = found(Upload.objects.visible_to(http.user).select_related("batch", "item"), token=token)
    if http.method == "DELETE":
        uploads.give_up(record, by=http.user)  # type: ignore[arg-type]
        return answer(204)
    return _answered(http, lambda: _part(http, record) if http.method == "PATCH" else _far(http, record))


def _far(http: HttpRequest, record: Upload) -> HttpResponse:
    user: Any = http.user
    receipt = _receipt(record, user)
    return answer(200, Upload_Offset=str(uploads.offset(record)), Upload_Length=str(record.size), **receipt)


def _part(http: HttpRequest, record: Upload) -> HttpResponse:
    at = _number(http, "Upload-Offset")
    if http.content_type != PART or at is None:
        return answer(415 if http.content_type != PART else 400)
    user: Any = http.user
    uploads.claim(record, http.headers.get("Upload-Sha256", "").lower())
    end = uploads.append(record, http, at=at)
    return answer(204, Upload_Offset=str(end), **_receipt(record, user))


def _receipt(record: Upload, user: Any) -> dict[str, str]:
    """Reference and digest, once everything is here: received in this moment, or before a line broke."""
    item = uploads.finish(record, by=user)
    return {"Evidence_Ref": item.ref, "Evidence_Sha256": item.sha256} if item else {}


def _answered(http: HttpRequest, made: Any) -> HttpResponse:
    """What was refused, as tus says it: 409 for a part out of step (423 to the question how far it is: ask again), 507 for a
    disk that is full, else 422, each with its sentence; the last two are audited."""
    try:
        response: HttpResponse = made()
    except Batch.DoesNotExist as missing:
        raise Http404 from missing
    except uploads.OutOfStep as problem:
        return answer(423 if http.method == "HEAD" else 409, str(problem))
    except Refused as problem:
        http.refusals = [*getattr(http, "refusals", []), problem]  # type: ignore[attr-defined]
        return answer(507 if isinstance(problem, NoRoom) else 422, str(problem))
    return response


def _number(http: HttpRequest, name: str) -> int | None:
    text = http.headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _metadata(text: str) -> dict[str, bytes]:
    """`key base64,key base64` as tus sends it; what is no base64 is left out."""
    found_: dict[str, bytes] = {}
    for pair in text.split(",")[:20]:
        key, _blank, value = pair.strip().partition(" ")
        try:
            found_[key] = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            continue
    return found_
