"""Whether the rows of a page can have come before: not while its keys only rise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def rising(table: pa.Table, key: Sequence[str], highest: int | None) -> tuple[bool, int | None]:
    """Whether all keys of a page lie above the highest before it; and the highest from now on.

    While all rows are read nothing has to be looked for: that would take a time that grows with
    the square of the pages. Keys of several columns, or of text, are always looked for.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(key) != 1 or key[0] not in table.column_names or not table.num_rows:
        return False, highest
    column = table.column(key[0])
    if not pa.types.is_integer(column.type) or column.null_count:
        return False, highest
    ends = pc.min_max(column).as_py()
    if highest is None:
        return True, ends["max"]
    return ends["min"] > highest, max(highest, ends["max"])
