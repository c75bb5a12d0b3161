"""My cases and my organization's cases: what they hold, their order, their pages."""

import datetime
import re

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cases.lifecycle import REOPEN_WINDOW, Status
from cases.lists import PAGE_SIZE, SORTS, cases_for, sorted_by
from cases.models import Case
from orgs.roles import Role
from portal.keyset import CursorError, cut
from tests.factories import CaseFactory, OrganizationFactory, ProductFactory, give_role

URL = "/o/acme/cases/"
NO_FILTER = {"q": "", "status": "", "product": "", "priority": ""}


def case(cast, **fields):
    return CaseFactory(**{"organization": cast.acme, "product": cast.product, **fields})


def titles(answer):
    return re.findall(r'<th scope="row">\s*<a [^>]*>([^<]+)</a>', answer.text)


def chips(answer):
    """The words of what is set, each with the query that is left without it."""
    found = re.findall(
        r'<a class="chip" href="[^"?]*([^"]+)"><span[^>]*>Remove</span>([^<]+)', answer.text
    )
    return {words.strip(): query.replace("&amp;", "&") for query, words in found}


def closed(days_ago=1):
    at = timezone.now() - datetime.timedelta(days=days_ago)
    return {"status": Status.CLOSED, "closed_at": at, "reopen_until": at + REOPEN_WINDOW}


@pytest.mark.rule("LIST-1")
def test_my_cases_are_those_i_submitted_here(cast, sue):
    case(cast, requester=cast.olga, title="Of olga")
    CaseFactory(organization=cast.globex, requester=cast.sue, title="Elsewhere")

    assert titles(sue.get(URL)) == [cast.case.title]


@pytest.mark.rule("LIST-1", "ENT-1")
def test_the_organizations_cases_are_all_of_it_and_none_of_another(cast, sue):
    case(cast, requester=cast.olga, title="Of olga")
    CaseFactory(organization=cast.globex, product=cast.product, title="Of globex")

    assert set(titles(sue.get(URL, {"scope": "org"}))) == {"Of olga", cast.case.title}


@pytest.mark.rule("LIST-1")
def test_the_watched_filter_shows_what_i_watch(cast, sue):
    case(cast, requester=cast.olga, title="Watched", watched_by=[cast.sue, cast.olga])
    case(cast, requester=cast.olga, title="Of olga", watched_by=[cast.olga])

    assert titles(sue.get(URL, {"scope": "watched"})) == ["Watched"]


@pytest.mark.rule("LIST-1", "ROLE-3")
def test_a_member_finds_watched_and_own_cases_and_no_other(cast, client):
    case(cast, title="Watched", watched_by=[cast.max])
    case(cast, title="Mine", requester=cast.max)
    client.force_login(cast.max)

    assert set(titles(client.get(URL, {"scope": "org"}))) == {"Watched", "Mine"}
    assert titles(client.get(URL)) == ["Mine"]


@pytest.mark.rule("LIST-1", "ROLE-5")
def test_a_support_admin_of_chosen_products_sees_their_cases_only(cast, client):
    pia, other = cast.max, ProductFactory(name="Other")
    give_role(pia, cast.acme, Role.SUPPORT_ADMIN, products=[other])
    case(cast, product=other, title="In scope")
    client.force_login(pia)

    answer = client.get(URL, {"scope": "org"})

    assert titles(answer) == ["In scope"]
    assert "Commerce Pro" not in answer.text


@pytest.mark.rule("ROLE-3")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 200),
        ("sue", 200),
        ("gus", 200),
        ("max", 200),
        ("sam", 200),
        ("gil", 403),
        ("eve", 404),
    ],
)
def test_who_opens_the_list(cast, client, name, status):
    client.force_login(getattr(cast, name))

    assert client.get(URL).status_code == status


@pytest.mark.rule("LIST-2")
def test_a_row_says_all_that_the_specification_lists(cast, sue):
    case(
        cast,
        title="Checkout fails",
        requester=cast.olga,
        opened_at=datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC),
    )

    answer = sue.get(URL, {"scope": "org", "sort": "opened"})

    row = re.search(r"<tbody>\s*<tr>(.*?)</tr>", answer.text, re.DOTALL)[1]
    texts = ("Checkout fails", "E-0", "Awaiting assignment", "Commerce Pro", "P3", "Olga Example")
    assert [text for text in (*texts, "1 Mar 2026", "Ongoing", "just now") if text not in row] == []


@pytest.mark.rule("LIST-2")
def test_a_closed_case_says_when(cast, sue):
    at = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
    case(cast, requester=cast.sue, status="closed", closed_at=at, reopen_until=at + REOPEN_WINDOW)

    assert "2 Mar 2026" in sue.get(URL, {"status": "ended"}).text


@pytest.mark.rule("LIST-2")
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-opened", ["new", "middle", "old"]),
        ("opened", ["old", "middle", "new"]),
        ("-activity", ["old", "new", "middle"]),
        ("activity", ["middle", "new", "old"]),
        ("priority", ["middle", "old", "new"]),
        ("-priority", ["new", "old", "middle"]),
        ("-closed", ["middle", "old", "new"]),
        ("closed", ["new", "old", "middle"]),
        ("", ["old", "new", "middle"]),
        ("nonsense", ["old", "new", "middle"]),
    ],
)
def test_it_sorts_in_both_directions_with_ongoing_cases_at_the_late_end(
    cast, client, sort, expected
):
    now = timezone.now()

    def days(number):
        return now - datetime.timedelta(days=number)

    fields = {"organization": cast.globex, "product": cast.product, "requester": cast.eve}
    CaseFactory(
        title="old", opened_at=days(9), last_activity_at=days(1), priority=3, **closed(2), **fields
    )
    CaseFactory(title="middle", opened_at=days(5), last_activity_at=days(4), priority=2, **fields)
    CaseFactory(
        title="new", opened_at=days(3), last_activity_at=days(2), priority=4, **closed(3), **fields
    )
    client.force_login(cast.eve)

    assert titles(client.get("/o/globex/cases/", {"sort": sort})) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "open"}, {"asked", "new"}),
        ({"status": "waiting"}, {"asked"}),
        ({"status": "ended"}, {"done"}),
        ({"status": "closed"}, {"done"}),
        ({"status": "awaiting_assignment"}, {"new"}),
        ({"priority": "2"}, {"asked"}),
        ({"priority": "2", "status": "ended"}, set()),
    ],
)
def test_filters_narrow_the_list(cast, client, query, expected):
    fields = {"organization": cast.globex, "product": cast.product, "requester": cast.eve}
    CaseFactory(title="new", **fields)
    CaseFactory(title="asked", status=Status.PENDING_RESPONSE, priority=2, **fields)
    CaseFactory(title="done", **closed(), **fields)
    client.force_login(cast.eve)

    assert set(titles(client.get("/o/globex/cases/", query))) == expected


def test_the_product_filter_offers_what_is_visible(cast, sue):
    other = ProductFactory(name="Only at globex")
    CaseFactory(organization=cast.globex, product=other)
    mine = case(cast, product=ProductFactory(name="Ours"), requester=cast.sue, title="Found")

    answer = sue.get(URL, {"product": mine.product_id})

    assert titles(answer) == ["Found"]
    assert other.name not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        {"status": "lost"},
        {"priority": "9"},
        {"product": "999999"},
        {"product": "1 OR 1=1"},
        {"scope": "theirs"},
        {"sort": "title"},
        {"after": "yesterday"},
        {"before": "1.2.3"},
        {"after": "999999999999999999.1"},
        {"q": "x" * 300},
        {"q": "a\x00b"},
    ],
)
def test_what_it_does_not_know_is_left_out_and_said(cast, sue, query):
    answer = sue.get(URL, query)

    assert titles(answer) == [cast.case.title]
    assert 'data-kind="warning" role="status"' in answer.text


def many(cast, number=2 * PAGE_SIZE + 7):
    """Cases that tie in everything but their primary key, some of them closed."""
    now = timezone.now()
    rows = [
        CaseFactory.build(
            organization=cast.acme,
            product=cast.product,
            requester=cast.sue,
            opened_at=now,
            last_activity_at=now,
            priority=2 + index % 3,
            **(closed() if index % 2 else {}),
        )
        for index in range(number)
    ]
    return [row.pk for row in Case.objects.bulk_create(rows)]


@pytest.mark.rule("LIST-2")
@pytest.mark.parametrize("sort", SORTS)
def test_walking_forth_and_back_shows_each_case_once(cast, sort):
    everything = {*many(cast), cast.case.pk}
    cases, key = cases_for(cast.actor("sue"), {"scope": "mine", **NO_FILTER}), sorted_by(sort)

    pages = [cut(cases, key, size=PAGE_SIZE)]
    while pages[-1].next:
        pages.append(cut(cases, key, size=PAGE_SIZE, after=pages[-1].next))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(cut(cases, key, size=PAGE_SIZE, before=back[-1].previous))

    seen = [row.pk for page in pages for row in page.rows]
    assert len(seen) == len(everything)
    assert set(seen) == everything
    assert [page.rows for page in reversed(back)] == [page.rows for page in pages]


@pytest.mark.rule("LIST-2")
def test_the_links_lead_through_the_pages_and_keep_the_filters(cast, sue):
    many(cast)

    first = sue.get(URL, {"status": "open", "sort": "-opened"})
    after = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = sue.get(URL + after)
    before = re.search(r'rel="prev" href="([^"]+)"', second.text)[1].replace("&amp;", "&")

    assert "status=open" in after
    assert "sort=-opened" in after
    assert not set(titles(first)) & set(titles(second))
    assert titles(sue.get(URL + before)) == titles(first)


def test_a_page_that_has_emptied_leads_to_the_first(cast, sue):
    assert titles(sue.get(URL, {"after": "1.1", "sort": "-opened"})) == [cast.case.title]


@pytest.mark.parametrize("sort", SORTS)
@given(cursor=st.text(max_size=40) | st.from_regex(r"\d{1,20}\.\d{1,20}", fullmatch=True))
@hypothesis_settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_forged_cursor_is_refused_or_harmless(cast, sort, cursor):
    cases = cases_for(cast.actor("sue"), {"scope": "org", **NO_FILTER})

    try:
        page = cut(cases, sorted_by(sort), size=PAGE_SIZE, after=cursor)
    except CursorError:
        return
    assert {row.organization_id for row in page.rows} <= {cast.acme.pk}


@pytest.mark.rule("LIST-1", "LIST-2")
@pytest.mark.parametrize("number", [0, 60])
def test_it_takes_eight_queries_for_any_number_of_cases(
    cast, sue, number, django_assert_max_num_queries
):
    many(cast, number)
    give_role(cast.sue, OrganizationFactory(), Role.SUPPORT_ADMIN)
    sue.get(URL)  # remembers the organization

    with django_assert_max_num_queries(8):
        sue.get(URL, {"scope": "org", "sort": "priority", "q": "checkout", "status": "open"})


def test_it_takes_ten_queries_for_a_member_who_is_told_whom_to_ask(
    cast, client, django_assert_max_num_queries
):
    client.force_login(cast.max)
    client.get(URL)

    with django_assert_max_num_queries(10):
        client.get(URL)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "No cases yet"),
        ({"scope": "watched"}, "You watch no case here"),
        ({"status": "waiting"}, "No case matches"),
    ],
)
def test_an_empty_list_says_what_to_do(cast, client, query, words):
    client.force_login(cast.eve)

    answer = client.get("/o/globex/cases/", query)

    assert words in answer.text
    assert "/o/globex/cases/new/" in answer.text


def test_a_member_is_offered_nothing_that_is_refused(cast, client):
    client.force_login(cast.max)

    assert "/o/acme/cases/new/" not in client.get(URL).text


def test_what_is_set_stands_above_the_list_and_can_be_cleared(cast, sue):
    query = {"scope": "watched", "status": "waiting", "priority": "2", "q": "checkout"}

    answer = sue.get(URL, query)

    assert chips(answer) == {
        "Show: Watched by me": "?q=checkout&scope=org&status=waiting&priority=2",
        "Status: Waiting for you": "?q=checkout&scope=watched&priority=2",
        "Priority: P2 Urgent": "?q=checkout&scope=watched&status=waiting",
    }
    assert 'href="/o/acme/cases/?scope=org">Clear all' in answer.text
    assert "Clear all" not in sue.get(URL, {"scope": "org"}).text
