"""A case is filed."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import sla
from cases.actions.base import promise, record
from cases.actions.follow_up import hold_original, tell_original
from cases.actions.slots import propose_call
from cases.attachments import adopt
from cases.models import (
    Case,
    DraftFile,
    EventKind,
    IssueReason,
    IssueType,
    LegacyCase,
    Watcher,
)
from cases.models.watcher import MAX_WATCHERS
from orgs.actor import Actor
from orgs.models import Organization, Product, Project, User
from portal.problems import NotAllowed, Unprocessable
from sharedaccess.doors import decide_for, find_actor, people_with_a_tie


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What a request for support says; the fields of `Case` of the same names."""

    product: Product
    title: str
    description: str
    priority: int
    issue_type: IssueType | None = None
    issue_reason: IssueReason | None = None
    project: Project | None = None
    project_note: str = ""
    project_url: str = ""
    environment: str = ""
    product_version: str = ""
    affected_url: str = ""
    impact: str = ""
    impact_statement: str = ""
    steps: str = ""
    expected: str = ""
    actual: str = ""
    recent_changes: str = ""
    contact_phone: str = ""
    contact_time_zone: str = "UTC"
    contact_from: time = time(9)
    contact_to: time = time(17)
    watchers: tuple[User, ...] = field(default=())
    follow_up_of: Case | None = None
    follow_up_of_legacy: LegacyCase | None = None
    refiled_from: Case | None = None


@transaction.atomic
def open_case(
    *, actor: Actor, new: NewCase, submission: uuid.UUID, files: Iterable[DraftFile] = ()
) -> Case:
    """File the case in the actor's organization, once for each `submission` (WIZ-12).

    The right is looked up afresh inside the transaction (WIZ-11). Answers the case; a repeated
    submission answers the one that it made before. Raises NotAllowed with the decision,
    ValidationError, or Unprocessable.
    """
    organizations = Organization.objects.select_for_update(no_key=True)
    organization = organizations.get(pk=actor.organization.pk)
    own = Case.objects.visible_to(actor).filter(requester=actor.user)
    if repeated := own.filter(submission=submission).first():
        return repeated
    actor = as_of_now(actor.user, actor.organization)
    _demand(actor, new)
    original = hold_original(actor, new.follow_up_of, new.follow_up_of_legacy)
    case = _build(actor, new, submission)
    promise(case, sla.clock_for(organization, case.priority, case.opened_at))
    case.full_clean(validate_unique=False)
    case.save()
    _add_watchers(actor, case, new.watchers)
    adopt(files, case)
    record(actor, case, EventKind.SUBMITTED, data=propose_call(case))
    tell_original(actor, original, case)
    return case


def as_of_now(user: User, organization: Organization) -> Actor:
    """Looked up afresh, inside the transaction (WIZ-11). Raises NotAllowed."""
    fresh = find_actor(user, organization)
    if fresh is None:
        raise NotAllowed(_("You do not belong to this organization any more."))
    return fresh


def _demand(actor: Actor, new: NewCase) -> None:
    decision = decide_for(actor, new.product, new.project)
    if not decision.allowed:
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)
    if new.project and (new.project.organization_id, new.project.product_id) != (
        actor.organization.pk,
        new.product.pk,
    ):
        raise Unprocessable(_("The project does not belong to this product and organization."))


def _build(actor: Actor, new: NewCase, submission: uuid.UUID) -> Case:
    """Routed to the team of the product (ENT-9)."""
    answers: dict[str, Any] = {
        name: getattr(new, name) for name in NewCase.__dataclass_fields__ if name != "watchers"
    }
    return Case(
        organization=actor.organization,
        requester=actor.user,
        team=new.product.team,
        submission=submission,
        **answers,
    )


def _add_watchers(actor: Actor, case: Case, people: Iterable[User]) -> None:
    """Duplicates and the requester collapse (WIZ-3); the requester hears of everything anyway."""
    unique = {person.pk for person in people} - {actor.user.pk}
    if len(unique) > MAX_WATCHERS:
        raise Unprocessable(_("A case has ten watchers at most."), code="too-many-watchers")
    if people_with_a_tie(actor.organization).filter(pk__in=unique).count() != len(unique):
        raise Unprocessable(_("A watcher does not belong to the organization any more."))
    Watcher.objects.bulk_create(
        Watcher(case=case, user_id=pk, added_by=actor.user) for pk in unique
    )
