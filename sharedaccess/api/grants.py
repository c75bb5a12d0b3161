"""Shared access, for programs of the account owner and of grantees."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.actor import requires
from orgs.roles import Capability
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.api_problems import problem_response
from portal.idempotency import KEY, once
from portal.problems import Conflict, PreconditionRequired
from sharedaccess import actions
from sharedaccess.api.door import OrganizationAPIView
from sharedaccess.api.shapes import (
    ChangeSerializer,
    GrantSerializer,
    NewGrantSerializer,
    ShareSerializer,
)
from sharedaccess.expiry import day_of, zone_of
from sharedaccess.lists import NEWEST_FIRST, grants_of, grants_with
from sharedaccess.models import Grant

STALE = frozenset({"stale", "revoked"})
ETAG = OpenApiParameter("ETag", location=OpenApiParameter.HEADER, response=[200, 201])
MUST_MATCH = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    required=True,
    description="The `ETag` as you saw it. Changed since: 412, with how it stands now.",
)


class GrantsView(OrganizationAPIView):
    @extend_schema(
        operation_id="shared_access_list",
        tags=["shared access"],
        parameters=[PageQuery],
        responses=page_of(GrantSerializer),
    )
    @requires(Capability.GRANT_ACCESS)
    def get(self, request: PersonRequest, org: str) -> Response:
        """What you share of your organization, newest first."""
        query = PageQuery.read(request.query_params)
        rows = grants_of(self.actor.organization)
        return page_response(request, rows, NEWEST_FIRST, GrantSerializer, query)

    @extend_schema(
        operation_id="share_access",
        tags=["shared access"],
        parameters=[KEY, ETAG],
        request=NewGrantSerializer,
        responses={200: GrantSerializer, 201: GrantSerializer},
    )
    @requires(Capability.GRANT_ACCESS)
    def post(self, request: PersonRequest, org: str) -> Response:
        """Share access with an existing user."""
        pk, is_new = once(request, lambda _: self._share(request.data))
        address = reverse("api:grant", args=[org, pk])
        return _answer(
            grants_of(self.actor.organization).get(pk=pk),
            code=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK,
            Location=settings.SITE_URL + address,
        )

    def _share(self, data: Any) -> Grant:
        return actions.grant_access(actor=self.actor, **NewGrantSerializer.read(data))


class GrantView(OrganizationAPIView):
    @extend_schema(
        operation_id="shared_access",
        tags=["shared access"],
        parameters=[ETAG],
        responses=GrantSerializer,
    )
    @requires(Capability.GRANT_ACCESS)
    def get(self, request: PersonRequest, org: str, pk: int) -> Response:
        """One grant."""
        return _answer(self._find(pk))

    @extend_schema(
        operation_id="change_shared_access",
        tags=["shared access"],
        parameters=[MUST_MATCH, ETAG],
        request=ChangeSerializer,
        responses=GrantSerializer,
    )
    @requires(Capability.GRANT_ACCESS)
    def patch(self, request: PersonRequest, org: str, pk: int) -> Response:
        """Change it; what is left out stays. Of a cloud-sourced one only the resources change."""
        grant = self._find(pk)
        given = ChangeSerializer.read(request.data)
        now = {
            "share_name": grant.share_name,
            "resources": grant.resources,
            "expires_on": day_of(grant.expires_at, zone_of(request.user)),
        }
        change = partial(actions.change_grant, actor=self.actor, grant=grant, **(now | given))
        try:
            change(version=_version_seen(request, grant))
        except Conflict as problem:
            return self._stale(problem, pk)
        return _answer(self._find(pk))

    @extend_schema(
        operation_id="delete_shared_access", tags=["shared access"], responses={204: None}
    )
    @requires(Capability.GRANT_ACCESS)
    def delete(self, request: PersonRequest, org: str, pk: int) -> Response:
        """End it; a cloud-sourced one stays (403)."""
        actions.revoke_grant(actor=self.actor, grant=self._find(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _find(self, pk: int) -> Grant:
        """Raises Http404 for a deleted one too."""
        if grant := grants_of(self.actor.organization).filter(pk=pk).first():
            return grant
        raise Http404

    def _stale(self, problem: Conflict, pk: int) -> Response:
        grant = self._find(pk)
        shown = GrantSerializer(grant).data
        response = problem_response(412, str(problem), problem.code, shared_access=shown)
        response["ETag"] = _etag(grant)
        return response


class SharedWithMeView(APIView):
    @extend_schema(
        operation_id="shared_with_me",
        tags=["shared access"],
        parameters=[PageQuery],
        responses=page_of(ShareSerializer),
    )
    def get(self, request: PersonRequest) -> Response:
        """What account owners share with you."""
        query = PageQuery.read(request.query_params)
        rows = grants_with(request.user)
        return page_response(request, rows, NEWEST_FIRST, ShareSerializer, query)


def _answer(grant: Grant, *, code: int = status.HTTP_200_OK, **headers: str) -> Response:
    headers["ETag"] = _etag(grant)
    return Response(GrantSerializer(grant).data, status=code, headers=headers)


def _etag(grant: Grant) -> str:
    return f'"{grant.pk}-{grant.version}"'


def _version_seen(request: PersonRequest, grant: Grant) -> int:
    """What to hand to the action: a tag that is not of this grant now stands for none.

    Raises PreconditionRequired.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired(_("Say in If-Match which ETag you saw."))
    tags = {tag.removeprefix("W/") for tag in parse_etags(given)}
    return grant.version if tags & {"*", _etag(grant)} else 0
