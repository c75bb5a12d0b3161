"""How an organization signs its people in: proved domains, and one identity provider (ID-5)."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.access import only_admins
from orgs.actor import Actor
from orgs.domains import NotProvedError, demand_proof
from orgs.models import EmailDomain, IdentityProvider, Organization
from orgs.roles import Capability
from portal import audit
from portal.problems import Conflict, NotAllowed, Unprocessable

MOST_DOMAINS = 20


@transaction.atomic
def add_domain(*, actor: Actor, name: str) -> EmailDomain:
    """List a domain, to be proved. Raises NotAllowed, Conflict (listed already, or too many)."""
    organization = lock_sign_in(actor)
    listed = organization.email_domains.all()
    if listed.filter(name=name).exists():
        raise Conflict(_("This domain is listed already."), code="domain-listed")
    if listed.count() >= MOST_DOMAINS:
        raise Conflict(_("Twenty domains are the most."), code="too-many-domains")
    domain = EmailDomain.objects.create(organization=organization, name=name, added_by=actor.user)
    _record(actor, "domain.added", name)
    return domain


def prove_domain(*, actor: Actor, domain: EmailDomain) -> None:
    """Ask the DNS, then take the domain for proved.

    Raises NotAllowed, Unprocessable without the record, Conflict if another organization was first,
    or the domain was removed while the DNS was asked.
    """
    _demand(actor)
    try:
        demand_proof(domain)  # no transaction waits for somebody else's name servers
    except NotProvedError as error:
        raise Unprocessable(str(error), code="domain-not-proved") from error
    try:
        with transaction.atomic():
            lock_sign_in(actor)
            listed = EmailDomain.objects.filter(pk=domain.pk)
            if not listed.update(proved_at=timezone.now(), missing_since=None):
                words = _("%(domain)s was removed in the meantime.") % {"domain": domain}
                raise Conflict(words, code="domain-removed")
            _record(actor, "domain.proved", domain.name)
    except IntegrityError as error:
        words = _("Another organization has proved this domain.")
        raise Conflict(words, code="domain-taken") from error


@transaction.atomic
def remove_domain(*, actor: Actor, domain: EmailDomain) -> None:
    """From then on nobody of the domain signs in by the provider. Raises NotAllowed."""
    lock_sign_in(actor)
    domain.delete()
    _record(actor, "domain.removed", domain.name)


@transaction.atomic
def save_provider(
    *, actor: Actor, kind: str, client_id: str, secret: str, settings: dict[str, Any]
) -> IdentityProvider:
    """Set up the provider, or another instead; an empty secret keeps the one that there is.

    Raises NotAllowed, and Conflict before any domain is proved.
    """
    organization = lock_sign_in(actor)
    if not organization.email_domains.filter(proved_at__isnull=False).exists():
        raise Conflict(_("Prove an e-mail domain first."), code="no-domain")
    present = IdentityProvider.objects.filter(organization=organization).first()
    app = present.app if present else SocialApp()
    if present and present.kind != kind:
        app.secret = ""
    app.provider, app.provider_id, app.name = kind, organization.slug, str(organization)[:40]
    # SAML addresses name the app by its client ID.
    app.client_id, app.secret = client_id or organization.slug, secret or app.secret
    app.settings = settings | {"hidden": True}
    app.save()
    provider, _made = IdentityProvider.objects.update_or_create(
        organization=organization, defaults={"kind": kind, "app": app}
    )
    _record(actor, "provider.saved", kind)
    return provider


@transaction.atomic
def use_provider(*, actor: Actor, is_active: bool) -> None:
    """Turn the provider on or off; what was set up stays. Raises NotAllowed."""
    organization = lock_sign_in(actor)
    rows = IdentityProvider.objects.filter(organization=organization)
    if rows.exclude(is_active=is_active).update(is_active=is_active):
        _record(actor, "provider.used" if is_active else "provider.paused", str(organization))


@transaction.atomic
def remove_provider(*, actor: Actor) -> None:
    """People sign in by password again. Raises NotAllowed."""
    organization = lock_sign_in(actor)
    for provider in IdentityProvider.objects.filter(organization=organization):
        provider.app.delete()
        _record(actor, "provider.removed", provider.kind)


def lock_sign_in(actor: Actor) -> Organization:
    """Raises NotAllowed unless the actor decides how people sign in."""
    _demand(actor)
    return Organization.objects.select_for_update(no_key=True).get(pk=actor.organization.pk)


def _demand(actor: Actor) -> None:
    if not actor.can(Capability.MANAGE_SIGN_IN):
        decision = only_admins(actor)
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)


def _record(actor: Actor, verb: str, target: str) -> None:
    audit.record(actor=actor.user, verb=verb, target=target, organization_id=actor.organization.pk)
