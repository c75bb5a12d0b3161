"""The page of a case: what it says, to whom, and what can be done there."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases import actions
from cases.lifecycle import REOPEN_WINDOW, Status, Verb
from cases.models import Comment, InternalNote
from cases.timeline import PAGE_SIZE
from orgs.models import ResponseTarget
from orgs.roles import Role
from tests.factories import CaseFactory, SupportPlanFactory, UserFactory, give_role


def address(case, noun=""):
    return f"/o/{case.organization.slug}/cases/{case.number}/{noun}"


def comments(answer):
    return re.findall(r'<li class="comment" id="comment-(\d+)"', answer.text)


@pytest.mark.rule("CASE-1")
def test_the_page_says_all_that_the_specification_lists(cast, sue):
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=1, amount=30, unit="minute", coverage="24x7"
    )
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.olga,
        critical=True,
        impact="large",
        description="It **fails**.",
        contact_phone="+33123456789",
        promised=True,
        watched_by=[cast.max],
    )

    text = sue.get(address(case)).text

    for words in (
        case.number,
        case.title,
        "Awaiting assignment",
        "It <strong>fails</strong>.",
        "Commerce Pro",
        "P1",
        "Large: most users",
        "No orders since 09:00.",
        "olga@example.com",
        "+33123456789",
        "09:00 to 17:00",
        "Opened",
        "Last updated",
        "30 minutes, 24x7",
        "Max Example",
        "Edit watchers",
        "Escalate to management",
        "Close case",
        "Add comments",
    ):
        assert words in text, words


@pytest.mark.rule("CASE-1")
def test_nothing_is_offered_that_would_be_refused(cast, sue):
    text = sue.get(address(cast.case)).text

    assert "Reopen case" not in text


@pytest.mark.rule("CASE-2")
def test_comments_stand_newest_first_with_author_side_and_markdown(cast, sue):
    first = actions.add_comment(actor=cast.actor("sue"), case=cast.case, body="It *fails*.")
    second = actions.add_comment(
        actor=cast.actor("ada"), case=cast.case, body="<script>alert(1)</script> **Why?**"
    )

    answer = sue.get(address(cast.case))

    assert comments(answer) == [str(second.pk), str(first.pk)]
    assert 'data-side="support"' in answer.text
    assert "<em>fails</em>" in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.rule("CASE-2")
def test_times_are_those_of_the_reader(cast, client):
    opened = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
    case = CaseFactory(organization=cast.acme, product=cast.product, opened_at=opened)
    cast.sue.time_zone = "Asia/Tokyo"
    cast.sue.save()
    client.force_login(cast.sue)

    assert "1 Jun 2026, 21:00" in client.get(address(case)).text


@pytest.mark.rule("CASE-2")
def test_internal_notes_never_reach_the_customer(cast, sue):
    actions.add_internal_note(actor=cast.actor("ada"), case=cast.case, body="canary")
    assert InternalNote.objects.exists()

    assert "canary" not in sue.get(address(cast.case)).text
    assert cast.case.title not in sue.get("/o/acme/cases/", {"q": "canary"}).text


@pytest.mark.rule("CASE-2")
def test_an_agents_change_of_status_stands_between_the_comments(cast, sue):
    actions.change_status(
        actor=cast.actor("ada"),
        case=cast.case,
        verb=Verb.REQUEST_INFORMATION,
        body="Which version?",
    )
    actions.add_comment(actor=cast.actor("sue"), case=cast.case, body="2.4.7")

    events = re.findall(
        r'<li class="event" id="event-\d+">(.*?)</li>', sue.get(address(cast.case)).text, re.DOTALL
    )

    assert ["In progress" in events[0], "Pending response" in events[1]] == [True, True]


@pytest.mark.rule("CASE-7")
def test_the_panel_tells_who_can_see_the_case_and_who_gets_mail(cast, sue):
    text = sue.get(address(cast.case)).text

    people = re.search(r'<ul class="people">(.*?)</ul>', text, re.DOTALL)[1]
    names = re.findall(r"<b>(.*?)</b>", people)
    assert names == ["Gus Example", "Olga Example", "Sue Example"]
    assert "requester, support admin · gets mail" in people


@pytest.mark.rule("CASE-2")
def test_a_comment_is_added_and_the_page_leads_to_it(cast, sue):
    answer = sue.post(address(cast.case, "comments/"), {"body": "It happens **always**."})

    comment = Comment.objects.get()
    assert answer.url == f"{address(cast.case)}?new={comment.pk}#comment-{comment.pk}"
    assert (comment.body, comment.author, comment.side) == (
        "It happens **always**.",
        cast.sue,
        "customer",
    )
    assert 'tabindex="-1" autofocus' in sue.get(answer.url).text


@pytest.mark.rule("CASE-2")
def test_an_empty_comment_is_refused_in_place(cast, sue):
    answer = sue.post(address(cast.case, "comments/"), {"body": "  "})

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert not Comment.objects.exists()


@pytest.mark.rule("CASE-2", "WIZ-9")
@pytest.mark.parametrize(
    ("name", "content"),
    [("tool.exe", b"anything"), ("log.txt", b"MZ\x90"), ("a.pdf.sh", b"echo"), ("empty.log", b"")],
)
def test_a_refused_file_keeps_the_text_and_leaves_nothing(cast, sue, name, content):
    upload = SimpleUploadedFile(name, content)

    answer = sue.post(address(cast.case, "comments/"), {"body": "See the log", "files": [upload]})

    assert answer.status_code == 422
    assert "See the log</textarea>" in answer.text
    assert 'href="#id_files"' in answer.text
    assert not Comment.objects.exists()
    assert not cast.case.attachments.exists()


@pytest.mark.rule("CASE-2")
def test_files_come_with_a_comment(cast, sue):
    uploads = [SimpleUploadedFile("a.log", b"a"), SimpleUploadedFile("b.log", b"b")]

    answer = sue.post(
        address(cast.case, "comments/"), {"body": "Logs", "files": uploads}, follow=True
    )

    links = re.findall(r'href="([^"]+/attachments/[^"]+)">(.*?)<', answer.text)
    assert [name for _url, name in links] == ["a.log", "b.log"]
    download = sue.get(links[0][0])
    assert download.getvalue() == b"a"
    assert download["Content-Disposition"] == 'attachment; filename="a.log"'


def test_the_address_of_a_refused_comment_leads_back(cast, sue):
    assert sue.get(address(cast.case, "comments/")).url == address(cast.case)


@pytest.mark.rule("CASE-2")
@pytest.mark.parametrize(
    ("name", "status"), [("sue", 302), ("olga", 302), ("gus", 302), ("max", 403), ("sam", 404)]
)
def test_who_may_comment(cast, client, name, status):
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])
    client.force_login(getattr(cast, name))

    assert client.post(address(case, "comments/"), {"body": "Me too"}).status_code == status
    assert Comment.objects.exists() is (status == 302)


def test_a_refused_right_comes_before_a_refused_word(cast, client):
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])
    client.force_login(cast.max)

    answer = client.post(address(case, "comments/"), {"body": ""})

    assert answer.status_code == 403
    assert "sam@example.com" in answer.text


@pytest.mark.rule("CASE-2")
def test_the_requester_who_is_only_a_member_may_comment_and_nothing_else(cast, client):
    case = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.max)
    client.force_login(cast.max)

    text = client.get(address(case)).text

    assert client.post(address(case, "comments/"), {"body": "More"}).status_code == 302
    assert "Your comment" in text
    assert "Close case" not in text
    assert "Edit watchers" not in text


@pytest.mark.rule("ID-3")
def test_an_unverified_address_is_told_to_verify(cast, sue):
    cast.sue.emailaddress_set.update(verified=False)

    assert "Please verify your email address to add comments." in sue.get(address(cast.case)).text
    assert sue.post(address(cast.case, "comments/"), {"body": "No"}).status_code == 403


@pytest.mark.rule("CASE-5")
def test_a_closed_case_takes_no_comment(cast, sue):
    actions.close(actor=cast.actor("sue"), case=cast.case)

    assert "Your comment" not in sue.get(address(cast.case)).text
    assert sue.post(address(cast.case, "comments/"), {"body": "Still"}).status_code == 409


@pytest.mark.rule("CASE-2")
def test_older_comments_are_a_page_away(cast, sue):
    case = cast.case
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(case=case, author=cast.sue, side="customer", body=f"No {n}", created_at=now)
        for n in range(PAGE_SIZE + 3)
    )

    first = sue.get(address(case))
    older = re.search(r'href="(\?after=[^"]+)"', first.text)[1]
    second = sue.get(address(case) + older)

    assert [len(comments(first)), len(comments(second))] == [PAGE_SIZE, 3]
    assert not set(comments(first)) & set(comments(second))
    assert "Show the newest" in second.text
    assert "Show older" not in second.text


@pytest.mark.parametrize("query", [{"after": "nonsense"}, {"new": "<b>"}, {"after": "9" * 40}])
def test_a_forged_query_shows_the_page(cast, sue, query):
    assert sue.get(address(cast.case), query).status_code == 200


@pytest.mark.rule("CASE-1")
@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.CLOSED])
@pytest.mark.parametrize("number", [0, 40])
def test_it_takes_twelve_queries_for_any_number_of_comments(
    cast, sue, status, number, django_assert_max_num_queries
):
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    at = timezone.now()
    times = {"closed_at": at, "reopen_until": at + REOPEN_WINDOW} if status == "closed" else {}
    case = CaseFactory(organization=cast.acme, product=cast.product, status=status, **times)
    for _number in range(number):
        give_role(UserFactory(), cast.acme, Role.SUPPORT_ADMIN)
    Comment.objects.bulk_create(
        Comment(case=case, author=cast.sue, side="customer", body="Again") for _ in range(number)
    )
    sue.get(address(case))

    with django_assert_max_num_queries(12):
        sue.get(address(case))
