"""The import of historical cases: again and again, and each once (LIST-6)."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from cases.actions import importing
from cases.models import LegacyCase, LegacyComment
from tests.factories import LegacyCaseFactory, OrganizationFactory

GOOD = {
    "organization": "acme",
    "reference": "OLD-1",
    "title": "Import stopped",
    "opened_at": "2019-05-06T08:00:00+02:00",
}
ALL = GOOD | {
    "description": "At night.",
    "status": "Closed",
    "priority": "High",
    "product": "Commerce Pro",
    "requester_name": "Rita Old",
    "requester_email": "rita@example.com",
    "closed_at": "2019-05-09",
}


@pytest.fixture
def run(db, tmp_path):
    """Import rows (or text) of a file of that name; answers the summary and the rejects."""
    OrganizationFactory(slug="acme")
    OrganizationFactory(slug="globex")

    def run(rows, name="cases.csv", **options):
        path = tmp_path / name
        content = rows if isinstance(rows, bytes) else written(rows, name).encode()
        path.write_bytes(content)
        out, err = io.StringIO(), io.StringIO()
        call_command("import_legacy_cases", path, stdout=out, stderr=err, **options)
        return out.getvalue().splitlines()[-1], err.getvalue().splitlines()

    return run


def written(rows, name):
    if name.endswith(".json"):
        return json.dumps(rows, indent=1)
    if name.endswith(".jsonl"):
        return "\n".join(json.dumps(row) for row in rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("name", ["cases.csv", "cases.json", "cases.jsonl"])
def test_all_that_a_file_says_is_taken_in(run, name):
    summary, rejects = run([ALL], name)

    case = LegacyCase.objects.get()
    assert (summary, rejects) == ("1 added, 0 updated, 0 unchanged, 0 rejected.", [])
    assert (case.organization.slug, case.reference, case.title) == ("acme", "OLD-1", ALL["title"])
    assert (case.product_name, case.priority, case.status) == ("Commerce Pro", "High", "Closed")
    assert (case.requester_name, case.requester_email) == ("Rita Old", "rita@example.com")
    assert case.opened_at.isoformat() == "2019-05-06T06:00:00+00:00"
    assert case.closed_at.isoformat() == "2019-05-09T00:00:00+00:00"


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("name", ["cases.csv", "cases.json"])
def test_again_changes_nothing_and_a_correction_is_an_update(run, name):
    other = GOOD | {"reference": "OLD-2"}
    run([GOOD, other], name)
    (first, second) = (run(rows, name)[0] for rows in ([GOOD, other], [GOOD | {"title": "X"}]))

    assert first == "0 added, 0 updated, 2 unchanged, 0 rejected."
    assert second == "0 added, 1 updated, 0 unchanged, 0 rejected."
    titles = LegacyCase.objects.order_by("reference").values_list("title", flat=True)
    assert list(titles) == ["X", "Import stopped"]


@pytest.mark.rule("LIST-6")
def test_a_correction_is_found_by_its_new_words_and_keeps_its_follow_ups(run):
    run([GOOD])
    before = LegacyCase.objects.get()

    run([GOOD | {"title": "Umbrella"}])

    assert LegacyCase.objects.get(search="umbrella").pk == before.pk


@pytest.mark.rule("LIST-6")
def test_comments_come_in_their_order_and_are_replaced_only_where_they_are_named(run):
    comments = [{"author": "Rita", "body": "First", "created_at": "2019-05-06"}, {"body": "Second"}]

    run([GOOD | {"comments": comments}], "cases.json")
    said = LegacyComment.objects.values_list("position", "author_name", "body")
    assert list(said) == [(1, "Rita", "First"), (2, "", "Second")]

    run([GOOD | {"title": "Corrected"}], "cases.json")
    assert LegacyComment.objects.count() == 2

    assert run([GOOD | {"comments": comments[:1]}], "cases.json")[0].startswith("0 added, 1 up")
    assert LegacyComment.objects.count() == 1


REASONS = [
    ({"organization": "nobody"}, "organization: there is none with the address “nobody”"),
    ({"organization": ""}, "organization: is missing"),
    ({"reference": ""}, "reference: This field cannot be blank."),
    (
        {"reference": "x" * 41},
        "reference: Ensure this value has at most 40 characters (it has 41).",
    ),
    ({"title": " "}, "title: This field cannot be blank."),
    ({"title": "x" * 201}, "title: Ensure this value has at most 200 characters (it has 201)."),
    ({"description": "x" * 100_001}, "description: has more than 100000 characters"),
    ({"requester_email": "rita"}, "requester_email: Enter a valid email address."),
    ({"opened_at": ""}, "opened_at: This field cannot be null."),
    ({"opened_at": "6.5.2019"}, "opened_at: “6.5.2019” is no date as in 2019-05-06T08:00:00Z"),
    (
        {"opened_at": "9999-12-31T23:00:00-12:00"},
        "opened_at: “9999-12-31T23:00:00-12:00” is no date as in 2019-05-06T08:00:00Z",
    ),
    ({"opened_at": "1969-12-31"}, "opened_at: “1969-12-31” lies before 1970 or after 9998"),
    (
        {"opened_at": "0001-01-01T00:00:00"},
        "opened_at: “0001-01-01T00:00:00” lies before 1970 or after 9998",
    ),
    (
        {"closed_at": "9999-12-31T23:59:59Z"},
        "closed_at: “9999-12-31T23:59:59Z” lies before 1970 or after 9998",
    ),
    ({"closed_at": "2019-05-05"}, "closed_at: lies before opened_at"),
    ({"title": "a\0b"}, "title: is no text in UTF-8"),
]
WRONG_IN_JSON = [
    ({"title": ["a"]}, "title: is no text"),
    ({"title": True}, "title: is no text"),
    ({"title": "\ud800"}, "title: is no text in UTF-8"),
    ({"comments": "none"}, "comments: are no list of objects"),
    ({"comments": [{"body": ""}]}, "comment 1: body: This field cannot be blank."),
    ({"comments": [{"text": "x"}]}, "comment 1: has unknown fields: 'text'"),
    ({"colour": "red"}, "has unknown fields: 'colour'"),
]


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize(
    ("name", "wrong", "reason"),
    [("cases.csv", *row) for row in REASONS]
    + [("cases.jsonl", *row) for row in REASONS + WRONG_IN_JSON],
)
def test_a_wrong_line_is_told_with_its_reason_and_the_rest_goes_in(run, name, wrong, reason):
    rows = [ALL, ALL | {"reference": "OLD-2"} | wrong, ALL | {"reference": "OLD-3"}]

    summary, rejects = run(rows, name)

    assert rejects == [f"Line {3 if name.endswith('csv') else 2}: {reason}"]
    assert summary == "2 added, 0 updated, 0 unchanged, 1 rejected."
    assert LegacyCase.objects.count() == 2


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("batch", [1, 500])
def test_a_reference_that_stands_twice_is_told(run, monkeypatch, batch):
    monkeypatch.setattr(importing, "BATCH", batch)
    rows = [GOOD, GOOD | {"title": "Again"}, GOOD | {"organization": "globex"}]

    summary, rejects = run(rows)

    assert rejects == ["Line 3: reference: stands in this file already"]
    assert summary == "2 added, 0 updated, 0 unchanged, 1 rejected."
    assert LegacyCase.objects.get(organization__slug="acme").title == "Import stopped"


@pytest.mark.rule("LIST-6")
def test_lines_are_counted_over_cells_of_several_lines(run):
    text = (
        "organization,reference,title,opened_at,description\n"
        'acme,A,T,2019-01-01,"one\ntwo\nthree"\n'
        "acme,B,T\n"
        "\n"
        "acme,C,T,never,x\n"
        'acme,D,"un"quoted,2019-01-01,x\n'
        "acme,E,T,2019-01-01,x\n"
    )

    _summary, rejects = run(text.encode())

    assert [reject.partition(":")[0] for reject in rejects] == ["Line 5", "Line 7", "Line 8"]
    assert set(LegacyCase.objects.values_list("reference", flat=True)) == {"A", "E"}


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("name", ["cases.csv", "cases.jsonl"])
def test_bytes_that_are_no_text_spoil_only_their_line(run, name):
    rows = [GOOD | {"title": "Entrée"}, GOOD | {"title": "BROKEN", "reference": "OLD-2"}]
    content = written(rows, name).replace("BROKEN", "Entr\udce9e")

    _summary, rejects = run(content.encode(errors="surrogateescape"), name)

    assert [reject.partition(": ")[2] for reject in rejects] == ["title: is no text in UTF-8"]
    assert LegacyCase.objects.get().title == "Entrée"


@pytest.mark.rule("LIST-6")
def test_a_broken_line_of_json_spoils_no_other(run):
    lines = [json.dumps(GOOD), '{"organization": ', "[1]", json.dumps(GOOD | {"reference": "B"})]

    _summary, rejects = run("\n".join(lines).encode(), "cases.jsonl")

    assert [reject.partition(":")[0] for reject in rejects] == ["Line 2", "Line 3"]
    assert LegacyCase.objects.count() == 2


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("size", [1, 40_000, 300_000])
def test_an_array_is_read_piece_by_piece(run, size):
    """Elements longer than what is read at a time, too."""
    comments = [{"body": "x" * 90_000}] * (size // 90_000 + 1)
    rows = [GOOD | {"reference": str(n), "comments": comments} for n in range(5)]

    summary, rejects = run(rows, "cases.json")

    assert (summary, rejects) == ("5 added, 0 updated, 0 unchanged, 0 rejected.", [])


@pytest.mark.rule("LIST-6")
def test_what_follows_a_broken_element_of_an_array_is_told(run):
    text = f"[\n{json.dumps(GOOD)},\n" + '{"broken": \n]'

    summary, rejects = run(text.encode(), "cases.json")

    assert summary.startswith("1 added")
    assert rejects[0].startswith("Line 3: is no JSON, and what follows cannot be read")


@pytest.mark.rule("LIST-6")
def test_a_dry_run_tells_the_same_and_keeps_nothing(run):
    LegacyCaseFactory(organization__slug="initech")
    rows = [GOOD, GOOD | {"title": ""}, GOOD | {"reference": "B"}]

    summary, rejects = run(rows, dry_run=True)

    assert summary.startswith("2 added, 0 updated, 0 unchanged, 1 rejected.")
    assert len(rejects) == 1
    assert LegacyCase.objects.count() == 1


@pytest.mark.rule("LIST-6")
def test_one_organization_can_be_named_for_all_lines(run):
    plain = {name: value for name, value in GOOD.items() if name != "organization"}
    lines = [plain, GOOD | {"reference": "B"}, GOOD | {"reference": "C", "organization": "globex"}]

    _summary, rejects = run(lines, "cases.jsonl", organization="acme")

    assert rejects == ["Line 3: organization: is “globex”, and not “acme”"]
    assert LegacyCase.objects.filter(organization__slug="acme").count() == 2


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        (b"reference,title\n", {}, "Missing columns: opened_at"),
        (b"reference,title,opened_at,colour\n", {}, "Unknown columns: 'colour'"),
        (b"reference,title,opened_at,title\n", {}, "stands twice"),
        (b"", {}, "Missing columns"),
        (b"\xff\xfer\x00e\x00", {}, "Unknown columns"),
        (b"reference,title,opened_at\n", {"organization": "nobody"}, "no organization"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(run, content, options, reason):
    with pytest.raises(CommandError, match=reason):
        run(content, **options)


def test_a_file_that_is_not_there_is_refused(db):
    with pytest.raises(CommandError):
        call_command("import_legacy_cases", "/nowhere/cases.csv")


@pytest.mark.rule("LIST-6")
def test_what_only_the_database_refuses_is_told_by_its_line(run, monkeypatch):
    """As if its words were too many for the index."""
    check = importing.check

    def lenient(line, fields, **options):
        row = check(line, fields, **options)
        row.case.status = "x" * 41 if row.case.reference == "B" else ""
        return row

    monkeypatch.setattr(importing, "check", lenient)

    summary, rejects = run([GOOD, GOOD | {"reference": "B"}, GOOD | {"reference": "C"}])

    assert summary == "2 added, 0 updated, 0 unchanged, 1 rejected."
    assert rejects == ["Line 3: value too long for type character varying(40)"]
