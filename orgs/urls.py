"""The addresses of this floor."""

from django.urls import path

from orgs.views import (
    access,
    account,
    administrators,
    audit,
    invitations,
    members,
    preferences,
    provisioning,
    sso,
    tokens,
)

app_name = "orgs"

INVITATION = "o/<slug:org>/administrators/invitations/<uuid:pk>"

urlpatterns = [
    path("accounts/company/", sso.company, name="company"),
    path("o/<slug:org>/sign-in/", sso.index, name="sign-in"),
    path("o/<slug:org>/sign-in/domains/<int:pk>/proof/", sso.proof, name="prove-domain"),
    path("o/<slug:org>/sign-in/domains/<int:pk>/removal/", sso.removal, name="remove-domain"),
    path("o/<slug:org>/sign-in/provider/", sso.provider, name="identity-provider"),
    path("o/<slug:org>/sign-in/provider/removal/", sso.provider_removal, name="remove-provider"),
    path("o/<slug:org>/sign-in/provider/use/", sso.provider_use, name="use-provider"),
    path("o/<slug:org>/sign-in/tokens/", provisioning.create, name="create-scim-token"),
    path(
        "o/<slug:org>/sign-in/tokens/<int:pk>/revocation/",
        provisioning.revoke,
        name="revoke-scim-token",
    ),
    path("account/", account.account, name="account"),
    path("account/verification/", account.verify_email, name="verify-email"),
    path("account/product-account/", account.link_account, name="link-account"),
    path("account/organizations/", account.refresh, name="refresh"),
    path("account/notifications/", preferences.notifications, name="notifications"),
    path("account/tokens/", tokens.create_token, name="create-token"),
    path("account/tokens/<int:pk>/revocation/", tokens.revoke_token, name="revoke-token"),
    path("o/<slug:org>/access/", access.access, name="access"),
    path("o/<slug:org>/access/request/", access.request_access, name="request-access"),
    path("o/<slug:org>/access/self/", access.take_support, name="take-support"),
    path("o/<slug:org>/administrators/", administrators.index, name="administrators"),
    path("o/<slug:org>/administrators/new/", members.add, name="add-member"),
    path("o/<slug:org>/administrators/<int:pk>/", administrators.detail, name="administrator"),
    path("o/<slug:org>/audit/", audit.index, name="audit"),
    path("o/<slug:org>/audit/export.<extension>", audit.export, name="audit-export"),
    path("o/<slug:org>/administrators/<int:pk>/removal/", members.remove, name="remove-member"),
    path(f"{INVITATION}/resending/", members.resend, name="resend-invitation"),
    path(f"{INVITATION}/revocation/", members.revoke, name="revoke-invitation"),
    path("invitations/<str:token>/", invitations.accept, name="accept-invitation"),
]
