"""The addresses of this floor."""

from django.urls import path

from knowledge.views import articles
from knowledge.views.hotline import hotline

app_name = "knowledge"

urlpatterns = [
    path("help/", articles.index, name="index"),
    path("help/<slug:slug>/", articles.article, name="article"),
    path("hotline/", hotline, name="hotline"),
]
