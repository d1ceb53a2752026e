"""Writes a company workspace: a new one, or one source more. Reading: ``affluent/settings.py``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from affluent.errors import ConfigError
from affluent.settings import CONFIG_NAME, STATE_NAME, Workspace, parse_config

TEMPLATE = """\
# A company's workspace. Everything derived from it is made anew under {state}/.

[company]
name = {name}
currency = "{currency}"          # company currency, ISO 4217
country = "FR"            # whose holidays are kept, ISO 3166-1
fiscal_year_start = 1     # first month of the fiscal year, 1 to 12
zone = "{zone}"    # the company's clock
language = "{language}"           # fr or en
cost_policy = "in_force"  # the unit cost in force on the posting date; or "current" for today's
{as_of}
# The operational store: PostgreSQL inside the workspace. For a server of your own:
# [operations]
# url = "env:AFFLUENT_OPERATIONS_URL"

# Sources, in order of trust: where two systems disagree on a field, the first one is believed.
[sources.operations]
kind = "operations"

# A folder of files, declared in sources/crm/manifest.toml; better: affluent source add files
# [sources.crm]
# kind = "files"
# path = "data/crm"

# French ledgers, one file a year; better: affluent source add fec --path "exports/*FEC*.txt"
# [sources.fec]
# kind = "fec"
# path = "exports/*FEC*.txt"

# Tables of a database, declared in sources/shop/manifest.toml; better: affluent source add sql
# [sources.shop]
# kind = "sql"
# url = "env:SHOP_DATABASE_URL"
"""


def create(
    root: Path,
    *,
    name: str | None = None,
    currency: str = "EUR",
    zone: str = "Europe/Paris",
    language: str = "fr",
    as_of: dt.date | None = None,
) -> Path:
    """Write ``affluent.toml`` into ``root`` (made if needed) and return its path.

    Raises ConfigError when ``root`` holds one already, cannot be written, or a value is wrong:
    nothing is overwritten, nothing half written.
    """
    path = root / CONFIG_NAME
    if path.exists():
        raise ConfigError(
            f"{path} exists already.", remedy="Edit it, or give another folder to affluent init."
        )
    if root.exists() and not root.is_dir():
        raise ConfigError(f"{root} is a file.", remedy="Give the path of a folder.")
    title = name or root.resolve().name.replace("_", " ").replace("-", " ").title()
    stands = (
        f"as_of = {as_of.isoformat()}        # the day on which the data stands"
        if as_of
        else "# as_of = 2025-12-31      # the day on which the data stands; default: today"
    )
    text = TEMPLATE.format(
        state=STATE_NAME,
        name=_toml_string(title),
        currency=currency,
        zone=zone,
        language=language,
        as_of=stands,
    )
    try:
        parse_config(text, path)
    except ConfigError as error:
        raise ConfigError(
            error.message, remedy="Nothing was written; give another value."
        ) from error
    try:
        (root / "sources").mkdir(parents=True, exist_ok=True)
        _ignore_state(root / ".gitignore")
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{root} cannot be written: {error}.", remedy="Give a folder that you may write."
        ) from error
    return path


@dataclass(frozen=True)
class Added:
    """``affluent.toml`` with one source more, and the workspace that it would make."""

    text: str
    workspace: Workspace


def parse_added(
    workspace: Workspace, name: str, keys: Mapping[str, str | Mapping[str, str]]
) -> Added:
    """What ``affluent.toml`` becomes with the source ``name``; its comments and order stay.

    Raises ConfigError when the name is taken or a value is wrong. Nothing is written.
    """
    import tomlkit

    path = workspace.root / CONFIG_NAME
    if name in workspace.config.sources:
        raise ConfigError(
            f"{path} has a source '{name}' already.",
            remedy=f"Give another one: --name {name}_2; or edit [sources.{name}].",
        )
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    table = tomlkit.table()
    for key, value in keys.items():
        table.add(key, value)
    table.add(tomlkit.nl())
    if "sources" not in document:
        document.add("sources", tomlkit.table(is_super_table=True))
    document["sources"].add(name, table)
    text = tomlkit.dumps(document).rstrip("\n") + "\n"
    try:
        config = parse_config(text, path)
    except ConfigError as error:
        raise ConfigError(error.message, remedy="Nothing was written; mend it first.") from error
    return Added(text, Workspace(workspace.root, config))


def add_source(workspace: Workspace, added: Added) -> None:
    """Put ``affluent.toml`` with one source more in the place of the old one, whole."""
    path = workspace.root / CONFIG_NAME
    beside = path.with_name(f".{CONFIG_NAME}.writing")
    try:
        beside.write_text(added.text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error}.", remedy="Make it a file that you may write."
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _ignore_state(path: Path) -> None:
    """What is derived is never committed; what the file says already stays."""
    line = f"{STATE_NAME}/"
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    if line not in present.splitlines():
        between = "" if not present or present.endswith("\n") else "\n"
        path.write_text(f"{present}{between}{line}\n", encoding="utf-8")


def _toml_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
