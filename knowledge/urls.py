"""The addresses of this floor."""

from django.urls import path

from knowledge.views import announcements, articles, events, finding
from knowledge.views.hotline import hotline

app_name = "knowledge"

urlpatterns = [
    path("help/", articles.index, name="index"),
    path("help/<slug:slug>/", articles.article, name="article"),
    path("help/<slug:slug>/opinion/", articles.opinion, name="opinion"),
    path("help/<slug:slug>/images/<uuid:pk>/", articles.image, name="image"),
    path("sitemap.xml", finding.sitemap, name="sitemap"),
    path("robots.txt", finding.robots, name="robots"),
    path("hotline/", hotline, name="hotline"),
    path("events/", events.index, name="events"),
    path("events/events.ics", events.calendar, name="calendar"),
    path("events/<slug:slug>.ics", events.series_calendar, name="series-calendar"),
    path("events/<slug:slug>/", events.series, name="series"),
    path("events/<slug:slug>/<uuid:pk>.ics", events.event_calendar, name="event-calendar"),
    path("o/<slug:org>/announcements/", announcements.announcements, name="announcements"),
    path(
        "o/<slug:org>/announcements/<int:pk>/dismissal/", announcements.dismissal, name="dismissal"
    ),
]
