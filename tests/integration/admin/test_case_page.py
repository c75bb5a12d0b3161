"""The page of a case: what it shows, what its forms do, what they refuse."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases import actions
from cases.lifecycle import Outcome, Side, Status, Verb
from cases.models import Attachment, Case, Comment, ContactSlot, InternalNote, Watcher
from orgs.models import Entitlement, ResponseTarget
from portal.models import OutboxMessage
from tests.factories import BusinessCalendarFactory, CaseFactory, SupportPlanFactory

NOUNS = [
    "comment",
    "note",
    "information-request",
    "solution",
    "resumption",
    "closure",
    "assignment",
    "priority",
    "contact",
    "watchers",
]


def at(case: Case, noun: str = "change") -> str:
    return f"/admin/cases/case/{case.pk}/{noun}/"


def post(client, case: Case, noun: str, **data):
    data = {"version": Case.objects.get(pk=case.pk).version, **data}
    return client.post(at(case, noun), data)


def mailed() -> set[str]:
    """Whom a mail is promised to; the team has no recipient."""
    return {message.payload.get("recipient", "team") for message in OutboxMessage.objects.all()}


@pytest.mark.rule("AGENT-2")
def test_a_public_comment_is_promised_to_the_customer(desk, at_desk):
    response = post(at_desk("ada"), desk.case, "comment", body="Which *version*?")

    assert response.url == at(desk.case)
    comment = Comment.objects.get()
    assert (comment.author, comment.side) == (desk.ada, Side.SUPPORT)
    assert mailed() == {desk.sue.pk}


@pytest.mark.rule("AGENT-2")
def test_an_agent_attaches_files_to_a_comment(desk, at_desk):
    file = SimpleUploadedFile("patch.txt", b"It helps.")

    post(at_desk("ada"), desk.case, "comment", body="See the patch.", files=file)

    assert Comment.objects.get().attachments.get().name == "patch.txt"


@pytest.mark.rule("AGENT-2", "CASE-2")
def test_an_internal_note_is_promised_to_nobody(desk, at_desk):
    post(at_desk("ada"), desk.case, "note", body="Smells like DNS.")

    assert InternalNote.objects.get().author == desk.ada
    assert not Comment.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.rule("AGENT-2")
@pytest.mark.parametrize(
    ("noun", "data", "status"),
    [
        ("information-request", {"body": "Which version?"}, Status.PENDING_RESPONSE),
        ("solution", {"body": "Update to 4.6."}, Status.RESOLUTION_PROVIDED),
        ("closure", {"outcome": Outcome.CONFIRMED, "body": "Done."}, Status.CLOSED),
        ("closure", {"outcome": Outcome.IRRELEVANT}, Status.CLOSED),
    ],
)
def test_a_step_along_the_table_is_taken_and_told(desk, at_desk, noun, data, status):
    post(at_desk("ada"), desk.case, noun, **data)

    case = Case.objects.get()
    assert (case.status, case.outcome) == (status, data.get("outcome", ""))
    assert [comment.body for comment in case.comments.all()] == [
        body for body in [data.get("body")] if body
    ]
    assert mailed() == {desk.sue.pk}


def test_work_is_resumed_without_the_customers_answer(desk, at_desk):
    client = at_desk("ada")
    post(client, desk.case, "information-request", body="Which version?")

    post(client, desk.case, "resumption")

    assert Case.objects.get().status == Status.IN_PROGRESS


@pytest.mark.rule("AGENT-2")
def test_an_agent_takes_a_case(desk, at_desk):
    client = at_desk("ada")
    assert "Take the case" in client.get(at(desk.case)).text

    post(client, desk.case, "assignment", assignee=desk.ada.pk)

    case = Case.objects.get()
    assert (case.assignee, case.status) == (desk.ada, Status.IN_PROGRESS)
    assert "Take the case" not in client.get(at(desk.case)).text


def test_a_case_is_assigned_to_agents_of_its_team_only(desk, at_desk):
    response = post(at_desk("meg"), desk.case, "assignment", assignee=desk.ari.pk)

    assert response.status_code == 422
    assert Case.objects.get().assignee is None


def test_a_manager_of_no_team_is_not_offered_to_take_the_case(desk, at_desk):
    assert "Take the case" not in at_desk("meg").get(at(desk.case)).text


@pytest.mark.rule("AGENT-2", "CASE-3")
def test_watchers_are_added_and_removed(desk, at_desk):
    client = at_desk("ada")

    post(client, desk.case, "watchers", email="max@example.com")
    watcher = Watcher.objects.get()
    assert watcher.user == desk.max

    client.post(at(desk.case, f"watchers/{watcher.pk}/removal"))
    assert not Watcher.objects.exists()


@pytest.mark.rule("CASE-3")
def test_strangers_are_refused_as_watchers_in_words(desk, at_desk):
    response = post(at_desk("ada"), desk.case, "watchers", email="eve@example.com")

    assert response.status_code == 422
    assert "eve@example.com does not belong to Acme (Commerce)" in response.text


@pytest.mark.parametrize("noun", ["comment", "note", "information-request", "solution"])
def test_saying_nothing_is_refused_beside_the_field(desk, at_desk, noun):
    response = post(at_desk("ada"), desk.case, noun, body="  ")

    assert response.status_code == 422
    assert response.context["front"] == noun
    assert "needs an answer" in response.text


def test_nothing_typed_is_lost_when_something_is_wrong(desk, at_desk):
    program = SimpleUploadedFile("fix.exe", b"MZ...")

    response = post(at_desk("ada"), desk.case, "comment", body="A long answer.", files=program)

    assert response.status_code == 422
    assert "A long answer." in response.text
    assert "fix.exe is a program" in response.text
    assert not Comment.objects.exists()


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize(
    ("noun", "data"),
    [
        ("information-request", {"body": "Which version?"}),
        ("solution", {"body": "Update."}),
        ("closure", {"outcome": Outcome.CONFIRMED}),
        ("assignment", {}),
    ],
)
def test_who_has_not_seen_the_newest_state_is_shown_it_first(desk, at_desk, noun, data):
    client = at_desk("ada")
    data = data or {"assignee": desk.ada.pk}
    actions.add_comment(actor=desk.actor("sue"), case=desk.case, body="It works again!")

    response = post(client, desk.case, noun, version=1, **data)

    assert response.status_code == 409
    assert "Somebody changed the case in the meantime." in response.text
    assert "It works again!" in response.text
    assert data.get("body", "") in response.text
    newest = Case.objects.get().version
    assert f'name="version" value="{newest}"' in response.text


def test_what_the_table_does_not_allow_is_refused_and_not_offered(desk, at_desk):
    actions.close(actor=desk.actor("sue"), case=desk.case)
    client = at_desk("ada")

    page = client.get(at(desk.case))
    response = post(client, desk.case, "solution", body="Update to 4.6.")

    assert [tab.noun for tab, _form in page.context["tabs"]] == ["comment", "note"]
    assert response.status_code == 409
    assert "Update to 4.6." in response.text


@pytest.mark.rule("AGENT-3")
@pytest.mark.parametrize("noun", NOUNS)
def test_a_case_of_another_team_is_not_there(desk, at_desk, noun):
    response = post(at_desk("ari"), desk.case, noun, body="Hello.", assignee=desk.ari.pk)

    assert response.status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize("noun", NOUNS)
def test_who_may_only_look_may_not_act(desk, at_desk, noun):
    group = desk.ada.groups.get()
    group.permissions.remove(group.permissions.get(codename="change_case"))
    client = at_desk("ada")

    assert client.get(at(desk.case)).context["tabs"] == []
    assert post(client, desk.case, noun, body="Hello.").status_code == 403


@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_is_done_by_following_a_link(desk, at_desk, noun):
    assert at_desk("ada").get(at(desk.case, noun)).status_code == 405


@pytest.mark.parametrize("noun", NOUNS)
def test_customers_do_not_act_at_the_desk(desk, client, noun):
    client.force_login(desk.sue)

    response = client.post(at(desk.case, noun), {"body": "Hello."}, follow=True)

    assert response.status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.rule("AGENT-2")
def test_the_page_shows_the_contract_the_contact_and_the_past(desk, at_desk):
    desk.acme.plan = SupportPlanFactory(name="Ultimate")
    desk.acme.save()
    ResponseTarget.objects.create(
        plan=desk.acme.plan, priority=3, amount=2, unit="hour", coverage="business"
    )
    BusinessCalendarFactory()
    case = CaseFactory(
        organization=desk.acme, product=desk.product, requester=desk.sue, promised=True
    )
    Entitlement.objects.filter(organization=desk.acme).update(suspended_for="billing")
    Case.objects.update(contact_time_zone="Asia/Tokyo", contact_phone="+81312345678")
    earlier = CaseFactory(organization=desk.acme, product=desk.product, title="An earlier one")

    text = at_desk("ada").get(at(case)).text

    for words in (
        "Ultimate",
        "2 hours, business hours",
        "Suspended",
        "09:00–17:00",
        "00:00–08:00",
        "Asia/Tokyo",
        "+81312345678",
        "sue@example.com",
        earlier.title,
    ):
        assert words in text, words


@pytest.mark.rule("AGENT-2")
def test_the_timeline_is_one_row_newest_first(desk, at_desk):
    case, ada = desk.case, desk.actor("ada")
    actions.add_comment(actor=desk.actor("sue"), case=case, body="First.")
    actions.add_internal_note(actor=ada, case=case, body="Second.")
    actions.change_status(actor=ada, case=case, verb=Verb.REQUEST_INFORMATION, body="Third.")
    actions.watch(actor=ada, case=case, email=desk.max.email)

    entries = at_desk("ada").get(at(case)).context["timeline"]

    assert [(entry.kind, entry.body) for entry in entries] == [
        ("event", ""),
        ("comment", "Third."),
        ("note", "Second."),
        ("comment", "First."),
    ]
    assert entries[0].did == "added Max Example as a watcher"
    assert entries[1].change == ["Awaiting assignment", "Pending response"]


@pytest.mark.rule("AGENT-2", "NOTE-3")
def test_failed_mails_are_shown_and_tried_again(desk, at_desk):
    client = at_desk("ada")
    post(client, desk.case, "comment", body="Hello.")
    message = OutboxMessage.objects.get()
    message.settle(OutboxMessage.State.FAILED, error="550 no such mailbox")
    assert "550 no such mailbox" in client.get(at(desk.case)).text

    client.post(at(desk.case, "redelivery"))

    message.refresh_from_db()
    assert (message.state, message.settled_at) == (OutboxMessage.State.PENDING, None)


@pytest.mark.rule("AGENT-3")
def test_files_are_handed_to_agents_of_the_team_only(desk, at_desk):
    row = Attachment(case=desk.case, name="trace.log", size=3, uploaded_by=desk.ada)
    row.is_internal = True
    row.file.save("x", SimpleUploadedFile("x", b"abc"))
    url = at(desk.case, f"files/{row.pk}")

    response = at_desk("ada").get(url)

    assert b"".join(response.streaming_content) == b"abc"
    assert response["Content-Disposition"] == 'attachment; filename="trace.log"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert at_desk("ari").get(url).status_code == 404


def test_the_way_back_leads_to_the_queue_as_it_was_filtered(desk, at_desk):
    client = at_desk("ada")
    kept = "?_changelist_filters=assigned%3Dmine"

    page = client.get(at(desk.case) + kept)
    response = client.post(at(desk.case, "note") + kept, {"body": "Remember."})

    assert "/admin/cases/case/?assigned=mine" in page.text
    assert response.url == at(desk.case) + kept


def test_the_page_costs_the_same_whatever_happened(desk, at_desk, django_assert_max_num_queries):
    client = at_desk("ada")
    for n in range(5):
        post(client, desk.case, "comment", body=f"Comment {n}")
        post(client, desk.case, "note", body=f"Note {n}")
        CaseFactory(organization=desk.acme, product=desk.product)
    post(client, desk.case, "watchers", email=desk.max.email)

    with django_assert_max_num_queries(26):
        client.get(at(desk.case))


def test_a_number_that_never_was_is_not_found(desk, at_desk):
    client = at_desk("ada")

    assert client.get("/admin/cases/case/999999/change/").status_code == 404
    assert client.get("/admin/cases/case/nonsense/change/").status_code == 404


@pytest.mark.rule("AGENT-2", "SLA-3")
def test_an_agent_changes_the_priority(desk, at_desk):
    refused = post(at_desk("ada"), desk.case, "priority", priority=1)
    assert refused.status_code == 422
    assert "Describe the business impact of a P1 case." in refused.text

    post(at_desk("ada"), desk.case, "priority", priority=1, statement="All shops are down.")

    case = Case.objects.get(pk=desk.case.pk)
    assert (case.priority, case.impact_statement) == (1, "All shops are down.")
    assert mailed() == {desk.sue.pk}
    page = at_desk("ada").get(at(case)).text
    assert all(words in page for words in ("P3 Important", "P1 Critical"))


@pytest.mark.rule("AGENT-2")
def test_a_time_for_a_call_is_agreed_in_the_customers_hours(desk, at_desk):
    ada = at_desk("ada")
    day = timezone.localdate() + datetime.timedelta(days=3)

    refused = post(ada, desk.case, "contact", day=day, start="07:00", end="08:00")
    assert refused.status_code == 422
    assert "The customer can be called from 09:00 to 17:00." in refused.text
    assert not ContactSlot.objects.exists()

    assert post(ada, desk.case, "contact", day=day, start="10:00", end="10:30").url == at(desk.case)
    page = ada.get(at(desk.case)).text
    assert "agreed a time for a call" in page
    assert "Time of the call" in page
    assert mailed() == {desk.sue.pk, desk.ada.pk}
