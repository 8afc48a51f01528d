"""The port on a real Neo4j: units apply once, also when COMMIT's answer is lost; the lease excludes and fences."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from app.errors import GraphError, GraphUnavailable, LockedError
from app.graph import AsyncNeo4jStore, Neo4jStore, lease, open_async_store
from app.graph.driver import connect
from app.graph.queries import MERGE_LOAD_UNIT, READ_META, TAKE_LEASE
from app.graph.session import open_address
from app.settings import Settings

pytestmark = pytest.mark.graph
_COMMIT = b"\xb0\x12"


class CuttingProxy:
    """Between driver and server: cuts the connection after COMMIT has gone to the server, before its answer comes."""

    def __init__(self, port: int, cuts: int) -> None:
        self.target, self.cuts, self.cut = port, cuts, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                lost = threading.Event()
                threading.Thread(target=self._forward, args=(near, far, lost), daemon=True).start()
                threading.Thread(target=self._answer, args=(far, near, lost), daemon=True).start()

    def _forward(self, near: socket.socket, far: socket.socket, lost: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(65536):
                if data.endswith(_COMMIT + b"\x00\x00") and self.cut < self.cuts:
                    self.cut += 1
                    lost.set()  # the answer that follows goes nowhere
                far.sendall(data)
        far.close()

    def _answer(self, far: socket.socket, near: socket.socket, lost: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := far.recv(65536):
                if lost.is_set():
                    break
                near.sendall(data)
        with contextlib.suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)
        near.close()


@pytest.fixture
def cutting(store: Neo4jStore, session_settings: Settings) -> Iterator[tuple[Neo4jStore, CuttingProxy]]:
    """The session's graph behind a proxy that loses the answers of the next three COMMITs."""
    with open_address(session_settings) as address:
        proxy = CuttingProxy(int(address.uri.rpartition(":")[2]), cuts=3)
        with connect(f"bolt://127.0.0.1:{proxy.port}", address.user, address.password) as driver:
            yield Neo4jStore(driver, address.database), proxy
        proxy.listener.close()


def test_a_lost_commit_neither_loses_nor_doubles(cutting, store: Neo4jStore, inline) -> None:
    behind, proxy = cutting
    store.write((inline("CREATE (:Client {client: 'c', n: 0})", "write"), {}))
    add = inline("MATCH (c:Client {client: 'c'}) SET c.n = c.n + 1", "write")
    for number in range(5):
        assert behind.apply_unit(f"unit:{number}", [(add, {})]) is True
        assert behind.apply_unit(f"unit:{number}", [(add, {})]) is False
    assert proxy.cut == 3
    assert store.read(inline("MATCH (c:Client) RETURN c.n AS n")) == [{"n": 5}]


def test_a_lost_commit_of_a_plain_write_is_told(cutting, inline) -> None:
    behind, _ = cutting
    with pytest.raises(GraphUnavailable, match="COMMIT was lost"):
        behind.write((inline("CREATE (:Client {client: 'd'})", "write"), {}))


def test_a_unit_applies_once(store: Neo4jStore) -> None:
    assert store.apply_unit("batch:1", []) is True
    assert store.apply_unit("batch:1", []) is False


def test_a_failed_step_takes_its_unit_back(store: Neo4jStore, inline) -> None:
    twice = inline("CREATE (:LoadUnit {key: $key})", "write")
    with pytest.raises(GraphError):
        store.apply_unit("batch:2", [(twice, {"key": "batch:2"})])
    assert store.apply_unit("batch:2", []) is True


def test_deadlocks_are_retried(store: Neo4jStore, inline) -> None:
    """Writers that take the same locks in opposite order all come through."""
    store.write((inline("UNWIND range(0, 9) AS i CREATE (:Client {client: toString(i), n: 0})", "write"), {}))
    text = "UNWIND $order AS i MATCH (c:Client {client: toString(i)}) SET c.n = c.n + 1"
    add = inline(text, "write")
    orders = [list(range(10)), list(range(9, -1, -1))]
    writers = [
        threading.Thread(target=lambda order=order: [store.write((add, {"order": order})) for _ in range(20)])
        for order in orders * 2
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.read(inline("MATCH (c:Client) RETURN DISTINCT c.n AS n")) == [{"n": 80}]


def test_values_come_back_plain(store: Neo4jStore, inline) -> None:
    moment = datetime(2026, 8, 31, 1, 2, 3, 456_789, tzinfo=UTC)
    params = {"at": moment, "day": date(2026, 8, 31), "many": 2**62}
    made = inline(
        "CREATE (c:Client {client: 'c', at: $at, day: $day, many: $many}) RETURN c, [c.client, c.at] AS pair", "write"
    )
    [[row]] = store.write((made, params))
    assert row == {"c": {"client": "c", **params}, "pair": ["c", moment]}
    assert list(store.stream(inline("UNWIND range(1, 3) AS n RETURN n"))) == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_the_lease_excludes_a_second_run(store: Neo4jStore, settings: Settings) -> None:
    with lease(store, settings, "ingest"), pytest.raises(LockedError, match="ingest"), lease(store, settings, "detect"):
        pass
    with lease(store, settings, "detect") as held:
        assert held.fence == 2


def test_another_host_is_refused_until_the_lease_runs_out(store: Neo4jStore, settings: Settings) -> None:
    params = {"owner": "ingest on elsewhere", "place": "elsewhere", "seconds": 60}
    assert store.write((TAKE_LEASE, params))[0][0]["taken"]
    with pytest.raises(LockedError, match="elsewhere") as caught, lease(store, settings, "detect"):
        pass
    assert caught.value.exit_code == 4
    assert store.write((TAKE_LEASE, params | {"seconds": -1}))[0][0]["taken"]  # the same place may follow itself
    with lease(store, settings, "detect") as held:
        assert held.fence == 3


def test_who_lost_the_lease_writes_nothing(store: Neo4jStore, settings: Settings, inline) -> None:
    with lease(store, settings, "ingest") as held:
        assert store.apply_unit("u:1", []) is True
        store.auto(inline("MATCH (m:Meta {name: 'lease'}) SET m.until = datetime() - duration('PT1H')", "write"))
        assert store.apply_unit("u:2", []) is True, "an old lease that nobody took is renewed"
        store.auto(inline("MATCH (m:Meta {name: 'lease'}) SET m.fence = m.fence + 1, m.owner = 'another'", "write"))
        for attempt in (lambda: store.apply_unit("u:3", []), lambda: store.write((MERGE_LOAD_UNIT, {"key": "u:4"}))):
            with pytest.raises(LockedError, match="lost"):
                attempt()
    keys = {row["key"] for row in store.read(inline("MATCH (u:LoadUnit) RETURN u.key AS key"))}
    assert keys == {"u:1", "u:2"}
    assert held.fence == 1
    assert store.apply_unit("u:3", []) is True, "without a lease nothing is fenced"


def test_statement_errors_show_no_text(store: Neo4jStore, inline) -> None:
    with pytest.raises(GraphError) as caught:
        store.read(inline("CREATE (:Secret {x: 1})"))
    assert "Secret" not in str(caught.value)


@pytest.fixture
def asynchronous(session_settings: Settings, store: Neo4jStore):
    """Runs a coroutine function on an async store."""

    def run(use):
        async def main():
            async with open_async_store(session_settings) as opened:
                return await use(opened)

        return asyncio.run(main())

    return run


def test_the_async_store_reads_what_it_wrote(asynchronous, inline) -> None:
    async def use(opened: AsyncNeo4jStore):
        [[made]] = await opened.write(
            (inline("CREATE (c:Client {client: 'c'}) RETURN c.client AS client", "write"), {})
        )
        reads = (opened.read(inline("MATCH (c:Client) RETURN c.client AS client")) for _ in range(20))
        return made, await asyncio.gather(*reads), await opened.read(READ_META)

    made, found, meta = asynchronous(use)
    assert [made] == [{"client": "c"}]
    assert found == [[{"client": "c"}]] * 20
    assert meta[0]["graph_version"] >= 1


def test_a_slow_query_is_cancelled_by_the_database(asynchronous, store: Neo4jStore, inline) -> None:
    slow = inline("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a * b AS c RETURN max(c) AS c")

    async def use(opened: AsyncNeo4jStore):
        opened.timeout = 0.5
        with pytest.raises(GraphUnavailable, match="too long"):
            await opened.read(slow)

    asynchronous(use)
    running = store.read(
        inline("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS '100000' RETURN 1 AS n")
    )
    assert len(running) <= 1, "only the question itself"


def test_units_that_were_applied_are_told_so_to_many_threads_at_once(store: Neo4jStore) -> None:
    keys = [f"b:{number}" for number in range(60)]
    for key in keys:
        assert store.apply_unit(key, [])
    with ThreadPoolExecutor(8) as pool:
        again = list(pool.map(lambda key: store.apply_unit(key, []), keys * 8))
    assert not any(again)


def test_errors_of_one_thread_do_not_reach_others(store: Neo4jStore, inline) -> None:
    """The driver gives a failed transaction's connection to other threads before it closes the transaction."""
    store.write((inline("CREATE (:LoadUnit {key: 'u'})", "write"), {}))
    twice, count = inline("CREATE (:LoadUnit {key: 'u'})", "write"), inline("RETURN $n AS n")

    def work(n: int) -> bool:
        if n % 2:
            with pytest.raises(GraphError, match="ConstraintValidationFailed"):
                store.write((twice, {}))
            return True
        return store.read(count, n=n) == [{"n": n}]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))
