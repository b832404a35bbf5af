"""Errors of the API as RFC 9457 problems: `application/problem+json` with a title, a sentence and, for bad fields, which."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.exceptions import ValidationError as ModelInvalid
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import set_rollback

from inquiry.shared.tables import Conflict, taken
from inquiry.shared.workflow import Refused

TITLES = {
    400: "The request does not fit",
    401: "Sign in first",
    403: "Not open to you",
    404: "Not found",
    405: "Not possible here",
    406: "Not available in that form",
    409: "Not possible now",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Not in that form",
    422: "The request does not fit",
    428: "Say which version you change",
    429: "Too many requests",
}


class PreconditionRequired(exceptions.APIException):
    """A change has to say which version it changes (`If-Match`)."""

    status_code = 428
    default_detail = "Send If-Match with the ETag you read."


class PreconditionFailed(exceptions.APIException):
    """The record is not the version the change was made for."""

    status_code = 412
    default_detail = "The record was changed since you read it. Read it again."


def problem(code: int, detail: str, **more: Any) -> Response:
    """A problem response with the sentence `detail`."""
    body = {"type": "about:blank", "title": TITLES.get(code, "Error"), "status": code, "detail": detail, **more}
    return Response(body, status=code, content_type="application/problem+json")


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error that is not a defect becomes a problem."""
    error = taken(error) or error
    if isinstance(error, Conflict):
        return _refused(412, error, context)
    if isinstance(error, Refused):
        return _refused(409, error, context)
    if isinstance(error, Http404 | ObjectDoesNotExist):
        error = exceptions.NotFound("There is nothing at this address that you may see.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, ModelInvalid):
        error = exceptions.ValidationError(as_serializer_error(error))
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    response = _of_rest(error)
    for name, value in _headers(error).items():
        response[name] = value
    return response


def _refused(code: int, error: Refused, context: dict[str, Any]) -> Response:
    set_rollback()
    http = context["request"]._request
    http.refusals = [*getattr(http, "refusals", []), error]
    return problem(code, str(error))


def _of_rest(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.ValidationError):
        return problem(status.HTTP_400_BAD_REQUEST, "Some values do not fit; see errors.", errors=error.detail)
    return problem(error.status_code, str(error.detail))


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return headers
