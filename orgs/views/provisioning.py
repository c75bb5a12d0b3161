"""Tokens of the organization's directory, on the page about sign-in (SCIM)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orgs import actions
from orgs.actor import ActorRequest, requires
from orgs.roles import Capability
from orgs.sso_forms import ProvisioningForm
from orgs.views.sso import show_sign_in
from portal.problems import Conflict


@requires(Capability.MANAGE_SIGN_IN)
@require_POST
def create(request: ActorRequest) -> HttpResponse:
    """Answers the page with the secret on it, which no later request can show again."""
    form = ProvisioningForm(request.POST)
    if not form.is_valid():
        return show_sign_in(request, token_form=form, status=422)
    try:
        secret = actions.issue_scim_token(actor=request.actor, **form.cleaned_data)
    except Conflict as problem:
        form.add_error("name", str(problem))
        return show_sign_in(request, token_form=form, status=problem.status)
    return show_sign_in(request, secret=secret, status=201)


@requires(Capability.MANAGE_SIGN_IN)
@require_POST
def revoke(request: ActorRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.actor.organization.scim_tokens, pk=pk)
    actions.revoke_scim_token(actor=request.actor, token=token)
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("orgs:sign-in", request.actor.organization.slug)
