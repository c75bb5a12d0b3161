"""Lists, cases and comments are read through the wall."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cases import actions
from cases.lifecycle import Status
from cases.models import Attachment, Comment, Priority
from orgs.models import ResponseTarget, User
from orgs.roles import Role
from tests.factories import (
    CaseFactory,
    EntitlementFactory,
    ProductFactory,
    ProjectFactory,
    SupportPlanFactory,
    UserFactory,
    give_role,
)

CASES = "/api/v1/organizations/acme/cases"


def numbers(answer):
    return [row["number"] for row in answer.json()["results"]]


@pytest.mark.rule("LIST-1", "ENT-1")
def test_a_list_holds_the_cases_of_the_organization_and_of_no_other(cast, program):
    CaseFactory(organization=cast.globex, product=cast.product, requester=cast.eve)
    own = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.olga)

    assert numbers(program("sue").get(CASES)) == [own.number, cast.case.number]


@pytest.mark.rule("LIST-2")
def test_a_row_tells_what_the_pages_tell(cast, program):
    row = program("sue").get(CASES).json()["results"][0]

    assert row.pop("opened_at").endswith("Z")
    assert row.pop("last_activity_at").endswith("Z")
    assert row == {
        "number": cast.case.number,
        "url": f"http://testserver/o/acme/cases/{cast.case.number}/",
        "title": cast.case.title,
        "status": "awaiting_assignment",
        "priority": 3,
        "product": {"id": cast.product.pk, "name": "Commerce Pro"},
        "requester": {"name": "Sue Example"},
        "closed_at": None,
        "escalated_at": None,
        "first_response_due_at": None,
        "first_responded_at": None,
        "first_response_state": None,
    }


@pytest.mark.rule("SLA-3")
def test_a_case_tells_what_first_answer_is_promised(cast, program):
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=3, amount=2, unit="hour", coverage="24x7"
    )
    opened = datetime(2026, 11, 20, 15, tzinfo=UTC)
    case = CaseFactory(
        organization=cast.acme, product=cast.product, opened_at=opened, promised=True
    )

    told = program("sue").get(f"{CASES}/{case.number}").json()

    assert told["first_response_target"] == {"amount": 2, "unit": "hour", "coverage": "24x7"}
    assert told["first_response_due_at"] == "2026-11-20T17:00:00Z"
    assert (told["first_responded_at"], told["first_response_state"]) == (None, "missed")
    untold = program("sue").get(f"{CASES}/{cast.case.number}").json()
    assert untold["first_response_target"] is None


@pytest.mark.rule("LIST-3", "LIST-4")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["odd", "even", "case"]),
        ("scope=org", ["odd", "even", "case"]),
        ("scope=mine", ["case"]),
        ("scope=watched", ["even"]),
        ("status=open", ["even", "case"]),
        ("status=ended", ["odd"]),
        ("status=closed", ["odd"]),
        ("status=in_progress", []),
        ("priority=1", ["even"]),
        ("product={other}", ["odd"]),
        ("product=999999999999999999", []),
        ("q=gateway", ["even"]),
        ("q={number}", ["case"]),
        ("sort=opened", ["odd", "case", "even"]),
        ("sort=priority", ["even", "case", "odd"]),
        ("requester=SUE@example.com", ["case"]),
        ("requester=eve@example.com", []),
        ("period=3", ["even", "case"]),
        ("period=12", ["odd", "even", "case"]),
        ("escalated=true", ["even"]),
        ("escalated=false", ["odd", "even", "case"]),
        ("q=times checkout or timed", ["even"]),
        ("q=order", ["odd", "even", "case"]),
        ("q=payment&sort=opened", ["odd", "case", "even"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(cast, program, query, found):
    other = ProductFactory(name="Analytics")
    rows = {"case": cast.case}
    rows["even"] = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.olga,
        title="The gateway times out",
        critical=True,
        watched_by=[cast.sue],
        escalated_at=timezone.now(),
    )
    now = timezone.now()
    rows["odd"] = CaseFactory(
        organization=cast.acme,
        product=other,
        requester=cast.olga,
        priority=Priority.P4,
        status=Status.CLOSED,
        closed_at=now,
        reopen_until=now + timedelta(hours=336),
        opened_at=now - timedelta(days=150),
    )

    answer = program("sue").get(f"{CASES}?{query.format(other=other.pk, number=cast.case.number)}")

    assert numbers(answer) == [rows[name].number for name in found]


@pytest.mark.parametrize(
    "query",
    [
        "status=lost",
        "scope=all",
        "priority=5",
        "product=x",
        "product=0",
        "sort=title",
        "after=0",
        "after=1.2.3",
        "q=%00",
        "stauts=open",
        "period=5",
        "requester=sue",
        "sort=relevance",
        "escalated=perhaps",
        f"q={'x' * 201}",
    ],
)
def test_a_question_that_is_not_understood_is_refused(program, query):
    answer = program("sue").get(f"{CASES}?{query}")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.rule("LIST-2")
@pytest.mark.parametrize("sort", ["-activity", "activity", "priority", "-closed", "opened"])
def test_the_pages_of_a_list_hold_each_case_once(
    cast, program, sort, django_assert_max_num_queries
):
    CaseFactory.create_batch(29, organization=cast.acme, product=cast.product, requester=cast.olga)
    sue, seen, address = program("sue"), [], f"{CASES}?sort={sort}"
    while address:
        with django_assert_max_num_queries(5):
            answer = sue.get(address)
        seen += numbers(answer)
        address = answer.json()["next"]

    assert len(seen) == len(set(seen)) == 30


@pytest.mark.rule("CASE-1")
def test_a_case_tells_all_that_was_filed(cast, program, django_assert_max_num_queries):
    project = ProjectFactory(organization=cast.acme, product=cast.product, identifier="proj1")
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        project=project,
        environment="production",
        critical=True,
        watched_by=[cast.max],
    )
    sue = program("sue")
    with django_assert_max_num_queries(7):
        answer = sue.get(f"{CASES}/{case.number}")

    body = answer.json()
    assert body["project"] == {"identifier": "proj1", "name": project.name}
    assert body["requester"] == {"name": "Sue Example", "email": "sue@example.com"}
    assert body["environment"] == "production"
    assert body["impact_statement"] == "No orders since 09:00."
    watcher = case.watchers.get()
    assert body["watchers"] == [
        {"id": watcher.pk, "name": "Max Example", "email": "max@example.com"}
    ]
    assert (body["contact_from"], body["contact_to"]) == ("09:00", "17:00")


def test_a_case_that_did_not_change_is_answered_304(cast, program):
    sue, address = program("sue"), f"{CASES}/{cast.case.number}"
    first = sue.get(address)
    again = sue.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")

    actions.add_comment(actor=cast.actor("olga"), case=cast.case, body="Any news?")
    changed = sue.get(address, HTTP_IF_NONE_MATCH=first["ETag"])

    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.rule("CASE-2")
def test_comments_come_newest_first(cast, program, django_assert_max_num_queries):
    for number in range(30):
        actions.add_comment(actor=cast.actor("olga"), case=cast.case, body=f"Word {number}")
    sue, seen, address = program("sue"), [], f"{CASES}/{cast.case.number}/comments"
    while address:
        with django_assert_max_num_queries(7):
            answer = sue.get(address).json()
        seen += [comment["body"] for comment in answer["results"]]
        address = answer["next"]

    assert seen == [f"Word {number}" for number in reversed(range(30))]


@pytest.mark.rule("CASE-2")
def test_a_comment_tells_who_spoke_on_which_side_but_no_address(cast, program):
    actions.add_comment(actor=cast.actor("ada"), case=cast.case, body="**Try** again")

    [comment] = program("sue").get(f"{CASES}/{cast.case.number}/comments").json()["results"]

    assert comment["author"] == {"name": "Ada Example", "side": "support"}
    assert comment["body"] == "**Try** again"
    assert comment["created_at"].endswith("Z")


CANARY = "the customer is wrong"


@pytest.mark.rule("CASE-2")
def test_what_is_internal_never_leaves_by_the_api(cast, program):
    actions.add_internal_note(actor=cast.actor("ada"), case=cast.case, body=CANARY)
    for internal in (True, False):
        Attachment.objects.create(
            case=cast.case,
            file=f"aa/{internal}",
            name=CANARY if internal else "log.txt",
            size=1,
            content_type="text/plain",
            uploaded_by=cast.ada,
            is_internal=internal,
        )
    sue, number = program("sue"), cast.case.number
    addresses = [
        CASES,
        f"{CASES}?q={CANARY}",
        f"{CASES}?q=wrong",
        f"{CASES}/{number}",
        f"{CASES}/{number}/comments",
    ]

    answers = [sue.get(address).content.decode() for address in addresses]

    assert not any(CANARY in answer for answer in answers)
    assert '"results":[]' in answers[1]
    assert "log.txt" in answers[3]


@pytest.mark.rule("ROLE-5")
def test_a_support_admin_of_chosen_products_sees_their_cases_only(cast, program):
    other = ProductFactory()
    EntitlementFactory(organization=cast.acme, product=other)
    cast.pia = UserFactory(first_name="Pia")
    give_role(cast.pia, cast.acme, Role.SUPPORT_ADMIN, products=[other])
    hers = CaseFactory(organization=cast.acme, product=other, requester=cast.olga)
    pia = program("pia")

    assert numbers(pia.get(CASES)) == [hers.number]
    assert pia.get(f"{CASES}/{cast.case.number}").status_code == 404


@pytest.mark.rule("SHA-10")
def test_a_revoked_grant_counts_from_the_next_call(cast, program):
    gus = program("gus")
    assert gus.get(CASES).status_code == 200

    cast.gus.grants_held.update(revoked_at=timezone.now())

    assert gus.get(CASES).status_code == 404


@pytest.mark.rule("ROLE-4")
def test_a_role_taken_away_counts_from_the_next_call(cast, program):
    sue, address = program("sue"), f"{CASES}?scope=org"
    CaseFactory(organization=cast.acme, product=cast.product, requester=cast.olga)
    assert len(numbers(sue.get(address))) == 2

    cast.sue.memberships.get().roles.all().delete()

    assert numbers(sue.get(address)) == [cast.case.number]


def test_strangers_get_the_answer_of_what_never_existed(cast, program):
    eve = program("eve")
    foreign = CaseFactory(organization=cast.globex, product=cast.product, requester=cast.eve)
    nothing = eve.get("/api/v1/organizations/nobody/cases")

    for address in (
        CASES,
        f"{CASES}/{cast.case.number}",
        f"{CASES}/{cast.case.number}/comments",
        f"{CASES}/{foreign.number}",
        f"/api/v1/organizations/globex/cases/{cast.case.number}",
        "/api/v1/organizations/globex/cases/E-999999999",
        "/api/v1/organizations/globex/cases/E-17",
        "/api/v1/organizations/globex/cases/x/y",
        "/api/v1/nowhere",
    ):
        answer = eve.get(address)
        assert (answer.status_code, answer.content) == (404, nothing.content), address
    assert User.objects.get(pk=cast.eve.pk).last_organization is None
    assert not Comment.objects.exists()
