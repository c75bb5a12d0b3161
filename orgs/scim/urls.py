"""The addresses of SCIM; each stands behind the token of the organization."""

from django.urls import path

from orgs.scim import discovery, groups, users
from orgs.scim.endpoint import not_offered, nowhere

app_name = "scim"

urlpatterns = [
    path("ServiceProviderConfig", discovery.config, name="config"),
    path("ResourceTypes", discovery.resource_types, name="resource-types"),
    path("ResourceTypes/<str:pk>", discovery.resource_type, name="resource-type"),
    path("Schemas", discovery.schemas, name="schemas"),
    path("Schemas/<str:pk>", discovery.schema, name="schema"),
    path("Users", users.index, name="users"),
    path("Users/<str:pk>", users.detail, name="user"),
    path("Groups", groups.index, name="groups"),
    path("Groups/<str:pk>", groups.detail, name="group"),
    path(".search", not_offered, name="search"),
    path("Bulk", not_offered, name="bulk"),
    path("Me", not_offered, name="me"),
    path("<path:rest>", nowhere, name="nowhere"),
]
