"""What the vendor's systems send: taken in by rows, the wrong ones told by line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from orgs.models import Download, Entitlement, Invoice, ScanReport
from tests.factories import InvoiceFactory, ProjectFactory, today

INVOICES = """\
organization,number,issued_on,due_on,amount,currency,products,paid_on
acme,INV-1,2026-01-05,2026-02-05,1200.50,EUR,Commerce Pro,
acme,INV-2,2026-01-05,2026-02-05,80,EUR,,2026-01-20
"""


DOWNLOADS = "organization,product,version,released_on,file\n"
SCANS = "organization,project,target,scanned_on,high,medium,low,file\n"


@pytest.fixture
def send(tmp_path):
    """Writes a file and imports it; answers what was said, also of what went wrong."""

    def send(kind, text, *flags, name="rows.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        out, err = StringIO(), StringIO()
        try:
            call_command("import_assets", kind, str(path), *flags, stdout=out, stderr=err)
        except CommandError as error:
            err.write(str(error))
        return out.getvalue() + err.getvalue()

    return send


@pytest.mark.rule("ACCT-1")
def test_invoices_come_in_once_however_often_they_are_sent(cast, send):
    assert send("invoices", INVOICES).startswith("2 added, 0 changed, 0 unchanged, 0 rejected.")
    assert send("invoices", INVOICES).startswith("0 added, 0 changed, 2 unchanged, 0 rejected.")
    paid = INVOICES.replace("Commerce Pro,\n", "Commerce Pro,2026-02-01\n")
    assert send("invoices", paid).startswith("0 added, 1 changed, 1 unchanged, 0 rejected.")

    first = Invoice.objects.get(number="INV-1")
    assert (first.organization, str(first.amount), [*first.products.all()]) == (
        cast.acme,
        "1200.50",
        [cast.product],
    )


@pytest.mark.rule("ACCT-4")
def test_the_import_itself_suspends_and_restores(cast, send):
    entitlement = Entitlement.objects.get(organization=cast.acme, product=cast.product)

    send("invoices", INVOICES)
    entitlement.refresh_from_db()
    assert entitlement.suspended_for == "billing"

    send("invoices", INVOICES.replace("Commerce Pro,\n", "Commerce Pro,2026-02-01\n"))
    entitlement.refresh_from_db()
    assert entitlement.suspended_for == ""


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(cast, send):
    assert "2 added" in send("invoices", INVOICES, "--dry-run")
    assert not Invoice.objects.exists()


WRONG = """\
organization,number,issued_on,due_on,amount,currency,products,paid_on
nobody,INV-1,2026-01-05,2026-02-05,10,EUR,,
acme,INV-2,yesterday,2026-02-05,10,EUR,,
acme,INV-3,2026-01-05,2026-02-05,ten,EUR,,
acme,INV-4,2026-01-05,2026-02-05,10,EUR,Something else,
acme,INV-5,2026-02-05,2026-01-05,10,EUR,,
acme,INV-6,2026-01-05,2026-02-05,10,euro,,
acme,INV-7,2026-01-05,2026-02-05,10,eur,,
globex,TAKEN,2026-01-05,2026-02-05,10,EUR,,
acme,,2026-01-05,2026-02-05,10,EUR,,
acme,INV-8,2026-01-05,2026-02-05,10,EUR,,
"""
REASONS = {
    2: "organization: “nobody” is unknown.",
    3: "issued_on: Enter a valid date.",
    4: "amount: Enter a number.",
    5: "products: “Something else” is unknown.",
    6: "An invoice is due after it is issued.",
    7: "currency: Ensure this value has at most 3 characters (it has 4).",
    8: "A currency has three capital letters, such as EUR.",
    9: "This invoice belongs to another organization.",
    10: "number: This field is required.",
}


def test_wrong_lines_are_told_and_the_rest_goes_in(cast, send):
    InvoiceFactory(organization=cast.acme, number="TAKEN")

    said = send("invoices", WRONG)

    for line, reason in REASONS.items():
        assert f"Line {line}: {reason}" in said
    assert "1 added, 0 changed, 0 unchanged, 9 rejected." in said
    assert Invoice.objects.filter(number="INV-8").exists()


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (b"\xff\xfe\x00", "rows.csv", "can't decode"),
        ("{}", "rows.json", "must hold a list"),
        ("[", "rows.json", "Expecting"),
        ("x", "rows.xls", "must end in"),
        ("[1]", "rows.json", "Line 1: organization: This field is required."),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_words(cast, send, text, name, words):
    assert words in send("invoices", text, name=name)


def test_json_is_as_good_as_csv(cast, send):
    row = {
        "organization": "acme",
        "number": "INV-1",
        "issued_on": str(today()),
        "due_on": str(today()),
        "amount": "10",
        "currency": "EUR",
        "products": ["Commerce Pro"],
    }

    assert "1 added" in send("invoices", json.dumps([row]), name="rows.json")
    assert "1 unchanged" in send("invoices", json.dumps(row) + "\n\n", name="rows.jsonl")


@pytest.mark.rule("ACCT-1")
def test_a_download_comes_with_its_file(cast, send, tmp_path):
    (tmp_path / "pro.zip").write_bytes(b"release")
    rows = (
        "organization,product,version,released_on,file\nacme,Commerce Pro,4.8,2026-03-01,pro.zip\n"
    )

    assert "1 added" in send("downloads", rows)
    assert "1 unchanged" in send("downloads", rows)

    download = Download.objects.get()
    assert (download.name, download.file.read()) == ("pro.zip", b"release")


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "missing.zip", "."])
def test_no_file_from_outside_the_folder_comes_in(cast, send, tmp_path, name):
    (tmp_path.parent / "secret.txt").write_text("secret")
    rows = (
        f"organization,product,version,released_on,file\nacme,Commerce Pro,4.8,2026-03-01,{name}\n"
    )

    assert f"There is no file “{name}”." in send("downloads", rows)
    assert not Download.objects.exists()


def test_a_scan_report_is_of_a_project_of_its_organization(cast, send, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"findings")
    ProjectFactory(organization=cast.globex, identifier="foreign")
    head = "organization,project,target,scanned_on,high,medium,low,file\n"

    said = send("scan_reports", head + "acme,foreign,shop.example.com,2026-03-01,1,2,3,scan.pdf\n")
    assert "The project belongs to another organization." in said
    assert "1 added" in send(
        "scan_reports", head + "acme,,shop.example.com,2026-03-01,1,2,3,scan.pdf\n"
    )
    assert ScanReport.objects.get().high == 1
