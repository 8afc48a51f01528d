"""`make bench-load`: twenty investigators ask a server of their own while an ingest runs beside them.

    RINGLEADER_HOME=H python -m benchmarks.load --minutes 10

The home has to hold a world with rings (`simulate`, `ingest`, `detect`); the ingests add to it, so give it one that may
be spoilt. Each investigator has a token, a connection, and pauses between two steps (exponential, `--think` seconds on
average). Time is the client's, from the first byte sent to the last one parsed. Who has spent a minute's points (all
members of a ring of 25,000 cost more) waits as the answer says and goes on; waiting is told, not timed. The bare
framework, asked for a constant by as many clients, stands beside it. RSS is the server process's: the median of the
last fifth of the run over that of the second fifth (the first warms up).
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

import psutil

from app.api.tokens import TokenFile
from app.graph.engine import Engine
from app.settings import load_settings
from benchmarks.load_mix import World, explore, walk

CLI: Final = [sys.executable, "-c", "from app.cli import main; main()"]
TARGETS: Final = {"list": 0.25, "ring detail": 1.0, "timeline": 0.5}
"""Seconds that 95 in 100 answers may take."""
DRIFT: Final = 0.05
POINTS_SECONDS: Final = 5.0
"""How long a client waits before it asks again for what it had no points for."""
IDLE_SECONDS: Final = 15.0
"""A connection idle for longer is opened anew, as HTTP clients do: the server closes idle ones after 20 seconds."""


@dataclass
class Told:
    """Seconds by operation, errors by what they were, RSS in bytes every few seconds, CPU."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    rss: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Seconds of the server process and of the embedded database, over the run."""
    ingests: list[dict[str, Any]] = field(default_factory=list)
    waited: float = 0.0
    """Seconds that clients waited for points."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, seconds: float, waited: float) -> None:
        with self.lock:
            self.waited += waited
            self.seconds.setdefault(name, []).append(seconds)

    def fail(self, what: str) -> None:
        with self.lock:
            self.errors[what] = self.errors.get(what, 0) + 1

    @property
    def drift(self) -> float:
        """Growth of RSS after the warm-up, as a share."""
        fifth = max(len(self.rss) // 5, 1)
        return median(self.rss[-fifth:]) / median(self.rss[fifth : 2 * fifth] or self.rss) - 1


class LimitedError(Exception):
    """This minute's points are spent."""


class Client:
    """One connection that is kept, with one token."""

    def __init__(self, url: str, token: str | None) -> None:
        self.authority, self.waited = urlsplit(url).netloc, 0.0
        self.connection = http.client.HTTPConnection(self.authority, timeout=60)
        self.answered = time.monotonic()
        self.headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})

    def ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The data, after a wait where the points are spent. Raises as `ask_once` does."""
        while True:
            try:
                return self.ask_once(query, variables)
            except LimitedError:
                time.sleep(POINTS_SECONDS)
                self.waited += POINTS_SECONDS

    def ask_once(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The data. Raises RuntimeError for errors in the answer, OSError and HTTPException for none at all."""
        if time.monotonic() - self.answered > IDLE_SECONDS:
            self.connection.close()
        self.connection.request("POST", "/graphql", json.dumps({"query": query, "variables": variables}), self.headers)
        answer = self.connection.getresponse()
        document = json.loads(answer.read())
        self.answered = time.monotonic()
        if answer.status != 200 or document.get("errors"):
            codes = {error.get("extensions", {}).get("code", "?") for error in document.get("errors", ())}
            if codes == {"RATE_LIMITED"}:
                raise LimitedError
            raise RuntimeError(f"{answer.status} {', '.join(sorted(codes))}")
        data: dict[str, Any] = document["data"]
        return data


Step = Callable[[Client, random.Random], tuple[str, Callable[[], Any]]]


def investigate(client: Client, step: Step, told: Told, chance: random.Random, think: float, until: float) -> None:
    """Step after step until the time is over."""
    while (pause := chance.expovariate(1 / think)) + time.monotonic() < until:
        time.sleep(pause)
        name, make = step(client, chance)
        started, waited = time.perf_counter(), client.waited
        try:
            make()
        except (RuntimeError, OSError, http.client.HTTPException, ValueError) as error:
            told.fail(f"{name}: {str(error) or type(error).__name__}")
            client.connection.close()
            continue
        waited = client.waited - waited
        told.add(name, time.perf_counter() - started - waited, waited)


def run(clients: list[Client], step: Step, told: Told, think: float, seconds: float) -> None:
    """All clients at once."""
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=investigate, args=(client, step, told, random.Random(number), think, until))
        for number, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextlib.contextmanager
def serving(command: list[str]) -> Iterator[tuple[str, psutil.Process]]:
    """A server and its URL, ended with the block."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise RuntimeError("the server did not start")
        try:
            yield json.loads(line)["url"], psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(60)


@contextlib.contextmanager
def tokens(count: int) -> Iterator[list[str]]:
    """One token an investigator, revoked with the block."""
    file, mark = TokenFile(load_settings().home), f"load {os.getpid()}"
    names = [f"{mark} {number}" for number in range(count)]
    made = [file.create("investigator", name, 1)[0] for name in names]
    try:
        yield made
    finally:
        for name in names:
            file.revoke(name)


@contextlib.contextmanager
def ingesting(told: Told, scale: float) -> Iterator[None]:
    """Small worlds, each of another seed, simulated and ingested one after the other while the block runs."""
    done = threading.Event()

    def feed() -> None:
        for seed in range(int(time.time()), 2**31):
            with tempfile.TemporaryDirectory(prefix="ringleader-load-") as folder:
                world = f"{folder}/world"
                options = ["--preset", "mixed", "--scale", str(scale), "--seed", str(seed)]
                subprocess.run([*CLI, "simulate", world, *options], check=True, capture_output=True)
                if done.is_set():
                    return
                ended = subprocess.run([*CLI, "ingest", world, "--json"], check=False, capture_output=True, text=True)
                told.ingests.append(json.loads(ended.stdout) if ended.stdout else {"failed": ended.stderr[-300:]})

    with _beside(feed, done):
        yield


@contextlib.contextmanager
def watching(process: psutil.Process, told: Told, seconds: float = 2.0) -> Iterator[None]:
    """Note the server's memory, and the CPU that it and its database take, while the block runs."""
    database = Engine(load_settings()).running()
    watched = [process, *([psutil.Process(database.pid)] if database else [])]
    before = [spent(one) for one in watched]
    done = threading.Event()

    def look() -> None:
        while not done.wait(seconds):
            told.rss.append(process.memory_info().rss)

    try:
        with _beside(look, done):
            yield
    finally:
        told.cpu = [spent(one) - was for one, was in zip(watched, before, strict=True)]


@contextlib.contextmanager
def _beside(work: Callable[[], None], done: threading.Event) -> Iterator[None]:
    """Run `work` in a thread while the block runs; then set `done`, and wait for its end."""
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def spent(process: psutil.Process) -> float:
    """Seconds of CPU so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def ours(options: argparse.Namespace) -> Told:
    """Ringleader under load."""
    told, warm = Told(), Told()
    feeding = ingesting(told, options.ingest_scale) if options.ingest_scale else contextlib.nullcontext()
    with tokens(options.clients) as made, serving([*CLI, "serve", "--port", "0", "--json"]) as (url, process):
        wait_ready(url)
        world: World = explore(Client(url, made[0]).ask)
        print(f"{len(world.large)} rings of {len(world.rings)} with the most members", file=sys.stderr)

        def step(client: Client, chance: random.Random) -> tuple[str, Callable[[], Any]]:
            return walk(client.ask, world, chance)

        clients = [Client(url, token) for token in made]
        run(clients, step, warm, options.think / 4, 15)
        with feeding, watching(process, told):
            run(clients, step, told, options.think, options.minutes * 60)
    return told


def wait_ready(url: str) -> None:
    """Until /readyz says so."""
    while True:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        connection.request("GET", "/readyz")
        if connection.getresponse().status == 200:
            return
        time.sleep(0.2)


def bare(options: argparse.Namespace) -> Told:
    """The framework alone."""
    told = Told()

    def step(client: Client, _: random.Random) -> tuple[str, Callable[[], Any]]:
        return "bare framework", lambda: client.ask("{ answer }", {})

    with serving([sys.executable, "-m", "benchmarks.load_baseline"]) as (url, process):
        time.sleep(3)
        with watching(process, told):
            clients = [Client(url, None) for _ in range(options.clients)]
            run(clients, step, told, options.think, options.baseline_seconds)
    return told


def percentile(values: list[float], part: float) -> float:
    """Seconds that so many of the answers took at most."""
    return sorted(values)[int(part * (len(values) - 1))]


def lines(told: Told) -> Iterator[str]:
    """A Markdown line an operation."""
    for name, values in sorted(told.seconds.items()):
        p50, p95, p99 = (percentile(values, part) * 1000 for part in (0.5, 0.95, 0.99))
        target = TARGETS.get(name)
        met = "" if target is None else f"at most {target * 1000:.0f}: {'met' if p95 <= target * 1000 else 'MISSED'}"
        yield f"| {name} | {len(values)} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {met} |"


def report(mine: Told, framework: Told) -> bool:
    """Print the figures; whether all targets are met."""
    print("| operation | answers | p50 ms | p95 ms | p99 ms | target of p95 |\n|---|--:|--:|--:|--:|---|")
    print(*lines(mine), *lines(framework), sep="\n")
    answers = sum(map(len, mine.seconds.values()))
    cpu = ", ".join(
        f"{name} {taken / answers * 1000:.0f} ms" for name, taken in zip(("API", "database"), mine.cpu, strict=False)
    )
    print(f"CPU for each of {answers} answers: {cpu}; the database's includes the ingest's")
    rows = sum(one.get("rows", 0) for one in mine.ingests)
    print(f"\nerrors: {sum(mine.errors.values())} {mine.errors or ''}")
    print(f"waited for points: {mine.waited:.0f} s of all clients")
    print(f"RSS {median(mine.rss) / 2**20:.0f} MiB, drift {mine.drift:+.1%} (below {DRIFT:.0%})")
    print(f"ingested meanwhile: {len(mine.ingests)} drops, {rows:,} rows {[o for o in mine.ingests if 'failed' in o]}")
    slow = [n for n, most in TARGETS.items() if n in mine.seconds and percentile(mine.seconds[n], 0.95) > most]
    return not slow and not mine.errors and mine.drift < DRIFT


def main() -> int:
    """Run and report. Exit 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--think", type=float, default=2.0, help="seconds between two steps, on average")
    parser.add_argument("--ingest-scale", type=float, default=0.05, help="size of each drop; 0: no ingest")
    parser.add_argument("--baseline-seconds", type=float, default=30.0)
    options = parser.parse_args()
    print(f"load at the start {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)
    mine = ours(options)
    met = report(mine, bare(options))
    print(f"load at the end {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
