"""An open case like the one being written: watched instead, and never somebody else's to see."""

import pytest

from cases import actions
from cases.models import CaseDraft, EndedDraft, Watcher
from cases.tasks import sweep_drafts
from cases.wizard.endings import discard
from orgs.roles import Role
from tests.factories import CaseFactory, EntitlementFactory, ProductFactory, UserFactory, give_role
from tests.integration.cases.wizard.conftest import Guide, at_once, picture

TITLE = "Payment page stays blank"


@pytest.fixture
def like(cast):
    """Olga's open case; those of the cast are about something else."""
    return CaseFactory(
        organization=cast.acme, product=cast.product, requester=cast.olga, title=TITLE
    )


def shown(guide: Guide, title: str = "The payment page is blank", **typed: object):
    page = guide.answer("issue", title=title, description="", refresh="1", **typed)
    assert page.status_code == 200
    return page.context["related"].cases


@pytest.mark.rule("WIZ-8")
@pytest.mark.parametrize(
    ("title", "is_found"),
    [
        ("The payment page is blank", True),
        ("payment: blank PAGES", True),
        ("Payments are slow", False),
        ("Nobody receives mail from the shop since the upgrade, payment included", False),
        ("Login fails", False),
        ("pay", False),
        ("", False),
    ],
)
def test_a_case_is_alike_by_the_words_of_its_title(sue, like, title, is_found):
    sue.reach("issue")

    assert bool(shown(sue, title)) is is_found


@pytest.mark.rule("WIZ-8", "WIZ-14")
def test_a_log_typed_for_a_title_is_refused_like_any_long_title(sue):
    sue.reach("issue")

    page = sue.answer("issue", title="payment page " * 30_000, description="")

    assert page.status_code == 422


@pytest.mark.rule("WIZ-8")
def test_it_is_on_the_chosen_product_and_there_are_three_at_most(sue, cast, like):
    other = ProductFactory(name="Other")
    EntitlementFactory(organization=cast.acme, product=other)
    sue.reach("issue")
    for _ in range(3):
        CaseFactory(organization=cast.acme, product=cast.product, requester=cast.olga, title=TITLE)

    assert len(shown(sue)) == 3
    assert len(shown(sue, product=cast.product.pk)) == 3
    assert shown(sue, product=other.pk) == []


@pytest.mark.rule("WIZ-8", "CASE-1", "ROLE-5")
def test_nobody_is_shown_what_they_may_not_see(cast, types, like):
    """Neither another organization, nor who sees cases of another product, nor a closed case."""
    narrow = UserFactory()
    other = ProductFactory(name="Other")
    EntitlementFactory(organization=cast.acme, product=other)
    give_role(narrow, cast.acme, Role.SUPPORT_ADMIN, products=[other])
    CaseFactory(organization=cast.globex, product=cast.product, requester=cast.eve, title=TITLE)
    over = CaseFactory(
        organization=cast.acme, product=cast.product, requester=cast.olga, title=TITLE
    )
    actions.close(actor=cast.actor("olga"), case=over)
    seen = {}
    for name, user, slug in (
        ("sue", cast.sue, "acme"),
        ("eve", cast.eve, "globex"),
        ("narrow", narrow, "acme"),
    ):
        guide = Guide(user, slug)
        guide.reach("issue")
        seen[name] = [found.case for found in shown(guide)]

    assert seen["sue"] == [like]
    assert [case.organization for case in seen["eve"]] == [cast.globex]
    assert seen["narrow"] == []


@pytest.mark.rule("WIZ-8", "CASE-3")
def test_watching_it_instead_keeps_the_draft_and_says_so(sue, cast, like):
    sue.reach("issue")
    sue.upload(picture(), title="The payment page is blank")
    url = sue.url("watch-instead", sue.draft.pk, like.number)

    assert url in sue.look("issue").text
    for _click in range(2):
        assert sue.client.post(url).url == like.get_absolute_url()

    assert Watcher.objects.get(case=like).user == cast.sue
    draft = CaseDraft.objects.get()
    assert (draft.is_spared, draft.title, draft.files.count()) == (
        True,
        "The payment page is blank",
        1,
    )
    assert "kept as a draft" in sue.client.get(like.get_absolute_url()).text
    page = sue.look("issue").text
    assert "You watch it already." in page
    assert url not in page


@pytest.mark.rule("WIZ-8")
@pytest.mark.parametrize(
    ("watches", "ends", "way"),
    [
        (True, "discarded", "case"),
        (True, "expired", "case"),
        (True, "submitted", "submitted"),
        (False, "submitted", "submitted"),
        (False, "discarded", "left"),
    ],
)
def test_it_counts_once_the_draft_is_gone_for_good(sue, like, watches, ends, way):
    sue.reach("review")
    if watches:
        sue.client.post(sue.url("watch-instead", sue.draft.pk, like.number))
    if ends == "submitted":
        sue.submit()
    elif ends == "discarded":
        sue.client.post(sue.url("draft-removal", sue.draft.pk))
    else:
        CaseDraft.objects.update(updated_at="2020-01-01T00:00:00Z")
        sweep_drafts()

    assert [(row.draft, row.way) for row in EndedDraft.objects.all()] == [(sue.draft.pk, way)]


def test_a_draft_that_nobody_wrote_in_does_not_count(sue):
    discard(sue.begin())

    assert not EndedDraft.objects.exists()


@pytest.mark.rule("WIZ-8", "CASE-3")
def test_the_eleventh_is_told_on_the_page_and_refused(sue, like):
    for _ in range(10):
        Watcher.objects.create(case=like, user=UserFactory(), added_by=like.requester)
    sue.reach("issue")
    url = sue.url("watch-instead", sue.draft.pk, like.number)

    page = sue.answer("issue", title=TITLE, refresh="1").text
    assert "It has ten watchers" in page
    assert url not in page
    assert sue.client.post(url).status_code == 422
    assert not CaseDraft.objects.get().is_spared


@pytest.mark.rule("WIZ-8")
def test_an_own_case_is_only_linked(sue, cast):
    own = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue, title=TITLE)
    sue.reach("issue")

    page = sue.answer("issue", title=TITLE, refresh="1").text

    assert "You filed this one." in page
    assert own.get_absolute_url() in page
    assert sue.url("watch-instead", sue.draft.pk, own.number) not in page


@pytest.mark.rule("WIZ-8")
@pytest.mark.parametrize("whose", ["draft", "case"])
def test_of_others_neither_the_draft_nor_the_case_can_be_named(sue, cast, types, like, whose):
    eve = Guide(cast.eve, "globex")
    eve.begin()
    theirs = CaseFactory(organization=cast.globex, product=cast.product, requester=cast.eve)
    sue.begin()
    draft, case = (eve.draft, like) if whose == "draft" else (sue.draft, theirs)

    assert sue.client.post(sue.url("watch-instead", draft.pk, case.number)).status_code == 404
    assert not Watcher.objects.exists()


@pytest.mark.rule("WIZ-8")
@pytest.mark.django_db(transaction=True)
def test_clicking_twice_at_once_watches_once(sue, like):
    sue.reach("issue")
    url = sue.url("watch-instead", sue.draft.pk, like.number)

    answers = at_once(*[lambda: Guide(sue.user).client.post(url).status_code] * 2)

    assert answers == [302, 302]
    assert Watcher.objects.filter(case=like).count() == 1
