"""Transform: dbt's models and tests, as assets and checks, in one `dbt build`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from pipelines import transformation


def transform_assets(manifest: Path) -> dg.AssetsDefinition:
    """Every model and seed of the workspace's dbt project, from dbt's own manifest."""

    @dbt_assets(manifest=manifest, name="transform", required_resource_keys={"dbt", "river"})
    def transform(context: dg.AssetExecutionContext) -> Iterator[Any]:
        yield from transformation.build(context.resources.river, context.resources.dbt, context)

    return transform
