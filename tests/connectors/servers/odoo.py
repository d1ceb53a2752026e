"""An Odoo that speaks JSON-2 (from 19 on) and JSON-RPC, with a small company and faults to order.

As seen on running servers: bad key 401, unknown model 404, private method 403, unknown field or
keyword 500; JSON-RPC answers 200 with ``error``; archived rows are hidden unless ``active_test`` is
false; stamps are those of a transaction's start, and hold microseconds that are never shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from email.utils import format_datetime
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.connectors.servers.in_process import FakeClock
from tests.connectors.servers.odoo_models import Model, OdooError, Row

JSON = msgspec.json.Encoder(decimal_format="number")
Before = Callable[[str, str, Row], Response | None]
KEY, LOGIN, DATABASE = "k3y-of-the-reader", "reader@nord.example", "nord"


class OdooServer:
    """``before``: is asked before each call of a model: (model, method, what is asked by name);
    what it returns is sent in the place of an answer. ``after``: may change what is sent."""

    def __init__(self, version: str, models: dict[str, Model], clock: FakeClock) -> None:
        self.version = version
        self.major = int(version.split(".", maxsplit=1)[0])
        self.models = models
        self.clock = clock
        self.key, self.login, self.database = KEY, LOGIN, DATABASE
        self.companies = [1, 2]
        self.forbidden: set[str] = set()
        self.skew = 0.0
        self.calls = 0
        self.log: list[str] = []
        self.before: Before = lambda *_: None
        self.after: Callable[[str, str, bytes], bytes] = lambda _model, _method, body: body
        self.app = Starlette(
            routes=[
                Route("/web/version", self._web_version),
                Route("/json/2/{model}/{method}", self._json_2, methods=["POST"]),
                Route("/jsonrpc", self._json_rpc, methods=["POST"]),
            ]
        )

    # What happens at the source.

    def now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.clock.now(), dt.UTC).replace(tzinfo=None)

    def create(self, model: str, /, **values: Any) -> int:
        table = self.models[model]
        number, table.next_id = table.next_id, table.next_id + 1
        stamp = values.pop("write_date", None) or self.now()
        row = dict.fromkeys(table.types)
        if "active" in row:
            row["active"] = True
        table.rows[number] = {
            **row,
            "id": number,
            "create_date": stamp,
            "write_date": stamp,
            **values,
        }
        return number

    def write(
        self, model: str, number: int, /, *, stamp: dt.datetime | None = None, **values: Any
    ) -> None:
        """``stamp``: that of the transaction's start, when it began earlier than now."""
        self.models[model].rows[number] |= {"write_date": stamp or self.now(), **values}

    def unlink(self, model: str, number: int) -> None:
        del self.models[model].rows[number]

    # What it answers.

    def _send(self, body: bytes, status: int = 200) -> Response:
        date = dt.datetime.fromtimestamp(self.clock.now() + self.skew, dt.UTC)
        headers = {"Date": format_datetime(date, usegmt=True)}
        return Response(body, status, headers, media_type="application/json")

    async def _web_version(self, request: Request) -> Response:
        if self.major < 19:
            return Response("<html>404</html>", 404, media_type="text/html")
        return self._send(JSON.encode({"version": self.version, "version_info": [self.major, 0]}))

    async def _json_2(self, request: Request) -> Response:
        if self.major < 19:
            return Response("<html>404</html>", 404, media_type="text/html")
        model, method = request.path_params["model"], request.path_params["method"]
        try:
            if request.headers.get("authorization") != f"bearer {self.key}":
                raise OdooError(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey")
            named = msgspec.json.decode(await request.body())
            found = self._called(model, method, named)
            if isinstance(found, Response):
                return found
            return self._send(self.after(model, method, JSON.encode(found)))
        except OdooError as error:
            told = {"name": error.name, "message": error.message, "arguments": [error.message]}
            return self._send(
                JSON.encode({**told, "context": {}, "debug": "Traceback"}), error.status
            )

    async def _json_rpc(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        params = asked["params"]
        try:
            found = self._service(params["service"], params["method"], params["args"])
        except OdooError as error:
            data = {"name": error.name, "message": error.message, "debug": "Traceback"}
            told = {"code": 200, "message": "Odoo Server Error", "data": data}
            return self._send(JSON.encode({"jsonrpc": "2.0", "id": 1, "error": told}))
        if isinstance(found, Response):
            return found
        body = b'{"jsonrpc":"2.0","id":1,"result":' + JSON.encode(found) + b"}"
        return self._send(self.after("", "", body))

    def _service(self, service: str, method: str, args: list[Any]) -> Any:
        if (service, method) == ("common", "version"):
            return {"server_version": self.version, "server_version_info": [self.major, 0]}
        if args[0] != self.database:
            text = f'FATAL:  database "{args[0]}" does not exist'
            raise OdooError(200, "psycopg2.OperationalError", text)
        if (service, method) == ("common", "authenticate"):
            return 2 if args[1:3] == [self.login, self.key] else False
        if args[2] != self.key:
            raise OdooError(200, "odoo.exceptions.AccessDenied", "Access Denied")
        model, name, positional, named = args[3:7]
        if positional:
            named = {"ids": positional[0], **named}
        return self._called(model, name, named)

    def _called(self, model: str, method: str, named: Row) -> Any:
        self.calls += 1
        self.log.append(f"{model}.{method}")
        instead = self.before(model, method, named)
        if instead is not None:
            return instead
        if method.startswith("_"):
            raise OdooError(403, "werkzeug.exceptions.Forbidden", f"Private method {method}")
        if model not in self.models and self.major >= 19:
            text = f"the model '{model}' does not exist"
            raise OdooError(404, "werkzeug.exceptions.NotFound", text)
        if model not in self.models:
            raise OdooError(200, "odoo.exceptions.UserError", f"Object {model} doesn't exist")
        if model in self.forbidden and method != "fields_get":  # which asks for no right
            text = f"You are not allowed to access '{model}' records."
            raise OdooError(403, "odoo.exceptions.AccessError", text)
        handler = getattr(self, f"_{method}", None)
        if handler is None:
            text = f"The method '{model}.{method}' does not exist"
            raise OdooError(404, "werkzeug.exceptions.NotFound", text)
        context = named.pop("context", {})
        try:
            return handler(self.models[model], context, **named)
        except TypeError as error:
            raise OdooError(500, "builtins.TypeError", str(error)) from None

    def _fields_get(self, model: Model, context: Row, attributes: list[str]) -> Any:
        return {n: {"type": t, "store": True, "string": n} for n, t in model.types.items()}

    def _context_get(self, model: Model, context: Row) -> Any:
        return {"lang": "fr_FR", "tz": "Europe/Paris", "uid": 2}

    def _search_read(
        self,
        model: Model,
        context: Row,
        domain: Any,
        fields: Any,
        order: str | None = None,
        limit: int | None = None,
        load: str = "_classic_read",
    ) -> Any:
        rows = model.ordered(model.matching(domain, context, is_new=self.major >= 19), order)
        return [model.shown(row, fields, load, context) for row in rows[:limit]]

    def _read(self, model: Model, context: Row, ids: list[int], fields: list[str]) -> Any:
        if model.name == "res.users":
            return [{"id": 2, "company_ids": self.companies}]
        return [model.shown(model.rows[i], fields, "", context) for i in ids if i in model.rows]

    def _search(
        self,
        model: Model,
        context: Row,
        domain: Any,
        order: str | None = None,
        limit: int | None = None,
    ) -> Any:
        rows = model.ordered(model.matching(domain, context, is_new=self.major >= 19), order)
        return [row["id"] for row in rows[:limit]]

    def _search_count(self, model: Model, context: Row, domain: Any) -> Any:
        return len(model.matching(domain, context, is_new=self.major >= 19))

    def _sums(self, model: Model, context: Row, domain: Any, names: list[str]) -> Row:
        rows = model.matching(domain, context, is_new=self.major >= 19)
        model.require(names)
        sums = {n: sum((r[n] or Decimal(0) for r in rows), Decimal(0)) or False for n in names}
        return {"__count": len(rows), **sums}

    def _read_group(
        self, model: Model, context: Row, domain: Any, fields: Any, groupby: Any, lazy: bool = True
    ) -> Any:
        return [self._sums(model, context, domain, [name.split(":")[0] for name in fields])]

    def _formatted_read_group(
        self, model: Model, context: Row, domain: Any, groupby: Any = (), aggregates: Any = ()
    ) -> Any:
        if self.major < 19:
            raise OdooError(404, "builtins.AttributeError", "no formatted_read_group")
        names = [one.split(":")[0] for one in aggregates if one != "__count"]
        found = self._sums(model, context, domain, names)
        return [{"__count": found.pop("__count"), **{f"{n}:sum": v for n, v in found.items()}}]
