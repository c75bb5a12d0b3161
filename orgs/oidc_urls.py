"""The two addresses of OpenID Connect, before allauth's own of the same paths."""

from django.urls import path

from orgs.views import sso

urlpatterns = [
    path("login/", sso.oidc_login),
    path("login/callback/", sso.oidc_callback),
]
