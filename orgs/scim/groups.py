"""The seven roles as groups: who is a member of one holds the role."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from scim2_models import Context, InvalidValueException, ListResponse

from orgs import actions
from orgs.models import RoleAssignment
from orgs.roles import Role
from orgs.scim.endpoint import answer, endpoint
from orgs.scim.filters import condition, text, window
from orgs.scim.resources import Group, group, roles_of, title
from orgs.scim.tokens import Caller
from orgs.scim.users import chosen, read_patch

GROUPS = {
    "id": lambda value: {role for role in Role if role.value == text(value)},
    "displayname": lambda value: {
        role for role in Role if title(role).lower() == text(value).lower()
    },
}
"""The attributes that can be asked for, and who fits."""


def _list(caller: Caller) -> HttpResponse:
    query = caller.request.GET
    start, count = window(query)
    roles = roles_of(caller.organization)
    if asked := query.get("filter"):
        fitting = condition(asked, GROUPS)
        roles = [role for role in roles if role in fitting]
    page = _shaped(caller, roles[start - 1 :][:count])
    listed = ListResponse[Group](
        total_results=len(roles), start_index=start, items_per_page=len(page), resources=page
    )
    parameters = chosen(caller, Group)
    return answer(listed, Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters)


def _read_one(caller: Caller, pk: str) -> HttpResponse:
    return _show(caller, _find(caller, pk), Context.RESOURCE_QUERY_RESPONSE)


def _replace(caller: Caller, pk: str) -> HttpResponse:
    role = _find(caller, pk)
    given = Group.model_validate(caller.body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
    actions.change_group(role=role, revise=lambda present: _ids(given), **caller.acting)
    return _show(caller, role, Context.RESOURCE_REPLACEMENT_RESPONSE)


def _patch(caller: Caller, pk: str) -> HttpResponse:
    role = _find(caller, pk)
    patch = read_patch(caller, Group)

    def revise(present: frozenset[UUID]) -> frozenset[UUID]:
        resource = group(caller.organization, role, [(one, "") for one in sorted(present)])
        patch.patch(resource)
        return _ids(resource)

    actions.change_group(role=role, revise=revise, **caller.acting)
    return _show(caller, role, Context.RESOURCE_PATCH_RESPONSE)


def _ids(given: Any) -> frozenset[UUID]:
    try:
        return frozenset(UUID(str(one.value)) for one in given.members or ())
    except ValueError as error:
        raise InvalidValueException(detail=_("A member of this group is unknown.")) from error


def _show(caller: Caller, role: Role, context: Context) -> HttpResponse:
    (shaped,) = _shaped(caller, [role])
    return answer(shaped, context, response_parameters=chosen(caller, Group))


def _shaped(caller: Caller, roles: Iterable[Role]) -> list[Group]:
    """In one query, however many."""
    roles = list(roles)
    people: dict[str, list[tuple[UUID, str]]] = {role.value: [] for role in roles}
    rows = RoleAssignment.objects.filter(
        membership__scim_identity__organization=caller.organization, role__in=roles
    )
    rows = rows.select_related("membership__user", "membership__scim_identity").order_by("pk")
    for row in rows:
        member = row.membership
        people[row.role].append((member.scim_identity.pk, str(member.user)))
    return [group(caller.organization, role, people[role.value]) for role in roles]


def _find(caller: Caller, pk: str) -> Role:
    for role in roles_of(caller.organization):
        if role.value == pk:
            return role
    raise Http404


index = endpoint(get=_list)
detail = endpoint(get=_read_one, put=_replace, patch=_patch)
