"""One conversation with one system: paced, patient, and silent about its secrets.

What an answer means is the vendor's; here it is only decided whether to ask again.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from affluent.errors import ConfigError, SourceError
from connectors.core.http.breaker import Breaker
from connectors.core.http.delays import asked_delay, backoff
from connectors.core.http.pace import Pace
from connectors.core.http.policy import Answer, Clock, Policy, SystemClock, Worth
from connectors.core.http.secrets import Secret, hide

TOO_MANY = 429
SLOW = frozenset({200, 408, 502, 504})  # 200: cut short


class Unreachable(SourceError):
    """It did not answer, or not usefully, however often it was asked.

    ``is_slow``: it may have been asked for too much at once.
    """

    is_slow = False


@dataclass(frozen=True, slots=True)
class Address:
    """Where a system is. ``ca``: a file with the certificates of its own authority, if any."""

    base: str
    ca: Path | None = None
    proxy: str | None = None


class Transport:
    """Asks one system. ``wire`` takes the place of the network in tests."""

    def __init__(
        self,
        name: str,
        address: Address,
        *,
        policy: Policy | None = None,
        secrets: tuple[Secret, ...] = (),
        clock: Clock | None = None,
        wire: httpx.BaseTransport | None = None,
    ) -> None:
        self.name = name
        self.policy = policy or Policy()
        self.secrets = secrets
        self._clock = clock or SystemClock()
        self._pace = Pace(self.policy, self._clock)
        self._breaker = Breaker(self.policy, self._clock)
        self._at_once = threading.Semaphore(self.policy.concurrent)
        self._address = address
        self._client = httpx.Client(
            base_url=address.base,
            timeout=httpx.Timeout(self.policy.read_seconds, connect=self.policy.connect_seconds),
            transport=wire or _network(address, self.policy),
            headers={"User-Agent": "affluent"},
            trust_env=False,  # what the environment says is not written down anywhere
        )
        self.last_date: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    @property
    def rate(self) -> float:
        """Requests a second that are allowed now."""
        return self._pace.rate

    def now(self) -> float:
        """Seconds since 1970, by this machine."""
        return self._clock.now()

    def hide(self, text: str) -> str:
        """A text of the other side, fit to be shown."""
        return hide(text, self.secrets)

    def ask(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        attempts: int | None = None,
    ) -> Answer:
        """The last answer to a question that may be asked more than once: reading changes nothing.

        Raises Unreachable when there was none, or none but "later".
        """
        told, answer = "", None
        attempts = attempts or self.policy.attempts
        for attempt in range(1, attempts + 1):
            if self._breaker.is_open():
                raise self._gave_up(
                    told or "it has stopped answering; it is left alone for a while"
                )
            self._pace.wait()
            answer, told = self._once(method, path, content, headers)
            if answer is not None and self.policy.judge(answer) is Worth.final:
                self._breaker.answered()
                self._pace.faster()
                return answer
            if answer is not None and answer.status == TOO_MANY:
                self._pace.slower()  # it is well, and busy
            else:
                self._breaker.failed()
            if attempt < attempts:
                self._clock.sleep(self._delay(answer, attempt))
        error = self._gave_up(told)
        error.is_slow = answer is None or answer.status in SLOW
        raise error

    def _once(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str] | None
    ) -> tuple[Answer | None, str]:
        """One attempt: the answer, or None; and in words what was wrong with it."""
        try:
            with self._at_once:
                response = self._client.request(
                    method, path, content=content, headers=dict(headers or {})
                )
        except httpx.ConnectError as error:
            if "certificate" in str(error).lower():
                raise self._untrusted(error) from None
            return None, f"no connection: {self.hide(str(error)) or 'refused'}"
        except httpx.TimeoutException:
            return None, f"no answer within {self.policy.read_seconds:.0f} seconds"
        except httpx.TransportError as error:
            return None, f"the connection broke: {self.hide(str(error)) or type(error).__name__}"
        except httpx.InvalidURL as error:
            raise self._no_address(str(error)) from None
        except httpx.DecodingError:
            return None, "the answer could not be unpacked"
        found = {key.lower(): value for key, value in response.headers.items()}
        self.last_date = found.get("date", self.last_date)
        answer = Answer(response.status_code, found, response.content)
        return answer, _told(answer)

    def _delay(self, answer: Answer | None, attempt: int) -> float:
        asked = asked_delay(answer.headers, self._clock.now()) if answer is not None else None
        if asked is None:
            return backoff(self.policy, attempt)
        if asked > self.policy.longest_wait_seconds:
            raise Unreachable(
                f"{self.name}: {self._address.base} asks to come back in {asked / 60:.0f} minutes.",
                remedy="Refresh again then; what was read so far is kept and not asked again.",
            )
        return asked

    def _gave_up(self, told: str) -> Unreachable:
        return Unreachable(
            f"{self.name}: {self._address.base} does not answer as it should: {told}.",
            remedy="See that it runs and can be reached from here, then refresh again: what was "
            "read so far is kept, and reading goes on where it stopped.",
        ).worded("source.net.unreachable", source=self.name, base=self._address.base, told=told)

    def _untrusted(self, error: Exception) -> SourceError:
        return SourceError(
            f"{self.name}: the certificate of {self._address.base} is not trusted here: "
            f"{self.hide(str(error))}",
            remedy="Where a certificate authority of your own signed it, name its file: "
            f'ca = "ca.pem" under [sources.{self.name}.options] in affluent.toml.',
        ).worded("source.net.untrusted", source=self.name, base=self._address.base)

    def _no_address(self, why: str) -> ConfigError:
        return ConfigError(
            f"{self.name}: {self.hide(self._address.base)} is no address: {self.hide(why)}.",
            remedy=f"Correct url under [sources.{self.name}]: https://host or https://host:port.",
        )


def _told(answer: Answer) -> str:
    """What an answer that is of no use says of itself."""
    if answer.status == TOO_MANY:
        return "it wants fewer questions (429)"
    if answer.status >= 400:
        return f"it answers {answer.status}"
    return f"its answer is cut short or garbled ({len(answer.body):,} bytes)"


def _network(address: Address, policy: Policy) -> httpx.HTTPTransport:
    """The wire to a system: through its proxy, trusting its authority."""
    return httpx.HTTPTransport(
        verify=_trust(address.ca),
        proxy=address.proxy,
        limits=httpx.Limits(max_connections=policy.concurrent),
    )


def _trust(ca: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca is not None:
        try:
            context.load_verify_locations(ca)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                f"{ca} is no file of certificates: {error}.",
                remedy="Give the authority's certificates in PEM form (BEGIN CERTIFICATE).",
            ) from None
    return context
