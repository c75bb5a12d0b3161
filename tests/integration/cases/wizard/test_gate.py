"""Who may walk here, and what is said to those who may not."""

import uuid

import pytest
from allauth.account.models import EmailAddress

from cases.models import Case, CaseDraft
from orgs.models import Entitlement, Organization, ProductAccount
from orgs.roles import Role
from tests.factories import (
    EntitlementFactory,
    ProductFactory,
    ProjectFactory,
    give_role,
)
from tests.integration.cases.wizard.conftest import Guide, picture

STEPS = ["type", "issue", "contact", "review"]


def unverify(cast):
    EmailAddress.objects.filter(user=cast.sue).update(verified=False)


def unlink(cast):
    ProductAccount.objects.filter(user=cast.sue).update(user=None)


def suspend(cast):
    Entitlement.objects.filter(organization=cast.acme).update(suspended_for="billing")


def expire(cast):
    Entitlement.objects.filter(organization=cast.acme).update(ends_on="2021-01-01")


def turn_partner(cast):
    Organization.objects.filter(pk=cast.acme.pk).update(is_partner=True)


LAPSES = [
    pytest.param(unverify, "verif", marks=pytest.mark.rule("ID-3", "ID-6")),
    pytest.param(unlink, "product account", marks=pytest.mark.rule("ID-6")),
    pytest.param(suspend, "suspended", marks=pytest.mark.rule("ENT-5", "ENT-6")),
    pytest.param(expire, "expired", marks=pytest.mark.rule("ENT-5", "ENT-6")),
    pytest.param(turn_partner, "partner", marks=pytest.mark.rule("ENT-5")),
]


@pytest.mark.rule("WIZ-11", "WIZ-10")
@pytest.mark.parametrize(("lapse", "words"), LAPSES)
def test_each_page_explains_a_refusal_and_loses_nothing(sue, cast, lapse, words):
    sue.reach("review")
    lapse(cast)

    for step in STEPS:
        for page in (sue.look(step), sue.answer(step, title="Typed meanwhile")):
            assert page.status_code == 403
            assert words in page.text
            assert "the draft is kept" in page.text
    assert sue.answers["issue"]["title"] == "Typed meanwhile"
    assert sue.client.get(sue.url("start")).status_code == 403
    assert sue.client.post(sue.url("start")).status_code == 403
    assert not Case.objects.filter(submission=sue.draft.pk).exists()


@pytest.mark.rule("WIZ-11")
@pytest.mark.parametrize(("lapse", "words"), LAPSES)
def test_nothing_is_uploaded_by_those_who_may_not_file(sue, cast, lapse, words):
    sue.reach("issue")
    lapse(cast)

    assert sue.upload(picture()).status_code == 403
    assert not sue.draft.files.exists()


@pytest.mark.rule("ENT-5")
def test_the_right_organization_is_offered_as_a_switch(sue, cast):
    expire(cast)
    give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)

    page = sue.client.get(sue.url("start"))

    assert page.status_code == 403
    assert "Globex (Commerce)" in page.text
    assert Guide(cast.sue, "globex").url("start") in page.text


@pytest.mark.rule("ENT-8", "ENT-4")
def test_after_the_remedy_the_draft_goes_on(sue, cast):
    sue.reach("review")
    suspend(cast)
    assert sue.submit().status_code == 403

    Entitlement.objects.update(suspended_for="")

    assert sue.submit().status_code == 302
    assert Case.objects.filter(submission=sue.draft.pk).exists()


@pytest.mark.rule("ENT-6", "WIZ-11")
def test_expiry_takes_the_chosen_product_out_at_once(sue, cast):
    other = ProductFactory(name="Commerce Reporting")
    EntitlementFactory(organization=cast.acme, product=other)
    sue.reach("review", product=cast.product.pk)
    Entitlement.objects.filter(product=cast.product).update(ends_on="2021-01-01")

    assert sue.submit().url == sue.step("issue")
    page = sue.look("issue")
    assert "Commerce Pro" not in page.text
    assert 'value="Checkout fails"' in page.text


@pytest.mark.rule("ENT-11", "ENT-4")
def test_who_left_the_project_meanwhile_does_not_file_for_it(sue, cast):
    project = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    ProjectFactory(organization=cast.acme, product=project.product, joined_by=[cast.sue])
    EntitlementFactory(organization=cast.acme, product=project.product)
    sue.reach("review", product=project.product_id, project=project.pk)
    project.memberships.all().delete()

    assert sue.submit().url == sue.step("issue")


@pytest.mark.rule("WIZ-11", "ENT-4")
def test_the_role_counts_from_the_next_request_on(sue, cast):
    sue.reach("review")
    cast.sue.memberships.get().roles.all().delete()

    assert sue.look("review").status_code == 403
    assert sue.submit().status_code == 403
    assert not Case.objects.filter(submission=sue.draft.pk).exists()


@pytest.mark.rule("WIZ-11", "ENT-4")
def test_a_narrower_scope_counts_from_the_next_request_on(sue, cast):
    other = ProductFactory(name="Commerce Reporting")
    EntitlementFactory(organization=cast.acme, product=other)
    sue.reach("review", product=cast.product.pk)
    role = cast.sue.memberships.get().roles.get()
    role.all_products = False
    role.save()
    role.products.set([other])

    assert sue.submit().url == sue.step("issue")


@pytest.mark.rule("WIZ-11")
@pytest.mark.parametrize("reached", STEPS)
def test_jumping_ahead_leads_to_the_first_incomplete_step(sue, reached):
    sue.reach(reached)

    for step in STEPS:
        page = sue.look(step)
        if STEPS.index(step) <= STEPS.index(reached):
            assert page.status_code == 200
        else:
            assert page.url == sue.step(reached)


@pytest.mark.rule("WIZ-11", "WIZ-10")
def test_a_post_ahead_of_the_way_is_kept_but_not_taken(sue):
    sue.begin()

    assert sue.answer("issue").url == sue.step("type")
    assert sue.answers["issue"]["title"] == "Checkout fails"
    assert sue.submit().url == sue.step("type")
    assert sue.answer("type").url == sue.step("issue")


def every_address(guide: Guide) -> list[str]:
    pk = guide.draft.pk
    names = ["upload", "marketplace", "draft-removal", "solved"]
    return [
        *(guide.step(step) for step in STEPS),
        *(guide.url(name, pk) for name in names),
        guide.url("file-removal", pk, uuid.uuid4()),
    ]


@pytest.mark.rule("WIZ-10")
@pytest.mark.parametrize("name", ["olga", "gus"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleagues_draft_does_not_exist(sue, cast, name, method):
    sue.reach("review")
    other = Guide(getattr(cast, name))

    for address in every_address(sue):
        if method == "get" and "solved" in address:
            continue
        assert getattr(other.client, method)(address).status_code == 404
    assert CaseDraft.objects.get(pk=sue.draft.pk).files.count() == 0


@pytest.mark.rule("ENT-8")
def test_a_draft_belongs_to_its_organization(cast, types):
    here, there = Guide(cast.olga), Guide(cast.olga, "globex")
    give_role(cast.olga, cast.globex, Role.SUPPORT_ADMIN)
    here.reach("review")
    there.draft = here.draft

    assert there.look("review").status_code == 404
    assert there.submit().status_code == 404


def test_strangers_find_no_wizard(sue, cast):
    sue.begin()
    eve = Guide(cast.eve)

    assert eve.client.get(sue.url("start")).status_code == 404
    assert eve.client.get(sue.step("type")).status_code == 404


@pytest.mark.parametrize("name", ["sam", "pat", "max", "gil"])
def test_those_without_support_are_told_whom_to_ask(cast, types, name):
    page = Guide(getattr(cast, name)).client.get("/o/acme/cases/new/")

    assert page.status_code == 403
    assert "Sam Example" in page.text or name == "sam"


@pytest.mark.rule("ENT-4")
@pytest.mark.parametrize("name", ["olga", "gus", "sue"])
def test_owner_grantee_and_support_admin_file(cast, types, name):
    guide = Guide(getattr(cast, name))
    guide.reach("review")

    assert guide.submit().status_code == 302


@pytest.mark.rule("ID-1")
def test_nobody_files_anonymously(client, cast):
    assert client.get("/o/acme/cases/new/").url.startswith("/accounts/login/")


@pytest.mark.rule("ENT-4")
def test_a_product_that_is_not_entitled_is_explained_at_the_start(sue, cast):
    foreign = ProductFactory(name="Foreign")

    for page in (
        sue.client.get(sue.url("start"), {"product": foreign.pk}),
        sue.client.post(sue.url("start"), {"product": foreign.pk}),
    ):
        assert page.status_code == 403
        assert "Foreign" in page.text


@pytest.mark.rule("ENT-4")
def test_a_project_that_is_not_mine_is_explained_at_the_start(sue, cast):
    project = ProjectFactory(organization=cast.acme)
    EntitlementFactory(organization=cast.acme, product=project.product)
    foreign = ProjectFactory(organization=cast.globex)

    assert sue.client.get(sue.url("start"), {"project": project.pk}).status_code == 403
    assert sue.client.get(sue.url("start"), {"project": foreign.pk}).status_code == 404


def test_other_methods_are_refused(sue):
    sue.begin()

    assert sue.client.put(sue.step("type")).status_code == 405
    assert sue.client.get(sue.url("solved", sue.draft.pk)).status_code == 405


def test_steps_that_are_none_do_not_exist(sue):
    sue.begin()

    assert sue.client.get(f"/o/acme/cases/drafts/{sue.draft.pk}/payment/").status_code == 404
    assert sue.client.get(f"/o/acme/cases/drafts/{uuid.uuid4()}/type/").status_code == 404
