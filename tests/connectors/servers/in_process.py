"""An ASGI application as the wire of a synchronous client: no socket, no thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

_LOOP = asyncio.new_event_loop()  # one for the process: it is never closed


class InProcess(httpx.BaseTransport):
    """Hands each request to the application and waits for its answer."""

    def __init__(self, app: Any) -> None:
        self._wire = httpx.ASGITransport(app=app, raise_app_exceptions=True)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return _LOOP.run_until_complete(self._ask(request))

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        inner = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read()
        )
        answer = await self._wire.handle_async_request(inner)
        body = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)

    def close(self) -> None:
        """Nothing: one wire serves several clients of a test."""


class FakeClock:
    """Time that passes only when somebody waits, or when a test says so."""

    def __init__(self, now: float = 1_767_225_600.0) -> None:  # 2026-01-01
        self.seconds = now
        self.waits: list[float] = []

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


@contextmanager
def over_a_socket(app: Any) -> Iterator[str]:
    """The address of the application, served by uvicorn on a free port."""
    import threading
    import time

    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=0, log_level="error", lifespan="off", date_header=False
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
