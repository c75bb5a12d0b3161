"""Agents hear what happened on a case since they opened it, before they write over it (CASE-8)."""

import re

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME

from cases import actions
from cases.lifecycle import Outcome
from cases.models import Case

QUEUE = "/admin/cases/case/"
WORDS = "Restart the queue."


def page_of(case: Case, noun: str = "change") -> str:
    return f"{QUEUE}{case.pk}/{noun}/"


def comment(desk, words: str = "It is solved.") -> None:
    actions.add_comment(actor=desk.actor("sue"), case=desk.case, body=words)


@pytest.mark.rule("CASE-8", "AGENT-2")
@pytest.mark.parametrize(
    ("noun", "data"),
    [
        ("solution", {}),
        ("information-request", {}),
        ("closure", {"outcome": Outcome.CONFIRMED}),
    ],
)
def test_who_comes_second_reads_who_did_what_and_keeps_the_words(desk, at_desk, noun, data):
    comment(desk)

    answer = at_desk("ada").post(
        page_of(desk.case, noun), {"version": desk.case.version, "body": WORDS, **data}
    )

    assert answer.status_code == 409
    assert WORDS in answer.text
    told = re.search(r"This happened since.*?</ol>", answer.text, re.DOTALL)[0]
    assert [word for word in ("Sue Example", "Comment added", "solved") if word not in told] == []


@pytest.mark.rule("CASE-8", "AGENT-1")
@pytest.mark.parametrize(
    ("action", "answers"),
    [("assign_selected", {}), ("close_selected", {"outcome": Outcome.OBSOLETE})],
)
def test_of_many_cases_those_changed_meanwhile_are_left_out_by_name(desk, at_desk, action, answers):
    client, ticked = at_desk("ada"), {ACTION_CHECKBOX_NAME: [desk.case.pk], "action": action}
    asked = client.post(QUEUE, ticked).text
    name, shown = re.search(r'name="(version-\d+)" value="(\d+)"', asked).groups()
    comment(desk)

    answers |= ticked | {"apply": 1, "assignee": desk.ada.pk, name: shown}
    answer = client.post(QUEUE, answers, follow=True)

    desk.case.refresh_from_db()
    assert f"{desk.case.number}: Somebody changed the case" in answer.text
    assert (desk.case.is_open, desk.case.assignee) == (True, None)


@pytest.mark.rule("CASE-8")
def test_an_open_page_asks_for_comments_and_for_notes(desk, at_desk):
    client, address = at_desk("ada"), page_of(desk.case, "version")
    ask = lambda tag: client.get(address, headers={"If-None-Match": tag})  # noqa: E731
    first = ask("")["ETag"]
    assert ask(first).status_code == 304

    comment(desk)
    second = ask(first)["ETag"]
    actions.add_internal_note(actor=desk.actor("ada"), case=desk.case, body="Smells like DNS.")

    assert len({first, second, ask(second)["ETag"]}) == 3


@pytest.mark.rule("CASE-8", "AGENT-3")
@pytest.mark.parametrize(
    ("name", "status"), [("ada", 204), ("ari", 404), ("meg", 204), ("sue", 302)]
)
def test_who_may_ask(desk, at_desk, name, status):
    assert at_desk(name).get(page_of(desk.case, "version")).status_code == status


@pytest.mark.rule("CASE-8")
def test_the_page_tells_what_came_since(desk, at_desk):
    comment(desk)
    actions.add_internal_note(actor=desk.actor("ada"), case=desk.case, body="Smells like DNS.")
    client = at_desk("ada")

    assert "1 new comment" in client.get(f"{page_of(desk.case)}?since=1-0").text
    assert "The case was changed" in client.get(f"{page_of(desk.case)}?since=2-0").text
    assert 'href="#comment-' not in client.get(f"{page_of(desk.case)}?since=2-1").text
