"""Mails about cases: to whom, in which words, in which thread."""

import uuid
import zoneinfo

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases import actions
from cases.actions import NewCase
from cases.lifecycle import Outcome, Verb
from cases.models import EventKind
from cases.notifications import announce
from orgs.models import ResponseTarget
from portal.models import OutboxMessage
from portal.tasks import sweep_outbox
from tests.factories import CaseFactory, SupportPlanFactory


@pytest.fixture
def case(cast):
    """A case of sue's that max, a mere member, and gus, a grantee, watch."""
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        title="Checkout fails",
        watched_by=[cast.max, cast.gus],
    )


def addresses():
    """To whom the workers sent, by first name."""
    sweep_outbox()
    return sorted(message.to[0].partition("@")[0].partition(".")[0] for message in mail.outbox)


def letter_to(name):
    sweep_outbox()
    return next(message for message in mail.outbox if message.to[0].startswith(name))


def file_case(cast, watchers=()):
    new = NewCase(
        product=cast.product,
        title="Checkout fails",
        description="Orders **stop**.",
        priority=3,
        watchers=tuple(watchers),
    )
    return actions.open_case(actor=cast.actor("sue"), new=new, submission=uuid.uuid4())


DEEDS = {
    "a customer comments": lambda cast, case: actions.add_comment(
        actor=cast.actor("olga"), case=case, body="It is urgent."
    ),
    "the requester comments": lambda cast, case: actions.add_comment(
        actor=cast.actor("sue"), case=case, body="It is urgent."
    ),
    "a watcher comments": lambda cast, case: actions.add_comment(
        actor=cast.actor("gus"), case=case, body="It is urgent."
    ),
    "an agent comments": lambda cast, case: actions.add_comment(
        actor=cast.actor("ada"), case=case, body="We are looking."
    ),
    "an agent asks": lambda cast, case: actions.change_status(
        actor=cast.actor("ada"), case=case, verb=Verb.REQUEST_INFORMATION, body="Version?"
    ),
    "the requester closes": lambda cast, case: actions.close(actor=cast.actor("sue"), case=case),
    "an agent closes": lambda cast, case: actions.conclude(
        actor=cast.actor("ada"), case=case, outcome=Outcome.CONFIRMED
    ),
    "an agent takes it": lambda cast, case: actions.assign(
        actor=cast.actor("ada"), case=case, assignee=cast.ada
    ),
    "an agent notes": lambda cast, case: actions.add_internal_note(
        actor=cast.actor("ada"), case=case, body="canary"
    ),
    "sue adds a watcher": lambda cast, case: actions.watch(
        actor=cast.actor("sue"), case=case, email=cast.olga.email
    ),
    "sue removes a watcher": lambda cast, case: actions.unwatch(
        actor=cast.actor("sue"), case=case, watcher=case.watchers.get(user=cast.max)
    ),
    "sue adds herself": lambda cast, case: actions.watch(
        actor=cast.actor("olga"), case=case, email=cast.olga.email
    ),
}


@pytest.mark.rule("NOTE-1", "NOTE-2")
@pytest.mark.parametrize(
    ("deed", "hearers"),
    [
        ("a customer comments", ["gus", "max", "sue", "team"]),
        ("the requester comments", ["gus", "max", "team"]),
        ("a watcher comments", ["max", "sue", "team"]),
        ("an agent comments", ["gus", "max", "sue"]),
        ("an agent asks", ["gus", "max", "sue"]),
        ("the requester closes", ["gus", "max", "team"]),
        ("an agent closes", ["gus", "max", "sue"]),
        ("an agent takes it", ["gus", "max", "sue"]),
        ("an agent notes", []),
        ("sue adds a watcher", ["olga"]),
        ("sue removes a watcher", []),
        ("sue adds herself", []),
    ],
)
def test_who_hears_of_what(cast, case, deed, hearers):
    cast.team.email = "team@vendor.example.com"
    cast.team.save()

    DEEDS[deed](cast, case)

    assert addresses() == hearers


@pytest.mark.rule("NOTE-1", "WIZ-13")
def test_a_new_case_is_acknowledged_to_its_requester(cast):
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=3, amount=4, unit="hour", coverage="24x7"
    )

    file_case(cast, watchers=[cast.max])

    receipt = letter_to("sue")
    assert "Target initial response: 4 hours, 24x7" in receipt.body
    assert "You receive this because you submitted this case." in receipt.body
    assert len(addresses()) == 3


@pytest.mark.rule("NOTE-2")
def test_a_requester_who_also_watches_hears_once(cast):
    case = CaseFactory(
        organization=cast.acme, product=cast.product, requester=cast.sue, watched_by=[cast.sue]
    )

    actions.add_comment(actor=cast.actor("ada"), case=case, body="Hello")

    assert addresses() == ["sue"]


@pytest.mark.rule("NOTE-2", "CASE-3")
@pytest.mark.parametrize(
    "lose",
    [
        lambda cast, case: cast.max.memberships.all().delete(),
        lambda cast, case: case.watchers.filter(user=cast.max).delete(),
        lambda cast, case: type(cast.max).objects.filter(pk=cast.max.pk).update(is_active=False),
    ],
    ids=["the tie to the organization", "the watch", "the account"],
)
def test_who_lost_access_before_the_mail_left_hears_nothing(cast, case, lose):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="For your eyes only.")
    lose(cast, case)

    assert addresses() == ["gus", "sue"]
    states = set(OutboxMessage.objects.values_list("state", flat=True))
    assert states == {"sent", "dropped"}


@pytest.mark.rule("NOTE-2")
def test_a_grant_that_ended_ends_the_mails(cast, case):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="For your eyes only.")
    cast.gus.grants_held.update(revoked_at=timezone.now())

    assert addresses() == ["max", "sue"]


@pytest.mark.rule("CASE-3")
def test_a_new_watcher_hears_of_what_comes_after_only(cast, case):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="Before.")
    actions.watch(actor=cast.actor("sue"), case=case, email=cast.olga.email)
    actions.add_comment(actor=cast.actor("ada"), case=case, body="After.")
    sweep_outbox()

    to_olga = [message.body for message in mail.outbox if message.to == [cast.olga.email]]
    assert ["added you as a watcher" in body for body in to_olga] == [True, False]
    assert "After." in to_olga[1]


@pytest.mark.rule("NOTE-2")
def test_it_speaks_the_recipients_language_in_html_and_text(cast, case, settings):
    cast.max.language = "fr"
    cast.max.save()
    actions.add_comment(actor=cast.actor("ada"), case=case, body="Use **this**.")

    letter = letter_to("max")

    assert '<html lang="fr">' in letter.alternatives[0].content
    assert "<strong>this</strong>" in letter.alternatives[0].content
    assert "Use **this**." in letter.body


@pytest.mark.rule("NOTE-2")
def test_it_tells_the_time_of_the_recipients_zone(cast, case):
    cast.max.time_zone = "Asia/Tokyo"
    cast.max.save()
    comment = actions.add_comment(actor=cast.actor("ada"), case=case, body="Hello")
    moment = comment.created_at.astimezone(zoneinfo.ZoneInfo("Asia/Tokyo"))

    letter = letter_to("max")

    assert f"{moment:%H:%M} JST" in letter.body
    assert f"{moment:%H:%M} JST" in letter.alternatives[0].content


@pytest.mark.rule("NOTE-1")
def test_it_says_what_happened_to_which_case_and_why_one_hears(cast, case):
    actions.add_comment(
        actor=cast.actor("ada"),
        case=case,
        body="See <b>this</b> & that.",
        files=[SimpleUploadedFile("a.log", b"a")],
    )

    letter = letter_to("max")

    for words in (
        "Ada Example commented.",
        f"{case.number} · Checkout fails",
        "Product: Commerce Pro",
        "Status: Awaiting assignment",
        "See <b>this</b> & that.",
        "Attachments: a.log",
        f"http://testserver/o/acme/cases/{case.number}/",
        "You receive this because you watch this case.",
        "does not reopen it",
    ):
        assert words in letter.body, words
    assert "See &lt;b&gt;this&lt;/b&gt; &amp; that." in letter.alternatives[0].content


@pytest.mark.rule("NOTE-1")
@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("an agent asks", "Ada Example asks you for information."),
        ("an agent takes it", "The status changed to “In progress”."),
        ("an agent closes", "Ada Example closed this case."),
    ],
)
def test_each_event_has_its_sentence(cast, case, deed, words):
    DEEDS[deed](cast, case)

    assert letter_to("sue").body.startswith(words)


@pytest.mark.rule("NOTE-2")
def test_the_team_reads_in_its_language_with_a_link_to_the_desk(cast, case):
    cast.team.language = "fr"
    cast.team.save()
    actions.add_comment(actor=cast.actor("sue"), case=case, body="Alors?")

    letter = letter_to("team")

    assert f"/admin/cases/case/{case.pk}/change/" in letter.body
    assert '<html lang="fr">' in letter.alternatives[0].content
    assert "List-Unsubscribe" not in letter.extra_headers


@pytest.mark.rule("NOTE-4")
def test_all_mails_of_a_case_are_one_thread(cast, case):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="One")
    actions.close(actor=cast.actor("sue"), case=case)
    sweep_outbox()

    root = f"<case-{case.pk}@testserver>"
    assert {message.subject for message in mail.outbox} == {f"[{case.number}] Checkout fails"}
    assert {message.extra_headers["References"] for message in mail.outbox} == {root}
    assert {message.extra_headers["In-Reply-To"] for message in mail.outbox} == {root}
    assert {message.extra_headers["Auto-Submitted"] for message in mail.outbox} == {
        "auto-generated"
    }
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(set(ids)) == len(ids) == 6


@pytest.mark.rule("NOTE-4")
def test_watchers_can_unsubscribe_and_the_requester_cannot(cast, case):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="Hello")

    headers = letter_to("max").extra_headers

    assert headers["List-Unsubscribe"].startswith("<http://testserver/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].strip("<>") in letter_to("max").body
    assert "List-Unsubscribe" not in letter_to("sue").extra_headers


@pytest.mark.rule("NOTE-4")
def test_links_name_the_configured_host_whatever_the_request_says(cast, case, sue, settings):
    settings.ALLOWED_HOSTS = ["*"]
    sue.post(
        f"{case.get_absolute_url()}comments/", {"body": "Hello"}, headers={"host": "evil.example"}
    )

    letter = letter_to("max")

    assert "evil.example" not in letter.body + letter.alternatives[0].content


def test_a_title_cannot_forge_headers(cast):
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        title="Oops\r\nBcc: eve@example.com",
    )
    actions.add_comment(actor=cast.actor("ada"), case=case, body="Hello")

    letter = letter_to("sue")

    assert letter.subject == f"[{case.number}] Oops Bcc: eve@example.com"
    assert letter.recipients() == [cast.sue.email]


@pytest.mark.rule("CASE-2")
def test_internal_notes_stay_out_of_mails(cast, case):
    DEEDS["an agent notes"](cast, case)
    actions.add_comment(actor=cast.actor("ada"), case=case, body="Public.")
    sweep_outbox()

    assert all("canary" not in message.body for message in mail.outbox)
    assert not case.events.exclude(kind=EventKind.COMMENTED).exists()


def test_announcing_costs_the_same_for_any_number_of_watchers(
    cast, case, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        event = case.events.create(kind=EventKind.STATUS_CHANGED, side="support", actor=cast.ada)
        announce(event)
