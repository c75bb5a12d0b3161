"""Closes every page of an organization; a view opens itself with `@requires`."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from rest_framework.views import APIView

from orgs.actor import Actor, requirement
from orgs.models import User
from portal.problems import NotAllowed, problem_page
from sharedaccess.doors import decide_for, enter


class PermissionsMiddleware:
    """Finds the actor of pages below `/o/<org>/` and enforces what the view declared.

    Strangers get 404, those who lack the capability a 403 that explains itself. The API authenticates
    inside its views, so its base class does the same in `initial()`.
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
        request.actor = enter(request.user, kwargs.pop("org"))  # type: ignore[attr-defined, arg-type]
        remember(request.actor)  # type: ignore[attr-defined]
        if needs and not request.actor.can(*needs):  # type: ignore[attr-defined]
            return problem_page(request, refusal(request.actor))  # type: ignore[attr-defined]
        return None


def refusal(actor: Actor) -> NotAllowed:
    """Why this actor lacks a capability, in the words of the one decision object."""
    decision = decide_for(actor)
    return NotAllowed(
        decision.reason, code=decision.code, decision=None if decision.allowed else decision
    )


def remember(actor: Actor) -> None:
    """The choice of an organization lasts (ENT-1)."""
    if actor.user.last_organization_id != actor.organization.pk:
        User.objects.filter(pk=actor.user.pk).update(last_organization=actor.organization)
