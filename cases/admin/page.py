"""What the page of a case shows to an agent, gathered in a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import policy
from cases.admin import panels
from cases.admin.forms import FORMS, CaseForm
from cases.admin.timeline import history, people_named, timeline
from cases.calls import shown_call
from cases.lifecycle import Status, Verb
from cases.models import Case, Escalation
from cases.models.escalation import escalation_of
from cases.models.wall import CaseQuerySet
from cases.response import Response
from orgs.actor import Actor
from orgs.models import User

VERBS = {
    "assignment": Verb.ASSIGN,
    "information-request": Verb.REQUEST_INFORMATION,
    "solution": Verb.PROPOSE_SOLUTION,
    "resumption": Verb.RESUME,
    "closure": Verb.CONCLUDE,
}
"""Which row of the table each form takes; the others ask `policy` by themselves."""

ASKED = [
    "impact_statement",
    "steps",
    "expected",
    "actual",
    "recent_changes",
]


@dataclass(frozen=True)
class Tab:
    """One way of writing on the case; `mood` sets public and internal apart."""

    noun: str
    label: Promise
    button: Promise
    mood: str = "public"


TABS = (
    Tab("escalation-answer", _("Answer the escalation"), _("Send the answer")),
    Tab("comment", _("Comment"), _("Send to the customer")),
    Tab("note", _("Internal note"), _("Add internal note"), "internal"),
    Tab("information-request", _("Request information"), _("Ask the customer")),
    Tab("solution", _("Propose solution"), _("Propose this solution")),
    Tab("closure", _("Close"), _("Close the case"), "final"),
)


def context(
    actor: Actor, case: Case, seen: CaseQuerySet, *, may_work: bool, tried: CaseForm | None
) -> dict[str, Any]:
    """`seen` are the cases that the agent sees; `tried` is a form that was refused."""
    events, messages = history(case), panels.mails(case)
    named = people_named(events) | panels.recipients(messages)
    people = User.objects.in_bulk(named)
    entitlement = panels.entitlement(case)
    escalation = escalation_of(case)
    return {
        "case": case,
        "escalation": escalation,
        "asked": _asked(case),
        "timeline": timeline(case, events, people),
        "files": [file for file in case.attachments.all() if file.comment_id is None],
        "watchers": case.watchers.select_related("user").order_by("created_at"),
        "deliveries": panels.deliveries(case, messages, events, people),
        "has_failures": any(message.state == message.State.FAILED for message in messages),
        "entitlement": entitlement,
        "entitlement_kind": entitlement and panels.ENTITLEMENT_KINDS[entitlement.state],
        "response": Response(case),
        "contact": panels.contact(case),
        "call": shown_call(case),
        "earlier": panels.earlier_cases(case, seen),
        "linked": panels.linked_cases(case, seen),
        **_writing(actor, case, escalation, may_work=may_work, tried=tried),
    }


def _asked(case: Case) -> list[tuple[str, str]]:
    """The answers to what the product asks for, with the questions' names."""
    given = ((str(label_for_field(name, Case)), getattr(case, name)) for name in ASKED)
    return [(label, text) for label, text in given if text]


def _writing(
    actor: Actor,
    case: Case,
    escalation: Escalation | None,
    *,
    may_work: bool,
    tried: CaseForm | None,
) -> dict[str, Any]:
    """The forms that are open to the agent now, and the tab that is in front."""
    nouns = _open_nouns(actor, case) | _of_managers(actor, escalation) if may_work else set()
    forms = {noun: FORMS[noun](case=case) for noun in nouns}
    if tried:
        forms[tried.noun] = tried
    tabs = [(tab, forms[tab.noun]) for tab in TABS if tab.noun in forms]
    nouns_of_tabs = [tab.noun for tab, _form in tabs]
    front = tried.noun if tried and tried.noun in nouns_of_tabs else next(iter(nouns_of_tabs), "")
    return {
        "tabs": tabs,
        "front": front,
        "assignment": forms.get("assignment"),
        "can_take": "assignment" in forms and _can_take(actor, case),
        "resumption": forms.get("resumption"),
        "watching": forms.get("watchers"),
        "urgency": forms.get("priority"),
        "calling": forms.get("contact"),
        "taking": forms.get("escalation"),
        "tried": tried,
    }


def _can_take(actor: Actor, case: Case) -> bool:
    """Who sees all teams is not of all of them."""
    if case.assignee_id == actor.user.pk and case.status != Status.AWAITING_ASSIGNMENT:
        return False
    return actor.user.support_teams.filter(pk=case.team_id).exists()


def _of_managers(actor: Actor, escalation: Escalation | None) -> set[str]:
    """Take what nobody has, answer what nobody did (AGENT-4)."""
    if escalation is None or escalation.answered_at or not policy.may_handle_escalations(actor):
        return set()
    return {"escalation-answer"} | (set() if escalation.taken_by else {"escalation"})


def _open_nouns(actor: Actor, case: Case) -> set[str]:
    verbs = policy.open_verbs(actor, case)
    nouns = {noun for noun, verb in VERBS.items() if verb in verbs} | {"note"}
    if case.is_open:
        nouns |= {"assignment", "contact", "priority"}
    if policy.may_comment(actor, case):
        nouns.add("comment")
    if policy.may_manage_watchers(actor, case):
        nouns.add("watchers")
    return nouns
