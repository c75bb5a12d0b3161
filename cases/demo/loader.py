"""Loads the demo world: once, whole or not at all."""

from django.db import transaction
from django.utils import timezone

from cases.demo.announcing import announce
from cases.demo.assets import furnish
from cases.demo.hearing import watch
from cases.demo.past import remember
from cases.demo.reading import publish
from cases.demo.settling import settle
from cases.demo.stories import tell_all
from cases.demo.world import World
from cases.seed import seed
from orgs.models import Organization


def is_loaded() -> bool:
    return Organization.objects.filter(slug="acme-commerce").exists()


@transaction.atomic
def load() -> World:
    """Into an installation without customers; no mail is sent about what happened in the past."""
    seed()
    world = World(timezone.now())
    settle(world)
    furnish(world)
    publish(world)
    announce(world)
    remember(world)
    tell_all(world)
    watch(world)
    return world
