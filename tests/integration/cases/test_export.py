"""The list as a file: what is in it, for whom, and that it is put on record."""

import csv
import io
import zipfile

import pytest
from django.core.cache import cache
from django.utils import timezone

from cases import actions, export
from cases.actions.exporting import LIMIT
from cases.models import Case
from orgs.roles import Role
from portal.models import AuditEntry
from tests.factories import CaseFactory, OrganizationFactory, ProductFactory, give_role

URL = "/o/acme/cases/export.csv"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def table(answer):
    """The rows of a CSV, the first of them the heading."""
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def titles(answer):
    return [row[1] for row in table(answer)[1:]]


@pytest.mark.rule("LIST-5", "LIST-2")
def test_the_file_has_the_columns_of_the_list_in_the_readers_language_and_zone(cast, client):
    cast.sue.language, cast.sue.time_zone = "fr", "Europe/Paris"
    cast.sue.save()
    client.force_login(cast.sue)
    opened = timezone.now().replace(year=2026, month=7, day=1, hour=22, minute=30)
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        title="Élan",
        opened_at=opened,
        last_activity_at=opened,
    )

    heading, *rows = table(client.get(URL, {"scope": "org"}))

    assert heading == [
        "Numéro",
        "Titre",
        "Statut",
        "Produit",
        "Priorité",
        "Demandeur",
        "Ouvert (Europe/Paris)",
        "Fermé (Europe/Paris)",
        "Dernière activité (Europe/Paris)",
    ]
    assert [
        case.number,
        "Élan",
        "En attente d’affectation",
        "Commerce Pro",
        "P3 Important",
        "Sue Example",
        "2026-07-02 00:30",
        "Pas encore",
        "2026-07-02 00:30",
    ] in rows


@pytest.mark.rule("LIST-5", "LIST-3")
def test_it_is_filtered_like_the_list(cast, sue):
    CaseFactory(organization=cast.acme, requester=cast.sue, priority=1, impact_statement="All.")
    urgent = CaseFactory(organization=cast.acme, requester=cast.sue, priority=2, title="Urgent")
    CaseFactory(organization=cast.acme, requester=cast.olga, priority=2, title="Of olga")

    assert titles(sue.get(URL, {"priority": "2"})) == ["Urgent"]
    assert set(titles(sue.get(URL, {"priority": "2", "scope": "org"}))) == {"Urgent", "Of olga"}
    assert titles(sue.get(URL, {"q": urgent.number, "scope": "org"})) == ["Urgent"]
    assert len(titles(sue.get(URL, {"priority": "9"}))) == 3


@pytest.mark.rule("LIST-5", "LIST-1", "ROLE-5")
def test_nobody_takes_what_they_do_not_see(cast, client):
    other = ProductFactory(name="Other")
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[other])
    CaseFactory(organization=cast.acme, product=other, title="In scope")
    CaseFactory(organization=cast.globex, product=other, title="Of globex")
    actions.add_internal_note(actor=cast.actor("ada"), case=cast.case, body="canary")
    client.force_login(cast.max)

    assert titles(client.get(URL, {"scope": "org"})) == ["In scope"]
    client.force_login(cast.sue)
    assert titles(client.get(URL, {"scope": "org", "q": "canary"})) == []
    assert b"canary" not in client.get(URL, {"scope": "org"}).getvalue()


@pytest.mark.rule("LIST-5")
@pytest.mark.parametrize(
    ("name", "status"),
    [("olga", 200), ("sue", 200), ("gus", 200), ("max", 200), ("gil", 403), ("eve", 404)],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_who_exports(cast, client, name, status, kind):
    client.force_login(getattr(cast, name))

    assert client.get(f"/o/acme/cases/export.{kind}").status_code == status


def test_there_is_no_other_kind_and_no_other_method(cast, sue):
    assert sue.get("/o/acme/cases/export.pdf").status_code == 404
    assert sue.post(URL).status_code == 405


@pytest.mark.rule("LIST-5")
def test_the_names_of_the_files_and_their_types(cast, sue):
    answer = sue.get("/o/acme/cases/export.xlsx")

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"].startswith('attachment; filename="cases-acme-20')
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert zipfile.ZipFile(io.BytesIO(answer.getvalue())).testzip() is None
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.rule("LIST-5")
def test_many_batches_make_one_file_without_a_gap(cast, sue, monkeypatch):
    monkeypatch.setattr(export, "BATCH", 7)
    now = timezone.now()
    rows = [
        CaseFactory.build(
            organization=cast.acme,
            product=cast.product,
            requester=cast.sue,
            opened_at=now,
            title=f"=Row {index}",
        )
        for index in range(30)
    ]
    Case.objects.bulk_create(rows)

    found = titles(sue.get(URL))

    assert len(found) == 31
    assert {f"'=Row {index}" for index in range(30)} < set(found)


@pytest.mark.rule("LIST-5")
def test_a_case_that_moves_in_the_list_meanwhile_is_neither_missed_nor_doubled(
    cast, sue, monkeypatch
):
    monkeypatch.setattr(export, "BATCH", 2)
    cases = [CaseFactory(organization=cast.acme, requester=cast.sue) for _number in range(6)]

    answer = sue.get(URL, {"sort": "-activity"})
    chunks = iter(answer.streaming_content)
    head = [next(chunks) for _number in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(last_activity_at=timezone.now())
    text = b"".join([*head, *chunks]).decode()

    assert [text.count(case.number) for case in cases] == [1] * 6


@pytest.mark.rule("LIST-5")
def test_who_took_what_and_how_many_is_on_record(cast, sue):
    sue.get(URL, {"scope": "org", "status": "open", "page": "unknown"})

    entry = AuditEntry.objects.get(verb="cases.exported")
    assert entry.actor == cast.sue
    assert entry.organization_id == cast.acme.pk
    assert entry.after == {"query": "scope=org&status=open", "format": "csv", "cases": 1}


@pytest.mark.rule("LIST-5")
def test_an_empty_file_is_on_record_too(cast, sue):
    assert titles(sue.get(URL, {"status": "closed"})) == []

    assert AuditEntry.objects.get(verb="cases.exported").organization_id == cast.acme.pk


@pytest.mark.rule("LIST-5")
def test_whoever_exports_too_often_is_told_when_to_go_on(cast, sue, client):
    for _number in range(LIMIT):
        assert sue.get(URL).status_code == 200

    refused = sue.get(URL)
    assert refused.status_code == 429
    assert "Wait some minutes." in refused.text
    assert 0 < int(refused["Retry-After"]) <= 600
    assert AuditEntry.objects.filter(verb="cases.exported").count() == LIMIT
    client.force_login(cast.olga)
    assert client.get(URL).status_code == 200


@pytest.mark.rule("LIST-5")
def test_the_file_of_all_organizations_names_each_and_is_on_record_in_each(cast, client):
    zeta = OrganizationFactory(name="Zeta", slug="zeta", product_line="Experience")
    give_role(cast.sue, zeta, Role.SUPPORT_ADMIN)
    CaseFactory(organization=zeta, title="Of zeta")
    client.force_login(cast.sue)

    heading, *rows = table(client.get("/cases/export.csv"))

    assert heading[1] == "Organization"
    assert {(row[1], row[2]) for row in rows} == {
        ("Acme (Commerce)", cast.case.title),
        ("Zeta (Experience)", "Of zeta"),
    }
    recorded = AuditEntry.objects.filter(verb="cases.exported")
    assert set(recorded.values_list("organization_id", flat=True)) == {cast.acme.pk, zeta.pk}
