"""What Odoo's refusals mean, in words, with what to do about each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from affluent.errors import ConfigError, SourceError

NO_OBJECT = re.compile(r"Object (\S+) doesn't exist")


class Denied(SourceError):
    """The key is not accepted."""


class Forbidden(SourceError):
    """The key's user may not read this."""


class NoModel(SourceError):
    """There is no such model: its module is not installed, or the version does not have it."""


class Refused(SourceError):
    """Odoo answered with an error of its own."""


@dataclass
class Speaker:
    """Who is asked: for the words. ``variable``: where the key is set.

    ``has_accepted``: the key was good once in this conversation.
    """

    source: str
    base: str
    variable: str
    has_accepted: bool = False

    def denied(self) -> Denied:
        """The key, wrong, expired or revoked: Odoo says the same of all three."""
        told = (
            "does not accept the key any more" if self.has_accepted else "does not accept the key"
        )
        return Denied(
            f"{self.source}: {self.base} {told}.",
            remedy="Odoo ends a key after three months at most. Make a new one (Preferences › "
            f"Account Security › New API Key) as the user that reads, and set {self.variable} to "
            "it. What was read so far is kept.",
        ).worded("source.odoo.denied", **self._who())

    def forbidden(self, model: str, told: str) -> Forbidden:
        return Forbidden(
            f"{self.source}: the user of the key may not read {model}: {_first_line(told)}",
            remedy="Give that user the right to read it in Odoo (Settings › Users); or do without: "
            f'leave_out = "STREAM" under [sources.{self.source}.options].',
        )

    def no_model(self, model: str) -> NoModel:
        return NoModel(
            f"{self.source}: this Odoo has no {model}.",
            remedy="Install the module that brings it, or do without.",
        )

    def no_database(self, told: str) -> ConfigError:
        return ConfigError(
            f"{self.source}: {self.base} does not know the database: {_first_line(told)}",
            remedy=f"Correct database under [sources.{self.source}.options]; its name stands in "
            "the address bar after login, or in Settings › Technical.",
        ).worded("source.odoo.no_database", **self._who())

    def no_odoo(self, told: str) -> ConfigError:
        return ConfigError(
            f"{self.source}: {self.base} does not answer like an Odoo: {told}.",
            remedy=f"Correct url under [sources.{self.source}]: the address up to the first single "
            "slash, as https://mycompany.odoo.com.",
        ).worded("source.odoo.no_odoo", told=told, **self._who())

    def _who(self) -> dict[str, str]:
        return {"source": self.source, "base": self.base, "variable": self.variable}

    def refused(self, model: str, method: str, name: str, told: str) -> Refused:
        return Refused(
            f"{self.source}: {model}.{method}: {name.rsplit('.', 1)[-1]}: {_first_line(told)}",
            remedy="See Odoo's log of that minute; when a field was renamed or a module removed, "
            "refresh again.",
        )

    def meaning(self, model: str, method: str, name: str, told: str) -> SourceError | ConfigError:
        """What an exception of Odoo means, by its name."""
        kind = name.rsplit(".", 1)[-1]
        if kind in {"AccessDenied", "Unauthorized", "SessionExpiredException"}:
            return self.denied()
        if kind in {"AccessError", "Forbidden"}:
            return self.forbidden(model, told)
        if NO_OBJECT.search(told) or (kind == "NotFound" and "does not exist" in told):
            return self.no_model(model)
        if "database" in told and "does not exist" in told:
            return self.no_database(told)
        return self.refused(model, method, name, told)


def _first_line(told: str) -> str:
    lines = [line.strip() for line in told.strip().splitlines() if line.strip()]
    text = " ".join(lines[:2]) if lines else "no reason given"
    return (text[:297] + "…" if len(text) > 300 else text).rstrip(".") + "."
