"""Exports in the background: made once, seen and fetched by who started them, gone when they expire."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import jobs as model
from app.api.exporting import ExportTable
from app.api.jobs import KEPT, MAX_EACH, Jobs, JobState
from app.api.principals import Principal, Role
from app.api.tokens import TokenFile
from app.errors import GraphUnavailable, LimitError
from app.exports.contracts import TABLES
from app.exports.formats import Format
from app.exports.tables import Asked
from app.graph import Neo4jStore, open_store
from app.settings import Settings
from tests.api.conftest import MEMBERS

pytestmark = pytest.mark.graph

START = """mutation S($input: StartExportInput!) { startExport(input: $input) {
  problems { code message } job { id state table format states owner link expiresAt } } }"""
JOB = "query J($id: ID!) { job(id: $id) { id state size run link problem expiresAt } }"
ANN, ROOT = Principal("ann", Role.EXPORTER), Principal("root", Role.ADMIN)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def ask(closed: TestClient, tokens: dict[str, str]) -> Callable[..., Any]:
    def ask(role: str, query: str, **variables: Any) -> Any:
        body = {"query": query, "variables": variables}
        answer = closed.post("/graphql", json=body, headers=bearer(tokens.get(role, role))).json()
        return answer["errors"][0]["extensions"]["code"] if "errors" in answer else next(iter(answer["data"].values()))

    return ask


def finished(ask: Any, role: str, job_id: str) -> Any:
    for _ in range(3000):
        if (job := ask(role, JOB, id=job_id))["state"] in ("DONE", "FAILED"):
            return job
        time.sleep(0.02)
    raise AssertionError("it does not end")


def test_the_tables_are_the_exports(closed: TestClient):
    assert {one.value for one in ExportTable} == set(TABLES)


def test_an_export_is_made_kept_private_and_fetched(closed: TestClient, ask: Any, tokens: dict[str, str]):
    started = ask("exporter", START, input={"table": "MEMBERSHIPS", "states": ["CANDIDATE"]})
    assert started["problems"] == [] and started["job"]["owner"] == "test exporter"
    assert set(started["job"]["states"]) == {"flagged", "confirmed", "candidate"}
    job = finished(ask, "exporter", started["job"]["id"])
    assert (job["state"], job["run"], job["problem"]) == ("DONE", "D-000002", None)
    left = datetime.fromisoformat(job["expiresAt"]) - datetime.now(UTC)
    assert KEPT - timedelta(minutes=5) < left <= KEPT
    answer = closed.get(job["link"], headers=bearer(tokens["exporter"]))
    assert answer.status_code == 200 and len(answer.content) == job["size"]
    assert answer.headers["content-disposition"] == 'attachment; filename="memberships.csv"'
    assert answer.text.count("R-AAAAAAAAAA,") == MEMBERS
    now = closed.get("/export/memberships?state=candidate", headers=bearer(tokens["exporter"]))
    assert answer.content == now.content
    kept: Jobs = closed.app.state.services.jobs  # type: ignore[attr-defined]
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in kept.folder.iterdir()} == {0o600}
    assert not list(kept.folder.glob("*.part"))
    log = closed.app.state.services.audit.tail(3)  # type: ignore[attr-defined]
    assert [one["did"] for one in log if f"Export:{job['id']}" in one.get("objects", ())][-1:] == ["fetch export"]


def test_only_who_started_it_and_admins_see_and_fetch_it(
    closed: TestClient, ask: Any, tokens: dict[str, str], session_settings: Settings
):
    job_id = ask("investigator", START, input={"table": "RINGS"})["job"]["id"]
    link = finished(ask, "investigator", job_id)["link"]
    assert ask("exporter", JOB, id=job_id) is None and ask("admin", JOB, id=job_id)["id"] == job_id
    assert ask("viewer", JOB, id=job_id) == ask("viewer", START, input={"table": "RINGS"}) == "FORBIDDEN"
    statuses = {role: closed.get(link, headers=bearer(token)).status_code for role, token in tokens.items()}
    assert statuses == {"viewer": 403, "exporter": 404, "investigator": 200, "admin": 200}
    assert closed.get(link).status_code == 401
    narrow = TokenFile(session_settings.home).create("admin", "narrow", 1, ["read", "decide"])[0]
    assert closed.get(link, headers=bearer(narrow)).status_code == 403
    assert ask(narrow, START, input={"table": "RINGS"}) == ask(narrow, JOB, id=job_id) == "FORBIDDEN"


@pytest.mark.parametrize("job_id", ["E-0", "..", "%2e%2e%2faudit.key", "E-" + "0" * 20, "../../audit"])
def test_an_unknown_job_is_nobodys(closed: TestClient, ask: Any, tokens: dict[str, str], job_id: str):
    assert ask("admin", JOB, id=job_id) is None
    assert closed.get(f"/export/jobs/{job_id}", headers=bearer(tokens["admin"])).status_code == 404


def test_the_same_change_is_made_once(ask: Any):
    asked = {"table": "RINGS", "format": "JSONL", "clientMutationId": "export-1"}
    first, again = (ask("exporter", START, input=asked) for _ in range(2))
    assert first["job"]["id"] == again["job"]["id"]
    other = ask("exporter", START, input={**asked, "table": "TRAFFIC"})
    assert [one["code"] for one in other["problems"]] == ["ID_REUSED"] and other["job"] is None
    assert ask("investigator", START, input=asked)["job"]["id"] != first["job"]["id"]


def test_what_cannot_be_exported_is_a_problem(ask: Any):
    told = ask("exporter", START, input={"table": "TRAFFIC", "since": "D-000001"})
    assert [one["code"] for one in told["problems"]] == ["INVALID"] and told["job"] is None


def test_progress_is_told_until_it_is_over(closed: TestClient, ask: Any, tokens: dict[str, str]):
    job_id = ask("exporter", START, input={"table": "LINKS"})["job"]["id"]
    told = {}
    for role in ("exporter", "investigator"):
        with closed.websocket_connect("ws://localhost/graphql", subprotocols=["graphql-transport-ws"]) as ws:
            ws.send_json({"type": "connection_init", "payload": bearer(tokens[role])})
            assert ws.receive_json()["type"] == "connection_ack"
            query = "subscription P($id: ID!) { jobProgress(id: $id) { state size } }"
            ws.send_json({"id": "p", "type": "subscribe", "payload": {"query": query, "variables": {"id": job_id}}})
            told[role] = []
            while (message := ws.receive_json())["type"] == "next":
                told[role].append(message["payload"]["data"]["jobProgress"]["state"])
            assert message == {"id": "p", "type": "complete"}
    assert told["exporter"][-1] == "DONE" and told["investigator"] == []


@contextmanager
def nothing(settings: Settings) -> Iterator[Any]:
    raise GraphUnavailable("neo4j://secret.example does not answer")
    yield


def prepared(jobs: Jobs, who: Principal = ANN) -> model.Job:
    return jobs.prepare(who, Asked("rings", ("flagged",)), Format.CSV)


async def ended(jobs: Jobs, job: model.Job) -> list[model.Job]:
    return [one async for one in jobs.follow(job.job_id)]


async def test_a_failure_says_nothing_internal(session_settings: Settings, tmp_path: Any):
    jobs = Jobs(session_settings.model_copy(update={"home": tmp_path}), nothing)
    job = prepared(jobs)
    jobs.start(job)
    told = (await ended(jobs, job))[-1]
    assert told.state is JobState.FAILED and "secret" not in told.problem and "cannot be reached" in told.problem
    assert told.expires_at and [path.suffix for path in jobs.folder.iterdir()] == [".json"]


async def test_jobs_are_bounded_survive_a_restart_and_expire(
    session_settings: Settings, world: Neo4jStore, tmp_path: Any
):
    settings, turn = session_settings.model_copy(update={"home": tmp_path}), threading.Event()

    @contextmanager
    def waiting(_: Settings) -> Iterator[Any]:
        turn.wait(60)
        with open_store(session_settings) as store:
            yield store

    jobs = Jobs(settings, waiting)
    mine = [prepared(jobs) for _ in range(MAX_EACH)]
    for job in mine:
        jobs.start(job)
    with pytest.raises(LimitError):
        prepared(jobs)
    prepared(jobs, ROOT)
    crashed = Jobs(settings, nothing)
    crashed.load()  # another process finds them as a kill left them
    assert {crashed.find(job.job_id, ANN).state for job in mine} == {JobState.FAILED}  # type: ignore[union-attr]
    turn.set()
    for job in mine:
        assert (await ended(jobs, job))[-1].state is JobState.DONE
    assert jobs.find(mine[0].job_id, Principal("bob", Role.INVESTIGATOR)) is None
    assert jobs.find(mine[0].job_id, ROOT) == jobs.find(mine[0].job_id, ANN) is not None
    (jobs.folder / "E-stray.data").write_bytes(b"left behind")
    (jobs.folder / "E-bad.json").write_text("{")
    again = Jobs(settings, nothing)
    again.load()
    assert again.find(mine[0].job_id, ANN) == jobs.find(mine[0].job_id, ANN)
    assert {path.name for path in again.folder.iterdir()} == {
        f"{job.job_id}{suffix}" for job in mine for suffix in (".json", ".data")
    }
    entry = again._entries[mine[0].job_id]
    entry.job = replace(entry.job, expires_at=datetime.now(UTC))
    assert again.find(mine[0].job_id, ANN) is None and not again.path(mine[0].job_id).exists()


async def test_a_stop_breaks_off_what_is_being_made(
    session_settings: Settings, world: Neo4jStore, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
):
    begun = threading.Event()

    def endless(*_: Any) -> Iterator[bytes]:
        while True:
            begun.set()
            yield b"x"

    monkeypatch.setattr(model, "export_bytes", endless)
    jobs = Jobs(session_settings.model_copy(update={"home": tmp_path}), lambda _: open_store(session_settings))
    job, later = prepared(jobs), prepared(jobs)
    jobs.start(job)
    jobs.start(later)
    await asyncio.to_thread(begun.wait, 60)
    await jobs.stop()
    for one in (job, later):
        found = jobs.find(one.job_id, ANN)
        assert found and found.state is JobState.FAILED and "server stopped" in found.problem
    told = [json.loads(path.read_text())["state"] for path in jobs.folder.iterdir()]
    assert told == ["failed", "failed"], "no file is left"


async def test_a_file_is_bounded(session_settings: Settings, world: Neo4jStore, tmp_path: Any, monkeypatch: Any):
    monkeypatch.setattr(model, "MAX_BYTES", 10)
    jobs = Jobs(session_settings.model_copy(update={"home": tmp_path}), lambda _: open_store(session_settings))
    job = prepared(jobs)
    jobs.start(job)
    told = (await ended(jobs, job))[-1]
    assert told.state is JobState.FAILED and "more than 10 bytes" in told.problem
