"""The addresses of this floor's API."""

from django.urls import path

from orgs.api import MeView

urlpatterns = [path("me", MeView.as_view(), name="me")]
