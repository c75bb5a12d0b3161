"""Support summary: where a customer begins."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.lifecycle import Status
from cases.models import CaseDraft
from knowledge.models import Article, HotlineNumber, Opinion
from orgs.models import Holiday
from orgs.roles import Role
from tests.factories import (
    AnnouncementFactory,
    ArticleFactory,
    BusinessCalendarFactory,
    CaseFactory,
    EventFactory,
    ProductFactory,
    SupportPlanFactory,
    give_role,
)

URL = "/o/acme/support/"
QUERIES = 21


@pytest.mark.rule("ROLE-2", "ROLE-3")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 200),
        ("sue", 200),
        ("gus", 200),
        ("max", 403),
        ("sam", 403),
        ("gil", 403),
        ("eve", 404),
    ],
)
def test_who_opens_it(cast, client, name, status):
    client.force_login(getattr(cast, name))

    assert client.get(URL).status_code == status


@pytest.mark.rule("ROLE-5", "HOME-1")
def test_who_sees_no_case_is_invited_to_create_the_first(cast, client):
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[ProductFactory()])
    client.force_login(cast.max)

    text = client.get(URL).text

    assert "No cases yet" in text
    assert [part in text for part in ("tally", "plot", cast.case.title)] == [False] * 3
    assert [part in text for part in ("Your support", "Create case")] == [True] * 2


@pytest.mark.rule("HOME-1", "CASE-9")
def test_what_waits_stands_there_with_its_deadline_and_its_next_step(cast, sue):
    assert "Nothing: it is our turn" in sue.get(URL).text
    now = timezone.now()
    for number in range(6):
        CaseFactory(
            organization=cast.acme,
            product=cast.product,
            title=f"Waiting {number}",
            status=Status.PENDING_RESPONSE,
            status_since=now - timedelta(days=5 - number, minutes=-1),
            next_reminder_at=now,
        )

    text = sue.get(URL).text

    assert re.findall(r"<b>(Waiting \d)</b>", text)[:5] == [f"Waiting {n}" for n in range(5)]
    assert "Closes by itself in 1\xa0day" in text
    assert 'Answer the question<span class="visually-hidden"> – Waiting 0</span>' in text
    assert '?scope=org&amp;status=waiting">All 6 cases that wait for you</a>' in text


def test_it_shows_the_three_latest_cases(cast, sue):
    titles = [
        CaseFactory(organization=cast.acme, product=cast.product, title=f"Newer {n}").title
        for n in range(3)
    ]

    text = sue.get(URL).text

    assert re.findall(r"<b>(Newer \d)</b>", text) == titles[::-1]
    assert cast.case.title not in text


@pytest.mark.rule("WIZ-10")
def test_it_lists_my_drafts_here_and_nobody_elses(cast, sue):
    mine = CaseDraft.objects.create(
        organization=cast.acme, author=cast.sue, answers={"issue": {"title": "Half written"}}
    )
    for organization, author in ((cast.acme, cast.olga), (cast.globex, cast.sue)):
        CaseDraft.objects.create(
            organization=organization, author=author, answers={"issue": {"title": "Foreign"}}
        )

    text = sue.get(URL).text

    assert f'<a href="{mine.get_absolute_url()}">Half written</a>' in text
    assert "Foreign" not in text


@pytest.mark.rule("HOME-1", "SLA-1")
def test_it_names_plan_contacts_targets_and_the_hotline_of_the_region(cast, sue):
    cast.acme.plan = SupportPlanFactory(name="Ultimate", contact_limit=4)
    cast.acme.save()
    cast.acme.plan.targets.create(priority=1, amount=15, unit="minute", coverage="24x7")
    cast.acme.plan.targets.create(priority=4, amount=1, unit="day", coverage="business")
    HotlineNumber.objects.create(region="emea", country_en="France", phone="+33 1 99 00")
    HotlineNumber.objects.create(region="japan", country_en="Japan", phone="+81 3 99 00")

    text = sue.get(URL).text

    assert ["Ultimate" in text, "Sue Example" in text, "1 of 4" in text] == [True] * 3
    assert ["+33 1 99 00" in text, "+81 3 99 00" in text] == [True, False]
    assert 'href="tel:+3319900"' in text
    contract = text.partition('id="targets-heading"')[2].partition("</table>")[0]
    targets = re.findall(r'<th scope="row">(P\d [^<]+)</th><td>([^<]+)', contract)
    assert targets == [("P1 Critical", "15 minutes, 24x7"), ("P4 Minor", "1 business day")]


@pytest.mark.rule("HOME-1", "SLA-2")
def test_business_hours_are_told_by_the_readers_clock(cast, sue):
    calendar = BusinessCalendarFactory(region="emea", time_zone="UTC")
    Holiday.objects.create(calendar=calendar, day=next_weekday(), name="Founders’ Day")
    cast.sue.time_zone = "Asia/Tokyo"
    cast.sue.save()

    text = sue.get(URL).text

    assert 'Mon–Fri, <span class="number">18:00–02:00</span>' in text
    assert "(Founders’ Day)" in text
    assert ("Open now" in text) != ("Closed now; opens" in text)


def next_weekday():
    day = timezone.now().date() + timedelta(days=1)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@pytest.mark.rule("HOME-1", "USE-1")
def test_it_suggests_articles_in_the_readers_language(cast, sue):
    articles = [
        ("Old, of the product", {}, cast.product),
        ("Of another product", {}, ProductFactory()),
        ("Of no product", {}, None),
        ("Helpful", {}, None),
        ("En français", {"language": "fr"}, cast.product),
        ("Unpublished", {"is_published": False}, cast.product),
        ("New, of the product", {}, cast.product),
    ]
    for title, fields, product in articles:
        ArticleFactory(title=title, **fields).products.set([product] if product else [])
    helpful = Article.objects.get(title="Helpful")
    Opinion.objects.create(article=helpful, user=cast.olga, is_helpful=True)

    text = sue.get(URL).text

    section = text.partition('id="reading-heading"')[2].partition("</section>")[0]
    assert re.findall(r'<a href="/help/[^"]+">([^<]+)</a>', section) == [
        *("New, of the product", "Old, of the product", "Helpful", "Of no product"),
    ]


@pytest.mark.rule("HOME-1", "HOME-4", "HOME-6")
def test_it_tells_what_goes_on_and_what_comes_next(cast, sue):
    for number in range(4):
        AnnouncementFactory(title_en=f"Told {number}")
    AnnouncementFactory(title_en="Of others").products.set([ProductFactory()])
    EventFactory(subject_en="Tomorrow", starts_at=timezone.now() + timedelta(days=1))
    EventFactory(subject_en="Over", starts_at=timezone.now() - timedelta(days=1))

    text = sue.get(URL).text

    section = text.partition('id="announcements-heading"')[2].partition("</section>")[0]
    assert re.findall(r"<b>([^<]+)</b>", section) == ["Told 3", "Told 2", "Told 1"]
    assert '<a href="/o/acme/announcements/">All announcements</a>' in section
    assert ["Tomorrow</b>" in text, "Over</b>" in text, "Of others" in text] == [True, False, False]


@pytest.mark.rule("HOME-1", "ACCT-2")
def test_the_account_page_opens_a_ticket_there(sue):
    assert [
        word in sue.get(URL + "?from=account").text for word in ("Open ticket", "Create case")
    ] == [*(True, False)]


def test_it_takes_as_many_queries_with_much_as_with_little(cast, sue, django_assert_num_queries):
    cast.acme.plan = SupportPlanFactory(contact_limit=4)
    cast.acme.save()
    AnnouncementFactory()
    sue.get(URL)
    with django_assert_num_queries(QUERIES):
        sue.get(URL)
    now = timezone.now()
    cast.acme.plan.targets.create(priority=1, amount=15, unit="minute", coverage="24x7")
    BusinessCalendarFactory(region="emea")
    for number in range(4):
        CaseFactory(
            organization=cast.acme,
            product=ProductFactory(),
            status=Status.PENDING_RESPONSE,
            next_reminder_at=now,
            watched_by=[cast.sue],
        )
        CaseDraft.objects.create(organization=cast.acme, author=cast.sue)
        AnnouncementFactory()
        EventFactory(starts_at=now + timedelta(days=number))
        ArticleFactory().products.add(cast.product)
        HotlineNumber.objects.create(region="emea", country_en="France", phone=f"+33 {number}")

    with django_assert_num_queries(QUERIES):
        sue.get(URL)
