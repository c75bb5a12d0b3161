"""Takes in who works in which cloud project, as the vendor's console has it (ENT-13, SHA-8)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.imports import OneOf
from orgs.models import Organization, Product, Project, ProjectMembership, User
from orgs.roles import Resource
from portal import audit
from portal.imports import Outcome, Row, RowForm, UnreadableError, read, take_in, upsert
from sharedaccess.actions import sync_cloud_grant

ONE_AT_A_TIME = 7262
"""The key of the lock that two synchronizations wait for."""


class Roll(defaultdict[Project, set[User]]):
    """Who the file says works in a project, and what is to be put on record of it."""

    def __init__(self) -> None:
        super().__init__(set)
        self.notes: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)

    def note(self, project: Project, user: User, verb: str, **values: Any) -> None:
        """For later: the log of an organization is locked behind the organization, never before."""
        after = {"project": project.identifier, **values}
        entry = {"verb": verb, "target": user.email, "after": after}
        self.notes[project.organization_id].append(entry)


class MemberRow(RowForm):
    """A member of a project; without an address it says only that there is such a project."""

    organization = OneOf(Organization, "slug")
    product = OneOf(Product, "name")
    project = forms.CharField(max_length=64)
    name = forms.CharField(max_length=120)
    email = forms.EmailField(required=False)
    state = forms.ChoiceField(choices=ProjectMembership.State, required=False)
    resources = forms.CharField(required=False)

    def __init__(self, values: dict[str, Any], *, roll: Roll) -> None:
        super().__init__(values)
        self.roll = roll

    def clean_email(self) -> User | None:
        """Nobody joins who has no user here: the next run takes those in who signed up since."""
        email = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if email and user is None:
            raise ValidationError(_("%(email)s has no user here yet."), params={"email": email})
        return user

    def clean_resources(self) -> list[str]:
        given = self.data.get("resources") or ""
        names = given if isinstance(given, list) else str(given).split(";")
        wanted = {str(name).strip() for name in names} - {""}
        if unknown := wanted.difference(Resource.values):
            told = {"name": ", ".join(sorted(unknown))}
            raise ValidationError(_("“%(name)s” is unknown."), params=told)
        return sorted(wanted)

    def save(self) -> str:
        given = self.cleaned_data
        project, state = self._project()
        user = given["email"]
        self.roll[project] |= {user} if user else set()
        if user is None:
            return state
        values = {
            "state": given["state"] or ProjectMembership.State.ACTIVE,
            "resources": given["resources"],
        }
        _row, change = upsert(ProjectMembership, {"project": project, "user": user}, values)
        if change != "unchanged":
            self.roll.note(project, user, f"project.member_{change}", **values)
        return state if change == "unchanged" else change

    def _project(self) -> tuple[Project, str]:
        given = self.cleaned_data
        project, state = upsert(
            Project,
            {"identifier": given["project"]},
            {"product": given["product"], "name": given["name"]},
            once={"organization": given["organization"]},
        )
        if project.organization_id != given["organization"].pk:
            raise ValidationError(_("The project belongs to another organization."))
        return project, state


def sync_projects(rows: Iterable[Row], *, dry_run: bool = False) -> Outcome:
    """Make projects, their members and the cloud-sourced grants what the rows say; safe to repeat.

    Who is not among the rows of a project leaves it, unless a row of that project was rejected: it
    might be theirs. Projects that the rows do not name stay as they are.
    """
    roll = Roll()
    named: dict[int, str] = {}
    with transaction.atomic():
        _wait_for_others()
        outcome = take_in(_noting(rows, named), lambda values: MemberRow(values, roll=roll))
        doubtful = {named[reject.line] for reject in outcome.rejects}
        concerned = _concerned(roll, doubtful)
        for organization, people in groupby(sorted(concerned), key=itemgetter(0)):
            _record(organization, roll)
            for _pk, user in people:
                _follow(organization, user)
        transaction.set_rollback(dry_run)
    return outcome


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _concerned(roll: Roll, doubtful: set[str]) -> set[tuple[int, int]]:
    """Organization and user of all who are on the roll, and of those who left by it."""
    concerned = set()
    for project, staying in roll.items():
        gone = [] if project.identifier in doubtful else _leave(project, roll)
        people = [user.pk for user in staying] + gone
        concerned |= {(project.organization_id, pk) for pk in people}
    return concerned


def _noting(rows: Iterable[Row], named: dict[int, str]) -> Iterator[Row]:
    """The rows, while we note of which project each line speaks."""
    for row in rows:
        named[row.line] = str(row.values.get("project", ""))
        yield row


def _leave(project: Project, roll: Roll) -> list[int]:
    """Take out who is not on the roll any more; answers who that is."""
    gone = project.memberships.exclude(user__in=roll[project]).select_related("user")
    for membership in gone:
        roll.note(project, membership.user, "project.member_removed")
        membership.delete()
    return [membership.user_id for membership in gone]


def _follow(organization_pk: int, user_pk: int) -> None:
    """Let the person's grant open what all projects together open."""
    rows = ProjectMembership.objects.active().filter(
        project__organization=organization_pk, user=user_pk
    )
    offered = {name for names in rows.values_list("resources", flat=True) for name in names}
    sync_cloud_grant(
        organization=Organization.objects.get(pk=organization_pk),
        grantee=User.objects.get(pk=user_pk),
        resources=offered,
    )


def _record(organization_pk: int, roll: Roll) -> None:
    Organization.objects.select_for_update(no_key=True).get(pk=organization_pk)
    for entry in roll.notes[organization_pk]:
        audit.record(actor=None, organization_id=organization_pk, **entry)


class UploadForm(forms.Form):
    """A file of the console, sent by hand."""

    file = forms.FileField(label=gettext_lazy("File of the console (.csv, .json or .jsonl)"))
    dry_run = forms.BooleanField(
        label=gettext_lazy("Only say what would happen"), required=False, initial=True
    )

    def synchronize(self) -> Outcome | None:
        """None where the file makes no sense, with the error in the form."""
        upload = self.cleaned_data["file"]
        with NamedTemporaryFile(suffix=Path(upload.name).suffix) as copy:
            copy.writelines(upload.chunks())
            copy.flush()
            try:
                return sync_projects(read(Path(copy.name)), dry_run=self.cleaned_data["dry_run"])
            except UnreadableError as error:
                self.add_error("file", str(error))
                return None
