"""The two ways in which Odoo is asked: JSON-2 from 19 on, JSON-RPC before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from affluent.errors import ConfigError
from connectors.core.http.policy import Answer, Policy, Worth, by_status
from connectors.core.http.secrets import Secret
from connectors.core.http.transport import Transport
from connectors.odoo.faults import Speaker

# Of the database under Odoo, and gone at the next try.
PASSING = ("SerializationFailure", "OperationalError", "DeadlockDetected", "LockNotAvailable")
JSON = {"Content-Type": "application/json"}


class Fault(msgspec.Struct):
    """An exception of Odoo, as both interfaces tell it."""

    name: str = ""
    message: str = ""


class Failure(msgspec.Struct):
    message: str = ""
    data: Fault = msgspec.field(default_factory=Fault)


class Envelope(msgspec.Struct):
    """An answer of JSON-RPC: a result or, with status 200 all the same, an error."""

    result: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"null"))
    error: Failure | None = None


class Speech(Protocol):
    """A way to ask."""

    def call(
        self, model: str, method: str, named: Mapping[str, Any], attempts: int | None = None
    ) -> msgspec.Raw | bytes:
        """What a method of a model gives, as JSON. Raises SourceError, ConfigError."""


def judge(answer: Answer) -> Worth:
    """Whether the same may be asked again.

    A 500 with a name is Odoo's own exception, the same every time, unless it is the database's;
    a good status with half a body is a connection that broke.
    """
    if answer.status == 200:
        try:
            error = msgspec.json.decode(answer.body, type=msgspec.Raw)
        except msgspec.DecodeError:
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            return Worth.final if is_page else Worth.again
        if b'"error"' in bytes(error)[:400]:
            return _worth(_fault_of_envelope(answer.body))
        return Worth.final
    fault = fault_of(answer.body)
    return _worth(fault) if answer.status == 500 and fault.name else by_status(answer)


def _worth(fault: Fault) -> Worth:
    is_passing = fault.name.endswith(PASSING) and "does not exist" not in fault.message
    return Worth.again if is_passing else Worth.final


POLICY = Policy(per_second=40.0, burst=100, concurrent=2, failures_to_open=12, judge=judge)


class Json2:
    """``POST /json/2/MODEL/METHOD`` with the key as bearer."""

    def __init__(
        self, transport: Transport, key: Secret, database: str | None, speaker: Speaker
    ) -> None:
        self._transport = transport
        self._key = key
        self._database = database
        self.speaker = speaker

    def call(
        self, model: str, method: str, named: Mapping[str, Any], attempts: int | None = None
    ) -> bytes:
        headers = {**JSON, "Authorization": f"bearer {self._key.reveal()}"}
        if self._database:
            headers["X-Odoo-Database"] = self._database
        answer = self._transport.ask(
            "POST",
            f"/json/2/{model}/{method}",
            content=msgspec.json.encode(named),
            headers=headers,
            attempts=attempts,
        )
        if answer.status == 200:
            self.speaker.has_accepted = True
            return answer.body
        fault = fault_of(answer.body)
        told = self._transport.hide(fault.message)
        if answer.status == 401:
            raise self.speaker.denied()
        if answer.status == 403:
            raise self.speaker.forbidden(model, told)
        if answer.status == 404 and not fault.name:
            raise self.speaker.no_odoo("/json/2 is not there (404)")
        raise self.speaker.meaning(model, method, fault.name or str(answer.status), told)


class JsonRpc:
    """``POST /jsonrpc``, with database, user and key in every question."""

    def __init__(
        self,
        transport: Transport,
        key: Secret,
        database: str | None,
        login: str | None,
        speaker: Speaker,
    ) -> None:
        if not database or not login:
            raise ConfigError(
                f"{speaker.source}: an Odoo before 19 wants database and login.",
                remedy=f"Write both under [sources.{speaker.source}.options].",
            )
        self._transport = transport
        self._key = key
        self._database = database
        self._login = login
        self._user: int | None = None
        self.speaker = speaker

    def call(
        self, model: str, method: str, named: Mapping[str, Any], attempts: int | None = None
    ) -> msgspec.Raw:
        if self._user is None:
            asked = [self._database, self._login, self._key.reveal(), {}]
            found = msgspec.json.decode(self.service("common", "authenticate", asked))
            if not isinstance(found, int) or isinstance(found, bool):
                raise self.speaker.denied()
            self._user = found
            self.speaker.has_accepted = True
        positional = [named["ids"]] if "ids" in named else []
        rest = {name: value for name, value in named.items() if name != "ids"}
        who = [self._database, self._user, self._key.reveal()]
        question: list[Any] = [*who, model, method, positional, rest]
        return self.service(
            "object", "execute_kw", question, model=model, name=method, attempts=attempts
        )

    def service(
        self,
        service: str,
        method: str,
        args: list[Any],
        *,
        model: str = "login",
        name: str = "",
        attempts: int | None = None,
    ) -> msgspec.Raw:
        """What a service gives. Raises SourceError for the error that it answers with."""
        params = {"service": service, "method": method, "args": args}
        question = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        answer = self._transport.ask(
            "POST",
            "/jsonrpc",
            content=msgspec.json.encode(question),
            headers=JSON,
            attempts=attempts,
        )
        if answer.status != 200:
            raise self.speaker.no_odoo(f"/jsonrpc answers {answer.status}")
        try:
            envelope = msgspec.json.decode(answer.body, type=Envelope)
        except msgspec.MsgspecError:
            raise self.speaker.no_odoo("its answer is a page, not data") from None
        if envelope.error is not None:
            fault = envelope.error.data
            told = self._transport.hide(fault.message or envelope.error.message)
            raise self.speaker.meaning(model, name or method, fault.name, told)
        return envelope.result


def fault_of(body: bytes) -> Fault:
    """The exception that a body tells of; without a name when it does not."""
    try:
        return msgspec.json.decode(body, type=Fault)
    except msgspec.MsgspecError:
        return Fault()


def _fault_of_envelope(body: bytes) -> Fault:
    try:
        error = msgspec.json.decode(body, type=Envelope).error
    except msgspec.MsgspecError:
        return Fault()
    return error.data if error is not None else Fault()
