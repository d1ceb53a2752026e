"""One stream from its source into the landing, in two halves: fetch, then settle.

What stands between the halves is in the landing file, so either can run in another process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from affluent.errors import AffluentError
from connectors.core.contract import Reader
from connectors.core.disk import DiskFull
from connectors.core.landing import Landing
from connectors.core.ledger import Incoming, StreamResult
from connectors.core.manifest import Stream
from connectors.core.verdict import Verdict

TIMES_ON = 3
ArrivalCheck = Callable[[Landing, Incoming, Stream], Verdict]

SHAPE_REMEDY = (
    "Put the column back as it was at the source; or accept the change: mend [streams.columns] "
    "and raise the stream's version in its manifest, and it is landed anew, whole."
)
CONTENT_REMEDY = (
    "Correct it at the source and refresh again, or mend what the manifest declares. "
    "The batch is kept whole in the quarantine; what had landed stands."
)
TOTALS_REMEDY = (
    "The source sent other rows than it counted: see whether its user may read all of them, and "
    'whether rows are deleted where the manifest says "none_immutable".'
)


@dataclass(frozen=True)
class Objection:
    """What speaks against a batch; nothing does when there are no reasons."""

    reasons: tuple[str, ...]
    remedy: str
    expectations: int = 0


def fetch(reader: Reader, stream: Stream, landing: Landing) -> StreamResult:
    """Read what the source has to say into ``incoming``.

    A first reading that was cut off goes on where it stopped. Status: ``received`` or ``failed``
    (the source could not be read; ``settle`` books it). When what would be live differs from what
    the source counted in the same read, a reading by pages goes on a few times, as the source may
    have been written meanwhile; then, as after a change that did not touch the cursor, the stream
    is read again, whole.
    """
    source = reader.source
    landing.ensure_stream(source, stream)
    position = landing.position(source, stream)
    try:
        # What moved is read again from where the last reading ended: a row may have been written
        # that its pages had passed, while it lay cut off. A first reading goes on.
        kept = landing.kept(source, stream) if position is None else None
        state = position if kept is None else kept.resume
        incoming = landing.receive(source, stream, reader.read(stream, state), kept=kept)
        for _ in range(TIMES_ON):
            if not incoming.gap or incoming.resume is None:
                break
            incoming = landing.receive(
                source, stream, reader.read(stream, incoming.resume), kept=incoming
            )
        if incoming.gap and position is not None and not incoming.is_whole:
            note = f"{source}.{stream.name} was read again whole: {'; '.join(incoming.gap)}"
            incoming = landing.receive(
                *(source, stream, reader.read(stream, None)), was_reread=True, notes=(note,)
            )
    except AffluentError as error:
        incoming = landing.fail(source, stream, error)
    return StreamResult(
        source=source,
        stream=stream.name,
        status="failed" if incoming.status == "failed" else "received",
        rows_read=incoming.rows_read,
        reason=incoming.reason,
        remedy=incoming.remedy,
        notes=incoming.notes,
        gap="; ".join(incoming.gap),
        watermark=incoming.watermark,
        was_reread=incoming.was_reread,
    )


def settle(
    source: str, stream: Stream, landing: Landing, arrival_check: ArrivalCheck | None = None
) -> StreamResult:
    """Admit what waits, or refuse it whole; book it either way.

    Status: ``admitted``, ``unchanged`` (nothing differs: nothing is checked), ``refused`` (the
    batch is in ``quarantine``, what had landed stands) or ``failed`` (``fetch`` could not read).
    """
    try:
        return _settled(source, stream, landing, arrival_check)
    except DiskFull as error:
        return landing.give_up(landing.fail(source, stream, error))


def _settled(
    source: str, stream: Stream, landing: Landing, arrival_check: ArrivalCheck | None
) -> StreamResult:
    incoming = landing.incoming(source, stream)
    if incoming is None or incoming.status == "reading":
        return StreamResult(
            source=source,
            stream=stream.name,
            status="failed",
            reason=f"{source}.{stream.name}: nothing was fetched.",
            remedy="Run the landing of this stream first.",
        )
    if incoming.status == "failed":
        return landing.give_up(incoming)
    added, broken = _drift(landing, incoming, stream)
    if not (added or broken or incoming.objections) and _is_quiet(landing, incoming, stream):
        return landing.leave(incoming, stream)
    if broken and not incoming.objections:
        objection = Objection(tuple(broken), SHAPE_REMEDY)
    else:
        objection = _object(landing, incoming, stream, arrival_check)
    if objection.reasons:
        return landing.refuse(
            incoming,
            reasons=objection.reasons,
            remedy=objection.remedy,
            expectations=objection.expectations,
        )
    notes = (*added, *_extras(incoming))
    return landing.admit(incoming, stream, notes=notes, expectations=objection.expectations)


def extract(
    reader: Reader,
    stream: Stream,
    landing: Landing,
    arrival_check: ArrivalCheck | None = None,
) -> StreamResult:
    """Fetch and settle one stream."""
    fetch(reader, stream, landing)
    return settle(reader.source, stream, landing, arrival_check)


def _is_quiet(landing: Landing, incoming: Incoming, stream: Stream) -> bool:
    """Nothing differs from what has landed, and what came may be so."""
    is_empty = incoming.is_whole and not incoming.rows_read and not stream.allow_empty
    if incoming.is_anew or incoming.gap or is_empty:
        return False
    return landing.changes(incoming, stream) == (0, 0)


def _object(
    landing: Landing, incoming: Incoming, stream: Stream, arrival_check: ArrivalCheck | None
) -> Objection:
    """What speaks against the batch: the rules of its kind, its manifest, the source's totals."""
    place = f"{incoming.source}.{incoming.stream}"
    if incoming.objections:
        return Objection(incoming.objections, incoming.remedy)
    if arrival_check is None:
        from connectors.core import arrival

        arrival_check = arrival.check
    verdict = arrival_check(landing, incoming, stream)
    if not verdict.is_good:
        return Objection(verdict.reasons, CONTENT_REMEDY, verdict.expectations)
    gaps = tuple(f"{place}: {gap}" for gap in incoming.gap)
    return Objection(gaps, TOTALS_REMEDY, verdict.expectations)


def _drift(landing: Landing, incoming: Incoming, stream: Stream) -> tuple[list[str], list[str]]:
    """What a table's columns do that nobody declared: those added; those vanished or retyped."""
    if stream.file is not None or incoming.is_anew or not incoming.has_rows_table:
        return [], []
    place = f"{incoming.source}.{incoming.stream}"
    landed, waits = landing.landed_types(incoming), landing.waiting_types(incoming)
    added = [
        f"{place}: new column '{name}' ({waits[name]}); it lands from now on"
        for name in waits
        if name not in landed
    ]
    broken = [
        f"{place}: column '{name}' ({kind}) has vanished"
        if name not in waits
        else f"{place}: column '{name}' was {kind} and is now {waits[name]}"
        for name, kind in landed.items()
        if waits.get(name) != kind
    ]
    return added, broken


def _extras(incoming: Incoming) -> list[str]:
    if not incoming.extras:
        return []
    names = ", ".join(f"'{name}'" for name in incoming.extras)
    place = f"{incoming.source}.{incoming.stream}"
    return [f"{place}: undeclared, kept in _extra: {names}"]
