"""Cells of a workbook that hold no value though they should: errors, and formulas never computed.

The reader of workbooks gives both as empty cells: an amount would silently be none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Set
from xml.etree import ElementTree as ET

from connectors.files.cells import place_of
from connectors.files.parsed import places

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/?)>(.*?)(?=<(?:\w+:)?c\b|</(?:\w+:)?row>)", re.DOTALL)
ATTRIBUTE = re.compile(rb'\b(r|t)="([^"]*)"')
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
HAS_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unreadable_cells(data: bytes, sheet: str, lines: Set[int], columns: Set[int]) -> str:
    """What is said of such cells in the given lines (from 1) and columns (from 0); empty: none."""
    errors, uncomputed = [], []
    for reference, problem in _cells(_sheet_xml(data, sheet)):
        letters = reference.rstrip("0123456789")
        if int(reference[len(letters) :]) not in lines or place_of(letters) not in columns:
            continue
        if problem:
            errors.append(f"{reference} {problem}")
        else:
            uncomputed.append(reference)
    said = []
    if errors:
        said.append(f"formulas that end in an error: {places(errors, len(errors))}")
    if uncomputed:
        said.append(f"formulas that were never computed: {places(uncomputed, len(uncomputed))}")
    return "; ".join(said) + "." if said else ""


def _cells(xml: bytes) -> Iterator[tuple[str, str]]:
    """Cell and error; an empty error where a formula has no value."""
    if b't="e"' not in xml and HAS_FORMULA.search(xml) is None:
        return
    for match in CELL.finditer(xml):
        attributes = {key: value.decode() for key, value in ATTRIBUTE.findall(match[1])}
        content = b"" if match[2] else match[3]
        value = VALUE.search(content)
        if attributes.get(b"t") == "e":
            yield attributes[b"r"], value[1].decode() if value else "#?"
        elif value is None and HAS_FORMULA.search(content) and attributes.get(b"t") != "str":
            yield attributes[b"r"], ""


def _sheet_xml(data: bytes, sheet: str) -> bytes:
    """The part of the package that holds a sheet; empty when it is not found there."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            workbook = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314
            relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        except KeyError:
            return b""
        wanted = [
            node.get(RELATION)
            for node in workbook.iter()
            if node.tag.endswith("}sheet") and node.get("name") == sheet
        ]
        for node in relations.iter():
            if node.get("Id") in wanted and node.get("Id") is not None:
                target = str(node.get("Target")).lstrip("/")
                path = target if target.startswith("xl/") else f"xl/{target}"
                return package.read(path) if path in package.namelist() else b""
    return b""
