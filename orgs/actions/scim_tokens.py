"""Tokens by which an organization's directory speaks to us (SCIM)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.actions.base import record
from orgs.actions.federation import lock_sign_in
from orgs.actor import Actor
from orgs.models import ScimToken
from portal.problems import Conflict

MOST = 5


@transaction.atomic
def issue_scim_token(*, actor: Actor, name: str, days: int) -> str:
    """Make a token; answers the secret, which is shown once and kept nowhere.

    Raises NotAllowed, and Conflict before any domain is proved, for a name in use and for a sixth.
    """
    organization = lock_sign_in(actor)
    if not organization.email_domains.filter(proved_at__isnull=False).exists():
        raise Conflict(_("Prove an e-mail domain first."), code="no-domain")
    if organization.scim_tokens.filter(name=name).exists():
        raise Conflict(_("There is a token of this name already."), code="name-in-use")
    if organization.scim_tokens.count() >= MOST:
        raise Conflict(_("Five tokens are the most: revoke one first."), code="too-many-tokens")
    expires_at = timezone.now() + timedelta(days=days)
    row, secret = ScimToken.objects.issue(
        organization=organization, made_by=actor.user, name=name, expires_at=expires_at
    )
    after = {"token": row.pk, "expires": expires_at.isoformat()}
    record(actor, "token.issued", name, after=after)
    return secret


@transaction.atomic
def revoke_scim_token(*, actor: Actor, token: ScimToken) -> None:
    """The next request with it is refused. Raises NotAllowed."""
    lock_sign_in(actor)
    record(actor, "token.revoked", token.name, before={"token": token.pk})
    token.delete()
