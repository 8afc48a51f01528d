"""Driver errors as ours, values as plain Python, retries that end."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from neo4j import exceptions as errors
from neo4j import time as neo4j_time

from app.errors import GraphError, GraphRefused, GraphTimeout, GraphUnavailable, UsageError
from app.graph import neo4j_store
from app.graph.driver import connect, metadata, request_id, translated
from app.graph.migrate import check_server, check_version, version_numbers
from app.graph.neo4j_store import retried
from app.graph.values import plain


def server_error(code: str) -> Exception:
    return errors.Neo4jError._hydrate_neo4j(code=code, message="MATCH (secret) RETURN secret")


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (server_error("Neo.ClientError.Security.Unauthorized"), GraphRefused, "NEO4J_PASSWORD"),
        (server_error("Neo.ClientError.Database.DatabaseNotFound"), GraphRefused, "NEO4J_DATABASE"),
        (
            server_error("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"),
            GraphTimeout,
            "too long",
        ),
        (server_error("Neo.TransientError.Transaction.DeadlockDetected"), GraphUnavailable, "overloaded"),
        (server_error("Neo.ClientError.Statement.SyntaxError"), GraphError, "SyntaxError"),
        (errors.ServiceUnavailable("no route"), GraphUnavailable, "cannot be reached"),
        (errors.IncompleteCommit("lost"), GraphUnavailable, "COMMIT was lost"),
        (ConnectionResetError("reset"), GraphUnavailable, "cannot be reached"),
    ],
)
def test_errors_become_ours_without_telling_the_statement(error: Exception, kind: type, text: str) -> None:
    with pytest.raises(kind, match=text) as caught, translated():
        raise error
    assert type(caught.value) is kind
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is error


def test_an_address_that_is_none_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="localhost:7687"), connect("localhost:7687", "neo4j", "x"):
        pass


def test_times_become_native_and_utc() -> None:
    moment = datetime(2026, 8, 31, 23, 30, 1, 250_000, tzinfo=timezone(timedelta(hours=-2)))
    found = plain([1, {"at": neo4j_time.DateTime.from_native(moment), "day": neo4j_time.Date(2026, 8, 31)}])
    assert found == [1, {"at": moment, "day": date(2026, 8, 31)}]
    assert found[1]["at"].tzinfo is UTC
    assert plain(["a", neo4j_time.Date(2026, 8, 31)]) == ["a", date(2026, 8, 31)], "lists may be mixed"


def test_retries_stop_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_store.time, "sleep", lambda seconds: None)
    deadlock = server_error("Neo.TransientError.Transaction.DeadlockDetected")
    answers = [deadlock, deadlock, "done"]

    def attempt() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert retried(attempt, lambda: True) == "done"
    for failure, alive, seconds, left in (
        (errors.IncompleteCommit("lost"), True, 30.0, 1),
        (server_error("Neo.ClientError.Statement.SyntaxError"), True, 30.0, 1),
        (errors.ServiceUnavailable("dead"), False, 30.0, 1),
        (errors.ServiceUnavailable("slow"), True, -1.0, 1),
    ):
        answers[:] = [failure, "never"]
        with pytest.raises(type(failure)):
            retried(attempt, lambda alive=alive: alive, seconds)
        assert len(answers) == left


def test_transactions_name_who_asked() -> None:
    assert metadata() == {"app": "ringleader"}
    token = request_id.set("r-1")
    assert metadata() == {"app": "ringleader", "request": "r-1"}
    request_id.reset(token)


class Server:
    """A store that tells a version."""

    def __init__(self, version: str) -> None:
        self.version = version

    def read(self, query: object, **params: object) -> list[dict[str, str]]:
        return [{"name": "Cypher", "version": "5"}, {"name": "Neo4j Kernel", "version": self.version}]


def test_old_servers_and_new_graphs_are_refused() -> None:
    for version in ("5.26.0", "5.26.12-aura", "2025.01.0", "2026.08.1"):
        assert check_server(Server(version)) == version
    for version in ("5.25.1", "4.4.40", "5.3"):
        with pytest.raises(GraphRefused, match="too old"):
            check_server(Server(version))
    assert version_numbers("2026.08.1-aura") == (2026, 8)
    with pytest.raises(GraphRefused, match="version 9999"):
        check_version({"graph_version": 9999, "key_fingerprint": "", "applied": []})
