"""A case is filed, asked about, answered, closed and reopened; each hears of it in their mail."""

import re
import uuid

import pytest
from django.core import mail
from django.test import Client

from cases import actions
from cases.actions import NewCase
from cases.lifecycle import Verb
from cases.models import Case
from orgs.models import User


class Person:
    """Somebody with a browser and a mailbox, who knows of the portal what stands in both."""

    def __init__(self, user: User) -> None:
        self.user, self.browser, self.read = user, Client(), 0
        self.browser.force_login(user)

    def new_mail(self) -> list[str]:
        """The texts that arrived since the last look."""
        letters = [letter.body for letter in mail.outbox if letter.to == [self.user.email]]
        unread, self.read = letters[self.read :], len(letters)
        return unread

    def follow_link(self, letter: str) -> str:
        """Open the case from a mail; the page."""
        link = re.search(r"http://testserver(/o/\S+)", letter)[1]
        return self.browser.get(link).text

    def fill_in(self, case: Case, noun: str, **words: str) -> str:
        answer = self.browser.post(f"{case.get_absolute_url()}{noun}/", words, follow=True)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def people(cast, transactional_db):
    """sue files, max watches, ada answers."""
    cast.eyes = {name: Person(getattr(cast, name)) for name in ("sue", "max", "ada")}
    return cast


def file_case(cast) -> Case:
    new = NewCase(
        product=cast.product,
        title="Checkout fails",
        description="Orders stop at the payment step.",
        priority=2,
        watchers=(cast.max,),
    )
    return actions.open_case(actor=cast.actor("sue"), new=new, submission=uuid.uuid4())


@pytest.mark.rule("NOTE-1", "NOTE-2", "CASE-2", "CASE-5", "CASE-6", "WIZ-13")
def test_from_the_first_question_to_the_second_opening(people):
    sue, max_ = people.eyes["sue"], people.eyes["max"]

    case = file_case(people)
    (receipt,) = sue.new_mail()
    assert "You receive this because you submitted this case." in receipt
    assert "Awaiting assignment" in sue.follow_link(receipt)
    (notice,) = max_.new_mail()
    assert "Stop watching" in max_.follow_link(notice)

    agent = people.actor("ada")
    actions.assign(actor=agent, case=case, assignee=people.ada)
    actions.change_status(
        actor=agent, case=case, verb=Verb.REQUEST_INFORMATION, body="Which version do you run?"
    )
    _progress, question = sue.new_mail()
    assert "Ada Example asks you for information." in question
    assert "Which version do you run?" in sue.follow_link(question)

    page = sue.fill_in(case, "comments", body="Version **2.4.7**.")
    assert "In progress" in page
    assert "<strong>2.4.7</strong>" in page
    assert sue.new_mail() == []
    assert "Version **2.4.7**." in max_.new_mail()[-1]

    page = sue.fill_in(case, "closure", reason="A restart helped.")
    assert "You can reopen this case until" in page
    assert "Sue Example closed this case." in max_.new_mail()[-1]

    page = sue.fill_in(case, "reopening", reason="It is back.")
    assert "It is back." in page
    assert "Close case" in page
    assert "Sue Example reopened this case." in max_.new_mail()[-1]
    case.refresh_from_db()
    assert (case.status, case.assignee) == ("in_progress", people.ada)


@pytest.mark.rule("NOTE-2", "NOTE-4", "CASE-3")
def test_a_watcher_who_stops_hears_no_more(people):
    max_ = people.eyes["max"]
    case = file_case(people)
    (notice,) = max_.new_mail()
    token = re.search(r"http://testserver(/unsubscribe/\S+)", notice)[1]

    Client().post(token, {"List-Unsubscribe": "One-Click"})
    actions.add_comment(actor=people.actor("ada"), case=case, body="News")

    assert max_.new_mail() == []
    assert max_.browser.get(case.get_absolute_url()).status_code == 404
