"""Subscriptions against `ringleader serve` itself: a real socket, a stop while it is open, one who never reads."""

from __future__ import annotations

import asyncio
import json
import signal
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from app.graph import Neo4jStore
from tests.api.conftest import BIG
from tests.api.test_serve import ask, serving

pytestmark = pytest.mark.graph

LISTEN = 'subscription { ringChanged(ids: ["%s"]) { reason ring { id triage { state } } } }' % BIG  # noqa: UP031
SECONDS = 120


@asynccontextmanager
async def opened(url: str, protocol: str = "graphql-transport-ws", **more: Any) -> AsyncIterator[ClientConnection]:
    """A socket whose operations may begin."""
    address = url.replace("http", "ws", 1) + "/graphql"
    async with connect(address, subprotocols=[Subprotocol(protocol)], **more) as ws:
        await ws.send('{"type": "connection_init"}')
        assert await told(ws) == {"type": "connection_ack"}
        yield ws


async def told(ws: ClientConnection) -> Any:
    async with asyncio.timeout(SECONDS):
        return json.loads(await ws.recv())


async def subscribe(ws: ClientConnection, query: str = LISTEN, name: str = "1") -> None:
    await ws.send(json.dumps({"id": name, "type": "subscribe", "payload": {"query": query}}))


async def triage(url: str, state: str) -> None:
    """A change; on a busy machine the first of its kind may be told to wait."""
    query = 'mutation { setRingTriage(input: {ringId: "%s", state: %s}) { problems { code } } }' % (BIG, state)  # noqa: UP031
    answer = await asyncio.to_thread(ask, url, query)
    busy = {error["extensions"]["code"] for error in answer.get("errors", ())}
    assert busy <= {"TIMEOUT", "UNAVAILABLE"} and (busy or answer["data"]["setRingTriage"]["problems"] == [])


async def first_change(url: str, ws: ClientConnection) -> Any:
    """The first change told; it is made again until the server has begun to listen."""
    waiting = asyncio.create_task(told(ws))
    for turn in range(SECONDS):
        await triage(url, ("INVESTIGATING", "ESCALATED")[turn % 2])
        done, _ = await asyncio.wait([waiting], timeout=1)
        if done:
            break
    return await waiting


async def test_a_change_is_told_and_a_stop_closes_the_socket_cleanly(world: Neo4jStore, environment: dict[str, str]):
    with serving(environment, "--open") as (process, url):
        async with opened(url) as ws:
            await subscribe(ws)
            answer = await first_change(url, ws)
            assert (answer["id"], answer["type"]) == ("1", "next")
            assert answer["payload"]["data"]["ringChanged"]["ring"]["id"] == BIG
            process.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await told(ws)
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 1012  # RFC 6455: service restart
        _, said = await asyncio.to_thread(process.communicate, timeout=60)
        assert process.returncode == 0 and "Traceback" not in said


async def test_the_older_protocol_is_refused_before_a_socket_opens(world: Neo4jStore, environment: dict[str, str]):
    with serving(environment, "--open") as (_, url):
        for protocol in ("graphql-ws", "soap"):
            with pytest.raises(InvalidStatus) as refused:
                async with opened(url, protocol):
                    pass
            assert refused.value.response.status_code == 403
        with pytest.raises(InvalidStatus):
            async with opened(url, origin="https://evil.example"):
                pass


NOTES = """UNWIND range(1, $count) AS n MATCH (r:Ring {ring_id: $ring})
CREATE (:Note {note_id: $name + n, author: 'x', text: $text, made_at: datetime()})-[:NOTE_ON]->(r)"""
SHORT = 'subscription { ringChanged(ids: ["%s"]) { cause } }' % BIG  # noqa: UP031
LONG = 'subscription { ringChanged(ids: ["%s"]) { cause ring { notes { text } } } }' % BIG  # noqa: UP031


async def heard(ws: ClientConnection, name: str, count: int) -> None:
    """Read until all notes of that name were told."""
    causes: set[str] = set()
    while len(causes) < count:
        cause = (await told(ws))["payload"]["data"]["ringChanged"]["cause"]
        causes |= {cause} if cause.startswith(name) else set()


async def to_the_end(ws: ClientConnection) -> tuple[int, str]:
    """How many answers it still gets, and the code of the error that ends them."""
    answers: list[Any] = []
    try:
        while (answer := await told(ws))["type"] == "next":
            answers.append(answer["payload"])
    except ConnectionClosed:
        return len(answers), "closed"
    errors = answer["payload"] if answer["type"] == "error" else answers[-1]["errors"]  # told, then `complete`
    return len(answers), errors[0]["extensions"]["code"]


@pytest.mark.full
async def test_who_never_reads_holds_up_nobody_and_is_told_what_was_missed(
    world: Neo4jStore, environment: dict[str, str]
):
    """The slow one's answers of 400 kB fill its socket; then more changes wait than may."""
    run = world.driver.execute_query
    try:
        with serving(environment, "--open") as (_, url):
            host, port = url.removeprefix("http://").split(":")
            narrow = sockets.socket()
            narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 16 * 1024)
            narrow.connect((host, int(port)))
            async with (
                opened(url) as quick,
                opened(url, sock=narrow, max_queue=1, max_size=None, ping_interval=None) as slow,
            ):
                await subscribe(quick, SHORT)
                await first_change(url, quick)
                await subscribe(slow, LONG)
                await first_change(url, slow)
                for name, count, text in (("a", 50, "x" * 8000), ("b", 500, "y"), ("c", 600, "z")):
                    run(NOTES, count=count, ring=BIG, name=f"{name}-", text=text)
                    await heard(quick, name, count)
                read, last = await to_the_end(slow)
                assert read < 1150 and last in ("LIMIT", "closed")  # closed: it answered no ping for too long
    finally:
        run("MATCH (n:Note {author: 'x'}) DETACH DELETE n")
