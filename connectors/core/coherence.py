"""What the keys of a stream say of each other: which go together, and which not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.core.manifest_files import complaints_of_file

if TYPE_CHECKING:
    from connectors.core.manifest import Stream

CURSORS = ("watermark", "horizon")  # strategies that go by a column
SYSTEM_CURSOR = "xmin"  # of PostgreSQL: which transaction wrote a row


def complaints(stream: Stream) -> list[str]:
    """What is wrong with a stream as a whole, each with its remedy."""
    rules = {**_of_places(stream), **_of_strategies(stream), **_of_deletions(stream)}
    return [
        *(complaint for complaint, is_broken in rules.items() if is_broken),
        *(complaint for complaint in _unknown_columns(stream) if stream.columns),
        *complaints_of_file(stream),
    ]


def _of_places(stream: Stream) -> dict[str, object]:
    places = (stream.file, stream.table, stream.query, stream.resource)
    return {
        "give one of file, table, query, resource": sum(place is not None for place in places) != 1,
        "a file needs its [streams.columns]: name = type": stream.file and not stream.columns,
        'a file is read whole: strategy = "snapshot"': (
            stream.strategy != "snapshot" and stream.file
        ),
        "a resource needs key, the columns that name a row": stream.resource and not stream.key,
    }


def _of_strategies(stream: Stream) -> dict[str, object]:
    strategy = stream.strategy
    has_cursor, is_partial = strategy in CURSORS, strategy != "snapshot"
    return {
        f"strategy {strategy} is for a resource": strategy in {"sequence", "delta_link"}
        and stream.resource is None,
        f"strategy {strategy} needs cursor, the column that moves at each change": has_cursor
        and not stream.cursor,
        f"strategy {strategy} needs key, the columns that name a row": is_partial
        and not stream.key,
        'cursor needs strategy = "watermark" or "horizon"': not has_cursor and stream.cursor,
        'cursor = "xmin" needs strategy = "horizon" and table = "schema.table"': (
            stream.cursor == SYSTEM_CURSOR and not (strategy == "horizon" and stream.table)
        ),
    }


def _of_deletions(stream: Stream) -> dict[str, object]:
    strategy, deletes = stream.strategy, stream.deletes
    is_partial = strategy != "snapshot"
    return {
        'deletes = "snapshot" needs strategy = "snapshot"; use "id_reconcile"': is_partial
        and deletes == "snapshot",
        'deletes = "id_reconcile" needs strategy = "watermark" or "horizon"; use "snapshot"': (
            not is_partial and deletes == "id_reconcile"
        ),
        'deletes = "tombstone" needs strategy = "horizon" and table = "schema.table"': (
            deletes == "tombstone"
            and strategy != "delta_link"
            and not (strategy == "horizon" and "." in (stream.table or ""))
        ),
        'deletes = "soft_flag" needs flag, the column that says that a row is gone': (
            deletes == "soft_flag" and not stream.flag
        ),
        'flag needs deletes = "soft_flag"': stream.flag and deletes != "soft_flag",
        'deletes = "soft_flag" needs strategy = "watermark" or "snapshot", and no file': (
            deletes == "soft_flag" and (strategy not in {"watermark", "snapshot"} or stream.file)
        ),
        'deletes = "archived_list" is for a resource with strategy = "watermark"': (
            deletes == "archived_list" and not (stream.resource and strategy == "watermark")
        ),
    }


def _unknown_columns(stream: Stream) -> list[str]:
    found = []
    cursor = (stream.cursor,) if stream.cursor and stream.cursor != SYSTEM_CURSOR else ()
    flag = (stream.flag,) if stream.flag else ()
    for use, names in (
        *(("key", stream.key), ("control", stream.control), ("cursor", cursor)),
        ("flag", flag),
    ):
        found += [
            f"{use} names '{name}', which is not in [streams.columns]"
            for name in names
            if name not in stream.columns
        ]
    found += [
        f"control sums '{name}': declare it integer or decimal"
        for name in stream.control
        if name in stream.columns and stream.columns[name].type not in {"integer", "decimal"}
    ]
    return found
