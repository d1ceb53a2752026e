"""Files behind an address: read as those of a folder, and never a secret in what is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from file_sources import Source, sales

from affluent.errors import ConfigError, SourceError
from affluent.settings import load_workspace
from connectors.core.landing import Landing
from connectors.core.manifest import Manifest
from connectors.files.driver import FilesConnector
from connectors.files.remote import RemoteFolder
from connectors.registry import connector_for

HEAD = "id,name,amount\n"


@pytest.fixture
def store() -> Iterator[Any]:
    """A store in memory, empty before and after."""
    found = fsspec.filesystem("memory")
    found.store.clear()
    yield found
    found.store.clear()


def _folder(address: str = "memory://exports/crm", **given: Any) -> RemoteFolder:
    return RemoteFolder(address, **{"credentials": {}, "options": {}, **given})


def test_one_file_and_many_are_read_from_an_address(store: Any, landing: Landing) -> None:
    store.pipe("/exports/crm/sales_1.csv", f"{HEAD}1,a,1\n".encode())
    store.pipe("/exports/crm/sales_2.csv", f"{HEAD}2,b,2\n".encode())
    store.pipe("/exports/crm/.sales_3.csv", b"half")
    source = Source(_folder(), landing)
    assert source.sync(sales(file="sales_*.csv")).status == "admitted"
    assert source.landed("id, _file") == [("1", "sales_1.csv"), ("2", "sales_2.csv")]
    assert source.sync(sales(file="sales_*.csv")).status == "unchanged"
    store.rm("/exports/crm/sales_2.csv")
    assert source.sync(sales(file="sales_*.csv")).rows_deleted == 1
    assert source.sync(sales(file="sales_1.csv")).status == "admitted"


def test_a_tag_that_is_known_spares_the_reading(
    store: Any, landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pipe("/exports/crm/sales_1.csv", f"{HEAD}1,a,1\n".encode())
    plain = type(store).info
    tag = {"ETag": '"one"'}
    monkeypatch.setattr(type(store), "info", lambda *a, **k: {**plain(*a, **k), **tag})
    monkeypatch.setattr(
        type(store), "glob", lambda fs, *_, **__: {p: fs.info(p) for p in fs.find("/exports")}
    )
    source = Source(_folder(), landing)
    for stream in (sales(file="sales_*.csv"), sales(file="sales_1.csv")):
        source.sync(stream)
        with monkeypatch.context() as patch:
            patch.setattr(RemoteFolder, "read", lambda *_: pytest.fail("read"))
            assert source.sync(stream).status == "unchanged"
    tag["ETag"] = '"two"'
    store.pipe("/exports/crm/sales_1.csv", f"{HEAD}1,b,1\n".encode())
    assert source.sync(sales(file="sales_1.csv")).rows_landed == 1


def test_a_folder_that_is_not_there_is_told(store: Any) -> None:
    connector = FilesConnector("crm", _folder(), Manifest(streams=(sales(),)))
    with pytest.raises(ConfigError, match="is missing: memory://exports/crm"):
        connector.check()
    with pytest.raises(SourceError, match=r"memory://exports/crm/sales.csv"):
        list(connector.read(sales(), None))


@pytest.mark.parametrize(
    ("protocol", "extra"), [("s3://bucket", "affluent[s3]"), ("sftp://host/x", "affluent[sftp]")]
)
def test_a_missing_package_names_the_extra_that_brings_it(
    protocol: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("no such module")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    with pytest.raises(ConfigError) as refused:
        _folder(protocol).find("*.csv")
    assert extra in refused.value.remedy


def test_an_unknown_protocol_is_told() -> None:
    with pytest.raises(ConfigError, match="Protocol not known: nowhere"):
        _folder("nowhere://x").exists()


def test_a_secret_stands_neither_in_the_address_nor_in_the_options_nor_in_a_message(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError, match="A password stands in the address") as in_address:
        _folder("sftp://me:hunter2@host/x")
    assert "hunter2" not in str(in_address.value)
    with pytest.raises(ConfigError, match=r"The option 'secret' .* looks like a secret"):
        _folder(options={"secret": "hunter2"})

    def fail(*_: object, **__: object) -> None:
        raise PermissionError("no entry for hunter2")

    folder = _folder(credentials={"password": "hunter2"})
    monkeypatch.setattr(type(store), "info", fail)
    with pytest.raises(SourceError, match="PermissionError: no entry for …") as refused:
        folder.look("sales.csv")
    assert refused.value.__cause__ is None


def test_credentials_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "affluent.toml").write_text(
        '[company]\nname = "Acme"\n[sources.crm]\nkind = "files"\npath = "s3://bucket/crm"\n'
        '[sources.crm.credentials]\nsecret = "env:CRM_SECRET"\n'
        '[sources.crm.options]\nendpoint_url = "https://store.example"\n'
    )
    manifest = tmp_path / "sources" / "crm" / "manifest.toml"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(
        '[[streams]]\nname = "sales"\nfile = "sales.csv"\nkey = ["id"]\ncolumns = {id = "text"}\n'
    )
    workspace = load_workspace(tmp_path)
    with pytest.raises(ConfigError, match="CRM_SECRET is not set; the source crm needs it"):
        connector_for(workspace, "crm")
    monkeypatch.setenv("CRM_SECRET", "hunter2")
    given: dict[str, Any] = {}

    def opened(address: str, **options: Any) -> tuple[Any, str]:
        given.update(options)
        return fsspec.filesystem("memory"), "/nothing"

    monkeypatch.setattr("fsspec.core.url_to_fs", opened)
    with pytest.raises(ConfigError, match="is missing: s3://bucket/crm"):
        connector_for(workspace, "crm").check()
    assert given == {"secret": "hunter2", "endpoint_url": "https://store.example"}
