"""Runs dbt on a workspace, and turns what it refuses into words that name the offenders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from affluent.errors import SourceError
from affluent.settings import PRODUCT_ROOT, Workspace
from identity.decision_log import words_version
from pipelines import dbt_root, extraction, standing
from pipelines.dbt_program import DbtProgram
from pipelines.river import River
from serving.refreshes import Problem
from serving.warehouse import rows_of_build

OFFENDERS_SHOWN = 5
FAILED = frozenset({"error", "fail", "runtime error"})
# One node's end as ``run_results.json`` has it.
Result = dict[str, Any]


def prepare(workspace: Workspace) -> DbtProgram:
    """Compose the dbt project of ``workspace``, parse it if it changed.

    Raises ConfigError with dbt's own words when the project cannot be parsed.
    """
    totals = [
        {"source": source, **total.model_dump()}
        for source, manifest in extraction.manifests(workspace).items()
        for total in manifest.control_totals
    ]
    root = dbt_root.compose(workspace, totals)
    fingerprint = _fingerprint(root)
    dbt = DbtProgram(root, fingerprint)
    stamp = root / "target" / "parsed"
    if dbt.manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return dbt
    dbt.parse()
    stamp.write_text(fingerprint)
    return dbt


def _fingerprint(root: Path) -> str:
    """Changes when any file of the composed project does: names, sizes and times."""
    digest = hashlib.sha256()
    made_with = (root / "dbt_packages" / "affluent", PRODUCT_ROOT / "identity")
    for top in (root, *made_with, *_linked(root)):
        for path in sorted(_files(top)):
            seen = path.stat()
            digest.update(f"{path}|{seen.st_size}|{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _linked(root: Path) -> Iterator[Path]:
    for kind in ("models", "seeds"):
        yield from sorted(path for path in (root / kind).iterdir() if path.is_symlink())


def _files(top: Path) -> Iterator[Path]:
    for path in top.iterdir() if top.name == "dbt" else top.rglob("*"):
        if path.suffix in {".sql", ".py", ".yml", ".yaml", ".csv", ".md"} and path.is_file():
            yield path


def build(river: River, dbt: DbtProgram) -> list[Result]:
    """Run ``dbt build``, report every failed test or model, return what became of each node.

    A build made of the same, whose tests all passed, stands: its results are returned again.
    Raises SourceError, before it asks dbt for anything, when a stream was never read.
    """
    try:
        extraction.require_every_stream_once(river)
    except SourceError as error:
        river.say(f"✗ {error}")
        raise
    words = words_version(river.workspace.identity_path)
    river.build = standing.made_of(river.landing(), dbt.project, words)
    river.close_landing()
    if standing.stands(river.workspace, river.build):
        river.say("· Nothing that the figures are made of has changed: the build stands.")
        return _results(dbt)
    standing.has_begun(river.workspace)
    with river.timed("dbt"):
        dbt.build(river.progress)
    results = _results(dbt)
    if not any(result["status"] in FAILED for result in results):
        standing.has_passed(river.workspace, river.build)
    nodes = json.loads(dbt.manifest.read_text(encoding="utf-8"))["nodes"]
    for result in results:
        if result["status"] in FAILED:
            river.report(_problem(river.workspace, nodes, result))
        elif result["status"] == "warn":
            river.say(f"· {_offenders(river.workspace, nodes[result['unique_id']], result)}")
    return results


def _results(dbt: DbtProgram) -> list[Result]:
    results: list[Result] = json.loads(dbt.results.read_text(encoding="utf-8"))["results"]
    return results


def _problem(workspace: Workspace, nodes: dict[str, Any], result: dict[str, Any]) -> Problem:
    node = nodes.get(result["unique_id"], {})
    name = node.get("name", result["unique_id"])
    is_law = "law" in node.get("tags", [])
    if result["status"] == "fail" and node.get("relation_name"):
        return Problem(
            kind="law" if is_law else "check",
            message=_offenders(workspace, node, result),
            remedy="Correct these documents at their source and refresh again.",
        )
    return Problem(
        kind="law" if is_law else "check",
        message=f"{name}: {result.get('message') or result['status']}",
        remedy=f"Mend {node.get('original_file_path', name)}.",
    )


def _offenders(workspace: Workspace, node: dict[str, Any], result: Result) -> str:
    """What a test found: how many rows, why that matters, and the first of them."""
    rows = rows_of_build(workspace.build_path, node["relation_name"], limit=OFFENDERS_SHOWN)
    lines = [", ".join(f"{k} {v}" for k, v in row.items()) for row in rows]
    word = "row" if result["status"] == "warn" else "offending row"
    found = f"{result['failures']} {word}{'s' if result['failures'] != 1 else ''}"
    reason = (node.get("description") or node["name"]).strip()
    return f"{node['name']}: {found}. {reason}\n    " + "\n    ".join(lines)


def report_failure(river: River, result: dg.ExecuteInProcessResult) -> None:
    """Put into the journal why a run failed that said nothing itself: Dagster's own words."""
    if result.success:
        text = "The run ended well and published nothing: a step did not run."
        river.report(Problem(kind="internal", message=text, remedy="See dagster dev."))
    for event in result.all_events:
        if event.is_failure and event.step_key:
            error = event.step_failure_data.error
            text = error.cause.message if error and error.cause else str(error)
            river.report(Problem(kind="internal", message=f"{event.step_key}: {text.strip()}"))
