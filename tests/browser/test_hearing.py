"""What somebody hears of, from the choice on a page to the one click in a mail that arrived."""

import uuid

import pytest
from django.db.models.functions import Now
from playwright.sync_api import Page, expect

from cases import actions
from cases.actions import NewCase
from cases.models import CaseMute
from orgs.models import NotificationPreference
from portal.models import OutboxMessage
from portal.tasks import sweep_outbox


def file_a_case(cast):
    new = NewCase(
        product=cast.product, title="Checkout fails", description="Since noon.", priority=2
    )
    return actions.open_case(actor=cast.actor("sue"), new=new, submission=uuid.uuid4())


def link_of(letter) -> str:
    """What the mail program calls when its button is pressed."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return letter["List-Unsubscribe"].strip(" <>")


@pytest.mark.rule("CASE-3", "NOTE-4", "NOTE-6")
def test_from_a_standing_watch_over_a_digest_to_silence(
    cast, live_server, page: Page, sign_in, letters
):
    sign_in(page, cast.olga)
    page.goto(f"{live_server.url}/o/acme/watching/")
    page.get_by_label("Priority").select_option(label="P2 Urgent and up")
    page.get_by_role("button", name="Watch", exact=True).click()
    expect(page.get_by_role("button", name="End this watch")).to_be_visible()
    page.goto(f"{live_server.url}/account/notifications/")
    page.get_by_label("Comments and attachments").select_option(label="Daily digest")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your choice is saved.")).to_be_visible()

    case = file_a_case(cast)
    actions.add_comment(actor=cast.actor("ada"), case=case, body="We are looking.")
    sweep_outbox()
    at_once = letters.wait_for(cast.olga.email, "opened this case")
    OutboxMessage.objects.filter(kind="cases.digest").update(due_at=Now())
    sweep_outbox()
    digest = letters.wait_for(cast.olga.email, "We are looking.")

    assert digest["Subject"] == "1 case moved"
    page.goto(link_of(digest))
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_text("These mails have stopped")).to_be_visible()
    assert NotificationPreference.objects.get().delivery == "off"
    page.goto(link_of(at_once))
    page.get_by_role("button", name="Mute this case").click()
    expect(page.get_by_text("is muted")).to_be_visible()
    assert CaseMute.objects.get().user == cast.olga
    page.goto(live_server.url + case.get_absolute_url())
    page.get_by_role("button", name="Hear of it again").click()
    expect(page.get_by_role("button", name="Mute this case")).to_be_visible()


@pytest.mark.rule("WIZ-13", "NOTE-1")
def test_the_receipt_brings_an_entry_for_the_calendar(cast, letters):
    case = file_a_case(cast)
    sweep_outbox()

    letter = letters.wait_for(cast.sue.email, "opened this case")

    (file,) = letter.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == (
        "text/calendar",
        f"{case.number}.ics",
    )
    assert file["Content-Type"].params["method"] == "PUBLISH"
    assert "STATUS:TENTATIVE" in file.get_content()
