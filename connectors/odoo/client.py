"""An Odoo that is asked: which version it is, who we are there, which companies we see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from affluent.errors import ConfigError
from connectors.core.http.policy import Answer
from connectors.core.http.secrets import Secret
from connectors.core.http.transport import Transport
from connectors.odoo.faults import Speaker
from connectors.odoo.speech import Json2, JsonRpc, Speech

JSON_2_SINCE = 19
OLDEST = 17


class Version(msgspec.Struct):
    """What Odoo says of its version, under the names of either interface."""

    version: str = ""
    server_version: str = ""

    @property
    def text(self) -> str:
        return self.version or self.server_version

    @property
    def major(self) -> int:
        """19 of "19.0" and of "saas~19.2"; 0 when it says nothing of the kind."""
        found = re.search(r"\d+", self.text)
        return int(found.group()) if found else 0


@dataclass(frozen=True)
class Access:
    """How the server is entered. ``companies``: ids to read; empty: all that the user has."""

    database: str | None
    login: str | None
    key: Secret
    companies: tuple[int, ...] = ()


@dataclass
class Session:
    """One conversation with one Odoo: detected once, then asked."""

    transport: Transport
    access: Access
    speaker: Speaker
    version: Version = field(init=False)
    user: int = field(init=False)
    companies: dict[int, str] = field(init=False)
    context: dict[str, Any] = field(init=False)
    _speech: Speech = field(init=False)

    def __post_init__(self) -> None:
        self.version, self._speech = self._detect()
        self.context = {"active_test": False}
        self._become()

    def call(
        self, model: str, method: str, *, attempts: int | None = None, **named: Any
    ) -> msgspec.Raw | bytes:
        """What a method gives, as JSON, for the companies that are read, archived rows too."""
        return self._speech.call(model, method, {"context": self.context, **named}, attempts)

    def ask(self, kind: Any, model: str, method: str, **named: Any) -> Any:
        """What a method gives, as a value of ``kind``. Raises SourceError when it is none."""
        try:
            return msgspec.json.decode(self.call(model, method, **named), type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self.speaker.refused(model, method, "answer", str(error)) from None

    def _detect(self) -> tuple[Version, Speech]:
        """JSON-2 where it is spoken, else JSON-RPC. Raises ConfigError when it is no Odoo."""
        answer = self.transport.ask("GET", "/web/version")
        found = _version(answer.body) if answer.status == 200 else Version()
        access = self.access
        if found.major >= JSON_2_SINCE:
            return found, Json2(self.transport, access.key, access.database, self.speaker)
        rpc = JsonRpc(self.transport, access.key, access.database, access.login, self.speaker)
        found = _version(rpc.service("common", "version", []))
        if not found.major:
            raise self.speaker.no_odoo(_described(answer))
        return found, rpc

    def _become(self) -> None:
        """Learn who we are and which companies we read. Raises ConfigError for one too many."""
        found = self.ask(dict[str, Any], "res.users", "context_get")
        self.user = int(found.get("uid") or 0)
        if found.get("lang"):
            self.context["lang"] = found["lang"]
        rows = self.ask(
            list[dict[str, Any]],
            *("res.users", "read"),
            ids=[self.user],
            fields=["company_ids"],
        )
        allowed = [int(one) for row in rows for one in row["company_ids"]]
        self.context["allowed_company_ids"] = allowed
        names = self.ask(
            list[dict[str, Any]],
            *("res.company", "search_read"),
            domain=[["id", "in", allowed]],
            fields=["name"],
        )
        seen = {int(row["id"]): str(row["name"]) for row in names}
        wanted: Sequence[int] = self.access.companies or sorted(seen)
        hidden = [one for one in wanted if one not in seen]
        if hidden:
            listed = ", ".join(f"{one} ({name})" for one, name in sorted(seen.items()))
            raise ConfigError(
                f"{self.speaker.source}: the user of the key cannot see the company "
                f"{', '.join(map(str, hidden))}; it sees {listed}.",
                remedy="Add the company to that user in Odoo (Settings › Users), or correct "
                f"companies under [sources.{self.speaker.source}.options].",
            ).worded(
                "source.odoo.no_company",
                source=self.speaker.source,
                hidden=", ".join(map(str, hidden)),
                seen=listed,
            )
        self.companies = {one: seen[one] for one in wanted}
        self.context["allowed_company_ids"] = list(wanted)


def _version(body: bytes | msgspec.Raw) -> Version:
    try:
        return msgspec.json.decode(body, type=Version)
    except msgspec.MsgspecError:
        return Version()


def _described(answer: Answer) -> str:
    kind = answer.headers.get("content-type", "").split(";")[0] or "nothing"
    return f"/web/version gives {answer.status}, {kind}"
