"""What a directory can find out by itself: what is supported, and in which shapes."""

from typing import Any

from django.http import Http404, HttpResponse
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    ETag,
    Filter,
    ListResponse,
    Meta,
    Patch,
    ResourceType,
    Schema,
    ServiceProviderConfig,
    Sort,
)

from orgs.scim.endpoint import answer, endpoint
from orgs.scim.filters import MOST
from orgs.scim.resources import TYPES, Group, User, locate
from orgs.scim.tokens import Caller

CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=False),
    etag=ETag(supported=False),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Bearer token",
            description="A token of the organization, made by a system admin.",
            primary=True,
        )
    ],
)

SCHEMAS = tuple(
    model.to_schema() for model in (User, Group, ServiceProviderConfig, ResourceType, Schema)
)


def _config(caller: Caller) -> HttpResponse:
    return _show(caller, CONFIG, "ServiceProviderConfig", "ServiceProviderConfig")


def _types(caller: Caller) -> HttpResponse:
    return _list(caller, ListResponse[ResourceType], "ResourceType", TYPES)


def _type(caller: Caller, pk: str) -> HttpResponse:
    return _one(caller, "ResourceType", TYPES, pk)


def _schemas(caller: Caller) -> HttpResponse:
    return _list(caller, ListResponse[Schema], "Schema", SCHEMAS)


def _schema(caller: Caller, pk: str) -> HttpResponse:
    return _one(caller, "Schema", SCHEMAS, pk)


def _list(caller: Caller, model: Any, kind: str, rows: Any) -> HttpResponse:
    found = [_placed(caller, row, kind, f"{kind}s", row.id) for row in rows]
    listed = model(
        total_results=len(found), start_index=1, items_per_page=len(found), resources=found
    )
    return answer(listed, Context.RESOURCE_QUERY_RESPONSE)


def _one(caller: Caller, kind: str, rows: Any, pk: str) -> HttpResponse:
    for row in rows:
        if row.id == pk:
            return _show(caller, row, kind, f"{kind}s", pk)
    raise Http404


def _show(caller: Caller, row: Any, kind: str, *place: str) -> HttpResponse:
    return answer(_placed(caller, row, kind, *place), Context.RESOURCE_QUERY_RESPONSE)


def _placed(caller: Caller, row: Any, kind: str, *place: str) -> Any:
    location = locate(caller.organization, *place)
    return row.model_copy(update={"meta": Meta(resource_type=kind, location=location)})


config = endpoint(get=_config)
resource_types = endpoint(get=_types)
resource_type = endpoint(get=_type)
schemas = endpoint(get=_schemas)
schema = endpoint(get=_schema)
