"""A real browser in front of a real server on the small world of tests/api."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from app.api.application import create_app
from app.api.endpoint import Services
from app.api.server import listening
from app.graph import AsyncGraphStore, Neo4jStore, open_async_store
from app.settings import Settings
from tests.api.conftest import PATIENCE, tokens, world

__all__ = ["tokens", "world"]

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.asynccontextmanager
async def patient(settings: Settings) -> AsyncIterator[AsyncGraphStore]:
    async with open_async_store(settings) as store:
        store.timeout = PATIENCE
        yield store


def serve(settings: Settings, *, open_mode: bool) -> Iterator[tuple[str, Services]]:
    """The application on a free port, for the length of the iteration: its URL, and what it serves with."""
    with listening("127.0.0.1", 0) as sock:
        app = create_app(settings, open_mode=open_mode, open_store=patient)
        app.state.services.seconds = PATIENCE
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{sock.getsockname()[1]}", app.state.services
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def open_url(world: Neo4jStore, session_settings: Settings) -> Iterator[str]:
    for url, _ in serve(session_settings, open_mode=True):
        yield url


@pytest.fixture(scope="module")
def closed_server(world: Neo4jStore, session_settings: Settings) -> Iterator[tuple[str, Services]]:
    yield from serve(session_settings, open_mode=False)


@pytest.fixture(scope="module")
def closed_url(closed_server: tuple[str, Services]) -> str:
    return closed_server[0]


@pytest.fixture(scope="module")
def closed_services(closed_server: tuple[str, Services]) -> Services:
    return closed_server[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and what it complained of and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """What axe finds wrong with the page as it stands."""
        found = self.page.evaluate(AXE.read_text(encoding="utf-8") + "; axe.run()")
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    found = Watched(page)
    page.on("console", lambda m: found.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("request", lambda request: found.urls.append(request.url))
    yield found
    context.close()
