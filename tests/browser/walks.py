"""Walks through the demo world: each leads a page from scene to scene, and names what it came to.

Whoever follows a walk sees each scene when it is ready: to look for faults, or to take a picture.
Nothing here reads a word of the interface, so a walk goes the same way in each language.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, Watcher
from cases.notifications.digest import NOUN
from cases.notifications.mails import CASE, WATCH
from orgs.models import EmailDomain, Invitation, Membership, User
from portal.unsubscribing import stop_url
from sharedaccess.models import Grant

ACME = "/o/acme-commerce"
NEXT = "main .form__actions button"
WRONG = ".error-summary"


@dataclass(frozen=True)
class Guide:
    """Leads one page through the portal; `sign_in` is that of the browser tests."""

    page: Page
    site: str
    sign_in: Callable[[Page, str], None]

    def become(self, address: str) -> None:
        self.page.context.clear_cookies()
        self.sign_in(self.page, address)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def pages(self, paths: Mapping[str, str]) -> Iterator[str]:
        for scene, path in paths.items():
            self.go(path)
            yield scene

    def press(self, selector: str) -> None:
        self.page.locator(selector).last.click()

    def see(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_visible()


Walk = Callable[[Guide], Iterator[str]]


def case(title: str) -> str:
    """The address of the case whose title begins so."""
    return Case.objects.get(title__startswith=title).get_absolute_url()


def visitor(guide: Guide) -> Iterator[str]:
    """Somebody who is not signed in."""
    yield from guide.pages(
        {
            "landing": "/",
            "help": "/help/",
            "help-found": "/help/?q=case",
            "help-close": "/help/?q=invioce",
            "help-nothing-found": "/help/?q=zebra",
            "article": "/help/before-you-create-a-case/",
            "hotline": "/hotline/",
            "events": "/events/",
            "event-series": "/events/office-hours/",
            "not-found": "/nothing/here/",
        }
    )
    guide.go(urlsplit(stop_url(WATCH, Watcher.objects.earliest("pk").pk)).path)
    guide.press("main button")
    guide.page.wait_for_load_state()
    yield "unsubscribed"


def newcomer(guide: Guide) -> Iterator[str]:
    """Somebody on the way in: signing up and in, and what goes wrong there."""
    una, sue = EmailAddress.objects.get(email="una@acme.example.com"), sue_park()
    key = f"{user_pk_to_url_str(sue)}-{default_token_generator.make_token(sue)}"
    guide.go("/accounts/company/")
    guide.page.locator("input[name=email]").fill("nobody@example.com")
    guide.press(NEXT)
    guide.see(WRONG)
    yield "company-refused"
    yield from guide.pages({"sign-in": "/accounts/login/"})
    guide.press(NEXT)
    guide.see(WRONG)
    yield "sign-in-refused"
    yield from guide.pages({"sign-up": "/accounts/signup/"})
    guide.press(NEXT)
    guide.see(WRONG)
    yield "sign-up-refused"
    yield from guide.pages({"reset": "/accounts/password/reset/"})
    guide.page.locator("input[name=email]").fill("nobody@example.com")
    guide.press("main form button")
    guide.page.wait_for_url("**/done/")
    yield "reset-sent"
    yield from guide.pages(
        {
            "reset-key": f"/accounts/password/reset/key/{key}/",
            "confirm-address": f"/accounts/confirm-email/{EmailConfirmationHMAC(una).key}/",
        }
    )


def reader(guide: Guide) -> Iterator[str]:
    """Sue reads: her summary, lists, cases."""
    guide.become("sue@acme.example.com")
    yield from guide.pages({"summary": f"{ACME}/support/"})
    guide.press("main details summary")
    yield "summary-table"
    yield from guide.pages(
        {
            "list": f"{ACME}/cases/?scope=org",
            "list-filtered": f"{ACME}/cases/?scope=org&status=open&priority=2",
            "list-empty": f"{ACME}/cases/?scope=watched&q=zebra",
            "list-unknown-filter": f"{ACME}/cases/?scope=watched&status=nonsense",
            "case": case("Saved addresses vanish"),
        }
    )
    guide.press("#case-details details summary")
    yield "case-readers"
    yield from guide.pages(
        {
            "case-closed": case("Laboratory project"),
            "case-closed-long-ago": case("Category pages take nine"),
            "case-not-found": f"{ACME}/cases/E-000999999/",
            "article-signed-in": "/help/upgrade-commerce-pro-without-surprises/",
        }
    )


def worker(guide: Guide) -> Iterator[str]:
    """Sue works on a case: comments, watchers, closing, reopening."""
    address = case("Saved addresses vanish")
    guide.become("sue@acme.example.com")
    guide.go(address)
    guide.press("#answer form button")
    guide.see(WRONG)
    yield "comment-refused"
    guide.page.locator("[name=body]").fill("Now it happens to **everybody**:\n\n- Paris\n- Lyon")
    guide.press("#answer form button")
    guide.see(".comment[autofocus]")
    yield "comment-added"
    guide.page.locator(".facts__edit").click()
    guide.see("dialog[open] #watchers")
    yield "dialog-watchers"
    guide.page.locator("dialog [name=email]").fill("stranger@example.com")
    guide.press("dialog .dialog__actions button")
    guide.see("dialog .field__error")
    yield "dialog-watchers-refused"
    guide.page.locator("dialog .dialog__close").click()
    guide.page.locator("#close-case").click()
    guide.see("dialog[open] #closure")
    yield "dialog-close"
    guide.page.locator("dialog .dialog__close").click()
    guide.page.locator("#escalate-case").click()
    guide.see("dialog[open] #escalation")
    yield "dialog-escalation"
    guide.press("dialog .dialog__actions button")
    guide.see("dialog .field__error")
    yield "dialog-escalation-refused"
    guide.page.locator("dialog .dialog__close").click()


def filer(guide: Guide) -> Iterator[str]:
    """Sue files a P1 case, and makes every mistake on the way."""
    page = guide.page
    guide.become("sue@acme.example.com")
    yield from guide.pages({"wizard-start": f"{ACME}/cases/new/"})
    guide.press("main form button")
    page.wait_for_url("**/type/")
    draft = page.url.removeprefix(guide.site).removesuffix("type/")
    yield "wizard-type"
    guide.press(NEXT)
    guide.see(WRONG)
    yield "wizard-type-refused"
    page.locator("input[value=marketplace]").evaluate("choice => choice.click()")
    guide.see("[name=marketplace]")
    yield "wizard-marketplace"
    page.locator("[name=marketplace]").first.evaluate("choice => choice.click()")
    guide.press(NEXT)
    page.wait_for_url("**/marketplace/")
    yield "wizard-marketplace-elsewhere"
    guide.go(f"{draft}type/")
    page.locator("input[value=checkout]").evaluate("choice => choice.click()")
    guide.press(NEXT)
    yield from _issue(guide)
    yield from _contact(guide)
    yield "wizard-review"
    yield from guide.pages(
        {
            "summary-drafts": f"{ACME}/support/",
            "wizard-start-drafts": f"{ACME}/cases/new/",
            "wizard-discard": f"{draft}removal/",
        }
    )
    guide.go(f"{draft}review/")
    guide.press(NEXT)
    page.wait_for_url("**/submitted/")
    yield "wizard-submitted"


def _issue(guide: Guide) -> Iterator[str]:
    page = guide.page
    page.wait_for_url("**/issue/")
    yield "wizard-issue-empty"
    page.locator("[name=product]").select_option(label="Commerce Pro")
    guide.see("[name=steps]")
    guide.press(NEXT)
    guide.see(WRONG)
    yield "wizard-issue-refused"
    page.goto(page.url)
    page.locator("[name=title]").fill("Payment page stays blank")
    page.locator("[name=description]").fill(
        "Since 09:00 the payment page stays **blank** for all customers, in every browser.\n\n"
        "The payment could not be started, says the log."
    )
    page.locator("[name=priority][value='1']").evaluate("choice => choice.click()")
    guide.see(".bar a[href^='tel:']")
    page.locator("[name=environment][value=production]").evaluate("choice => choice.click()")
    page.locator("[name=impact][value=large]").evaluate("choice => choice.click()")
    page.locator("[name=impact_statement]").fill("No orders since 09:00.")
    page.locator("#id_files").set_input_files(
        {"name": "blank-page.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    guide.see("#attachments .files li")
    guide.see("#suggestions .panel")
    yield "wizard-issue"
    guide.press(NEXT)


def _contact(guide: Guide) -> Iterator[str]:
    page = guide.page
    page.wait_for_url("**/contact/")
    yield "wizard-contact"
    page.locator("[name=contact_from]").fill("04:00")
    page.locator("[name=watcher_emails]").fill("stranger@example.com")
    guide.press(NEXT)
    guide.see(WRONG)
    yield "wizard-contact-refused"
    page.locator("[name=contact_from]").fill("08:30")
    page.locator("[name=watcher_emails]").fill("olga@acme.example.com")
    guide.press(NEXT)
    page.wait_for_url("**/review/")


def householder(guide: Guide) -> Iterator[str]:
    """Sue reads what goes on, and looks after her account."""
    guide.become("sue@acme.example.com")
    yield from guide.pages(
        {
            "announcements-banner": "/o/acme-experience/announcements/",
            "announcements": f"{ACME}/announcements/",
            "access": f"{ACME}/access/",
            "account": "/account/",
        }
    )
    guide.page.locator("#profile [name=phone]").fill("nonsense")
    guide.press("#profile button")
    guide.see(WRONG)
    yield "account-refused"
    yield from guide.pages({"administrators-refused": f"{ACME}/administrators/"})


def listener(guide: Guide) -> Iterator[str]:
    """Olga chooses what she hears of, and how soon; then the links in the mails."""
    olga = User.objects.get(email="olga@acme.example.com")
    of_others = Case.objects.filter(title__startswith="Saved addresses vanish").get()
    guide.become(olga.email)
    yield from guide.pages({"watching-nothing": f"{ACME}/watching/"})
    guide.page.locator("[name=priority]").select_option("2")
    guide.press(NEXT)
    guide.see("main .card__list form")
    yield "watching"
    guide.go(of_others.get_absolute_url())
    if guide.page.locator("[name=on]").count():
        guide.page.locator("[name=on]").click()
    yield "case-muted"
    yield from guide.pages(
        {
            "unsubscribe-case": urlsplit(stop_url(CASE, of_others.pk, olga.pk)).path,
            "unsubscribe-digest": urlsplit(stop_url(NOUN, olga.pk)).path,
        }
    )
    guide.press("main form button")
    guide.page.wait_for_load_state()
    yield "unsubscribed-digest"


def cautious(guide: Guide) -> Iterator[str]:
    """Max signs in with a second factor, and looks after his factors."""
    user = User.objects.get(email="max@acme.example.com")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    guide.become(user.email)
    yield "second-factor"
    counter = int(timezone.now().timestamp()) // 30
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    guide.page.locator("input[name=code]").fill(code)
    guide.page.locator("input[name=code]").press("Enter")
    guide.page.wait_for_url(lambda url: "/authenticate" not in url)
    yield from guide.pages(
        {
            "factors": "/accounts/2fa/",
            "recovery-codes": "/accounts/2fa/recovery-codes/",
            "recovery-codes-new": "/accounts/2fa/recovery-codes/generate/",
            "totp-end": "/accounts/2fa/totp/deactivate/",
            "passkeys": "/accounts/2fa/webauthn/",
            "passkey-new": "/accounts/2fa/webauthn/add/",
        }
    )


def administrator(guide: Guide) -> Iterator[str]:
    """Sam gives and takes roles."""
    pat = Membership.objects.get(user__email="pat@acme.example.com")
    guide.become("sam@acme.example.com")
    yield from guide.pages(
        {
            "administrators": f"{ACME}/administrators/",
            "administrators-nobody": f"{ACME}/administrators/?q=zebra",
            "access-refused": f"{ACME}/access/",
        }
    )
    guide.go(f"{ACME}/administrators/new/")
    guide.press(NEXT)
    guide.see(WRONG)
    yield "member-new-refused"
    guide.page.locator("[name=email]").fill("zoe@example.com")
    guide.page.locator("[name=support_admin]").check()
    guide.page.locator("[name=support_admin_scope][value=chosen]").check()
    yield "member-new-scope"
    guide.page.locator("[name=support_admin_products]").first.check()
    guide.press(NEXT)
    guide.page.wait_for_url("**/administrators/")
    yield "administrators-invited"
    link = f"/invitations/{Invitation.objects.latest('created_at').token}/"
    yield from guide.pages({"invitation-of-another": link, "invitation-closed": "/invitations/x/"})
    guide.page.context.clear_cookies()
    yield from guide.pages({"invitation": link})
    guide.become("pat@acme.example.com")
    yield from guide.pages(
        {
            "administrators-branch": f"{ACME}/administrators/",
            "administrator-branch": f"{ACME}/administrators/{pat.pk}/",
        }
    )


def owner(guide: Guide) -> Iterator[str]:
    """Olga shares access, and makes a mistake; Gus sees what is shared with him."""
    gus = Grant.objects.get(grantee__email__startswith="gus@")
    guide.become("olga@acme.example.com")
    yield from guide.pages(
        {
            "shared-access": f"{ACME}/shared-access/",
            "shared-access-nobody": f"{ACME}/shared-access/?q=zebra",
            "shared-access-new": f"{ACME}/shared-access/new/",
        }
    )
    guide.press(NEXT)
    guide.see(WRONG)
    yield "shared-access-refused"
    guide.become(gus.grantee.email)
    yield from guide.pages(
        {"shared-with-me": "/shared-with-me/", "switch-account": "/switch-account/"}
    )


def minder(guide: Guide) -> Iterator[str]:
    """Sue sees a case through: escalated, followed up, refiled, found again."""
    guide.become("sue@acme.example.com")
    stuck = case("Managed staging runs out")
    yield from guide.pages(
        {
            "case-escalated": case("Returns are counted"),
            "case-refiled": Case.objects.get(refiled_as__isnull=False).get_absolute_url(),
            "escalation": f"{stuck}escalation/",
        }
    )
    guide.press("main button.button")
    guide.see(WRONG)
    yield "escalation-refused"
    yield from guide.pages(
        {
            "refiling": f"{case('European prices')}refiling/",
            "inbox": "/cases/",
            "list-search": f"{ACME}/cases/?scope=org&q=price",
            "historical": f"{ACME}/historical/",
            "list-escalated": f"{ACME}/cases/?scope=org&escalated=yes&period=24",
        }
    )


def keeper(guide: Guide) -> Iterator[str]:
    """Olga keeps the account: what it holds and owes; Sam keeps the sign-in and the log."""
    guide.become("olga@acme.example.com")
    account = f"{ACME}/account"
    yield from guide.pages(
        {
            "billing": f"{account}/billing/",
            "data": f"{account}/data/",
            "case-readers-then": f"{case('Saved addresses vanish')}readers/",
        }
    )
    guide.become("sam@acme.example.com")
    yield from guide.pages(
        {
            "audit": f"{ACME}/audit/?what=sign-in",
            "audit-empty": f"{ACME}/audit/?who=nobody@example.com",
            "domains": f"{ACME}/sign-in/",
        }
    )
    guide.page.locator("#id_name").fill("acme.example.com")
    guide.page.locator(NEXT).first.click()
    guide.see("main article")
    yield "domain-unproved"
    EmailDomain.objects.update(proved_at=timezone.now())
    guide.go(f"{ACME}/sign-in/")
    guide.page.locator("#token_name").fill("Directory")
    guide.press("main section form:has(#token_name) button")
    guide.see("#directory .bar code")
    yield "directory-token"


def refused(guide: Guide) -> Iterator[str]:
    """Those who may not file a case, each for a reason of their own."""
    for scene, name, path in (
        ("refused", "pat@acme", f"{ACME}/cases/new/"),
        ("refused-unverified", "una@acme", f"{ACME}/access/"),
        ("refused-here", "pia@acme", "/o/acme-experience/access/"),
        ("refused-expired", "hope@hooli", "/o/hooli-expired/cases/new/"),
        ("refused-unpaid", "sid@soylent", "/o/soylent-suspended/cases/new/"),
        ("refused-partner", "uma@umbrella", "/o/umbrella-partner/cases/new/"),
    ):
        guide.become(f"{name}.example.com")
        guide.go(path)
        yield scene
    yield from guide.pages({"partner": "/o/umbrella-partner/access/"})
    Membership.objects.filter(user__email="una@acme.example.com").delete()
    guide.become("una@acme.example.com")
    yield "no-organization"
    yield from guide.pages({"account-unlinked": "/account/"})


def frenchman(guide: Guide) -> Iterator[str]:
    """Marc reads French."""
    guide.become("marc@globex.example.com")
    globex = "/o/globex-commerce"
    yield from guide.pages(
        {
            "french-summary": f"{globex}/support/",
            "french-list": f"{globex}/cases/?scope=org",
            "french-case": case("Le connecteur de comptabilité"),
            "french-access": f"{globex}/access/",
            "french-help": "/help/",
            "french-wizard": f"{globex}/cases/new/",
        }
    )
    guide.press("main form button")
    guide.page.wait_for_url("**/type/")
    yield "french-wizard-type"
    guide.page.locator("input[name=issue_type]").first.evaluate("choice => choice.click()")
    guide.press(NEXT)
    guide.page.wait_for_url("**/issue/")
    yield "french-wizard-issue"


def agent(guide: Guide) -> Iterator[str]:
    """Ada at the desk."""
    asked, ended = (
        Case.objects.get(title__startswith=title).pk
        for title in ("Saved addresses vanish", "PDF invoices print")
    )
    guide.go("/admin/")
    yield "desk-sign-in"
    guide.become("ada@vendor.example.com")
    yield from guide.pages(
        {
            "queue": "/admin/cases/case/",
            "queue-empty": "/admin/cases/case/?q=zebra",
            "desk-case": f"/admin/cases/case/{asked}/change/",
            "desk-case-closed": f"/admin/cases/case/{ended}/change/",
        }
    )


def manager(guide: Guide) -> Iterator[str]:
    """Meg, who leads: what she sees beside the queue."""
    guide.become("meg@vendor.example.com")
    yield from guide.pages({"desk-reports": "/admin/cases/case/reports/"})


def sue_park() -> User:
    return User.objects.get(email="sue@acme.example.com")


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)
"""The smallest picture there is."""

CUSTOMERS: tuple[Walk, ...] = (
    visitor,
    newcomer,
    reader,
    worker,
    filer,
    householder,
    listener,
    cautious,
    administrator,
    owner,
    minder,
    keeper,
    refused,
    frenchman,
)
DESK: tuple[Walk, ...] = (agent, manager)
WALKS = (*CUSTOMERS, *DESK)
