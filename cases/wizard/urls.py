"""The addresses of the wizard."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
