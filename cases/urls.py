"""The addresses of this floor."""

from django.urls import include, path

from cases import converters  # noqa: F401 - registers them
from cases.views import (
    closing,
    contact,
    detail,
    escalating,
    exporting,
    files,
    hearing,
    legacy,
    lists,
    readers,
    saved,
    summary,
    unsubscribing,
    watchers,
)

app_name = "cases"

case = [
    path("", detail.detail, name="detail"),
    path("version/", detail.version, name="version"),
    path("comments/", detail.create_comment, name="create-comment"),
    path("closure/", closing.closure, name="closure"),
    path("reopening/", closing.reopening, name="reopening"),
    path("escalation/", escalating.escalation, name="escalation"),
    path("watchers/", watchers.watchers, name="watchers"),
    path("watchers/<int:watcher>/removal/", watchers.watcher_removal, name="watcher-removal"),
    path("contact.ics", contact.contact, name="contact"),
    path("readers/", readers.readers, name="readers-then"),
    path("muting/", hearing.muting, name="muting"),
    path("attachments/<uuid:attachment>/", files.attachment, name="attachment"),
]

views = [
    path("", saved.views, name="views"),
    path("<int:view>/", saved.view, name="view"),
    path("<int:view>/deletion/", saved.view_deletion, name="view-deletion"),
]

urlpatterns = [
    path("", include("cases.wizard.urls")),
    path("o/<slug:org>/support/", summary.summary, name="summary"),
    path("cases/", lists.inbox, name="inbox"),
    path("cases/export.<file_kind:kind>", exporting.of_inbox, name="export-inbox"),
    path("o/<slug:org>/cases/", lists.index, name="index"),
    path("o/<slug:org>/cases/export.<file_kind:kind>", exporting.of_organization, name="export"),
    path("o/<slug:org>/cases/views/", include(views)),
    path("o/<slug:org>/cases/<number:number>/", include(case)),
    path("o/<slug:org>/watching/", hearing.watching, name="watching"),
    path("o/<slug:org>/watching/<int:pk>/removal/", hearing.removal, name="watching-removal"),
    path("o/<slug:org>/historical/", legacy.index, name="legacy"),
    path("o/<slug:org>/historical/<reference:reference>/", legacy.detail, name="legacy-case"),
    path("unsubscribe/<token>/", unsubscribing.unsubscribe, name="unsubscribe"),
]
