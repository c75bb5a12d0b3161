"""The addresses of the house; what lives above the ground is named in strings."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal import views

urlpatterns = [
    path("", include("portal.home_urls")),
    path("accounts/oidc/<str:provider_id>/", include("orgs.oidc_urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", views.set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api_urls")),
    path("scim/v2/<slug:tenant>/", include("orgs.scim.urls")),
    path("", include("orgs.urls")),
    path("", include("sharedaccess.urls")),
    path("", include("knowledge.urls")),
    path("", include("cases.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("_mail/", include("portal.mailbox_urls")))

handler400 = "portal.views.bad_request"
handler403 = "portal.views.permission_denied"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
handler429 = "portal.views.too_many"  # allauth asks for it
