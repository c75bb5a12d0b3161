"""Our people and roles in the shapes of RFC 7643: as we answer them, and as we read them."""

from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

import scim2_models
from django.conf import settings
from django.utils import translation
from scim2_models import (
    URN,
    ComplexAttribute,
    Email,
    GroupMembership,
    Meta,
    Mutability,
    Required,
    Resource,
    ResourceType,
    Uniqueness,
)

from orgs.actions import Profile
from orgs.models import Organization, ScimIdentity
from orgs.roles import TEAMS, Role
from portal.problems import Unprocessable

PATH = "scim/v2"

Shape = TypeVar("Shape", bound=Resource[Any])


class PersonName(ComplexAttribute):
    given_name: str | None = None
    family_name: str | None = None


class User(Resource[Any]):
    """What we keep of the core schema: this is what discovery promises."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    """The e-mail address."""

    name: PersonName | None = None
    display_name: Annotated[str | None, Mutability.read_only] = None
    emails: Annotated[list[Email] | None, Mutability.read_only] = None
    """The same address: it follows `userName`."""

    active: bool | None = None
    groups: Annotated[list[GroupMembership] | None, Mutability.read_only] = None

    Name: ClassVar[type[ComplexAttribute]] = PersonName


class Group(scim2_models.Group):
    display_name: Annotated[str | None, Required.true, Mutability.read_only] = None


AnyUser = scim2_models.User[scim2_models.EnterpriseUser]
"""What directories send: the rest of the schema is read, and not kept."""

TYPES = tuple(ResourceType.from_resource(model) for model in (User, Group))


def locate(organization: Organization, *rest: str) -> str:
    return "/".join([settings.SITE_URL.rstrip("/"), PATH, organization.slug, *rest])


def shape(identity: ScimIdentity, model: type[Shape]) -> Shape:
    """The person as a resource; select the user and prefetch the roles along."""
    user, organization, pk = identity.user, identity.organization, str(identity.pk)
    return model.model_validate(
        {
            "id": pk,
            "externalId": identity.external_id or None,
            "userName": user.email,
            "name": {
                "givenName": user.first_name or None,
                "familyName": user.last_name or None,
            },
            "displayName": str(user),
            "emails": [{"value": user.email, "type": "work", "primary": True}],
            "active": identity.active,
            "groups": _groups_of(identity) or None,
            "meta": {
                "resourceType": "User",
                "created": identity.created_at,
                "lastModified": identity.changed_at,
                "location": locate(organization, "Users", pk),
            },
        }
    )


def _groups_of(identity: ScimIdentity) -> list[dict[str, str]]:
    roles = identity.membership.roles.all() if identity.membership else ()
    return [
        {
            "value": row.role,
            "$ref": locate(identity.organization, "Groups", row.role),
            "display": title(Role(row.role)),
            "type": "direct",
        }
        for row in roles
    ]


def read(given: Any, current: Profile | None = None) -> Profile:
    """What a resource says of a person; the address may be said as name, e-mail address or both.

    Raises Unprocessable where these contradict each other.
    """
    was = current.address.lower() if current else ""
    said = {one.strip().lower() for one in (given.user_name, _address(given)) if one}
    news = said - {was}
    if len(news) > 1:
        words = "userName and emails name different addresses."
        raise Unprocessable(words, code="invalid-value")
    name = given.name
    return Profile(
        address=news.pop() if news else was,
        first_name=(name and name.given_name) or "",
        last_name=(name and name.family_name) or "",
        external_id=given.external_id or "",
        active=given.active is not False,
    )


def _address(given: Any) -> str:
    emails = [one for one in given.emails or () if one.value]
    emails.sort(key=lambda one: (not one.primary, one.type != Email.Type.work))
    return emails[0].value if emails else ""


def roles_of(organization: Organization) -> list[Role]:
    """A teams organization has only one (ROLE-7)."""
    return [role for role in Role if not organization.is_teams or role in TEAMS]


def title(role: Role) -> str:
    """The same whatever language is asked for: directories compare it."""
    with translation.override("en"):
        return str(role.label)


def group(organization: Organization, role: Role, people: list[tuple[UUID, str]]) -> Group:
    """The role with those of its holders whom the directory knows."""
    members = [
        {
            "value": str(pk),
            "$ref": locate(organization, "Users", str(pk)),
            "type": "User",
            "display": name,
        }
        for pk, name in people
    ]
    return Group.model_validate(
        {
            "id": role.value,
            "displayName": title(role),
            "members": members or None,
            "meta": Meta(
                resource_type="Group",
                location=locate(organization, "Groups", role.value),
            ).model_dump(),
        }
    )
