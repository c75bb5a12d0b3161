"""The people whom an organization's directory speaks of."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from scim2_models import Context, ListResponse, PatchOp, ResponseParameters, TooManyException

from orgs import actions
from orgs.models import ScimIdentity
from orgs.scim.endpoint import answer, endpoint
from orgs.scim.filters import USERS, condition, window
from orgs.scim.resources import AnyUser, User, read, shape
from orgs.scim.tokens import Caller

MOST_OPERATIONS = 100


def _list(caller: Caller) -> HttpResponse:
    query = caller.request.GET
    start, count = window(query)
    rows = _identities(caller)
    if asked := query.get("filter"):
        rows = rows.filter(condition(asked, USERS))
    total = rows.count()
    page = rows[start - 1 : start - 1 + count] if count and start <= total else ()
    found = [shape(identity, User) for identity in page]
    listed = ListResponse[User](
        total_results=total, start_index=start, items_per_page=len(found), resources=found
    )
    return answer(listed, Context.RESOURCE_QUERY_RESPONSE, response_parameters=chosen(caller, User))


def _create(caller: Caller) -> HttpResponse:
    given = AnyUser.model_validate(caller.body, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    identity = actions.add_person(profile=read(given), **caller.acting)
    response = _show(caller, identity, Context.RESOURCE_CREATION_RESPONSE, status=201)
    response["Location"] = str(shape(identity, User).meta.location)  # type: ignore[union-attr]
    return response


def _read_one(caller: Caller, pk: str) -> HttpResponse:
    return _show(caller, _find(caller, pk), Context.RESOURCE_QUERY_RESPONSE)


def _replace(caller: Caller, pk: str) -> HttpResponse:
    identity = _find(caller, pk)
    given = AnyUser.model_validate(caller.body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
    actions.change_person(
        identity=identity, revise=lambda current: _replaced(current, given), **caller.acting
    )
    return _show(caller, identity, Context.RESOURCE_REPLACEMENT_RESPONSE)


def _patch(caller: Caller, pk: str) -> HttpResponse:
    identity = _find(caller, pk)
    patch = read_patch(caller, AnyUser)
    actions.change_person(
        identity=identity,
        revise=lambda current: _patched(identity, current, patch),
        **caller.acting,
    )
    return _show(caller, identity, Context.RESOURCE_PATCH_RESPONSE)


def _delete(caller: Caller, pk: str) -> HttpResponse:
    actions.remove_person(identity=_find(caller, pk), **caller.acting)
    return HttpResponse(status=204)


def read_patch(caller: Caller, model: Any) -> Any:
    """Raises TooManyException, ValidationError for what is no patch of the model."""
    body = caller.body
    operations = next((value for key, value in body.items() if key.lower() == "operations"), ())
    if isinstance(operations, list) and len(operations) > MOST_OPERATIONS:
        raise TooManyException(detail=f"{MOST_OPERATIONS} operations are the most.")
    return PatchOp[model].model_validate(body, scim_ctx=Context.RESOURCE_PATCH_REQUEST)


def chosen(caller: Caller, model: Any) -> Any:
    """The attributes asked for."""
    names = {"attributes", "excludedAttributes"}
    asked = {name: value for name, value in caller.request.GET.items() if name in names and value}
    return ResponseParameters[model].model_validate(asked) if asked else None


def _replaced(current: actions.Profile, given: Any) -> actions.Profile:
    """Who is inactive stays so until the directory says otherwise."""
    wanted = read(given, current)
    return replace(wanted, active=current.active) if given.active is None else wanted


def _patched(identity: ScimIdentity, current: actions.Profile, patch: Any) -> actions.Profile:
    """As of now, behind the lock."""
    resource = shape(_with_roles(ScimIdentity.objects.filter(pk=identity.pk)).get(), AnyUser)
    patch.patch(resource)
    return _replaced(current, resource)


def _show(
    caller: Caller, identity: ScimIdentity, context: Context, *, status: int = 200
) -> HttpResponse:
    person = shape(_find(caller, str(identity.pk)), User)
    return answer(person, context, status=status, response_parameters=chosen(caller, User))


def _identities(caller: Caller) -> QuerySet[ScimIdentity]:
    return _with_roles(ScimIdentity.objects.filter(organization=caller.organization))


def _with_roles(rows: QuerySet[ScimIdentity]) -> QuerySet[ScimIdentity]:
    rows = rows.select_related("user", "organization", "membership")
    return rows.prefetch_related("membership__roles")


def _find(caller: Caller, pk: str) -> ScimIdentity:
    try:
        return _identities(caller).get(pk=UUID(pk))
    except (ValueError, ScimIdentity.DoesNotExist) as error:
        raise Http404 from error


index = endpoint(get=_list, post=_create)
detail = endpoint(get=_read_one, put=_replace, patch=_patch, delete=_delete)
