"""The members of an organization: found by name, cut by keys, counted."""

import hashlib

from django.db.models import Exists, OuterRef, Q, QuerySet

from orgs.authority import Authority
from orgs.models import Membership, Organization, RoleAssignment
from orgs.roles import Role
from portal.keyset import Page

ORDER = ("user__first_name", "user__last_name", "pk")
PAGE_SIZE = 25

EVERYBODY = Authority(frozenset(Role))


def members_of(
    organization: Organization, search: str = "", reach: Authority = EVERYBODY
) -> QuerySet[Membership]:
    """With their users and roles; each word of the search is in the name or the address.

    An authority that is not whole sees those of its branch (ROLE-6).
    """
    rows = Membership.objects.filter(organization=organization, user__is_active=True)
    if not reach.is_whole:
        rows = rows.filter(Exists(_branch(reach)))
    for word in search.replace("\0", " ").split()[:5]:
        rows = rows.filter(
            Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
            | Q(user__email__icontains=word)
        )
    return rows.select_related("user").prefetch_related("roles__products")


def _branch(reach: Authority) -> QuerySet[RoleAssignment]:
    rows = RoleAssignment.objects.filter(membership=OuterRef("pk"), role__in=reach.roles)
    return rows if reach.products is None else rows.filter(products__in=reach.products)


def count_support_admins(organization: Organization) -> int:
    """The named support contacts in use (ROLE-9)."""
    rows = RoleAssignment.objects.filter(
        membership__organization=organization,
        membership__user__is_active=True,
        role=Role.SUPPORT_ADMIN,
    )
    return rows.count()


def other_system_admins(member: Membership) -> QuerySet[RoleAssignment]:
    """Those who can still give roles when this member cannot any more (ROLE-6)."""
    rows = RoleAssignment.objects.filter(
        membership__organization=member.organization_id,
        membership__user__is_active=True,
        role=Role.SYSTEM_ADMIN,
    )
    return rows.exclude(membership=member)


def roles_version(member: Membership) -> str:
    """Stands for the roles as they are now, so that a stale form is noticed."""
    rows = member.roles.order_by("role").prefetch_related("products")
    state = [(row.role, row.all_products, sorted(p.pk for p in row.products.all())) for row in rows]
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def cut_by_name(
    members: QuerySet[Membership], *, after: str = "", before: str = ""
) -> Page[Membership]:
    """The page behind the member `after` or ahead of `before`, by primary key; else the first."""
    backwards = bool(before)
    if (anchor := _find(members, before or after)) is None:
        backwards, after = False, ""
    else:
        members = members.filter(_beyond(anchor, "lt" if backwards else "gt"))
    order = [f"-{name}" for name in ORDER] if backwards else ORDER
    found = list(members.order_by(*order)[: PAGE_SIZE + 1])
    more, rows = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if not rows:
        return Page()
    if backwards:
        rows.reverse()
    has_previous, has_next = (more, True) if backwards else (bool(after), more)
    return Page(rows, str(rows[0].pk) if has_previous else "", str(rows[-1].pk) if has_next else "")


def _find(members: QuerySet[Membership], pk: str) -> tuple[str, str, int] | None:
    """What the cursor stands for; None for one that leads nowhere any more."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    return members.filter(pk=int(pk)).values_list(*ORDER).first()


def _beyond(anchor: tuple[str, str, int], way: str) -> Q:
    later, same = Q(), Q()
    for name, value in zip(ORDER, anchor, strict=True):
        later |= same & Q((f"{name}__{way}", value))
        same &= Q((name, value))
    return later
