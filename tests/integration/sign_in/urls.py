"""The portal, with an identity provider beside it."""

from django.urls import include, path

from portal.urls import *  # noqa: F403

urlpatterns = [*urlpatterns, path("", include("allauth.idp.urls"))]  # noqa: F405
