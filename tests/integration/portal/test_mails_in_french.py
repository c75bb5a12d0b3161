"""A French reader's mails are French, from the subject to the footer."""

import pytest
from django.core import mail
from django.urls import reverse

from cases import actions as work
from cases.lifecycle import Outcome, Verb
from orgs import actions as rights
from orgs.models import Membership, User
from orgs.roles import Role
from portal.tasks import sweep_outbox
from tests.french import english_in


def delivered():
    """All mails promised so far: the address and what is read, by subject."""
    sweep_outbox()
    return [
        (letter.to[0], "\n".join([letter.subject, letter.body, letter.alternatives[0].content]))
        for letter in mail.outbox
    ]


@pytest.fixture
def french_cast(cast):
    User.objects.update(language="fr")
    cast.team.language = "fr"
    cast.team.save()
    for person in (cast.olga, cast.sam, cast.sue, cast.max):
        person.refresh_from_db()
    cast.case.refresh_from_db()
    return cast


@pytest.mark.rule("NOTE-2", "USE-1")
def test_the_mails_about_a_case(french_cast):
    ada, sue, olga = (french_cast.actor(name) for name in ("ada", "sue", "olga"))
    case = french_cast.case

    work.watch(actor=sue, case=case, email=french_cast.max.email)
    work.assign(actor=ada, case=case, assignee=french_cast.ada)
    work.change_status(actor=ada, case=case, verb=Verb.REQUEST_INFORMATION, body="Combien ?")
    work.add_comment(actor=olga, case=case, body="Douze.")
    work.change_status(actor=ada, case=case, verb=Verb.PROPOSE_SOLUTION, body="Videz le cache.")
    work.conclude(actor=ada, case=case, outcome=Outcome.CONFIRMED)
    work.reopen(actor=olga, case=case)
    work.close(actor=olga, case=case)

    letters = delivered()
    assert {to for to, _text in letters} >= {french_cast.sue.email, french_cast.max.email}
    assert [found for _to, text in letters if (found := english_in(text))] == []


@pytest.mark.rule("ROLE-8", "USE-1")
def test_the_mails_about_roles(french_cast):
    sam, olga = french_cast.actor("sam"), french_cast.olga
    member = Membership.objects.get(user=french_cast.max)

    rights.request_access(actor=french_cast.actor("max"))
    letters = delivered()
    rights.assign_role(
        role=Role.SUPPORT_ADMIN, actor=sam, membership=member, products=[french_cast.product]
    )
    letters += delivered()
    rights.remove_role(role=Role.SUPPORT_ADMIN, actor=sam, membership=member)
    letters += delivered()

    assert olga.email not in {to for to, _text in letters}
    assert {to for to, _text in letters} == {french_cast.sam.email, french_cast.max.email}
    assert [found for _to, text in letters if (found := english_in(text))] == []


@pytest.mark.rule("ROLE-8", "USE-1")
def test_the_mails_about_members(french_cast):
    sam, member = french_cast.actor("sam"), Membership.objects.get(user=french_cast.max)
    roles = {Role.SUPPORT_ADMIN: [french_cast.product], Role.STORAGE_ADMIN: None}

    rights.invite(actor=sam, email="zoe@example.com", language="fr", roles=roles)
    rights.remove_member(actor=sam, membership=member)
    letters = delivered()

    assert {to for to, _text in letters} == {"zoe@example.com", french_cast.max.email}
    assert [found for _to, text in letters if (found := english_in(text))] == []


@pytest.mark.rule("ID-2", "USE-1")
@pytest.mark.parametrize("email", ["sue@example.com", "nobody@example.com"])
def test_the_mails_about_signing_in(french_cast, client, email):
    address = reverse("account_reset_password")

    client.post(address, {"email": email}, headers={"accept-language": "fr"})

    ((to, text),) = delivered()
    assert to == email
    assert english_in(text) == set()
