"""An Excel sheet as a table of texts, cell by cell.

A number is the text that Excel shows of it, 15 digits: what lies beyond is noise of its floats.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from affluent.errors import SourceError
from connectors.core.file_names import FILE
from connectors.files.cells import is_inexact, letters, text_of
from connectors.files.formulas import unreadable_cells
from connectors.files.numbers import NUMBERS, is_written_otherwise, plain, remedy_for, told
from connectors.files.parsed import Parsed, column_names, empty_table, places, text_table

if TYPE_CHECKING:
    from connectors.core.manifest import Stream

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its rows of cells, and its columns as its header row names them."""

    name: str
    where: str
    rows: list[list[Any]]
    header: int
    names: list[str]


def parse_workbook(data: bytes, name: str, stream: Stream) -> Parsed:
    """All rows under the header row of a sheet, blank ones left out; an empty cell is null.

    Raises SourceError naming the file, the sheet or the cell, and the remedy.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _require_workbook(data, name)
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(data))
        sheet = workbook.get_sheet_by_name(_sheet_name(workbook, name, stream))
        rows = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except CalamineError as error:
        raise SourceError(
            f"{name} cannot be read as a workbook: {error}.",
            remedy="Open it in Excel and save it anew as .xlsx.",
        ) from error
    where = f"{name}, sheet '{sheet.name}'"
    header = stream.header_row
    if len(rows) < header or not any(cell != "" for cell in rows[header - 1]):
        if not any(cell != "" for row in rows for cell in row):
            return Parsed(empty_table([column for column in stream.columns if column != FILE]))
        raise SourceError(
            f"{where}: row {header}, where the header should stand, is empty.",
            remedy="Say in the manifest on which row it stands: header_row = 3.",
        )
    _refuse_merged_header(merged, header, where)
    names = _names(rows, header, where)
    parsed = _as_parsed(Sheet(sheet.name, where, rows, header, names), data, stream)
    cells = _merged_data(merged, names, parsed.lines or (), stream)
    if not cells:
        return parsed
    fault = f"{where}: merged cells, of which only the first has the value: {cells}."
    return replace(
        parsed,
        faults=(*parsed.faults, fault),
        remedy=parsed.remedy or "Unmerge them, and write the value into each cell.",
    )


def sheet_names(data: bytes, name: str) -> list[str]:
    """The sheets of a workbook that people see. Raises SourceError."""
    from python_calamine import CalamineError, CalamineWorkbook

    _require_workbook(data, name)
    try:
        return _visible(CalamineWorkbook.from_object(io.BytesIO(data)))
    except CalamineError as error:
        raise SourceError(f"{name} cannot be read as a workbook: {error}.") from error


def _require_workbook(data: bytes, name: str) -> None:
    if data.startswith(OLE) and ENCRYPTED in data:
        raise SourceError(
            f"{name} is protected by a password.",
            remedy="Save it without one: File, Info, Protect Workbook, Encrypt with Password, and "
            "leave the password empty.",
        )
    if data.startswith(OLE):
        raise SourceError(
            f"{name} is a workbook of the old kind (.xls).",
            remedy="Save it as Excel workbook (.xlsx).",
        )
    if not data.startswith(b"PK"):
        raise SourceError(
            f"{name} is no Excel workbook.",
            remedy="Save it as .xlsx; a text file that bears that name is given its own, .csv.",
        )


def _visible(workbook: Any) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _sheet_name(workbook: Any, name: str, stream: Stream) -> str:
    """The declared sheet, or the only one that people see. Raises SourceError."""
    visible = _visible(workbook)
    if stream.sheet is None and len(visible) == 1:
        return visible[0]
    if stream.sheet in workbook.sheet_names:
        return str(stream.sheet)
    has = ", ".join(f"'{sheet}'" for sheet in visible)
    if stream.sheet is None:
        raise SourceError(
            f"{name} has {len(visible)} sheets: {has}.",
            remedy=f'Say in the manifest which one: sheet = "{visible[0] if visible else "…"}".',
        )
    raise SourceError(
        f"{name} has no sheet '{stream.sheet}'; it has: {has}.",
        remedy="Give the sheet its name back, or correct sheet in the manifest.",
    )


def _refuse_merged_header(merged: list[Any], header: int, where: str) -> None:
    for (top, left), (bottom, right) in merged:
        if top <= header - 1 <= bottom and left != right:
            cells = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            raise SourceError(
                f"{where}: the header has merged cells, {cells}: they name several columns at "
                "once.",
                remedy="Give each column a name of its own; or, where the names stand on a row "
                f"below, say so in the manifest: header_row = {bottom + 2}.",
            )


def _merged_data(
    merged: list[Any], names: Sequence[str], lines: Sequence[int], stream: Stream
) -> str:
    """The merged cells that hold rows of declared columns; empty when there are none."""
    declared = {number for number, column in enumerate(names) if column in stream.columns}
    rows = set(lines)
    found = [
        f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
        for (top, left), (bottom, right) in merged
        if declared.intersection(range(left, right + 1))
        and rows.intersection(range(top + 1, bottom + 2))
    ]
    return places(found, len(found))


def _names(rows: list[list[Any]], header: int, where: str) -> list[str]:
    """The names of the columns, as far as one has a name or a value."""
    cells = rows[header - 1]
    width = max(
        number + 1 for row in rows[header - 1 :] for number, cell in enumerate(row) if cell != ""
    )
    names = [text_of(cell).strip() if cell != "" else "" for cell in cells[:width]]
    return column_names(names, where, header)


def _as_parsed(sheet: Sheet, data: bytes, stream: Stream) -> Parsed:
    where, rows, names, header = sheet.where, sheet.rows, sheet.names, sheet.header
    lines = [
        number
        for number, row in enumerate(rows[header:], start=header + 1)
        if any(cell != "" for cell in row[: len(names)])
    ]
    columns: list[list[str | None]] = []
    faults, otherwise = [], []
    for place, column in enumerate(names):
        spec = stream.columns.get(column)
        is_number = spec is not None and spec.type in NUMBERS
        cells = [rows[line - 1][place] for line in lines]
        texts = [text_of(cell, spec.format if spec else None) for cell in cells]
        inexact = [
            f"{letters(place)}{line}"
            for line, cell in zip(lines, cells, strict=True)
            if is_inexact(cell)
        ]
        if spec is not None and inexact:
            faults.append(
                f"{where}: column '{column}': numbers of more than 15 digits, which Excel does not "
                f"keep: {places(inexact, len(inexact))}."
            )
        if is_number:
            found = _plain_texts(cells, texts, stream.decimal_mark)
            if found:
                otherwise += [texts[row] for row in found]
                shown = [f"'{texts[row]}' ({letters(place)}{lines[row]})" for row in found]
                faults.append(told(where, column, shown, stream.decimal_mark))
        columns.append([text if text != "" else None for text in texts])
    remedy = remedy_for(otherwise, stream.decimal_mark) if otherwise else ""
    if faults and not remedy:
        remedy = "Make such a column text in Excel before its numbers are typed."
    declared = {number for number, column in enumerate(names) if column in stream.columns}
    cells_wrong = unreadable_cells(data, sheet.name, set(lines), declared)
    if cells_wrong:
        faults = [f"{where}: {cells_wrong}"]
        remedy = (
            "Correct the formula, or put there the value that it should give; an empty cell is "
            "read as no value. Save the workbook in Excel, and refresh again."
        )
    return Parsed(text_table(names, columns), lines=lines, faults=tuple(faults), remedy=remedy)


def _plain_texts(cells: list[Any], texts: list[str], mark: str | None) -> list[int]:
    """Make numbers that were typed as text plain, in place; the rows where that cannot be."""
    found = []
    for row, cell in enumerate(cells):
        if not isinstance(cell, str) or cell == "":
            continue
        value = plain(cell, mark)
        if value is not None and mark is not None:
            texts[row] = value
        elif value is None and is_written_otherwise(cell, mark):
            found.append(row)
    return found
