"""Sign-in by an organization's provider, or the vendor's: whose word counts for what (ID-5)."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from orgs.models import EmailDomain, IdentityProvider, Membership, Organization, User
from portal import audit
from portal.outbound import GuardedSession


def provider_for(email: str) -> IdentityProvider | None:
    """The provider that signs in people with such an address, if an organization brought one."""
    domain = email.rpartition("@")[2].strip().lower()
    proved = EmailDomain.objects.filter(name=domain, proved_at__isnull=False)
    providers = IdentityProvider.objects.select_related("app", "organization")
    return providers.filter(is_active=True, organization__in=proved.values("organization")).first()


class SocialAdapter(DefaultSocialAccountAdapter):
    """An organization's provider speaks for the domains that the organization proved, and no other;
    else whoever runs one could sign in as anybody."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse an answer that speaks of somebody else's address, at each sign-in anew."""
        organization = _organization(sociallogin)
        if organization is None:
            return
        if not organization.identity_provider.is_active:
            raise ImmediateHttpResponse(_turned_off(request, organization))
        claimed = {address.email for address in sociallogin.email_addresses}
        known = {sociallogin.user.email} if sociallogin.is_existing else set()
        addresses = {address for address in claimed | known if address}
        if not addresses or not all(_is_proved(organization, one) for one in addresses):
            raise ImmediateHttpResponse(_refused(request, organization))
        if sociallogin.is_existing and sociallogin.user.is_staff:
            raise ImmediateHttpResponse(_refused(request, organization))

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """What a proved domain says of its own addresses needs no mail to be believed."""
        organization = _organization_of_app(provider.app)
        if organization is None:
            return super().is_email_verified(provider, email)
        return _is_proved(organization, email)

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        organization = _organization(login)
        return organization is None or _is_proved(organization, email)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Who comes for the first time belongs to the organization, and holds no role in it."""
        user = super().save_user(request, sociallogin, form)
        if organization := _organization(sociallogin):
            Membership.objects.get_or_create(organization=organization, user=user)
            audit.record(
                actor=user,
                verb="member.signed_in",
                target=user.email,
                organization_id=organization.pk,
            )
        return user

    def get_requests_session(self) -> GuardedSession:
        """Addresses come from customers: none of them leads into our own network."""
        return GuardedSession(private=settings.PRIVATE_PROVIDERS)


def take_for_proved(*, user: User, sociallogin: Any = None, **kwargs: Any) -> None:
    """Receives allauth's `user_logged_in`, which comes after the password of whoever signed up with
    the address before, without a proof, was taken away."""
    said = sociallogin.email_addresses if sociallogin else ()
    vouched = {address.email.lower() for address in said if address.verified}
    for address in EmailAddress.objects.filter(user=user, verified=False):
        if address.email.lower() in vouched:
            address.set_verified()


def _organization(login: Any) -> Organization | None:
    return _organization_of_app(login.provider.app)


def _organization_of_app(app: Any) -> Organization | None:
    """None for a provider of the vendor's, which stands in the settings."""
    if app is None or app.pk is None:
        return None
    return Organization.objects.filter(identity_provider__app=app).first()


def _is_proved(organization: Organization, email: str) -> bool:
    domain = email.rpartition("@")[2].lower()
    return organization.email_domains.filter(name=domain, proved_at__isnull=False).exists()


def _turned_off(request: HttpRequest, organization: Organization) -> Any:
    reason = _(
        "The sign-in of %(organization)s is turned off. Sign in with your password, or ask your"
        " system admin."
    )
    context = {"reason": reason % {"organization": organization}}
    return render(request, "socialaccount/refused.html", context, status=403)


def _refused(request: HttpRequest, organization: Organization) -> Any:
    reason = _(
        "The sign-in of %(organization)s does not speak for this address. Sign in with your"
        " password, or ask your system admin."
    )
    context = {"reason": reason % {"organization": organization}}
    return render(request, "socialaccount/refused.html", context, status=403)
