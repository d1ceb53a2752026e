"""A source of kind ``fec``: the FEC files that ``path`` names, one a year."""

from __future__ import annotations

from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place


def _connector(place: Place) -> Connector:
    from connectors.fec.driver import FecConnector

    return FecConnector(
        place.source,
        place.workspace.root / place.path(),
        place.manifest,
        rules=place.settings.rules,
        fiscal_year_start=place.workspace.config.company.fiscal_year_start,
    )


KIND = Kind(_connector, reads=frozenset({"file"}))
