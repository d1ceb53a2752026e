"""Publish: waits for every model, test and law; then switches the readers over."""

import dagster as dg

from pipelines import publishing


def publish_asset(transform: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The publication: it depends on all that dbt builds, so one failed test holds it back."""

    @dg.asset(
        deps=list(transform.keys),
        group_name="publish",
        kinds={"duckdb"},
        required_resource_keys={"river"},
        description="The warehouse that people read: marts only, with its manifest.",
    )
    def publication(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata=publishing.publish(context.resources.river))

    return publication
