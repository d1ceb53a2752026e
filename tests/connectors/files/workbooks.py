"""Workbooks written by hand, cell by cell, as Excel and other programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Style 1 is a day, 2 a moment, 3 money.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="22"/><xf numFmtId="4"/></cellXfs></styleSheet>'
)
Cell = str | None


def number(text: str, style: int = 0) -> str:
    """A number as the file has it, digit by digit."""
    return f'<c r="@" s="{style}"><v>{text}</v></c>'


def day(serial: str) -> str:
    """A day, as its number of days since 1899-12-30."""
    return number(serial, 1)


def moment(serial: str) -> str:
    """A moment, as such a number with a fraction."""
    return number(serial, 2)


def text(content: str) -> str:
    """A text."""
    return f'<c r="@" t="inlineStr"><is><t>{content}</t></is></c>'


def error(what: str, formula: str = "VLOOKUP(1,A:A,1)") -> str:
    """A formula that ended in an error."""
    return f'<c r="@" t="e"><f>{formula}</f><v>{what}</v></c>'


def formula(formula: str, value: str | None) -> str:
    """A formula and what it gave; None where nobody has computed it."""
    return f'<c r="@"><f>{formula}</f>{f"<v>{value}</v>" if value is not None else ""}</c>'


def boolean(value: str) -> str:
    """0 or 1 as a truth value."""
    return f'<c r="@" t="b"><v>{value}</v></c>'


def header(*names: str) -> list[Cell]:
    """A row of texts."""
    return [text(name) for name in names]


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook; ``merged``: ranges of every sheet, as B1:C1."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        parts, entries, relations = [], [], []
        for place, (name, rows) in enumerate(sheets.items(), start=1):
            package.writestr(f"xl/worksheets/sheet{place}.xml", _sheet(rows, merged))
            parts.append(
                f'<Override PartName="/xl/worksheets/sheet{place}.xml" '
                f'ContentType="{SHEET_TYPE}.worksheet+xml"/>'
            )
            state = ' state="hidden"' if name in hidden else ""
            entries.append(f'<sheet name="{name}" sheetId="{place}"{state} r:id="rId{place}"/>')
            relations.append(_relation(f"rId{place}", "worksheet", f"worksheets/sheet{place}.xml"))
        relations.append(_relation("rId99", "styles", "styles.xml"))
        package.writestr("xl/styles.xml", STYLES)
        package.writestr(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(entries)}'
            "</sheets></workbook>",
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{HEAD}<Relationships xmlns="{RELS}">{"".join(relations)}</Relationships>',
        )
        package.writestr(
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{RELS}">'
            f"{_relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        )
        package.writestr(
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
            f'ContentType="{SHEET_TYPE}.styles+xml"/>{"".join(parts)}</Types>',
        )
    return content.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[str]) -> str:
    lines = []
    for line, row in enumerate(rows, start=1):
        cells = [
            cell.replace("@", f"{chr(65 + place)}{line}")
            for place, cell in enumerate(row)
            if cell is not None
        ]
        lines.append(f'<row r="{line}">{"".join(cells)}</row>')
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    merges = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    data = f"<sheetData>{''.join(lines)}</sheetData>{merges}"
    return f'{HEAD}<worksheet xmlns="{MAIN}">{data}</worksheet>'


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
