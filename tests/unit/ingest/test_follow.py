"""Watching a directory: only files that no longer change, each once, until a signal says stop."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.follow import Stop, Watch, follow, stop_on_signals
from app.ingest.sources import Source


def names(sources: list[Source]) -> list[str]:
    return [source.name for source in sources]


def grow(path: Path, text: str = "a1,2026-03-01T00:00:00Z\n") -> None:
    with path.open("a") as handle:
        handle.write(text)


def test_a_file_is_whole_once_two_looks_find_it_the_same(tmp_path: Path) -> None:
    watch, file = Watch(tmp_path), tmp_path / "exchanges-1.csv"
    grow(file)
    assert watch.look() == []
    grow(file)
    assert watch.look() == []
    whole = watch.look()
    assert names(whole) == ["exchanges-1.csv"]
    assert names(watch.look()) == ["exchanges-1.csv"], "what nobody took comes again"
    watch.took(whole)
    assert watch.look() == []
    grow(file)
    assert watch.look() == []
    assert names(watch.look()) == ["exchanges-1.csv"]


def test_a_file_renamed_in_is_whole_at_the_second_look(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    grow(tmp_path / "exchanges-1.csv.part")
    assert watch.look() == watch.look() == []
    (tmp_path / "exchanges-1.csv.part").rename(tmp_path / "exchanges-1.csv")
    assert watch.look() == []
    assert names(watch.look()) == ["exchanges-1.csv"]


def test_a_change_that_keeps_the_size_is_a_change(tmp_path: Path) -> None:
    watch, file = Watch(tmp_path), tmp_path / "exchanges-1.csv"
    grow(file)
    watch.look()
    os.utime(file, ns=(1, 1))
    assert watch.look() == []
    assert names(watch.look()) == ["exchanges-1.csv"]


STEPS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["write", "look"])), max_size=40)


@given(steps=STEPS)
def test_every_file_is_taken_at_last_and_none_while_it_grows(
    steps: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("drop")
    watch, size, taken = Watch(folder), dict.fromkeys(range(4), 0), dict[str, int]()
    fresh: set[str] = set()
    for number, what in [*steps, (0, "look"), (0, "look")]:
        name = f"exchanges-{number}.csv"
        if what == "write":
            size[number] += 1
            grow(folder / name, "x")
            fresh.add(name)
            continue
        whole = watch.look()
        assert fresh.isdisjoint(names(whole)), "written to since the last look"
        assert len(names(whole)) == len(set(names(whole)))
        assert all(taken.get(source.name) != source.size for source in whole), "taken before, as it is now"
        watch.took(whole)
        taken |= {source.name: source.size for source in whole}
        fresh.clear()
    assert taken == {f"exchanges-{number}.csv": count for number, count in size.items() if count}


def test_following_ends_on_sigterm_after_the_work_in_hand(tmp_path: Path) -> None:
    grow(tmp_path / "exchanges-1.csv")
    done: list[list[str]] = []

    def work(whole: list[Source]) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        done.append(names(whole))
        return True

    before = signal.getsignal(signal.SIGTERM)
    with stop_on_signals() as stop:
        follow(Watch(tmp_path), work, stop, 0.01)
        with pytest.raises(SystemExit):
            os.kill(os.getpid(), signal.SIGTERM)
    assert done == [["exchanges-1.csv"]]
    assert signal.getsignal(signal.SIGTERM) is before


def test_waiting_ends_at_once_when_told() -> None:
    stop = Stop()
    stop.tell()
    assert stop.wait(1e6)
    stop.close()


def test_what_could_not_be_worked_on_comes_again(tmp_path: Path) -> None:
    grow(tmp_path / "exchanges-1.csv")
    seen: list[list[str]] = []
    stop = Stop()

    def work(whole: list[Source]) -> bool:
        seen.append(names(whole))
        if len(seen) == 2:
            stop.tell()
        return len(seen) > 1

    follow(Watch(tmp_path), work, stop, 0.0)
    stop.close()
    assert seen == [["exchanges-1.csv"]] * 2
