"""Who could see a case at a moment gone by, for what reason, and from when until when."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from cases.audience import REASONS
from cases.models import Case
from cases.past import Past, active_spans
from orgs.models import SupportTeam, User
from orgs.roles import Resource, Role
from portal.history import Episode, Span, common, merged
from portal.models import HistoryEntry

Held = tuple[int, str, Span | None]
"""A person, a reason, and when it held; never, if there is no span."""


class Reason(NamedTuple):
    words: str
    span: Span


class Sight(NamedTuple):
    """Somebody who could see the case; `user` is None where the account is gone."""

    pk: int
    user: User | None
    reasons: list[Reason]


class Hindsight(NamedTuple):
    """What the history tells of one moment."""

    people: list[Sight]
    team: SupportTeam | None
    complete_since: datetime | None


def look_back(case: Case, moment: datetime) -> Hindsight:
    """Exactly those whom the wall let through then, by name; what a role allows is as of today.

    Seven queries at the most.
    """
    past = Past(case)
    reasons = _reasons_at(moment, past) if moment >= case.opened_at else {}
    users = User.objects.in_bulk(reasons)
    people = [Sight(pk, users.get(pk), some) for pk, some in reasons.items()]
    teams = [one.facts["team_id"] for one in past["case"] if one.span.holds(moment)]
    return Hindsight(
        sorted(people, key=lambda one: (str(one.user or ""), one.pk)),
        SupportTeam.objects.filter(pk__in=teams).first(),
        HistoryEntry.objects.complete_since(),
    )


def _reasons_at(moment: datetime, past: Past) -> dict[int, list[Reason]]:
    """Of each person those that held then, in the order of the panel, each with its whole time."""
    held = [*_owners(past), *_admins(past), *_grantees(past), *_followers(past)]
    active = active_spans({person for person, _mark, _span in held})
    spans: defaultdict[tuple[str, int], list[Span]] = defaultdict(list)
    for person, mark, span in held:
        spans[mark, person] += filter(None, (common(span, one) for one in active[person]))
    found: dict[int, list[Reason]] = {}
    for mark, words in REASONS.items():
        for person in active:
            for span in merged(spans[mark, person]):
                if span.holds(moment):
                    found.setdefault(person, []).append(Reason(str(words), span))
    return found


def _owners(past: Past) -> Iterator[Held]:
    accounts = past.by("account", "id")
    for organization in past["organization"]:
        for account in accounts[organization.facts["account_id"]]:
            if person := account.facts["user_id"]:
                yield person, "is_owner", common(organization.span, account.span)


def _admins(past: Past) -> Iterator[Held]:
    members, chosen = past.by("member", "id"), past.by("role product", "roleassignment_id")
    for role in past["role"]:
        for mark, span in _reach(past, role, chosen[role.facts["id"]]):
            for member in members[role.facts["membership_id"]]:
                yield member.facts["user_id"], mark, common(member.span, span)


def _reach(past: Past, role: Episode, chosen: list[Episode]) -> Iterator[tuple[str, Span | None]]:
    """When the role opened the case."""
    if role.facts["role"] == Role.SYSTEM_ADMIN:
        for one in past["organization"]:
            if one.facts["is_teams"]:
                yield "is_teams_admin", common(role.span, one.span)
    elif role.facts["role"] == Role.SUPPORT_ADMIN and role.facts["all_products"]:
        yield "is_support_admin", role.span
    elif role.facts["role"] == Role.SUPPORT_ADMIN:
        for product in chosen:
            for case in past.by("case", "product_id")[product.facts["product_id"]]:
                yield "is_support_admin", common(role.span, product.span, case.span)


def _grantees(past: Past) -> Iterator[Held]:
    for grant in past["grant"]:
        if Resource.SUPPORT in grant.facts["resources"] and not grant.facts["revoked_at"]:
            expiry = grant.facts["expires_at"]
            until = datetime.fromisoformat(expiry) if expiry else None
            unexpired = Span(grant.span.since, until)
            yield grant.facts["grantee_id"], "is_grantee", common(grant.span, unexpired)


def _followers(past: Past) -> Iterator[Held]:
    """Members only: whoever left sees nothing by having asked or watched."""
    members = past.by("member", "user_id")
    follows = [(past.requester, "is_requester", one.span) for one in past["case"]]
    follows += [(one.facts["user_id"], "is_watcher", one.span) for one in past["watcher"]]
    for person, mark, span in follows:
        for member in members[person]:
            yield person, mark, common(member.span, span)
