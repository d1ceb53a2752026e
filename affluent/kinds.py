"""The kinds of sources that there are: ours, and those that other packages bring.

A kind is an entry point of the group ``affluent.connectors`` that names a ``Kind``
(``connectors/core/kind.py``). Ours are entry points too, listed here, so that they are there
whatever is installed. Nothing of a kind is imported here; ``connectors/registry.py`` does.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from affluent.errors import ConfigError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "affluent.connectors"
OURS = {
    "files": "connectors.files.kind:KIND",
    "sql": "connectors.sql.kind:KIND",
    "operations": "connectors.sql.kind:KIND",
    "fec": "connectors.fec.kind:KIND",
    "odoo": "connectors.odoo.kind:KIND",
}


def is_ours(kind: str) -> bool:
    """Whether the product itself reads this kind."""
    return kind in OURS


def installed() -> list[EntryPoint]:
    """What the installed packages bring."""
    from importlib.metadata import entry_points  # 30 ms, which affluent --help need not wait for

    return list(entry_points(group=GROUP))


@cache
def kinds() -> dict[str, tuple[EntryPoint, ...]]:
    """Kind → what brings it: one entry point, or more when packages claim the same name.

    A package that claims a name of ours is not heard.
    """
    from importlib.metadata import EntryPoint

    found: dict[str, tuple[EntryPoint, ...]]
    found = {name: (EntryPoint(name, value, GROUP),) for name, value in OURS.items()}
    for entry in installed():
        if entry.name not in OURS:
            found[entry.name] = (*found.get(entry.name, ()), entry)
    return found


def entry_of(kind: str) -> EntryPoint:
    """The entry point of a kind. Raises ConfigError when there is none, or more than one."""
    found = kinds().get(kind, ())
    if not found:
        raise ConfigError(
            f"There is no kind of source '{kind}'.",
            remedy=f"Take one of {', '.join(kinds())}; or install the package that brings it.",
        )
    if len(found) > 1:
        raise ConfigError(
            f"Several packages bring a kind of source '{kind}': "
            f"{', '.join(package_of(entry) for entry in found)}.",
            remedy="Uninstall all of them but one.",
        )
    return found[0]


def package_of(entry: EntryPoint) -> str:
    """The package that brings a kind, with its version; its module when there is none."""
    package = entry.dist
    return f"{package.name} {package.version}" if package else entry.module


def broken(kind: str, entry: EntryPoint, why: str) -> ConfigError:
    """What is said of a kind that cannot be taken from its package."""
    return ConfigError(
        f"The kind of source '{kind}' cannot be loaded from {package_of(entry)} "
        f"({entry.value}): {why}.",
        remedy="Update that package, or uninstall it; sources of other kinds are not touched.",
    )


def folder_of(kind: str) -> Path:
    """The folder of the module that brings a kind: its manifest and its models are there.

    Raises ConfigError when the package is broken.
    """
    entry = entry_of(kind)
    try:
        spec = importlib.util.find_spec(entry.module)
    except Exception as error:  # a package may raise anything while it is imported
        raise broken(kind, entry, f"{type(error).__name__}: {error}") from error
    if spec is None or spec.origin is None:
        raise broken(kind, entry, f"there is no module {entry.module}")
    return Path(spec.origin).parent
