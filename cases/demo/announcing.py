"""What the demo's vendor tells: an incident that is over, maintenance, news, and events."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from cases.demo.clock import moment
from cases.demo.world import World
from knowledge.models import Announcement, Event, EventSeries

TOLD = Path(__file__).parent / "told.toml"


def announce(world: World) -> None:
    told = tomllib.loads(TOLD.read_text(encoding="utf-8"))
    for row in told["announcement"]:
        _announcement(world, **row)
    for row in told["series"]:
        _series(world, **row)


def _announcement(
    world: World,
    *,
    shown: str,
    products: list[str],
    updates: list[dict[str, str]],
    resolved: str = "",
    **words: str,
) -> None:
    row = Announcement.objects.create(
        shown_from=moment(shown, world.now),
        resolved_at=moment(resolved, world.now) if resolved else None,
        **words,
    )
    row.products.set(world.products[name] for name in products)
    for update in updates:
        at = moment(update.pop("at"), world.now)
        row.updates.create(written_at=at, **update)


def _series(world: World, *, events: list[dict[str, Any]], **words: str) -> None:
    series = EventSeries.objects.create(**words)
    for number, event in enumerate(events):
        begins = _date(world, event.pop("week"), event.pop("at"), ZoneInfo(event["time_zone"]))
        Event.objects.create(
            id=uuid5(NAMESPACE_URL, f"{series.slug}/{number}"),
            series=series,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=event.pop("minutes")),
            **event,
        )


def _date(world: World, week: int, at: str, zone: ZoneInfo) -> datetime:
    """«2 15:00» is Tuesday, 15:00 there, so many weeks after the one of loading."""
    weekday, clock = at.split()
    monday = world.now.date() - timedelta(days=world.now.weekday())
    day = monday + timedelta(weeks=week, days=int(weekday) - 1)
    return datetime.combine(day, time.fromisoformat(clock), zone)
