"""Personal tokens, on the account page (API-3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orgs import actions
from orgs.actor import UserRequest
from orgs.forms import TokenForm
from orgs.views.account import show_account
from portal.problems import Conflict


@require_POST
def create_token(request: UserRequest) -> HttpResponse:
    """Answers the page with the secret on it, which no later request can show again."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return show_account(request, token_form=form, status=422)
    try:
        secret = actions.issue_token(user=request.user, **form.cleaned_data)
    except Conflict as problem:
        form.add_error("name", str(problem))
        return show_account(request, token_form=form, status=problem.status)
    return show_account(request, secret=secret, status=201)


@require_POST
def revoke_token(request: UserRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    actions.revoke_token(user=request.user, token=token)
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("orgs:account")
