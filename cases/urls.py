"""The addresses of this floor."""

from django.urls import include, path

app_name = "cases"

urlpatterns = [
    path("", include("cases.wizard.urls")),
]
