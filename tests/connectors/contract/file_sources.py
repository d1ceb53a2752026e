"""Files under the faults of files: CSV, a workbook, Parquet, JSON lines, many of CSV."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.core.contract import Connector
from connectors.core.landing import Landing
from connectors.core.manifest import Manifest, Stream
from connectors.files.driver import FilesConnector
from connectors.files.folder import LocalFolder
from tests.connectors.contract.harness import Rows
from tests.connectors.contract.local_faults import Local, LocalFault
from tests.connectors.files.workbooks import error, header, number, text, workbook

FIVE: Rows = {number: (f"item {number} é", f"{number}.10") for number in range(1, 6)}
NAMES = ("id", "name", "amount")
Cells = list[list[str]]
WAITS = "waits, the rest lands"

FAULTS = (
    LocalFault("folder gone", "lose_folder", "fails"),
    LocalFault("file gone", "lose_file", "fails", unlike={"many CSV": "lands"}),
    LocalFault("file cut off in the middle", "cut", "fails"),
    LocalFault(
        "file changed while it is read", "go_on_writing", "fails", unlike={"many CSV": WAITS}
    ),
    LocalFault("file of no byte", "empty", "refused", judged=True, unlike={"many CSV": WAITS}),
    LocalFault("another encoding than declared", "encode_otherwise", "fails"),
    LocalFault("a quote that is never closed", "open_quote", "fails"),
    LocalFault("a line with a field too many", "add_field", "fails"),
    LocalFault("two columns of one name", "name_twice", "fails"),
    LocalFault("column added", "add_column", "lands, and is said"),
    LocalFault("columns in another order", "reorder", "lands"),
    LocalFault("column lost", "drop_column", "refused", judged=True),
    LocalFault("column renamed", "rename_column", "refused", judged=True),
    LocalFault("a value that its declared type cannot be", "misfit", "refused", judged=True),
    LocalFault("numbers with another decimal mark", "write_commas", "refused"),
    LocalFault("a formula that ends in an error", "end_in_error", "refused"),
    LocalFault("a key that stands twice", "double_key", "refused", judged=True),
    LocalFault("the same file sent again", "send_again", "lands"),
    LocalFault("row changed", "change", "lands"),
    LocalFault("row added", "add", "lands"),
    LocalFault("row deleted", "delete", "lands"),
)


class Growing(LocalFolder):
    """A folder in which somebody goes on writing while a file is read."""

    def read(self, name: str) -> bytes:
        data = super().read(name)
        with (self.root / name).open("ab") as file:
            file.write(b"\n")
        return data


class FileSource(Local):
    """A folder with one file of the rows."""

    file: str
    keys: ClassVar[dict[str, str]] = {}

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, source: str) -> None:
        """As it was at first, under another name."""
        self.source = source
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self._place = LocalFolder(self.folder)
        self.put(FIVE)

    @property
    def stream(self) -> Stream:
        columns = {"id": "integer", "name": "text", "amount": "decimal"}
        fields: dict[str, object] = {
            "name": "items",
            "file": self.file,
            "key": ["id"],
            "control": ["amount"],
        }
        return Stream.model_validate({**fields, "columns": columns, **self.keys})

    def connector(self) -> Connector:
        return FilesConnector(self.source, self._place, Manifest(streams=(self.stream,)))

    def put(self, rows: Rows) -> None:
        self._rows = dict(rows)
        self._write(NAMES, [[str(key), *row] for key, row in rows.items()])

    def _write(self, names: tuple[str, ...], cells: Cells) -> None:
        self._bytes(self.file, self.render(names, cells))

    def _bytes(self, name: str, data: bytes) -> None:
        """A file that was finished a minute ago."""
        path = self.folder / name
        path.write_bytes(data)
        os.utime(path, (time.time() - 60,) * 2)

    def render(self, names: tuple[str, ...], cells: Cells) -> bytes:
        """The bytes of a file of these columns and rows."""
        raise NotImplementedError

    @property
    def rows(self) -> Rows:
        return self._rows

    def truth(self) -> Rows:
        return {key: (name, Decimal(amount)) for key, (name, amount) in self._rows.items()}

    def live(self, landing: Landing) -> Rows:
        landing.ensure_stream(self.source, self.stream)
        select = (
            "select cast(id as int), name, cast(amount as decimal(18, 2))"
            f" from raw_{self.source}.items where not _is_deleted"
        )
        return {row[0]: row[1:] for row in landing._con.execute(select).fetchall()}

    def mend(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self._place = LocalFolder(self.folder)
        self.put(self._rows)

    def _cells(self) -> Cells:
        return [[str(key), *row] for key, row in self._rows.items()]

    def _data(self) -> bytes:
        return (self.folder / self.file).read_bytes()

    # What happens.

    def lose_folder(self) -> None:
        shutil.rmtree(self.folder)

    def lose_file(self) -> None:
        (self.folder / self.file).unlink()

    def cut(self) -> None:
        data = self._data()
        self._bytes(self.file, data[: len(data) * 55 // 100])

    def go_on_writing(self) -> None:
        self.change()
        self._place = Growing(self.folder)

    def add_column(self) -> None:
        self._write((*NAMES, "colour"), [[*row, "red"] for row in self._cells()])

    def reorder(self) -> None:
        self._write(NAMES[::-1], [row[::-1] for row in self._cells()])

    def drop_column(self) -> None:
        self._write(NAMES[:2], [row[:2] for row in self._cells()])

    def rename_column(self) -> None:
        self._write(("id", "title", "amount"), self._cells())

    def misfit(self) -> None:
        self._write(NAMES, [["1", "one", "much"], *self._cells()[1:]])

    def double_key(self) -> None:
        self._write(NAMES, [*self._cells(), ["1", "one again", "1.00"]])

    def send_again(self) -> None:
        (self.folder / self.file).touch()

    def change(self) -> None:
        self.put({**self._rows, 2: ("changed", "7.77")})

    def add(self) -> None:
        self.put({**self._rows, 6: ("added", "6.66")})

    def delete(self) -> None:
        self.put({key: row for key, row in self._rows.items() if key != 1})


class CsvSource(FileSource):
    name = "CSV"
    does_end = True
    file = "items.csv"
    keys: ClassVar[dict[str, str]] = {"encoding": "utf-8"}

    def render(self, names: tuple[str, ...], cells: Cells) -> bytes:
        return "".join(f"{','.join(row)}\n" for row in ([*names], *cells)).encode()

    def empty(self) -> None:
        self._bytes(self.file, b"")

    def encode_otherwise(self) -> None:
        self._bytes(self.file, self._data().decode().encode("cp1252"))

    def open_quote(self) -> None:
        self._bytes(self.file, self._data().replace(b"item 3", b'"item 3'))

    def add_field(self) -> None:
        self._bytes(self.file, self._data().replace(b"item 3", b"item,3"))

    def name_twice(self) -> None:
        self._write(("id", "name", "amount", "name"), [[*row, "x"] for row in self._cells()])

    def write_commas(self) -> None:
        cells = [
            [key, name, f'"{amount.replace(".", ",")}"'] for key, name, amount in self._cells()
        ]
        self._write(NAMES, cells)


class WorkbookSource(FileSource):
    name = "Excel"
    file = "items.xlsx"
    asked = frozenset(
        {
            *("cut", "go_on_writing", "name_twice", "add_column", "reorder", "rename_column"),
            *("write_commas", "end_in_error"),
        }
    )

    def render(self, names: tuple[str, ...], cells: Cells) -> bytes:
        rows = [[text(cell) if cell[-1].isalpha() else number(cell) for cell in r] for r in cells]
        return workbook({"Items": [header(*names), *rows]})

    def name_twice(self) -> None:
        self._write(("id", "name", "amount", "name"), [[*row, "x"] for row in self._cells()])

    def write_commas(self) -> None:
        rows = [[number(key), text(n), text(a.replace(".", ","))] for key, n, a in self._cells()]
        self._bytes(self.file, workbook({"Items": [header(*NAMES), *rows]}))

    def end_in_error(self) -> None:
        rows = [[number(key), text(name), error("#N/A")] for key, name, _ in self._cells()]
        self._bytes(self.file, workbook({"Items": [header(*NAMES), *rows]}))


class ParquetSource(FileSource):
    name = "Parquet"
    file = "items.parquet"
    asked = frozenset({"cut", "add_column", "drop_column", "change"})

    def render(self, names: tuple[str, ...], cells: Cells) -> bytes:
        content = io.BytesIO()
        columns = dict(zip(names, zip(*cells, strict=True), strict=True))
        pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), content)
        return content.getvalue()


class LinesSource(FileSource):
    name = "JSON lines"
    file = "items.jsonl"
    asked = frozenset({"cut", "encode_otherwise", "add_column", "rename_column"})

    def render(self, names: tuple[str, ...], cells: Cells) -> bytes:
        lines = [
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in cells
        ]
        return "".join(f"{line}\n" for line in lines).encode()

    def encode_otherwise(self) -> None:
        self._bytes(self.file, self._data().decode().encode("cp1252"))


class ManySource(CsvSource):
    name = "many CSV"
    does_end = False
    file = "items_*.csv"
    asked = frozenset(
        {
            *("lose_folder", "lose_file", "cut", "go_on_writing", "empty", "drop_column"),
            *("double_key", "send_again", "change", "delete"),
        }
    )

    def _write(self, names: tuple[str, ...], cells: Cells) -> None:
        for place in (0, 1):
            rows = [row for row in cells if (row[0] in "135") == bool(place)]
            self._bytes(f"items_{place}.csv", self.render(names, rows))

    def _bytes(self, name: str, data: bytes) -> None:
        super()._bytes("items_1.csv" if name == self.file else name, data)

    def _data(self) -> bytes:
        return (self.folder / "items_1.csv").read_bytes()

    def lose_file(self) -> None:
        (self.folder / "items_1.csv").unlink()
        self._rows = {key: row for key, row in self._rows.items() if str(key) not in "135"}

    def send_again(self) -> None:
        (self.folder / "items_1.csv").rename(self.folder / "items_2.csv")

    def double_key(self) -> None:
        self._bytes("items_3.csv", self.render(NAMES, [["2", "again", "2.00"]]))


SOURCES = (CsvSource, WorkbookSource, ParquetSource, LinesSource, ManySource)
