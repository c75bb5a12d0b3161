"""The addresses of this floor's API."""

from django.urls import path

from sharedaccess.api.grants import GrantsView, GrantView, SharedWithMeView
from sharedaccess.api.members import (
    InvitationsView,
    InvitationView,
    MembersView,
    MemberView,
    OfferedRolesView,
    ResendingView,
    RolesView,
)
from sharedaccess.api.organizations import AccessView, OrganizationsView, OrganizationView

ORGANIZATION = "organizations/<slug:org>"
INVITATION = f"{ORGANIZATION}/invitations/<uuid:pk>"

urlpatterns = [
    path("organizations", OrganizationsView.as_view(), name="organizations"),
    path(ORGANIZATION, OrganizationView.as_view(), name="organization"),
    path(f"{ORGANIZATION}/access", AccessView.as_view(), name="access"),
    path(f"{ORGANIZATION}/roles", OfferedRolesView.as_view(), name="offered-roles"),
    path(f"{ORGANIZATION}/members", MembersView.as_view(), name="members"),
    path(f"{ORGANIZATION}/members/<int:pk>", MemberView.as_view(), name="member"),
    path(f"{ORGANIZATION}/members/<int:pk>/roles", RolesView.as_view(), name="roles"),
    path(f"{ORGANIZATION}/invitations", InvitationsView.as_view(), name="invitations"),
    path(INVITATION, InvitationView.as_view(), name="invitation"),
    path(f"{INVITATION}/resending", ResendingView.as_view(), name="resending"),
    path(f"{ORGANIZATION}/shared-access", GrantsView.as_view(), name="grants"),
    path(f"{ORGANIZATION}/shared-access/<int:pk>", GrantView.as_view(), name="grant"),
    path("shared-with-me", SharedWithMeView.as_view(), name="shared-with-me"),
]
