"""Mails about shared access: to the grantee of each change, to the owner each quarter (NOTE-1)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orgs.models import User
from portal import emails, outbox
from portal.outbox import Promise
from sharedaccess.models import Grant

GRANTED = "sharedaccess.granted"
CHANGED = "sharedaccess.changed"
REVOKED = "sharedaccess.revoked"
REVIEW = "sharedaccess.review"

HEADINGS = {
    GRANTED: _("Access to %(organization)s is shared with you"),
    CHANGED: _("The access to %(organization)s that is shared with you has changed"),
    REVOKED: _("Access to %(organization)s is no longer shared with you"),
}

MAX_REVIEWED = 50
"""Lines in one mail; the page has them all."""


def tell_granted(grant: Grant) -> None:
    """The grantee is never the author: nobody shares with themselves."""
    _promise(GRANTED, f"{grant.pk}", grant)


def tell_changed(grant: Grant) -> None:
    _promise(CHANGED, f"{grant.pk}:{grant.version}", grant)


def tell_revoked(grant: Grant) -> None:
    _promise(REVOKED, f"{grant.pk}", grant)


def ask_for_review(owners: Iterable[int], quarter: date) -> None:
    """Once in a quarter and for each owner, however often it is asked."""
    name = f"{quarter.year}-Q{(quarter.month + 2) // 3}"
    outbox.enqueue_all(
        Promise(REVIEW, f"{REVIEW}:{owner}:{name}", {"recipient": owner}) for owner in owners
    )


@emails.renders(GRANTED)
def render_granted(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None once it opens nothing any more."""
    grant = _find(Grant.objects.active().filter(pk=payload["grant"]))
    return _compose(GRANTED, grant) if grant else None


@emails.renders(CHANGED)
def render_changed(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None once it was deleted, or changed again: the later mail says how things stand."""
    rows = Grant.objects.standing().filter(pk=payload["grant"], version=payload["version"])
    grant = _find(rows)
    return _compose(CHANGED, grant) if grant else None


@emails.renders(REVOKED)
def render_revoked(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None if access was shared anew since: the mail of that says so."""
    grant = _find(Grant.objects.filter(pk=payload["grant"]))
    if grant is None:
        return None
    anew = Grant.objects.active().filter(organization=grant.organization, grantee=grant.grantee)
    return None if anew.exists() else _compose(REVOKED, grant)


@emails.renders(REVIEW)
def render_review(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None for somebody who shares nothing any more."""
    recipient = User.objects.filter(pk=payload["recipient"], is_active=True).first()
    rows = Grant.objects.active().filter(organization__account__user=payload["recipient"])
    grants = list(
        rows.select_related("organization", "grantee").order_by(
            "organization__name", "organization__product_line", "granted_at"
        )[: MAX_REVIEWED + 1]
    )
    if recipient is None or not grants:
        return None
    path = reverse("sharedaccess:index", args=[grants[0].organization.slug])
    context = {
        "grants": grants[:MAX_REVIEWED],
        "more": len(grants) > MAX_REVIEWED,
        "action_url": emails.absolute(path),
        "action_label": _("Manage permissions"),
    }
    return _send_to(recipient, "access_review", context)


def _promise(kind: str, name: str, grant: Grant) -> None:
    payload = {"grant": grant.pk, "version": grant.version}
    outbox.enqueue(kind, key=f"{kind}:{name}", payload=payload)


def _find(grants: Any) -> Grant | None:
    """With all that its mail tells; None for somebody who may not sign in any more."""
    rows = grants.filter(grantee__is_active=True)
    return rows.select_related("grantee", "granted_by", "organization__account__user").first()


def _compose(kind: str, grant: Grant) -> EmailMultiAlternatives:
    path = reverse("sharedaccess:shared-with-me")
    names = {"organization": grant.organization}
    context = {
        "grant": grant,
        "organization": grant.organization,
        "heading": lambda: HEADINGS[kind] % names,
        "is_over": kind == REVOKED,
        "owner": grant.organization.account.user,
        "action_url": emails.absolute(path),
        "action_label": _("See what is shared with you"),
    }
    return _send_to(grant.grantee, "access_shared", context)


def _send_to(recipient: User, name: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    return emails.compose(
        name,
        to=recipient.email,
        context={"recipient": recipient, **context},
        language=recipient.language_or_default,
        time_zone=recipient.time_zone_or_default,
    )
