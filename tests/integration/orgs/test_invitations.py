"""Somebody is invited by mail: a signed link, for one address, once, for a week, until revoked."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from orgs import actions
from orgs.models import Invitation, Membership, RoleAssignment, User
from orgs.roles import Role
from portal.models import AuditEntry, OutboxMessage
from portal.problems import Conflict, NotAllowed, Unprocessable
from portal.tasks import sweep_outbox
from tests.factories import (
    OrganizationFactory,
    ProductFactory,
    SupportPlanFactory,
    UserFactory,
    give_role,
)
from tests.races import second_of_two

NEW = "/o/acme/administrators/new/"
ZOE = "zoe@example.com"


@pytest.fixture(autouse=True)
def nobody_guessed_before():
    cache.clear()


def invite(cast, email=ZOE, by="sam", **roles) -> Invitation:
    wanted = {Role(role): products for role, products in roles.items()}
    return actions.invite(actor=cast.actor(by), email=email, language="en", roles=wanted)


def link(invitation) -> str:
    return f"/invitations/{invitation.token}/"


def letters() -> list[mail.EmailMultiAlternatives]:
    mail.outbox.clear()
    sweep_outbox()
    return mail.outbox


def zoe(**traits) -> User:
    return UserFactory(first_name="Zoe", email=ZOE, **traits)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def roles_of(user, organization) -> dict[str, set[str] | None]:
    rows = RoleAssignment.objects.of(user, organization)
    return {
        row.role: None if row.all_products else {product.name for product in row.products.all()}
        for row in rows
    }


# --- Inviting

# Who may invite somebody without a role, and who a product admin, by a direct POST.
PLAIN = {"sam": 302, "pat": 422, "sue": 403, "max": 403, "olga": 403, "gus": 403, "ada": 403}
PRODUCT_ADMIN = {**PLAIN, "pat": 302, "eve": 404}


@pytest.mark.rule("ROLE-6", "ROLE-8")
@pytest.mark.parametrize(
    ("role", "name", "status"),
    [("", *row) for row in PLAIN.items()]
    + [("product_admin", *row) for row in PRODUCT_ADMIN.items()],
)
def test_who_may_invite(cast, client, role, name, status):
    client.force_login(getattr(cast, name))

    response = client.post(NEW, {"email": ZOE, "language": "fr", role: "on"})

    assert response.status_code == status
    assert Invitation.objects.exists() is (status == 302)


@pytest.mark.rule("ROLE-1", "ROLE-6")
def test_a_product_admin_invites_no_support_admin(cast, client):
    client.force_login(cast.pat)

    response = client.post(NEW, {"email": ZOE, "language": "en", "support_admin": "on"})

    assert response.status_code == 403
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.target) == ("role.refused", cast.pat, ZOE)


@pytest.mark.rule("ROLE-8", "NOTE-1")
def test_the_mail_says_who_invites_where_and_until_when(cast, client):
    until = timezone.now() + timedelta(days=7)
    client.force_login(cast.sam)
    chosen = {
        "support_admin": "on",
        "support_admin_scope": "chosen",
        "support_admin_products": [cast.product.pk],
    }

    page = client.post(NEW, {"email": "Zoe@Example.com", "language": "en", **chosen}, follow=True)

    assert "An invitation is on its way to zoe@example.com." in page.text
    (letter,) = letters()
    assert letter.to == [ZOE]
    assert letter.subject == "Sam Example invites you to Acme (Commerce)"
    for words in ("sam@example.com", "Support admin (Commerce Pro)", f"{until:%-d %b %Y}"):
        assert words in letter.body
    assert "http://testserver" + link(Invitation.objects.get()) in letter.body


@pytest.mark.rule("USE-1")
def test_the_mail_is_in_the_language_that_was_chosen(cast):
    actions.invite(actor=cast.actor("sam"), email=ZOE, language="fr", roles={})

    assert letters()[0].subject == "Sam Example vous invite à rejoindre Acme (Commerce)"


@pytest.mark.rule("ID-2", "ROLE-8")
def test_whether_the_address_has_an_account_is_not_told_nor_looked_up(
    cast, client, django_assert_num_queries
):
    UserFactory(first_name="Yan", email="yan@example.com", language="fr")
    client.force_login(cast.sam)
    answers, queries = [], []
    for email in (ZOE, "yan@example.com", "eve@example.com"):
        with connection.execute_wrapper(
            lambda run, sql, *rest: queries.append(sql) or run(sql, *rest)
        ):
            response = client.post(NEW, {"email": email, "language": "en"}, follow=True)
        words = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|[0-9a-f-]{36}', "", response.text)
        answers.append((response.redirect_chain, words.partition("<table")[0].replace(email, "")))

    assert answers[0] == answers[1] == answers[2]
    assert not [sql for sql in queries if re.search(r'FROM "orgs_user" WHERE .*email', sql)]
    subjects = {re.sub(r"\S+@\S+", "", letter.subject) for letter in letters()}
    assert subjects == {"Sam Example invites you to Acme (Commerce)"}


@pytest.mark.rule("ROLE-8")
def test_an_existing_member_gets_the_roles_at_once(cast, client):
    client.force_login(cast.sam)

    client.post(NEW, {"email": "MAX@example.com", "language": "en", "group_admin": "on"})

    assert roles_of(cast.max, cast.acme) == {"group_admin": None}
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("email", "status", "words"),
    [
        ("max@example.com", 409, "This person is a member already."),
        ("nobody", 422, "valid email"),
        ("", 422, "needs an answer"),
        (f"{'x' * 250}@example.com", 422, "at most"),
    ],
)
def test_what_is_refused_is_said_beside_the_field(cast, client, email, status, words):
    client.force_login(cast.sam)

    response = client.post(NEW, {"email": email, "language": "en"})

    assert response.status_code == status
    assert words in response.text
    assert response.context["form"]["email"].value() == email


def test_one_address_has_one_pending_invitation(cast):
    invitation = invite(cast)

    with pytest.raises(Conflict):
        invite(cast, email="ZOE@example.com")
    with pytest.raises(IntegrityError, match="one_pending"), transaction.atomic():
        Invitation.objects.create(
            organization=cast.acme, email="ZOE@example.com", invited_by=cast.sam, language="en"
        )
    actions.revoke_invitation(actor=cast.actor("sam"), invitation=invitation)
    assert invite(cast).pk != invitation.pk


@pytest.mark.rule("ROLE-5", "ROLE-7", "ROLE-9")
def test_what_could_not_be_given_is_not_promised(cast):
    cast.acme.plan = SupportPlanFactory(contact_limit=1)
    cast.acme.save()
    teams = OrganizationFactory(slug="teams", is_teams=True)
    give_role(cast.sam, teams, Role.SYSTEM_ADMIN)

    with pytest.raises(Conflict, match="all are named"):
        invite(cast, support_admin=None)
    with pytest.raises(Unprocessable, match="products of this organization"):
        invite(cast, product_admin=[ProductFactory()])
    with pytest.raises(Unprocessable, match="teams"):
        actions.invite(
            actor=cast.actor("sam", teams), email=ZOE, language="en", roles={Role.GROUP_ADMIN: None}
        )
    assert not Invitation.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.rule("ROLE-8")
def test_nobody_is_flooded_with_mail(cast, time_machine):
    invitation = invite(cast)
    sam = cast.actor("sam")
    for _ in range(4):
        actions.resend_invitation(actor=sam, invitation=invitation)

    with pytest.raises(Conflict, match="too much mail"):
        actions.resend_invitation(actor=sam, invitation=invitation)
    actions.revoke_invitation(actor=sam, invitation=invitation)
    with pytest.raises(Conflict, match="too much mail"):
        invite(cast)

    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    assert invite(cast)


# --- The list of open invitations


@pytest.mark.rule("ROLE-8")
class TestTheList:
    def test_shows_what_is_open_with_roles_and_end(self, cast, client):
        invite(cast, support_admin=[cast.product])
        client.force_login(cast.sam)

        page = client.get("/o/acme/administrators/").text

        for words in (ZOE, "invited by Sam Example", "Support admin", "Resend", "Revoke"):
            assert words in page.partition("Open invitations")[2]

    def test_shows_a_product_admin_those_of_the_branch(self, cast, client):
        invite(cast, support_admin=None)
        invite(cast, email="yan@example.com", product_admin=None)
        client.force_login(cast.pat)

        page = client.get("/o/acme/administrators/").text

        assert "yan@example.com" in page
        assert ZOE not in page

    def test_resending_makes_a_new_link_for_another_week(self, cast, client, time_machine):
        invitation = invite(cast)
        old = link(invitation)
        client.force_login(cast.sam)
        time_machine.move_to(timezone.now() + timedelta(days=8))

        client.post(f"/o/acme/administrators/invitations/{invitation.pk}/resending/")

        invitation.refresh_from_db()
        assert not invitation.is_expired
        assert link(invitation) in letters()[-1].body
        assert Client().get(old).status_code == 404
        assert Client().get(link(invitation)).status_code == 200

    def test_revoking_closes_the_link(self, cast, client):
        invitation = invite(cast)
        client.force_login(cast.sam)

        client.post(f"/o/acme/administrators/invitations/{invitation.pk}/revocation/")

        assert Client().get(link(invitation)).status_code == 404
        assert ZOE not in client.get("/o/acme/administrators/").text.partition("<main")[2]
        assert letters() == []

    def test_costs_the_same_however_many_there_are(
        self, cast, client, django_assert_max_num_queries
    ):
        for n in range(20):
            invite(cast, email=f"zoe{n}@example.com", support_admin=[cast.product])
        client.force_login(cast.sam)

        with django_assert_max_num_queries(18):
            client.get("/o/acme/administrators/")

    @pytest.mark.parametrize("noun", ["resending", "revocation"])
    @pytest.mark.parametrize(
        ("name", "status"), [("pat", 403), ("sue", 403), ("olga", 403), ("ada", 403), ("eve", 404)]
    )
    def test_is_closed_to_everybody_else(self, cast, client, noun, name, status):
        invitation = invite(cast, support_admin=None)
        client.force_login(getattr(cast, name))

        url = f"/o/acme/administrators/invitations/{invitation.pk}/{noun}/"

        assert client.post(url).status_code == status
        assert AuditEntry.objects.filter(verb__endswith="refused").exists() is (status == 403)
        assert Client().get(link(invitation)).status_code == 200

    def test_of_one_organization_is_out_of_reach_from_another(self, cast, client):
        invitation = invite(cast)
        give_role(cast.eve, cast.globex, Role.SYSTEM_ADMIN)
        client.force_login(cast.eve)

        for noun in ("resending", "revocation"):
            url = f"/o/globex/administrators/invitations/{invitation.pk}/{noun}/"
            assert client.post(url).status_code == 404


# --- Accepting


@pytest.mark.rule("ROLE-8")
def test_the_invited_accepts_signed_in(cast):
    invitation = invite(cast, support_admin=[cast.product], group_admin=None)
    user = zoe()
    client = signed_in(user)

    page = client.get(link(invitation))
    assert "Join Acme (Commerce)" in page.text
    assert not Membership.objects.filter(user=user).exists()
    response = client.post(link(invitation))

    assert response.url == "/o/acme/"
    assert roles_of(user, cast.acme) == {"support_admin": {"Commerce Pro"}, "group_admin": None}
    assert RoleAssignment.objects.of(user, cast.acme).first().assigned_by == cast.sam
    assert signed_in(user).get("/o/acme/support/").status_code == 200


@pytest.mark.rule("ROLE-8")
def test_a_newcomer_signs_up_through_the_link_and_is_verified_by_it(cast, client):
    invitation = invite(cast)
    page = client.get(link(invitation)).text
    (sign_up,) = re.findall(r'href="(/accounts/signup/[^"]+)"', page)
    assert f'value="{ZOE}"' in client.get(sign_up).text

    form = {"email": ZOE, "password1": "a long enough secret", "first_name": "Z", "last_name": "E"}
    response = client.post(sign_up, {**form, "next": link(invitation)})

    assert response.url == link(invitation)
    assert EmailAddress.objects.get(email=ZOE).verified
    assert client.post(link(invitation)).url == "/o/acme/"
    assert Membership.objects.filter(user__email=ZOE, organization=cast.acme).exists()


@pytest.mark.rule("ID-3")
def test_another_address_is_not_verified_by_the_link(cast, client):
    invitation = invite(cast)
    client.get(link(invitation))
    other = {"email": "yan@example.com", "password1": "a long enough secret"}

    client.post("/accounts/signup/", {**other, "first_name": "Y", "last_name": "E"})

    assert not EmailAddress.objects.get(email="yan@example.com").verified
    assert not Membership.objects.filter(user__email="yan@example.com").exists()


@pytest.mark.rule("ID-3")
def test_who_signed_up_before_without_proof_proves_the_address_first(cast):
    """Or else whoever took the address beforehand would be let in by its owner's click."""
    invitation = invite(cast)
    user = zoe(unverified=True)
    client = signed_in(user)

    assert "verify your email address" in client.get(link(invitation)).text.lower()
    assert client.post(link(invitation)).status_code == 403
    assert not Membership.objects.filter(user=user).exists()


@pytest.mark.rule("ROLE-8", "ROLE-10")
def test_another_person_is_refused_with_the_reason(cast):
    invitation = invite(cast)
    client = signed_in(cast.eve)

    for answer in (client.get(link(invitation)), client.post(link(invitation))):
        assert answer.status_code == 403
        assert "is for zoe@example.com, and you are signed in as eve@example.com" in answer.text

    assert not Membership.objects.filter(user=cast.eve, organization=cast.acme).exists()
    entry = AuditEntry.objects.get(verb="invitation.refused")
    assert (entry.actor, entry.target) == (cast.eve, ZOE)


def use(invitation, cast):
    actions.accept_invitation(user=zoe(), token=invitation.token)


def revoke(invitation, cast):
    actions.revoke_invitation(actor=cast.actor("sam"), invitation=invitation)


def resend(invitation, cast):
    actions.resend_invitation(actor=cast.actor("sam"), invitation=invitation)


def expire(invitation, cast):
    Invitation.objects.update(expires_at=invitation.created_at)


def demote_the_inviter(invitation, cast):
    RoleAssignment.objects.of(cast.sam, cast.acme).delete()


def dismiss_the_inviter(invitation, cast):
    User.objects.filter(pk=cast.sam.pk).update(is_active=False)


SPOILT = [use, revoke, resend, expire, demote_the_inviter, dismiss_the_inviter]


@pytest.mark.rule("ROLE-8")
@pytest.mark.parametrize("forge", [lambda token: token[:-3] + "xxx", lambda token: "never.made"])
def test_a_forged_link_opens_nothing(cast, forge):
    token = forge(invite(cast).token)

    assert signed_in(zoe()).post(f"/invitations/{token}/").status_code == 404
    assert actions.accept_invitation(user=cast.eve, token=token) is None


@pytest.mark.rule("ROLE-8")
@pytest.mark.parametrize("spoil", SPOILT)
def test_a_link_that_opens_nothing_says_so_in_one_way(cast, spoil):
    invitation = invite(cast, support_admin=None)
    address = link(invitation)
    spoil(invitation, cast)
    never = Client().get("/invitations/never-made/")

    answer = Client().get(address)

    assert answer.status_code == 404
    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|/invitations/[^"]+')
    assert strip.sub("", answer.text) == strip.sub("", never.text)
    assert "Ask the organization that invited you" in answer.text
    assert "Acme" not in answer.text


@pytest.mark.rule("ROLE-8")
@pytest.mark.parametrize("spoil", SPOILT[1:])
def test_a_link_that_opens_nothing_makes_no_member(cast, spoil):
    invitation = invite(cast, support_admin=None)
    address = link(invitation)
    spoil(invitation, cast)
    user = zoe()

    assert signed_in(user).post(address).status_code == 404
    assert not Membership.objects.filter(user=user).exists()


@pytest.mark.rule("ROLE-8")
def test_a_used_link_lets_nobody_else_in_and_not_the_same_person_back(cast):
    invitation, user = invite(cast), zoe()
    member = actions.accept_invitation(user=user, token=invitation.token)

    assert actions.accept_invitation(user=user, token=invitation.token) == member
    assert signed_in(cast.eve).post(link(invitation)).status_code == 404
    actions.remove_member(actor=cast.actor("sam"), membership=member)
    assert signed_in(user).post(link(invitation)).status_code == 404


@pytest.mark.rule("ROLE-9")
def test_a_place_that_was_taken_in_the_meantime_is_said(cast):
    cast.acme.plan = SupportPlanFactory(name="Expert", contact_limit=2)
    cast.acme.save()
    invitation = invite(cast, support_admin=None, group_admin=None)
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN)
    user = zoe()

    response = signed_in(user).post(link(invitation))

    assert response.status_code == 409
    assert "The plan Expert has room for 2 support admins" in response.text
    assert not Membership.objects.filter(user=user).exists()
    assert Invitation.objects.pending().exists()


@pytest.mark.rule("ROLE-6")
def test_the_branch_of_the_inviter_counts_when_it_is_accepted(cast):
    invitation = invite(cast, by="pat", product_admin=None)
    row = RoleAssignment.objects.get(membership__user=cast.pat)
    row.all_products = False
    row.save()
    row.products.set([cast.product])

    assert actions.accept_invitation(user=zoe(), token=invitation.token) is None


@pytest.mark.rule("ROLE-8", "NOTE-2")
def test_the_system_admins_hear_of_the_new_support_admin_the_invited_not(cast):
    invitation = invite(cast, support_admin=None)
    letters()

    actions.accept_invitation(user=zoe(), token=invitation.token)

    (letter,) = letters()
    assert letter.to == ["sam@example.com"]
    assert "Zoe Example has a new role: Support admin" in letter.subject


@pytest.mark.rule("ROLE-10")
def test_the_log_tells_each_step(cast):
    invitation = invite(cast, support_admin=[cast.product])
    actions.resend_invitation(actor=cast.actor("sam"), invitation=invitation)
    user = zoe()
    actions.accept_invitation(user=user, token=invitation.token)
    other = invite(cast, email="yan@example.com")
    actions.revoke_invitation(actor=cast.actor("sam"), invitation=other)

    rows = AuditEntry.objects.order_by("pk").values_list("verb", "actor__first_name", "target")
    assert [*rows] == [
        ("invitation.sent", "Sam", ZOE),
        ("invitation.resent", "Sam", ZOE),
        ("role.assigned", "Zoe", ZOE),
        ("invitation.accepted", "Zoe", ZOE),
        ("invitation.sent", "Sam", "yan@example.com"),
        ("invitation.revoked", "Sam", "yan@example.com"),
    ]
    accepted = AuditEntry.objects.get(verb="invitation.accepted").after
    assert accepted == {
        "roles": [{"role": "support_admin", "products": ["Commerce Pro"]}],
        "invited_by": "sam@example.com",
    }


@pytest.mark.rule("ROLE-8")
def test_nothing_in_the_database_opens_the_link(cast):
    token = invite(cast).token

    kept = [*Invitation.objects.values(), *OutboxMessage.objects.values()]

    signature = token.rpartition(".")[2]
    assert signature not in str(kept)


@pytest.mark.rule("ROLE-8")
def test_the_link_is_not_guessed_at_any_speed(cast, client, settings):
    answers = {client.get(f"/invitations/guess-{n}/").status_code for n in range(70)}

    assert 429 in answers


@pytest.mark.rule("ROLE-8")
@pytest.mark.django_db(transaction=True)
def test_twenty_who_accept_at_once_make_one_member(cast):
    invitation, user = invite(cast, support_admin=None), zoe()

    def accept(_):
        try:
            return actions.accept_invitation(user=user, token=invitation.token).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        made = set(pool.map(accept, range(20)))

    assert made == {Membership.objects.get(user=user).pk}
    assert roles_of(user, cast.acme) == {"support_admin": None}
    assert AuditEntry.objects.filter(verb="invitation.accepted").count() == 1


@pytest.mark.rule("ROLE-8")
@pytest.mark.django_db(transaction=True)
def test_revoked_while_it_is_being_accepted_is_one_of_the_two(cast):
    invitation, user, sam = invite(cast), zoe(), cast.actor("sam")

    joined = second_of_two(
        lambda: actions.revoke_invitation(actor=sam, invitation=invitation),
        lambda: actions.accept_invitation(user=user, token=invitation.token),
    )

    assert joined is None
    assert not Membership.objects.filter(user=user).exists()


def test_the_action_refuses_and_records_too(cast):
    invitation = invite(cast)

    with pytest.raises(NotAllowed):
        actions.accept_invitation(user=cast.eve, token=invitation.token)

    assert AuditEntry.objects.filter(verb="invitation.refused").count() == 1
