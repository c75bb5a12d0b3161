"""Personal tokens for programs (API-3)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.actions.accounts import demand_verified
from orgs.models import ApiToken, User
from portal import audit
from portal.problems import Conflict

MOST = 20


@transaction.atomic
def issue_token(*, user: User, name: str, scope: str, days: int) -> str:
    """Make a token; answers the secret, which is shown once and kept nowhere.

    Raises NotAllowed before the address is proved: its true owner would inherit a stranger's token.
    Raises Conflict for a name that is in use and for more than twenty tokens.
    """
    demand_verified(user)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = ApiToken.objects.filter(user=user)
    if mine.filter(name=name).exists():
        raise Conflict(_("You have a token of this name already."), code="name-in-use")
    if mine.count() >= MOST:
        raise Conflict(_("You have twenty tokens: revoke one first."), code="too-many-tokens")
    expires_at = timezone.now() + timedelta(days=days)
    row, secret = ApiToken.objects.issue(user=user, name=name, scope=scope, expires_at=expires_at)
    audit.record(
        actor=user,
        verb="token.issued",
        target=name,
        after={"token": row.pk, "scope": scope, "expires": expires_at.isoformat()},
    )
    return secret


@transaction.atomic
def revoke_token(*, user: User, token: ApiToken) -> None:
    """The next request with it is refused."""
    audit.record(actor=user, verb="token.revoked", target=token.name, before={"token": token.pk})
    token.delete()
