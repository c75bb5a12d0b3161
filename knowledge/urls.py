"""The addresses of this floor."""

from django.urls import path

from knowledge import views

app_name = "knowledge"

urlpatterns = [
    path("help/", views.index, name="index"),
    path("help/<slug:slug>/", views.article, name="article"),
    path("hotline/", views.hotline, name="hotline"),
]
