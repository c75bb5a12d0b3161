"""Tables as files for spreadsheets: written batch by batch, harmless whatever their cells hold."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone
from zipstream import ZIP_DEFLATED, ZipStream

Cell = Any
Row = list[Cell]
Batches = Iterable[list[Row]]

FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet would reckon, or that smuggles one into the next cell."""

ESCAPED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML may not hold, and what looks like the escape for it."""

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones

DATE, TEXT, HEADING = 1, 2, 3
"""The places of the styles in `STYLES`."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
WORKBOOK_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    "</Relationships>"
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}">'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    "</styleSheet>"
)
SHEET_BEGINS = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": RELATIONS,
    "xl/workbook.xml": WORKBOOK,
    "xl/_rels/workbook.xml.rels": WORKBOOK_RELATIONS,
    "xl/styles.xml": STYLES,
}


def csv_file(heading: list[str], batches: Batches) -> Iterator[bytes]:
    """UTF-8 with its mark, which spreadsheets need to see; times in the current zone."""
    first: Batches = [[[*heading]]]
    for page in _csv_pages(chain(first, batches)):
        yield page.encode("utf-8", "replace")


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The same for rows that come one by one, the heading before them."""
    return _csv_pages([row] for row in rows)


def xlsx_file(heading: list[str], batches: Batches) -> Iterator[bytes]:
    """One sheet, in which texts are texts and times are times of the current zone."""
    parts = ZipStream(compress_type=ZIP_DEFLATED, compress_level=6)
    for name, content in PARTS.items():
        parts.add(PROLOGUE + content, name)
    parts.add(_sheet(heading, batches), "xl/worksheets/sheet1.xml")
    yield from parts


WRITERS: dict[str, tuple[str, Callable[[list[str], Batches], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", csv_file),
    "xlsx": (f"{SHEET_TYPE}.sheet", xlsx_file),
}
"""The type and the writer of each kind of file."""


def _csv_pages(batches: Batches) -> Iterator[str]:
    yield "\ufeff"
    for rows in batches:
        page = io.StringIO()
        csv.writer(page).writerows([_as_text(cell) for cell in row] for row in rows)
        yield page.getvalue()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if FORMULA.match(text) else text


def _sheet(heading: list[str], batches: Batches) -> Iterator[bytes]:
    yield (PROLOGUE + SHEET_BEGINS).encode()
    yield _row("".join(_text_cell(words, HEADING) for words in heading))
    for rows in batches:
        yield b"".join(_row("".join(map(_cell, row))) for row in rows)
    yield b"</sheetData></worksheet>"


def _row(cells: str) -> bytes:
    return f"<row>{cells}</row>".encode("utf-8", "replace")


def _cell(cell: Cell) -> str:
    if isinstance(cell, datetime):
        days = (timezone.localtime(cell).replace(tzinfo=None) - DAY_ZERO).total_seconds() / 86400
        return f'<c s="{DATE}"><v>{days:.6f}</v></c>'
    text = "" if cell is None else str(cell)
    return _text_cell(text, TEXT if FORMULA.match(text) else 0) if text else "<c/>"


def _text_cell(text: str, style: int) -> str:
    """Never a formula: its type says so, and the style keeps it so when it is edited."""
    visible = escape(ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{visible}</t></is></c>'
