"""Files behind an address of fsspec: ``s3://``, ``sftp://``, ``memory://`` and others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from affluent.errors import ConfigError, SourceError
from connectors.core.file_names import is_pattern
from connectors.files.folder import Found, is_unfinished

Answer = TypeVar("Answer")

# Protocol → the extra of our package that brings it.
EXTRAS = {"s3": "s3", "s3a": "s3", "sftp": "sftp", "ssh": "sftp"}
STAMPS = ("LastModified", "mtime", "last_modified", "modified", "updated", "created")
TAGS = ("ETag", "etag", "md5Hash", "content_md5")
ADDRESS = re.compile(r"^[a-z][a-z0-9+]*://", re.IGNORECASE)
WITH_PASSWORD = re.compile(r"^[^/]*://[^/@]*:[^/@]*@")
SECRET = re.compile(r"secret|password|passwd|token|passphrase|(^|_)key$|private", re.IGNORECASE)


def is_address(path: str) -> bool:
    """Whether ``path`` is an address and not a folder of this machine."""
    return ADDRESS.match(path) is not None


class RemoteFolder:
    """A folder behind an address; ``credentials`` and ``options`` go to its file system.

    Raises ConfigError, without a secret, when the address holds one, or its protocol is unknown
    or lacks its package.
    """

    def __init__(
        self, address: str, *, credentials: Mapping[str, str], options: Mapping[str, Any]
    ) -> None:
        if WITH_PASSWORD.match(address):
            raise ConfigError(
                "A password stands in the address of a source of files.",
                remedy='Take it out, and write password = "env:NAME" under '
                "[sources.NAME.credentials].",
            )
        for name in options:
            if SECRET.search(name):
                raise ConfigError(
                    f"The option '{name}' of {address} looks like a secret.",
                    remedy=f'Write {name} = "env:NAME" under [sources.NAME.credentials].',
                )
        self.address = address.rstrip("/")
        self._secrets = tuple(credentials.values())
        self._given = {**options, **credentials}

    def __str__(self) -> str:
        return self.address

    def name_of(self, name: str) -> str:
        """The address of a file."""
        return f"{self.address}/{name}"

    def exists(self) -> bool:
        """Whether the folder is there. Raises SourceError when nobody answers."""
        return self._ask(lambda: bool(self._system.exists(self._root)))

    def find(self, name: str) -> list[Found]:
        """The files that a name or a pattern means, by name. Raises SourceError."""
        if not is_pattern(name):
            found = self.look(name)
            return [found] if found else []
        listed = self._ask(lambda: self._system.glob(f"{self._root}/{name}", detail=True))
        return [
            _found(self._relative(path), info)
            for path, info in sorted(listed.items())
            if info["type"] == "file" and not is_unfinished(self._relative(path))
        ]

    def look(self, name: str) -> Found | None:
        """The file of that name, None when there is none. Raises SourceError."""
        self._system.invalidate_cache()
        try:
            info = self._ask(lambda: self._system.info(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None
        return _found(name, info) if info["type"] == "file" else None

    def read(self, name: str) -> bytes:
        """The content of a file. Raises SourceError."""
        try:
            return self._ask(lambda: bytes(self._system.cat_file(f"{self._root}/{name}")))
        except FileNotFoundError:
            raise self._failed("it is gone") from None

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """The file system and the folder in it. It connects when it is first asked."""
        from fsspec.core import url_to_fs

        protocol = self.address.partition("://")[0].lower()
        try:
            system, root = url_to_fs(self.address, **self._given)
        except ImportError:
            extra = EXTRAS.get(protocol)
            install = f"pip install 'affluent[{extra}]'" if extra else "install its fsspec package"
            raise ConfigError(
                f"To read {protocol}:// a package is missing.", remedy=f"{install}, and try again."
            ) from None
        except ValueError as error:
            raise ConfigError(
                f"{self.address}: {self._redacted(error)}",
                remedy="Write it like s3://bucket/folder or sftp://user@host/folder.",
            ) from None
        except Exception as error:
            raise self._failed(self._redacted(error)) from None
        return system, str(root).rstrip("/")

    @property
    def _system(self) -> Any:
        return self._opened[0]

    @property
    def _root(self) -> str:
        return self._opened[1]

    def _relative(self, path: str) -> str:
        """A name as the manifest would write it: inside the folder."""
        return path.strip("/").removeprefix(self._root.strip("/")).lstrip("/")

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        """An answer of the other side. FileNotFoundError passes; all else is a SourceError."""
        self._opened  # noqa: B018  its own errors say more than what follows from them
        try:
            return question()
        except FileNotFoundError:
            raise
        except Exception as error:  # every file system raises errors of its own
            # Not chained: a driver's own message may carry what it was given.
            raise self._failed(self._redacted(error)) from None

    def _failed(self, why: str) -> SourceError:
        return SourceError(
            f"{self.address} does not answer: {why}",
            remedy="See that the address and the credentials are right, and that it can be "
            "reached from here.",
        )

    def _redacted(self, error: Exception) -> str:
        text = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def _found(name: str, info: Mapping[str, Any]) -> Found:
    stamp = next((info[key] for key in STAMPS if info.get(key)), None)
    tag = next((str(info[key]) for key in TAGS if info.get(key)), None)
    return Found(name, int(info.get("size") or 0), _moment(stamp), tag)


def _moment(stamp: Any) -> dt.datetime:
    """When a file was written, as its place says; the epoch where it does not."""
    if isinstance(stamp, dt.datetime):
        return stamp if stamp.tzinfo else stamp.replace(tzinfo=dt.UTC)
    if isinstance(stamp, int | float):
        return dt.datetime.fromtimestamp(stamp, dt.UTC)
    if isinstance(stamp, str):
        try:
            return dt.datetime.fromisoformat(stamp)
        except ValueError:
            pass
    return dt.datetime.fromtimestamp(0, dt.UTC)
