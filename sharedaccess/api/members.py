"""Members, their roles and invitations, for programs: what the page Administrators does."""

import uuid
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response

from orgs import actions
from orgs.actor import requires
from orgs.api_members import (
    InvitationSerializer,
    MemberSerializer,
    NewInvitationSerializer,
    OfferedRoleSerializer,
    RolesSerializer,
    read_roles,
)
from orgs.authority import Authority, authority_of, keys_of
from orgs.invitations import pending_invitations
from orgs.members import members_of, roles_version
from orgs.models import Invitation, Membership, Product
from orgs.roles import MEANINGS, SCOPED, Capability
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.api_problems import problem_response
from portal.idempotency import KEY, once
from portal.problems import Conflict
from sharedaccess.api.door import OrganizationAPIView
from sharedaccess.api.organizations import OLDEST_FIRST

HIERARCHY = (Capability.ASSIGN_ROLES, Capability.MANAGE_BRANCH)
ETAG = OpenApiParameter("ETag", location=OpenApiParameter.HEADER, response=[200])
IF_MATCH = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description="The `ETag` of the member as you saw it. Other roles since: 412.",
)


class PeopleView(OrganizationAPIView):
    """An address of the page Administrators."""

    @property
    def reach(self) -> Authority:
        return authority_of(self.actor.user, self.actor.organization)

    def find_member(self, pk: int) -> Membership:
        """Raises Http404 for who is none, NotAllowed for those of other branches."""
        member = get_object_or_404(members_of(self.actor.organization), pk=pk)
        self.demand(self.reach.knows(member), member.user.email)
        return member

    def find_invitation(self, pk: uuid.UUID) -> Invitation:
        rows = Invitation.objects.pending().filter(organization=self.actor.organization)
        invitation = get_object_or_404(rows.select_related("invited_by"), pk=pk)
        self.demand(self.reach.covers(invitation.wanted), invitation.email)
        return invitation

    def demand(self, allowed: bool, about: str) -> None:
        """Ahead of `once`, whose transaction would take the record of the try along."""
        if not allowed:
            is_try = self.request.method not in SAFE_METHODS
            raise actions.refuse(actor=self.actor, about=about, on_record=is_try)

    def answer(self, member: Membership) -> Response:
        body = MemberSerializer(member, context={"reach": self.reach}).data
        return Response(body, headers={"ETag": f'"{roles_version(member)}"'})


class OfferedRolesView(PeopleView):
    @extend_schema(
        operation_id="offered_roles", tags=["members"], responses=OfferedRoleSerializer(many=True)
    )
    @requires(*HIERARCHY)
    def get(self, request: PersonRequest, org: str) -> Response:
        """The roles that you may give, and for which products."""
        reach, organization = self.reach, self.actor.organization
        sold = Product.objects.sold_to(organization)
        mine = sold if reach.products is None else sold.filter(pk__in=reach.products)
        offered = [
            {
                "role": role,
                "name": role.label,
                "meaning": MEANINGS[role],
                "products": mine if role in SCOPED else None,
            }
            for role in reach.offered(organization)
        ]
        return Response(OfferedRoleSerializer(offered, many=True).data)


class MembersView(PeopleView):
    @extend_schema(
        operation_id="members",
        tags=["members"],
        parameters=[PageQuery],
        responses=page_of(MemberSerializer),
    )
    @requires(*HIERARCHY)
    def get(self, request: PersonRequest, org: str) -> Response:
        """The members within your reach, with their roles."""
        reach = self.reach
        rows = members_of(self.actor.organization, reach=reach)
        query = PageQuery.read(request.query_params)
        return page_response(request, rows, OLDEST_FIRST, MemberSerializer, query, reach=reach)


class MemberView(PeopleView):
    @extend_schema(
        operation_id="member", tags=["members"], parameters=[ETAG], responses=MemberSerializer
    )
    @requires(*HIERARCHY)
    def get(self, request: PersonRequest, org: str, pk: int) -> Response:
        """One member."""
        return self.answer(self.find_member(pk))

    @extend_schema(operation_id="remove_member", tags=["members"], responses={204: None})
    @requires(Capability.MANAGE_MEMBERS)
    def delete(self, request: PersonRequest, org: str, pk: int) -> Response:
        """Remove a member with all roles; the cases stay."""
        actions.remove_member(actor=self.actor, membership=self.find_member(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RolesView(PeopleView):
    @extend_schema(
        operation_id="change_roles",
        tags=["members"],
        parameters=[IF_MATCH, ETAG],
        request=RolesSerializer,
        responses=MemberSerializer,
    )
    @requires(*HIERARCHY)
    def put(self, request: PersonRequest, org: str, pk: int) -> Response:
        """Make these the roles of a member, as far as you reach: all changes are made or none."""
        member = self.find_member(pk)
        roles = read_roles(RolesSerializer.read(request.data))
        seen = parse_etags(request.headers.get("If-Match", "*"))[:1]
        version = "" if seen == ["*"] else "".join(seen).removeprefix("W/").strip('"') or "none"
        try:
            actions.change_roles(actor=self.actor, membership=member, roles=roles, version=version)
        except Conflict as conflict:
            if conflict.code != "stale":
                raise
            return problem_response(412, str(conflict), conflict.code)
        return self.answer(members_of(self.actor.organization).get(pk=pk))


class InvitationsView(PeopleView):
    @extend_schema(
        operation_id="invitations", tags=["members"], responses=page_of(InvitationSerializer)
    )
    @requires(*HIERARCHY)
    def get(self, request: PersonRequest, org: str) -> Response:
        """The pending invitations within your reach, newest first; there is only one page."""
        rows: Any = pending_invitations(self.actor.organization, self.reach)
        return Response({"results": InvitationSerializer(rows, many=True).data, "next": None})

    @extend_schema(
        operation_id="invite",
        tags=["members"],
        parameters=[KEY],
        request=NewInvitationSerializer,
        responses={200: InvitationSerializer, 201: InvitationSerializer},
    )
    @requires(*HIERARCHY)
    def post(self, request: PersonRequest, org: str) -> Response:
        """Invite somebody by mail; whether the address has an account makes no difference."""
        new = NewInvitationSerializer.read(request.data)
        roles = read_roles(new)
        self.demand(self.reach.covers(keys_of(roles)), new["email"])
        invite = partial(actions.invite, actor=self.actor, email=new["email"].lower(), roles=roles)
        pk, is_new = once(request, lambda _: invite(language=new["language"]))
        return self._answer(pk, is_new)

    def _answer(self, pk: str, is_new: bool) -> Response:
        invitation = Invitation.objects.select_related("invited_by").get(pk=pk)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(InvitationSerializer(invitation).data, status=code)


class InvitationView(PeopleView):
    @extend_schema(operation_id="revoke_invitation", tags=["members"], responses={204: None})
    @requires(*HIERARCHY)
    def delete(self, request: PersonRequest, org: str, pk: uuid.UUID) -> Response:
        """Revoke a pending invitation: its link opens nothing any more."""
        actions.revoke_invitation(actor=self.actor, invitation=self.find_invitation(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ResendingView(PeopleView):
    @extend_schema(
        operation_id="resend_invitation",
        tags=["members"],
        parameters=[KEY],
        request=None,
        responses=InvitationSerializer,
    )
    @requires(*HIERARCHY)
    def post(self, request: PersonRequest, org: str, pk: uuid.UUID) -> Response:
        """Send another mail with another link, valid for another week."""
        invitation = self.find_invitation(pk)
        once(request, lambda _: self._resend(invitation))
        return Response(InvitationSerializer(self.find_invitation(pk)).data)

    def _resend(self, invitation: Invitation) -> Invitation:
        actions.resend_invitation(actor=self.actor, invitation=invitation)
        return invitation
