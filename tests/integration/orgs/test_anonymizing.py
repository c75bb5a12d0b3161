"""A person is forgotten; what they did stays, by a former user."""

import datetime
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import is_password_usable
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases.actions import add_comment
from cases.models import Case, CaseDraft, Comment, DraftFile, SavedView, StandingWatch, Watcher
from knowledge.models import Opinion
from orgs import notifications
from orgs.actions import anonymize_user
from orgs.appointments import appoint_owner
from orgs.models import ApiToken, Invitation, ProductAccount, ScimIdentity, User
from orgs.roles import Role
from orgs.staff import VENDOR_ADMINISTRATORS, ensure_group
from portal import audit
from portal.models import IdempotencyKey, OutboxMessage
from portal.problems import Conflict, NotAllowed
from portal.tasks import sweep_outbox
from sharedaccess.doors import enter
from tests.factories import (
    ArticleFactory,
    CaseFactory,
    GrantFactory,
    LegacyCaseFactory,
    MembershipFactory,
    OrganizationFactory,
    ProjectFactory,
    UserFactory,
    give_role,
)

TRACES = ("quentin.quux@example.com", "q.quux@example.org", "quentin", "quux", "+33199007711")
"""Of nobody else in the database."""


@pytest.fixture
def vera(cast):
    """A vendor administrator."""
    vera = UserFactory(first_name="Vera", agent=True)
    ensure_group(VENDOR_ADMINISTRATORS).user_set.add(vera)
    return User.objects.get(pk=vera.pk)


@pytest.fixture
def gone(cast, client):
    """Quentin Quux, who did all that a person can do."""
    user = UserFactory(
        first_name="Quentin",
        last_name="Quux",
        email="quentin.quux@example.com",
        phone="+33199007711",
        last_organization=cast.acme,
    )
    EmailAddress.objects.create(user=user, email="q.quux@example.org", verified=False)
    give_role(user, cast.acme, Role.SUPPORT_ADMIN)
    give_role(user, cast.acme, Role.SYSTEM_ADMIN)
    other = OrganizationFactory(account=cast.eve.product_account)
    GrantFactory(organization=other, grantee=user, share_name="For Quentin")
    GrantFactory(
        organization=cast.globex,
        grantee=user,
        share_name="For Quux once",
        revoked_at=timezone.now(),
    )
    client.force_login(user)
    client.get("/account/")
    case = CaseFactory(
        organization=cast.acme, product=cast.product, requester=user, contact_phone=user.phone
    )
    Watcher.objects.create(case=case, user=user, added_by=cast.sue)
    add_comment(actor=enter(user, cast.acme.slug), case=case, body="It is broken.")
    StandingWatch.objects.create(organization=cast.acme, user=user)
    SavedView.objects.create(organization=cast.acme, user=user, name="Quux view", query="")
    draft = CaseDraft.objects.create(
        organization=cast.acme, author=user, answers={"issue": {"title": "By Quentin"}}
    )
    file = DraftFile(draft=draft, name="quux.txt", size=1, content_type="x", uploaded_by=user)
    file.file.save("x", ContentFile(b"x"), save=True)
    LegacyCaseFactory(
        organization=cast.acme, requester_name="Quentin Quux", requester_email=user.email
    ).comments.create(position=1, author_name="Quentin Quux", body="Old.")
    Opinion.objects.create(article=ArticleFactory(), user=user, is_helpful=False, words="Quux!")
    ProjectFactory(organization=cast.acme, joined_by=[user])
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    SocialAccount.objects.create(
        user=user, provider="acme", uid="quux", extra_data={"email": user.email}
    )
    ApiToken.objects.issue(
        user=user, name="quux", scope="read", expires_at=timezone.now() + datetime.timedelta(1)
    )
    IdempotencyKey.objects.create(user=user, key="quux", digest="x")
    ScimIdentity.objects.create(organization=cast.acme, user=user, external_id="quux")
    for email, answer in ((user.email, timezone.now()), (user.email.title(), None)):
        Invitation.objects.create(
            organization=cast.acme if answer else cast.globex,
            email=email,
            language="en",
            invited_by=cast.sam,
            accepted_at=answer,
            accepted_by=user if answer else None,
        )
    context = {"user": user, "request": None}
    notifications.promise_account_mail("account/email/password_reset_key", user.email, context)
    OutboxMessage.objects.update(last_error="550 <quentin.quux@example.com> unknown")
    audit.record(actor=user, verb="role.assigned", target=user.email, organization_id=cast.acme.pk)
    return SimpleNamespace(user=user, case=case)


def tables_that_say(text: str) -> set[str]:
    """Every column of every row, whatever its type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" AS t WHERE t::text ILIKE %s)',
                [f"%{text}%"],
            )
            if cursor.fetchone()[0]:
                found.add(table)
        return found


def test_nothing_but_the_audit_log_says_who_it_was(cast, gone, vera):
    said = {trace: tables_that_say(trace) for trace in TRACES}
    assert all(tables - {"portal_auditentry"} for tables in said.values())

    former = anonymize_user(by=vera, user=gone.user)

    assert {trace: tables_that_say(trace) - {"portal_auditentry"} for trace in TRACES} == {
        trace: set() for trace in TRACES
    }
    assert str(former) == f"Former user {former.pk}"
    assert not former.is_active
    assert not is_password_usable(former.password)
    assert former.email == f"former-user-{former.pk}@example.invalid"
    gone.case.refresh_from_db()
    assert (gone.case.requester, gone.case.contact_phone) == (former, "")
    assert Comment.objects.get(case=gone.case).author == former
    assert not former.memberships.exists()
    assert not former.grants_held.exists()
    assert not former.watches.exists()
    assert not UserSession.objects.filter(user=former).exists()
    sweep_outbox()
    assert not [letter for letter in mail.outbox if set(letter.to) & set(TRACES)]
    assert not list(audit.broken_links())


def test_the_log_shows_a_former_user(cast, gone, client):
    other = UserFactory(first_name="Bystander")
    audit.record(actor=other, verb="role.removed", target="x", organization_id=cast.acme.pk)
    anonymize_user(by=None, user=gone.user)
    client.force_login(cast.olga)

    pages = [
        client.get("/o/acme/audit/").text,
        client.get("/o/acme/audit/export.jsonl").getvalue().decode(),
        client.get("/o/acme/audit/?who=quentin.quux@example.com").text,
    ]

    for page in pages[:2]:
        assert f"Former user {gone.user.pk}" in page
        assert "quentin.quux" not in page
        assert other.email in page
    assert "No entry of the log fits these filters." in pages[2]


def test_who_has_the_address_later_is_somebody_else(cast, gone, client):
    anonymize_user(by=None, user=gone.user)
    audit.record(
        actor=UserFactory(first_name="New", email="quentin.quux@example.com"),
        verb="role.removed",
        target="x",
        organization_id=cast.acme.pk,
    )
    client.force_login(cast.olga)

    assert "quentin.quux@example.com" in client.get("/o/acme/audit/").text


def test_an_address_that_was_only_wanted_stays_its_owners(cast, client):
    EmailAddress.objects.create(user=cast.max, email=cast.olga.email, verified=False)
    for user in (cast.max, cast.olga):
        context = {"user": user, "request": None}
        notifications.promise_account_mail(
            "account/email/password_reset_key", cast.olga.email, context
        )
    audit.record(
        actor=cast.olga, verb="role.assigned", target=cast.olga.email, organization_id=cast.acme.pk
    )

    anonymize_user(by=None, user=cast.max)

    account = ProductAccount.objects.get(organizations=cast.acme)
    assert (account.user, account.email) == (cast.olga, cast.olga.email)
    letter = OutboxMessage.objects.get(payload__address=cast.olga.email)
    assert letter.payload["user"] == cast.olga.pk
    client.force_login(cast.olga)
    assert cast.olga.email in client.get("/o/acme/audit/").text


def test_an_account_that_waits_is_found_however_its_address_is_written(cast):
    ProductAccount.objects.filter(user=cast.max).update(user=None, email="Max@Example.com")

    anonymize_user(by=None, user=cast.max)

    assert not ProductAccount.objects.filter(email__iexact="max@example.com").exists()


def test_an_account_that_is_another_owners_by_now_stays_so(cast):
    account = ProductAccount.objects.get(organizations=cast.acme)
    heir = UserFactory(first_name="Heir", account=False)
    root = User.objects.create_superuser("root@vendor.example.com")
    appoint_owner(by=root, account=account, person=heir)

    anonymize_user(by=None, user=cast.olga)

    account.refresh_from_db()
    assert account.user == heir
    assert account.email.endswith("@example.invalid")


@pytest.mark.parametrize(
    ("by", "whom", "refusal"),
    [
        ("vera", "max", None),
        ("vera", "olga", Conflict),
        ("vera", "sam", Conflict),
        ("vera", "ada", NotAllowed),
        ("vera", "vera", NotAllowed),
        ("ada", "max", NotAllowed),
        ("sam", "max", NotAllowed),
        ("root", "ada", None),
        ("root", "root", Conflict),
    ],
)
def test_who_anonymizes_whom(cast, vera, by, whom, refusal):
    people = vars(cast) | {
        "vera": vera,
        "root": User.objects.create_superuser("root@vendor.example.com"),
    }
    user = people[whom]

    if refusal:
        with pytest.raises(refusal):
            anonymize_user(by=people[by], user=user)
        user.refresh_from_db()
        assert user.anonymized_at is None
    else:
        assert anonymize_user(by=people[by], user=user).anonymized_at


def test_an_agent_with_open_cases_hands_them_over_first(cast):
    Case.objects.filter(pk=cast.case.pk).update(assignee=cast.ada)

    with pytest.raises(CommandError, match="has open cases"):
        call_command("anonymize_user", cast.ada.email)

    cast.ada.refresh_from_db()
    assert cast.ada.is_staff


def test_the_desk_asks_once_more(cast, client, vera):
    MembershipFactory(user=cast.eve, organization=cast.acme)
    url = f"/admin/orgs/user/{cast.max.pk}/anonymize/"
    client.force_login(vera)

    assert client.get("/admin/orgs/user/max/anonymize/").status_code == 404
    assert "cannot be reversed" in client.get(url, follow=True).text
    page = client.post(url, follow=True)

    assert f"Former user {cast.max.pk}" in page.text
    assert ProductAccount.objects.filter(email=cast.max.email).count() == 0
    page = client.get(f"/admin/orgs/user/{cast.max.pk}/change/")
    assert "anonymize" not in page.text


def test_an_agent_is_not_shown_the_way(cast, client):
    client.force_login(cast.ada)

    assert client.get(f"/admin/orgs/user/{cast.max.pk}/anonymize/").status_code == 403
