"""A small company in an Odoo: a few rows of every model of the manifest, always the same."""

from __future__ import annotations

import datetime as dt
import zlib
from decimal import Decimal
from typing import Any

from affluent.settings import PRODUCT_ROOT
from connectors.core.manifest import ColumnSpec, Stream
from connectors.core.manifest_file import load_manifest
from tests.connectors.servers.in_process import FakeClock
from tests.connectors.servers.odoo import OdooServer
from tests.connectors.servers.odoo_models import Model

MANIFEST = load_manifest(PRODUCT_ROOT / "connectors" / "odoo" / "manifest.toml")
ENTERPRISE = ("helpdesk.",)
ROWS = 5
# Fields that a version does not have, beside those whose model it lacks.
ONLY = {("stock.move", "value"): 19, ("uom.uom", "relative_factor"): 19}
# Fields of which each company has its own value from a version on, one for all before.
OWN_SINCE = {("account.account", "code"): 18}
SINCE = {"product_uom_id": 19, "tax_ids": 19, "memo": 18}


def make_server(
    version: str = "19.0",
    *,
    clock: FakeClock | None = None,
    rows: int = ROWS,
    only: set[str] | None = None,
) -> OdooServer:
    """A server with its company; ``only``: streams whose rows are made, of all by default."""
    major = int(version.split(".", maxsplit=1)[0])
    models: dict[str, Model] = {}
    for stream in MANIFEST.streams:
        resource = stream.resource or ""
        if resource.startswith(ENTERPRISE) or not stream.is_of_version(major):
            continue
        model = models.setdefault(resource, Model(resource, {}))
        for name, spec in stream.columns.items():
            if stream.per_company:
                if name != "company_id" and OWN_SINCE.get((resource, name), 0) <= major:
                    model.types[name] = _type_of(name, spec)
                    model.by_company |= {name} - {"id", "create_date", "write_date"}
                continue
            wire = _wire(name, spec, major)
            if ONLY.get((resource, name), 0) <= major:
                model.types[wire] = _type_of(name, spec)
        for term in stream.filter or ():
            model.types.setdefault(term[0], "many2one")
    server = OdooServer(version, models, clock or FakeClock())
    for model in models.values():
        if only is None or any(
            s.resource == model.name and s.name in only for s in MANIFEST.streams
        ):
            _fill(server, model, rows)
    _companies(server)
    return server


def _companies(server: OdooServer) -> None:
    company = server.models["res.company"]
    while len(company.rows) < 2:
        server.create("res.company")
    company.rows = {n: company.rows[n] for n in (1, 2)}
    for number, name in ((1, "Nord SA"), (2, "Sud SA")):
        company.rows[number] |= {"name": name, "active": True}


def _fill(server: OdooServer, model: Model, rows: int) -> None:
    for _ in range(rows):
        number = model.next_id
        values = {
            name: _value(model, name, kind, number)
            for name, kind in model.types.items()
            if name not in ("id", "create_date", "write_date")
        }
        stamp = server.now() - dt.timedelta(days=30 - number % 20, microseconds=number * 1000 + 7)
        server.create(model.name, write_date=stamp, **values)


def _value(model: Model, name: str, kind: str, number: int) -> Any:  # noqa: PLR0911, PLR0912
    """Always the same for the same field and row; now and then nothing."""
    chance = zlib.crc32(f"{model.name}/{name}/{number}".encode())
    if name in model.by_company:
        if kind == "char":
            return {c: f"{chance % 9000 * 10 + c}" for c in (1, 2)}
        return {c: Decimal(chance % 9000 + c) / 100 for c in (1, 2)}
    if name == "company_id":
        return number % 2 + 1
    if name == "active":
        return number != 3
    is_nothing = chance % 7 == 0 and not name.startswith(("mail_activity",))
    if is_nothing and kind not in {"boolean", "integer", "float", "monetary"}:
        return None
    match kind:
        case "boolean":
            return chance % 2 == 0
        case "integer":
            return chance % 100
        case "float" | "monetary":
            return Decimal(chance % 2_000_000 - 500_000) / 100
        case "many2one":
            return chance % ROWS + 1
        case "date":
            return (dt.date(2025, 1, 1) + dt.timedelta(days=chance % 365)).isoformat()
        case "datetime":
            return dt.datetime(2025, 1, 1) + dt.timedelta(seconds=chance % 30_000_000)
        case "json":
            return {str(chance % 5 + 1): 100.0}
        case "many2many":
            return [chance % 5 + 1]
        case _:
            return f"{name} n° {number} é"


def _wire(name: str, spec: ColumnSpec, major: int) -> str:
    if spec.aliases and major < SINCE.get(name, 0):
        return spec.aliases[0]
    return name


def _type_of(name: str, spec: ColumnSpec) -> str:
    if spec.type == "integer":
        is_reference = name.endswith("_id") and name not in {"res_id", "id"}
        return "many2one" if is_reference else "integer"
    if spec.type == "json":
        return "json" if name == "analytic_distribution" else "many2many"
    if spec.type == "decimal":
        return "monetary" if "amount" in name or name in ("debit", "credit", "value") else "float"
    return {"text": "char", "timestamp": "datetime"}.get(spec.type, spec.type)


def stream_of(name: str, **changes: Any) -> Stream:
    """A stream of the manifest, with some keys changed."""
    return MANIFEST.stream(name).model_copy(update=changes)
