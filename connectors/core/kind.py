"""What a kind of source is: how its connector is made from what ``affluent.toml`` says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from affluent.errors import ConfigError
from affluent.settings import CONFIG_NAME, secret

if TYPE_CHECKING:
    from affluent.settings import SourceSettings, Workspace
    from connectors.core.contract import Connector
    from connectors.core.manifest import Manifest


@dataclass(frozen=True)
class Site:
    """A source of a workspace, whatever is read of it: what ``affluent.toml`` says of it."""

    workspace: Workspace
    source: str

    @property
    def settings(self) -> SourceSettings:
        """What stands under ``[sources.NAME]``."""
        return self.workspace.config.sources[self.source]

    def path(self) -> str:
        """``path`` as it is written. Raises ConfigError when it is missing."""
        if self.settings.path is None:
            raise self.missing("path", 'path = "…", the folder of its files')
        return self.settings.path

    def credentials(self) -> dict[str, str]:
        """What stands under ``[sources.NAME.credentials]``, each by the value of its variable."""
        return {
            name: secret(reference, used_for=f"the source {self.source}")
            for name, reference in self.settings.credentials.items()
        }

    def credential(self, name: str) -> str:
        """One of the credentials. Raises ConfigError when it is not named."""
        reference = self.settings.credentials.get(name)
        if reference is None:
            raise self.missing(
                f"credentials.{name}",
                f'{name} = "env:NAME" under [sources.{self.source}.credentials]',
            )
        return secret(reference, used_for=f"the source {self.source}")

    def option(self, name: str) -> str | None:
        """One of the options as text; None when it is not given."""
        value = self.settings.options.get(name)
        return None if value is None else str(value)

    def listed(self, name: str) -> tuple[str, ...]:
        """An option that lists words: "a, b"."""
        return tuple(filter(None, (one.strip() for one in (self.option(name) or "").split(","))))

    def missing(self, key: str, write: str) -> ConfigError:
        """What is said when a key is missing that this kind needs."""
        return ConfigError(
            f"{self._where}: {key} is missing.",
            remedy=f"Write {write}.",
        )

    @property
    def _where(self) -> str:
        return f"{self.workspace.root / CONFIG_NAME}: sources.{self.source}"


@dataclass(frozen=True)
class Place(Site):
    """What a connector is made from.

    ``dsn``: the address of its database, where somebody knows a better one than ``url``.
    """

    manifest: Manifest
    dsn: str | None = None

    def url(self) -> str:
        """The address behind ``url``. Raises ConfigError when it is missing or not set."""
        if self.dsn is not None:
            return self.dsn
        if self.settings.url is None:
            raise ConfigError(
                f"{self._where}: no database is named.",
                remedy='Write url = "env:NAME" and set that variable to its address.',
            )
        return secret(self.settings.url, used_for=f"the source {self.source}")

    def address(self) -> str:
        """``url`` of a system that is asked over HTTP, as it is written or behind env:NAME."""
        if self.settings.url is None:
            raise self.missing("url", 'url = "https://…", the address of the system')
        return self.url() if self.settings.url.startswith("env:") else self.settings.url


@dataclass(frozen=True)
class Kind:
    """A kind of source, as an entry point of ``affluent.connectors`` names it.

    ``connector`` makes it and opens nothing: it may raise ConfigError, no more. ``reads``: what
    its streams may be read from, of ``file``, ``table``, ``query`` and ``resource``.
    """

    connector: Callable[[Place], Connector]
    reads: frozenset[str] = frozenset({"table", "query"})
