"""Transform: dbt's models and tests, as assets and checks, in one `dbt build`."""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from pipelines import transformation
from pipelines.dbt_program import DbtProgram

MADE = frozenset({"model", "seed", "snapshot"})


class OneGroup(DagsterDbtTranslator):
    """All that dbt makes stands in one group of Dagster's graph, after all that was admitted.

    A stream that no model reads is waited for too: whether it may be built without is asked of
    every stream.
    """

    def __init__(self, admitted: Sequence[dg.AssetKey] = ()) -> None:
        super().__init__()
        self._admitted = admitted

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """The seeds read nothing: they begin when the last stream is admitted, and all with them,
        for dbt builds in one step."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if not unique_id.startswith("seed."):
            return spec
        return spec.replace_attributes(deps=self._admitted)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:  # noqa: ARG002
        """The stage of the river."""
        return "transform"


def transform_assets(dbt: DbtProgram, admitted: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """Every model and seed of the workspace's dbt project, from dbt's own manifest.

    ``admitted``: the assets of all streams.
    """
    translator = OneGroup(admitted)

    @dbt_assets(
        manifest=dbt.manifest,
        name="transform",
        required_resource_keys={"river"},
        dagster_dbt_translator=translator,
    )
    def transform(context: dg.AssetExecutionContext) -> Iterator[Any]:
        river = context.resources.river
        results = transformation.build(river, dbt)
        manifest = json.loads(dbt.manifest.read_text(encoding="utf-8"))
        checks = context.selected_asset_check_keys
        for result in results:
            yield from _told(result, manifest, translator, checks)
        failed = [result for result in results if result["status"] in transformation.FAILED]
        if failed:
            raise dg.Failure(f"{len(failed)} of {len(results)} dbt nodes failed")
        passed = sum(result["status"] == "pass" for result in results)
        river.say(f"✓ {passed} tests and laws hold")

    return transform


def _told(
    result: transformation.Result,
    manifest: Mapping[str, Any],
    translator: OneGroup,
    checks: Set[dg.AssetCheckKey],
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """What became of a node, as Dagster's graph shows it."""
    node, status = manifest["nodes"][result["unique_id"]], result["status"]
    took = {"Execution Duration": result["execution_time"]}
    if node["resource_type"] in MADE and status == "success":
        yield dg.MaterializeResult(asset_key=translator.get_asset_key(node), metadata=took)
    elif status != "skipped":
        check = get_asset_check_key_for_test(manifest, translator, node["unique_id"], None)
        if check is not None and check in checks:
            yield dg.AssetCheckResult(
                passed=status == "pass",
                asset_key=check.asset_key,
                check_name=check.name,
                metadata=took,
            )
