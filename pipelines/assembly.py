"""Puts the stages together for one workspace, the same for `dagster dev` and for a refresh."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from affluent.settings import Workspace
from pipelines import transformation
from pipelines.defs.arrival_checks import arrival_assets
from pipelines.defs.landing import landing_assets
from pipelines.defs.publish import publish_asset
from pipelines.defs.schedules import daily
from pipelines.defs.transform import transform_assets
from pipelines.river import River, flowing

JOB = "refresh"


def definitions_for(workspace: Workspace, river: River | None = None) -> dg.Definitions:
    """All assets, the job and the schedule of a workspace.

    ``river``: the refresh under way, when the caller runs the job in this process; otherwise
    each run opens its own, and logs what it says.
    """
    dbt = transformation.prepare(workspace)
    arrivals = arrival_assets(workspace)
    transform = transform_assets(dbt, [key for step in arrivals for key in step.keys])
    job = dg.define_asset_job(
        JOB, selection=dg.AssetSelection.all(), executor_def=dg.in_process_executor
    )
    return dg.Definitions(
        assets=[
            *landing_assets(workspace),
            *arrivals,
            transform,
            publish_asset(transform),
        ],
        jobs=[job],
        schedules=[daily(workspace, JOB)],
        resources={
            "river": river if river is not None else _river_resource(workspace),
        },
    )


def _river_resource(workspace: Workspace) -> dg.ResourceDefinition:
    @dg.resource(description="The lock, the sources' addresses and the journal of one refresh.")
    def river(context: dg.InitResourceContext) -> Iterator[River]:
        say = context.log.info if context.log else print
        with flowing(workspace, say) as flow:
            yield flow

    return river
