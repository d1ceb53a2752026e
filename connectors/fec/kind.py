"""A source of kind ``fec``: the FEC files that ``path`` names, one a year.

Options: ``budget`` (a file beside them), ``budget_sheet``, ``budget_header_row``,
``budget_decimal_mark``.
"""

from __future__ import annotations

from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place


def _connector(place: Place) -> Connector:
    from connectors.fec.budget import Budget
    from connectors.fec.driver import FecConnector

    return FecConnector(
        place.source,
        place.workspace.root / place.path(),
        place.manifest,
        rules=place.settings.rules,
        fiscal_year_start=place.workspace.config.company.fiscal_year_start,
        budget=Budget.of(place),
    )


KIND = Kind(_connector, reads=frozenset({"file"}))
