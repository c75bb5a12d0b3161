"""What an organization's people see of the audit log (ROLE-10)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.models import Entitlement, Organization, ProjectMembership
from orgs.roles import Resource, Role
from portal.keyset import Key
from portal.models import AuditEntry
from portal.pseudonyms import forgotten_at, veiled

PAGE_SIZE = 50
BATCH = 1_000
NEWEST_FIRST = Key(F("sequence"), read=int, write=int)


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
    "provider.removed": gettext_lazy("Identity provider removed"),
    "provider.saved": gettext_lazy("Identity provider saved"),
    "role.assigned": gettext_lazy("Role given"),
    "role.refused": gettext_lazy("Role refused"),
    "role.removed": gettext_lazy("Role removed"),
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


class Line(NamedTuple):
    """An entry for people."""

    entry: AuditEntry
    what: str
    before: str
    after: str


class AuditFilters(forms.Form):
    """The query of the page. What it does not know is left out, never an error."""

    what = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[("", gettext_lazy("Any")), *((key, one.label) for key, one in GROUPS.items())],
    )
    who = forms.CharField(label=gettext_lazy("E-mail address"), max_length=254, required=False)
    since = forms.DateField(
        label=gettext_lazy("From day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To day"),
        required=False,
        validators=[MaxValueValidator(date(9998, 12, 31))],  # there is no day after the last one
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @cached_property
    def wanted(self) -> dict[str, Any]:
        self.full_clean()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    @property
    def ignored(self) -> list[str]:
        """The names of the filters whose values make no sense."""
        return [str(self[name].label) for name in self.errors]

    @property
    def is_set(self) -> bool:
        return any(self.wanted.values())


def entries_of(organization: Organization, wanted: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """The organization's entries, narrowed by group, person and days of the reader's zone."""
    entries = AuditEntry.objects.filter(organization_id=organization.pk)
    if wanted["what"]:
        begins = (Q(verb__startswith=text) for text in GROUPS[wanted["what"]].begins)
        entries = entries.filter(Q(*begins, _connector=Q.OR))
    if who := wanted["who"]:
        entries = entries.filter(Q(actor_name__iexact=who) | Q(target__iexact=who))
        if moment := forgotten_at(who):
            entries = entries.filter(at__gt=moment)
    if wanted["since"]:
        entries = entries.filter(at__gte=_midnight(wanted["since"]))
    if wanted["until"]:
        entries = entries.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
    return entries


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    return [
        Line(entry, label(entry.verb), _words(entry.before), _words(entry.after))
        for entry in veiled(entries)
    ]


def label(verb: str) -> str:
    """What happened, in the reader's language."""
    noun, _dot, edit = verb.rpartition(".")
    known = LABELS.get(verb) or EDITS.get(edit)
    return str(known) if known else f"{noun} {edit}"


def in_batches(entries: QuerySet[AuditEntry]) -> Iterator[AuditEntry]:
    """All of them, newest first; each batch is a statement of its own, so none takes long."""
    rest = entries.order_by("-sequence")
    while rows := list(rest[:BATCH]):
        yield from veiled(rows)
        rest = rest.filter(sequence__lt=rows[-1].sequence)


ATTRIBUTES = {
    "sequence": "sequence",
    "at": "at",
    "actor": "actor_name",
    "verb": "verb",
    "target": "target",
    "before": "before",
    "after": "after",
    "address": "address",
    "previous": "previous",
    "hash": "hash",
}
"""What a program reads, by the names that it reads."""


def records(entries: QuerySet[AuditEntry]) -> Iterator[dict[str, Any]]:
    return map(_record, in_batches(entries))


def as_json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    for record in records(entries):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def as_rows(entries: QuerySet[AuditEntry]) -> Iterator[list[Any]]:
    """For a spreadsheet; the first row names the columns."""
    yield list(ATTRIBUTES)
    for entry in in_batches(entries):
        values = _record(entry)
        texts = {name: json.dumps(values[name], ensure_ascii=False) for name in ("before", "after")}
        yield list((values | texts).values())


def _record(entry: AuditEntry) -> dict[str, Any]:
    """The entry for programs, with its link of the chain."""
    values = {name: getattr(entry, attribute) for name, attribute in ATTRIBUTES.items()}
    return values | {"at": entry.at.isoformat()}


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _words(value: Any) -> str:
    """Values without the names of their keys, which are words of the code."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return ", ".join(filter(None, map(_words, parts)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(VALUES.get(str(value), value))
