"""What every connector promises, asked of files: many of CSV, a workbook, Parquet."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from workbooks import header, number, text, workbook

from connectors.core.contract import Connector
from connectors.core.manifest import Manifest, Stream
from connectors.files.driver import FilesConnector
from connectors.trial import ConnectorTrial, Rows


class FilesTrial(ConnectorTrial):
    """A folder into which the rows are written anew at each change."""

    file = ""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "exports"
        self.folder.mkdir()

    @property
    def stream(self) -> Stream:
        return Stream.model_validate(
            {
                "name": "items",
                "file": self.file,
                "key": ["id"],
                "control": ["amount"],
                "columns": {"id": "integer", "name": "text", "amount": "decimal"},
            }
        )

    def connector(self) -> Connector:
        return FilesConnector("shop", self.folder, Manifest(streams=(self.stream,)))

    def unreachable(self) -> Connector:
        gone = Path(str(self.folder) + "_gone")
        return FilesConnector("shop", gone, Manifest(streams=(self.stream,)))

    def write(self, name: str, content: bytes) -> None:
        """A file that was finished a minute ago."""
        path = self.folder / name
        path.write_bytes(content)
        os.utime(path, (time.time() - 60,) * 2)


class TestManyFiles(FilesTrial):
    file = "items_*.csv"

    def replace(self, rows: Rows) -> None:
        for odd in (0, 1):
            lines = [
                f'{key},"{name}",{amount}\n'
                for key, (name, amount) in rows.items()
                if key % 2 == odd
            ]
            self.write(f"items_{odd}.csv", "".join(["id,name,amount\n", *lines]).encode())


class TestWorkbook(FilesTrial):
    file = "items.xlsx"
    widest = "123456789012.34"  # Excel keeps 15 digits

    def replace(self, rows: Rows) -> None:
        cells = [[number(str(key)), text(n), number(a)] for key, (n, a) in rows.items()]
        self.write(self.file, workbook({"Items": [header("id", "name", "amount"), *cells]}))


class TestParquet(FilesTrial):
    file = "items.parquet"

    def replace(self, rows: Rows) -> None:
        content = io.BytesIO()
        columns: dict[str, Any] = {
            "id": list(rows),
            "name": [name for name, _ in rows.values()],
            "amount": pa.array([amount for _, amount in rows.values()]).cast(pa.decimal128(18, 2)),
        }
        pq.write_table(pa.table(columns), content)
        self.write(self.file, content.getvalue())
