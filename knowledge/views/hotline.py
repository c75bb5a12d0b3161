"""Whom to call when production is down (HOME-3)."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.models import HotlineNumber
from orgs.models import User


@login_not_required
@require_safe
def hotline(request: HttpRequest) -> HttpResponse:
    """The numbers for P1 cases by region, that of the reader's organization first (HOME-3)."""
    last = request.user.last_organization if isinstance(request.user, User) else None
    region = last.region if last else ""
    numbers = HotlineNumber.objects.annotate(is_near=Q(region=region)).order_by(
        "-is_near", "region", "country_en"
    )
    return render(request, "knowledge/hotline.html", {"numbers": numbers, "near": region})
