"""docker/ as nginx and promtool themselves see it: the files are taken, the proxy does what it says, alerts fire.

Where a machine has neither, these tests are skipped and say so. What differs from a container is replaced: paths of
secrets, ports, and the name of the API, which is nobody's here. nginx before 1.25.1 (the image has a newer one) knows
`http2 on` only as a word of `listen`.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DOCKER = Path(__file__).parents[2] / "docker"
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
PROMTOOL = shutil.which("promtool")
needs_nginx = pytest.mark.skipif(not NGINX, reason="nginx is not installed: docker/nginx.conf was not given to it")
needs_promtool = pytest.mark.skipif(not PROMTOOL, reason="promtool is not installed: Prometheus' files were not given")
DAY = timedelta(days=1)


def ran(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """Each of the first put where it stood; all of them have to stand somewhere."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def secrets(directory: Path) -> None:
    """A certificate of localhost for a day, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - DAY).not_valid_after(now + DAY)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    (directory / "tls_cert").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (directory / "tls_key").write_bytes(pem)
    (directory / "metrics_token").write_text("rlt_nonsense", encoding="utf-8")


def proxy_file(directory: Path, *, api: int = 8400, plain: int = 8080, tls: int = 8443) -> Path:
    """docker/nginx.conf for this machine, with certificates."""
    secrets(directory)
    text = replaced(
        (DOCKER / "nginx.conf").read_text("utf-8"),
        (" /tmp/", f" {directory}/"),
        ("/run/secrets/", f"{directory}/"),
        ("server api:8400;", f"server 127.0.0.1:{api};"),
        ("listen 8080;", f"listen 127.0.0.1:{plain};"),
        ("listen 8443 ssl;", f"listen 127.0.0.1:{tls} ssl;"),
    )
    version = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", ran(str(NGINX), "-v").stderr)
    if version and tuple(map(int, version.groups())) < (1, 25, 1):
        text = replaced(text, ("http2 on;", ""), (f"{tls} ssl;", f"{tls} ssl http2;"))
    path = directory / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


@needs_nginx
def test_nginx_takes_the_file(tmp_path: Path):
    path = proxy_file(tmp_path)
    told = ran(str(NGINX), "-t", "-c", str(path))
    assert told.returncode == 0 and "[warn]" not in told.stderr, told.stderr
    path.write_text(path.read_text("utf-8").replace("limit_conn connections", "limit_conn nobody"), encoding="utf-8")
    assert ran(str(NGINX), "-t", "-c", str(path)).returncode != 0


class Api(BaseHTTPRequestHandler):
    """Answers what it was asked, as the API behind the proxy."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        length = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        body = json.dumps({**dict(self.headers.items()), "path": self.path, "length": length}).encode()
        self.send_response(200)
        self.send_header("X-Request-Id", "request-1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@dataclass
class Proxy:
    """nginx as it runs."""

    plain: int
    tls: int
    directory: Path

    def ask(self, path: str, body: bytes | None = None, port: int = 0) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; redirects are not followed."""
        scheme = "http" if port else "https"
        url = f"{scheme}://localhost:{port or self.tls}{path}"
        trust = ssl.create_default_context(cafile=str(self.directory / "tls_cert"))
        handlers = [urllib.request.HTTPSHandler(context=trust), urllib.request.ProxyHandler({}), Stay()]
        try:
            with urllib.request.build_opener(*handlers).open(url, body, timeout=30) as answer:
                return answer.status, dict(answer.headers.items()), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers.items()), error.read()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: Any) -> None:
        """None: the answer is an error that tells its status."""


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as open_ones:
        sockets = [open_ones.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx with our file in front of `Api`."""
    directory = tmp_path_factory.mktemp("proxy")
    api = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    plain, tls = free_ports(2)
    path = proxy_file(directory, api=api.server_port, plain=plain, tls=tls)
    command = [str(NGINX), "-c", str(path), "-g", "daemon off; master_process off;"]
    with (directory / "out").open("wb") as out, (directory / "err").open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
    try:
        until_open(process, tls, directory / "err")
        yield Proxy(plain, tls, directory)
    finally:
        process.terminate()
        process.wait(30)
        api.shutdown()
        api.server_close()


def until_open(process: subprocess.Popen[bytes], port: int, err: Path) -> None:
    """Return once the port is listened on; fails where the process ended before."""
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        threading.Event().wait(0.05)
    pytest.fail(err.read_text("utf-8"))


@needs_nginx
def test_the_proxy_hands_on_over_tls_only(proxy: Proxy):
    status, headers, body = proxy.ask("/graphql?secret=1", b"x" * 65_536)
    told = json.loads(body)
    assert (status, told["path"], told["length"]) == (200, "/graphql?secret=1", 65_536)
    assert told["Host"] == f"localhost:{proxy.tls}", "the API compares Origin with it"
    assert headers["Strict-Transport-Security"] == "max-age=31536000" and headers["X-Request-Id"] == "request-1"
    assert re.fullmatch("nginx", headers["Server"]), "no version"
    status, headers, _ = proxy.ask("/console", port=proxy.plain)
    assert (status, headers["Location"]) == (308, "https://localhost/console")


@needs_nginx
def test_the_proxy_refuses_what_it_should_and_logs_no_query(proxy: Proxy):
    assert proxy.ask("/metrics")[0] == 404
    assert proxy.ask("/graphql", b"x" * 65_537)[0] == 413
    assert proxy.ask("/healthz?who=acct-1")[0] == proxy.ask("/readyz")[0] == 200, "the second writes the first's line"
    log = (proxy.directory / "out").read_text("utf-8")
    assert " GET /healthz 200 " in log and " request-1\n" in log and "acct-1" not in log


@needs_nginx
def test_an_address_that_asks_too_fast_is_told_429(proxy: Proxy):
    trust = ssl.create_default_context(cafile=str(proxy.directory / "tls_cert"))
    seen: set[bytes] = set()
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with (
        socket.create_connection(("127.0.0.1", proxy.tls), 30) as bare,
        trust.wrap_socket(bare, server_hostname="localhost") as connection,
        connection.makefile("rb") as answers,
    ):
        connection.sendall(request * 900)
        for answer in answers:
            seen |= set(re.findall(rb"HTTP/1\.1 (\d+)", answer))
            if b"429" in seen:
                break
    assert seen == {b"200", b"429"}


@pytest.fixture
def prometheus(tmp_path: Path) -> Path:
    """docker/prometheus.yml beside its rules, with a token that exists."""
    secrets(tmp_path)
    text = (DOCKER / "prometheus.yml").read_text("utf-8")
    path = tmp_path / "prometheus.yml"
    path.write_text(replaced(text, ("/run/secrets/", f"{tmp_path}/")), encoding="utf-8")
    shutil.copy(DOCKER / "alerts.yml", tmp_path)
    return path


@needs_promtool
def test_promtool_takes_the_files(prometheus: Path):
    checks = (("config", prometheus), ("rules", prometheus.with_name("alerts.yml")))
    for kind, path in checks:
        told = ran(str(PROMTOOL), "check", kind, "--lint=all", "--lint-fatal", str(path))
        assert told.returncode == 0, told.stdout + told.stderr
        path.write_text(path.read_text("utf-8").replace("scrape_configs", "scrape").replace("expr", "is"), "utf-8")
        assert ran(str(PROMTOOL), "check", kind, str(path)).returncode != 0


ALERTS: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    "RingleaderDown": ({'up{job="ringleader"}': "0x600"}, {'up{job="ringleader"}': "1x600"}, "5m"),
    "RingleaderErrors": (
        {'ringleader_requests_total{status="200"}': "0+90x600", 'ringleader_requests_total{status="500"}': "0+9x600"},
        {'ringleader_requests_total{status="200"}': "0+90x600", 'ringleader_requests_total{status="500"}': "0+1x600"},
        "40m",
    ),
    "RingleaderSlow": (
        {
            'ringleader_request_seconds_bucket{route="/graphql",le="2.5"}': "0+90x600",
            'ringleader_request_seconds_bucket{route="/graphql",le="10"}': "0+100x600",
            'ringleader_request_seconds_bucket{route="/graphql",le="+Inf"}': "0+100x600",
        },
        {
            'ringleader_request_seconds_bucket{route="/graphql",le="2.5"}': "0+99x600",
            'ringleader_request_seconds_bucket{route="/graphql",le="10"}': "0+100x600",
            'ringleader_request_seconds_bucket{route="/graphql",le="+Inf"}': "0+100x600",
        },
        "1h",
    ),
    "RingleaderDataOld": (
        {"ringleader_ingest_last_done_timestamp_seconds": "0x600"},
        {"ringleader_ingest_last_done_timestamp_seconds": "7200x600"},
        "7h",
    ),
    "RingleaderBatchLeftOpen": (
        {"ringleader_ingest_open_batches": "1x600"},
        {"ringleader_ingest_open_batches": "1x100 0x500"},
        "4h",
    ),
    "RingleaderQuarantineGrows": (
        {"ringleader_ingest_quarantined": "0+2x2000"},
        {"ringleader_ingest_quarantined": "0+0x2000"},
        "25h",
    ),
}
"""Series a minute apart under which an alert fires, others under which it does not, and when to look."""


@needs_promtool
@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_fires_when_it_should_and_only_then(prometheus: Path, alert: str):
    *worlds, when = ALERTS[alert]
    tests = []
    for fires, series in zip((True, False), worlds, strict=True):
        asked = f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) or vector(0)'
        tests.append(
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": values} for name, values in series.items()],
                "promql_expr_test": [
                    {"expr": asked, "eval_time": when, "exp_samples": [{"labels": "{}", "value": int(fires)}]}
                ],
            }
        )
    path = prometheus.with_name("tests.yml")
    path.write_text(json.dumps({"rule_files": ["alerts.yml"], "tests": tests}), encoding="utf-8")
    told = ran(str(PROMTOOL), "test", "rules", str(path))
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_alert_is_tried():
    assert set(ALERTS) == set(re.findall(r"alert: (\w+)", (DOCKER / "alerts.yml").read_text("utf-8")))
