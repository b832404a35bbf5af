"""Resumable uploads by tus 1.0: creation, how far it is, parts, giving up. One's own uploads only, at the desk only."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
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


def answer(status: int, sentence: str = "", **headers: str) -> HttpResponse:
    """A tus response; a sentence for the person in plain text where something stands against it."""
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


@require_http_methods(["POST", "OPTIONS"])
def create(http: HttpRequest) -> HttpResponse:
    """Announce a file: `Upload-Length` and `Upload-Metadata` with batch, relative_path or filename, sha256."""
    if http.method == "OPTIONS":
        return answer(204, Tus_Version=VERSION, Tus_Extension="creation,termination", Tus_Max_Size=str(LARGEST))
    size, said = _number(http, "Upload-Length"), _metadata(http.headers.get("Upload-Metadata", ""))
    if size is None:
        return answer(400, "Say the size of the file.")
    path = said.get("relative_path") or said.get("filename") or b"file"
    batch, claimed = (said.get(name, b"").decode("ascii", "replace") for name in ("batch", "sha256"))
    return _answered(http, lambda: _created(http, batch, path, size, claimed.lower()))


def _created(http: HttpRequest, batch: str, path: bytes, size: int, claimed: str) -> HttpResponse:
    user: Any = http.user
    upload = uploads.begin(batch=batch, path=path, size=size, by=user, claimed_digest=claimed)
    where = reverse("evidence:upload", args=[upload.token])
    return answer(201, Location=where, **_receipt(upload, user))


@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(http: HttpRequest, token: str) -> HttpResponse:
    """How far an upload is, the next part of it, or its end."""
    record = found(Upload.objects.visible_to(http.user).select_related("batch", "item"), token=token)
    if http.method == "DELETE":
        uploads.give_up(record)
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
    end = uploads.append(record, http, at=at)
    return answer(204, Upload_Offset=str(end), **_receipt(record, user))


def _receipt(record: Upload, user: Any) -> dict[str, str]:
    """Reference and digest, once everything is here: received in this moment, or before a line broke."""
    item = uploads.finish(record, by=user)
    return {"Evidence_Ref": item.ref, "Evidence_Sha256": item.sha256} if item else {}


def _answered(http: HttpRequest, made: Any) -> HttpResponse:
    """What was refused, as tus says it: 409 for a part out of step, 507 for a disk that is full, else 422, each with its
    sentence; the last two are audited."""
    try:
        response: HttpResponse = made()
    except Batch.DoesNotExist as missing:
        raise Http404 from missing
    except uploads.OutOfStep as problem:
        return answer(409, str(problem))
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
