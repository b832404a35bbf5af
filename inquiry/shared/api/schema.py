"""How the API describes itself: bearer tokens, and for each address the problems it may answer with."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from inquiry.shared.api.problems import TITLES

PROBLEM = {
    "type": "object",
    "description": "A problem after RFC 9457.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for the person who asked."},
        "errors": {"description": "What does not fit, by field."},
    },
    "required": ["type", "title", "status", "detail"],
}
READING = (400, 401, 403, 404, 406, 429)
WRITING = (*READING, 409, 415, 422)
CHANGING = (*WRITING, 412, 428)
CODES = {"GET": READING, "POST": (*WRITING, 412), "PATCH": CHANGING, "PUT": CHANGING, "DELETE": CHANGING}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer inq_…`."""

    target_class = "inquiry.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> Any:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made on the page “Tokens” or by create_token.",
        }


class ProblemsToo(AutoSchema):
    """Adds to each operation the problems it may answer with."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        problem = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, PROBLEM, "Problem")  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(problem)
        for code in CODES.get(self.method, READING):
            described = {"content": {"application/problem+json": {"schema": problem.ref}}, "description": TITLES[code]}
            bodies.setdefault(str(code), described)
        return bodies
