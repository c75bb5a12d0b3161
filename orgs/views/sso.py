"""How an organization signs its people in, and how they begin (ID-5)."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from requests import RequestException

from orgs import actions
from orgs.actor import ActorRequest, requires
from orgs.models import EmailDomain, IdentityProvider, ScimToken
from orgs.roles import Capability
from orgs.sso import provider_for
from orgs.sso_forms import CompanyForm, DomainForm, ProviderForm, ProvisioningForm
from portal import emails
from portal.problems import Problem

logger = logging.getLogger(__name__)

UNANSWERED = (RequestException, LookupError, AttributeError, TypeError, ValueError)
"""What allauth raises over a provider that is silent, or says something else than it should."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """From an address to the provider of its organization.

    The way on is a page, not a redirection: what follows a form may not lead to another site (CSP).
    """
    if limited := ratelimit.consume_or_429(request, action="login"):
        return limited
    form = CompanyForm(request.POST or None, initial=request.GET.dict())
    if not form.is_valid():
        return _company(request, form)
    found = provider_for(form.cleaned_data["email"])
    if found is None:
        form.add_error("email", _("No organization signs in people with such an address itself."))
        return _company(request, form)
    try:
        url = found.app.get_provider(request).redirect(request, AuthProcess.LOGIN)["Location"]
    except UNANSWERED:
        form.add_error("email", _silent(found))
        return _company(request, form, status=502)
    context = {"url": url, "organization": found.organization}
    return render(request, "orgs/sso_onward.html", context)


@requires(Capability.MANAGE_SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: ActorRequest) -> HttpResponse:
    """The domains with their proofs, a field for another, and the provider."""
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_domain(actor=request.actor, **form.cleaned_data)
            return _back(request)
        except Problem as problem:
            form.add_error("name", str(problem))
    return show_sign_in(request, form=form)


@requires(Capability.MANAGE_SIGN_IN)
@require_POST
def proof(request: ActorRequest, pk: int) -> HttpResponse:
    domain = _domain(request, pk)
    try:
        actions.prove_domain(actor=request.actor, domain=domain)
    except Problem as problem:
        return show_sign_in(request, failed=domain.pk, why=str(problem), status=problem.status)
    messages.success(request, _("%(domain)s is proved.") % {"domain": domain})
    return _back(request)


@requires(Capability.MANAGE_SIGN_IN)
@require_POST
def removal(request: ActorRequest, pk: int) -> HttpResponse:
    actions.remove_domain(actor=request.actor, domain=_domain(request, pk))
    return _back(request)


@requires(Capability.MANAGE_SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: ActorRequest) -> HttpResponse:
    present = _provider(request)
    given = request.POST if request.method == "POST" else None
    form = ProviderForm(given, initial=_initial(present), private=settings.PRIVATE_PROVIDERS)
    if given is not None and form.is_valid():
        try:
            actions.save_provider(actor=request.actor, **form.provider)
            messages.success(request, _("The provider is saved. Try it in another browser."))
            return _back(request)
        except Problem as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "organization": request.actor.organization} | _addresses(request)
    status = 422 if form.errors else 200
    return render(request, "orgs/identity_provider.html", context, status=status)


@requires(Capability.MANAGE_SIGN_IN)
@require_POST
def provider_removal(request: ActorRequest) -> HttpResponse:
    actions.remove_provider(actor=request.actor)
    return _back(request)


@requires(Capability.MANAGE_SIGN_IN)
@require_POST
def provider_use(request: ActorRequest) -> HttpResponse:
    actions.use_provider(actor=request.actor, is_active=request.POST.get("is_active") == "1")
    return _back(request)


@login_not_required
def oidc_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _forgiving(openid_connect.login, request, provider_id)


@login_not_required
def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _forgiving(openid_connect.callback, request, provider_id)


def _forgiving(
    view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str
) -> HttpResponse:
    """What a provider leaves out is no fault of ours, and no page of ours falls over it."""
    try:
        return view(request, provider_id)
    except UNANSWERED:
        logger.warning("Provider %s does not answer as it should", provider_id, exc_info=True)
        reason = _("The provider does not answer as it should. Try again later.")
        return render(request, "socialaccount/refused.html", {"reason": reason}, status=502)


def _silent(found: IdentityProvider) -> str:
    words = _(
        "The provider of %(organization)s does not answer as it should. Try again later, or tell"
        " your system admin."
    )
    return words % {"organization": found.organization}


def _company(request: HttpRequest, form: CompanyForm, status: int = 422) -> HttpResponse:
    status = status if form.errors else 200
    return render(request, "orgs/company.html", {"form": form}, status=status)


def show_sign_in(
    request: ActorRequest, form: DomainForm | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """The page; other forms on it bring their own context."""
    context = {
        "organization": request.actor.organization,
        "domains": request.actor.organization.email_domains.all(),
        "provider": _provider(request),
        "form": form or DomainForm(),
        "tokens": ScimToken.objects.of_page(request.actor.organization),
        "token_form": ProvisioningForm(),
        "scim_url": emails.absolute(f"/scim/v2/{request.actor.organization.slug}"),
        "now": timezone.now(),
    } | context
    status = 422 if form and form.errors else status
    return render(request, "orgs/sign_in.html", context, status=status)


def _addresses(request: ActorRequest) -> dict[str, str]:
    """What the provider asks for."""
    slug = request.actor.organization.slug
    return {
        "callback_url": emails.absolute(reverse("openid_connect_callback", args=[slug])),
        "metadata_url": emails.absolute(reverse("saml_metadata", args=[slug])),
        "acs_url": emails.absolute(reverse("saml_acs", args=[slug])),
    }


def _initial(present: IdentityProvider | None) -> dict[str, str]:
    if present is None:
        return {"kind": IdentityProvider.Kind.OIDC}
    app, idp = present.app, present.app.settings.get("idp", {})
    certificate = idp.get("x509cert", "")
    lines = "\n".join(certificate[at : at + 64] for at in range(0, len(certificate), 64))
    return {
        "kind": present.kind,
        "server_url": app.settings.get("server_url", ""),
        "client_id": app.client_id if present.kind == IdentityProvider.Kind.OIDC else "",
        "entity_id": idp.get("entity_id", ""),
        "sso_url": idp.get("sso_url", ""),
        "certificate": certificate
        and f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----",
    }


def _provider(request: ActorRequest) -> IdentityProvider | None:
    rows = IdentityProvider.objects.select_related("app")
    return rows.filter(organization=request.actor.organization).first()


def _domain(request: ActorRequest, pk: int) -> EmailDomain:
    return get_object_or_404(request.actor.organization.email_domains, pk=pk)


def _back(request: ActorRequest) -> HttpResponse:
    return redirect("orgs:sign-in", request.actor.organization.slug)
