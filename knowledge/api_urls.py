"""The addresses of this floor's API."""

from django.urls import path

from knowledge.api import ArticlesView, ArticleView

urlpatterns = [
    path("articles", ArticlesView.as_view(), name="articles"),
    path("articles/<slug:slug>", ArticleView.as_view(), name="article"),
]
