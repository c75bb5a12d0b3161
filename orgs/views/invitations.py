"""The page that an invitation's link opens: shown to whoever holds it, accepted by the invited."""

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from orgs import actions
from orgs.invitations import described, find_open
from orgs.models import Invitation, User
from portal.problems import NotAllowed, Problem

GUESSES = {"invitation": "60/m/ip"}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST accepts; a link that opens nothing says so in one way, whatever the cause."""
    if request.method == "POST" and isinstance(request.user, User):
        return _accept(request, request.user, token)
    invitation = find_open(token)
    return _show(request, invitation) if invitation else _closed(request)


def _accept(request: HttpRequest, user: User, token: str) -> HttpResponse:
    try:
        member = actions.accept_invitation(user=user, token=token)
    except Problem as problem:
        invitation = find_open(token)
        return _show(request, invitation, problem) if invitation else _closed(request)
    if member is None:
        return _closed(request)
    words = _("You belong to %(organization)s now.") % {"organization": member.organization}
    messages.success(request, words)
    return redirect("sharedaccess:organization", member.organization.slug)


def _show(
    request: HttpRequest, invitation: Invitation, problem: Problem | None = None
) -> HttpResponse:
    """Whoever opened the link from the mail may sign up with its address as a proved one."""
    if isinstance(request.user, User):
        problem = problem or _refusal(request.user, invitation)
    else:
        get_adapter(request).stash_verified_email(request, invitation.email)
    context = {"invitation": invitation, "roles": described(invitation), "problem": problem}
    status = problem.status if problem else 200
    return render(request, "orgs/invitation.html", context, status=status)


def _refusal(user: User, invitation: Invitation) -> NotAllowed | None:
    try:
        actions.demand_invited(user, invitation)
    except NotAllowed as refusal:
        return refusal
    return None


def _closed(request: HttpRequest) -> HttpResponse:
    limited = ratelimit.consume_or_429(
        request, app="orgs", action="invitation", config=GUESSES, limit_get=True
    )
    return limited or render(request, "orgs/invitation_closed.html", status=404)
