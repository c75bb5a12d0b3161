"""Programs read announcements and events as people do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from knowledge.models import AnnouncementUpdate
from tests.factories import AnnouncementFactory, EventFactory, ProductFactory


@pytest.mark.rule("HOME-6", "API-1")
def test_announcements_of_the_organizations_products(cast, program, django_assert_max_num_queries):
    told = AnnouncementFactory(title_en="Slow", products=[cast.product], resolved=True)
    AnnouncementUpdate.objects.create(announcement=told, text_en="Faster.")
    AnnouncementFactory(products=[ProductFactory()])
    sue = program("sue")

    with django_assert_max_num_queries(6):
        (row,) = sue.get("/api/v1/organizations/acme/announcements").json()["results"]

    assert (row["title"], row["products"]) == ("Slow", ["Commerce Pro"])
    assert row["resolved_at"].endswith("Z")
    assert [update["text"] for update in row["updates"]] == ["Faster."]


@pytest.mark.rule("HOME-4", "API-1")
def test_events_to_come_page_by_page(cast, program):
    for days in (3, 1, 2, -5):
        EventFactory(starts_at=timezone.now() + timedelta(days=days), subject_en=f"{days}")
    max_ = program("max")

    first = max_.get("/api/v1/events?limit=2").json()
    second = max_.get(first["next"]).json()

    assert [row["subject"] for row in first["results"] + second["results"]] == ["1", "2", "3"]
    assert max_.get("/api/v1/events?after=1.x").status_code == 422
