"""A source of kind ``odoo``: the server that ``url`` names, read with the key of one of its users.

Options: ``database``, ``login`` (before 19), ``companies`` (ids, or all that the user has),
``leave_out`` (streams that are not wanted), ``ca``, ``proxy``.
"""

from __future__ import annotations

from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place


def _connector(place: Place) -> Connector:
    from connectors.odoo.driver import OdooConnector

    return OdooConnector.of(place)


KIND = Kind(_connector, reads=frozenset({"resource"}))
