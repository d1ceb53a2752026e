"""From the bytes of a file to a table of texts, by its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.files.parsed import Parsed

if TYPE_CHECKING:
    from connectors.core.manifest import Stream


def parse(data: bytes, name: str, stream: Stream) -> Parsed:
    """A file as its stream declares it. Raises SourceError naming file, line and remedy."""
    match stream.file_format:
        case "xlsx":
            from connectors.files.workbook import parse_workbook

            return parse_workbook(data, name, stream)
        case "parquet":
            from connectors.files.columnar import parse_parquet

            return parse_parquet(data, name, stream)
        case "jsonl":
            from connectors.files.lines import parse_lines

            return parse_lines(data, name, stream)
        case _:
            from connectors.files.comma import parse_csv

            return parse_csv(data, name, stream)
