"""Registers by API: the computed one as JSON, and files that are built, looked at, and downloaded."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action as route
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from inquiry.accounts.rights import Right
from inquiry.shared.api.records import RecordSerializer, RecordViewSet, inquiries_of
from inquiry.shared.api.writing import CreateByAction
from reports.registers import actions, kinds
from reports.registers.kinds import MEDIA, Format
from reports.registers.models import Register


class RegisterSerializer(RecordSerializer):
    status: Any = serializers.CharField(read_only=True, help_text="queued, running, done or failed")
    problem: Any = serializers.CharField(source="job_problem", default="", read_only=True)
    steps_done: Any = serializers.IntegerField(source="job_done", default=0, read_only=True)
    steps: Any = serializers.IntegerField(source="job_total", default=0, read_only=True)
    asked_for_by: Any = serializers.CharField(source="created_by.name", read_only=True)

    class Meta:
        model = Register
        fields = (
            "ref", "inquiry", "kind", "format", "about_ref", "status",
            "problem", "steps_done", "steps", "asked_for_by", "created_at",
            "built_at", "size", "entries", "file_digest", "data_digest",
        )  # fmt: skip
        read_only_fields = ("built_at", "size", "entries", "file_digest", "data_digest")


class RegisterViewSet(CreateByAction, RecordViewSet):
    """Registers as files: `POST` asks for one, `GET` says how far it is, `/download/` hands it out once it is built."""

    model = Register
    serializer_class = RegisterSerializer
    filters = {"kind": "kind"}
    together = ("inquiry", "created_by")
    create_action = staticmethod(actions.build)

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.with_job()

    @extend_schema(responses={(200, media): OpenApiTypes.BINARY for media in MEDIA.values()}, filters=False)
    @route(detail=True, methods=["get"], pagination_class=None)
    def download(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, if everything in it is open to the caller; recorded in the audit."""
        record = actions.download(self.get_object().ref, by=request.user)  # type: ignore[arg-type]
        with actions.opened(record) as file:
            answer = HttpResponse(file.read(), content_type=MEDIA[Format(record.format)])
        answer["Content-Disposition"] = f'attachment; filename="{record.file_name}"'
        return answer


class CooperationView(APIView):
    """The register of cooperation as it stands now, over what the caller may see."""

    @extend_schema(
        operation_id="cooperation_retrieve",
        parameters=[
            OpenApiParameter("inquiry", OpenApiTypes.STR, description="Reference; the first of yours if left out.")
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Authorities, their requests, assurances and petitions, notice as ranges, reasons, counts, what each rests on."""
        theirs = inquiries_of(request.user)
        wanted = request.query_params.get("inquiry")
        inquiry = theirs.filter(ref=wanted).first() if wanted else theirs.first()
        user: Any = request.user
        if inquiry is None or not user.holds(Right.REGISTER_READ, inquiry):
            raise NotFound
        return Response(kinds.cooperation(inquiry, user).document)
