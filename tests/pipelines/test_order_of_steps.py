"""What waits for what in a refresh."""

from __future__ import annotations

from typing import Any

import dagster as dg

from pipelines.defs.transform import OneGroup

DRAWERS = dg.AssetKey(["till", "drawers"])


def _node(unique_id: str, *upstream: str) -> dict[str, Any]:
    kind, package, name = unique_id.split(".")
    return {
        "unique_id": unique_id,
        "resource_type": kind,
        "package_name": package,
        "name": name,
        "schema": "marts",
        "fqn": [package, name],
        "description": "",
        "tags": [],
        "meta": {},
        "columns": {},
        "config": {"materialized": kind},
        "depends_on": {"nodes": list(upstream)},
    }


def test_what_is_built_waits_for_a_stream_that_no_model_reads() -> None:
    seed, model = "seed.affluent.countries", "model.affluent.dim_customers"
    manifest = {"nodes": {seed: _node(seed), model: _node(model, seed)}, "sources": {}}
    specs = {key: OneGroup([DRAWERS]).get_asset_spec(manifest, key, None) for key in (seed, model)}
    assert [dep.asset_key for dep in specs[seed].deps] == [DRAWERS]
    assert [dep.asset_key for dep in specs[model].deps] == [specs[seed].key]
