"""What is shared: by an owner, and with a person; newest first."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q

from orgs.models import Organization, User
from portal.keyset import Key, Page, turn_to
from sharedaccess.models import Grant, GrantQuerySet

NEWEST_FIRST = Key(F("granted_at"))
PAGE_SIZE = 25


def grants_of(organization: Organization, search: str = "") -> GrantQuerySet:
    """What the owner shares, expired ones too; each word of the search is in a name."""
    rows = Grant.objects.standing().filter(organization=organization)
    names = ("grantee__first_name", "grantee__last_name", "grantee__email", "share_name")
    return _named(rows, search, names).select_related("grantee__product_account")


def grants_with(user: User, search: str = "") -> GrantQuerySet:
    """What is shared with the person now."""
    rows = Grant.objects.active().filter(grantee=user)
    names = ("organization__name", "organization__product_line", "share_name")
    return _named(rows, search, names).select_related("organization__account__user")


def page_of(rows: GrantQuerySet, query: Mapping[str, Any]) -> tuple[Page[Grant], list[str]]:
    """The page that the query asks for, and a note if there is none such."""
    return turn_to(rows, NEWEST_FIRST, query, size=PAGE_SIZE)


def _named(rows: GrantQuerySet, search: str, names: tuple[str, ...]) -> GrantQuerySet:
    for word in search.replace("\0", " ").split()[:5]:
        found = (Q((f"{name}__icontains", word)) for name in names)
        rows = rows.filter(Q(*found, _connector=Q.OR))
    return rows
