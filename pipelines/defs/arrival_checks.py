"""Arrival checks: one asset a stream; it admits the batch that came, or refuses it whole."""

import dagster as dg

from affluent.settings import Workspace
from pipelines import extraction
from pipelines.defs.landing import landing_key


def arrival_assets(workspace: Workspace) -> list[dg.AssetsDefinition]:
    """One asset per declared stream; its key is the one that dbt's sources have."""
    return [
        _arrival_asset(source, stream.name)
        for source, manifest in extraction.manifests(workspace).items()
        for stream in manifest.streams
    ]


def _arrival_asset(source: str, stream: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=dg.AssetKey([source, stream]),
        deps=[landing_key(source, stream)],
        group_name="arrival_checks",
        kinds={"greatexpectations", "duckdb"},
        required_resource_keys={"river"},
        description=f"What was admitted of {source} {stream}: one row a key, the latest version.",
    )
    def admitted(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(
            metadata=extraction.settle(context.resources.river, source, stream)
        )

    return admitted
