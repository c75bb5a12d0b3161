"""What the audit log says, in people's words."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgs.models import Entitlement, ProjectMembership
from orgs.roles import Resource, Role


class Group(NamedTuple):
    """Entries that belong together: those whose verbs begin so."""

    label: Promise
    begins: tuple[str, ...]


GROUPS = {
    "roles": Group(
        gettext_lazy("Roles and members"),
        ("role.", "access.", "member.", "invitation.", "project.member_", "group."),
    ),
    "sharing": Group(gettext_lazy("Shared access"), ("grant.",)),
    "sign-in": Group(
        gettext_lazy("Sign-in and tokens"), ("sign_in.", "token.", "domain.", "provider.")
    ),
    "export": Group(gettext_lazy("Exports"), ("export.", "cases.exported")),
    "reading": Group(gettext_lazy("Cases read by support"), ("case.read",)),
}

LABELS: dict[str, Promise] = {
    "access.refused": gettext_lazy("Access refused"),
    "access.requested": gettext_lazy("Support access requested"),
    "account.linked": gettext_lazy("Product account linked"),
    "announcement.resolved": gettext_lazy("Announcement resolved"),
    "case.read": gettext_lazy("Case opened by support"),
    "cases.exported": gettext_lazy("Cases exported"),
    "domain.added": gettext_lazy("E-mail domain listed"),
    "domain.lost": gettext_lazy("E-mail domain not proved any more"),
    "domain.proved": gettext_lazy("E-mail domain proved"),
    "domain.removed": gettext_lazy("E-mail domain removed"),
    "entitlement.restored": gettext_lazy("Entitlement restored"),
    "entitlement.suspended": gettext_lazy("Entitlement suspended"),
    "export.audit": gettext_lazy("Audit log exported"),
    "export.asked": gettext_lazy("Export of all data asked for"),
    "export.failed": gettext_lazy("Export of all data failed"),
    "export.ready": gettext_lazy("Export of all data ready"),
    "export.taken": gettext_lazy("Export of all data downloaded"),
    "grant.changed": gettext_lazy("Shared access changed"),
    "grant.expired": gettext_lazy("Shared access expired"),
    "grant.made": gettext_lazy("Access shared"),
    "grant.refused": gettext_lazy("Sharing access refused"),
    "grant.revoked": gettext_lazy("Shared access deleted"),
    "holiday.imported": gettext_lazy("Holidays imported"),
    "invitation.accepted": gettext_lazy("Invitation accepted"),
    "invitation.refused": gettext_lazy("Invitation refused to somebody else"),
    "invitation.resent": gettext_lazy("Invitation sent again"),
    "invitation.revoked": gettext_lazy("Invitation revoked"),
    "invitation.sent": gettext_lazy("Invitation sent"),
    "group.changed": gettext_lazy("Group changed by the directory"),
    "member.anonymized": gettext_lazy("Person anonymized"),
    "member.changed": gettext_lazy("Member changed by the directory"),
    "member.left": gettext_lazy("Member left, says the directory"),
    "member.provisioned": gettext_lazy("Member added by the directory"),
    "member.removed": gettext_lazy("Member removed"),
    "member.signed_in": gettext_lazy("Member added at the first sign-in"),
    "owner.appointed": gettext_lazy("Account owner appointed"),
    "project.member_added": gettext_lazy("Added to a cloud project"),
    "project.member_changed": gettext_lazy("Changed in a cloud project"),
    "project.member_removed": gettext_lazy("Removed from a cloud project"),
    "provider.paused": gettext_lazy("Identity provider turned off"),
    "provider.removed": gettext_lazy("Identity provider removed"),
    "provider.saved": gettext_lazy("Identity provider saved"),
    "provider.used": gettext_lazy("Identity provider turned on"),
    "role.assigned": gettext_lazy("Role given"),
    "role.refused": gettext_lazy("Role refused"),
    "role.removed": gettext_lazy("Role removed"),
    "sign_in.failed": gettext_lazy("Sign-in failed"),
    "sign_in.succeeded": gettext_lazy("Signed in"),
    "token.issued": gettext_lazy("Token issued"),
    "token.revoked": gettext_lazy("Token revoked"),
}
"""What happened, by verb; the desk's edits are told by `EDITS`."""

EDITS: dict[str, Promise] = {
    "added": gettext_lazy("Entered by the vendor"),
    "changed": gettext_lazy("Changed by the vendor"),
    "deleted": gettext_lazy("Deleted by the vendor"),
}

VALUES: dict[str, Promise] = {
    **dict([*Role.choices, *Resource.choices, *ProjectMembership.State.choices]),
    **dict(Entitlement.Suspension.choices),
    "all": gettext_lazy("all"),
    "cloud": gettext_lazy("Cloud project"),
    "mfa": gettext_lazy("second factor"),
    "owner": gettext_lazy("Account owner"),
    "password": gettext_lazy("password"),
    "socialaccount": gettext_lazy("the organization’s own sign-in"),
}
"""Code words that have names."""


def label(verb: str) -> str:
    """What happened, in the reader's language."""
    noun, _dot, edit = verb.rpartition(".")
    known = LABELS.get(verb) or EDITS.get(edit)
    return str(known) if known else f"{noun} {edit}"


def in_words(value: Any) -> str:
    """Values without the names of their keys, which are words of the code."""
    if isinstance(value, dict) and "tries" in value:
        return ngettext("%d try", "%d tries", value["tries"]) % value["tries"]
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return ", ".join(filter(None, map(in_words, parts)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(VALUES.get(str(value), value))
