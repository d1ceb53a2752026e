"""``affluent source add odoo`` and ``check``, over a real socket: plain words in two languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from affluent import cli
from affluent.settings import load_workspace
from tests.connectors.servers.in_process import FakeClock, over_a_socket
from tests.connectors.servers.odoo import DATABASE, KEY, LOGIN, OdooServer
from tests.connectors.servers.odoo_company import make_server

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[OdooServer, str]]:
    """One Odoo 19 and its address; a test leaves it as it found it."""
    import time

    server = make_server(rows=1, clock=FakeClock(time.time()))
    with over_a_socket(server.app) as url:
        yield server, url


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``affluent source …`` on a workspace of that language: exit code, output, errors."""
    monkeypatch.setenv("ODOO_KEY", KEY)
    monkeypatch.setenv("WRONG_KEY", "n0t-the-key")

    def running(*arguments: str, language: str = "en") -> tuple[int, str, str]:
        config = tmp_path / "affluent.toml"
        if not config.exists():
            config.write_text(f'[company]\nname = "Acme"\nlanguage = "{language}"\n', "utf-8")
        command = ["affluent", "source", *arguments, "--workspace", str(tmp_path)]
        monkeypatch.setattr("sys.argv", command)
        code: object = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return int(str(code or 0)), said.out, said.err

    return running


def test_an_odoo_is_added_when_it_can_be_read(
    run: Run, served: tuple[OdooServer, str], tmp_path: Path
) -> None:
    _, url = served
    code, out, _ = run("add", "odoo", "--url", url, "--key", "env:ODOO_KEY", "--companies", "1")
    assert code == 0
    assert f"Odoo 19.0 at {url}, asked by JSON-2." in out
    assert "Companies that are read: 1 (Nord SA)." in out
    assert "stay empty: tickets, ticket_stages, ticket_teams, stock_valuation_layers." in out
    settings = load_workspace(tmp_path).config.sources["odoo"]
    assert (settings.kind, settings.credentials) == ("odoo", {"key": "env:ODOO_KEY"})
    assert KEY not in (tmp_path / "affluent.toml").read_text()
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "does not accept the key"), ("fr", "refuse la clé")],
)
def test_a_wrong_key_is_told_and_nothing_is_written(
    run: Run,
    served: tuple[OdooServer, str],
    tmp_path: Path,
    language: str,
    said: str,
) -> None:
    arguments = ("add", "odoo", "--url", served[1], "--key", "env:WRONG_KEY")
    code, out, err = run(*arguments, language=language)
    assert code == 3
    assert said in err
    assert "WRONG_KEY" in err
    assert "n0t-the-key" not in out + err
    assert "odoo" not in (tmp_path / "affluent.toml").read_text()


def test_an_address_that_is_no_odoo_is_told(run: Run, served: tuple[OdooServer, str]) -> None:
    arguments = ("--key", "env:ODOO_KEY", "--database", DATABASE, "--login", LOGIN)
    code, _, err = run("add", "odoo", "--url", served[1] + "/shop", *arguments)
    assert code == 2
    assert "does not answer like an Odoo" in err
    assert "up to the first single slash" in err


def test_a_company_that_the_key_cannot_see_is_told(
    run: Run, served: tuple[OdooServer, str]
) -> None:
    code, _, err = run(
        "add", "odoo", "--url", served[1], "--key", "env:ODOO_KEY", "--companies", "1, 7"
    )
    assert code == 2
    assert "cannot see the company 7; it sees 1 (Nord SA), 2 (Sud SA)" in err


def test_a_model_that_may_not_be_read_and_a_clock_that_is_off_are_told(
    run: Run, served: tuple[OdooServer, str], tmp_path: Path
) -> None:
    server, url = served
    server.forbidden.add("hr.employee")
    server.skew = -3600
    arguments = ("add", "odoo", "--url", url, "--key", "env:ODOO_KEY")
    try:
        code, _, err = run(*arguments, language="fr")
        assert code == 3
        assert "n’a pas le droit de lire hr.employee" in err
        assert '--leave-out "employees"' in err
        assert "odoo" not in (tmp_path / "affluent.toml").read_text()
        code, out, _ = run(*arguments, "--leave-out", "employees")
        assert code == 0
        assert "retarde de 60 minutes" in out
    finally:
        server.forbidden.clear()
        server.skew = 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://admin:pw@erp.example", "a secret is not written here"),
        ("ftp://erp.example", "a secret is not written here"),
    ],
)
def test_an_address_with_a_secret_is_refused(run: Run, url: str, said: str) -> None:
    code, _, err = run("add", "odoo", "--url", url, "--key", "env:ODOO_KEY")
    assert code == 2
    assert said in err


def test_a_password_of_a_proxy_is_not_kept_in_the_open(run: Run, tmp_path: Path) -> None:
    run("check")
    config = tmp_path / "affluent.toml"
    config.write_text(
        config.read_text() + '[sources.erp]\nkind = "odoo"\nurl = "https://erp.example"\n'
        '[sources.erp.credentials]\nkey = "env:ODOO_KEY"\n'
        '[sources.erp.options]\nproxy = "http://me:pw@proxy:3128"\n'
    )
    code, _, err = run("check", "erp")
    assert code == 2
    assert 'proxy = "env:NAME" under [sources.erp.credentials]' in err
    assert "me:pw" not in err
