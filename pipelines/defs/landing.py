"""Landing: one asset a stream; it reads what the source has to say into the incoming table."""

import dagster as dg

from affluent.settings import Workspace
from pipelines import extraction


def landing_key(source: str, stream: str) -> dg.AssetKey:
    """The asset of what a source sent, before anyone looked at it."""
    return dg.AssetKey(["landing", source, stream])


def landing_assets(workspace: Workspace) -> list[dg.AssetsDefinition]:
    """One asset per declared stream, in the order of the workspace's sources."""
    return [
        _landing_asset(source, stream.name)
        for source, manifest in extraction.manifests(workspace).items()
        for stream in manifest.streams
    ]


def _landing_asset(source: str, stream: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=landing_key(source, stream),
        group_name="landing",
        kinds={"duckdb"},
        required_resource_keys={"river"},
        description=f"What {source} sent of {stream}, as it came.",
    )
    def landed(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(
            metadata=extraction.fetch(context.resources.river, source, stream)
        )

    return landed
