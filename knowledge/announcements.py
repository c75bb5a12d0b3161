"""What the people of an organization are told: incidents, maintenance, news (HOME-6)."""

from knowledge.models import Announcement, AnnouncementQuerySet
from orgs.models import Organization

MOST = 50
"""Nobody reads more at once."""


def concerning(organization: Organization) -> AnnouncementQuerySet:
    """What goes on there now, the newest first: two queries with all updates."""
    return announcements_of(organization).open()[:MOST]


def announcements_of(organization: Organization) -> AnnouncementQuerySet:
    """All that is shown there now, also what is resolved."""
    told = Announcement.objects.concerning(organization).current().told()
    return told.prefetch_related("updates")
