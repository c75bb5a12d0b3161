"""Takes the pictures of `docs/screenshots/`, and writes the page that shows them.

No test: `python3 dev.py screenshots` runs it. A picture is `<scene>-<width>-<scheme>-<language>`.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from cases.actions import add_comment
from cases.models import Case
from orgs.models import User
from portal import emails
from portal.models import OutboxMessage
from sharedaccess.doors import agent
from tests.browser import walks
from tests.browser.walks import Guide, Walk

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "screenshots"
TALLEST = 2700
LOCALES = {"en": "en-GB", "fr": "fr-FR"}

PICTURES: Mapping[Walk, Mapping[str, str]] = {
    walks.visitor: {
        "landing": "1280-light-en 360-dark-fr",
        "help": "1280-light-en 1280-light-fr",
        "article": "1280-light-en 360-light-en",
        "hotline": "1280-dark-en 360-light-en",
        "events": "1280-light-en 360-light-en 360-dark-fr",
        "not-found": "360-dark-fr",
    },
    walks.newcomer: {"sign-in": "1280-light-en", "sign-up-refused": "360-light-fr"},
    walks.reader: {
        "summary": "1280-light-en 1280-dark-en 360-light-en",
        "list": "1280-light-en 1280-dark-en 360-light-en",
        "case": "1280-light-en 1280-dark-en 360-light-en 360-dark-en",
        "case-closed": "1280-light-en",
    },
    walks.worker: {"dialog-watchers-refused": "1280-light-en", "dialog-close": "360-dark-en"},
    walks.filer: {
        "wizard-type": "1280-light-en 360-light-en",
        "wizard-issue-refused": "1280-light-en",
        "wizard-issue": "1280-light-en 360-dark-en",
        "wizard-contact": "1280-light-en",
        "wizard-review": "1280-light-en",
        "wizard-submitted": "1280-light-en 360-dark-en",
    },
    walks.householder: {
        "access": "1280-light-en",
        "account": "1280-light-en",
        "announcements": "1280-light-en",
        "announcements-banner": "1280-light-en 360-dark-en",
    },
    walks.administrator: {
        "administrators": "1280-light-en 360-light-en",
        "access-refused": "1280-light-en",
    },
    walks.minder: {
        "case-escalated": "1280-light-en 360-dark-en",
        "escalation": "1280-light-en",
        "refiling": "1280-light-en",
        "inbox": "1280-light-en",
        "historical": "360-light-en",
    },
    walks.owner: {"shared-access": "1280-light-en", "shared-access-new": "360-light-en"},
    walks.keeper: {
        "billing": "1280-light-en",
        "audit": "1280-light-en",
        "domain-unproved": "1280-dark-en",
        "data": "1280-light-en",
        "case-readers-then": "1280-light-en",
    },
    walks.refused: {"refused": "1280-light-en 360-dark-en", "refused-expired": "1280-light-en"},
    walks.frenchman: {
        "french-summary": "1280-light-fr",
        "french-case": "1280-light-fr",
        "french-wizard-issue": "1280-dark-fr",
    },
    walks.agent: {"queue": "1280-light-en 1280-dark-en", "desk-case": "1280-light-en 360-light-en"},
}

CAPTIONS = {
    "landing": "What a visitor sees",
    "sign-in": "Signing in",
    "sign-up-refused": "Signing up: each error in the summary and beside its field",
    "summary": "Support summary",
    "list": "My organization's cases",
    "case": "A case",
    "case-readers-then": "Who could see a case, at any moment",
    "case-closed": "A closed case, and how long it can be reopened",
    "dialog-watchers-refused": "The watchers, in a dialog",
    "dialog-close": "Closing a case",
    "wizard-type": "The wizard: issue type",
    "wizard-issue-refused": "The wizard: what is missing",
    "wizard-issue": "The wizard: a P1 issue, with the hotline, an article that may help and a file",
    "wizard-contact": "The wizard: contact",
    "wizard-review": "The wizard: review",
    "wizard-submitted": "The case is submitted",
    "case-escalated": "A case that was escalated, and how its target was counted",
    "escalation": "Escalating",
    "refiling": "Refiling: who gains and who loses sight of the case",
    "inbox": "The cases of all my organizations",
    "historical": "Historical cases",
    "shared-access": "Shared access",
    "shared-access-new": "Sharing access",
    "billing": "Billing",
    "audit": "The audit log of an organization",
    "domain-unproved": "Proving an e-mail domain",
    "data": "All data of an organization, to take away",
    "refused": "Refused, with who can help",
    "refused-expired": "Refused, because the entitlement has expired",
    "access": "Check my access",
    "access-refused": "Check my access, for a system admin",
    "administrators": "Administrators",
    "account": "Account",
    "help": "Help center",
    "article": "An article",
    "hotline": "P1 hotline",
    "events": "Events, by the clocks there and by the reader's",
    "announcements-banner": "Announcements, with the banner of a maintenance that goes on",
    "announcements": "Announcements",
    "not-found": "Nothing there, or not yours to see",
    "french-summary": "Support summary, in French",
    "french-case": "A case, in French",
    "french-wizard-issue": "The wizard, in French",
    "queue": "The agents' queue",
    "desk-case": "A case at the agents' desk",
    "mail": "A mail",
}

JOBS = [
    pytest.param(walk, look, id=f"{walk.__name__}-{look}")
    for walk, scenes in PICTURES.items()
    for look in sorted({look for looks in scenes.values() for look in looks.split()})
]


@pytest.fixture
def page(browser: Browser, look: str) -> Iterator[Page]:
    width, scheme, language = look.split("-")
    context = browser.new_context(
        locale=LOCALES[language],
        timezone_id="Europe/Paris",
        viewport={"width": int(width), "height": 900 if width == "1280" else 780},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def take(page: Page, name: str) -> None:
    """The page in a window as tall as itself, in a palette."""
    size = page.viewport_size
    if not page.locator("dialog[open]").count():
        tall = page.evaluate("scrollTo(0, 0), document.documentElement.scrollHeight")
        page.set_viewport_size({**size, "height": min(tall, TALLEST)})
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.set_viewport_size(size)
    palette = picture.quantize(256, kmeans=1, dither=Image.Dither.NONE)
    palette.save(FOLDER / f"{name}.png", optimize=True)


@pytest.mark.parametrize(("walk", "look"), JOBS)
def test_take_the_pictures_of_a_walk(
    django_db_reset_sequences, demo_world, live_server, page, sign_in, walk, look
):
    wanted = {scene for scene, looks in PICTURES[walk].items() if look in looks.split()}

    for scene in walk(Guide(page, live_server.url, sign_in)):
        if scene in wanted:
            take(page, f"{scene}-{look}")


@pytest.mark.parametrize(
    ("look", "title"),
    [
        ("640-light-en", "Saved addresses vanish"),
        ("640-dark-fr", "Le connecteur de comptabilité"),
    ],
)
def test_take_the_pictures_of_mails(
    django_db_reset_sequences, demo_world, page, settings, look, title
):
    settings.SITE_URL = "https://guichet.example.com"
    case = Case.objects.get(title__startswith=title)
    ada = agent(User.objects.get(email="ada@vendor.example.com"), case.organization)
    add_comment(actor=ada, case=case, body="I can see it here too. The **next** release mends it.")
    letter = emails.render(
        "cases.event", OutboxMessage.objects.get(payload__recipient=case.requester_id).payload
    )

    page.set_content(letter.alternatives[0].content)
    take(page, f"mail-{look}")


def test_write_the_page():
    taken = [path.stem for path in sorted(FOLDER.glob("*.png"))]
    lines = ["# Screenshots", "", "Taken by `python3 dev.py screenshots` in the demo world.", ""]
    for scene, caption in CAPTIONS.items():
        pictures = [name for name in taken if name.rsplit("-", 3)[0] == scene]
        assert pictures, scene
        lines += [f"## {caption}", ""]
        lines += [f"![{caption}, {look_of(name)}](screenshots/{name}.png)\n" for name in pictures]
    (DOCS / "screenshots.md").write_text("\n".join(lines))


def look_of(name: str) -> str:
    _scene, width, scheme, language = name.rsplit("-", 3)
    return f"{width} pixels, {scheme}, {language}"
