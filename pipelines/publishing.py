"""Gathers the proof of a build and publishes it; raises, and nothing is published, on a gap."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from affluent.errors import ConfigError, LawBroken
from affluent.settings import Workspace
from connectors.core.readings import Reading
from pipelines import extraction
from pipelines.river import River
from serving import publication
from serving.manifest import (
    Checks,
    ControlTotal,
    Gap,
    Law,
    Manifest,
    Restatements,
    StreamReading,
    read_manifest,
)
from serving.refreshes import Problem
from serving.restatements import restatements
from serving.warehouse import published_path


def publish(river: River) -> dict[str, str | int]:
    """Publish the build of this workspace; return what to show of it.

    Raises LawBroken when what stands in the landing does not tie to what its source said.
    """
    workspace, company = river.workspace, river.workspace.config.company
    with river.timed("publish"):
        streams = _streams(river)
        checks = _checks(river, streams)
        if checks.gaps:
            _withhold(river, checks.gaps)
        target = workspace.dbt_dir / "target"
        published = publication.publish(
            workspace.build_path,
            workspace.publications,
            Manifest(
                company=company.name,
                currency=company.currency,
                as_of=company.today(),
                product_version=version("affluent"),
                build=river.build,
                streams=streams,
                checks=checks,
                restatements=_restatements(workspace),
            ),
            target / "semantic_manifest.json",
        )
    river.pub_id = published.pub_id
    return {"pub_id": published.pub_id, "marts": len(published.manifest.marts)}


def _restatements(workspace: Workspace) -> Restatements | None:
    """The documents of closed months that what stands before readers has otherwise."""
    try:
        standing = published_path(workspace.publications)
        before = read_manifest(standing)
    except ConfigError:
        return None
    earlier = standing / publication.WAREHOUSE_NAME
    return restatements(workspace.build_path, earlier, before)


def _streams(river: River) -> tuple[StreamReading, ...]:
    landing = river.landing()
    return tuple(
        _stream(landing.reading(source, stream))
        for source, manifest in extraction.manifests(river.workspace).items()
        for stream in manifest.streams
    )


def _stream(reading: Reading) -> StreamReading:
    return StreamReading(
        source=reading.source,
        stream=reading.stream,
        read_at=reading.read_at,
        watermark=reading.watermark,
        rows_landed=reading.rows_landed,
        rows_total=reading.rows_total,
        status="failed" if reading.status == "received" else reading.status,
        control_totals=tuple(
            ControlTotal(
                measure=measure,
                source_value=value,
                landed_value=reading.landed_totals.get(measure),
            )
            for measure, value in reading.source_totals.items()
        ),
    )


def _checks(river: River, streams: tuple[StreamReading, ...]) -> Checks:
    """What dbt said of the build, and how the landing ties to its sources."""
    target = river.workspace.dbt_dir / "target"
    results = _read(target / "run_results.json")["results"]
    nodes = _read(target / "manifest.json")["nodes"]
    tests = [
        result for result in results if result["unique_id"].startswith(("test.", "unit_test."))
    ]
    laws = [
        Law(
            name=nodes[result["unique_id"]]["name"],
            status="passed" if result["status"] == "pass" else "failed",
        )
        for result in tests
        if "law" in nodes.get(result["unique_id"], {}).get("tags", [])
    ]
    gaps = tuple(
        Gap(source=stream.source, stream=stream.stream, measure=total.measure, amount=total.gap)
        for stream in streams
        for total in stream.control_totals
        if total.gap
    )
    totals = [total for stream in streams for total in stream.control_totals]
    statuses = {stream.status for stream in streams}
    behind = bool(statuses & {"refused", "failed"})
    return Checks(
        arrival="warned" if "refused" in statuses else "passed",
        tests_passed=sum(result["status"] == "pass" for result in tests),
        tests_failed=sum(result["status"] in {"fail", "error"} for result in tests),
        tests_warned=sum(result["status"] == "warn" for result in tests),
        laws=tuple(laws),
        # Older data of a source that was not read today ties to what it said then, not to it.
        tie_out="red" if gaps else "green" if totals and not behind else "unknown",
        gaps=gaps,
    )


def _withhold(river: River, gaps: tuple[Gap, ...]) -> None:
    for gap in gaps:
        river.report(
            Problem(
                kind="tie_out",
                source=gap.source,
                stream=gap.stream,
                message=f"{gap.source}.{gap.stream}: {gap.measure} is off by {gap.amount:f}.",
                remedy="Refresh again; if it stays, read the stream anew: raise its version.",
            )
        )
    raise LawBroken(f"{len(gaps)} control totals do not tie; nothing was published.")


def _read(path: Any) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
