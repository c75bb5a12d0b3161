"""The life of a case: from which status, by which verb, to which status, by whom, and how long.

The one place that knows the transitions of the specification, without database or web.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _

from orgs.roles import Capability

REOPEN_WINDOW = timedelta(hours=336)
"""Fourteen times 24 hours: not days of a calendar, which daylight saving stretches (CASE-6)."""

REMINDERS = (timedelta(hours=24), timedelta(hours=72), timedelta(hours=120))
"""After so long in a status that waits for the customer the system reminds (CASE-9)."""

SILENCE = timedelta(hours=144)
"""After so long without an answer it closes. Hours too, not days of a calendar."""


class Status(models.TextChoices):
    AWAITING_ASSIGNMENT = "awaiting_assignment", _("Awaiting assignment")
    IN_PROGRESS = "in_progress", _("In progress")
    PENDING_RESPONSE = "pending_response", _("Pending response")
    RESOLUTION_PROVIDED = "resolution_provided", _("Resolution provided")
    CLOSED = "closed", _("Closed")
    AUTO_CLOSED = "auto_closed", _("Auto closed")


class Verb(StrEnum):
    """What one does to a case."""

    ASSIGN = auto()
    REQUEST_INFORMATION = auto()
    PROPOSE_SOLUTION = auto()
    REPLY = auto()
    """A customer's comment."""
    RESUME = auto()
    CLOSE = auto()
    """By the customer."""
    CONCLUDE = auto()
    """By an agent, with an outcome."""
    AUTO_CLOSE = auto()
    REOPEN = auto()


class Side(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    SUPPORT = "support", _("Support")
    SYSTEM = "system", _("System")


class Outcome(models.TextChoices):
    """With what an agent closes."""

    CONFIRMED = "confirmed", _("Confirmed")
    OBSOLETE = "obsolete", _("Obsolete")
    IRRELEVANT = "irrelevant", _("Irrelevant")


S, V, C = Status, Verb, Capability

OPEN = frozenset({S.AWAITING_ASSIGNMENT, S.IN_PROGRESS, S.PENDING_RESPONSE, S.RESOLUTION_PROVIDED})
ENDED = frozenset({S.CLOSED, S.AUTO_CLOSED})
WAITING_FOR_CUSTOMER = frozenset({S.PENDING_RESPONSE, S.RESOLUTION_PROVIDED})


@dataclass(frozen=True)
class Rule:
    """One row. `needs` is a capability on the given side; `within` counts from the closing.

    `to_unassigned` replaces `to` while nobody is assigned. `entitled` asks for an active
    entitlement of the case's product (ENT-6).
    """

    source: Status
    verb: Verb
    to: Status
    side: Side
    needs: Capability | None
    within: timedelta | None = None
    to_unassigned: Status | None = None
    entitled: bool = False


def _rows() -> Iterator[Rule]:
    yield Rule(S.AWAITING_ASSIGNMENT, V.ASSIGN, S.IN_PROGRESS, Side.SUPPORT, C.WORK_QUEUE)
    for source in (S.AWAITING_ASSIGNMENT, S.IN_PROGRESS, S.RESOLUTION_PROVIDED):
        yield Rule(source, V.REQUEST_INFORMATION, S.PENDING_RESPONSE, Side.SUPPORT, C.WORK_QUEUE)
    for source in (S.AWAITING_ASSIGNMENT, S.IN_PROGRESS, S.PENDING_RESPONSE):
        yield Rule(source, V.PROPOSE_SOLUTION, S.RESOLUTION_PROVIDED, Side.SUPPORT, C.WORK_QUEUE)
    for source in (S.PENDING_RESPONSE, S.RESOLUTION_PROVIDED):
        yield Rule(source, V.REPLY, S.IN_PROGRESS, Side.CUSTOMER, C.COMMENT)
        yield Rule(source, V.RESUME, S.IN_PROGRESS, Side.SUPPORT, C.WORK_QUEUE)
        yield Rule(source, V.AUTO_CLOSE, S.AUTO_CLOSED, Side.SYSTEM, None)
    for source in (S.AWAITING_ASSIGNMENT, S.IN_PROGRESS, S.PENDING_RESPONSE, S.RESOLUTION_PROVIDED):
        yield Rule(source, V.CLOSE, S.CLOSED, Side.CUSTOMER, C.WORK_CASE)
        yield Rule(source, V.CONCLUDE, S.CLOSED, Side.SUPPORT, C.WORK_QUEUE)
    for source in (S.CLOSED, S.AUTO_CLOSED):
        yield Rule(
            source,
            V.REOPEN,
            S.IN_PROGRESS,
            Side.CUSTOMER,
            C.WORK_CASE,
            within=REOPEN_WINDOW,
            to_unassigned=S.AWAITING_ASSIGNMENT,
            entitled=True,
        )


RULES = tuple(_rows())
BY_SOURCE_AND_VERB = {(rule.source, rule.verb): rule for rule in RULES}


def next_reminder(since: datetime, behind: int) -> datetime:
    """When the system speaks up next, as so many steps lie behind: a reminder, or the closing."""
    steps = (*REMINDERS, SILENCE)
    return since + steps[behind]


def reminders_due(since: datetime, now: datetime) -> int:
    """How many reminders lie behind by now, sent or skipped."""
    return sum(since + after <= now for after in REMINDERS)


def days_left(since: datetime, now: datetime) -> int:
    """Until the closing; a begun day counts."""
    return -((now - since - SILENCE) // timedelta(days=1))
