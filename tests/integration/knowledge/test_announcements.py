"""Who is told of what: incidents, maintenance and news, by product and organization (HOME-6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from knowledge.announcements import concerning
from knowledge.models import Announcement, AnnouncementUpdate
from orgs.models import User
from tests.factories import AnnouncementFactory, EntitlementFactory, ProductFactory

PEOPLE = ("olga", "sam", "sue", "pat", "max", "gus", "gil")
"""Those with a tie to acme, whatever it is; gus and gil by a grant."""

# The announcement, and where it is read: acme and globex share one product, and have one each.
SEEN = {
    "everything": ("acme", "globex"),
    "shared": ("acme", "globex"),
    "acme's": ("acme",),
    "globex's": ("globex",),
    "acme's or globex's": ("acme", "globex"),
    "suspended at acme": (),
    "expired at acme": (),
    "nobody's": (),
    "not yet shown": (),
    "not shown any more": (),
}
MISSED = {"suspended at acme", "expired at acme", "nobody's", "not yet shown", "not shown any more"}


@pytest.fixture
def announcements(cast):
    own, theirs, unpaid, expired = (ProductFactory() for _number in range(4))
    EntitlementFactory(organization=cast.acme, product=own)
    EntitlementFactory(organization=cast.globex, product=theirs)
    EntitlementFactory(organization=cast.acme, product=unpaid, unpaid=True)
    EntitlementFactory(organization=cast.acme, product=expired, expired=True)
    now, hour = timezone.now(), timedelta(hours=1)
    rows = {
        "everything": {},
        "shared": {"products": [cast.product]},
        "acme's": {"products": [own]},
        "globex's": {"products": [theirs]},
        "acme's or globex's": {"products": [own, theirs]},
        "suspended at acme": {"products": [unpaid]},
        "expired at acme": {"products": [expired]},
        "nobody's": {"products": [ProductFactory()]},
        "not yet shown": {"shown_from": now + hour},
        "not shown any more": {"shown_from": now - 2 * hour, "shown_until": now - hour},
    }
    for title, given in rows.items():
        AnnouncementFactory(title_en=title, **given)


@pytest.mark.rule("HOME-6")
@pytest.mark.parametrize("name", [*PEOPLE, "eve"])
def test_who_reads_which_announcement(cast, client, announcements, name):
    slug = "globex" if name == "eve" else "acme"
    client.force_login(getattr(cast, name))

    page = client.get(f"/o/{slug}/announcements/")

    told = {announcement.title_en for announcement in page.context["current"]}
    assert told == {title for title, places in SEEN.items() if slug in places}
    assert all("<h3 id=" in page.text for _title in told)


@pytest.mark.rule("HOME-6")
@pytest.mark.parametrize(("name", "status"), [("eve", 404), ("ada", 404), ("", 302)])
def test_strangers_and_visitors_are_told_nothing(cast, client, announcements, name, status):
    if name:
        client.force_login(getattr(cast, name))
    of_globex = Announcement.objects.get(title_en="everything")

    assert client.get("/o/acme/announcements/").status_code == status
    assert client.post(f"/o/acme/announcements/{of_globex.pk}/dismissal/").status_code == status


@pytest.mark.rule("HOME-6")
def test_what_goes_on_comes_first_and_what_is_resolved_below(cast, client):
    going_on = AnnouncementFactory(title_en="Goes on")
    AnnouncementFactory(title_en="Is over", resolved=True)
    for text in ("First news", "Second news"):
        AnnouncementUpdate.objects.create(announcement=going_on, text_en=text)
    client.force_login(cast.max)

    page = client.get("/o/acme/announcements/").text.partition("<main")[2]

    order = ("Now</h2>", "Goes on", "Second news", "First news", "Resolved</h2>", "Is over")
    assert sorted(order, key=page.index) == list(order)


@pytest.mark.rule("HOME-6")
def test_resolved_ones_come_by_the_page(cast, client, django_assert_max_num_queries):
    for number in range(13):
        row = AnnouncementFactory(title_en=f"Incident {number}", resolved=True)
        AnnouncementUpdate.objects.create(announcement=row, text_en="Done.")
    client.force_login(cast.max)
    client.get("/o/acme/announcements/")

    with django_assert_max_num_queries(11):
        first = client.get("/o/acme/announcements/").context["page"]
    second = client.get("/o/acme/announcements/", {"after": first.next}).context["page"]

    assert [len(page.rows) for page in (first, second)] == [10, 3]
    rubbish = client.get("/o/acme/announcements/", {"after": "rubbish"})
    assert rubbish.context["page"].rows == first.rows
    assert "The page is unknown; this is the first one." in rubbish.text


@pytest.mark.rule("HOME-6", "HOME-1")
def test_a_summary_asks_twice_at_the_most(cast, django_assert_max_num_queries):
    for _number in range(3):
        row = AnnouncementFactory(products=[cast.product])
        AnnouncementUpdate.objects.create(announcement=row, text_en="More.")

    with django_assert_max_num_queries(2):
        told = list(concerning(cast.acme))
        assert [row.heard_at for row in told] == [row.updates.all()[0].written_at for row in told]


@pytest.mark.rule("HOME-6", "USE-1")
def test_it_speaks_the_readers_language_and_markdown_without_harm(cast, client):
    AnnouncementFactory(
        title_en="<b>x</b>",
        title_fr="<i>Panne</i>",
        text_en="[here](javascript:alert(1)) <script>alert(1)</script>",
        text_fr="**lenteur** <script>alert(1)</script>",
    )
    client.force_login(cast.max)
    User.objects.filter(pk=cast.max.pk).update(language="fr")

    page = client.get("/o/acme/announcements/").text.partition("<main")[2]

    assert "&lt;i&gt;Panne&lt;/i&gt;" in page
    assert "<strong>lenteur</strong>" in page
    assert "<script>alert" not in page


class TestBanner:
    """On the pages of the organizations that it concerns, and nowhere else."""

    @pytest.fixture
    def incident(self, cast):
        return AnnouncementFactory(title_en="Payments <fail>", products=[cast.product])

    def told(self, client, page="/o/acme/access/"):
        return "What we know of it" in client.get(page).text

    @pytest.mark.rule("HOME-6")
    @pytest.mark.parametrize(
        ("kind", "given", "told"),
        [
            ("incident", {}, True),
            ("maintenance", {}, True),
            ("news", {}, False),
            ("incident", {"resolved": True}, False),
        ],
    )
    def test_it_tells_of_what_stands_in_the_way(self, cast, client, kind, given, told):
        AnnouncementFactory(kind=kind, **given)
        client.force_login(cast.max)

        assert self.told(client) is told

    @pytest.mark.rule("HOME-6")
    def test_organizations_without_the_product_and_pages_of_none_do_not_show_it(
        self, cast, client, incident
    ):
        cast.globex.entitlements.all().delete()
        client.force_login(cast.eve)
        assert not self.told(client, "/o/globex/access/")

        client.force_login(cast.max)
        assert self.told(client)
        assert not self.told(client, "/help/")

    @pytest.mark.rule("HOME-6")
    def test_it_is_put_away_for_oneself_and_comes_back_with_news(self, cast, client, incident):
        client.force_login(cast.max)
        page = client.get("/o/acme/cases/").text
        address = f"/o/acme/announcements/{incident.pk}/dismissal/"
        assert f'action="{address}"' in page
        assert "Payments &lt;fail&gt;" in page

        answer = client.post(address, {"next": "/o/acme/access/"})

        assert answer["Location"] == "/o/acme/access/"
        assert not self.told(client)
        assert 'id="banner"' in client.get("/o/acme/access/").text  # a region for the swap
        AnnouncementUpdate.objects.create(announcement=incident, text_en="Better now.")
        assert self.told(client)
        client.force_login(cast.sue)
        assert self.told(client)

    @pytest.mark.rule("HOME-6")
    def test_who_puts_it_away_is_led_to_pages_of_ours_only(self, cast, client, incident):
        client.force_login(cast.max)
        address = f"/o/acme/announcements/{incident.pk}/dismissal/"

        answer = client.post(address, {"next": "https://evil.example.com/"})

        assert answer["Location"] == "/o/acme/announcements/"

    @pytest.mark.rule("HOME-6")
    def test_it_costs_one_query(self, cast, client, django_assert_num_queries):
        client.force_login(cast.sue)
        client.get("/o/acme/access/")
        with django_assert_num_queries(8):
            client.get("/o/acme/access/")

        for _number in range(5):
            AnnouncementFactory(products=[cast.product])
        with django_assert_num_queries(8):
            page = client.get("/o/acme/access/").text

        assert page.count("What we know of it") == 3
