"""Arrival checks: one step a source, one asset a stream; it admits the batch that came, or refuses
it whole."""

from collections.abc import Iterator

import dagster as dg

from affluent.settings import Workspace
from connectors.core.manifest import Manifest
from pipelines import extraction
from pipelines.defs.landing import landing_key


def arrival_assets(workspace: Workspace) -> list[dg.AssetsDefinition]:
    """One asset per declared stream; its key is the one that dbt's sources have."""
    return [
        _arrival_step(source, manifest)
        for source, manifest in extraction.manifests(workspace).items()
    ]


def _arrival_step(source: str, manifest: Manifest) -> dg.AssetsDefinition:
    keys = {stream.name: dg.AssetKey([source, stream.name]) for stream in manifest.streams}

    @dg.multi_asset(
        name=f"arrival_{source}",
        specs=[
            dg.AssetSpec(
                key,
                deps=[landing_key(source, stream)],
                group_name="arrival_checks",
                kinds={"greatexpectations", "duckdb"},
                description=f"What was admitted of {source} {stream}: one row a key, "
                "the latest version.",
            )
            for stream, key in keys.items()
        ],
        can_subset=True,
        required_resource_keys={"river"},
    )
    def admitted(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        chosen = [name for name, key in keys.items() if key in context.selected_asset_keys]
        for name, metadata in extraction.settle(context.resources.river, source, chosen):
            yield dg.MaterializeResult(asset_key=keys[name], metadata=metadata)

    return admitted
