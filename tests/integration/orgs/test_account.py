"""The account page: profile, product account, organizations, tokens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orgs import actions
from orgs.models import ApiToken, ProductAccount, User
from portal.models import AuditEntry
from portal.problems import Conflict
from tests.factories import (
    EntitlementFactory,
    OrganizationFactory,
    ProductAccountFactory,
    UserFactory,
)

PROFILE = {
    "first_name": "Suzanne",
    "last_name": "Petit",
    "phone": "+33 1 42 68 53 00",
    "language": "fr",
    "time_zone": "Europe/Paris",
}


@pytest.fixture
def lea(db):
    """Verified, and linked to nothing."""
    return UserFactory(first_name="Lea", unlinked=True)


@pytest.fixture
def her(client, lea):
    client.force_login(lea)
    return client


class TestProfile:
    def test_it_is_saved(self, her, lea):
        response = her.post("/account/", PROFILE)

        lea.refresh_from_db()
        assert response.status_code == 302
        assert (lea.first_name, lea.phone) == ("Suzanne", "+33142685300")
        assert (lea.language, lea.time_zone) == ("fr", "Europe/Paris")

    @pytest.mark.parametrize(
        "typed", ["0033 1 99 00 00 01", "+1 202 555 0142", "+33 0 12 34 56 78"]
    )
    def test_a_number_that_a_case_takes_is_taken_here(self, her, lea, typed):
        assert her.post("/account/", PROFILE | {"phone": typed}).status_code == 302

    @pytest.mark.rule("WIZ-14")
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("first_name", ""),
            ("phone", "0142685300"),
            ("phone", "+999 1"),
            ("time_zone", "Mars/Olympus"),
            ("language", "tlh"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_lost(self, her, lea, field, value):
        response = her.post("/account/", PROFILE | {field: value})

        assert response.status_code == 422
        assert "There is a problem" in response.text
        assert "Petit" in response.text
        assert User.objects.get(pk=lea.pk).first_name == "Lea"

    def test_nobody_becomes_staff_by_a_forged_field(self, her, lea):
        her.post("/account/", PROFILE | {"is_staff": "on", "email": "root@example.com"})

        lea.refresh_from_db()
        assert (lea.is_staff, lea.email) == (False, "lea@example.com")

    @pytest.mark.rule("USE-1")
    def test_the_page_speaks_the_language_of_the_account(self, her, lea):
        her.post("/account/", PROFILE)

        assert 'lang="fr"' in her.get("/account/", headers={"accept-language": "en"}).text

    def test_it_needs_a_signed_in_user(self, client, db):
        assert client.get("/account/").url.startswith("/accounts/login/")


class TestLinking:
    """ID-4: one click with the same verified address; all else is refused with the reason."""

    @pytest.mark.rule("ID-4")
    def test_one_click_links_the_account_of_the_same_address(self, her, lea):
        account = ProductAccountFactory(email="LEA@example.com")
        EntitlementFactory(organization=(acme := OrganizationFactory(account=account)))
        assert account.number in her.get("/account/").text

        her.post("/account/product-account/")

        account.refresh_from_db()
        assert account.user == lea
        assert account.linked_at is not None
        assert str(acme) in her.get("/account/").text

    @pytest.mark.rule("ID-4")
    def test_without_one_the_two_steps_are_shown(self, her):
        page = her.get("/account/").text

        assert "Step 1: a product account with the same address" in page
        assert "Step 2: link it" in page

    @pytest.mark.rule("ID-4")
    def test_another_address_is_refused_with_the_reason(self, her, lea):
        account = ProductAccountFactory(email="billing@acme.example.com")

        response = her.post("/account/product-account/", {"number": account.number})

        assert response.status_code == 422
        assert "Both must have the same address." in response.text
        assert "billing@acme.example.com" not in response.text
        assert not ProductAccount.objects.filter(user=lea).exists()

    @pytest.mark.rule("ID-2", "ID-4")
    def test_the_refusal_does_not_tell_which_accounts_exist(self, her):
        foreign = ProductAccountFactory(number="ACC-000000777")
        taken = UserFactory().product_account

        def answer(number):
            response = her.post("/account/product-account/", {"number": number})
            return response.status_code, response.context["link_form"].errors["number"][0].replace(
                number, "…"
            )

        assert answer(foreign.number) == answer(taken.number) == answer("ACC-999999999")

    @pytest.mark.rule("ID-4")
    def test_a_number_is_written_like_one(self, her):
        response = her.post("/account/product-account/", {"number": "12"})

        assert response.status_code == 422
        assert "An account number reads like ACC-000123456." in response.text

    @pytest.mark.rule("ID-3", "ID-4")
    def test_an_unverified_address_links_nothing(self, client, db):
        una = UserFactory(first_name="Una", unverified=True, unlinked=True)
        ProductAccountFactory(email=una.email)
        client.force_login(una)

        response = client.post("/account/product-account/")

        assert response.status_code in (403, 422)
        assert "is not verified yet" in response.text
        assert not ProductAccount.objects.filter(user=una).exists()

    @pytest.mark.rule("ID-4")
    def test_an_account_belongs_to_one_user(self, her, lea):
        owner = UserFactory(unlinked=True)
        account = ProductAccountFactory(email=lea.email, user=owner)

        assert her.post("/account/product-account/").status_code == 422
        account.refresh_from_db()
        assert account.user == owner

    @pytest.mark.rule("ID-4")
    def test_a_user_has_one_account(self, cast):
        ProductAccountFactory(email="second@example.com")

        with pytest.raises(Conflict, match="already"):
            actions.link_account(user=cast.sue)

    @pytest.mark.rule("ID-4", "ROLE-10")
    def test_it_is_on_record(self, her, lea):
        account = ProductAccountFactory(email=lea.email)

        her.post("/account/product-account/")

        entry = AuditEntry.objects.get(verb="account.linked")
        assert (entry.actor, entry.target, entry.after) == (
            lea,
            account.number,
            {"user": lea.email},
        )


class TestRefresh:
    """ENT-14: an organization is missing from the picker."""

    @pytest.mark.rule("ENT-14", "ID-4")
    def test_it_links_what_has_the_verified_address(self, her, lea):
        account = ProductAccountFactory(email=lea.email)
        OrganizationFactory(name="Acme", account=account)

        page = her.post("/account/organizations/", follow=True).text

        assert f"{account.number} is linked, and with it 1 organization." in page
        assert ProductAccount.objects.get(user=lea) == account

    @pytest.mark.rule("ENT-14")
    def test_it_says_when_there_is_nothing_new(self, her, cast):
        assert (
            "nothing new for your address" in her.post("/account/organizations/", follow=True).text
        )
        her.force_login(cast.sue)
        assert (
            "nothing new for your address" in her.post("/account/organizations/", follow=True).text
        )

    @pytest.mark.rule("ENT-14", "ID-3")
    def test_the_unverified_verify_first(self, client, db):
        una = UserFactory(unverified=True, unlinked=True)
        ProductAccountFactory(email=una.email)
        client.force_login(una)

        assert client.post("/account/organizations/").status_code == 403
        assert not ProductAccount.objects.filter(user=una).exists()


@pytest.mark.rule("API-3")
class TestTokens:
    def create(self, her, **data):
        given = {"name": "Nightly export", "scope": "read", "days": "90"} | data
        return her.post("/account/tokens/", given)

    def test_a_token_is_shown_once_and_kept_nowhere(self, her, lea):
        response = self.create(her)

        secret = response.context["secret"]
        assert secret in response.text
        assert secret not in her.get("/account/").text
        assert secret not in str(ApiToken.objects.filter(user=lea).values())

    def test_it_opens_the_api_until_it_is_revoked(self, her, client, lea):
        secret = self.create(her).context["secret"]
        her.logout()
        headers = {"authorization": f"Bearer {secret}"}
        assert client.get("/api/v1/me", headers=headers).status_code == 200

        her.force_login(lea)
        her.post(f"/account/tokens/{lea.api_tokens.get().pk}/revocation/")
        her.logout()

        assert client.get("/api/v1/me", headers=headers).status_code == 401

    def test_it_expires_as_chosen(self, her, lea):
        self.create(her, days="30")

        left = lea.api_tokens.get().expires_at - timezone.now()
        assert timedelta(days=29) < left <= timedelta(days=30)

    @pytest.mark.parametrize(
        "data", [{"name": ""}, {"scope": "admin"}, {"days": "100000"}, {"days": "-1"}]
    )
    def test_what_is_wrong_is_refused(self, her, lea, data):
        assert self.create(her, **data).status_code == 422
        assert not lea.api_tokens.exists()

    @pytest.mark.rule("ID-3")
    def test_whose_address_is_not_proved_gets_none(self, her, lea):
        """It would open all that its true owner is given later."""
        lea.emailaddress_set.update(verified=False)

        page = self.create(her)

        assert page.status_code == 403
        assert not lea.api_tokens.exists()

    def test_a_repeated_post_makes_no_second_one(self, her, lea):
        self.create(her)

        response = self.create(her)

        assert response.status_code == 409
        assert "You have a token of this name already." in response.text
        assert lea.api_tokens.count() == 1

    def test_there_are_twenty_at_most(self, lea):
        for n in range(20):
            actions.issue_token(user=lea, name=str(n), scope="read", days=30)

        with pytest.raises(Conflict, match="twenty"):
            actions.issue_token(user=lea, name="one more", scope="read", days=30)

    def test_nobody_revokes_anothers(self, her, cast):
        actions.issue_token(user=cast.sue, name="hers", scope="read", days=30)
        token = cast.sue.api_tokens.get()

        assert her.post(f"/account/tokens/{token.pk}/revocation/").status_code == 404
        assert cast.sue.api_tokens.exists()

    def test_both_are_on_record(self, her, lea):
        self.create(her)
        her.post(f"/account/tokens/{lea.api_tokens.get().pk}/revocation/")

        verbs = AuditEntry.objects.filter(actor=lea).order_by("pk").values_list("verb", flat=True)
        assert [*verbs] == ["token.issued", "token.revoked"]


def test_the_account_page_costs_the_same_for_all(cast, client, django_assert_max_num_queries):
    for n in range(5):
        actions.issue_token(user=cast.sue, name=str(n), scope="read", days=30)
    client.force_login(cast.sue)

    with django_assert_max_num_queries(9):
        client.get("/account/")
