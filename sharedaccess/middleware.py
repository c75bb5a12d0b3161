"""Closes every page of an organization; a view opens itself with `@requires`."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from rest_framework.views import APIView

from orgs.access import explain, explain_lapse
from orgs.actor import Actor, requirement
from orgs.models import Organization, User
from orgs.roles import Capability
from portal import audit
from portal.problems import NotAllowed, problem_page
from sharedaccess.doors import agent, enter, facts, find_actor, find_lapse, note_use

READING = frozenset({"GET", "HEAD", "OPTIONS"})
KEYS = frozenset(
    {
        Capability.ASSIGN_ROLES,
        Capability.MANAGE_BRANCH,
        Capability.MANAGE_MEMBERS,
        Capability.MANAGE_SIGN_IN,
        Capability.GRANT_ACCESS,
    }
)
"""Who uses these decides about others: a refused try is put on record (ROLE-1, ROLE-10)."""


class PermissionsMiddleware:
    """Finds the actor of pages below `/o/<org>/` and enforces what the view declared.

    Strangers get 404, those who lack the capability a 403 that explains itself. The API
    authenticates inside its views, so its base class does the same in `initial()`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if "org" not in kwargs or issubclass(getattr(view, "cls", object), APIView):
            return None
        needs = requirement(view)
        if needs is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no capability.")
        slug = kwargs.pop("org")
        try:
            actor = find(request, slug, needs)
        except Http404:
            return fall_back(request, slug)
        request.actor, request.facts = actor, facts(actor.user, actor)  # type: ignore[attr-defined]
        if not actor.is_agent and _is_visit(request):
            remember(request, actor)
        if needs and not actor.can(*needs):
            return problem_page(request, refuse(request, actor, needs))
        return None


def refusal(actor: Actor, needs: frozenset[Capability]) -> NotAllowed:
    """Why this actor has none of these capabilities, in the words of the one decision object."""
    decision = explain(facts(actor.user, actor), needs)
    return NotAllowed(decision.reason, code=decision.code, decision=decision)


def refuse(request: Any, actor: Actor, needs: frozenset[Capability]) -> NotAllowed:
    """Likewise, to be raised; a try to decide about others is put on record."""
    if request.method not in READING and needs & KEYS:
        audit.record(
            actor=actor.user,
            verb="access.refused",
            target=request.path,
            organization_id=actor.organization.pk,
            after={"needs": sorted(needs)},
        )
    return refusal(actor, needs)


def find(request: Any, slug: str, needs: frozenset[Capability]) -> Actor:
    """The person as an actor. Raises Http404 for strangers.

    An agent is a stranger here too, but one who forges a decision about others is told no (ROLE-1).
    """
    user: User = request.user
    try:
        return enter(user, slug)
    except Http404:
        if request.method in READING or not needs & KEYS:
            raise
        return agent(user, get_object_or_404(Organization, slug=slug))


def remember(request: HttpRequest, actor: Actor) -> None:
    """The choice of an organization lasts (ENT-1); and a grant knows when it was used."""
    note_use(actor)
    if actor.user.last_organization_id != actor.organization.pk:
        tell_of_loss(request, actor.user)
        User.objects.filter(pk=actor.user.pk).update(last_organization=actor.organization)


def tell_of_loss(request: HttpRequest, user: User) -> None:
    """Say so if there is no tie any more to where the user was last, and forget it (SHA-10)."""
    last = user.last_organization
    if last is None or find_actor(user, last):
        return
    if lapse := find_lapse(user, last.slug):
        words = explain_lapse(lapse).reason
    else:
        words = _("You do not belong to %(organization)s any more.") % {"organization": last}
    messages.warning(request, words)
    user.last_organization = None
    User.objects.filter(pk=user.pk).update(last_organization=None)


def fall_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Who had shared access there is told that it ended, and reads on in the own account (SHA-10).

    Raises Http404 for strangers: nothing tells them apart from those who mistyped.
    """
    user: User = request.user  # type: ignore[assignment]
    if (lapse := find_lapse(user, slug)) is None:
        raise Http404
    decision = explain_lapse(lapse)
    if request.method not in READING:
        refused = NotAllowed(decision.reason, code=decision.code, decision=decision)
        return problem_page(request, refused)
    if user.last_organization_id == lapse.organization.pk:
        User.objects.filter(pk=user.pk).update(last_organization=None)
    messages.warning(request, decision.reason)
    return redirect("sharedaccess:entrance")


def _is_visit(request: HttpRequest) -> bool:
    """What an open page asks for by itself chooses nothing; a browser says which it is."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
