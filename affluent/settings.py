"""What a company's workspace says of itself: ``affluent.toml``, typed; and the environment.

The only module that reads ``os.environ``. It reads; ``affluent/workspace.py`` writes a new one.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from affluent.errors import ConfigError
from affluent.kinds import OURS, folder_of, is_ours, kinds

CONFIG_NAME = "affluent.toml"
STATE_NAME = ".affluent"
# Kinds whose manifest and models are the product's own.
BUILT_IN = ("operations", "fec", "odoo")
UNUSABLE = ('"', "$", "`", "\\", "\n")  # pg_ctl hands the folder's name to a shell
PRODUCT_ROOT = Path(__file__).resolve().parent.parent


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"'{name}' is not a time zone; write it like Europe/Paris")
    return name


def _env_reference(value: str) -> str:
    if not value.startswith("env:") or len(value) <= len("env:"):
        raise ValueError("a secret is not written here: write env:NAME and set that variable")
    return value


def _address(value: str) -> str:
    """env:NAME, or an address of the web that bears no secret."""
    if not re.match(r"https?://[^/@\s]+(/[^@\s]*)?$", value):
        return _env_reference(value)
    return value


def _known_kind(name: str) -> str:
    if name not in OURS and name not in kinds():
        raise ValueError(f"'{name}' is no kind of source; take one of {', '.join(kinds())}")
    return name


EnvReference = Annotated[str, AfterValidator(_env_reference)]


# Two underscores part the names in a model: stg_<source>__<entities>.
SourceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]


class Section(BaseModel):
    """A table of ``affluent.toml``: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(Section):
    """Who the figures speak of, and in which money, year, zone and language.

    ``country``: whose holidays are kept, ISO 3166-1. ``fiscal_weeks``: a fiscal year of whole weeks
    from the Monday nearest to its first month's first day, its quarters cut so.
    """

    name: str = Field(min_length=1)
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$")
    country: str = Field("FR", pattern=r"^[A-Z]{2}$")
    fiscal_year_start: int = Field(1, ge=1, le=12)
    fiscal_weeks: Literal["4-4-5", "4-5-4", "5-4-4"] | None = None
    zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Paris"
    language: Literal["en", "fr"] = "fr"
    cost_policy: Literal["in_force", "current"] = "in_force"
    as_of: dt.date | None = None

    def today(self) -> dt.date:
        """The day on which the company stands: ``as_of``, or today in its own zone."""
        return self.as_of or dt.datetime.now(ZoneInfo(self.zone)).date()


class CompanySettings(Section):
    """What is said here of one company of a source, and goes before what its source says."""

    name: str | None = None
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    group: str | None = None
    consolidated: bool = True


class OperationsSettings(Section):
    """Where the operational store is; without ``url``, PostgreSQL runs inside the workspace."""

    url: EnvReference | None = None


class SourceSettings(Section):
    """One source: its kind of driver and where it is.

    ``url`` is env:NAME, or an http(s) address without a password.
    ``credentials`` are secrets by name, each as env:NAME; ``options`` is what else its kind wants
    to know, and nothing secret.
    ``rules`` and ``chain`` are for a source of kind ``fec``: which broken rules refuse a file,
    and whether years that do not follow each other hold a publication back.
    """

    kind: Annotated[str, AfterValidator(_known_kind)]
    path: str | None = None
    url: Annotated[str, AfterValidator(_address)] | None = None
    credentials: dict[str, EnvReference] = {}
    options: dict[str, str | int | bool] = {}
    rules: Literal["published", "usable"] = "published"
    chain: Literal["law", "reported"] = "law"


FieldRule = Literal["source_priority", "most_recent", "most_complete"]
PartyField = Literal[
    "party_name",
    "trading_name",
    "legal_id",
    "vat_number",
    "street",
    "postal_code",
    "city",
    "country_code",
    "phone",
    "email",
    "website",
    "birth_on",
    "created_on",
]


class IdentityRules(Section):
    """How records of several systems become one firm.

    ``matching``: ``certain`` joins by the sources' own links, by numbers that they share and by
    stewards' words alone; ``probable`` compares names, addresses and numbers too.
    ``fields``: field of the golden record → the rule that chooses it, over the product's own.
    """

    matching: Literal["probable", "certain"] = "probable"
    fields: dict[PartyField, FieldRule] = {}


class Config(Section):
    """The whole of ``affluent.toml``."""

    company: Company
    identity: IdentityRules = IdentityRules()
    companies: dict[str, CompanySettings] = {}
    operations: OperationsSettings = OperationsSettings()
    sources: dict[SourceName, SourceSettings] = {}


class Workspace:
    """A company's folder: its configuration, and the places of everything derived from it."""

    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self.config = config
        self.state = root / STATE_NAME
        self.landing_path = self.state / "landing.duckdb"
        self.build_path = self.state / "build.duckdb"
        self.publications = self.state / "publications"
        self.dbt_dir = self.state / "dbt"
        self.dagster_home = self.state / "dagster"
        self.operations_dir = self.state / "operations"
        self.lock_path = self.state / "refresh.lock"
        self.identity_path = self.state / "identity.sqlite"

    def source_dir(self, name: str) -> Path:
        """The folder that holds a source's manifest and models: the workspace's own, or ours.

        Of a kind that another package brings: that package's, unless the workspace has one.
        """
        kind = self.config.sources[name].kind
        if kind in BUILT_IN:
            return PRODUCT_ROOT / "connectors" / kind
        own = self.root / "sources" / name
        return own if is_ours(kind) or own.is_dir() else folder_of(kind)

    def sources_of(self, kind: str) -> list[str]:
        """The names of the sources of a kind, in order."""
        return [name for name, source in self.config.sources.items() if source.kind == kind]


def load_workspace(root: Path) -> Workspace:
    """Read the workspace at ``root``.

    Raises ConfigError when the folder or its ``affluent.toml`` is missing or broken; the message
    names the file, the line and the remedy.
    """
    path = root / CONFIG_NAME
    if not path.is_file():
        raise ConfigError(
            f"No {CONFIG_NAME} in {root}.", remedy=f"Make a workspace: affluent init {root}"
        )
    forbidden = [character for character in UNUSABLE if character in str(root.resolve())]
    if forbidden:
        raise ConfigError(
            f"The folder's name {root.resolve()} holds {' '.join(map(repr, forbidden))}.",
            remedy="Move the workspace to a folder without it: PostgreSQL cannot start there.",
        )
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be read: {error}.", remedy="Save it as UTF-8 text that you may read."
        ) from error
    return Workspace(root.resolve(), parse_config(text, path))


def parse_config(text: str, path: Path) -> Config:
    """The configuration that ``text`` is; ``path`` is named in what is said of it.

    Raises ConfigError with the line and the remedy of each fault.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path}: this is not TOML: {error}.",
            remedy="Mend that line: text stands in quotes, a table's name in [brackets].",
        ) from error
    try:
        return Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(
            "\n".join(_describe(path, text, issue) for issue in error.errors()),
            remedy=f"Mend {path} and run the command again.",
        ) from error


def _describe(path: Path, text: str, issue: Mapping[str, Any]) -> str:
    """One line for one fault: file, line, key, what is wrong and what is allowed."""
    location = [str(part) for part in issue["loc"] if part != "[key]"]
    line = _line_of(text, location)
    key = ".".join(location)
    reason = str(issue["msg"]).removeprefix("Value error, ")
    if issue["type"] == "extra_forbidden":
        reason = "this key is not known; remove it or correct its name"
    elif issue["type"] == "missing":
        reason = "this key is required; add it"
    return f"{path}, line {line}: {key}: {reason}."


def _line_of(text: str, location: list[str]) -> int:
    """The line where the key stands, or its table's, or 1: counted from 1."""
    table = ".".join(location[:-1])
    current, fallback = "", 1
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if header:
            current = header.group(1)
            if current in (table, ".".join(location)):
                fallback = number
        elif current == table and re.match(rf"\s*\"?{re.escape(location[-1])}\"?\s*=", line):
            return number
    return fallback


def secret(reference: str, *, used_for: str) -> str:
    """The value behind ``env:NAME``.

    Raises ConfigError, naming the variable and what needs it, when it is not set. The value is
    never part of a message.
    """
    name = reference.removeprefix("env:")
    value = os.environ.get(name)
    if not value:
        raise ConfigError(
            f"The environment variable {name} is not set; {used_for} needs it.",
            remedy=f"export {name}=… and run the command again.",
        )
    return value


def current_workspace() -> Path:
    """The workspace named by ``AFFLUENT_WORKSPACE``, or the current folder."""
    return Path(os.environ.get("AFFLUENT_WORKSPACE") or ".")


def child_environment(workspace: Workspace) -> dict[str, str]:
    """The environment for a program that we start on a workspace (Dagster, Streamlit)."""
    return {
        **os.environ,
        "AFFLUENT_WORKSPACE": str(workspace.root),
        "DAGSTER_HOME": str(workspace.dagster_home),
    }
