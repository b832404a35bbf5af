"""Tokens of the REST API: `Authorization: Bearer inq_…`, kept as SHA-256 digests of 256 random bits."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from inquiry.accounts.api_tokens import ApiToken
from inquiry.accounts.models import User

PREFIX = "inq_"
SEEN_EVERY = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """What is kept of a token. A fast hash is right for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenAuthentication(BaseAuthentication):
    """Finds the token's owner and gives them no more than the token's scopes."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The owner and the token; None when the request carries none.

        Raises:
            AuthenticationFailed: the token is unknown, over, revoked, or its owner may not sign in any more.
        """
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "bearer":
            return None
        if len(words) != 2 or not words[1].startswith(PREFIX):
            raise AuthenticationFailed("This is not a token of this system.")
        token = self._living(words[1])
        self._note_use(token)
        user = token.user
        user.scopes = frozenset(token.scopes)
        return user, token

    def _living(self, secret: str) -> ApiToken:
        found = ApiToken.objects.select_related("user").filter(
            digest=digest_of(secret), revoked_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True
        )
        token = found.first()
        if token is None:
            raise AuthenticationFailed("The token is unknown, has ended or was revoked.")
        return token

    def _note_use(self, token: ApiToken) -> None:
        now = timezone.now()
        if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)

    def authenticate_header(self, request: Request) -> Any:
        return "Bearer"
