"""Whom to call when production is down (HOME-3)."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.models import HotlineAdvice, HotlineNumber
from orgs.models import Organization, ResponseTarget, User
from orgs.ties import organizations_open_to


@login_not_required
@require_safe
def hotline(request: HttpRequest) -> HttpResponse:
    """The numbers for P1 cases by region, that of the reader's organization first."""
    last = _last(request.user) if isinstance(request.user, User) else None
    region = last.region if last else ""
    numbers = HotlineNumber.objects.annotate(is_near=Q(region=region)).order_by(
        "-is_near", "region", "country_en"
    )
    context = {
        "numbers": numbers,
        "near": region,
        "advice": HotlineAdvice.objects.first(),
        "target": _promise(last),
        "here": last,
    }
    return render(request, "knowledge/hotline.html", context)


def _last(user: User) -> Organization | None:
    """Where the user was last, unless the tie to it ended since."""
    return organizations_open_to(user).filter(pk=user.last_organization_id or 0).first()


def _promise(organization: Organization | None) -> ResponseTarget | None:
    """How soon a P1 case is answered there, and in what hours."""
    if organization is None:
        return None
    targets = ResponseTarget.objects.filter(plan=organization.plan_id, priority=1)
    return targets.select_related("plan").first()
