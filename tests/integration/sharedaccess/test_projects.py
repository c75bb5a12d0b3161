"""Who works in which cloud project, taken in as the vendor's console has it."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction

from orgs.actions.base import lock
from orgs.models import Project, ProjectMembership
from portal import audit
from portal.imports import Row
from sharedaccess.actions import change_grant
from sharedaccess.models import Grant
from sharedaccess.projects import sync_projects
from tests.factories import EntitlementFactory, ProductFactory, ProjectFactory, UserFactory
from tests.races import all_at_once, wait_until_somebody_waits

HEAD = "organization,product,project,name,email,state,resources\n"


@pytest.fixture
def cloud(cast):
    """A cloud product of acme, and somebody from outside who works in its project."""
    cast.cloud = ProductFactory(name="Cloud", cloud=True)
    EntitlementFactory(organization=cast.acme, product=cast.cloud)
    cast.wim = UserFactory(first_name="Wim", email="wim@partner.example.org")
    return cast


def row(line=2, **values):
    common = {"organization": "acme", "product": "Cloud", "project": "shop", "name": "Shop"}
    return Row(line, common | values)


def wims_grant(cast):
    return Grant.objects.filter(grantee=cast.wim, revoked_at=None).first()


@pytest.mark.rule("ENT-13", "SHA-8")
def test_who_joins_a_project_gets_a_cloud_sourced_grant(cloud):
    sync_projects([row(email="wim@partner.example.org", resources="support;cloud_projects")])

    grant = wims_grant(cloud)
    assert Project.objects.get().memberships.get().user == cloud.wim
    assert (grant.source, set(grant.resources)) == ("cloud", {"support", "cloud_projects"})
    assert grant.share_name.startswith("Cloud Shared Access from ACC")


@pytest.mark.rule("ENT-13", "ENT-4")
@pytest.mark.parametrize(
    ("state", "chooses"), [("active", True), ("invited", False), ("suspended", False)]
)
def test_only_who_works_in_the_project_chooses_its_product(cloud, state, chooses):
    sync_projects([row(email=cloud.sue.email, state=state)])

    offered = type(cloud.cloud).objects.supported_for(cloud.actor("sue"))
    assert offered.filter(pk=cloud.cloud.pk).exists() is chooses


@pytest.mark.rule("ENT-13")
def test_a_grant_does_not_make_a_project_member(cloud):
    assert not ProjectMembership.objects.filter(user=cloud.gus).exists()


@pytest.mark.rule("SHA-8")
def test_what_the_owner_unticked_is_never_ticked_again(cloud):
    rows = [row(email=cloud.wim.email, resources=["support", "downloads"])]
    sync_projects(rows)
    grant = wims_grant(cloud)
    change_grant(
        actor=cloud.actor("olga"),
        grant=grant,
        share_name=grant.share_name,
        resources=["downloads"],
        expires_on=None,
        version=grant.version,
    )

    sync_projects(rows)

    assert wims_grant(cloud).resources == ["downloads"]


@pytest.mark.rule("SHA-8")
def test_the_grant_opens_what_all_projects_together_open(cloud):
    shop = row(email=cloud.wim.email, resources="support")
    lab = row(3, project="lab", name="Lab", email=cloud.wim.email, resources="downloads")
    sync_projects([shop, lab])
    assert set(wims_grant(cloud).resources) == {"support", "downloads"}

    sync_projects([row(project="lab", name="Lab")])

    assert set(wims_grant(cloud).resources) == {"support"}


def test_who_is_not_on_the_roll_any_more_leaves(cloud):
    sync_projects([row(email=cloud.wim.email, resources="support"), row(3, email=cloud.sue.email)])

    sync_projects([row(email=cloud.sue.email)])

    members = ProjectMembership.objects.filter(project__identifier="shop")
    assert [member.user for member in members] == [cloud.sue]
    assert wims_grant(cloud).resources == []


def test_a_rejected_line_throws_nobody_out_of_its_project(cloud):
    sync_projects([row(email=cloud.wim.email, resources="support")])

    outcome = sync_projects([row(email="w1m@partner.example.org")])

    assert [str(reject) for reject in outcome.rejects] == [
        "Line 2: email: w1m@partner.example.org has no user here yet."
    ]
    assert wims_grant(cloud).resources == ["support"]


def test_projects_that_the_file_does_not_name_stay_as_they_are(cloud):
    other = ProjectFactory(organization=cloud.acme, product=cloud.cloud, joined_by=[cloud.max])

    sync_projects([row(email=cloud.sue.email)])

    assert other.memberships.filter(user=cloud.max).exists()


def test_twice_the_same_changes_nothing(cloud):
    rows = [row(email=cloud.wim.email, resources="support")]
    sync_projects(rows)
    before = list(Grant.objects.order_by("pk").values())

    outcome = sync_projects(rows)

    assert outcome.counts == {"added": 0, "changed": 0, "unchanged": 1}
    assert list(Grant.objects.order_by("pk").values()) == before


def test_no_project_moves_to_another_organization(cloud):
    ProjectFactory(organization=cloud.globex, product=cloud.cloud, identifier="shop")

    outcome = sync_projects([row(email=cloud.wim.email)])

    assert "belongs to another organization" in str(outcome.rejects[0])
    assert Project.objects.get(identifier="shop").organization == cloud.globex
    assert not ProjectMembership.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"organization": "nobody"}, "organization: “nobody” is unknown."),
        ({"product": "Nothing"}, "product: “Nothing” is unknown."),
        ({"email": "no address"}, "email: Enter a valid email address."),
        ({"state": "asleep"}, "state: Select a valid choice."),
        ({"email": "sue@example.com", "resources": "billing"}, "resources: “billing” is unknown."),
        ({"project": ""}, "project: This field is required."),
    ],
)
def test_a_wrong_row_is_told_by_its_column(cloud, values, words):
    outcome = sync_projects([row(7, **values)])

    assert f"Line 7: {words}" in str(outcome.rejects[0])


def test_a_dry_run_leaves_nothing(cloud):
    outcome = sync_projects([row(email=cloud.wim.email, resources="support")], dry_run=True)

    assert outcome.counts["added"] == 1
    assert not Project.objects.exists()
    assert wims_grant(cloud) is None


def test_the_command_reads_a_file_of_the_console(cloud, tmp_path):
    path, out = tmp_path / "console.csv", StringIO()
    path.write_text(f"{HEAD}acme,Cloud,shop,Shop,{cloud.wim.email},active,support;downloads\n")

    call_command("sync_projects", str(path), stdout=out)

    assert out.getvalue() == "1 added, 0 changed, 0 unchanged, 0 rejected.\n"
    assert set(wims_grant(cloud).resources) == {"support", "downloads"}


def test_the_command_fails_when_lines_were_rejected(cloud, tmp_path):
    path, err = tmp_path / "console.csv", StringIO()
    path.write_text(f"{HEAD}acme,Cloud,shop,Shop,nobody@example.com,active,\n")

    with pytest.raises(CommandError):
        call_command("sync_projects", str(path), stdout=StringIO(), stderr=err)

    assert "Line 2: email: nobody@example.com has no user here yet." in err.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_make_one_grant(cloud):
    rows = [row(email=cloud.wim.email, resources="support")]

    answers = all_at_once([lambda: sync_projects(rows)] * 6)

    assert sorted(answer.counts["added"] for answer in answers) == [0] * 5 + [1]
    assert Grant.objects.filter(grantee=cloud.wim).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_synchronization_and_an_owner_never_wait_for_each_other(cloud):
    rows = [row(email=cloud.wim.email, resources="support")]

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock(cloud.acme)
            later = pool.submit(all_at_once, [lambda: sync_projects(rows)])
            wait_until_somebody_waits()
            audit.record(actor=None, verb="x", target="y", organization_id=cloud.acme.pk)
        [outcome] = later.result()

    assert outcome.counts["added"] == 1
    assert wims_grant(cloud).opens == ["Support"]


def test_a_vendor_administrator_sends_the_file_at_the_desk(cloud, admin_client):
    text = (
        f"{HEAD}acme,Cloud,shop,Shop,{cloud.wim.email},active,support\nacme,Cloud,shop,Shop,x,,\n"
    )
    upload = SimpleUploadedFile("console.csv", text.encode())

    page = admin_client.post("/admin/sharedaccess/grant/synchronization/", {"file": upload}).text

    assert "1 added, 0 changed, 0 unchanged, 1 rejected." in page
    assert "Line 3: email: Enter a valid email address." in page
    assert wims_grant(cloud).resources == ["support"]


def test_agents_do_not_synchronize(cast, client):
    client.force_login(cast.ada)

    assert client.get("/admin/sharedaccess/grant/synchronization/").status_code == 403
