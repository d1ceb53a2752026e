"""What a manifest says of streams that are files; ``manifest.py`` has the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, model_validator

from connectors.core.file_names import FILE, FileFormat, format_of, is_pattern
from connectors.core.manifest_wire import Section

if TYPE_CHECKING:
    from connectors.core.manifest import Stream


class FileStream(Section):
    """How a stream is read from a file, or from all files that a pattern finds.

    ``format``: where the name of the file does not say it. ``sheet`` and ``header_row``: of a
    workbook; of CSV, the row of the header. ``encoding`` and ``delimiter``: as found where they are
    not declared. ``decimal_mark``: of numbers in text; where it is declared, thousands may be
    parted. ``same_key``: what becomes of a key that stands in two files of a pattern.
    """

    file: str | None = None
    format: FileFormat | None = None
    sheet: str | None = None
    header_row: int = Field(1, ge=1)
    encoding: str | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    decimal_mark: Literal[".", ","] | None = None
    same_key: Literal["refused", "last_file"] = "refused"

    @model_validator(mode="before")
    @classmethod
    def _files_are_remembered(cls, raw: Any) -> Any:
        """Of a stream of many files, each row says which one brought it."""
        if not isinstance(raw, Mapping) or not is_pattern(raw.get("file")):
            return raw
        return {**raw, "columns": {**raw.get("columns", {}), FILE: "text"}}

    @property
    def has_many_files(self) -> bool:
        """Whether ``file`` is a pattern."""
        return is_pattern(self.file)

    @property
    def file_format(self) -> FileFormat:
        """As declared, or as the name of the file says."""
        return self.format or format_of(self.file or "")


def complaints_of_file(stream: Stream) -> list[str]:
    """What is wrong with how a file is declared, each with its remedy."""
    if not stream.file:
        return []
    form, many = stream.file_format, stream.has_many_files
    rules = {
        "sheet is for a workbook; remove it": stream.sheet and form != "xlsx",
        "header_row is for csv and xlsx; remove it": stream.header_row > 1
        and form not in {"csv", "xlsx"},
        "encoding and delimiter are for csv; remove them": (stream.encoding or stream.delimiter)
        and form != "csv",
        "decimal_mark is for csv and xlsx; remove it": stream.decimal_mark
        and form not in {"csv", "xlsx"},
        'same_key = "last_file" needs a pattern of files, and key': stream.same_key == "last_file"
        and not (many and stream.key),
        "a pattern of files lies inside the source's path: no / at its start, no ..": many
        and (str(stream.file).startswith("/") or ".." in str(stream.file).split("/")),
    }
    return [complaint for complaint, is_broken in rules.items() if is_broken]
