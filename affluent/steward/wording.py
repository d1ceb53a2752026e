"""The table of what a word moves, as the command line prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from affluent.steward.app import Office
    from serving.moves import Moved, Side


def change_of(office: Office, moved: Moved) -> tuple[list[str], list[list[str]]]:
    """A table of what a word moves: one column a customer before, one a customer after."""
    from serving.format import figure

    words, metrics = office.words, office.metrics
    currency = metrics.warehouse.manifest.currency

    def shown(side: Side, kpi: str) -> str:
        unit = metrics.catalogue.kpi(kpi).unit
        return figure(side.figures.get(kpi), unit, language=office.language, currency=currency)

    heading = ["", *(words("steward.before", name=side.name) for side in moved.before)]
    heading += [words("steward.after", name=side.name) for side in moved.after]
    rows = [
        [
            metrics.catalogue.kpi(kpi).label(office.language),
            *(shown(side, kpi) for side in (*moved.before, *moved.after)),
        ]
        for kpi in moved.kpis
    ]
    return heading, rows
