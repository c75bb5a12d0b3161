"""The addresses of this floor."""

from django.urls import URLPattern

app_name = "knowledge"

urlpatterns: list[URLPattern] = []
