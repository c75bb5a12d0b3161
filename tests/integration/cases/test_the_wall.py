"""Who sees a case; for everybody else it never existed."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from cases import actions
from cases.attachments import attach_uploads
from cases.lifecycle import Verb
from cases.models import Attachment, Case, Watcher
from tests.factories import CaseFactory

NEVER = "E-999999999"
READ_ONLY = ["", f"attachments/{uuid.UUID(int=7)}/"]
NOUNS = [
    *READ_ONLY,
    "comments/",
    "closure/",
    "follow-up/",
    "refiling/",
    "reopening/",
    "watchers/",
    "watchers/1/removal/",
]


@pytest.mark.rule("ROLE-2", "ENT-1")
@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("olga", True),
        ("sam", False),
        ("sue", True),
        ("pat", False),
        ("max", False),
        ("gus", True),
        ("gil", False),
        ("ada", True),
    ],
)
def test_who_sees_a_case_of_the_organization(cast, name, sees):
    visible = Case.objects.visible_to(cast.actor(name))

    assert visible.filter(pk=cast.case.pk).exists() is sees


def test_a_stranger_finds_no_door(cast):
    with pytest.raises(Http404):
        cast.actor("eve")


@pytest.mark.rule("LIST-1", "ROLE-2")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["sue", "sam", "pat", "max", "gil"])
def test_a_foreign_case_is_byte_for_byte_one_that_never_existed(cast, client, name, method):
    """For sue it is a case of another organization, for the others one that they may not see."""
    organization = cast.globex if name == "sue" else cast.acme
    foreign = CaseFactory(organization=organization, product=cast.product, requester=cast.olga)
    client.force_login(getattr(cast, name))
    ask = getattr(client, method)

    for noun in NOUNS:
        real = ask(f"/o/acme/cases/{foreign.number}/{noun}", {"body": "x"})
        never = ask(f"/o/acme/cases/{NEVER}/{noun}", {"body": "x"})

        wrong_method = method == "post" and noun in READ_ONLY
        assert real.status_code == never.status_code == (405 if wrong_method else 404)
        assert (real.content, real.headers) == (never.content, never.headers)


@pytest.mark.parametrize("number", ["E-1", "E-0000000001", "E-12345678901234567890", "e-000000001"])
def test_what_is_no_number_is_not_found(cast, client, number):
    client.force_login(cast.sue)

    assert client.get(f"/o/acme/cases/{number}/").status_code == 404


def test_an_organization_that_is_not_mine_does_not_exist(cast, client):
    client.force_login(cast.eve)

    answers = [client.get(f"/o/{slug}/cases/{cast.case.number}/") for slug in ("acme", "nobody")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_developers_see_the_page_of_strangers_too(cast, client, settings):
    """Django's own would tell whether a view, the middleware or no address at all refused."""
    client.force_login(cast.eve)
    addresses = [f"/o/acme/cases/{cast.case.number}/", f"/o/globex/cases/{NEVER}/", "/nowhere/"]
    plain = [client.get(address).content for address in addresses]

    settings.DEBUG = True

    assert [client.get(address).content for address in addresses] == plain


@pytest.mark.rule("WIZ-9")
def test_a_file_of_a_case_is_handed_out_to_those_who_see_it_only(cast, client):
    attach_uploads(cast.sue, cast.case, [SimpleUploadedFile("a.html", b"<script>")])
    file = Attachment.objects.get()
    address = f"/o/acme/cases/{cast.case.number}/attachments/{file.pk}/"

    answers = {}
    for name in ("sue", "gus", "max", "eve"):
        client.force_login(getattr(cast, name))
        answers[name] = client.get(address)

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "sue": 200,
        "gus": 200,
        "max": 404,
        "eve": 404,
    }
    headers = answers["sue"].headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


def test_an_internal_file_is_not_handed_out(cast, sue):
    attach_uploads(cast.ada, cast.case, [SimpleUploadedFile("a.log", b"a")])
    Attachment.objects.update(is_internal=True)
    file = Attachment.objects.get()

    address = f"/o/acme/cases/{cast.case.number}/"

    assert sue.get(f"{address}attachments/{file.pk}/").status_code == 404
    assert "a.log" not in sue.get(address).text


def test_a_file_is_not_reached_through_another_case(cast, sue):
    other = CaseFactory(organization=cast.acme, product=cast.product)
    attach_uploads(cast.sue, other, [SimpleUploadedFile("a.log", b"a")])

    address = f"/o/acme/cases/{cast.case.number}/attachments/{Attachment.objects.get().pk}/"

    assert sue.get(address).status_code == 404


@pytest.mark.rule("ROLE-2")
@pytest.mark.parametrize(
    "act",
    [
        lambda actor, case: actions.add_comment(actor=actor, case=case, body="x"),
        lambda actor, case: actions.close(actor=actor, case=case),
        lambda actor, case: actions.reopen(actor=actor, case=case),
        lambda actor, case: actions.watch(actor=actor, case=case, email="max@example.com"),
        lambda actor, case: actions.unwatch(actor=actor, case=case, watcher=Watcher(pk=1)),
        lambda actor, case: actions.change_status(actor=actor, case=case, verb=Verb.RESUME),
        lambda actor, case: actions.add_internal_note(actor=actor, case=case, body="x"),
    ],
)
@pytest.mark.parametrize("name", ["max", "sam", "gil"])
def test_every_action_locks_through_the_wall(cast, name, act):
    with pytest.raises(Http404):
        act(cast.actor(name), cast.case)
