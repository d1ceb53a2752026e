"""Schedules: when the river runs by itself."""

import dagster as dg

from affluent.settings import Workspace

DAILY_AT_SIX = "0 6 * * *"


def daily(workspace: Workspace, job_name: str) -> dg.ScheduleDefinition:
    """Every day at six by the company's clock, before anyone opens a page."""
    return dg.ScheduleDefinition(
        name="daily_at_six",
        job_name=job_name,
        cron_schedule=DAILY_AT_SIX,
        execution_timezone=workspace.config.company.zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
