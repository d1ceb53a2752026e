"""Composes the dbt project of one workspace: its own models on top of the product's.

The root project is written under ``.affluent/dbt``; it holds links, no copies: the product's
project is its package, each source's ``models`` and ``seeds`` are linked by the source's name.
Nothing of dbt is imported here.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from affluent.errors import ConfigError
from affluent.settings import BUILT_IN, PRODUCT_ROOT, Workspace

PRODUCT_DBT = PRODUCT_ROOT / "dbt_project"
# What the root project declares itself: a source of a built-in kind, under its own name.
DECLARED = "declared"
# Built-in kinds of which a workspace may have several sources, each landing under its name.
NAMED_FREELY = {
    "fec": ("lines", "budget_lines"),
    "odoo": (
        *("companies", "countries", "currencies", "currency_rates", "industries", "partners"),
        *("users", "sales_teams", "lead_stages", "leads", "sale_orders", "sale_order_lines"),
        *("product_categories", "product_templates", "products", "product_costs"),
        *("units_of_measure", "locations", "stock_moves", "stock_valuation_layers"),
        *("accounts", "account_codes", "journals", "moves", "move_lines", "partial_reconciles"),
    ),
}
PRODUCT_MAP = "product_map.csv"
BRANCH = re.compile(r"^int_(?P<entity>[a-z0-9_]+?)__mapped_from_(?P<source>[a-z0-9_]+)$")


def compose(workspace: Workspace, staged_totals: list[dict[str, str]]) -> Path:
    """Write the root project for ``workspace`` and return its folder.

    ``staged_totals``: one entry per staged model whose sum a law compares with a fact, as
    ``{"entity", "model", "sum"}``. JSON is YAML, so the files are written as JSON.
    """
    root = workspace.dbt_dir
    (root / "dbt_packages").mkdir(parents=True, exist_ok=True)
    _link(root / "dbt_packages" / "affluent", PRODUCT_DBT)
    for kind in ("models", "seeds"):
        _link_sources(workspace, root / kind, kind)
    (root / DECLARED).mkdir(exist_ok=True)
    _write(root / DECLARED / "_sources.yml", _sources(workspace))
    _write(root / "dbt_project.yml", _project(workspace, staged_totals))
    _write(root / "packages.yml", {"packages": [{"local": str(PRODUCT_DBT)}]})
    _write(root / "profiles.yml", _profile(workspace))
    return root


def branches(workspace: Workspace) -> dict[str, list[str]]:
    """Entity → the models that bring it, in the order of the workspace's sources.

    A branch is found by its name: ``int_<entity>__mapped_from_<source>``, or ``…_<kind>`` for
    a built-in kind, whose one model reads all its sources. Raises ConfigError for a model that
    maps from a source which ``affluent.toml`` does not have.
    """
    found: dict[str, dict[str, str]] = {}
    for source, settings in workspace.config.sources.items():
        is_ours = settings.kind in BUILT_IN
        folder = PRODUCT_DBT / "models" if is_ours else workspace.source_dir(source) / "models"
        for path in sorted(folder.rglob("int_*__mapped_from_*.sql")):
            match = BRANCH.match(path.stem)
            if match is None:
                continue
            named = match["source"]
            if is_ours and named == settings.kind:
                found.setdefault(match["entity"], {})[source] = path.stem
            if is_ours:
                continue
            if named not in workspace.config.sources:
                raise ConfigError(
                    f"{path} maps from '{named}', which affluent.toml does not have.",
                    remedy=f"Name it …__mapped_from_{source}.sql, or add [sources.{named}].",
                )
            found.setdefault(match["entity"], {})[named] = path.stem
    order = list(workspace.config.sources)
    return {
        entity: list(dict.fromkeys(by_source[name] for name in order if name in by_source))
        for entity, by_source in sorted(found.items())
    }


def product_map(workspace: Workspace) -> list[list[str]]:
    """What somebody decided of products: source, its product, the number it is known under.

    Read of ``product_map.csv`` beside affluent.toml, whose first line names the columns
    source_name, product_id, product_number. Raises ConfigError with the line of a fault.
    """
    path = workspace.root / PRODUCT_MAP
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    wanted = ["source_name", "product_id", "product_number"]
    if not rows or [name.strip() for name in rows[0]] != wanted:
        raise ConfigError(
            f"{path}, line 1: the columns are not {', '.join(wanted)}.",
            remedy="Name them so, in this order, separated by commas.",
        )
    found: dict[tuple[str, str], str] = {}
    for line, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(wanted) or not all(cells) or (cells[0], cells[1]) in found:
            raise ConfigError(
                f"{path}, line {line}: {', '.join(row)} is no row, or says a product twice.",
                remedy="Give a source, its product and a number, each product once.",
            )
        found[cells[0], cells[1]] = cells[2]
    return [[source, product, number] for (source, product), number in found.items()]


def _project(workspace: Workspace, staged_totals: list[dict[str, str]]) -> dict[str, Any]:
    company = workspace.config.company
    seeds = {"+schema": "seeds", "+fast": False}  # see the product's dbt_project.yml
    return {
        "name": "workspace",
        "version": "1.0.0",
        "profile": "affluent",
        # dbt does not follow a link inside a path, but a path may be a link.
        "model-paths": [*(f"models/{name}" for name in _folders(workspace, "models")), DECLARED],
        "seed-paths": [f"seeds/{name}" for name in _folders(workspace, "seeds")] or ["seeds"],
        "flags": {
            "send_anonymous_usage_stats": False,
            # Its warning names this flag by another name; without it every branch warns.
            "require_ref_searches_node_package_before_root": True,
        },
        "dispatch": [{"macro_namespace": "dbt", "search_order": ["workspace", "affluent", "dbt"]}],
        "models": {"workspace": _layers(workspace)} if _folders(workspace, "models") else {},
        "seeds": {"workspace": seeds} if _folders(workspace, "seeds") else {},
        "data_tests": {"+store_failures": True, "+schema": "failures"},
        "vars": {
            "currency": company.currency,
            "zone": company.zone,
            "as_of": company.today().isoformat(),
            "cost_policy": company.cost_policy,
            "company_name": company.name,
            "country": company.country,
            "companies": {
                code: settings.model_dump() for code, settings in workspace.config.companies.items()
            },
            "fiscal_year_start": company.fiscal_year_start,
            "fiscal_weeks": company.fiscal_weeks,
            "language": company.language,
            "sources": list(workspace.config.sources),
            **{f"{kind}_sources": workspace.sources_of(kind) for kind in NAMED_FREELY},
            "unchained_sources": [
                name
                for name, source in workspace.config.sources.items()
                if source.chain == "reported"
            ],
            "publications": str(workspace.publications),
            "product_map": product_map(workspace),
            "branches": branches(workspace),
            "staged_totals": staged_totals,
            "identity_registry": str(workspace.identity_path),
            "identity_matching": workspace.config.identity.matching,
            "party_rules": dict(workspace.config.identity.fields),
        },
    }


def _sources(workspace: Workspace) -> dict[str, Any]:
    """dbt's sources for those whose names only the workspace knows."""
    return {
        "version": 2,
        "sources": [
            {
                "name": name,
                "description": f"What the source {name} sent, as landed.",
                "database": "landing",
                "schema": f"raw_{name}",
                "tables": [{"name": table} for table in tables],
            }
            for kind, tables in NAMED_FREELY.items()
            for name in workspace.sources_of(kind)
        ],
    }


def _layers(workspace: Workspace) -> dict[str, Any]:
    """A workspace's models are views: of the layer their folder names, or else of staging."""
    layers: dict[str, Any] = {"+materialized": "view", "+schema": "staging"}
    if any((folder / "intermediate").is_dir() for folder in _folders(workspace, "models").values()):
        layers["intermediate"] = {"+schema": "intermediate"}
    return layers


def _folders(workspace: Workspace, kind: str) -> dict[str, Path]:
    """Source → its folder of ``kind`` (models, seeds) in the workspace, where it has one."""
    return {
        name: workspace.source_dir(name) / kind
        for name, settings in workspace.config.sources.items()
        if settings.kind not in BUILT_IN and (workspace.source_dir(name) / kind).is_dir()
    }


def _profile(workspace: Workspace) -> dict[str, Any]:
    target = {
        "type": "duckdb",
        "path": str(workspace.build_path),
        "threads": 2,
        # Closed between nodes, both files were opened at every other one: of 121 nodes a third of
        # the processor time (11.4 s, with it open 7.0). The end of dbt closes them.
        "keep_open": True,
        "attach": [{"path": str(workspace.landing_path), "alias": "landing", "read_only": True}],
        "settings": {"TimeZone": "UTC"},
        # Python models call the room identity, also when dbt is a program of its own.
        "module_paths": [str(PRODUCT_ROOT)],
    }
    return {"affluent": {"target": "build", "outputs": {"build": target}}}


def _link_sources(workspace: Workspace, into: Path, kind: str) -> None:
    into.mkdir(parents=True, exist_ok=True)
    wanted = _folders(workspace, kind)
    for stale in into.iterdir():
        if stale.is_symlink() and stale.name not in wanted:
            stale.unlink()
    for name, target in wanted.items():
        _link(into / name, target)


def _link(link: Path, target: Path) -> None:
    if link.is_symlink():
        if link.readlink() == target:
            return
        link.unlink()
    link.symlink_to(target, target_is_directory=True)


def _write(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
