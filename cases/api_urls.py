"""The addresses of this floor's API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
