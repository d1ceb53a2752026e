"""dbt in this process.

Started as a program, dbt imports itself again and reads the project anew at each step: of a
refresh with nothing changed on 125 nodes, a third of its processor time (18 s against 12).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from affluent.errors import ConfigError

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

# dbt would write each event of each node into a file, and look for secrets in each line of it:
# a quarter of its time. What fails is in its results, which the refresh reports.
QUIET = ("--quiet", "--no-use-colors", "--log-level-file", "none", "--no-print")
# A unit test says whether a rule computes right, whatever the data: the tests run those.
BUILD = ("build", "--exclude-resource-type", "unit_test")
# What a node's end is called, by what it is.
ENDS = frozenset({"LogModelResult", "LogSeedResult", "LogSnapshotResult", "LogTestResult"})


@dataclass
class DbtProgram:
    """dbt on the composed project in ``root``, which holds its profile too.

    ``project``: differs once any file of it does.
    """

    root: Path
    project: str
    _parsed: Manifest | None = field(default=None, init=False, repr=False)

    @property
    def manifest(self) -> Path:
        """What the project holds, as dbt wrote it last."""
        return self.root / "target" / "manifest.json"

    @property
    def results(self) -> Path:
        """What became of each node in the last build."""
        return self.root / "target" / "run_results.json"

    def parse(self) -> None:
        """Read the project and write ``target/manifest.json``.

        Raises ConfigError with dbt's own words when it cannot be read.
        """
        outcome, said = self._invoke(("parse",))
        if not outcome.success:
            raise ConfigError(
                f"The dbt project of {self.root} cannot be parsed:\n{outcome.exception or said}",
                remedy="Mend the file that dbt names.",
            )
        self._parsed = outcome.result  # type: ignore[assignment]

    def build(self, tell: Callable[[str], None]) -> None:
        """Make all models and run all tests; what became of each stands in ``results``.

        ``tell`` hears of each node when it is done. Raises ConfigError when dbt could not begin.
        """

        def hear(event: EventMsg) -> None:
            if event.info.name in ENDS:
                tell(event.info.msg)  # type: ignore[attr-defined]  # of protobuf, untyped

        outcome, said = self._invoke(BUILD, hear)
        if outcome.exception is not None:
            raise ConfigError(
                f"dbt could not build {self.root}:\n{outcome.exception}\n{said}",
                remedy="Mend what dbt names.",
            )

    def _invoke(
        self, command: tuple[str, ...], *callbacks: Callable[[EventMsg], None]
    ) -> tuple[dbtRunnerResult, str]:
        """What dbt made of ``command``, and what it printed beside."""
        from dbt.cli.main import dbtRunner

        folder = os.fspath(self.root)
        places: tuple[Any, ...] = ("--project-dir", folder, "--profiles-dir", folder)
        runner = dbtRunner(manifest=self._parsed, callbacks=list(callbacks))
        with _at_home(self.root) as screen:
            outcome = runner.invoke([*QUIET, *command, *places])
        return outcome, screen.getvalue().strip()


@contextmanager
def _at_home(root: Path) -> Iterator[StringIO]:
    """dbt walks into its project's folder, and prints: both end with it."""
    with chdir(root), redirect_stdout(StringIO()) as screen:
        try:
            yield screen
        finally:
            _close_files()


def _close_files() -> None:
    """Let go of the build and the landing, which dbt keeps open from node to node."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    kept: Any = DuckDBConnectionManager  # untyped in part
    if kept._ENV is not None:
        kept._ENV.close()
    kept.close_all_connections()
