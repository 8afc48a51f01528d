"""HTTP connections that must send each request's head in time: a drip of header bytes holds none open (slow loris)."""

from __future__ import annotations

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 10.0
"""From the connection, and from the first byte of each further request, to the end of its head."""


class DeadlineProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with a deadline for request heads, which it lacks.

    https://www.cloudflare.com/learning/ddos/ddos-attack-tools/slowloris/; bodies have a deadline of their own where
    they are read (endpoint.py), and connections without a request fall to `timeout_keep_alive`.
    """

    head_seconds = HEAD_SECONDS
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(self.head_seconds, self._late)

    def data_received(self, data: bytes) -> None:
        """Stop the clock at the end of a head, start it where one has begun."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._deadline is None and self.conn.trailing_data[0]:
            self._deadline = self.loop.call_later(self.head_seconds, self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._stop()
        super().connection_lost(exc)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE:
            self.transport.close()
