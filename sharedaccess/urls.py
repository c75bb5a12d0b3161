"""The addresses of this floor."""

from django.urls import URLPattern

app_name = "sharedaccess"

urlpatterns: list[URLPattern] = []
