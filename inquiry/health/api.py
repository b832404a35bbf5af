"""What is running, by API."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.health.facts import facts


class FactSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    well = serializers.BooleanField()
    words = serializers.CharField()
    off = serializers.CharField(help_text="What does not work meanwhile; empty when all is well.")


class HealthSerializer(serializers.Serializer[Any]):
    well = serializers.BooleanField()
    facts = FactSerializer(many=True)


class HealthView(APIView):
    """What is running and what is missing."""

    @extend_schema(responses={200: HealthSerializer}, operation_id="health_retrieve")
    def get(self, request: Request) -> Response:
        if not isinstance(request.user, User) or not request.user.holds(Right.JOB_READ):
            raise Http404
        found = facts()
        return Response(HealthSerializer({"well": all(one.well for one in found), "facts": found}).data)
