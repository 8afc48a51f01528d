"""Webhooks over a loopback port: signed as Standard Webhooks has it, retried within bounds, never redirected."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import RingleaderError, UsageError
from app.exports.run_digest import RunDigest, message
from app.exports.webhook import ATTEMPTS, LONGEST_WAIT, Surroundings, check_url, deliver, secrets_of, signature

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
KEYS = secrets_of(SECRET)


@dataclass
class Receiver:
    """What came in, and what is answered, in order; the last answer stays."""

    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(200, {})])
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.seen.append((self.path, {name.lower(): text for name, text in self.headers.items()}, body))
            status, headers = state.answers.pop(0) if len(state.answers) > 1 else state.answers[0]
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Be quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}/rings?team=a"
        yield state
        server.shutdown()
        thread.join()


@pytest.fixture
def rests() -> list[float]:
    return []


@pytest.fixture
def around(rests: list[float]) -> Surroundings:
    clock: Callable[[], float] = iter(range(1_700_000_000, 1_700_001_000)).__next__
    return Surroundings(clock, rests.append, lambda: 0.5)


def test_a_signed_message_arrives(receiver: Receiver, around: Surroundings):
    done = deliver(receiver.url, "msg_1", b'{"a":1}', KEYS, around)
    ((path, headers, body),) = receiver.seen
    assert (done.attempts, done.status, path, body) == (1, 200, "/rings?team=a", b'{"a":1}')
    stamp = headers["webhook-timestamp"]
    expected = base64.b64encode(hmac.digest(b"k" * 32, f"msg_1.{stamp}.".encode() + body, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}" and headers["webhook-id"] == "msg_1"


def test_the_example_of_the_standard():
    key = secrets_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    found = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_it_is_retried_with_one_id_and_a_new_stamp(receiver: Receiver, around: Surroundings, rests: list[float]):
    receiver.answers = [(503, {}), (429, {"Retry-After": "7"}), (500, {"Retry-After": "99999"}), (204, {})]
    done = deliver(receiver.url, "msg_1", b"{}", KEYS, around)
    assert (done.attempts, rests) == (4, [0.5, 7.0, LONGEST_WAIT])
    assert {headers["webhook-id"] for _, headers, _ in receiver.seen} == {"msg_1"}
    assert len({headers["webhook-signature"] for _, headers, _ in receiver.seen}) == 4


def test_attempts_are_bounded(receiver: Receiver, around: Surroundings, rests: list[float]):
    receiver.answers = [(500, {})]
    with pytest.raises(RingleaderError, match=f"{ATTEMPTS} attempts; the last: status 500"):
        deliver(receiver.url, "msg_1", b"{}", KEYS, around)
    assert len(receiver.seen) == ATTEMPTS and rests == [0.5, 1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize(("status", "why"), [(302, "redirects are not followed"), (400, "refused"), (410, "refused")])
def test_redirects_and_refusals_end_it(receiver: Receiver, around: Surroundings, status: int, why: str):
    receiver.answers = [(status, {"Location": "http://127.0.0.1:9/"})]
    with pytest.raises(RingleaderError, match=why):
        deliver(receiver.url, "msg_1", b"{}", KEYS, around)
    assert len(receiver.seen) == 1


def test_nobody_answers(around: Surroundings, rests: list[float]):
    with pytest.raises(RingleaderError, match="no answer"):
        deliver("http://127.0.0.1:1/", "msg_1", b"{}", KEYS, around)
    assert len(rests) == ATTEMPTS - 1


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x",
        "http://127.0.0.1.example/x",
        "http://192.0.2.1/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "https://",
        "hooks.example",
        "https://a:b@hooks.example/",
        "https://hooks.example:port/",
        "https://hooks.example/\r\nX: y",
    ],
)
def test_other_addresses_are_refused(url: str):
    with pytest.raises(UsageError):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["https://hooks.example/x", "http://localhost:8/x", "http://[::1]:8/", "http://127.9.9.9/"]
)
def test_good_addresses(url: str):
    assert check_url(url).hostname


@pytest.mark.parametrize("text", ["", "hunter2", "whsec_", "whsec_###", "whsec_" + base64.b64encode(b"k" * 8).decode()])
def test_bad_secrets_are_refused_and_not_told(text: str):
    with pytest.raises(UsageError) as caught:
        secrets_of(text)
    secret = text.removeprefix("whsec_")
    assert not secret or secret not in str(caught.value)


def test_a_secret_is_replaced_by_sending_both_signatures():
    both = secrets_of(f"{SECRET} whsec_{base64.b64encode(b'n' * 32).decode()}")
    assert signature(both, "m", 1, b"x").split()[0] == signature(KEYS, "m", 1, b"x")
    assert len(signature(both, "m", 1, b"x").split()) == 2


@given(st.binary(), st.binary())
def test_another_body_has_another_signature(body: bytes, other: bytes):
    assert (signature(KEYS, "m", 1, body) == signature(KEYS, "m", 1, other)) == (body == other)


def test_one_run_has_one_message():
    told = RunDigest("D-000001", "D-000002", "2026-09-01", (), (), (), (), ())
    name, body = message(told, "g1")
    assert (name, body) == message(told, "g1") and message(told, "g2")[0] != name
    found = json.loads(body)
    assert (found["type"], found["timestamp"], found["data"]["until"]) == (
        "ringleader.digest",
        "2026-09-01T23:59:59Z",
        "D-000002",
    )
    assert found["data"]["text"].startswith("Subject: ")
