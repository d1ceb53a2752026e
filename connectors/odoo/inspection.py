"""What an Odoo lets its reader see: looked at without reading anything in."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from connectors.odoo.client import JSON_2_SINCE
from connectors.odoo.faults import Forbidden, NoModel

if TYPE_CHECKING:
    from connectors.odoo.driver import OdooReader


@dataclass(frozen=True)
class Inspection:
    """``absent`` and ``forbidden``: stream → model. ``ahead_seconds``: its clock before ours."""

    version: str
    speech: str
    companies: dict[int, str]
    ahead_seconds: float
    readable: tuple[str, ...]
    absent: dict[str, str]
    forbidden: dict[str, str]


def inspect(reader: OdooReader) -> Inspection:
    """Ask for one row of each stream. Raises SourceError when it cannot be entered."""
    session = reader.session
    told = session.transport.last_date
    ahead = 0.0
    if told is not None:
        ahead = parsedate_to_datetime(told).timestamp() - session.transport.now()
    readable: list[str] = []
    absent: dict[str, str] = {}
    forbidden: dict[str, str] = {}
    for stream in reader.streams():
        model = stream.resource or ""
        if reader.why_not(stream) is not None:
            absent[stream.name] = model
            continue
        try:
            session.ask(list[int], model, "search", domain=[], limit=1)
        except NoModel:
            absent[stream.name] = model
        except Forbidden:
            forbidden[stream.name] = model
        else:
            readable.append(stream.name)
    return Inspection(
        session.version.text,
        "JSON-2" if session.version.major >= JSON_2_SINCE else "JSON-RPC",
        dict(session.companies),
        ahead,
        tuple(readable),
        absent,
        forbidden,
    )
