"""Several writers: every unit once, never two on one shard of nodes, and the first error stops them."""

from __future__ import annotations

import threading
from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest.load import side_by_side
from app.ingest.part_files import cut
from app.ingest.plan import PARTS
from app.ingest.spool import Unit
from tests.examples import examples

_NAMES = st.frozensets(st.sampled_from(["Account:0", "Account:1", "IpAddress:0", "IpAddress:1"]), max_size=3)
_UNITS = st.lists(_NAMES, max_size=25).map(
    lambda names: [Unit("asked", number, 1, 2, touches) for number, touches in enumerate(names)]
)


class Writers:
    """Notes who runs beside whom; `broken` fails."""

    def __init__(self, broken: int | None = None) -> None:
        self.broken, self.lock = broken, threading.Lock()
        self.running: list[Unit] = []
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.clashes: list[tuple[int, int]] = []
        self.most = 0

    def apply(self, unit: Unit) -> None:
        """One unit's transaction."""
        with self.lock:
            self.begun.append(unit.number)
            self.clashes += [(one.number, unit.number) for one in self.running if one.touches & unit.touches]
            self.running.append(unit)
            self.most = max(self.most, len(self.running))
        try:
            if unit.number == self.broken:
                raise RuntimeError(f"unit {unit.number}")
        finally:
            with self.lock:
                self.running.remove(unit)
                self.ended.append(unit.number)


@settings(max_examples=examples(60), deadline=None)
@given(_UNITS, st.integers(1, 5))
def test_every_unit_runs_once_and_none_beside_one_of_its_shards(units: list[Unit], count: int) -> None:
    writers, wrote = Writers(), list[int]()
    threads = set[int]()

    def note(unit: Unit) -> None:
        wrote.append(unit.number)
        threads.add(threading.get_ident())

    side_by_side(units, lambda unit: unit.touches, writers.apply, note, count)
    assert Counter(writers.ended) == Counter(wrote) == Counter(range(len(units)))
    assert writers.clashes == []
    assert writers.most <= count
    assert threads <= {threading.get_ident()}


def test_units_of_different_shards_run_at_the_same_time() -> None:
    """Each waits for the other: one after the other would never end."""
    together = threading.Barrier(2, timeout=30)
    units = [Unit("asked", number, 1, 2, frozenset({f"Account:{number}"})) for number in range(2)]
    side_by_side(units, lambda unit: unit.touches, lambda unit: (together.wait(), None)[1], lambda unit: None, 2)
    assert not together.broken


@settings(max_examples=examples(60), deadline=None)
@given(_UNITS.filter(bool), st.integers(1, 5), st.data())
def test_an_error_stops_the_rest_and_comes_back(units: list[Unit], count: int, data: st.DataObject) -> None:
    broken = data.draw(st.integers(0, len(units) - 1))
    writers, wrote = Writers(broken), list[int]()
    with pytest.raises(RuntimeError, match=f"unit {broken}$"):
        side_by_side(units, lambda unit: unit.touches, writers.apply, lambda u: wrote.append(u.number), count)
    assert writers.running == []
    assert writers.begun.count(broken) == 1
    assert broken not in wrote
    assert len(writers.begun) <= wrote.__len__() + count


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 30)), max_size=8), st.integers(1, 9), st.integers(1, 40))
def test_units_are_of_one_block_and_lose_no_row(runs: list[tuple[int, int]], most: int, chunk: int) -> None:
    runs = sorted(dict(runs).items())
    rows = [(block, f"{block}-{row}") for block, count in runs for row in range(count)]
    table = pa.table(
        {"block": pa.array([block for block, _ in rows], pa.int32()), "value": [value for _, value in rows]}
    )
    units = list(cut(table.to_batches(max_chunksize=chunk), most))
    found = [(block, value) for block, unit in units for value in unit.column("value").to_pylist()]
    assert found == rows
    assert [unit.num_rows for _, unit in units] == [
        size for _, count in runs for size in [*[most] * (count // most), *[count % most] * bool(count % most)]
    ]


@pytest.mark.parametrize("part", [part for part in PARTS if part.ends], ids=lambda part: part.name)
def test_blocks_tell_their_shards(part) -> None:
    shards = 8
    blocks = range(shards ** len(part.ends))
    told = [part.touched(block, shards) for block in blocks]
    labels = {label for label, _ in part.ends}
    assert all({name.split(":")[0] for name in names} == labels for names in told)
    if len(labels) == len(part.ends):  # of two accounts the order does not matter to a writer
        assert len(set(told)) == len(blocks)
