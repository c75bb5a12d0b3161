"""Adds the reference rows that are missing, and leaves alone those that are there."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from cases.models import IssueReason, IssueType
from cases.seed.calendars import CALENDARS, Hours
from cases.seed.plans import PLANS, Plan
from knowledge.models import HotlineAdvice
from orgs.models import BusinessCalendar, Holiday, OpeningHours, ResponseTarget, SupportPlan
from orgs.staff import ensure_groups

HERE = Path(__file__).parent


@transaction.atomic
def seed() -> int:
    """How many rows were added. What a vendor edited stays: plans and calendars are left whole."""
    ensure_groups()
    plans = [_plan(plan) for plan in PLANS]
    types = [_row(IssueType, position, **row) for position, row in _table("issue_types")]
    reasons = [_row(IssueReason, position, **row) for position, row in _table("issue_reasons")]
    calendars = [_calendar(hours) for hours in CALENDARS]
    return sum([*plans, *types, *reasons, *calendars, _advice()])


def _plan(plan: Plan) -> bool:
    row, is_new = SupportPlan.objects.get_or_create(
        key=plan.key, defaults={"name": plan.name, "contact_limit": plan.contacts}
    )
    if is_new:
        targets = enumerate((plan.p1, plan.p2, plan.p3, plan.p4), start=1)
        ResponseTarget.objects.bulk_create(_target(row, *target) for target in targets)
    return is_new


def _target(plan: SupportPlan, priority: int, words: str) -> ResponseTarget:
    amount, unit, coverage = words.split()
    return ResponseTarget(
        plan=plan, priority=priority, amount=int(amount), unit=unit, coverage=coverage
    )


def _calendar(hours: Hours) -> bool:
    row, is_new = BusinessCalendar.objects.get_or_create(
        region=hours.region, defaults={"time_zone": hours.zone}
    )
    if is_new:
        OpeningHours.objects.bulk_create(
            OpeningHours(calendar=row, weekday=day, opens=hours.opens, closes=hours.closes)
            for day in range(5)
        )
        Holiday.objects.bulk_create(
            Holiday(calendar=row, day=day, name=name)
            for name, days in hours.holidays.items()
            for day in days.split()
        )
    return is_new


def _advice() -> bool:
    words = tomllib.loads((HERE / "hotline.toml").read_text(encoding="utf-8"))
    return HotlineAdvice.objects.get_or_create(
        defaults={name: text.strip() for name, text in words.items()}
    )[1]


def _row(model: type[IssueType | IssueReason], position: int, *, key: str, **texts: str) -> bool:
    """Lists become lines."""
    values: dict[str, Any] = {
        name: text if isinstance(text, str) else "\n".join(text) for name, text in texts.items()
    }
    _, is_new = model.objects.get_or_create(key=key, defaults=values | {"position": position})
    return is_new


def _table(name: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a file with their positions, ten apart so that others fit between."""
    rows = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["row"]
    return [(10 * place, row) for place, row in enumerate(rows, start=1)]
