"""Every address of the resolver, with sample arguments out of the demo world and who opens it.

Not a list: an address that comes with a part nobody gave a sample for fails. Call `furnish(world)`
once, then `stops()`; both need the demo world, in a test's transaction or behind a live server.
A browser takes the cookie `sessionid` of `visitor(...)` instead of signing in.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from cases.demo.world import World
from cases.models import (
    Attachment,
    Case,
    CaseDraft,
    DraftFile,
    LegacyCase,
    Priority,
    SavedView,
    StandingWatch,
    Watcher,
)
from cases.notifications.mails import WATCH
from knowledge.models import Announcement, Article, ArticleImage, Event
from orgs.models import ApiToken, DataExport, EmailDomain, Invitation, Membership, ScimToken, User
from orgs.models.assets import Download, ScanReport
from portal.unsubscribing import stop_url
from sharedaccess.models import Grant
from tests.test_architecture import addresses

ORGANIZATION = "acme-commerce"
PART = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")

OPENERS = (
    ("admin/login", ""),
    ("admin/", "root"),
    ("accounts/2fa/authenticate", ""),
    ("accounts/2fa/", "dora"),
    ("accounts/(email|logout|sessions|password/change|reauth)", "sue"),
    ("accounts/3rdparty/$", "sue"),
    ("accounts/", ""),
    ("(help|hotline|events|status|robots|invitations|unsubscribe|_mail|sitemap)", ""),
    ("(healthz|readyz)?$", ""),
    ("o/[^/]+/(administrators|sign-in|audit)", "sam"),
    ("o/[^/]+/(account|shared-access|projects|cases/[^/]+/readers)", "olga"),
    ("", "sue"),
)
"""Who opens what begins so: the key of a person of the demo, or nobody; the first row counts."""


class Stop(NamedTuple):
    """An address to look at, and the key of the person who opens it; empty for a stranger."""

    name: str
    path: str
    person: str


def stops() -> Iterator[Stop]:
    """Every page; those of the programs (API, SCIM) are not for people."""
    samples = _samples()
    for address in addresses():
        if address.api is None and not address.route.startswith("scim/"):
            path = "/" + _fill(address.route, address.name, samples)
            yield Stop(address.name, path, opener(path))


def opener(path: str) -> str:
    return next(person for begin, person in OPENERS if re.match(f"/{begin}", path))


def visitor(world: World, person: str) -> Client:
    """Signed in a moment ago, as pages about one's own secrets want it; nobody for no name."""
    client = Client()
    if person:
        client.force_login(world.people[person])
        session = client.session
        record = {"method": "password", "at": timezone.now().timestamp()}
        session["account_authentication_methods"] = [record]
        session.save()
    return client


def furnish(world: World) -> None:
    """What people make in the portal and the demo world lacks, so that no address is empty."""
    sue, sam = world.people["sue"], world.people["sam"]
    acme, later = world.organizations[ORGANIZATION], timezone.now() + timedelta(days=30)
    draft = CaseDraft.objects.create(organization=acme, author=sue, **_answers(world))
    DraftFile.objects.create(
        draft=draft,
        name="screen.png",
        size=4,
        content_type="image/png",
        file=ContentFile(b"abcd", "x"),
        uploaded_by=sue,
    )
    SavedView.objects.create(organization=acme, user=sue, name="Urgent", query="priority=1")
    StandingWatch.objects.create(organization=acme, user=sue, priority=Priority.P2)
    ApiToken.objects.create(user=sue, name="Nightly", digest="sue", expires_at=later)
    ScimToken.objects.create(
        organization=acme, made_by=sam, name="Directory", digest="sam", expires_at=later
    )
    EmailDomain.objects.create(organization=acme, name="acme.example.com", added_by=sam)
    DataExport.objects.create(organization=acme, made_by=world.people["olga"])
    _secure(world.people["dora"])
    _publish()


def _publish() -> None:
    """What articles of the demo lack."""
    picture = {"content_type": "image/png", "width": 1, "height": 1, "description": "A page"}
    file = ContentFile(b"abcd", "x")
    ArticleImage.objects.create(article=_article(), file=file, **picture)


def _article() -> Article:
    return Article.objects.filter(audience="public", language="en").earliest("pk")


def _secure(user: User) -> None:
    """With a second factor; a key of hardware cannot be made up."""
    totp.TOTP.activate(user, totp.generate_totp_secret())
    RecoveryCodes.activate(user)


def _answers(world: World) -> dict[str, object]:
    """A draft ready for the review."""
    issue = {"product": str(world.products["Commerce Pro"].pk), "title": "Blank page"}
    issue |= {"description": "Since 09:00 nothing but white.", "priority": "3"}
    contact = {"time_zone": "Europe/Paris", "contact_from": "09:00", "contact_to": "17:00"}
    return {
        "answers": {"type": {"issue_type": "checkout"}, "issue": issue, "contact": contact},
        "answered": ["type", "issue", "contact"],
    }


def _fill(route: str, name: str, samples: dict[str, object]) -> str:
    """The most specific sample: of the address and its part, else of the part."""

    def sample(part: re.Match[str]) -> str:
        key = part[1] or part[2]
        if route.startswith("admin/"):
            return _row_of_desk(route, key)
        found = samples.get(f"{name} {key}", samples.get(key))
        assert found is not None, f"tests/urls.py: no sample of {key!r} for {name} ({route})"
        return str(found)

    return re.sub(r"\\Z|[\^$]", "", PART.sub(sample, route))


def _row_of_desk(route: str, key: str) -> str:
    """The first row of the model that the address is about; 0 in an empty table."""
    if key in {"app_label", "url", "content_type_id"}:
        return {"app_label": "cases", "url": "nowhere/", "content_type_id": "0"}[key]
    models = {model._meta.label_lower: model for model in admin.site._registry}
    model = models.get(".".join(route.split("/")[1:3]))
    if model is Case and key in {"watcher", "file"}:
        row = (Watcher if key == "watcher" else Attachment).objects.order_by("pk").first()
    else:
        row = model and model._default_manager.order_by("pk").first()
    return str(row.pk) if row else "0"


def _samples() -> dict[str, object]:
    """By part, or by address and part where the part alone does not say enough."""
    cases = Case.objects.filter(organization__slug=ORGANIZATION).order_by("pk")
    case = cases.get(title__startswith="Saved addresses vanish")
    file = Attachment.objects.filter(case__organization__slug=ORGANIZATION).earliest("pk")
    draft = CaseDraft.objects.latest("created_at")
    member = Membership.objects.get(user__email="pat@acme.example.com")
    event = Event.objects.latest("starts_at")
    invitation = Invitation.objects.latest("created_at")
    return {
        "org": ORGANIZATION,
        "number": case.number,
        "reference": LegacyCase.objects.earliest("pk").get_absolute_url().split("/")[-2],
        "kind": "csv",
        "extension": "csv",
        "draft": draft.pk,
        "step": "review",
        "file": draft.files.earliest("pk").pk,
        "view": SavedView.objects.latest("pk").pk,
        "watcher": case.watchers.earliest("pk").pk,
        "slug": _article().slug,
        "stem": "nothing",
        "token": invitation.token,
        "key": "old",
        "uidb36": "1",
        "provider_id": "nobody",
        "organization_slug": "nobody",
        "knowledge:image pk": ArticleImage.objects.latest("pk").pk,
        "knowledge:series slug": event.series.slug,
        "knowledge:series-calendar slug": event.series.slug,
        "knowledge:event-calendar slug": event.series.slug,
        "knowledge:event-calendar pk": event.pk,
        "knowledge:dismissal pk": Announcement.objects.latest("pk").pk,
        "cases:attachment number": file.case.number,
        "cases:attachment attachment": file.pk,
        "cases:unsubscribe token": stop_url(WATCH, case.watchers.earliest("pk").pk).split("/")[-2],
        "cases:reopening number": cases.get(title__startswith="Laboratory project").number,
        "cases:refiling number": cases.get(title__startswith="European prices").number,
        "cases:watching-removal pk": StandingWatch.objects.latest("pk").pk,
        "orgs:administrator pk": member.pk,
        "orgs:remove-member pk": member.pk,
        "orgs:resend-invitation pk": invitation.pk,
        "orgs:revoke-invitation pk": invitation.pk,
        "orgs:prove-domain pk": EmailDomain.objects.latest("pk").pk,
        "orgs:remove-domain pk": EmailDomain.objects.latest("pk").pk,
        "orgs:revoke-scim-token pk": ScimToken.objects.latest("pk").pk,
        "orgs:revoke-token pk": ApiToken.objects.latest("pk").pk,
        "sharedaccess:account-download pk": _own(Download),
        "sharedaccess:account-scan-report pk": _own(ScanReport),
        "sharedaccess:data-export pk": _own(DataExport),
        "sharedaccess:project pk": case.organization.projects.earliest("pk").pk,
        "sharedaccess:detail pk": _own(Grant),
        "sharedaccess:deletion pk": _own(Grant),
        "mfa_remove_webauthn pk": 0,
        "mfa_edit_webauthn pk": 0,
    }


def _own(model: type) -> object:
    return model.objects.filter(organization__slug=ORGANIZATION).earliest("pk").pk
