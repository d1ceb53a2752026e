"""Reads an Odoo: each stream is a model, each reading begins with what the model has now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from affluent.errors import SourceError
from connectors.core.contract import (
    Afresh,
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    Note,
    SnapshotComplete,
    State,
    StreamSchema,
)
from connectors.core.http.policy import Clock
from connectors.core.http.secrets import Secret
from connectors.core.http.transport import Address, Transport
from connectors.core.kind import Place
from connectors.core.manifest import Manifest, Stream
from connectors.core.paged.reading import Reading, read
from connectors.core.wire.fields import declared
from connectors.odoo.client import Access, Session
from connectors.odoo.columns import Described, choose
from connectors.odoo.faults import NoModel, Speaker
from connectors.odoo.pages import ModelPages
from connectors.odoo.speech import POLICY

DESCRIBED = ["type", "store", "string"]


class OdooConnector:
    """One Odoo. ``wire`` and ``clock`` take the place of network and time in tests."""

    def __init__(
        self,
        source: str,
        address: Address,
        access: Access,
        manifest: Manifest,
        *,
        variable: str = "the key's variable",
        leave_out: tuple[str, ...] = (),
        wire: httpx.BaseTransport | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.source = source
        self.manifest = manifest
        self._address = address
        self._access = access
        self._variable = variable
        self._leave_out = leave_out
        self._wire = wire
        self._clock = clock

    @classmethod
    def of(cls, place: Place) -> OdooConnector:
        """The connector of a source of a workspace. Raises ConfigError for what is missing."""
        ca = place.option("ca")
        address = Address(
            place.address().rstrip("/"),
            place.workspace.root / ca if ca else None,
            _proxy(place),
        )
        access = Access(
            place.option("database"),
            place.option("login"),
            Secret(place.credential("key")),
            tuple(_company(place, text) for text in place.listed("companies")),
        )
        return cls(
            place.source,
            address,
            access,
            place.manifest,
            variable=place.settings.credentials["key"].removeprefix("env:"),
            leave_out=place.listed("leave_out"),
        )

    @property
    def base(self) -> str:
        """Its address."""
        return self._address.base

    def check(self) -> None:
        """Raise ConfigError or SourceError when it cannot be entered."""
        with self.snapshot():
            pass

    def discover(self) -> list[StreamSchema]:
        """The fields of each model that is there, in Odoo's own words."""
        with self.snapshot() as reader:
            return list(reader.discover())

    @contextmanager
    def snapshot(self) -> Iterator[OdooReader]:
        """One conversation for all streams: Odoo knows no moment that they share."""
        proxy = Secret(self._address.proxy or "")
        secrets = (self._access.key, proxy)
        with Transport(
            self.source,
            self._address,
            policy=POLICY,
            secrets=secrets,
            clock=self._clock,
            wire=self._wire,
        ) as transport:
            speaker = Speaker(self.source, self._address.base, self._variable)
            session = Session(transport, self._access, speaker)
            yield OdooReader(self.source, session, self.manifest, self._leave_out)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """What changed since the state; everything without one."""
        with self.snapshot() as reader:
            yield from reader.read(stream, state)


class OdooReader:
    """An Odoo that was entered."""

    def __init__(
        self, source: str, session: Session, manifest: Manifest, leave_out: tuple[str, ...]
    ) -> None:
        self.source = source
        self.session = session
        self._manifest = manifest
        self._leave_out = leave_out

    def streams(self) -> tuple[Stream, ...]:
        """What the manifest declares."""
        return self._manifest.streams

    def describe(self, stream: Stream) -> dict[str, Described]:
        """The fields of a model that the user may read. Raises NoModel, Forbidden."""
        found: dict[str, Described] = self.session.ask(
            *(dict[str, Described], stream.resource or "", "fields_get"), attributes=DESCRIBED
        )
        return found

    def discover(self) -> Iterator[StreamSchema]:
        for stream in self._manifest.streams:
            if self.why_not(stream):
                continue
            try:
                model = self.describe(stream)
            except NoModel:
                continue
            columns = tuple((name, found.type) for name, found in sorted(model.items()))
            yield StreamSchema(stream.name, columns)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """What changed since the state; of a model that is not there, nothing and why."""
        known = tuple((state or {}).get("columns", ()))
        why = self.why_not(stream)
        if why is None:
            try:
                model = self.describe(stream)
            except NoModel:
                if known or not stream.optional:
                    raise self._vanished(stream) from None
                why = f"this Odoo has no {stream.resource}"
        if why is not None:
            yield from self._nothing(stream, why)
            return
        chosen = choose(stream, self._manifest, model, known)
        for note in chosen.notes:
            yield Note(f"{self.source}.{stream.name}: {note}")
        pages = ModelPages(self.session, stream, chosen, f"{self.source}.{stream.name}")
        reading = Reading(pages, stream, self.session.transport.now())
        yield from read(reading, state)

    def why_not(self, stream: Stream) -> str | None:
        """Why a stream is not asked for, in words."""
        if stream.name in self._leave_out:
            return "left out, as affluent.toml says"
        if not stream.is_of_version(self.session.version.major):
            return f"Odoo {self.session.version.text} has no {stream.resource}"
        return None

    def _nothing(self, stream: Stream, why: str) -> Iterator[Event]:
        import pyarrow as pa

        fields = [declared(n, c, None, {}) for n, c in stream.columns.items()]
        empty = pa.schema([(one.name, one.arrow) for one in fields]).empty_table()
        yield Afresh()
        yield Note(f"{self.source}.{stream.name}: {why}: nothing is read")
        yield Batch(empty, supersedes=True)
        yield ControlTotals(0)
        yield SnapshotComplete()
        yield Checkpoint({"strategy": "absent"})

    def _vanished(self, stream: Stream) -> SourceError:
        return SourceError(
            f"{self.source}.{stream.name}: {stream.resource} was there, and is not any more.",
            remedy="Was its module uninstalled? What had landed stands. To let it go, write "
            f'leave_out = "{stream.name}" under [sources.{self.source}.options].',
        )


def _company(place: Place, text: str) -> int:
    if not text.isdigit():
        raise place.missing(f"companies: '{text}' is no id", 'companies = "1, 2", by their ids')
    return int(text)


def _proxy(place: Place) -> str | None:
    """The proxy, if any. Raises ConfigError when a password stands in the open."""
    if "proxy" in place.settings.credentials:
        return place.credential("proxy")
    proxy = place.option("proxy")
    if proxy is not None and "@" in proxy:
        raise place.missing(
            "credentials.proxy, as the proxy wants a password",
            f'proxy = "env:NAME" under [sources.{place.source}.credentials], not under options',
        )
    return proxy
