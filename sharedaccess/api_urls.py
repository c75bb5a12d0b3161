"""The addresses of this floor's API."""

from django.urls import path

from sharedaccess.api.grants import GrantsView, GrantView, SharedWithMeView
from sharedaccess.api.organizations import AccessView, OrganizationsView, OrganizationView

urlpatterns = [
    path("organizations", OrganizationsView.as_view(), name="organizations"),
    path("organizations/<slug:org>", OrganizationView.as_view(), name="organization"),
    path("organizations/<slug:org>/access", AccessView.as_view(), name="access"),
    path("organizations/<slug:org>/shared-access", GrantsView.as_view(), name="grants"),
    path("organizations/<slug:org>/shared-access/<int:pk>", GrantView.as_view(), name="grant"),
    path("shared-with-me", SharedWithMeView.as_view(), name="shared-with-me"),
]
