"""Signs programs in by a personal token in the Authorization header (API-3)."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from orgs.models import ApiToken, User
from orgs.models.token import digest

NOTED_EACH = timedelta(minutes=1)
"""`last_used_at` is written once a minute at the most."""


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer gui_…`; a wrong, expired or revoked token is 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = (
            ApiToken.objects.usable()
            .select_related("user")
            .filter(digest=digest(secret.strip()))
            .first()
        )
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Guichet"'


def _note_use(token: ApiToken) -> None:
    stale = Q(last_used_at=None) | Q(last_used_at__lt=timezone.now() - NOTED_EACH)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=timezone.now())
