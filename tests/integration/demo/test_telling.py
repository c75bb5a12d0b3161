"""The demo's vendor has told of an incident, of maintenance and news, and has set dates."""

import pytest

from knowledge.announcements import announcements_of, concerning
from knowledge.models import Announcement, Event, EventSeries


@pytest.mark.parametrize(
    ("organization", "current", "resolved"),
    [
        ("acme-commerce", {"news"}, {"incident"}),
        ("acme-experience", {"news", "maintenance"}, set()),
        ("globex-commerce", {"news"}, {"incident"}),
        ("hooli-expired", {"news"}, set()),
    ],
)
def test_who_is_told_of_what(demo, organization, current, resolved):
    place = demo.organizations[organization]

    assert {row.kind for row in concerning(place)} == current
    assert {row.kind for row in announcements_of(place).resolved()} == resolved


def test_all_of_it_is_in_both_languages(demo):
    rows = [*Announcement.objects.all(), *EventSeries.objects.all()]
    updates = [update for row in Announcement.objects.all() for update in row.updates.all()]

    assert [row for row in rows if not (row.title_fr and row.text_fr)] == []
    assert [update for update in updates if not update.text_fr] == []
    assert [row for row in Event.objects.exclude(subject_en="") if not row.subject_fr] == []


def test_one_series_goes_on_and_one_is_over(demo):
    dates = {
        series.slug: (series.events.past().count(), series.events.upcoming().count())
        for series in EventSeries.objects.all()
    }

    assert dates == {"office-hours": (1, 3), "launch-day": (1, 0)}
    assert Event.objects.filter(is_cancelled=True).count() == 1
