"""Support summary: where a customer begins (HOME-1)."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.lifecycle import WAITING_FOR_CUSTOMER
from cases.models import Case, CaseDraft
from knowledge.models import HotlineNumber
from orgs.actor import Actor, ActorRequest, requires
from orgs.models import User
from orgs.roles import Capability, Role

LATEST = 3


@requires(Capability.VIEW_ORG_CASES)
@require_safe
def summary(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    cases = Case.objects.visible_to(actor).defer("search")
    context = {
        "counts": _counts(actor),
        "latest": cases.select_related("product").order_by("-last_activity_at", "-pk")[:LATEST],
        "drafts": _drafts(actor),
        "hotlines": HotlineNumber.objects.filter(region=actor.organization.region),
        "contacts": _contacts(actor),
    }
    return render(request, "cases/summary.html", context)


def _drafts(actor: Actor) -> QuerySet[CaseDraft]:
    drafts = CaseDraft.objects.owned_by(actor).select_related("organization")
    return drafts.order_by("-updated_at")


def _counts(actor: Actor) -> dict[str, Any]:
    """How many are open, and how many of them wait for the customer."""
    waiting = Q(status__in=WAITING_FOR_CUSTOMER)
    visible = Case.objects.visible_to(actor).open()
    return visible.aggregate(open=Count("pk"), waiting=Count("pk", filter=waiting))


def _contacts(actor: Actor) -> list[User]:
    """The support admins: the plan's named contacts (ROLE-9)."""
    people = User.objects.filter(
        is_active=True,
        memberships__organization=actor.organization,
        memberships__roles__role=Role.SUPPORT_ADMIN,
    )
    return list(people.order_by("first_name", "last_name"))
