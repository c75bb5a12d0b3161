"""The addresses of this floor's API."""

from django.urls import path

from sharedaccess.api import AccessView, OrganizationsView, OrganizationView

urlpatterns = [
    path("organizations", OrganizationsView.as_view(), name="organizations"),
    path("organizations/<slug:org>", OrganizationView.as_view(), name="organization"),
    path("organizations/<slug:org>/access", AccessView.as_view(), name="access"),
]
