"""The deadline for request heads: a drip of bytes ends, whatever came before it on the connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.api.deadline import DeadlineProtocol

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n"


async def answering(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def connected(seconds: float) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server whose heads must come within so many seconds."""
    config = uvicorn.Config(answering, lifespan="off", log_config=None)
    config.load()

    def protocol() -> DeadlineProtocol:
        made = DeadlineProtocol(config, ServerState(), {})
        made.head_seconds = seconds
        return made

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            yield reader, writer
        finally:
            writer.close()


@pytest.mark.parametrize("sent", [b"", b"G", REQUEST, REQUEST + b"X-A: "])
async def test_a_head_that_does_not_end_is_cut_off(sent: bytes):
    async with connected(0.05) as (reader, writer):
        writer.write(sent)
        assert await reader.read() == b""


async def test_so_is_the_head_of_a_later_request():
    async with connected(0.5) as (reader, writer):
        writer.write(REQUEST + b"\r\n")
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.write(REQUEST)
        assert await reader.read() == b""


async def test_a_head_in_pieces_is_answered_and_the_connection_kept():
    async with connected(60) as (reader, writer):
        for _ in range(2):
            for piece in (REQUEST[:5], REQUEST[5:], b"\r\n"):
                writer.write(piece)
                await writer.drain()
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
