"""The command line: words in, one call into the room that does the work, an exit code out.

Rooms are imported inside each command, so that ``affluent --help`` stays under half a second.
Dagster and Streamlit run as programs of their own (``python -m pipelines``, ``streamlit run``).
"""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from affluent.desk.crm import crm_app
from affluent.desk.erp import erp_app
from affluent.desk.sync import sync_app
from affluent.doubles import duplicates
from affluent.errors import AffluentError
from affluent.figures import explain, kpi
from affluent.options import HERE, WorkspaceOption, day
from affluent.persons import access, forget
from affluent.sources import source_app
from affluent.steward import steward_app
from affluent.trust import diff, tieout

if TYPE_CHECKING:
    from affluent.settings import Workspace

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="One audited warehouse for a company's ERP and CRM: figures that carry their proof.",
)
operations_app = typer.Typer(no_args_is_help=True, help="The operational store (PostgreSQL).")
app.command()(tieout)
app.command()(diff)
app.add_typer(operations_app, name="operations")
app.add_typer(erp_app, name="erp")
app.add_typer(crm_app, name="crm")
app.add_typer(sync_app, name="sync")
app.add_typer(source_app, name="source")
app.command()(kpi)
app.command()(explain)
app.command()(forget)
app.command()(access)
app.add_typer(steward_app, name="steward")
app.command()(duplicates)

REFRESH = ("-m", "pipelines", "refresh")
SAMPLE_UNTIL = dt.date(2025, 12, 31)


class Size(StrEnum):
    """How large a sample company is: operations/company/sizes.py says what each means."""

    small = "small"
    medium = "medium"
    large = "large"


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="Where the company's folder shall be.")],
    name: Annotated[str | None, typer.Option(help="The company's name.")] = None,
    currency: Annotated[str, typer.Option(help="Company currency, ISO 4217.")] = "EUR",
    zone: Annotated[str, typer.Option(help="The company's time zone.")] = "Europe/Paris",
    language: Annotated[str, typer.Option(help="en or fr.")] = "fr",
) -> None:
    """Make a company workspace: affluent.toml and a place for its sources."""
    from affluent.workspace import create

    path = create(directory, name=name, currency=currency, zone=zone, language=language)
    typer.echo(f"Wrote {path}. Next: affluent refresh --workspace {directory}")


@app.command()
def sample(
    directory: Annotated[Path, typer.Argument(help="The workspace to fill.")],
    years: Annotated[int, typer.Option(min=1, max=10, help="How long the company lives.")] = 2,
    seed: Annotated[int, typer.Option(help="The same seed gives the same company.")] = 7,
    until: Annotated[str | None, typer.Option(help="The last day simulated.")] = None,
    size: Annotated[Size, typer.Option(help="How large the company is.")] = Size.small,
) -> None:
    """Fill the operational store with a sample company that lived for some years."""
    last = day(until, "--until") or SAMPLE_UNTIL
    _sample(directory, years=years, seed=seed, until=last, size=size)


def _sample(
    directory: Path, *, years: int, seed: int, until: dt.date, size: Size = Size.small
) -> None:
    from affluent.settings import CONFIG_NAME, load_workspace
    from affluent.workspace import create

    if not (directory / CONFIG_NAME).exists():
        create(directory, name="Quincaillerie du Rhône", as_of=until)
    from rich.progress import Progress

    from operations.company.sample import fill

    workspace = load_workspace(directory)
    with Progress(transient=True) as progress:
        task = progress.add_task("The sample company lives", total=None)

        def advance(day: dt.date, done: int, total: int) -> None:
            progress.update(
                task, total=total, completed=done, description=f"The sample {day:%Y-%m}"
            )

        counts = fill(workspace, years=years, seed=seed, until=until, progress=advance, size=size)
    typer.echo(", ".join(f"{count:,} {table}" for table, count in counts.items()))


@app.command()
def refresh(workspace: WorkspaceOption = HERE) -> None:
    """Run the river: read the sources, check, build, prove, publish."""
    from affluent.settings import load_workspace

    loaded = load_workspace(workspace)
    _become(loaded, *REFRESH, str(loaded.root))


def _become(workspace: Workspace, *arguments: str) -> NoReturn:
    """Turn this process into another program of ours: a signal then reaches that program."""
    import os
    import signal

    from affluent.settings import PRODUCT_ROOT, child_environment

    # Started in the background, a shell lets us ignore Ctrl-C, and Dagster heeds TERM as Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(PRODUCT_ROOT)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, *arguments], child_environment(workspace))  # noqa: S606


@app.command()
def status(
    workspace: WorkspaceOption = HERE,
    every_stream: Annotated[
        bool, typer.Option("--all", help="A line for each stream, not for each source.")
    ] = False,
) -> None:
    """Say what is wrong, what is published, when, and from what."""
    from affluent.settings import load_workspace
    from serving.standing import print_status

    print_status(load_workspace(workspace), every_stream=every_stream)


@app.command()
def serve(
    workspace: WorkspaceOption = HERE,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Open the dashboards."""
    _serve(workspace, port=port, host=host)


def _serve(workspace: Path, *, port: int, host: str) -> NoReturn:
    from affluent.settings import PRODUCT_ROOT, load_workspace

    _become(
        load_workspace(workspace),
        *("-m", "streamlit", "run", str(PRODUCT_ROOT / "dashboards/app.py")),
        *(f"--server.port={port}", f"--server.address={host}", "--server.headless=true"),
        "--browser.gatherUsageStats=false",
    )


@app.command()
def orchestrate(
    workspace: WorkspaceOption = HERE,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 3000,
) -> None:
    """Open Dagster on a workspace: its assets, its runs, and the daily refresh at six."""
    from affluent.settings import load_workspace

    loaded = load_workspace(workspace)
    loaded.dagster_home.mkdir(parents=True, exist_ok=True)
    settings = loaded.dagster_home / "dagster.yaml"
    if not settings.exists():
        settings.write_text("telemetry:\n  enabled: false\n", encoding="utf-8")
    _become(
        loaded,
        *("-m", "dagster", "dev", "-m", "pipelines.definitions"),
        *("--host", "127.0.0.1", "--port", str(port)),
    )


@app.command()
def demo(
    directory: Annotated[Path, typer.Argument(help="Where the sample company lives.")] = Path(
        "demo"
    ),
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the pages.")] = True,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8501,
) -> None:
    """Run the sample company through the river, print its figures, open the pages."""
    import subprocess

    from affluent.settings import PRODUCT_ROOT, child_environment, load_workspace
    from operations.company.sample import is_filled
    from serving import answers
    from serving.standing import print_status

    if not is_filled(directory):
        _sample(directory, years=2, seed=7, until=SAMPLE_UNTIL)
    workspace = load_workspace(directory)
    command = [sys.executable, *REFRESH, str(workspace.root)]
    code = subprocess.call(command, cwd=PRODUCT_ROOT, env=child_environment(workspace))
    if code:
        raise typer.Exit(code)
    answers.print_figures(workspace, names=list(answers.HEADLINES), by=["year"])
    print_status(workspace)
    if serving:
        typer.echo(f"\nThe pages: http://127.0.0.1:{port}   (Ctrl-C ends)")
        _serve(directory, port=port, host="127.0.0.1")
    typer.echo(f"\nThe pages: affluent serve --workspace {directory}")


@operations_app.command(
    "psql", context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)
def operations_psql(context: typer.Context, workspace: WorkspaceOption = HERE) -> None:
    """Open psql on the operational store, as its owner; further arguments go to psql."""
    from affluent.settings import load_workspace
    from operations.database.shell import psql

    raise typer.Exit(psql(load_workspace(workspace), context.args))


def main() -> None:
    """Run the command line; every refusal becomes a message on stderr and its exit code."""
    try:
        app()
    except AffluentError as error:
        print(f"affluent: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
