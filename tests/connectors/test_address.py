"""The address of a database: what is understood, and what is said of one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from affluent.errors import SourceError
from connectors.sql.address import understand


@pytest.mark.parametrize(
    ("dsn", "engine", "place"),
    [
        ("postgresql://u:p@db.example.com:5433/erp", "postgresql", "erp at db.example.com:5433"),
        ("host=/run/pg dbname=erp user=u", "postgresql", "erp at /run/pg"),
        ("mysql://u:p@db/erp", "mysql", "erp at db:3306"),
        ("mysql+pymysql://u:p@db/erp", "mysql", "erp at db:3306"),
        ("mariadb://u:p@[::1]:3307/erp", "mysql", "erp at ::1:3307"),
        ("mysql://u@localhost/erp?unix_socket=/run/my.sock", "mysql", "erp at /run/my.sock"),
        ("mssql://u:p@sage/GESCOM", "sqlserver", "GESCOM at sage:1433"),
        ("sqlite:////var/shop.db", "sqlite", "/var/shop.db"),
        ("sqlite:///shop%20of%20ours.db", "sqlite", "/workspace/shop of ours.db"),
    ],
)
def test_an_address_is_understood(dsn: str, engine: str, place: str) -> None:
    found = understand(dsn, Path("/workspace"))
    assert (found.engine, found.place) == (engine, place)


def test_a_password_may_have_any_sign_if_it_is_written_so() -> None:
    found = understand("mysql://u%40x:p%2F%40%3A%23w@db/erp")
    assert (found.parts["user"], found.parts["password"]) == ("u@x", "p/@:#w")
    assert found.redacted(ValueError("no p/@:#w and no p%2F%40%3A%23w")) == "no … and no …."


@pytest.mark.parametrize(
    ("dsn", "words"),
    [
        ("oracle://u:s3cret@db/erp", "begins with 'oracle:', which names no engine"),
        ("postgresql://u:s3cret@db:port/erp?x", "PostgreSQL does not understand it"),
        ("nonsense", "PostgreSQL does not understand it"),
        ("mysql://u:s3cret@db", "names no database"),
        ("mysql://u:s3cret@db/a/b", "names no database"),
        ("mysql://db/erp", "names no user"),
        ("mysql://u:s3cret@/erp", "names no host"),
        ("mysql://u:s3cret@db:33o6/erp", "port is no number"),
        ("mysql://u:s3/cret@db/erp", "sign"),
        ("mysql://u:s3@cret@db/erp", "@ is %40"),
        ("mysql://u:s3#cret@db/erp", "# is %23"),
        ("mysql://u:s3cret@db/erp?charset=latin1", "option 'charset' is not known"),
        ("sqlserver://u:s3cret@db/erp?driver=x", "there are: encrypt, trust_server_certificate"),
        ("sqlite:///", "names no file"),
        ("sqlite://shop.db", "names no file"),
    ],
)
def test_what_is_wrong_with_an_address_is_named_without_its_secret(dsn: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        understand(dsn)
    assert words in str(caught.value)
    assert "Write it as" in caught.value.remedy
    assert not any(part in str(caught.value) for part in ("s3cret", "cret@"))
