"""The vendor tells of incidents, sets dates, and looks at the words before they are out."""

from datetime import UTC, datetime

import pytest

from knowledge.models import Announcement, Event, EventSeries, HotlineAdvice
from portal.models import AuditEntry
from tests.factories import AnnouncementFactory, EventFactory

ANNOUNCEMENT = {
    "kind": "incident",
    "title_en": "Payments are slow",
    "shown_from_0": "2026-11-20",
    "shown_from_1": "08:00",
    "updates-TOTAL_FORMS": "1",
    "updates-INITIAL_FORMS": "0",
    "updates-0-text_en": "We found the **cause**.",
    "updates-0-written_at_0": "2026-11-20",
    "updates-0-written_at_1": "09:00",
}

RESOLVED = "knowledge_announcement_save_as_resolved"


@pytest.fixture
def vera(at_desk):
    return at_desk("vera")


@pytest.mark.rule("HOME-6")
def test_an_incident_is_told_updated_and_resolved(desk, vera):
    vera.post("/admin/knowledge/announcement/add/", ANNOUNCEMENT)
    told = Announcement.objects.get()
    assert [update.text_en for update in told.updates.all()] == ["We found the **cause**."]

    data = ANNOUNCEMENT | {"updates-TOTAL_FORMS": "0", RESOLVED: "1"}
    vera.post(f"/admin/knowledge/announcement/{told.pk}/change/", data)

    told.refresh_from_db()
    assert told.resolved_at is not None
    assert AuditEntry.objects.get(verb="announcement.resolved").actor == desk.vera


@pytest.mark.rule("HOME-6")
def test_an_agent_reads_announcements_and_resolves_none(desk, at_desk):
    told = AnnouncementFactory()
    ada = at_desk("ada")
    address = f"/admin/knowledge/announcement/{told.pk}/change/"

    assert ada.get(address).status_code == 200
    assert ada.post(address, ANNOUNCEMENT | {RESOLVED: "1"}).status_code == 403
    assert Announcement.objects.open().exists()


@pytest.mark.rule("HOME-6", "HOME-4", "HOME-3")
@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("announcement", "updates-0-text_fr"),
        ("eventseries", "text_fr"),
        ("hotlineadvice", "ready_fr"),
    ],
)
def test_words_are_looked_at_in_both_languages_before_they_are_saved(desk, vera, page, field):
    typed = {"title_en": "Slow", "title_fr": "Lent", field: "**Bientôt** <script>alert(1)</script>"}

    text = vera.post(f"/admin/knowledge/{page}/preview/", typed).text

    assert "<strong>Bientôt</strong>" in text
    assert "<script>alert" not in text
    assert not Announcement.objects.exists()


def series_data(*events: dict, **series) -> dict:
    data = {"slug": "office-hours", "title_en": "Office hours"} | series
    old = sum("id" in event for event in events)
    data |= {"events-TOTAL_FORMS": len(events), "events-INITIAL_FORMS": old}
    for number, event in enumerate(events):
        data |= {f"events-{number}-{name}": value for name, value in event.items()}
    return data


def date(starts: str, ends: str, zone: str = "Europe/Paris", **given) -> dict:
    return {"starts_at": starts, "ends_at": ends, "time_zone": zone} | given


@pytest.mark.rule("HOME-4")
@pytest.mark.parametrize(
    ("zone", "clock", "moment"),
    [
        ("Europe/Paris", "2031-03-28T15:00", datetime(2031, 3, 28, 14, tzinfo=UTC)),
        ("Europe/Paris", "2031-03-31T15:00", datetime(2031, 3, 31, 13, tzinfo=UTC)),
        ("Asia/Tokyo", "2031-03-31T09:00", datetime(2031, 3, 31, 0, tzinfo=UTC)),
        ("Europe/Paris", "2031-10-26T02:30", datetime(2031, 10, 26, 0, 30, tzinfo=UTC)),
    ],
)
def test_dates_are_by_the_clocks_of_the_place(desk, vera, zone, clock, moment):
    desk.vera.time_zone = "America/New_York"
    desk.vera.save()

    vera.post(
        "/admin/knowledge/eventseries/add/", series_data(date(clock, "2031-12-01T09:00", zone))
    )

    event = Event.objects.get()
    assert event.starts_at == moment
    page = vera.get(f"/admin/knowledge/eventseries/{event.series_id}/change/").text
    assert f'value="{clock}"' in page


@pytest.mark.rule("HOME-4")
@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2031-03-30T02:30", "2031-03-30T05:00", "Clocks skip this time there on that day."),
        ("2031-03-28T15:00", "2031-03-28T14:00", "An event ends after it begins."),
        ("rubbish", "2031-03-28T14:00", "Enter a valid date/time."),
    ],
)
def test_what_cannot_be_is_refused(desk, vera, starts, ends, said):
    page = vera.post("/admin/knowledge/eventseries/add/", series_data(date(starts, ends)))

    assert said in page.text
    assert not EventSeries.objects.exists()


@pytest.mark.rule("HOME-4")
def test_what_changes_is_told_anew_and_only_that(desk, vera):
    first = EventFactory(starts_at=datetime(2031, 3, 3, 14, tzinfo=UTC))
    second = EventFactory(starts_at=datetime(2031, 3, 10, 14, tzinfo=UTC))
    address = f"/admin/knowledge/eventseries/{first.series_id}/change/"
    rows = [
        date("2031-03-10T15:00", "2031-03-10T16:00", id=second.pk, series=first.series_id),
        date("2031-03-03T15:00", "2031-03-03T16:00", id=first.pk, series=first.series_id),
    ]
    words = {"title_fr": "Permanence"}

    def revisions() -> list[int]:
        return list(Event.objects.order_by("starts_at").values_list("revision", flat=True))

    vera.post(address, series_data(*rows, **words))
    assert revisions() == [0, 0]

    vera.post(address, series_data(rows[0] | {"is_cancelled": "on"}, rows[1], **words))
    assert revisions() == [0, 1]

    rows[0] |= {"is_cancelled": "on"}
    vera.post(address, series_data(*rows, **words, title_en="Open hours"))
    assert revisions() == [1, 2]


@pytest.mark.rule("HOME-3")
def test_the_words_of_the_hotline_are_one_row(desk, vera):
    words = {"first_en": "Create the case first.", "ready_en": "The number."}
    vera.post("/admin/knowledge/hotlineadvice/add/", words)

    assert HotlineAdvice.objects.get().first_en == "Create the case first."
    assert vera.get("/admin/knowledge/hotlineadvice/add/").status_code == 403
    assert vera.get("/admin/knowledge/hotlineadvice/1/delete/").status_code == 403
