"""Comments and internal notes."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import advance, demand_version, lock, record, write_comment
from cases.attachments import attach_uploads
from cases.lifecycle import Verb
from cases.models import Case, Comment, EventKind, InternalNote
from orgs.actor import Actor
from orgs.roles import Capability
from portal.problems import NotAllowed, Unprocessable


@transaction.atomic
def add_comment(
    *,
    actor: Actor,
    case: Case,
    body: str,
    files: Iterable[UploadedFile] = (),
    version: int | None = None,
) -> Comment:
    """Say something publicly; a customer's words set a waiting case in progress.

    Raises NotAllowed, Conflict (closed, or not as of `version`), Unprocessable (empty, or a file
    that is refused).
    """
    case = lock(actor, case)
    demand_version(case, version)
    policy.demand_comment(actor, case)
    comment = write_comment(actor, case, body)
    attach_uploads(actor.user, case, files, comment=comment)
    if policy.find_rule(actor, case, Verb.REPLY):
        advance(actor, case, Verb.REPLY, EventKind.COMMENTED, comment=comment)
    else:
        record(actor, case, EventKind.COMMENTED, comment=comment)
    return comment


@transaction.atomic
def add_internal_note(*, actor: Actor, case: Case, body: str) -> InternalNote:
    """What only agents read; nobody is told. Raises NotAllowed, Unprocessable (empty)."""
    case = lock(actor, case)
    if not (actor.is_agent and actor.can(Capability.WORK_QUEUE)):
        raise NotAllowed(_("Only agents write internal notes."))
    if not body.strip():
        raise Unprocessable(_("Write something first."), code="empty")
    return InternalNote.objects.create(case=case, author=actor.user, body=body)
