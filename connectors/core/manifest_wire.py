"""What a manifest says of systems that are asked over the network; ``manifest.py`` has the rest."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """A table of ``manifest.toml``: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WireColumn(Section):
    """How a column comes over the wire.

    ``optional``: some versions or modules do not have it; it lands empty there. ``aliases``: other
    names by which versions call it. ``nulls``: values that mean nothing, beside those that the
    manifest names for the type. ``codes``: code → the word that lands in its place.
    """

    optional: bool = False
    aliases: tuple[str, ...] = ()
    nulls: tuple[Any, ...] = ()
    codes: dict[str, str] = {}


class WireStream(Section):
    """How a stream is asked for over the network.

    ``resource``: what the interface calls it. ``filter``: in the words of the system. ``optional``:
    it may not be there, as where a module is not installed. ``since`` and ``until``: the first and
    the last version that has it. ``per_company``: read for each company, with its key as
    ``company_id``. ``reconcile_hours``: how often the keys are listed; 0: at each reading.
    """

    resource: str | None = None
    filter: tuple[Any, ...] | str | None = None
    optional: bool = False
    since: int | None = None
    until: int | None = None
    per_company: bool = False
    page_rows: int = Field(2000, ge=1)
    reconcile_hours: int = Field(0, ge=0)

    def is_of_version(self, version: int) -> bool:
        """Whether a version of the system is said to have it."""
        return (self.since or version) <= version <= (self.until or version)
