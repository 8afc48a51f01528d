"""Hostile requests against a running server: CPU and time of each class, memory, and /healthz beside them.

    ringleader serve --open --port 8400 &
    python -m benchmarks.hostile --url http://127.0.0.1:8400 --pid $! --examples 30

One client sends the classes of tests/api/hostile in turn while another asks /healthz; then come the attacks that need
a socket of their own: heads and bodies that drip, endless chunks, sockets that flood. CPU is the server process's
(psutil), so it includes whatever the probe costs it; the database's is bounded by its own time limit.
"""

from __future__ import annotations

import argparse
import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import psutil
from hypothesis import HealthCheck, Phase, given, settings

from benchmarks.hostile_sockets import SOCKETS, Target
from tests.api.hostile.attack import Attack, Call
from tests.api.hostile.attack import asked as asked_for
from tests.api.hostile.documents import DOCUMENTS
from tests.api.hostile.requests import REQUESTS
from tests.api.hostile.values import FIELDS, VALUES

CPU_SECONDS = 0.25
ANSWER_SECONDS = 5.0
PROBE_SECONDS = 0.5
GROWTH_MB = 100


@dataclass
class Measured:
    """One class: what its dearest example cost the server."""

    name: str
    examples: int = 0
    cpu: float = 0.0
    """Of the dearest refused one, in seconds."""
    wall: float = 0.0
    codes: set[str] = field(default_factory=set)

    @property
    def within(self) -> bool:
        """Refused within 250 ms of CPU, or answered within 5 s."""
        return self.wall <= ANSWER_SECONDS and self.cpu <= CPU_SECONDS


class Probe(threading.Thread):
    """Asks /healthz on a connection of its own until told to stop."""

    def __init__(self, target: Target) -> None:
        super().__init__(daemon=True)
        self.target, self.seconds, self.failed, self.done = target, [0.0], 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.02):
            started = time.perf_counter()
            try:
                status, _ = ask(self.target, Call(method="GET", path="/healthz", headers={}))
                self.failed += status != 200
            except OSError:
                self.failed += 1
            self.seconds.append(time.perf_counter() - started)

    def percentile(self, part: float) -> float:
        """Seconds that so many of the answers took at most."""
        return sorted(self.seconds)[int(part * (len(self.seconds) - 1))]


def ask(target: Target, call: Call) -> tuple[int, str]:
    """Status and text of one request on a fresh connection."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=60)
    try:
        host = {} if any(name.lower() == "host" for name in call.headers) else {"Host": target.authority}
        connection.request(call.method, quote(call.path, safe="/%?={}"), call.body or None, {**call.headers, **host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


def measured(attack: Attack, target: Target, server: psutil.Process, examples: int) -> Measured:
    """Send examples of one class."""
    found = Measured(attack.name)

    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate], derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(call=attack.calls)
    def send(call: Call) -> None:
        before, started = cpu(server), time.perf_counter()
        try:
            status, text = ask(target, call)
            codes = codes_of(status, text)
        except (OSError, http.client.HTTPException, ValueError) as error:
            codes = {f"({type(error).__name__})"}  # the client or the server's HTTP parser would not have it
        seconds, spent = time.perf_counter() - started, cpu(server) - before
        found.examples, found.wall = found.examples + 1, max(found.wall, seconds)
        found.cpu = max(found.cpu, 0.0 if codes == {"ok"} else spent)
        found.codes |= codes

    send()
    return found


def cpu(server: psutil.Process) -> float:
    """Seconds of CPU so far."""
    times = server.cpu_times()
    return times.user + times.system


def codes_of(status: int, text: str) -> set[str]:
    """The error codes of an answer, `ok` without any, the status where it is no JSON."""
    try:
        errors = json.loads(text).get("errors", ())
    except ValueError:
        return {str(status)}
    return {error["extensions"]["code"] for error in errors} or {"ok"}


def report(rows: list[Measured], probe: Probe, growth: float) -> None:
    """Print the table and the figures."""
    print("| class | examples | CPU ms | longest ms | came to |\n|---|---|---|---|---|")
    for row in rows:
        mark = "" if row.within else " (over)"
        told = ", ".join(sorted(row.codes))
        print(f"| {row.name}{mark} | {row.examples} | {row.cpu * 1000:.0f} | {row.wall * 1000:.0f} | {told} |")
    inside = sum(row.within for row in rows)
    print(f"\n{inside} of {len(rows)} classes within {CPU_SECONDS * 1000:.0f} ms of CPU and {ANSWER_SECONDS:.0f} s")
    print(f"memory grew by {growth:.0f} MB (at most {GROWTH_MB})")
    p99 = probe.percentile(0.99)
    print(f"/healthz: {len(probe.seconds)} asked, {probe.failed} failed, p50 {probe.percentile(0.5) * 1000:.0f} ms, "
          f"p99 {p99 * 1000:.0f} ms (at most {PROBE_SECONDS * 1000:.0f})")  # fmt: skip


def arguments() -> Any:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--url", default="http://127.0.0.1:8400", help="an open server on this machine")
    parser.add_argument("--pid", type=int, required=True, help="its process id")
    parser.add_argument("--examples", type=int, default=30, help="requests of each class")
    return parser.parse_args()


def main() -> None:
    """Run all classes and print."""
    asked = arguments()
    parts = urlsplit(asked.url)
    target, server = Target(parts.hostname or "127.0.0.1", parts.port or 80), psutil.Process(asked.pid)
    for query in (*FIELDS, "{ rings { nodes { id } } }") * 3:  # what the first requests load and plan is no growth
        ask(target, asked_for(query, {"t": "acct-00000"}))
    before = server.memory_info().rss
    probe = Probe(target)
    probe.start()
    rows = [measured(one, target, server, asked.examples) for one in (*DOCUMENTS, *REQUESTS, *VALUES)]
    ends = []
    for name, run in SOCKETS.items():
        started = time.perf_counter()
        told = ", ".join(sorted(run(target)))
        ends.append(f"| {name} | {told} | {time.perf_counter() - started:.0f} |")
    probe.done.set()
    probe.join()
    print("| attack over sockets | ended by | after s |\n|---|---|--:|", *ends, "", sep="\n")
    report(rows, probe, (server.memory_info().rss - before) / 2**20)


if __name__ == "__main__":
    main()
