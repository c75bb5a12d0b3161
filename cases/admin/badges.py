"""Counts that agents have always in view."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.admin.filters import BREACHED, ESCALATED, MINE, NOBODY
from cases.lifecycle import WAITING_FOR_CUSTOMER
from cases.models import Case, Priority
from cases.models.wall import CaseQuerySet
from sharedaccess.doors import teams_of


@dataclass(frozen=True)
class View:
    """A way of looking at the queue, with how many cases it shows."""

    label: Promise
    query: dict[str, str]
    count: int
    is_current: bool

    @property
    def url(self) -> str:
        return f"?{urlencode(self.query)}"


def queue_of(request: HttpRequest) -> CaseQuerySet:
    """The cases that the agent sees, open or not (AGENT-3)."""
    return Case.objects.of_teams(teams_of(request.user))  # type: ignore[arg-type]


def unassigned(request: HttpRequest) -> str:
    """For the badge of the navigation: how many wait for somebody to take them."""
    return str(queue_of(request).open().filter(assignee=None).count())


def views(request: HttpRequest) -> list[View]:
    """The usual ways of looking at the queue; one query counts them all."""
    ways = {
        "open": (_("Open"), {}, Q()),
        "escalated": (
            _("Escalated"),
            {"escalated": ESCALATED},
            Q(escalated_at__isnull=False),
        ),
        "mine": (_("Mine"), {"assigned": MINE}, Q(assignee=request.user.pk)),
        "nobodys": (_("Unassigned"), {"assigned": NOBODY}, Q(assignee=None)),
        "waiting": (
            _("Waiting for the customer"),
            {"status": "waiting"},
            Q(status__in=WAITING_FOR_CUSTOMER),
        ),
        "breached": (
            _("Breached"),
            {"answer": BREACHED},
            Q(first_responded_at=None, first_response_due_at__lte=Now()),
        ),
        "critical": (
            _("Critical"),
            {"priority__exact": str(Priority.P1.value)},
            Q(priority=Priority.P1),
        ),
    }
    counts = (
        queue_of(request)
        .open()
        .aggregate(**{name: Count("pk", filter=which) for name, (_l, _q, which) in ways.items()})
    )
    asked = {name: value for name, value in request.GET.items() if value and name != "p"}
    return [
        View(label, query, counts[name], is_current=asked == query)
        for name, (label, query, _which) in ways.items()
    ]
