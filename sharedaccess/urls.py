"""The addresses of this floor."""

from django.urls import path

from sharedaccess import views

app_name = "sharedaccess"

urlpatterns = [
    path("start/", views.entrance, name="entrance"),
    path("o/<slug:org>/", views.organization, name="organization"),
]
