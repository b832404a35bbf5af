"""A key that the caller chooses makes a POST happen once: sent again, the first answer comes back.

Key, act and answer are one transaction: what was refused leaves no key behind, and of two at once the second waits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from inquiry.shared.tables import Sensitivity

if TYPE_CHECKING:
    from inquiry.accounts.models import User

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=48)
LONGEST = 80


class IdempotencyKey(models.Model):
    """What one person sent under one key, and the answer; kept for 48 hours."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": Sensitivity.INTERNAL,
        "user": Sensitivity.INTERNAL,
        "key": Sensitivity.INTERNAL,
        "sent_digest": Sensitivity.INTERNAL,
        "status": Sensitivity.INTERNAL,
        "answer": Sensitivity.IDENTIFYING,
        "headers": Sensitivity.INTERNAL,
        "created_at": Sensitivity.INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=LONGEST)
    sent_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict, encoder=JSONEncoder)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "inquiry"
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_answer_for_each_key"),)

    def __str__(self) -> str:
        return self.key


class KeyUsedOtherwise(APIException):
    """The key belongs to another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was used for another request. Take a new key."


def once(request: Request, answer: Callable[[], Response]) -> Response:
    """Call `answer` once for the caller's `Idempotency-Key`; without a key simply call it.

    Raises:
        KeyUsedOtherwise: the key came with another method, address or body before.
        ValidationError: the key is longer than 80 characters.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return answer()
    if len(key) > LONGEST or not key.isprintable():
        raise serializers.ValidationError({HEADER: [f"At most {LONGEST} printable characters."]})
    with transaction.atomic():
        forget_old()
        sent = {"sent_digest": _sent(request)}
        kept, fresh = IdempotencyKey.objects.get_or_create(user=cast("User", request.user), key=key, defaults=sent)
        return _keep(kept, answer()) if fresh else _again(kept, request)


def forget_old() -> int:
    """Take away the answers that were kept long enough; return how many rows went."""
    gone, _kinds = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return gone


def _keep(kept: IdempotencyKey, response: Response) -> Response:
    kept.status, kept.answer = response.status_code, response.data
    kept.headers = {name: response[name] for name in ("ETag", "Location") if name in response}
    kept.save(update_fields=["status", "answer", "headers"])
    return response


def _again(kept: IdempotencyKey, request: Request) -> Response:
    if kept.sent_digest != _sent(request):
        raise KeyUsedOtherwise
    return Response(kept.answer, status=kept.status, headers={**kept.headers, "Idempotent-Replayed": "true"})


def _sent(request: Request) -> str:
    """Digest of method, address, body and what the caller may do: whoever may do less now is not told the answer again.

    Files count by name and size: their bytes are hashed where they are kept.
    """
    data: Any = request.data
    body = dict(data.lists()) if hasattr(data, "lists") else data
    text = json.dumps(body, sort_keys=True, default=lambda file: [getattr(file, "name", ""), getattr(file, "size", 0)])
    may = sorted(right for right, reaches in cast("User", request.user).held().items() if any(reaches.values()))
    return hashlib.sha256(f"{request.method} {request.path}\n{may}\n{text}".encode()).hexdigest()
