"""Transform: dbt's models and tests, as assets and checks, in one `dbt build`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from pipelines import transformation


class OneGroup(DagsterDbtTranslator):
    """All that dbt makes stands in one group of Dagster's graph."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:  # noqa: ARG002
        """The stage of the river."""
        return "transform"


def transform_assets(manifest: Path) -> dg.AssetsDefinition:
    """Every model and seed of the workspace's dbt project, from dbt's own manifest."""

    @dbt_assets(
        manifest=manifest,
        name="transform",
        required_resource_keys={"dbt", "river"},
        dagster_dbt_translator=OneGroup(),
    )
    def transform(context: dg.AssetExecutionContext) -> Iterator[Any]:
        yield from transformation.build(context.resources.river, context.resources.dbt, context)

    return transform
