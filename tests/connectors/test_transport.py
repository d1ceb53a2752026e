"""Asking over HTTP: patient, paced, and plain about what does not help."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from affluent.errors import ConfigError, SourceError
from connectors.core.http.delays import asked_delay
from connectors.core.http.pace import Pace
from connectors.core.http.policy import Policy
from connectors.core.http.secrets import Secret, hide
from connectors.core.http.transport import Address, Transport, Unreachable
from tests.connectors.servers.in_process import FakeClock

Handler = Callable[[httpx.Request], httpx.Response]


def _transport(handler: Handler, clock: FakeClock, **policy: float) -> Transport:
    return Transport(
        "erp",
        Address("https://erp.example"),
        policy=Policy(**policy),  # type: ignore[arg-type]
        secrets=(Secret("s3cret key"),),
        clock=clock,
        wire=httpx.MockTransport(handler),
    )


def _answers(*statuses: int, headers: dict[str, str] | None = None) -> Handler:
    left = list(statuses)
    return lambda _: httpx.Response(left.pop(0), headers=headers, content=b"{}")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("-3", 0.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        ("Wed, 31 Dec 2025 23:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_by_the_other_clock(
    text: str, seconds: float | None
) -> None:
    headers = {"retry-after": text, "date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    assert asked_delay(headers, now=0.0) == seconds


def test_what_retry_after_asks_for_is_waited() -> None:
    clock = FakeClock()
    with _transport(_answers(429, 200, headers={"Retry-After": "7"}), clock) as transport:
        assert transport.ask("GET", "/").status == 200
    assert clock.waits[0] == 7.0


def test_without_it_the_waits_grow_and_differ() -> None:
    waits = []
    for _ in range(20):
        clock = FakeClock()
        with _transport(_answers(503, 503, 503, 200), clock) as transport:
            transport.ask("GET", "/")
        waits.append(clock.waits)
    assert len({one[0] for one in waits}) > 1
    for place, ceiling in enumerate((0.5, 1.0, 2.0)):
        assert 0 < max(one[place] for one in waits) <= ceiling


def test_a_429_halves_the_rate_and_good_answers_bring_it_back() -> None:
    clock = FakeClock()
    with _transport(_answers(429, *[200] * 30), clock, per_second=10) as transport:
        transport.ask("GET", "/")
        assert transport.rate == pytest.approx(5.5)
        for _ in range(9):
            transport.ask("GET", "/")
        assert transport.rate == 10.0


def test_no_more_is_asked_than_the_rate_allows() -> None:
    clock = FakeClock()
    pace = Pace(Policy(per_second=4, burst=2), clock)
    began = clock.now()
    for _ in range(10):
        pace.wait()
    assert clock.now() - began == pytest.approx((10 - 2) / 4)


def test_a_system_that_is_down_is_left_alone_and_then_tried_again() -> None:
    clock, asked = FakeClock(), []

    def down(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.ConnectError("refused")

    with _transport(down, clock, attempts=3, failures_to_open=3, open_seconds=30) as transport:
        for _ in range(5):
            with pytest.raises(Unreachable, match=r"erp\.example does not answer as it should"):
                transport.ask("GET", "/")
        assert len(asked) == 3
        clock.seconds += 31
        with pytest.raises(Unreachable):
            transport.ask("GET", "/")
    assert len(asked) == 4


def test_a_refusal_is_an_answer_and_is_not_asked_again() -> None:
    clock = FakeClock()
    with _transport(_answers(403), clock) as transport:
        assert transport.ask("GET", "/").status == 403
    assert clock.waits == []


def test_a_secret_stands_in_no_text() -> None:
    secret = Secret("s3cret key")
    text = hide("key=s3cret key&k=s3cret%20key&q=s3cret+key", (secret,))
    assert text == "key=…&k=…&q=…"
    assert f"{secret} {secret!r}" == "… …"


def test_a_secret_in_the_words_of_a_broken_connection_is_not_told() -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("while sending s3cret key")

    with (
        _transport(broken, FakeClock(), attempts=1) as transport,
        pytest.raises(Unreachable, match="while sending …") as told,
    ):
        transport.ask("GET", "/")
    assert told.value.__cause__ is None


def test_a_certificate_that_is_not_trusted_is_told_with_the_remedy() -> None:
    def untrusted(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")

    clock = FakeClock()
    with _transport(untrusted, clock) as transport, pytest.raises(SourceError) as told:
        transport.ask("GET", "/")
    assert 'ca = "ca.pem"' in told.value.remedy
    assert clock.waits == []


def test_a_file_that_holds_no_certificate_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("no certificate")
    with pytest.raises(ConfigError, match="is no file of certificates"):
        Transport("erp", Address("https://erp.example", ca=path))


def test_no_more_are_asked_at_once_than_the_policy_allows() -> None:
    now, most, lock = [0], [0], threading.Lock()

    def counting(_: httpx.Request) -> httpx.Response:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        together.wait(0.2)
        with lock:
            now[0] -= 1
        return httpx.Response(200)

    together = threading.Event()
    with _transport(counting, FakeClock(), concurrent=2) as transport:
        threads = [threading.Thread(target=transport.ask, args=("GET", "/")) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most[0] == 2
