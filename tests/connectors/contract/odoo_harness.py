"""Odoo under the contract: leads, by JSON-2 (19) or JSON-RPC (17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from odoo_fakes import connector_to, landed
from starlette.responses import Response

from connectors.core.contract import Connector
from connectors.core.landing import Landing
from tests.connectors.contract.harness import PAGE_ROWS, Harness, Rows
from tests.connectors.servers.odoo import KEY
from tests.connectors.servers.odoo_company import make_server, stream_of

MODEL = "crm.lead"


class OdooHarness(Harness):
    """A server of its own for each test."""

    def __init__(self, version: str, source: str = "erp") -> None:
        self.source = source
        self.name = f"odoo {version.split('.', maxsplit=1)[0]}"
        self.server = make_server(version, only={"leads"})
        self.stream = stream_of("leads", page_rows=PAGE_ROWS)
        self._pages = 0
        self.whole_pages = 0  # of a reading of all rows
        self._plans: dict[int, Callable[[], Any]] = {}
        self._plan: Callable[[], Any] | None = None
        self._is_page = False
        self._cuts = 0
        self.server.before = self._before
        self.server.after = self._after

    @property
    def _rows(self) -> dict[int, dict[str, Any]]:
        return self.server.models[MODEL].rows

    def connector(self) -> Connector:
        return connector_to(self.server, source=self.source, key=KEY)

    def put(self, key: int, text: str, amount: str) -> None:
        values = {"name": text, "expected_revenue": Decimal(amount)}
        if key in self._rows:
            self.server.write(MODEL, key, **values)
            return
        model = self.server.models[MODEL]
        model.next_id = max(model.next_id, key)
        number = self.server.create(MODEL, company_id=1, **values)
        if number != key:  # a key that was deleted is never given again
            model.rows[key] = {**model.rows.pop(number), "id": key}

    def put_late(self, key: int, text: str, amount: str, *, minutes: int) -> None:
        stamp = self.server.now() - dt.timedelta(minutes=minutes)
        values = {"name": text, "expected_revenue": Decimal(amount)}
        if key not in self._rows:
            self.put(key, text, amount)
        self.server.write(MODEL, key, stamp=stamp, **values)

    def archive(self, key: int) -> None:
        if key in self._rows:
            self.server.write(MODEL, key, active=False)

    def delete(self, key: int) -> None:
        self._rows.pop(key, None)

    def truth(self) -> Rows:
        return {
            key: (row["name"], row["expected_revenue"], row["active"])
            for key, row in sorted(self._rows.items())
        }

    def live(self, landing: Landing) -> Rows:
        landing.ensure_stream(self.source, self.stream)
        columns = "id, name, expected_revenue, active"
        rows = landed(landing, "leads", columns, self.source)
        return {row[0]: row[1:] for row in rows}

    def pass_time(self, minutes: float) -> None:
        self.server.clock.seconds += minutes * 60

    def on_page(self, number: int, then: Callable[[], Any]) -> None:
        self._plans[self._pages + number] = then

    def on_every_page(self, then: Callable[[], Any]) -> None:
        self._plan = then

    def cut_pages(self, times: int) -> None:
        self._cuts = times

    def calm(self) -> None:
        self._plans, self._plan, self._cuts = {}, None, 0
        self.server.after = self._after

    def respond(self, status: int, headers: dict[str, str], body: bytes) -> Response:
        kind = headers.pop("content-type", "application/json")
        return Response(body, status, headers, media_type=kind)

    def pages_asked(self) -> int:
        return self._pages

    def revoke(self) -> None:
        self.server.key = "another"

    def grant(self) -> None:
        self.server.key = KEY
        self.server.forbidden.clear()

    def forbid(self) -> None:
        self.server.forbidden.add(MODEL)

    def understate(self) -> None:
        def one_more(_model: str, _method: str, body: bytes) -> bytes:
            count = len(self._rows)
            return body.replace(f'"__count":{count}'.encode(), f'"__count":{count + 1}'.encode())

        self.server.after = one_more

    def reshape(self, change: str) -> None:
        types = self.server.models[MODEL].types
        if change == "add":
            types["x_score"] = "integer"
            for number, row in self._rows.items():
                row["x_score"] = number * 10
        elif change == "retype":
            types["partner_name"] = "integer"
            for row in self._rows.values():
                row["partner_name"] = 7
        else:
            kind = types.pop("partner_name")
            if change == "rename":
                types["company_name"] = kind
                for row in self._rows.values():
                    row["company_name"] = row["partner_name"]

    def skew(self, minutes: int) -> None:
        self.server.skew = minutes * 60

    def error_in_a_good_answer(self) -> Response:
        body = (
            b'{"jsonrpc":"2.0","id":1,"error":{"code":200,"message":"Odoo Server Error",'
            b'"data":{"name":"builtins.ValueError","message":"something broke"}}}'
        )
        return self.respond(200, {}, body)

    def _before(self, model: str, method: str, named: dict[str, Any]) -> Response | None:
        self._is_page = (model, method, named.get("order")) == (MODEL, "search_read", "id asc")
        if not self._is_page:
            return None
        self._pages += 1
        self.whole_pages += "write_date" not in str(named["domain"])
        then = self._plans.pop(self._pages, self._plan)
        found = then() if then is not None else None
        if self.server.key == "another":
            return self.respond(401, {}, b'{"name":"Unauthorized","message":"Invalid apikey"}')
        return found if isinstance(found, Response) else None

    def _after(self, _model: str, _method: str, body: bytes) -> bytes:
        if self._cuts > 0 and self._is_page:
            self._cuts -= 1
            return body[: len(body) // 2]
        return body
