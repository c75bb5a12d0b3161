"""One case from a Friday afternoon to the end of its second closing, hour by hour."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from cases import actions
from cases.actions import NewCase
from cases.lifecycle import Verb
from cases.models import Case
from cases.seed import seed
from cases.tasks import remind_waiting_cases
from orgs.models import SupportPlan
from orgs.staff import SUPPORT_MANAGERS, ensure_group
from portal.tasks import sweep_outbox
from tests.factories import UserFactory

TICK = 6
"""Hours: each reminder is due on one of them."""
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)

FILED = datetime(2026, 11, 20, 15, 50, tzinfo=UTC)
"""Friday, 16:50 in Paris: ten minutes before EMEA goes home."""
DUE = datetime(2026, 11, 23, 11, 50, tzinfo=UTC)
"""Four business hours later: Monday, 12:50 in Paris."""
ASKED = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
CLOSED = ASKED + 144 * HOUR
REOPENED = CLOSED + timedelta(hours=335, minutes=59)
CLOSED_AGAIN = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)

WORDS = {"reason": "callback", "details": "We wait since Friday."}


class Life:
    """A case of acme, and who has to do with it; each step at a moment of its own."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.case = self.file()

    def file(self) -> Case:
        new = NewCase(product=self.cast.product, title="Late", description="Very.", priority=3)
        with time_machine.travel(FILED, tick=False):
            return actions.open_case(actor=self.cast.actor("sue"), new=new, submission=uuid.uuid4())

    def page(self, moment: datetime) -> str:
        with time_machine.travel(moment, tick=False):
            return self._sue().get(self.case.get_absolute_url()).text

    def post(self, moment: datetime, noun: str, words: dict[str, str] | None = None) -> int:
        with time_machine.travel(moment, tick=False):
            address = f"{self.case.get_absolute_url()}{noun}/"
            self.case.refresh_from_db()
            words = {"version": str(self.case.version)} | (words or {})
            return self._sue().post(address, words).status_code

    def ask(self, moment: datetime) -> None:
        agent = self.cast.actor("ada")
        with time_machine.travel(moment, tick=False):
            actions.assign(actor=agent, case=self.case, assignee=self.cast.ada)
            actions.change_status(
                actor=agent, case=self.case, verb=Verb.REQUEST_INFORMATION, body="Version?"
            )

    def let_pass(self, start: datetime, hours: int) -> list[tuple[int, str]]:
        """The beat ticks; what the system did, and after how many hours."""
        did = []
        for hour in range(0, hours + 1, TICK):
            with time_machine.travel(start + hour * HOUR, tick=False):
                before = self.case.events.count()
                remind_waiting_cases()
            newer = self.case.events.order_by("pk")[before:]
            did += [(hour, f"{event.kind} {event.data.get('days_left', '')}") for event in newer]
        return did

    def _sue(self) -> Client:
        client = Client()
        client.force_login(self.cast.sue)
        return client


@pytest.fixture
def life(cast):
    """acme has the plan Expert in EMEA: an answer to P3 within four business hours."""
    seed()
    cast.acme.plan, cast.acme.region = SupportPlan.objects.get(key="expert"), "emea"
    cast.acme.save()
    cast.sue.time_zone = "Europe/Paris"
    cast.sue.save()
    cast.meg = UserFactory(first_name="Meg", agent=True)
    ensure_group(SUPPORT_MANAGERS).user_set.add(cast.meg)
    return Life(cast)


@pytest.mark.rule("SLA-3", "SLA-4", "SLA-5", "SLA-6", "CASE-6", "CASE-9")
def test_from_a_friday_afternoon_to_the_end_of_the_second_window(life):
    assert life.case.first_response_due_at == DUE

    # The weekend, and Monday until ten to one: too early, and the page says from when.
    for moment in (FILED + HOUR, FILED + 24 * HOUR, DUE - SECOND):
        assert "from 23 Nov 2026, 12:50" in life.page(moment)
        assert life.post(moment, "escalation", WORDS) == 409
    assert 'id="escalate-case"' in life.page(DUE)
    assert life.post(DUE, "escalation", WORDS) == 302
    sweep_outbox()
    assert "meg@example.com" in [letter.to[0] for letter in mail.outbox]
    assert life.post(DUE + SECOND, "escalation", WORDS) == 409

    # Ada asks, nobody answers: three reminders, then it closes.
    life.ask(ASKED)
    assert "closed on 29 Nov 2026" not in life.page(ASKED)
    assert life.let_pass(ASKED, 144) == [
        (24, "reminded 5"),
        (72, "reminded 3"),
        (120, "reminded 1"),
        (144, "auto_closed "),
    ]
    life.case.refresh_from_db()
    assert (life.case.closed_at, life.case.reopen_until) == (CLOSED, CLOSED + 336 * HOUR)
    assert life.post(CLOSED + HOUR, "escalation", WORDS) == 409

    # A minute before the window ends it opens again, and can be escalated again.
    assert "Reopen case" in life.page(REOPENED)
    assert life.post(REOPENED, "reopening", {"reason": "We were away."}) == 302
    life.case.refresh_from_db()
    assert (life.case.status, life.case.opening) == ("in_progress", 2)
    assert life.let_pass(REOPENED, 6) == []
    assert 'id="escalate-case"' in life.page(REOPENED + HOUR)

    # The second closing opens a window of its own, which ends to the second.
    assert life.post(CLOSED_AGAIN, "closure") == 302
    end = CLOSED_AGAIN + 336 * HOUR
    assert "Reopen case" in life.page(end)
    assert life.post(end + SECOND, "reopening") == 409
    assert "create a follow-up" in life.page(end + SECOND).lower()
