"""The addresses of this floor's API."""

from django.urls import path

from cases import converters  # noqa: F401 - registers them
from cases.api.attachments import AttachmentsView, AttachmentView
from cases.api.cases import CasesView, CaseView
from cases.api.comments import CommentsView
from cases.api.deeds import ClosureView, EscalationView, ReopeningView
from cases.api.hearing import MutingView, StandingWatchesView, StandingWatchView
from cases.api.legacy import LegacyCasesView, LegacyCaseView
from cases.api.products import ProductsView
from cases.api.telling import AnnouncementsView, EventsView
from cases.api.watchers import WatchersView, WatcherView

CASES = "organizations/<slug:org>/cases"
LEGACY = "organizations/<slug:org>/legacy-cases"

urlpatterns = [
    path("organizations/<slug:org>/products", ProductsView.as_view(), name="products"),
    path(
        "organizations/<slug:org>/announcements", AnnouncementsView.as_view(), name="announcements"
    ),
    path("events", EventsView.as_view(), name="events"),
    path(CASES, CasesView.as_view(), name="cases"),
    path(f"{CASES}/<str:number>", CaseView.as_view(), name="case"),
    path(f"{CASES}/<str:number>/closure", ClosureView.as_view(), name="closure"),
    path(f"{CASES}/<str:number>/reopening", ReopeningView.as_view(), name="reopening"),
    path(f"{CASES}/<str:number>/escalation", EscalationView.as_view(), name="escalation"),
    path(f"{CASES}/<str:number>/attachments", AttachmentsView.as_view(), name="attachments"),
    path(
        f"{CASES}/<str:number>/attachments/<uuid:pk>", AttachmentView.as_view(), name="attachment"
    ),
    path(f"{CASES}/<str:number>/comments", CommentsView.as_view(), name="comments"),
    path(f"{CASES}/<str:number>/watchers", WatchersView.as_view(), name="watchers"),
    path(f"{CASES}/<str:number>/watchers/<int:pk>", WatcherView.as_view(), name="watcher"),
    path(f"{CASES}/<str:number>/muting", MutingView.as_view(), name="muting"),
    path("organizations/<slug:org>/watching", StandingWatchesView.as_view(), name="watching"),
    path("organizations/<slug:org>/watching/<int:pk>", StandingWatchView.as_view(), name="watch"),
    path(LEGACY, LegacyCasesView.as_view(), name="legacy-cases"),
    path(f"{LEGACY}/<reference:reference>", LegacyCaseView.as_view(), name="legacy-case"),
]
