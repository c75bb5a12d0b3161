"""The transition table × every kind of person, through the pages and through the actions.

Written by hand from the specification: a cell that changes here is a decision.
"""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from cases import actions
from cases.lifecycle import ENDED, REOPEN_WINDOW, WAITING_FOR_CUSTOMER, Outcome, Status, Verb
from cases.models import Case, EscalationReason, Watcher
from orgs.models import User
from orgs.roles import Role
from orgs.staff import AGENTS, SUPPORT_MANAGERS, ensure_group
from portal.problems import Problem
from tests.factories import (
    CaseFactory,
    EntitlementFactory,
    MembershipFactory,
    SupportTeamFactory,
    UserFactory,
    give_role,
)

NEW, WORK = Status.AWAITING_ASSIGNMENT, Status.IN_PROGRESS
ASKED, SOLVED = Status.PENDING_RESPONSE, Status.RESOLUTION_PROVIDED
SHUT, AUTO = Status.CLOSED, Status.AUTO_CLOSED
STATUSES = (NEW, WORK, ASKED, SOLVED, SHUT, AUTO)

# A cell is the status it leads to, or the refusal: 403 may not, 404 may not even know of it, 409
# not now. The case has nobody yet, is entitled, and was promised no first answer.
#                           NEW    WORK   ASKED   SOLVED  SHUT  AUTO
CUSTOMERS = {
    "comments": (NEW, WORK, WORK, WORK, 409, 409),
    "closure": (SHUT, SHUT, SHUT, SHUT, 409, 409),
    "reopening": (409, 409, 409, 409, NEW, NEW),
    "escalation": (NEW, WORK, ASKED, SOLVED, 409, 409),
}
AGENTS_OWN = {
    "assignment": (WORK, WORK, ASKED, SOLVED, 409, 409),
    "information-request": (ASKED, ASKED, 409, ASKED, 409, 409),
    "solution": (SOLVED, SOLVED, SOLVED, 409, 409, 409),
    "resumption": (409, 409, WORK, WORK, 409, 409),
    "conclusion": (SHUT, SHUT, SHUT, SHUT, 409, 409),
}
SAID_BY_AGENTS = {
    "comments":            (NEW,   WORK,  ASKED,  SOLVED, SHUT, AUTO),
}  # fmt: skip


def all_of(table: dict, code: int) -> dict:
    return {noun: (code,) * len(STATUSES) for noun in table}


SPEAKS = all_of(CUSTOMERS, 403) | {"comments": CUSTOMERS["comments"]}
"""Matrix, note 2: the requester who is a mere member."""

# On the customers' pages.
PAGES = {
    "olga": CUSTOMERS,
    "sue": CUSTOMERS,
    "pia": CUSTOMERS,
    "gus": CUSTOMERS,
    "rex": SPEAKS,
    "wes": all_of(CUSTOMERS, 403),
    **dict.fromkeys(("sam", "pim", "max", "gil", "eve", "pat"), all_of(CUSTOMERS, 404)),
    **dict.fromkeys(("ada", "ari", "meg", "root"), all_of(CUSTOMERS, 404)),
}
CROWD = tuple(PAGES)
CLIENTS = ("olga", "sue", "pia", "gus", "rex", "wes", "sam", "pim", "max", "gil", "eve", "pat")

# At the desk: the door is closed to customers (403), the case of another team is none (404).
DESK = {
    **dict.fromkeys(CLIENTS, all_of(AGENTS_OWN, 403)),
    **dict.fromkeys(("ada", "meg", "root"), AGENTS_OWN),
    "ari": all_of(AGENTS_OWN, 404),
}

# By the actions themselves, whatever page, program or command calls them.
EVERYTHING = CUSTOMERS | AGENTS_OWN
AT_WORK = all_of(CUSTOMERS, 403) | AGENTS_OWN | SAID_BY_AGENTS
ACTIONS = {
    **dict.fromkeys(("olga", "sue", "pia", "gus"), CUSTOMERS | all_of(AGENTS_OWN, 403)),
    "rex": SPEAKS | all_of(AGENTS_OWN, 403),
    "wes": all_of(EVERYTHING, 403),
    **dict.fromkeys(("sam", "pim", "max", "gil", "eve", "pat"), all_of(EVERYTHING, 404)),
    **dict.fromkeys(("ada", "meg", "root"), AT_WORK),
    "ari": all_of(EVERYTHING, 404),
}


@pytest.fixture
def crowd(cast):
    """The cast and: pia and pim, support admins of this and of another product; rex, a member who
    filed the case; wes, a member who watches it; ari of another team; meg, manager; root."""
    for name in ("rex", "wes"):
        setattr(cast, name, UserFactory(first_name=name.title()))
        MembershipFactory(organization=cast.acme, user=getattr(cast, name))
    other = EntitlementFactory(organization=cast.acme).product
    for name, product in {"pia": cast.product, "pim": other}.items():
        setattr(cast, name, UserFactory(first_name=name.title()))
        give_role(getattr(cast, name), cast.acme, Role.SUPPORT_ADMIN, products=[product])
    for name, group in {"ari": AGENTS, "meg": SUPPORT_MANAGERS}.items():
        setattr(cast, name, UserFactory(first_name=name.title(), agent=True))
        ensure_group(group).user_set.add(getattr(cast, name))
    SupportTeamFactory().agents.add(cast.ari)
    cast.root = User.objects.create_superuser("root@vendor.example.com", first_name="Root")
    return cast


def case_in(crowd, status: Status) -> Case:
    now = timezone.now()
    ended = {"closed_at": now, "reopen_until": now + REOPEN_WINDOW} if status in ENDED else {}
    waits = (
        {"next_reminder_at": now + timedelta(hours=24)} if status in WAITING_FOR_CUSTOMER else {}
    )
    case = CaseFactory(
        organization=crowd.acme,
        product=crowd.product,
        requester=crowd.rex,
        status=status,
        **ended,
        **waits,
    )
    Watcher.objects.create(case=case, user=crowd.wes, added_by=crowd.rex)
    return case


def typed(crowd, case: Case) -> dict[str, object]:
    """Everything that any of the forms may ask for."""
    return {
        "body": "Words.",
        "reason": EscalationReason.TIME,
        "details": "Weeks.",
        "outcome": Outcome.CONFIRMED,
        "assignee": crowd.ada.pk,
        "version": case.version,
    }


def outcome(answer, case: Case) -> Status | int:
    """The status after it was done, or the refusal; the door of the desk refuses by sign-in."""
    if answer.status_code != 302:
        return answer.status_code
    case.refresh_from_db()
    return 403 if answer.url.startswith("/admin/login/") else Status(case.status)


@pytest.mark.rule("ROLE-2", "CASE-5", "CASE-6", "SLA-5", "CASE-2")
@pytest.mark.parametrize("name", CROWD)
def test_on_the_customers_pages(crowd, client, name):
    client.force_login(getattr(crowd, name))

    def post(noun: str, status: Status):
        case = case_in(crowd, status)
        address = f"/o/acme/cases/{case.number}/{noun}/"
        return outcome(client.post(address, typed(crowd, case)), case)

    found = {noun: tuple(post(noun, status) for status in STATUSES) for noun in CUSTOMERS}

    assert found == PAGES[name]


@pytest.mark.rule("AGENT-2", "AGENT-3")
@pytest.mark.parametrize("name", CROWD)
def test_at_the_desk(crowd, client, name):
    client.force_login(getattr(crowd, name))

    def post(noun: str, status: Status):
        case = case_in(crowd, status)
        address = f"/admin/cases/case/{case.pk}/{noun.replace('conclusion', 'closure')}/"
        return outcome(client.post(address, typed(crowd, case)), case)

    found = {noun: tuple(post(noun, status) for status in STATUSES) for noun in AGENTS_OWN}

    assert found == DESK[name]


ACTS = {
    "comments": lambda crowd, **who: actions.add_comment(**who, body="Words."),
    "closure": lambda crowd, **who: actions.close(**who),
    "reopening": lambda crowd, **who: actions.reopen(**who),
    "escalation": lambda crowd, **who: actions.escalate(
        **who, reason=EscalationReason.TIME, details="Weeks."
    ),
    "assignment": lambda crowd, **who: actions.assign(**who, assignee=crowd.ada),
    "information-request": lambda crowd, **who: actions.change_status(
        **who, verb=Verb.REQUEST_INFORMATION, body="Words."
    ),
    "solution": lambda crowd, **who: actions.change_status(
        **who, verb=Verb.PROPOSE_SOLUTION, body="Words."
    ),
    "resumption": lambda crowd, **who: actions.change_status(**who, verb=Verb.RESUME),
    "conclusion": lambda crowd, **who: actions.conclude(**who, outcome=Outcome.CONFIRMED),
}


@pytest.mark.rule("ROLE-2", "CASE-5", "CASE-6", "SLA-5", "AGENT-3")
@pytest.mark.parametrize("name", CROWD)
def test_by_the_actions(crowd, name):
    def act(noun: str, status: Status):
        case = case_in(crowd, status)
        try:
            ACTS[noun](crowd, actor=crowd.actor(name), case=case)
        except Http404:
            return 404
        except Problem as refusal:
            return refusal.status
        case.refresh_from_db()
        return Status(case.status)

    found = {noun: tuple(act(noun, status) for status in STATUSES) for noun in ACTS}

    assert found == ACTIONS[name]
