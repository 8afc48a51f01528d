"""Runs the application: which binds are allowed, the port, a clean stop that releases the embedded engine."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from app.api.application import create_app
from app.api.deadline import DeadlineProtocol
from app.api.endpoint import Services
from app.api.limits import MAX_BODY
from app.api.operations import Operations, read_operations
from app.api.schema import make_schema
from app.api.tokens import TokenFile
from app.api.warm import plan_longer_lists, warm
from app.errors import RingleaderError, UsageError
from app.graph import AsyncGraphStore, open_async_store
from app.settings import Settings

DRAIN_SECONDS: Final = 15
"""Longer than a query may take, so that a stop cuts none off."""


def run(
    settings: Settings,
    *,
    host: str,
    port: int,
    open_mode: bool,
    ready: Callable[[str], None],
    operations: Operations | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM. `ready` gets the URL once requests are answered.

    Raises UsageError for a bind that is refused, RingleaderError when the port is taken or the graph cannot be opened.
    """
    check_bind(settings, host, open_mode)
    with listening(host, port) as sock:
        asyncio.run(_serve(settings, sock, open_mode, lambda: ready(url_of(host, sock)), operations))


def operations_of(directory: Path | None, only: bool) -> Operations:
    """What to answer by name; nothing without a directory. Raises UsageError for a file that could not be answered."""
    if directory is not None:
        return read_operations(directory, make_schema()._schema, only=only)
    if only:
        raise UsageError("--only-operations without --operations answers nobody but admins", do="Add --operations DIR")
    return Operations()


async def _serve(
    settings: Settings,
    sock: socket.socket,
    open_mode: bool,
    ready: Callable[[], None],
    operations: Operations | None,
) -> None:
    """The graph is opened around the server: its errors keep their exit codes, and it is released last."""
    async with open_async_store(settings) as store:
        app = create_app(settings, open_mode=open_mode, open_store=lambda _: nullcontext(store), operations=operations)
        services: Services = app.state.services
        services.warm = False
        warming = asyncio.create_task(_warmed(services, store))
        try:
            await _Server(app, ready).serve(sockets=[sock])
        finally:
            warming.cancel()
            await asyncio.gather(warming, return_exceptions=True)


async def _warmed(services: Services, store: AsyncGraphStore) -> None:
    """Until the server is warm /readyz says that it is not ready; requests are answered all the same."""
    try:
        await warm(services, store)
    finally:
        services.warm = True
    await plan_longer_lists(store)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_bind(settings: Settings, host: str, open_mode: bool) -> None:
    """Raise UsageError for an open server that others could reach, and for a closed one that nobody could use."""
    if open_mode:
        if not is_loopback(host):
            raise UsageError(
                f"--open answers without a token, so it binds loopback only, not {host}",
                do="Leave out --host, or leave out --open and make a token: `ringleader token create`",
            )
        return
    if not settings.oidc_issuer and not TokenFile(settings.home).any_active():
        raise UsageError(
            f"nobody has a token, so {host} is not served",
            do="`ringleader token create --role admin --name NAME` makes one; --open serves this machine without",
        )


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket. Raises RingleaderError when the port is taken or the address is not ours."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        sock = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"{host} is no address of this machine ({error.strerror})", where="--host") from error
    with sock:
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address)
            sock.listen(128)
        except OSError as error:
            raise RingleaderError(
                f"cannot listen on {host} port {port} ({error.strerror})",
                do="Choose another --port, or 0 for a free one",
            ) from error
        yield sock


def url_of(host: str, sock: socket.socket) -> str:
    """The URL under which a browser on this machine finds the server."""
    shown = host if is_loopback(host) and ":" not in host else "[::1]" if host == "::1" else "127.0.0.1"
    return f"http://{shown}:{sock.getsockname()[1]}"


class _Server(uvicorn.Server):
    """uvicorn with its signals taken over: the first ends gracefully, the second at once, and neither re-raises."""

    def __init__(self, app: FastAPI, ready: Callable[[], None]) -> None:
        self._ready = ready
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,
                log_level="error",
                server_header=False,
                date_header=True,
                http=DeadlineProtocol,
                proxy_headers=False,
                ws="websockets-sansio",
                ws_max_size=MAX_BODY,
                ws_per_message_deflate=False,
                lifespan="on",
                timeout_keep_alive=20,
                timeout_graceful_shutdown=DRAIN_SECONDS,
                h11_max_incomplete_event_size=32 * 1024,
                limit_concurrency=200,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM end the loop instead of the process."""
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM)
        for number in numbers:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell the URL once the graph is open and requests are answered."""
        await super().startup(sockets)
        if self.started:
            self._ready()
