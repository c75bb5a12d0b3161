"""Refiling: the remedy for a case of the wrong organization (ENT-8)."""

import datetime
import re
import uuid
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from cases import actions
from cases.actions import NewCase, refile
from cases.lifecycle import Status
from cases.models import Attachment, Case, EventKind, Watcher
from cases.quoting import quoted
from orgs.models import Entitlement, ProductField, RoleAssignment
from orgs.roles import Role
from portal.models import OutboxMessage
from portal.problems import Conflict, NotAllowed
from portal.tasks import sweep_outbox
from tests.factories import (
    CaseFactory,
    EntitlementFactory,
    OrganizationFactory,
    ProductFactory,
    ProjectFactory,
    UserFactory,
    give_role,
)
from tests.integration.cases.wizard.conftest import at_once


@pytest.fixture
def wrong(cast):
    """Filed by sue in acme; it belongs to globex, where she is a support admin too."""
    give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)
    give_role(cast.olga, cast.globex, Role.PRODUCT_ADMIN)
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        title="Checkout fails",
        description="Orders **stop**.",
        contact_phone="+33123456789",
        watched_by=[cast.max, cast.olga],
    )


def address(case, noun="refiling/"):
    return f"/o/{case.organization.slug}/cases/{case.number}/{noun}"


def new_case(cast, **more):
    fields = {"product": cast.product, "title": "T", "description": "D", "priority": 3}
    return NewCase(**(fields | more))


def into_globex(cast, case, name="sue", **more):
    return refile(actor=cast.actor(name), case=case, into=cast.globex, new=new_case(cast, **more))


def post(client, case, **more):
    place = {"organization": "globex", "product": case.product_id}
    return client.post(address(case), place | more)


def names(text, key):
    """Of one list of the preview: the people with the reasons."""
    heading = f'<ul class="people" aria-labelledby="audience-{key}">'
    part = re.search(heading + "(.*?)</ul>", text, re.DOTALL)
    people = re.findall(r"<b>(.*?)</b> <span[^>]*>(.*?)</span>", part[1]) if part else []
    return {name.partition(" ")[0]: reason for name, reason in people}


# Sue is support admin of both, olga owns acme and is a plain member of globex, max is a member of
# acme, gus was granted acme; eve owns globex and supports it. Max and olga watch the case.
PREVIEW = {
    "gains": {"Eve": "account owner, support admin"},
    "loses": {"Gus": "shared access", "Max": "watcher"},
    "keeps": {"Olga": "watcher · gets mail", "Sue": "requester, support admin · gets mail"},
}


@pytest.mark.rule("ENT-8")
def test_the_preview_tells_who_gains_and_who_loses_sight(wrong, sue):
    text = sue.get(address(wrong)).text

    assert {key: names(text, key) for key in PREVIEW} == PREVIEW


@pytest.mark.rule("ENT-8")
def test_what_the_preview_says_is_what_happens(cast, wrong, sue):
    post(sue, wrong)
    new = Case.objects.get(refiled_from=wrong)

    sees = {
        name
        for name in ("olga", "sue", "eve")
        if Case.objects.visible_to(cast.actor(name, cast.globex)).filter(pk=new.pk).exists()
    }
    assert sees == {"olga", "sue", "eve"}
    assert {watcher.user for watcher in new.watchers.all()} == {cast.olga}


@pytest.mark.rule("ENT-8")
def test_the_content_goes_along_and_both_sides_are_linked(cast, wrong, sue):
    answer = post(sue, wrong)

    new = Case.objects.get(refiled_from=wrong)
    wrong.refresh_from_db()
    assert answer.url == address(new, "")
    assert (new.organization, new.requester, new.product) == (cast.globex, cast.sue, cast.product)
    assert (new.title, new.description, new.priority) == ("Checkout fails", "Orders **stop**.", 3)
    assert new.contact_phone == "+33123456789"
    assert (wrong.status, wrong.organization) == (Status.CLOSED, cast.acme)
    assert wrong.events.get().kind == EventKind.REFILED
    assert new.number in sue.get(address(wrong, "")).text
    assert wrong.number in sue.get(address(new, "")).text


@pytest.mark.rule("ENT-8")
def test_the_link_is_shown_to_those_only_who_see_the_other_side(cast, wrong, client):
    """Gus sees acme alone, eve globex alone, olga both."""
    new = into_globex(cast, wrong, watchers=(cast.olga,))

    def shows(name, page, other):
        client.force_login(getattr(cast, name))
        return other.number in client.get(address(page, "")).text

    assert [shows(name, wrong, new) for name in ("sue", "olga", "gus")] == [True, True, False]
    assert [shows(name, new, wrong) for name in ("sue", "olga", "eve")] == [True, True, False]
    client.force_login(cast.gus)
    assert "Globex" not in client.get(address(wrong, "")).text


@pytest.mark.rule("ENT-8", "CASE-2")
def test_public_comments_go_along_as_quotations_and_internal_notes_never(cast, wrong, sue):
    actions.add_comment(actor=cast.actor("ada"), case=wrong, body="Which version?\n\nAnd since?")
    actions.add_internal_note(actor=cast.actor("ada"), case=wrong, body="canary")
    actions.add_comment(actor=cast.actor("sue"), case=wrong, body="2.4.7")

    post(sue, wrong)

    new = Case.objects.get(refiled_from=wrong)
    comment = new.comments.get()
    assert comment.author == cast.sue
    assert "**Ada Example** (Support)" in comment.body
    assert "> Which version?\n> \n> And since?" in comment.body
    assert comment.body.index("Which version?") < comment.body.index("2.4.7")
    assert "canary" not in comment.body
    assert not new.internal_notes.exists()


@pytest.mark.rule("ENT-8", "WIZ-9")
def test_files_go_along_as_copies_and_internal_ones_stay(cast, wrong, sue, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("a.log", b"a")
    actions.add_comment(actor=cast.actor("sue"), case=wrong, body="Log", files=[upload])
    internal = wrong.attachments.get()
    internal.pk, internal.comment, internal.is_internal = uuid.uuid4(), None, True
    internal.file = "00/internal"
    internal.save(force_insert=True)

    post(sue, wrong)

    copy = Attachment.objects.get(case__refiled_from=wrong)
    original = wrong.attachments.get(is_internal=False)
    assert (copy.name, copy.comment.case.refiled_from) == ("a.log", wrong)
    assert copy.file.name != original.file.name
    original.file.storage.delete(original.file.name)
    assert copy.file.read() == b"a"


@pytest.mark.rule("ENT-8", "WIZ-9")
def test_a_refused_refiling_leaves_no_copies(cast, wrong, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    upload = SimpleUploadedFile("a.log", b"a")
    actions.add_comment(actor=cast.actor("sue"), case=wrong, body="Log", files=[upload])
    wrong.refresh_from_db()
    Entitlement.objects.filter(organization=cast.globex).delete()

    with pytest.raises(NotAllowed):
        into_globex(cast, wrong)

    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1
    wrong.refresh_from_db()
    assert wrong.is_open


@pytest.mark.rule("ENT-8", "WIZ-12")
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one(cast, wrong):
    sue = cast.actor("sue")

    made = at_once(
        *[lambda: refile(actor=sue, case=wrong, into=cast.globex, new=new_case(cast)).pk] * 20
    )

    assert len(set(made)) == 1
    assert wrong.events.count() == 1
    assert OutboxMessage.objects.filter(kind="cases.event", reference=wrong.number).count() == 2


@pytest.mark.rule("CASE-8", "ENT-8")
def test_who_refiles_from_an_old_page_reads_first_what_came_since(cast, wrong, sue):
    seen = wrong.version
    actions.add_comment(actor=cast.actor("olga"), case=wrong, body="It belongs here after all.")

    answer = post(sue, wrong, version=seen)

    wrong.refresh_from_db()
    assert (answer.status_code, wrong.is_open) == (409, True)
    assert "It belongs here after all." in answer.text
    assert post(sue, wrong, version=wrong.version).status_code == 302


@pytest.mark.rule("ENT-8", "WIZ-12")
def test_posting_twice_leads_to_the_same_case(wrong, sue):
    first, second = post(sue, wrong), post(sue, wrong)

    assert first.url == second.url
    assert sue.get(address(wrong)).url == first.url
    assert Case.objects.filter(refiled_from=wrong).count() == 1


@pytest.mark.rule("ENT-8")
def test_it_goes_into_one_organization_only(cast, wrong):
    third = OrganizationFactory(name="Third", slug="third")
    give_role(cast.sue, third, Role.SUPPORT_ADMIN)
    EntitlementFactory(organization=third, product=cast.product)
    into_globex(cast, wrong)
    actions.reopen(actor=cast.actor("sue"), case=wrong)

    with pytest.raises(Conflict):
        refile(actor=cast.actor("sue"), case=wrong, into=third, new=new_case(cast))
    with pytest.raises(IntegrityError):
        CaseFactory(organization=third, product=cast.product, refiled_from=wrong)


@pytest.mark.rule("ENT-8", "ROLE-2")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("sue", 200),
        ("olga", 403),
        ("gus", 403),
        ("max", 403),
        ("sam", 404),
        ("pat", 404),
        ("gil", 404),
        ("eve", 404),
        ("ada", 404),
    ],
)
def test_only_the_requester_refiles(cast, wrong, client, name, status):
    """Whatever the others may do in both organizations."""
    for person in (cast.olga, cast.gus):
        RoleAssignment.objects.of(person, cast.globex).delete()
        give_role(person, cast.globex, Role.SUPPORT_ADMIN)
    client.force_login(getattr(cast, name))

    assert client.get(address(wrong)).status_code == status
    assert post(client, wrong).status_code == (302 if status == 200 else status)
    assert Case.objects.filter(refiled_from=wrong).exists() is (status == 200)


@pytest.mark.rule("ENT-8")
def test_agents_cannot_refile(cast, wrong):
    with pytest.raises(NotAllowed):
        into_globex(cast, wrong, "ada")


@pytest.mark.rule("ENT-8")
def test_it_is_offered_where_there_is_another_organization_to_file_in(cast, wrong, sue):
    assert address(wrong) in sue.get(address(wrong, "")).text

    Entitlement.objects.filter(organization=cast.globex).update(suspended_for="billing")

    assert address(wrong) not in sue.get(address(wrong, "")).text
    answer = sue.get(address(wrong))
    assert answer.status_code == 403
    assert "no other organization" in answer.text
    assert post(sue, wrong).status_code == 403


@pytest.mark.rule("ENT-8")
def test_a_requester_whose_role_is_gone_here_or_there_cannot(cast, wrong, sue):
    RoleAssignment.objects.of(cast.sue, cast.acme).delete()
    assert post(sue, wrong).status_code == 403

    give_role(cast.sue, cast.acme, Role.SUPPORT_ADMIN)
    RoleAssignment.objects.of(cast.sue, cast.globex).delete()
    assert post(sue, wrong).status_code == 403

    assert not Case.objects.filter(refiled_from=wrong).exists()


@pytest.mark.rule("ENT-8")
def test_a_forged_organization_or_product_is_refused(cast, wrong, sue):
    OrganizationFactory(slug="strangers")
    other = ProductFactory()

    for forged in ({"organization": "strangers"}, {"organization": "acme"}, {"product": other.pk}):
        answer = post(sue, wrong, **forged)
        assert answer.status_code == 422
        assert "strangers" not in answer.text
    assert not Case.objects.filter(refiled_from=wrong).exists()


@pytest.mark.rule("ENT-8")
def test_a_closed_case_is_not_refiled(cast, wrong, sue):
    actions.close(actor=cast.actor("sue"), case=wrong)

    assert sue.get(address(wrong)).status_code == 409
    assert post(sue, wrong).status_code == 409
    assert address(wrong) not in sue.get(address(wrong, "")).text


@pytest.mark.rule("ENT-8", "CASE-8")
def test_what_came_in_since_the_page_was_read_is_not_lost(cast, wrong):
    seen = Case.objects.get(pk=wrong.pk)
    actions.add_comment(actor=cast.actor("olga"), case=wrong, body="One more thing.")

    with pytest.raises(Conflict):
        into_globex(cast, seen)


@pytest.mark.rule("ENT-8", "WIZ-2", "WIZ-14")
def test_what_the_other_product_requires_is_asked_and_the_rest_left_behind(cast, wrong, sue):
    other = ProductFactory(name="Commerce Cloud Lite")
    EntitlementFactory(organization=cast.globex, product=other)
    ProductField.objects.create(product=other, name="product_version", is_required=True)
    Case.objects.filter(pk=wrong.pk).update(environment="staging", steps="1, 2, 3")

    shown = sue.get(address(wrong), {"organization": "globex", "product": other.pk}).text
    refused = post(sue, wrong, product=other.pk, product_version="")
    done = post(sue, wrong, product=other.pk, product_version="2.4.7")

    assert 'name="product_version"' in shown
    assert "hx-post" not in shown[shown.index('id="refiling"') :]
    assert "Environment, Steps to reproduce" in shown
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert done.status_code == 302
    new = Case.objects.get(refiled_from=wrong)
    assert (new.product, new.product_version, new.environment, new.steps) == (
        other,
        "2.4.7",
        "",
        "",
    )


@pytest.mark.rule("ENT-8", "ENT-11")
def test_a_cloud_project_is_chosen_there(cast, wrong, sue):
    projects = [
        ProjectFactory(organization=cast.globex, joined_by=[cast.sue]),
    ]
    cloud = projects[0].product
    projects.append(ProjectFactory(organization=cast.globex, product=cloud, joined_by=[cast.sue]))
    EntitlementFactory(organization=cast.globex, product=cloud)

    place = {"organization": "globex", "product": cloud.pk}
    text = sue.get(address(wrong), place).text
    assert projects[1].name in text
    assert "Who will see it" not in text
    assert post(sue, wrong, product=cloud.pk).status_code == 422
    post(sue, wrong, product=cloud.pk, project=projects[1].pk)

    assert Case.objects.get(refiled_from=wrong).project == projects[1]


@pytest.mark.rule("ENT-8", "NOTE-1", "NOTE-2")
def test_each_side_hears_of_its_own_side_only(cast, wrong, sue):
    """Max watches the old one alone; olga both; sue is the author, and gets her receipt."""
    post(sue, wrong)
    new = Case.objects.get(refiled_from=wrong)
    sweep_outbox()

    letters = {(letter.to[0], re.search(r"E-\d{9}", letter.subject)[0]) for letter in mail.outbox}
    team = cast.team.email
    assert letters == {
        ("max@example.com", wrong.number),
        ("olga@example.com", wrong.number),
        (team, wrong.number),
        ("olga@example.com", new.number),
        ("sue@example.com", new.number),
        (team, new.number),
    }
    to_max = next(letter for letter in mail.outbox if letter.to == ["max@example.com"])
    told = to_max.body + to_max.alternatives[0].content
    assert "filed this case again in another organization" in told
    assert new.number not in told
    assert "Globex" not in told


@pytest.mark.rule("ENT-8")
def test_nobody_changes_the_organization_otherwise(cast, wrong):
    with pytest.raises(Exception, match="Cannot update"):
        Case.objects.filter(pk=wrong.pk).update(organization=cast.globex)


@pytest.mark.rule("ENT-8")
@pytest.mark.parametrize("watchers", [0, 9])
def test_the_page_takes_a_constant_number_of_queries(
    cast, wrong, sue, watchers, django_assert_max_num_queries
):
    for _number in range(watchers):
        Watcher.objects.create(case=wrong, user=UserFactory(), added_by=cast.sue)

    with django_assert_max_num_queries(26):
        sue.get(address(wrong))


class Said(SimpleNamespace):
    author = "Ada"
    created_at = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)

    def get_side_display(self):
        return "Support"


@pytest.mark.parametrize("length", [0, 10, 99, 100, 1000])
def test_quotations_fit_into_comments_and_lose_nothing(length):
    body = "".join(chr(97 + place % 26) for place in range(length))

    parts = list(quoted([Said(body=body), Said(body="a\nb")], size=100))

    assert all(0 < len(part) <= 100 for part in parts)
    lines = [line for part in parts for line in part.split("\n") if line.startswith(">")]
    assert "".join(line.removeprefix("> ") for line in lines if line != ">") == body + "ab"
