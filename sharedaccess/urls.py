"""The addresses of this floor."""

from django.urls import include, path

from sharedaccess.views import account, accounts, data, entrance, grants

app_name = "sharedaccess"

account_pages = [
    path("products/", account.products, name="account-products"),
    path("downloads/", account.downloads, name="account-downloads"),
    path("downloads/<uuid:pk>/", account.download, name="account-download"),
    path("projects/", account.projects, name="account-projects"),
    path("security/", account.security, name="account-security"),
    path("security/<uuid:pk>/", account.scan_report, name="account-scan-report"),
    path("billing/", account.billing, name="account-billing"),
    path("settings/", account.settings, name="account-settings"),
    path("data/", data.data, name="data"),
    path("data/<uuid:pk>/", data.export, name="data-export"),
]

urlpatterns = [
    path("start/", entrance.entrance, name="entrance"),
    path("o/<slug:org>/", entrance.organization, name="organization"),
    path("o/<slug:org>/account/", include(account_pages)),
    path("o/<slug:org>/projects/<int:pk>/", account.project, name="project"),
    path("shared-with-me/", accounts.shared_with_me, name="shared-with-me"),
    path("switch-account/", accounts.switch_account, name="switch-account"),
    path("o/<slug:org>/shared-access/", grants.index, name="index"),
    path("o/<slug:org>/shared-access/new/", grants.new, name="new"),
    path("o/<slug:org>/shared-access/<int:pk>/", grants.detail, name="detail"),
    path("o/<slug:org>/shared-access/<int:pk>/deletion/", grants.deletion, name="deletion"),
]
