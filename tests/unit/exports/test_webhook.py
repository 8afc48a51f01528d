"""Webhooks over a loopback port: signed as Standard Webhooks has it, retried within bounds, never redirected."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
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


@contextlib.contextmanager
def receiving(identity: Path | None = None) -> Iterator[Receiver]:
    """A receiver on a loopback port; over TLS with a certificate and its key in one file."""
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

    class Server(HTTPServer):
        def handle_error(self, *_: object) -> None:
            """A handshake that the other side breaks off is no error here."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if identity:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(identity)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"{'https' if identity else 'http'}://127.0.0.1:{server.server_port}/rings?team=a"
        yield state
        server.shutdown()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as state:
        yield state


@dataclass(frozen=True)
class Authority:
    """A certificate authority of the test's own, and what it certified."""

    root: Path
    folder: Path
    name: x509.Name
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def make(cls, folder: Path) -> Authority:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A test's own authority")])
        made = cls(folder / "root.pem", folder, name, ec.generate_private_key(ec.SECP256R1()))
        root = made._sign(name, made.key, x509.BasicConstraints(ca=True, path_length=0))
        made.root.write_bytes(root.public_bytes(Encoding.PEM))
        return made

    def identity(self, address: str) -> Path:
        """Certificate and key of a server at an address."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
        known_as = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate = self._sign(name, key, known_as)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = self.folder / f"{address}.pem"
        path.write_bytes(certificate.public_bytes(Encoding.PEM) + secret)
        return path

    def _sign(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        made = x509.CertificateBuilder(self.name, name, key.public_key(), x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        return made.add_extension(extension, critical=True).sign(self.key, hashes.SHA256())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("authority"))


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


def test_over_tls_it_is_signed_and_retried(
    authority: Authority, around: Surroundings, rests: list[float], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    with receiving(authority.identity("127.0.0.1")) as receiver:
        receiver.answers = [(503, {}), (200, {})]
        done = deliver(receiver.url, "msg_1", b'{"a":1}', KEYS, around)
    assert receiver.url.startswith("https://") and (done.attempts, rests) == (2, [0.5])
    for path, headers, body in receiver.seen:
        told = f"msg_1.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.digest(b"k" * 32, told, hashlib.sha256)).decode()
        assert (path, body, headers["webhook-signature"]) == ("/rings?team=a", b'{"a":1}', f"v1,{expected}")


@pytest.mark.parametrize(
    ("address", "trusted", "why"),
    [("127.0.0.1", False, "unable to get local issuer"), ("192.0.2.1", True, "IP address mismatch")],
)
def test_a_certificate_that_is_not_trusted_gets_nothing_and_is_not_tried_again(
    authority: Authority,
    around: Surroundings,
    rests: list[float],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    trusted: bool,
    why: str,
):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    with receiving(authority.identity(address)) as receiver:
        with pytest.raises(RingleaderError, match="certificate is not trusted") as caught:
            deliver(receiver.url, "msg_1", b"{}", KEYS, around)
        assert why in str(caught.value) and receiver.seen == [] and rests == []


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
