"""Signs programs in by a personal token in the Authorization header (API-3)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from orgs.models import ApiToken, User
from portal.problems import NotAllowed

NOTED_EACH = timedelta(minutes=1)
"""`last_used_at` is written once a minute at the most."""


class PersonRequest(Request):
    """A request whose person was found; `auth` is None in a session."""

    method: str
    user: User
    auth: ApiToken | None  # type: ignore[assignment]


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer gui_…`; a wrong, expired or revoked token is 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.usable().select_related("user").of_secret(secret.strip()).first()
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Guichet"'


class WithinScope(BasePermission):
    """A token for reading reads; a session may do what its person may."""

    def has_permission(self, request: PersonRequest, view: Any) -> bool:  # type: ignore[override]
        """Raises NotAllowed (403)."""
        token = request.auth
        if token is None or token.scope == ApiToken.Scope.WRITE or request.method in SAFE_METHODS:
            return True
        raise NotAllowed(_("This token may read but not write."), code="token-scope")


class TokenScheme(OpenApiAuthenticationExtension):
    """What the schema says of it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal token."}


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EACH:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
