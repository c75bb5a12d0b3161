"""Support summary: where a customer begins (HOME-1)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cases.glance import count_cases, plots, tasks_of
from cases.models import Case, CaseDraft, Priority
from knowledge.announcements import concerning
from knowledge.events import next_events
from knowledge.models import Article, HotlineNumber
from knowledge.worth_reading import worth_reading
from orgs.actor import Actor, ActorRequest, requires
from orgs.hours import hours_of
from orgs.models import Organization, ResponseTarget, User
from orgs.roles import Capability, Role

LATEST = 3


@requires(Capability.VIEW_ORG_CASES)
@require_safe
def summary(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    counts = count_cases(actor)
    context = {
        "counts": counts,
        "tasks": tasks_of(actor),
        "latest": _latest(actor),
        "drafts": _drafts(actor),
        "charts": plots(actor, counts),
        "announcements": concerning(actor.organization),
        "events": next_events(),
        "articles": _articles(actor),
        **_contract(actor.organization),
    }
    return render(request, "cases/summary.html", context)


def _latest(actor: Actor) -> QuerySet[Case]:
    cases = Case.objects.visible_to(actor).defer("search", "description")
    return cases.select_related("product").order_by("-last_activity_at", "-pk")[:LATEST]


def _drafts(actor: Actor) -> QuerySet[CaseDraft]:
    drafts = CaseDraft.objects.owned_by(actor).select_related("organization")
    return drafts.order_by("-updated_at")


def _articles(actor: Actor) -> list[Article]:
    return worth_reading(actor.user, actor.organization, language=get_language() or "")


def _contract(organization: Organization) -> dict[str, Any]:
    """What was bought: people who may ask, times in which they are answered, numbers to call."""
    return {
        "contacts": _contacts(organization),
        "targets": _targets(organization),
        "hours": hours_of(organization.region),
        "hotlines": HotlineNumber.objects.filter(region=organization.region),
    }


def _targets(organization: Organization) -> list[tuple[str, ResponseTarget]]:
    """By priority, in its words."""
    targets = ResponseTarget.objects.filter(plan=organization.plan_id)
    return [(str(Priority(target.priority).label), target) for target in targets]


def _contacts(organization: Organization) -> list[User]:
    """The support admins: the plan's named contacts (ROLE-9)."""
    people = User.objects.filter(
        is_active=True,
        memberships__organization=organization,
        memberships__roles__role=Role.SUPPORT_ADMIN,
    )
    return list(people.order_by("first_name", "last_name"))
