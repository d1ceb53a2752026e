"""An Odoo lands whole and exact, in each version that we read."""

from __future__ import annotations

from connector_fakes import let_pass
from odoo_fakes import connector_to, landed

from connectors.core.extract import extract
from connectors.core.landing import Landing
from tests.connectors.servers.odoo_company import MANIFEST, make_server


def test_partners_land_and_nothing_lands_twice(landing: Landing) -> None:
    server = make_server(only={"partners"})
    stream = MANIFEST.stream("partners")
    result = extract(connector_to(server), stream, landing, let_pass)
    assert (result.status, result.rows_landed, result.gap) == ("admitted", 5, "")
    again = extract(connector_to(server), stream, landing, let_pass)
    assert (again.status, again.rows_landed) == ("unchanged", 0)
    names = [row[0] for row in landed(landing, "partners", "name")]
    assert names == [server.models["res.partner"].rows[n]["name"] for n in range(1, 6)]
