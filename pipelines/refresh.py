"""The job of ``assembly.py`` in this process, with its progress on the screen."""

from __future__ import annotations

import sys
from pathlib import Path

import dagster as dg
from rich.console import Console
from rich.markup import escape

from affluent.settings import load_workspace
from pipelines import extraction, transformation
from pipelines.assembly import JOB, definitions_for
from pipelines.river import River, Say, flowing
from serving.publication import CURRENT

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def refresh(root: Path) -> int:
    """Run the whole river of the workspace at ``root`` and return the exit code.

    The run is told in the workspace's own journal; Dagster's event log, which `dagster dev` keeps,
    would cost a fifth of a refresh with nothing changed, even where only memory holds it
    (processor time, 151 streams: 21.7 s with it, 17.7 without).

    Raises ConfigError for a broken configuration and AlreadyRunning when another refresh holds
    the workspace; every other failure is in the journal, on the screen and in the exit code.
    """
    workspace = load_workspace(root)
    console = Console(highlight=False, file=sys.stdout, soft_wrap=True)
    status = console.status("Flowing …")

    def progress(line: str) -> None:
        status.update(escape(line[:100]))

    with flowing(workspace, _plain(console), progress) as river:
        with river.timed("check sources"):
            extraction.require_readable(river)
        with river.timed("prepare"):
            job = definitions_for(workspace, river).resolve_job_def(JOB)
        with dg.DagsterInstance.ephemeral() as instance, status:
            instance.event_log_storage.store_event = _forget  # type: ignore[method-assign, assignment]
            result = job.execute_in_process(
                run_config=QUIET, instance=instance, raise_on_error=False
            )
        if river.pub_id is None and not river.problems:
            transformation.report_failure(river, result)
        _say_outcome(river)
    return river.exit_code()


def _forget(_event: dg.EventLogEntry) -> None:
    """Nobody reads the events of this run: what matters of them is in the journal."""


def _plain(console: Console) -> Say:
    """Print words as they are: a document's name may hold brackets."""

    def say(text: str) -> None:
        console.print(text, markup=False)

    return say


def _say_outcome(river: River) -> None:
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in river.seconds.items())
    if river.pub_id is not None:
        rows = f"{river.rows_landed:,} row{'s' if river.rows_landed != 1 else ''} landed"
        river.say(f"Published {river.pub_id}: {rows}. ({steps})")
    else:
        stands = (river.workspace.publications / CURRENT).exists()
        before = "what was published before stands" if stands else "nothing was before"
        river.say(f"Nothing was published; {before}. ({steps})")
