"""The embedded server: started by the first, stopped by the last, found again after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from affluent.errors import ConfigError, SourceError
from affluent.settings import PRODUCT_ROOT, Workspace, load_workspace
from affluent.workspace import create
from operations.database import server
from operations.database.shell import psql, without_password

USER = (
    "import sys; from pathlib import Path; from affluent.settings import load_workspace;"
    " from operations.database.server import running\n"
    "with running(load_workspace(Path(sys.argv[1]))):\n"
    "    print('in', flush=True); sys.stdin.read()"
)


@contextmanager
def another_user(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the store until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(root)],
        cwd=PRODUCT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"
    with process:
        yield process
        if process.poll() is None:
            process.communicate(timeout=30)


def pid_file(workspace: Workspace) -> Path:
    return workspace.operations_dir / "data" / "postmaster.pid"


def server_pid(workspace: Workspace) -> int:
    return int(pid_file(workspace).read_text(encoding="utf-8").split()[0])


def answers(dsn: str) -> bool:
    try:
        with psycopg.connect(dsn, connect_timeout=5) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose server does not run between the tests, and was made by the first."""
    root = tmp_path_factory.mktemp("served")
    create(root)
    return load_workspace(root)


@pytest.fixture
def own_workspace(workspace_root: Path) -> Workspace:
    """A workspace without a server yet."""
    return load_workspace(workspace_root)


def test_the_server_runs_while_someone_uses_it_and_data_stays(workspace: Workspace) -> None:
    with server.running(workspace) as store:
        with psycopg.connect(store.owner, autocommit=True) as connection:
            connection.execute("create table kept (number integer)")
        dsn = store.owner
    assert not pid_file(workspace).exists()
    assert not answers(dsn)
    assert not Path(conninfo_to_dict(dsn)["host"]).exists()
    with server.running(workspace) as store, psycopg.connect(store.owner) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_it_listens_on_no_network_and_syncs_what_it_commits(workspace: Workspace) -> None:
    with server.running(workspace) as store, psycopg.connect(store.owner) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("show fsync").fetchone() == ("on",)
        folder = Path(conninfo_to_dict(store.owner)["host"])
        assert folder.stat().st_mode & 0o777 == 0o700


def test_two_processes_use_it_at_once_and_the_last_one_stops_it(workspace: Workspace) -> None:
    with another_user(workspace.root) as other:
        with server.running(workspace) as store:
            assert answers(store.writer)
        assert answers(store.writer)
        other.communicate(timeout=30)
    assert not pid_file(workspace).exists()


def test_a_killed_user_leaves_a_server_that_the_next_one_uses_and_stops(
    workspace: Workspace,
) -> None:
    with another_user(workspace.root) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(timeout=10)
    left_behind = server_pid(workspace)
    with server.running(workspace) as store:
        assert answers(store.writer)
        assert server_pid(workspace) == left_behind
    assert not pid_file(workspace).exists()


def test_a_killed_server_is_started_again(workspace: Workspace) -> None:
    with another_user(workspace.root) as other:
        os.kill(server_pid(workspace), signal.SIGKILL)
        other.send_signal(signal.SIGKILL)
        other.wait(timeout=10)
    assert pid_file(workspace).exists()
    with server.running(workspace) as store:
        assert answers(store.writer)


def test_a_server_whose_socket_was_swept_away_is_started_again(workspace: Workspace) -> None:
    with another_user(workspace.root) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(timeout=10)
    shutil.rmtree(pid_file(workspace).read_text(encoding="utf-8").splitlines()[4])
    with server.running(workspace) as store:
        assert answers(store.writer)


def test_a_first_start_that_was_killed_half_way_is_done_again(own_workspace: Workspace) -> None:
    half_made = own_workspace.operations_dir / "making" / "base"
    half_made.mkdir(parents=True)
    (half_made / "1").write_text("half", encoding="utf-8")
    with server.running(own_workspace) as store:
        assert answers(store.writer)


def test_a_deep_folder_closed_to_others_can_hold_a_store(
    workspace_root: Path, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    deep = closed.joinpath(*(["a folder with a long name"] * 5))
    shutil.copytree(workspace_root, deep)
    with server.running(load_workspace(deep)) as store:
        assert answers(store.extractor)


def test_psql_opens_on_the_store_and_gives_its_exit_code(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    assert psql(workspace, ["-Atc", "select count(*) from erp.companies"]) == 0
    assert capfd.readouterr().out == "1\n"
    assert psql(workspace, ["-c", "select nothing"]) != 0


def test_the_password_of_a_url_is_not_among_the_arguments_of_psql() -> None:
    dsn, environment = without_password("postgresql://me:hidden@db/books")
    assert conninfo_to_dict(dsn) == {"user": "me", "host": "db", "dbname": "books"}
    assert environment == {"PGPASSWORD": "hidden"}


def _with_url(root: Path) -> Workspace:
    path = root / "affluent.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}\n[operations]\nurl = "env:BOOKS_URL"\n', encoding="utf-8")
    return load_workspace(root)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://me:hidden@127.0.0.1:9/books", "127.0.0.1:9/books"),
        ("host=127.0.0.1 port=9 password=hidden dbname=books", "127.0.0.1:9/books"),
        ("postgresql://me:hidden@127.0.0.1:port/books?hidden=1", "cannot be read"),
    ],
)
def test_a_database_that_is_down_is_named_without_its_secrets(
    workspace_root: Path, monkeypatch: pytest.MonkeyPatch, url: str, place: str
) -> None:
    monkeypatch.setenv("BOOKS_URL", url)
    with pytest.raises(SourceError) as failed, server.running(_with_url(workspace_root)):
        pass
    said = str(failed.value)
    assert place in said
    assert "env:BOOKS_URL" in said
    assert "hidden" not in said
    assert failed.value.__cause__ is None
    assert failed.value.remedy


def test_a_url_that_is_not_set_is_a_matter_of_configuration(
    workspace_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOOKS_URL", raising=False)
    with pytest.raises(ConfigError, match="BOOKS_URL"), server.running(_with_url(workspace_root)):
        pass


def test_a_server_of_the_company_is_used_as_its_url_says(
    store: server.Store, workspace_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKS_URL", store.owner)
    workspace = _with_url(workspace_root)
    with server.running(workspace) as found:
        assert found == server.Store(store.owner, store.owner, store.owner)
    assert not workspace.operations_dir.exists()


def test_a_server_that_does_not_start_names_its_log(own_workspace: Workspace) -> None:
    with server.running(own_workspace):
        pass
    (own_workspace.operations_dir / "data" / "postgresql.conf").write_text("nonsense", "utf-8")
    with (
        pytest.raises(SourceError, match="does not start") as failed,
        server.running(own_workspace),
    ):
        pass
    assert "server.log" in failed.value.remedy


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_a_copy_that_belongs_to_another_user_is_refused_with_the_command_that_mends_it(
    own_workspace: Workspace,
) -> None:
    with server.running(own_workspace):
        pass
    os.chown(own_workspace.operations_dir / "data", 0, 0)
    with pytest.raises(SourceError, match="chown -R"), server.running(own_workspace):
        pytest.fail("it started")
