"""The bytes of a text file as text: its encoding, as declared or as found, and nothing lost."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from affluent.errors import SourceError
from connectors.files.parsed import column_names

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK = "cp1252"
DELIMITERS = {",": "','", ";": "';'", "\t": "tab", "|": "'|'"}
OTHER_FORMATS = {b"PK\x03\x04": "a workbook or a zip file", b"PAR1": "a Parquet file"}


@dataclass(frozen=True)
class Text:
    """A file as text; ``found``: what was found that nobody had declared, for people."""

    text: str
    found: tuple[str, ...] = ()


def decode(data: bytes, name: str, declared: str | None) -> Text:
    """The text of a file. Raises SourceError naming the line that is not of its encoding."""
    for start, what in OTHER_FORMATS.items():
        if data.startswith(start):
            raise SourceError(
                f"{name} is {what}, not text.",
                remedy='Give it the ending of its kind, or declare it, as format = "xlsx".',
            )
    text = _declared(data, name, declared) if declared else _detected(data, name)
    if "\0" in text.text:
        line = text.text[: text.text.index("\0")].count("\n") + 1
        raise SourceError(
            f"{name}, line {line}: it holds a NUL byte: the file was cut while it was written, "
            "or is of another encoding.",
            remedy='Export it again; if it is of UTF-16, declare encoding = "utf-16-le".',
        )
    return text


def _declared(data: bytes, name: str, encoding: str) -> Text:
    codec = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
    try:
        return Text(data.decode(codec))
    except UnicodeDecodeError as error:
        raise _undecodable(data, name, encoding, error) from error
    except LookupError as error:
        raise SourceError(
            f"{name}: there is no encoding named '{encoding}'.",
            remedy="Write it in the manifest as utf-8, cp1252, iso8859-15 or utf-16.",
        ) from error


def _detected(data: bytes, name: str) -> Text:
    for bom, codec in BOMS:
        if data.startswith(bom):
            try:
                return Text(data.decode(codec))
            except UnicodeDecodeError as error:
                raise _undecodable(data, name, codec.removesuffix("-sig"), error) from error
    try:
        return Text(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    try:
        return Text(data.decode(FALLBACK), (f"encoding {FALLBACK}",))
    except UnicodeDecodeError as error:
        raise _undecodable(data, name, f"utf-8 nor {FALLBACK}", error) from error


def _undecodable(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> SourceError:
    line = data[: error.start].count(b"\n") + 1
    return SourceError(
        f"{name}, line {line}: this is not {encoding}.",
        remedy='Declare the file\'s encoding in the manifest, as encoding = "cp1252", '
        "or export it as UTF-8.",
    )


def delimiter_of(header: str, name: str, line: int, declared: tuple[str, ...]) -> str:
    """What cuts the header into the declared columns; without any, what cuts it into most.

    Raises SourceError when two ways are as good.
    """
    import csv

    scores: list[tuple[int, int, str]] = []
    for delimiter in DELIMITERS:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        known = sum(cell in declared for cell in cells)
        scores.append((known, len(cells), delimiter))
    scores.sort(key=lambda score: score[:2], reverse=True)
    best, second = scores[0], scores[1]
    if best[1] > 1 and best[:2] == second[:2]:
        raise SourceError(
            f"{name}, line {line}: both {DELIMITERS[best[2]]} and {DELIMITERS[second[2]]} may part "
            "the columns.",
            remedy='Declare which one in the manifest, as delimiter = ";".',
        )
    return best[2] if best[1] > 1 else ","


def header_cells(text: str, name: str, delimiter: str, line: int = 1) -> list[str]:
    """The names of the columns, from a text that begins with its header."""
    import csv
    import io

    first = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    return column_names(first, name, line)


def from_line(text: str, line: int) -> str:
    """The text from a line on, counted from 1."""
    place = 0
    for _ in range(line - 1):
        place = text.find("\n", place) + 1
        if not place:
            return ""
    return text[place:]
