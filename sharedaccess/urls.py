"""The addresses of this floor."""

from django.urls import path

from sharedaccess.views import accounts, entrance, grants

app_name = "sharedaccess"

urlpatterns = [
    path("start/", entrance.entrance, name="entrance"),
    path("shared-with-me/", accounts.shared_with_me, name="shared-with-me"),
    path("switch-account/", accounts.switch_account, name="switch-account"),
    path("o/<slug:org>/", entrance.organization, name="organization"),
    path("o/<slug:org>/shared-access/", grants.index, name="index"),
    path("o/<slug:org>/shared-access/new/", grants.new, name="new"),
    path("o/<slug:org>/shared-access/<int:pk>/", grants.detail, name="detail"),
    path("o/<slug:org>/shared-access/<int:pk>/deletion/", grants.deletion, name="deletion"),
]
