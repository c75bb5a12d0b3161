"""Of what the people of the demo hear, and when they can be called."""

from collections.abc import Iterable

from cases.demo.world import World
from cases.models import Case, ContactSlot, Priority, StandingWatch
from cases.spans import next_span


def propose_calls(cases: Iterable[Case]) -> None:
    """As filing proposes them, each in its time."""
    ContactSlot.objects.bulk_create(_slot(case) for case in cases)


def watch(world: World) -> None:
    """The owner hears of what is urgent."""
    StandingWatch.objects.create(
        user=world.people["olga"],
        organization=world.organizations["acme-commerce"],
        priority=Priority.P2,
    )


def _slot(case: Case) -> ContactSlot:
    start, end = next_span(
        case.opened_at, case.contact_from, case.contact_to, case.contact_time_zone
    )
    return ContactSlot(case=case, starts_at=start, ends_at=end)
