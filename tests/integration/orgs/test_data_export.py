"""The owner takes out all that the organization owns, and nothing of anybody else's."""

import hashlib
import io
import json
import zipfile
from types import SimpleNamespace

import pytest
from allauth.socialaccount.models import SocialApp
from django.core import mail
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases.actions import add_comment
from cases.models import Attachment, InternalNote, StandingWatch, Watcher
from orgs import actions
from orgs.actions.building import Hold, LostError
from orgs.models import DataExport, EmailDomain, IdentityProvider, Invitation, ScimToken
from orgs.models.data_export import KEPT_FOR, TRIES
from orgs.notifications import tell_export_ready
from portal.models import AuditEntry
from portal.problems import Conflict, NotAllowed
from portal.tasks import sweep_outbox
from tests.factories import (
    CaseFactory,
    DownloadFactory,
    InvoiceFactory,
    LegacyCaseFactory,
    ProjectFactory,
    ScanReportFactory,
)

State = DataExport.State
URL = "/o/acme/account/data/"
SECRETS = ("client-secret", "argon2", "md5$", "gui_scim_", "For agents only")


def attach(case, user, text, *, is_internal=False):
    row = Attachment(
        case=case, name="log.txt", size=len(text), content_type="text/plain", uploaded_by=user
    )
    row.is_internal = is_internal
    row.file.save("log.txt", ContentFile(text.encode()), save=False)
    row.save()
    return row


def furnish(organization, owner, member, product, marker):
    """Something of each noun, all of it marked."""
    case = CaseFactory(
        organization=organization, product=product, requester=member, title=f"{marker} case"
    )
    attach(case, member, f"{marker} bytes")
    Watcher.objects.create(case=case, user=member, added_by=member)
    StandingWatch.objects.create(organization=organization, user=member, priority=1)
    project = ProjectFactory(organization=organization, name=f"{marker} project")
    project.memberships.create(user=member)
    InvoiceFactory(organization=organization, number=f"{marker}-1", products=[product])
    DownloadFactory(organization=organization, product=product, name=f"../{marker}.zip")
    ScanReportFactory(organization=organization, target=f"{marker}.example.com")
    LegacyCaseFactory(organization=organization, title=f"{marker} old").comments.create(
        position=1, body=f"{marker} old comment"
    )
    Invitation.objects.create(
        organization=organization, email=f"{marker}@example.org", language="en", invited_by=owner
    )
    EmailDomain.objects.create(
        organization=organization, name=f"{marker}.example.com".lower(), added_by=owner
    )
    app = SocialApp.objects.create(
        provider="openid_connect",
        provider_id=organization.slug,
        client_id=f"{marker} client",
        secret="client-secret",
        settings={"server_url": f"https://{marker}.example.com"},
    )
    IdentityProvider.objects.create(organization=organization, kind="openid_connect", app=app)
    ScimToken.objects.issue(
        organization=organization, made_by=owner, name=f"{marker} token", expires_at=Now()
    )
    return case


@pytest.fixture
def two(cast):
    """Two tenants with the same furniture."""
    ours = furnish(cast.acme, cast.olga, cast.sue, cast.product, "OURS")
    theirs = furnish(cast.globex, cast.eve, cast.eve, cast.product, "THEIRS")
    add_comment(actor=cast.actor("sue"), case=ours, body="OURS comment")
    add_comment(actor=cast.actor("eve", cast.globex), case=theirs, body="THEIRS comment")
    InternalNote.objects.create(case=ours, author=cast.ada, body="For agents only.")
    attach(ours, cast.ada, "For agents only.", is_internal=True)
    return SimpleNamespace(ours=ours, theirs=theirs)


def built(cast) -> DataExport:
    """The nudge after the commit has a worker do it."""
    export = actions.ask_export(actor=cast.actor("olga"))
    export.refresh_from_db()
    return export


def opened(export) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export.file.read())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(members, noun):
    return [json.loads(line) for line in members[f"{noun}.jsonl"].decode().splitlines()]


NUMBERS = {
    "organization": 1,
    "members": 4,
    "roles": 3,
    "invitations": 1,
    "entitlements": 1,
    "projects": 1,
    "project_members": 1,
    "invoices": 1,
    "downloads": 1,
    "scan_reports": 1,
    "email_domains": 1,
    "identity_provider": 1,
    "directory_tokens": 1,
    "directory_entries": 0,
    "grants": 2,
    "cases": 2,
    "comments": 1,
    "events": 1,
    "watchers": 1,
    "standing_watches": 1,
    "escalations": 0,
    "contact_slots": 0,
    "attachments": 1,
    "historical_cases": 1,
    "historical_comments": 1,
}
"""How many of each noun acme has; the cast brings its own. The audit log is counted below."""


@pytest.mark.django_db(transaction=True)
def test_all_that_acme_owns_is_in_it_and_nothing_of_anybody_elses(cast, two):
    audited = AuditEntry.objects.filter(organization_id=cast.acme.pk).count()
    export = built(cast)

    assert export.state == State.READY
    assert export.sha256 == hashlib.sha256(export.file.read()).hexdigest()
    export.file.seek(0)
    members = opened(export)
    tables = {name[:-6]: rows(members, name[:-6]) for name in members if name.endswith(".jsonl")}
    assert {name: len(found) for name, found in tables.items() if name != "audit"} == NUMBERS
    assert len(tables["audit"]) == audited + 1
    _look_at_some(cast, two, members, tables)
    whole = b"\n".join(members.values())
    assert b"THEIRS" not in whole
    assert not [secret for secret in SECRETS if secret.encode() in whole]
    _verify(members, tables)


def _look_at_some(cast, two, members, tables):
    case = next(row for row in tables["cases"] if row["title"] == "OURS case")
    assert (case["case_number"], case["requested_by_email"]) == (two.ours.number, cast.sue.email)
    assert tables["organization"][0]["owner_email"] == cast.olga.email
    assert [row["body"] for row in tables["comments"]] == ["OURS comment"]
    assert tables["comments"][0]["by_email"] == cast.sue.email
    assert {row["role"] for row in tables["roles"]} == {
        "system_admin",
        "support_admin",
        "product_admin",
    }
    assert tables["invoices"][0]["product_names"] == [cast.product.name]
    (path,) = [name for name in members if name.startswith("files/attachments/")]
    assert path.split("/")[2] == two.ours.number
    assert members[path] == b"OURS bytes"
    (path,) = [name for name in members if name.startswith("files/downloads/")]
    assert (path.rsplit("/", 1)[1], members[path]) == ("_OURS.zip", b"bytes of a release")


def _verify(members, tables):
    manifest = json.loads(members["manifest.json"])
    listed = {row["path"]: row for row in manifest["members"]}
    assert set(listed) == set(members) - {"manifest.json"}
    for path, row in listed.items():
        assert row["sha256"] == hashlib.sha256(members[path]).hexdigest()
        assert row["size"] == len(members[path])
    assert {path[:-6]: row["rows"] for path, row in listed.items() if "rows" in row} == {
        name: len(found) for name, found in tables.items()
    }
    assert (manifest["schema"], manifest["organization"], manifest["missing"]) == (1, "acme", [])
    assert manifest["as_of"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_is_followed_by_another(cast, two):
    export = DataExport.objects.create(organization=cast.acme, made_by=cast.olga)
    killed = DataExport.objects.claim(export.pk)

    assert DataExport.objects.claim(export.pk) is None
    actions.sweep_exports()
    assert DataExport.objects.get().state == State.PENDING

    DataExport.objects.update(due_at=Now())
    actions.sweep_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.READY, 2)

    with pytest.raises(LostError):
        Hold(killed).tell(1, 2)
    assert len(opened(export)) > len(NUMBERS)
    sweep_outbox()
    (letter,) = (one for one in mail.outbox if one.subject.startswith("The data of"))
    assert letter.to == [cast.olga.email]
    assert "/o/acme/account/data/" in letter.body


def test_after_the_last_try_it_is_given_up(cast):
    export = actions.ask_export(actor=cast.actor("olga"))
    DataExport.objects.update(attempts=TRIES)

    actions.sweep_exports()

    export.refresh_from_db()
    assert export.state == State.FAILED
    actions.ask_export(actor=cast.actor("olga"))


def test_one_at_a_time_for_each_organization(cast):
    actions.ask_export(actor=cast.actor("olga"))

    with pytest.raises(Conflict):
        actions.ask_export(actor=cast.actor("olga"))
    with pytest.raises(IntegrityError, match="data_export_one_at_a_time"), transaction.atomic():
        DataExport.objects.create(organization=cast.acme, made_by=cast.olga)


@pytest.mark.parametrize("name", ["sam", "sue", "pat", "max", "gus", "ada"])
def test_nobody_but_the_owner_asks(cast, name):
    with pytest.raises(NotAllowed) as refusal:
        actions.ask_export(actor=cast.actor(name))

    assert refusal.value.decision.helpers[0].name == str(cast.olga)


@pytest.fixture
def ready(cast):
    """An export with a file of three bytes."""
    export = DataExport(organization=cast.acme, made_by=cast.olga, state=State.READY)
    export.file.save("exports/one", ContentFile(b"zip"), save=False)
    export.sha256, export.size = "0" * 64, 3
    export.expires_at = timezone.now() + KEPT_FOR
    export.save()
    return export


@pytest.fixture
def olga(cast, client):
    """The owner, who gave her password a moment ago."""
    client.force_login(cast.olga)
    client.post("/accounts/reauthenticate/", {"password": "guichet-demo"})
    return client


def test_the_owner_asks_once_the_password_was_given_again(cast, client):
    client.force_login(cast.olga)

    answer = client.post(URL)

    assert (answer.status_code, answer.url) == (
        302,
        "/accounts/reauthenticate/?next=%2Fo%2Facme%2Faccount%2Fdata%2F",
    )
    answer = client.post(answer.url, {"password": "guichet-demo"})
    assert answer.url == URL
    answer = client.post(URL, follow=True)
    assert "0 of 0 parts packed" in answer.text
    assert 'hx-trigger="every 2s"' in answer.text
    assert client.post(URL).status_code == 409


def test_the_page_stops_asking_when_the_export_is_ready(olga, ready):
    page = olga.get(URL).text

    assert "hx-trigger" not in page
    assert f"{URL}{ready.pk}/" in page


def test_the_file_is_handed_out_and_that_is_on_record(cast, olga, ready):
    answer = olga.get(f"{URL}{ready.pk}/")

    assert answer.getvalue() == b"zip"
    assert "attachment" in answer["Content-Disposition"]
    entry = AuditEntry.objects.get(verb="export.taken")
    assert (entry.actor, entry.organization_id) == (cast.olga, cast.acme.pk)


def test_a_link_asks_for_the_password_before_it_opens(cast, client, ready):
    client.force_login(cast.olga)

    answer = client.get(f"{URL}{ready.pk}/")

    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not AuditEntry.objects.filter(verb="export.taken").exists()


def test_an_expired_export_is_refused_then_deleted(olga, ready):
    DataExport.objects.update(expires_at=Now())

    assert olga.get(f"{URL}{ready.pk}/").status_code == 409

    storage, name = ready.file.storage, ready.file.name
    actions.sweep_exports()
    ready.refresh_from_db()
    assert (ready.state, ready.file.name) == (State.EXPIRED, "")
    assert not storage.exists(name)
    assert olga.get(f"{URL}{ready.pk}/").status_code == 409


def test_who_owned_the_account_once_gets_nothing(cast, olga, ready):
    cast.olga.product_account.organizations.update(account=cast.eve.product_account)

    assert olga.get(f"{URL}{ready.pk}/").status_code == 404
    tell_export_ready(ready)
    sweep_outbox()
    assert mail.outbox == []


def test_an_export_of_another_organization_is_not_found(cast, olga, ready):
    DataExport.objects.update(organization=cast.globex)

    assert olga.get(f"{URL}{ready.pk}/").status_code == 404
