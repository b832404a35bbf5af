"""The commission, its members and their declarations by API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from inquiry.accounts.models import User
from inquiry.commission import actions
from inquiry.commission.models import Commission, Declaration, Member
from inquiry.shared.api.records import InquiryField, RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction


class CommissionSerializer(RecordSerializer):
    class Meta:
        model = Commission
        fields = (
            "ref", "inquiry", "name", "convenor", "secretariat", "authority_basis", "launched", "launched_basis", "about",
            "allowed_actions",
        )  # fmt: skip


class CommissionViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """The commission of each inquiry that the caller takes part in."""

    model = Commission
    serializer_class = CommissionSerializer
    create_action = staticmethod(actions.set_up)
    change_action = staticmethod(actions.change)


class MemberSerializer(RecordSerializer):
    user: Any = VisibleRelatedField(
        User, slug_field="email", required=False, allow_null=True, help_text="E-mail address."
    )

    class Meta:
        model = Member
        fields = (
            "ref", "inquiry", "name", "honours", "other_names", "role", "about", "since", "since_basis", "until",
            "until_basis", "user", "allowed_actions",
        )  # fmt: skip


class MemberViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Members of the commission and of its staff, with their terms."""

    model = Member
    serializer_class = MemberSerializer
    filters = {"role": "role", "name": "name__icontains"}
    together = ("inquiry", "user")
    create_action = staticmethod(actions.add_member)
    change_action = staticmethod(actions.change_member)


class DeclarationSerializer(RecordSerializer):
    inquiry: Any = InquiryField(read_only=True)
    member: Any = VisibleRelatedField(Member)
    replaces: Any = VisibleRelatedField(Declaration, required=False, allow_null=True)
    replaced_by: Any = serializers.SlugRelatedField(slug_field="ref", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Declaration
        fields = (
            "ref", "inquiry", "member", "declared", "declared_basis", "subject", "subject_ref", "interest", "conflicts",
            "replaces", "replaced_by", "created_at", "allowed_actions",
        )  # fmt: skip


class DeclarationViewSet(CreateByAction, RecordViewSet):
    """Declarations of interest: written once, replaced by later ones."""

    model = Declaration
    serializer_class = DeclarationSerializer
    filters = {"member": "member__ref", "subject_ref": "subject_ref"}
    together = ("inquiry", "member", "replaces", "replaced_by")
    create_action = staticmethod(actions.declare)
    inherits_inquiry = True
