"""Small batches as one: to land a batch takes milliseconds, however small it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.core.contract import Batch, Event, Note

ROWS_TOGETHER = 50_000


def together(events: Iterator[Event]) -> Iterator[Event]:
    """The same events, small batches of the same columns as one."""
    held: list[Batch] = []
    for event in events:
        if not isinstance(event, Batch):
            if held and not isinstance(event, Note):
                yield _joined(held)
                held = []
            yield event
            continue
        if held and held[0].table.column_names != event.table.column_names:
            yield _joined(held)
            held = []
        held.append(event)
        if sum(one.table.num_rows for one in held) >= ROWS_TOGETHER:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def _joined(batches: Sequence[Batch]) -> Batch:
    import pyarrow as pa

    if len(batches) == 1:
        return batches[0]
    table = pa.concat_tables([one.table for one in batches])
    numbers = [lines_of(one) for one in batches]
    known = [each for each in numbers if each is not None]
    lines = [line for each in known for line in each] if len(known) == len(numbers) else None
    return Batch(table, lines=lines)


def lines_of(batch: Batch) -> Sequence[int] | None:
    """The file line of every row; None where it is not known."""
    if batch.lines is not None:
        return batch.lines
    if batch.first_line is None:
        return None
    return range(batch.first_line, batch.first_line + batch.table.num_rows)
