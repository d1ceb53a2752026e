"""Runs dbt on a workspace, and turns what it refuses into words that name the offenders."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource

from affluent.errors import ConfigError, SourceError
from affluent.settings import Workspace
from pipelines import dbt_root, extraction
from pipelines.dbt_program import dbt_executable
from pipelines.river import River
from serving.refreshes import Problem
from serving.warehouse import rows_of_build

OFFENDERS_SHOWN = 5
# A unit test says whether a rule computes right, whatever the data: the tests run those.
BUILD = ("build", "--exclude-resource-type", "unit_test")


class Progress(io.TextIOBase):
    """Takes what dbt prints, line by line, in place of the screen."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def write(self, text: str) -> int:
        """Pass each line on; return the length, as files do."""
        for line in text.splitlines():
            if line.strip():
                self._tell(line.strip())
        return len(text)


def prepare(workspace: Workspace) -> Path:
    """Compose the dbt project of ``workspace``, parse it if it changed; return its manifest.

    Raises ConfigError with dbt's own words when the project cannot be parsed.
    """
    totals = [
        {"source": source, **total.model_dump()}
        for source, manifest in extraction.manifests(workspace).items()
        for total in manifest.control_totals
    ]
    root = dbt_root.compose(workspace, totals)
    manifest = root / "target" / "manifest.json"
    stamp = root / "target" / "parsed"
    fingerprint = _fingerprint(root)
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return manifest
    command = [str(dbt_executable()), "--quiet", "parse", "--project-dir", str(root)]
    command += ["--profiles-dir", str(root)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise ConfigError(
            f"The dbt project of {workspace.root} cannot be parsed:\n{run.stdout}{run.stderr}",
            remedy="Mend the file that dbt names.",
        )
    stamp.write_text(fingerprint)
    return manifest


def _fingerprint(root: Path) -> str:
    """Changes when any file of the composed project does: names, sizes and times."""
    digest = hashlib.sha256()
    for top in (root, root / "dbt_packages" / "affluent", *_linked(root)):
        for path in sorted(_files(top)):
            seen = path.stat()
            digest.update(f"{path}|{seen.st_size}|{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _linked(root: Path) -> Iterator[Path]:
    for kind in ("models", "seeds"):
        yield from sorted(path for path in (root / kind).iterdir() if path.is_symlink())


def _files(top: Path) -> Iterator[Path]:
    for path in top.iterdir() if top.name == "dbt" else top.rglob("*"):
        if path.suffix in {".sql", ".yml", ".yaml", ".csv", ".md"} and path.is_file():
            yield path


def build(river: River, dbt: DbtCliResource, context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Run ``dbt build``, yield Dagster's events, and report every failed test or model.

    Raises dagster's Failure when anything failed, so that nothing after it runs; before it asks
    dbt for anything, when a stream was never read.
    """
    try:
        extraction.require_every_stream_once(river)
    except SourceError as error:
        river.say(f"✗ {error}")
        raise
    river.close_landing()
    target = river.workspace.dbt_dir / "target"
    with river.timed("dbt"):
        invocation = dbt.cli(BUILD, context=context, target_path=target, raise_on_error=False)
        with redirect_stdout(Progress(river.progress)):
            yield from invocation.stream()
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    failed = [r for r in results["results"] if r["status"] in {"error", "fail", "runtime error"}]
    for result in failed:
        river.report(_problem(river.workspace, manifest["nodes"], result))
    if failed or not invocation.is_successful():
        raise dg.Failure(f"{len(failed)} of {len(results['results'])} dbt nodes failed")
    passed = sum(result["status"] == "pass" for result in results["results"])
    river.say(f"✓ {passed} tests and laws hold")


def _problem(workspace: Workspace, nodes: dict[str, Any], result: dict[str, Any]) -> Problem:
    node = nodes.get(result["unique_id"], {})
    name = node.get("name", result["unique_id"])
    is_law = "law" in node.get("tags", [])
    if result["status"] == "fail" and node.get("relation_name"):
        offenders = rows_of_build(
            workspace.build_path, node["relation_name"], limit=OFFENDERS_SHOWN
        )
        reason = node.get("description") or name
        lines = [", ".join(f"{k} {v}" for k, v in row.items()) for row in offenders]
        found = f"{result['failures']} offending row{'s' if result['failures'] != 1 else ''}"
        message = f"{name}: {found}. {reason.strip()}\n    " + "\n    ".join(lines)
        return Problem(
            kind="law" if is_law else "check",
            message=message,
            remedy="Correct these documents at their source and refresh again.",
        )
    return Problem(
        kind="law" if is_law else "check",
        message=f"{name}: {result.get('message') or result['status']}",
        remedy=f"Mend {node.get('original_file_path', name)}.",
    )


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
