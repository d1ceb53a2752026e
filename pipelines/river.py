"""What the steps of one refresh share: the lock, the sources' addresses, the journal of the run.

The journal is written whatever happens; ``affluent status`` and the pages read it. What a step
does stands in the rooms; in which order, in ``pipelines/defs``.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from affluent.errors import AffluentError, ConfigError, LawBroken, SourceError
from affluent.lock import exclusive
from affluent.settings import Workspace
from connectors.core.landing import Landing, open_landing
from serving.refreshes import Outcome, Problem, RefreshRecord, record_refresh

Say = Callable[[str], None]
WITHHOLDING = {"law", "check", "tie_out"}
SOURCE_FAULTS = {"unreachable", "refused"}


@dataclass
class River:
    """One refresh under way; ``build``: what the build was made of."""

    workspace: Workspace
    say: Say
    started_at: dt.datetime
    progress: Say
    operations_dsn: str | None = None
    operations_error: AffluentError | None = None
    problems: list[Problem] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    rows_landed: int = 0
    build: str = ""
    pub_id: int | None = None
    _landing: Landing | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    def landing(self) -> Landing:
        """The landing file, opened once for all streams: opening it costs 30 ms each time."""
        if self._landing is None:
            self._landing = self._open.enter_context(open_landing(self.workspace.landing_path))
        return self._landing

    def close_landing(self) -> None:
        """Let others open the landing file: dbt reads it in a process of its own."""
        self._landing = None
        self._open.close()

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the seconds that the block takes to ``step``."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + time.monotonic() - began

    def report(self, problem: Problem) -> None:
        """Note what is wrong, and say it at once; the same words are noted once."""
        if any(known.message == problem.message for known in self.problems):
            return
        self.problems.append(problem)
        self.say(f"✗ {problem.message}" + (f"\n  → {problem.remedy}" if problem.remedy else ""))

    def exit_code(self) -> int:
        """What the command line ends with: see ``affluent/errors.py``."""
        kinds = {problem.kind for problem in self.problems}
        if kinds & WITHHOLDING:
            return LawBroken.exit_code
        if "configuration" in kinds:
            return ConfigError.exit_code
        if kinds & SOURCE_FAULTS:
            return SourceError.exit_code
        return 0 if self.pub_id is not None else 1


@contextmanager
def flowing(workspace: Workspace, say: Say, progress: Say | None = None) -> Iterator[River]:
    """Hold the workspace for one refresh; write its record at the end, also after a failure.

    ``say`` gets what stays on the screen or in the log, ``progress`` what passes by.

    Raises AlreadyRunning when another refresh holds it.
    """
    with ExitStack() as stack:
        stack.enter_context(exclusive(workspace.lock_path))
        river = River(workspace, say, dt.datetime.now(dt.UTC), progress or say)
        try:
            _reach_operations(river, stack)
            yield river
        except AffluentError as error:
            kind = "configuration" if isinstance(error, ConfigError) else "internal"
            river.problems.append(Problem(kind=kind, message=error.message, remedy=error.remedy))
            raise
        except Exception as error:
            river.problems.append(Problem(kind="internal", message=repr(error)))
            raise
        finally:
            river.close_landing()
            record_refresh(workspace, _record(river))


def _reach_operations(river: River, stack: ExitStack) -> None:
    """Start or find the operational store; a failure is kept for the streams that need it."""
    kinds = {source.kind for source in river.workspace.config.sources.values()}
    if "operations" not in kinds:
        return
    from operations.database import migrate, server

    try:
        with river.timed("operational store"):
            store = stack.enter_context(server.running(river.workspace))
            migrate.upgrade(store.owner)
            river.operations_dsn = store.extractor
    except ConfigError:
        raise
    except AffluentError as error:
        river.operations_error = error


def _record(river: River) -> RefreshRecord:
    code = river.exit_code()
    outcome: Outcome = "failed"
    if river.pub_id is not None:
        outcome = "published"
    elif code == LawBroken.exit_code:
        outcome = "withheld"
    return RefreshRecord(
        started_at=river.started_at,
        ended_at=dt.datetime.now(dt.UTC),
        outcome=outcome,
        exit_code=code,
        pub_id=river.pub_id,
        rows_landed=river.rows_landed,
        seconds={step: round(value, 2) for step, value in river.seconds.items()},
        problems=tuple(river.problems),
    )
