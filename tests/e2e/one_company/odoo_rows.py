"""How a row is put into an Odoo, and which ids stand for what."""

from __future__ import annotations

from typing import Any

from tests.connectors.servers.odoo_company import MANIFEST, make_server

CURRENCIES = {"EUR": 1, "CHF": 2}
SELLERS = {"Vente Nord": 2, "Vente Sud": 3}
# Order, product → the order's line: id, packs delivered less returned, what one was to cost.
ORDER_LINES = {
    (30, 20): (301, "3", "99"),
    (30, 21): (302, "2", None),
    (30, None): (303, "0", None),
    (31, 20): (311, "3", "13.75"),  # in the order's euros: 11 francs at 1.25
}


class Rendered:
    """Writes rows under the names that the version has for the manifest's columns."""

    def __init__(self, version: str) -> None:
        self.server = make_server(version, only=set())
        self.is_old = self.server.major < 19
        self.has_own_accounts = self.server.major < 18

    def put(self, stream: str, key: int, **values: Any) -> None:
        declared = MANIFEST.stream(stream)
        model = self.server.models[declared.resource or ""]
        named = {}
        for column, value in values.items():
            spec = declared.columns.get(column)
            wires = (column, *(spec.aliases if spec else ()))
            wire = next((one for one in wires if one in model.types), None)
            if wire is not None:
                named[wire] = value
        model.next_id = key
        self.server.create(model.name, **named)
