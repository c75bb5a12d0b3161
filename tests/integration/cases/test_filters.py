"""The filters of the lists: what each means, what it offers, and what it makes of nonsense."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from cases import search
from cases.lists import PAGE_SIZE, months_before
from cases.offers import MOST_REQUESTERS
from cases.views import listing
from orgs.roles import Role
from tests.factories import CaseFactory, ProductFactory, UserFactory, give_role

URL = "/o/acme/cases/"


def titles(answer):
    assert answer.status_code == 200
    return re.findall(r'<th scope="row">\s*<a [^>]*>([^<]+)</a>', answer.text)


def notes(answer):
    return re.findall(
        r'data-kind="warning" role="status">.*?"bar__body">([^<]+)', answer.text, re.DOTALL
    )


def at(moment):
    return datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        ("2026-11-21T10:00", 3, "2026-08-21T10:00"),
        ("2026-05-31T10:00", 3, "2026-02-28T10:00"),
        ("2028-05-31T10:00", 3, "2028-02-29T10:00"),
        ("2026-02-10T00:00", 6, "2025-08-10T00:00"),
        ("2026-12-31T23:59", 12, "2025-12-31T23:59"),
        ("2026-01-31T00:00", 18, "2024-07-31T00:00"),
        ("2028-02-29T12:00", 24, "2026-02-28T12:00"),
    ],
)
def test_a_period_goes_back_by_months_of_the_calendar(now, months, then):
    assert months_before(at(now), months) == at(then)


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("", {"week", "four months", "ten months", "two years"}),
        ("3", {"week"}),
        ("6", {"week", "four months"}),
        ("12", {"week", "four months", "ten months"}),
        ("24", {"week", "four months", "ten months"}),
        ("5", {"week", "four months", "ten months", "two years"}),
    ],
)
def test_the_period_is_that_of_the_opening(cast, client, period, expected):
    days = {"week": 7, "four months": 130, "ten months": 310, "two years": 740}
    for title, number in days.items():
        opened = timezone.now() - datetime.timedelta(days=number)
        CaseFactory(organization=cast.globex, requester=cast.eve, title=title, opened_at=opened)
    client.force_login(cast.eve)

    assert set(titles(client.get("/o/globex/cases/", {"period": period}))) == expected


@pytest.mark.rule("LIST-3", "SLA-6")
def test_the_escalated_ones(cast, sue):
    CaseFactory(organization=cast.acme, requester=cast.sue, title="Up", escalated_at=timezone.now())

    assert titles(sue.get(URL, {"escalated": "yes"})) == ["Up"]


@pytest.mark.rule("LIST-3")
def test_the_requester_is_chosen_among_those_of_the_visible_cases(cast, client):
    only = ProductFactory(name="Only")
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[only])
    CaseFactory(organization=cast.acme, product=only, requester=cast.olga, title="Of olga")
    CaseFactory(organization=cast.acme, requester=cast.gus, title="Hidden")
    client.force_login(cast.max)

    answer = client.get(URL, {"scope": "org", "requester": cast.olga.pk})

    assert titles(answer) == ["Of olga"]
    assert "Olga Example</option>" in answer.text
    assert "Gus Example" not in answer.text
    forged = client.get(URL, {"scope": "org", "requester": cast.gus.pk})
    assert titles(forged) == ["Of olga"]
    assert notes(forged) == ["Unknown filter, left out: Requester."]


@pytest.mark.rule("LIST-3")
def test_my_cases_have_one_requester_and_no_such_filter(cast, sue):
    answer = sue.get(URL, {"scope": "mine", "requester": cast.sue.pk})

    assert titles(answer) == [cast.case.title]
    assert 'id="id_requester"' not in answer.text


@pytest.mark.rule("LIST-3")
def test_many_requesters_are_typed_instead_of_listed(cast, sue):
    people = [UserFactory(account=False) for _number in range(MOST_REQUESTERS + 2)]
    for person in people:
        CaseFactory(organization=cast.acme, product=cast.product, requester=person)
    last = people[-1]

    answer = sue.get(URL, {"scope": "org", "requester": last.email.upper()})

    assert len(titles(answer)) == 1
    assert f"Requester: {last}" in answer.text
    assert f'value="{last.email}"' in answer.text
    assert '<datalist id="requesters">' in answer.text
    assert len(titles(sue.get(URL, {"scope": "org", "requester": last.pk}))) == 1
    stranger = sue.get(URL, {"scope": "org", "requester": cast.eve.email})
    assert notes(stranger) == ["Unknown filter, left out: Requester."]


def case_of_each_kind(cast):
    CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue, priority=2)


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    "query",
    [
        f"status={quote(value)}&priority={quote(value)}&product={quote(value)}"
        f"&requester={quote(value)}&period={quote(value)}&escalated={quote(value)}"
        f"&sort={quote(value)}&scope={quote(value)}&after={quote(value)}&before={quote(value)}"
        for value in (
            "1' OR '1'='1",
            "\x00",
            "9" * 400,
            "-1",
            "²",
            "١٢",
            "😀" * 300,
            "%s%d{0}",
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "\u202e\u2066",
            "None",
        )
    ]
    + [
        "q=%ED%A0%80",
        "q=" + "a%20" * 90,
        "q=" + "%22" * 99,
        "q=%5C%27%3A%2A%20%26%20%21%28",
        "sort=relevance",
        "q=case&sort=relevance&after=1.1",
        "q=case&after=999999999999999999.999999999999999999",
        "q=case&before=0.0",
        "status=open&status=lost&priority=2&priority=",
        "after=1.1&before=1.1",
        "status[]=open&status%00=open&=&&&;",
        "organization=globex",
    ],
)
def test_no_query_breaks_the_list_its_file_or_the_inbox(cast, sue, query):
    case_of_each_kind(cast)

    for url in (URL, "/cases/", "/o/acme/cases/export.csv"):
        answer = sue.get(f"{url}?{query}")
        content = answer.getvalue() if answer.streaming else answer.content
        assert answer.status_code in (200, 429)
        assert b"<script>alert" not in content


@pytest.mark.rule("LIST-3")
def test_of_repeated_keys_the_last_counts(cast, sue):
    case_of_each_kind(cast)

    assert len(titles(sue.get(URL + "?priority=3&priority=2"))) == 1


@pytest.mark.rule("LIST-4", "LIST-2")
def test_a_search_is_paged_by_its_rank_and_can_be_sorted_otherwise(cast, sue):
    for number in range(2 * PAGE_SIZE):
        words = "spooler " * (1 + number % 3)
        CaseFactory(organization=cast.acme, requester=cast.sue, title=f"{words}{number}")
    first = sue.get(URL, {"q": "spooler"})
    after = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = sue.get(URL + after)
    before = re.search(r'rel="prev" href="([^"]+)"', second.text)[1].replace("&amp;", "&")

    both = titles(first) + titles(second)
    assert len(set(both)) == 2 * PAGE_SIZE
    ranks = [title.count("spooler") for title in both]
    assert ranks == sorted(ranks, reverse=True)
    assert titles(sue.get(URL + before)) == titles(first)
    by_opening = sue.get(URL, {"q": "spooler", "sort": "opened"})
    assert titles(by_opening)[0] == "spooler 0"
    assert "Best matches first" in by_opening.text
    assert "Best matches first" not in first.text


@pytest.mark.rule("LIST-4")
def test_a_ranking_that_leaves_older_cases_out_says_so_at_its_end(cast, sue, monkeypatch):
    monkeypatch.setattr(search, "MOST_RANKED", PAGE_SIZE + 5)
    monkeypatch.setattr(listing, "MOST_RANKED", PAGE_SIZE + 5)
    for _number in range(PAGE_SIZE + 10):
        CaseFactory(organization=cast.acme, requester=cast.sue, title="Spooler")

    first = sue.get(URL, {"q": "spooler"})
    after = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    last = sue.get(URL + after)

    assert notes(first) == []
    assert len(titles(last)) == 5
    assert notes(last)[0].startswith("These are the best of the newest")


@pytest.mark.rule("LIST-3")
def test_french_readers_filter_in_french(cast, sue, client):
    cast.sue.language = "fr"
    cast.sue.save()
    client.force_login(cast.sue)

    answer = client.get(URL, {"scope": "org", "period": "6", "status": "waiting"})

    assert "Ouvert\u202f: 6 derniers mois" in answer.text
    assert "Tout effacer" in answer.text
