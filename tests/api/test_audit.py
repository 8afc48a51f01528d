"""The audit log without a database: every tampering is found, a crash told apart, writers do not meet."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.audit import AuditLog, _sealed
from app.api.audit_head import signed
from app.errors import DataError, RingleaderError, UnrecordedError
from app.settings import Settings
from tests.examples import examples
from tests.full_disk import full_disk

EVENTS = 9
Lines = list[bytes]


def made(home: Path, events: int = EVENTS) -> AuditLog:
    log = AuditLog(Settings(home=home))
    for n in range(events):
        log.append(
            "ann", "admin", f"did {n}", f"q-{n}", objects=[f"Ring:R-{n}"], reason="é\u2028\n", cost=n, result="ok"
        )
    return log


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with nine events."""
    home = tmp_path_factory.mktemp("audited")
    assert made(home).verify().events == EVENTS
    return home


def copy_of(home: Path, tmp_path: Path) -> AuditLog:
    shutil.rmtree(tmp_path / "copy", ignore_errors=True)
    return AuditLog(Settings(home=Path(shutil.copytree(home, tmp_path / "copy"))))


def rechained(lines: Lines) -> Lines:
    """The lines with all hashes made anew, as somebody does who knows the format but has no key."""
    before, done = "0" * 64, []
    for number, line in enumerate(lines, 1):
        event = json.loads(line)
        event.pop("hash")
        text = _sealed({**event, "before": before, "n": number})
        before = json.loads(text)["hash"]
        done.append(text.encode() + b"\n")
    return done


def edited(lines: Lines, draw: Callable[[int], int]) -> Lines:
    spot = draw(len(lines))
    event = json.loads(lines[spot])
    event["who"] = "bob"
    return [*lines[:spot], json.dumps(event, sort_keys=True).encode() + b"\n", *lines[spot + 1 :]]


def byte_changed(lines: Lines, draw: Callable[[int], int]) -> Lines:
    text = bytearray(b"".join(lines))
    text[draw(len(text))] ^= 1 + draw(255)
    return [bytes(text)]


def deleted(lines: Lines, draw: Callable[[int], int]) -> Lines:
    spot = draw(len(lines) - 1)
    return lines[:spot] + lines[spot + 1 :]


def truncated(lines: Lines, draw: Callable[[int], int]) -> Lines:
    return [b"".join(lines)[: draw(sum(map(len, lines)))]]


def inserted(lines: Lines, draw: Callable[[int], int]) -> Lines:
    spot = draw(len(lines) + 1)
    line = _sealed({"who": "bob", "before": json.loads(lines[spot - 1])["hash"] if spot else "0" * 64, "n": spot + 1})
    return [*lines[:spot], line.encode() + b"\n", *lines[spot:]]


def moved(lines: Lines, draw: Callable[[int], int]) -> Lines:
    one = draw(len(lines))
    two = (one + 1 + draw(len(lines) - 1)) % len(lines)
    lines = list(lines)
    lines[one], lines[two] = lines[two], lines[one]
    return lines


def duplicated(lines: Lines, draw: Callable[[int], int]) -> Lines:
    one, spot = draw(len(lines)), draw(len(lines) + 1)
    return [*lines[:spot], lines[one], *lines[spot:]]


TAMPERINGS = [edited, byte_changed, deleted, truncated, inserted, moved, duplicated]


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tampering=st.sampled_from(TAMPERINGS), rewrite=st.booleans(), data=st.data())
def test_tampering_is_found(written: Path, tmp_path: Path, tampering: Any, rewrite: bool, data: Any):
    log = copy_of(written, tmp_path)
    lines = log.path.read_bytes().splitlines(keepends=True)
    changed = tampering(lines, lambda size: data.draw(st.integers(0, size - 1)))
    if rewrite and tampering not in (truncated, byte_changed):
        changed = rechained(changed)
    if changed == lines:  # two equal bytes: nothing happened
        return
    log.path.write_bytes(b"".join(changed))
    whole = b"".join(lines)
    if tampering is truncated and len(b"".join(changed)) >= len(whole) - len(lines[-1]):
        found = log.verify()  # within the last line: torn, and no event is lost
        assert found.torn and found.events == EVENTS
        log.append("ann", "admin", "later", "q-x")
        assert log.path.read_bytes().startswith(whole) and log.verify().events == EVENTS + 1
        return
    with pytest.raises(DataError) as refused:
        log.verify()
    first = next((n for n, pair in enumerate(zip(lines, changed, strict=False), 1) if pair[0] != pair[1]), EVENTS)
    told = int(refused.value.where.rpartition(":")[2])
    assert (told >= first if rewrite else told in (first, first + 1)) or tampering in (truncated, byte_changed)
    with contextlib.suppress(DataError):  # either nobody writes on, or it is still found
        log.append("ann", "admin", "later", "q-x")
        with pytest.raises(DataError):
            log.verify()
        assert len(b"".join(changed)) == len(whole), "only an end in its place is followed by more"


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keep=st.integers(0, EVENTS - 2), more=st.integers(1, EVENTS))
def test_truncating_and_writing_on_is_found(written: Path, tmp_path: Path, keep: int, more: int):
    log = copy_of(written, tmp_path)
    lines = log.path.read_bytes().splitlines(keepends=True)[:keep]
    fresh = [_sealed({"who": "bob", "did": f"{n}"}).encode() + b"\n" for n in range(more)]
    log.path.write_bytes(b"".join(rechained([*lines, *fresh])))
    with pytest.raises(DataError) as refused:
        log.verify()
    assert refused.value.where.startswith(str(log.path))
    with pytest.raises(DataError, match="signed head"):
        log.append("ann", "admin", "later", "q-x")


@pytest.mark.parametrize("gone", [["head"], ["key"], ["log", "head"], ["log"], ["head", "key"], ["log", "key"]])
def test_what_is_gone_is_missed(written: Path, tmp_path: Path, gone: list[str]):
    log = copy_of(written, tmp_path)
    for name in gone:
        {"head": log.head_path, "log": log.path, "key": tmp_path / "copy" / "audit.key"}[name].unlink()
    with pytest.raises(DataError):
        log.verify()
    with pytest.raises(DataError):
        log.append("ann", "admin", "later", "q-x")


def test_a_head_under_another_key_is_refused(written: Path, tmp_path: Path):
    log = copy_of(written, tmp_path)
    other = made(tmp_path / "other", 3)
    lines = rechained(log.path.read_bytes().splitlines(keepends=True)[:4])
    log.path.write_bytes(b"".join(lines))
    forged = signed(other._key(), 4, sum(map(len, lines)), lines[-1].decode().rstrip("\n"))
    log.head_path.write_text(json.dumps(forged.document()))
    with pytest.raises(DataError, match="not signed"):
        log.verify()


def test_rolling_back_log_and_head_together_is_found_by_a_head_kept_elsewhere(written: Path, tmp_path: Path):
    log = copy_of(written, tmp_path)
    old = (log.path.read_bytes(), log.head_path.read_bytes())
    log.append("ann", "admin", "to be hidden", "q-x")
    saved = tmp_path / "kept.json"
    saved.write_text(json.dumps(log.head().document()))
    log.append("ann", "admin", "later", "q-y")
    assert log.verify(saved).events == EVENTS + 2
    log.path.write_bytes(old[0])
    log.head_path.write_bytes(old[1])
    assert log.verify().events == EVENTS
    with pytest.raises(DataError, match="saved head"):
        log.verify(saved)
    log.append("ann", "admin", "something else", "q-x")
    with pytest.raises(DataError, match="saved head"):
        log.verify(saved)


def test_a_crash_between_key_and_first_event_is_no_damage(tmp_path: Path):
    log = AuditLog(Settings(home=tmp_path))
    log.path.parent.mkdir(parents=True)
    log._new_key()
    assert log.verify().events == 0
    (tmp_path / "audit.key").unlink()  # after the empty head, before the key
    assert log.verify().events == 0
    log.append("ann", "admin", "first", "q-1")
    assert log.verify().events == 1
    for secret in (log.path, log.head_path, tmp_path / "audit.key"):
        assert secret.stat().st_mode & 0o077 == 0


def test_an_error_is_in_the_log_and_goes_on(tmp_path: Path):
    log = AuditLog(Settings(home=tmp_path))
    with pytest.raises(RingleaderError), log.change("ann", "command line", "judge", objects=["Ring:R-1"]):
        raise RingleaderError("no")
    with log.change("ann", "command line", "export"):
        pass
    assert [(e["did"], e["result"]) for e in log.tail(9)] == [
        ("judge", "started"), ("judge", "INTERNAL"), ("export", "started"), ("export", "ok"),
    ]  # fmt: skip


def write_some(home: Path, who: str) -> None:
    made_log = AuditLog(Settings(home=home))
    for n in range(20):
        made_log.append(who, "admin", "did", f"q-{n}")


def test_writers_of_several_processes_make_one_chain(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=write_some, args=(tmp_path, who)) for who in ("ann", "bob", "cy")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    log = AuditLog(Settings(home=tmp_path))
    assert log.verify().events == 60
    told = [(event["who"], event["request"]) for event in log.tail(100)]
    assert sorted(told) == sorted((who, f"q-{n}") for who in ("ann", "bob", "cy") for n in range(20))


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(room=st.integers(0, 2_000))
def test_a_disk_that_fills_up_tears_nothing_for_good(written: Path, tmp_path: Path, room: int):
    """Whatever byte the disk ends at: whoever asks is told, and with room again the log goes on whole."""
    log = copy_of(written, tmp_path)
    told = 0
    with full_disk(log.path.stat().st_size + room):
        for number in range(4):
            try:
                log.append("ann", "admin", f"later {number}", f"q-later-{number}", reason="é" * 99)
                told += 1
            except UnrecordedError as error:
                assert error.retryable and "make room" in error.do
    log.append("ann", "admin", "with room", "q-last")
    found = log.verify()
    events = [event["request"] for event in log.tail(9)]
    assert not found.torn and found.events >= EVENTS + told + 1 and events[-1] == "q-last"
    assert {f"q-later-{number}" for number in range(told)} <= set(events), "what was recorded stays recorded"
