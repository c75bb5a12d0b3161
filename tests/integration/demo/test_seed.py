"""The reference data that any installation begins with."""

import pytest
from django.core.management import call_command

from cases.models import IssueReason, IssueType
from cases.seed import seed
from orgs.models import BusinessCalendar, Holiday, SupportPlan

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


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("region", "zone", "opens", "closes", "holidays"),
    [
        ("americas", "America/Los_Angeles", "06:00:00", "17:30:00", 10),
        ("emea", "Europe/Paris", "09:00:00", "17:00:00", 11),
        ("apac", "Asia/Singapore", "09:00:00", "17:00:00", 6),
        ("japan", "Asia/Tokyo", "09:00:00", "17:00:00", 16),
    ],
)
def test_each_region_has_its_hours_and_three_years_of_holidays(
    region, zone, opens, closes, holidays
):
    calendar = BusinessCalendar.objects.get(region=region)

    assert calendar.time_zone == zone
    assert [(row.weekday, f"{row.opens}", f"{row.closes}") for row in calendar.hours.all()] == [
        (day, opens, closes) for day in range(5)
    ]
    for year in (2026, 2027, 2028):
        assert calendar.holidays.filter(day__year=year).count() >= holidays


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("region", "name", "weekday"),
    [
        ("americas", "Thanksgiving Day", 3),
        ("americas", "Labor Day", 0),
        ("emea", "Easter Monday", 0),
        ("emea", "Ascension Day", 3),
        ("apac", "Good Friday", 4),
        ("japan", "Coming of Age Day", 0),
        ("japan", "Sports Day", 0),
    ],
)
def test_a_holiday_falls_on_its_weekday(region, name, weekday):
    days = Holiday.objects.filter(calendar__region=region, name=name)

    assert [row.day.weekday() for row in days] == [weekday] * 3


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
    calendar = BusinessCalendar.objects.get(region="emea")
    calendar.hours.filter(weekday=4).delete()
    calendar.holidays.all().delete()

    seed()

    assert IssueType.objects.get(key="none").label_en == "Something else"
    assert IssueReason.objects.last().key == "security"
    assert plan.targets.count() == 3
    assert (calendar.hours.count(), calendar.holidays.count()) == (4, 0)


def test_seeding_again_brings_back_what_is_missing():
    IssueReason.objects.get(key="installation").delete()

    assert seed() == 1
