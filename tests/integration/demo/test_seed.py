"""The reference data that any installation begins with."""

import pytest
from django.core.management import call_command

from cases.models import IssueReason, IssueType
from cases.seed import seed
from orgs.models import SupportPlan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seeded(db):
    seed()


@pytest.mark.rule("SLA-1")
@pytest.mark.parametrize(
    ("plan", "targets"),
    [
        (
            "Expert",
            [
                "1 hour, 24x7",
                "2 hours, business hours",
                "4 hours, business hours",
                "1 business day",
            ],
        ),
        ("Ultimate", ["15 minutes, 24x7", "30 minutes, 24x5", "1 hour, 24x5", "1 business day"]),
        (
            "Managed Services",
            [
                "30 minutes, 24x7",
                "1 hour, business hours",
                "2 hours, business hours",
                "1 business day",
            ],
        ),
        (
            "Online",
            [
                "60 minutes, 24x7",
                "4 hours, business hours",
                "6 hours, business hours",
                "3 business days",
            ],
        ),
        (
            "Business",
            [
                "60 minutes, 24x7",
                "2 hours, business hours",
                "4 hours, business hours",
                "1 business day",
            ],
        ),
        (
            "Enterprise",
            ["30 minutes, 24x7", "1 hour, 24x5", "2 hours, business hours", "1 business day"],
        ),
        ("Elite", ["15 minutes, 24x7", "30 minutes, 24x5", "1 hour, 24x5", "1 business day"]),
    ],
)
def test_a_plan_promises_its_first_responses_from_p1_to_p4(plan, targets):
    rows = SupportPlan.objects.get(name=plan).targets.order_by("priority")

    assert [str(row) for row in rows] == targets


@pytest.mark.rule("ROLE-9")
@pytest.mark.parametrize(
    ("plan", "limit"),
    [
        ("Expert", 4),
        ("Business", 6),
        ("Enterprise", 10),
        ("Ultimate", 15),
        ("Online", None),
        ("Elite", None),
        ("Managed Services", None),
    ],
)
def test_a_plan_limits_the_number_of_support_admins(plan, limit):
    assert SupportPlan.objects.get(name=plan).contact_limit == limit


@pytest.mark.rule("WIZ-1")
def test_each_issue_type_is_a_card_with_samples_in_both_languages():
    cards = IssueType.objects.all()

    assert all(card.label_en and card.label_fr for card in cards)
    assert all(card.samples_en and card.samples_fr for card in cards)
    assert cards.last().label == "None of the above"


@pytest.mark.rule("ENT-10")
def test_one_issue_type_is_about_the_marketplace():
    card = IssueType.objects.get(kind=IssueType.Kind.MARKETPLACE)

    assert card.label == "Marketplace and extensions"


@pytest.mark.rule("WIZ-7")
def test_the_issue_reasons_say_what_they_are_for_and_not_for():
    reasons = IssueReason.objects.all()

    assert [reason.label for reason in reasons] == [
        "Security",
        "Account, user or identity management",
        "Application",
        "Integration with other solutions",
        "Installation",
        "Infrastructure change request",
        "Infrastructure incident",
    ]
    assert all(reason.is_for_en and reason.not_for_en for reason in reasons)
    assert all(reason.label_fr and reason.is_for_fr and reason.not_for_fr for reason in reasons)


def test_seeding_again_adds_nothing(capsys):
    call_command("seed")

    assert capsys.readouterr().out == "0 rows added.\n"


def test_seeding_again_keeps_what_the_vendor_edited():
    IssueType.objects.filter(key="none").update(label_en="Something else")
    IssueReason.objects.filter(key="security").update(position=999)
    plan = SupportPlan.objects.get(key="expert")
    plan.targets.filter(priority=4).delete()

    seed()

    assert IssueType.objects.get(key="none").label_en == "Something else"
    assert IssueReason.objects.last().key == "security"
    assert plan.targets.count() == 3


def test_seeding_again_brings_back_what_is_missing():
    IssueReason.objects.get(key="installation").delete()

    assert seed() == 1
