"""What waits for a customer: cases to answer before they close, and words of the managers."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import WAITING_FOR_CUSTOMER, Side, Status
from cases.models import Case, CaseEvent, Escalation
from cases.models.wall import CaseQuerySet
from cases.response import until
from orgs.actor import Actor

SHOWN = 5

DEEDS: dict[str, Promise] = {
    Status.PENDING_RESPONSE: _("Answer the question"),
    Status.RESOLUTION_PROVIDED: _("Check the solution"),
}
"""The one thing to do next."""

URGENT = ((timedelta(days=1), "negative"), (timedelta(days=3), "warning"))


class Task(NamedTuple):
    case: Case
    deed: Promise

    @property
    def closes_at(self) -> datetime | None:
        return self.case.closes_at

    @property
    def left(self) -> str:
        """Until it closes by itself: «3 days»."""
        return until(self.closes_at, depth=1) if self.closes_at else ""

    @property
    def tone(self) -> str:
        left = (self.closes_at or timezone.now()) - timezone.now()
        return next((tone for span, tone in URGENT if left <= span), "info")


def tasks_of(actor: Actor) -> list[Task]:
    """Those that close first come first; two queries."""
    waiting = [Task(case, DEEDS[case.status]) for case in _waiting(actor)]
    return waiting + [Task(case, _("Read the answer")) for case in _answered_by_managers(actor)]


def _waiting(actor: Actor) -> CaseQuerySet:
    cases = _shown(
        Case.objects.visible_to(actor).answerable_by(actor).filter(status__in=WAITING_FOR_CUSTOMER)
    )
    return cases.order_by(IsNull(F("next_reminder_at"), True), "status_since", "pk")[:SHOWN]


def _answered_by_managers(actor: Actor) -> CaseQuerySet:
    """Escalations of this opening, answered, and nobody has said or done anything since."""
    since = CaseEvent.objects.filter(
        case=OuterRef("case"), side=Side.CUSTOMER, created_at__gt=OuterRef("answered_at")
    )
    answered = Escalation.objects.filter(
        case=OuterRef("pk"), opening=OuterRef("opening"), answered_at__isnull=False
    )
    cases = (
        Case.objects.visible_to(actor)
        .answerable_by(actor)
        .open()
        .filter(escalated_at__isnull=False)
    )
    unread = cases.filter(Exists(answered.filter(~Exists(since))))
    ours = unread.exclude(status__in=WAITING_FOR_CUSTOMER)
    return _shown(ours).order_by("escalated_at", "pk")[:SHOWN]


def _shown(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.select_related("product").defer("search", "description")
