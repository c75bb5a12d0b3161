"""Who calls: an organization's directory, by a token in the Authorization header."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from scim2_models import InvalidSyntaxException

from orgs.actor import Actor, Via
from orgs.models import Organization, ScimToken
from orgs.roles import CAPABILITIES, Role
from portal import audit
from portal.problems import Problem, TooMany
from portal.throttling import spend

NOTED_EACH = timedelta(minutes=1)
"""`last_used_at` is written once a minute at the most."""

LIMIT, WRONG_LIMIT, WINDOW = 600, 60, 60
"""Requests of one token, and wrong tokens of one address, in so many seconds."""


class Unauthorized(Problem):
    status = 401
    code = "token-unknown"


@dataclass(frozen=True)
class Caller:
    """A request of a directory, with what it may do."""

    request: HttpRequest
    token: ScimToken

    @property
    def organization(self) -> Organization:
        return self.token.organization

    @property
    def acting(self) -> dict[str, Any]:
        """For the actions: the token stands on the right of the system admin who made it."""
        actor = Actor(
            user=self.token.made_by,
            organization=self.organization,
            capabilities=CAPABILITIES[Role.SYSTEM_ADMIN],
            via=frozenset({Via.ROLE}),
            is_system_admin=True,
        )
        return {"actor": actor, "token": self.token.name}

    @property
    def body(self) -> dict[str, Any]:
        """Raises RequestDataTooBig, InvalidSyntaxException for what is no object."""
        try:
            found = json.loads(self.request.body)
            text = json.dumps(found, ensure_ascii=False)
            text.encode()
        except ValueError as error:  # half of a pair, such as "\ud800", is no text either
            raise InvalidSyntaxException(detail=_("This is no JSON.")) from error
        if not isinstance(found, dict) or "\\u0000" in text:
            raise InvalidSyntaxException(detail=_("This is no JSON object."))
        return found


def enter(request: HttpRequest, tenant: str) -> Caller:
    """Raises Unauthorized (401), TooMany (429), Http404 for a token of another organization."""
    token = _find(request)
    if token is None:
        _spend("scim-wrong", audit.address.get(), WRONG_LIMIT)
        raise Unauthorized(_("This token is unknown, revoked or expired."))
    _spend("scim", token.pk, LIMIT)
    if token.organization.slug != tenant:
        raise Http404
    _note_use(token)
    return Caller(request, token)


def _find(request: HttpRequest) -> ScimToken | None:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    tokens = ScimToken.objects.usable().select_related("organization__account", "made_by")
    return tokens.of_secret(secret.strip()).first()


def _spend(what: str, who: Any, limit: int) -> None:
    if wait := spend(what, who, limit=limit, window=WINDOW):
        raise TooMany(_("Too many requests: wait a little."), wait=wait)


def _note_use(token: ScimToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EACH:
        ScimToken.objects.filter(pk=token.pk).update(last_used_at=now)
