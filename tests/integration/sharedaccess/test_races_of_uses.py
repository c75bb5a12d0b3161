"""A right is taken back in the midst of its use: what begins after the commit fails, of every kind.

Two people race through all kinds of use, fifty tries and more of each, while it happens.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases import actions as work
from cases.models import Attachment, CaseDraft, Watcher
from orgs import actions as orgs
from orgs.models import (
    ApiToken,
    DataExport,
    EmailDomain,
    Invitation,
    Membership,
    Organization,
    ScimToken,
    User,
)
from orgs.roles import Role
from portal.models import OutboxMessage
from portal.tasks import deliver_message
from sharedaccess.actions import revoke_grant
from tests.factories import IssueTypeFactory, UserFactory, give_role
from tests.integration.cases.wizard.conftest import Guide
from tests.races import TURNS, Use, uses_while

TWO = 2
"""People at once: each thread more would only wait for the others."""

ENOUGH = TWO * TURNS

pytestmark = pytest.mark.django_db(transaction=True)


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def program(person: User) -> tuple[ApiToken, dict[str, str]]:
    row, secret = ApiToken.objects.issue(
        user=person, name="t", scope="write", expires_at=tomorrow()
    )
    return row, {"authorization": f"Bearer {secret}"}


def gets(client: Client, address: str, **more: Any) -> bool:
    """Also what is streamed, to its end."""
    answer = client.get(address, **more)
    return answer.status_code == 200 and bool(answer.getvalue())


def posts(client: Client, address: str, leads: str, data: Any = None, **more: Any) -> bool:
    """Whether it leads on to where it should."""
    answer = client.post(address, data or {}, **more)
    return leads in answer.headers.get("Location", "")


def judge(uses: list[Use], names: set[str]) -> None:
    """Each was tried often, worked before and not any more after; none slipped through."""
    tried = Counter(use.name for use in uses)
    assert {name: tried[name] >= ENOUGH for name in names} == dict.fromkeys(names, True)
    assert {use.name for use in uses if use.worked and not use.late} == names
    assert {use.name for use in uses if use.late and not use.worked} == names
    assert [use for use in uses if use.late and use.worked] == []


# --- All that a grant opens


@pytest.fixture
def drafts(cast) -> Iterator[CaseDraft]:
    """As many as there are submits, each ready to be sent, and one to write on."""
    IssueTypeFactory(key="broken")
    guide = Guide(cast.gus)
    guide.reach("review")
    one = CaseDraft.objects.values("organization_id", "author_id", "answers", "answered").get()
    rows = [CaseDraft(**one) for _number in range(ENOUGH + 1)]
    return iter(CaseDraft.objects.bulk_create(rows))


@pytest.fixture
def mails(cast) -> Iterator[OutboxMessage]:
    """Promised to a watcher."""
    Watcher.objects.create(case=cast.case, user=cast.gus, added_by=cast.sue)
    work.add_comment(actor=cast.actor("sue"), case=cast.case, body="For our eyes only.")
    one = OutboxMessage.objects.get(payload__recipient=cast.gus.pk)
    rows = [OutboxMessage(kind=one.kind, key=str(n), payload=one.payload) for n in range(ENOUGH)]
    return iter(OutboxMessage.objects.bulk_create(rows))


def is_sent(message: OutboxMessage) -> bool:
    deliver_message(str(message.pk))
    message.refresh_from_db()
    return message.state == OutboxMessage.State.SENT


@pytest.fixture
def file(cast):
    return Attachment.objects.create(
        case=cast.case,
        uploaded_by=cast.sue,
        name="log.txt",
        file=ContentFile(b"secret", "log.txt"),
        size=6,
        content_type="text/plain",
    )


@pytest.fixture
def race_of_gus(cast):
    """Given what gus does in a browser, race through it while olga takes her grant back."""

    def run(ways):
        people = [ways(browser(cast.gus)) for _person in range(TWO)]
        grant = cast.gus.grants_held.get()
        uses = uses_while(lambda: revoke_grant(actor=cast.actor("olga"), grant=grant), people)
        judge(uses, set(people[0]))

    return run


@pytest.mark.rule("SHA-10", "SHA-9", "API-3")
def test_nothing_is_read_that_begins_after_a_grant_was_taken_back(cast, file, mails, race_of_gus):
    case = f"/o/acme/cases/{cast.case.number}/"
    rows = "/api/v1/organizations/acme/cases"
    _token, key = program(cast.gus)
    race_of_gus(
        lambda gus: {
            "page": lambda: gets(gus, case),
            "download": lambda: gets(gus, f"{case}attachments/{file.pk}/"),
            "export": lambda: gets(gus, "/o/acme/cases/export.csv"),
            "switch": lambda: posts(gus, "/switch-account/", "/o/acme/", {"organization": "acme"}),
            "program": lambda: gets(gus, rows, headers=key),
            "mail": lambda: is_sent(next(mails)),
        }
    )


@pytest.mark.rule("SHA-10", "WIZ-11")
def test_nothing_is_written_that_begins_after_a_grant_was_taken_back(cast, drafts, race_of_gus):
    comments = f"/o/acme/cases/{cast.case.number}/comments/"
    draft = next(drafts)
    step, contact = f"/o/acme/cases/drafts/{draft.pk}/contact/", draft.answers["contact"]
    race_of_gus(
        lambda gus: {
            "comment": lambda: posts(gus, comments, "#comment-", {"body": "Hello."}),
            "step": lambda: posts(gus, step, "/review/", contact),
            "submit": lambda: posts(gus, next(drafts).get_absolute_url(), "/submitted/"),
        }
    )


# --- Other rights


@pytest.fixture
def kept(cast):
    """All of acme, packed for its owner."""
    row = DataExport(organization=cast.acme, made_by=cast.olga, state=DataExport.State.READY)
    row.file.save("exports/one", ContentFile(b"zip"), save=False)
    row.sha256, row.size, row.expires_at = "0" * 64, 3, tomorrow()
    row.save()
    return row


@pytest.fixture
def invitations(cast) -> Iterator[tuple[User, str]]:
    """For people who have not answered yet."""
    people = [UserFactory(account=False) for _number in range(ENOUGH)]
    rows = [
        Invitation(organization=cast.acme, email=person.email, language="en", invited_by=cast.sam)
        for person in people
    ]
    Invitation.objects.bulk_create(rows)
    return iter([(person, row.token) for person, row in zip(people, rows, strict=True)])


def joins(person: User, token: str) -> bool:
    return orgs.accept_invitation(user=person, token=token) is not None


@pytest.fixture
def directory(cast) -> tuple[ScimToken, dict[str, str]]:
    EmailDomain.objects.create(
        organization=cast.acme, name="acme.example.com", added_by=cast.sam, proved_at=timezone.now()
    )
    row, secret = ScimToken.objects.issue(
        organization=cast.acme, made_by=cast.sam, name="d", expires_at=tomorrow()
    )
    return row, {"authorization": f"Bearer {secret}"}


@pytest.mark.rule("ROLE-4", "ROLE-8", "API-3", "AGENT-3")
def test_no_use_that_begins_after_another_right_was_taken_back_succeeds(
    cast, kept, invitations, directory
):
    cast.sid = UserFactory(first_name="Sid")
    give_role(cast.sid, cast.acme, Role.SYSTEM_ADMIN)
    token, key = program(cast.sue)
    desk = f"/admin/cases/case/{cast.case.pk}/change/"

    def ways():
        at = {name: browser(getattr(cast, name)) for name in ("sue", "max", "pat", "sid", "ada")}
        olga = browser(cast.olga)
        olga.post("/accounts/reauthenticate/", {"password": "guichet-demo"})
        return {
            "role": lambda: gets(at["sue"], "/o/acme/cases/new/"),
            "key": lambda: gets(Client(), "/api/v1/me", headers=key),
            "directory": lambda: gets(Client(), "/scim/v2/acme/Users", headers=directory[1]),
            "invitation": lambda: joins(*next(invitations)),
            "membership": lambda: gets(at["pat"], "/o/acme/cases/"),
            "sign-in": lambda: gets(at["max"], "/o/acme/cases/"),
            "log": lambda: gets(at["sid"], "/o/acme/audit/export.csv"),
            "badge": lambda: gets(at["ada"], desk),
            "ownership": lambda: gets(olga, f"/o/acme/account/data/{kept.pk}/"),
        }

    @transaction.atomic
    def take_all():
        sam = cast.actor("sam")
        members = {row.user: row for row in Membership.objects.filter(organization=cast.acme)}
        orgs.remove_role(actor=sam, membership=members[cast.sue], role=Role.SUPPORT_ADMIN)
        orgs.remove_role(actor=sam, membership=members[cast.sid], role=Role.SYSTEM_ADMIN)
        orgs.remove_member(actor=sam, membership=members[cast.pat])
        orgs.revoke_token(user=cast.sue, token=token)
        orgs.revoke_scim_token(actor=sam, token=directory[0])
        for invitation in Invitation.objects.pending():
            orgs.revoke_invitation(actor=sam, invitation=invitation)
        cast.ada.support_teams.clear()
        User.objects.filter(pk=cast.max.pk).update(is_active=False)
        Organization.objects.filter(pk=cast.acme.pk).update(account=cast.eve.product_account)

    people = [ways() for _person in range(TWO)]
    uses = uses_while(take_all, people)

    judge(uses, set(people[0]))
