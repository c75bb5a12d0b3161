"""The members of an organization: found by name, cut by keys, counted."""

from django.db.models import Q, QuerySet

from orgs.models import Membership, Organization, RoleAssignment
from orgs.roles import Role
from portal.keyset import Page

ORDER = ("user__first_name", "user__last_name", "pk")
PAGE_SIZE = 25


def members_of(organization: Organization, search: str = "") -> QuerySet[Membership]:
    """With their users and roles; each word of the search is in the name or the address."""
    rows = Membership.objects.filter(organization=organization, user__is_active=True)
    for word in search.replace("\0", " ").split()[:5]:
        rows = rows.filter(
            Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
            | Q(user__email__icontains=word)
        )
    return rows.select_related("user").prefetch_related("roles__products")


def count_support_admins(organization: Organization) -> int:
    """The named support contacts in use (ROLE-9)."""
    rows = RoleAssignment.objects.filter(
        membership__organization=organization,
        membership__user__is_active=True,
        role=Role.SUPPORT_ADMIN,
    )
    return rows.count()


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
