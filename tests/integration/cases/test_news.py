"""Two who work on a case at once: the second one is told, and overwrites nothing (CASE-8)."""

import inspect
import re

import pytest
from django.test import Client

from cases import actions
from cases.lifecycle import Outcome, Verb
from cases.models import Case, CaseEvent
from cases.news import News
from tests.factories import CaseFactory

WORDS = "It fails for the large orders only."


@pytest.fixture
def case(cast):
    """An open case of acme, assigned to ada."""
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        assignee=cast.ada,
        status="in_progress",
    )


MEANWHILE = {
    "nothing": lambda cast, case: None,
    "comment": lambda cast, case: actions.add_comment(
        actor=cast.actor("ada"), case=case, body="Which orders?"
    ),
    "request": lambda cast, case: actions.change_status(
        actor=cast.actor("ada"), case=case, verb=Verb.REQUEST_INFORMATION, body="Which?"
    ),
    "closing": lambda cast, case: actions.conclude(
        actor=cast.actor("ada"), case=case, outcome=Outcome.CONFIRMED, body="Solved."
    ),
    "reopening": lambda cast, case: actions.reopen(actor=cast.actor("olga"), case=case),
}

# What one does on a page that is older than what somebody else did meanwhile; what comes of it,
# and with what button the kept words can be sent after all.
TABLE = [
    ("comment", "nothing", 302, ""),
    ("comment", "comment", 302, ""),
    ("comment", "request", 302, ""),
    ("comment", "closing", 409, "Reopen case"),
    ("close", "nothing", 302, ""),
    ("close", "comment", 409, "Close anyway"),
    ("close", "request", 409, "Close anyway"),
    ("close", "closing", 409, "Reopen case"),
    ("reopen", "nothing", 302, ""),
    ("reopen", "reopening", 409, "Add comments"),
    ("watch", "comment", 302, ""),
    ("watch", "closing", 302, ""),
]

FORMS = {
    "comment": ("comments/", "body"),
    "close": ("closure/", "reason"),
    "reopen": ("reopening/", "reason"),
    "watch": ("watchers/", ""),
}


def act(client: Client, case: Case, noun: str, version: int):
    path, name = FORMS[noun]
    typed = {name: WORDS} if name else {"email": "max@example.com"}
    return client.post(f"{case.get_absolute_url()}{path}", typed | {"version": version})


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize(("noun", "meanwhile", "status", "button"), TABLE)
def test_what_becomes_of_who_comes_second(cast, case, sue, noun, meanwhile, status, button):
    if noun == "reopen":
        actions.close(actor=cast.actor("olga"), case=case)
    seen = Case.objects.get(pk=case.pk).version
    MEANWHILE[meanwhile](cast, case)
    before = Case.objects.get(pk=case.pk)

    answer = act(sue, case, noun, seen)

    assert answer.status_code == status
    if status == 409:
        case.refresh_from_db()
        assert (case.status, case.version) == (before.status, before.version)
        assert WORDS in answer.text
        assert re.search(rf'<button class="button">{button}</button>', answer.text)


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize(
    ("noun", "meanwhile", "words"),
    [
        ("close", "comment", ["Somebody changed the case", "Ada", "Comment added", "Which orders"]),
        ("close", "request", ["Ada", "Status changed", "Pending response", "Which?"]),
        ("close", "closing", ["Somebody changed the case", "Case closed", "Solved."]),
        ("comment", "closing", ["The case is closed", "Ada", "Case closed", "Solved."]),
    ],
)
def test_they_are_shown_who_did_what(cast, case, sue, noun, meanwhile, words):
    MEANWHILE[meanwhile](cast, case)

    answer = act(sue, case, noun, case.version)

    told = re.search(r'role="alert".*?</ol>', answer.text, re.DOTALL)[0]
    assert [word for word in words if word not in told] == []


@pytest.mark.rule("CASE-8")
def test_sent_anyway_it_counts(cast, case, sue):
    MEANWHILE["comment"](cast, case)
    page = act(sue, case, "close", case.version).text
    shown = int(re.search(r'name="version" value="(\d+)"', page)[1])

    assert act(sue, case, "close", shown).status_code == 302
    case.refresh_from_db()
    assert case.status == "closed"
    assert case.comments.filter(body=WORDS).exists()


@pytest.mark.rule("CASE-8")
def test_words_that_no_form_takes_any_more_can_be_copied(cast, case, sue):
    MEANWHILE["closing"](cast, case)
    cast.acme.entitlements.update(suspended_for="billing")

    answer = act(sue, case, "comment", case.version)

    assert answer.status_code == 409
    assert re.search(rf"<textarea[^>]* readonly[^>]*>{WORDS}</textarea>", answer.text)


@pytest.mark.rule("CASE-8")
def test_a_comment_from_an_old_page_comes_with_the_news(cast, case, sue):
    seen = case.version
    MEANWHILE["comment"](cast, case)

    page = sue.get(act(sue, case, "comment", seen)["Location"]).text

    marked = re.findall(r'id="comment-\d+" data-side="(\w+)" data-new', page)
    assert marked == ["support"]
    assert "1 new comment" in page


@pytest.mark.rule("CASE-8")
def test_who_is_about_to_close_hears_first_what_the_page_did_not_show(cast, case, sue):
    seen = case.version
    MEANWHILE["comment"](cast, case)

    text = sue.get(f"{case.get_absolute_url()}closure/?since={seen}").text

    assert "This happened since you opened the case" in text
    assert "Which orders?" in text


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize("noun", ["", "closure/"])
def test_each_form_says_which_version_it_was_made_from(case, sue, noun):
    text = sue.get(f"{case.get_absolute_url()}{noun}").text

    assert f'name="version" value="{case.version}"' in text


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize("version", ["0", "-1", "x", "9" * 30, "", "1.5"])
def test_a_spoilt_version_is_no_fault(cast, case, sue, version):
    MEANWHILE["comment"](cast, case)

    assert sue.get(f"{case.get_absolute_url()}?since={version}").status_code == 200
    assert act(sue, case, "comment", version).status_code == 302


@pytest.mark.rule("CASE-8")
def test_each_event_makes_one_version(cast, case):
    before = case.version
    for happens in ("comment", "request", "closing", "reopening"):
        MEANWHILE[happens](cast, case)
    actions.watch(actor=cast.actor("sue"), case=case, email="max@example.com")

    case.refresh_from_db()
    news = News(case, cast.max, before)
    assert case.version - before == CaseEvent.objects.filter(case=case).count() == len(news.events)


@pytest.mark.rule("CASE-8")
def test_ones_own_acts_are_no_news(cast, case):
    actions.add_comment(actor=cast.actor("sue"), case=case, body="From the other tab.")
    case.refresh_from_db()

    assert not News(case, cast.sue, 1)
    assert News(case, cast.olga, 1)


# --- What becomes of a stale act: either it takes the version seen and refuses, or it only adds.

OVERWRITES = {
    "agree_contact",
    "assign",
    "change_priority",
    "change_status",
    "close",
    "conclude",
    "reopen",
}
COMPARES_THE_CASE_ITSELF = {"refile", "remind"}
ONLY_ADDS = {
    "add_comment",
    "add_internal_note",
    "answer_escalation",
    "escalate",
    "open_case",
    "take_escalation",
}
CONCERNS_WHO_HEARS = {
    "end_standing_watch",
    "end_watches",
    "mute",
    "silence",
    "unmute",
    "unsubscribe",
    "unwatch",
    "watch",
    "watch_new_cases",
}
CHANGES_NO_CASE = {
    "name_open_cases",
    "NewCase",
    "delete_view",
    "demand_export",
    "demand_refile",
    "due_reminders",
    "may_refile",
    "record_export",
    "rename_view",
    "save_view",
}


@pytest.mark.rule("CASE-8")
def test_every_act_is_on_one_side_of_the_line():
    harmless = COMPARES_THE_CASE_ITSELF | ONLY_ADDS | CONCERNS_WHO_HEARS | CHANGES_NO_CASE

    assert set(actions.__all__) == OVERWRITES | harmless


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize("name", sorted(OVERWRITES))
def test_what_overwrites_asks_for_the_version_seen(name):
    assert "version" in inspect.signature(getattr(actions, name)).parameters
