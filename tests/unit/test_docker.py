"""docker/: what can be held without a daemon: containers are hardened, what is named exists, metrics are ours.

compose.yaml, prometheus.yml and alerts.yml are read with a reader of the YAML that they use, which refuses any other.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.api.limits import MAX_BODY
from app.api.server import DRAIN_SECONDS
from app.api.web import Metrics
from app.ingest.metrics import LEDGER

DOCKER = Path(__file__).parents[2] / "docker"
FILES = ("compose.yaml", "prometheus.yml", "alerts.yml")
KEY = re.compile(r"([\w.-]+):(?: (.*))?")
Lines = list[tuple[int, str]]


def read(text: str) -> Any:
    """Block mappings and sequences, flow collections of plain words, anchors and merges. ValueError for the rest."""
    lines = []
    for line in text.splitlines():
        bare = re.sub(r"(^|\s)#.*", "", line).rstrip()
        if bare:
            lines.append((len(bare) - len(bare.lstrip()), bare.lstrip()))
    anchors: dict[str, Any] = {}
    found = block(lines, anchors)
    if lines:
        raise ValueError(f"left over: {lines[0]}")
    return found


def block(lines: Lines, anchors: dict[str, Any]) -> Any:
    indent, first = lines[0]
    if first.startswith("- "):
        items = []
        while lines and lines[0][0] == indent and lines[0][1].startswith("- "):
            text = lines.pop(0)[1][2:]
            if KEY.fullmatch(text) and not text.startswith("{"):
                lines.insert(0, (indent + 2, text))
                items.append(block(lines, anchors))
            else:
                items.append(flow(text))
        return items
    return mapping(lines, indent, anchors)


def mapping(lines: Lines, indent: int, anchors: dict[str, Any]) -> dict[str, Any]:
    own: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    while lines and lines[0][0] == indent:
        text = lines.pop(0)[1]
        if text.startswith("<<: *"):
            merged = anchors[text[5:]]
            continue
        match = KEY.fullmatch(text)
        if not match or match[1] in own:
            raise ValueError(f"no key, or a second one: {text}")
        anchor = re.fullmatch(r"&(\w+)", match[2] or "")
        if match[2] and not anchor:
            own[match[1]] = flow(match[2])
        else:
            own[match[1]] = block(lines, anchors) if lines and lines[0][0] > indent else None
        if anchor:
            anchors[anchor[1]] = own[match[1]]
    return {**merged, **own}


def flow(text: str) -> Any:
    """A scalar, or what is in brackets, as JSON with quotes around plain words."""
    if text[0] not in '[{"':
        return scalar(text)
    quoted = re.sub(r'"[^"]*"|[\w./-]+', lambda m: m[0] if m[0][0] == '"' else json.dumps(scalar(m[0])), text)
    return json.loads(quoted)


def scalar(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"[1-9]\d*|0", text) else text


DOCUMENTS = {name: read((DOCKER / name).read_text("utf-8")) for name in FILES}
COMPOSE: dict[str, Any] = DOCUMENTS["compose.yaml"]
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_the_reader_reads_and_refuses():
    text = 'a: &x\n  b: [1, two, "3: x"]\nc:\n  <<: *x\n  d: {e: f, g: true}\nh:\n  - i: 0555\n    j: k\n  - l # m\n'
    b = [1, "two", "3: x"]
    assert read(text) == {"a": {"b": b}, "c": {"b": b, "d": {"e": "f", "g": True}}, "h": [{"i": "0555", "j": "k"}, "l"]}
    for wrong in ("a: 1\na: 2", "a: 1\n   b: 2", "? a", "a: [1"):
        with pytest.raises(ValueError, match=r"."):
            read(wrong)


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_hardened(name: str):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is (name != "neo4j")
    assert bool(service.get("cap_add")) is (name == "neo4j")
    assert service["pids_limit"] and service["logging"]["options"]["max-size"]
    assert "privileged" not in service and "network_mode" not in service
    assert service["image"].rpartition(":")[2] != "latest" or "build" in service
    assert service.get("healthcheck", {"test": "the image's"}), name


def test_only_the_proxy_is_reachable_and_the_database_reaches_nothing():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy", "prometheus"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["prometheus"]["ports"])
    assert SERVICES["neo4j"]["networks"] == ["inside"] and COMPOSE["networks"]["inside"]["internal"] is True
    assert "inside" not in SERVICES["proxy"]["networks"] + SERVICES["prometheus"]["networks"]
    assert int(SERVICES["api"]["stop_grace_period"].removesuffix("s")) > DRAIN_SECONDS


def test_whatever_is_named_exists_and_is_used():
    for kind in ("secrets", "configs"):
        used = {
            one if isinstance(one, str) else one["source"] for each in SERVICES.values() for one in each.get(kind, ())
        }
        assert used == set(COMPOSE[kind]), kind
    for config in COMPOSE["configs"].values():
        assert (DOCKER / config["file"]).is_file()
    volumes = [volume for each in SERVICES.values() for volume in each.get("volumes", ())]
    mounted = {volume.partition(":")[0] for volume in volumes if not volume.startswith(".")}
    assert mounted == set(COMPOSE["volumes"])
    readme = (DOCKER / "README.md").read_text("utf-8")
    for secret in COMPOSE["secrets"].values():
        path = secret["file"].removeprefix("./")
        assert path in readme or (path.endswith(".pem") and "secrets/tls_*" in readme), path


def test_no_secret_is_in_the_environment():
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            secret = any(word in variable for word in ("PASSWORD", "SECRET", "TOKEN", "AUTH", "KEY"))
            assert not secret or value.startswith("/run/secrets/"), (name, variable)


def metrics() -> set[str]:
    """Names as Prometheus sees them."""
    own = {sample.name for family in Metrics().registry.collect() for sample in family.samples}
    families = {family.name: family.type for family in Metrics().registry.collect()}
    for name, kind in families.items():
        own |= {f"{name}_total"} if kind == "counter" else {f"{name}_bucket", f"{name}_count", f"{name}_sum"}
    return own | {f"ringleader_ingest_{name}" for name in LEDGER}


def test_alerts_ask_for_metrics_that_exist():
    (job,) = DOCUMENTS["prometheus.yml"]["scrape_configs"]
    assert job["static_configs"][0]["targets"] == ["api:8400"] and job["metrics_path"] == "/metrics"
    assert job["authorization"]["credentials_file"] == "/run/secrets/metrics_token"
    rules = DOCUMENTS["alerts.yml"]["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules) > 4
    for rule in rules:
        named = set(re.findall(r"ringleader_\w+", rule["expr"]))
        assert named <= metrics(), rule
        assert named or f'up{{job="{job["job_name"]}"}}' in rule["expr"]
        assert rule["expr"].count("(") == rule["expr"].count(")") and rule["annotations"]["summary"]


def directives(text: str) -> list[tuple[str, ...]]:
    """Every directive of an nginx file with the blocks around it. ValueError where braces or semicolons are missing."""
    found, around, words = [], [], []
    for token in re.findall(r"#[^\n]*|'[^']*'|\"[^\"]*\"|[{};]|[^\s{};]+", text):
        if token.startswith("#"):
            continue
        if token == "{":
            around.append(" ".join(words))
            words = []
        elif token == "}":
            if words or not around:
                raise ValueError("a semicolon or a brace is missing")
            around.pop()
        elif token == ";":
            found.append((*around, " ".join(words)))
            words = []
        else:
            words.append(token)
    if around or words:
        raise ValueError("it does not end")
    return found


def test_the_proxy_is_strict():
    text = (DOCKER / "nginx.conf").read_text("utf-8")
    found = directives(text)
    inner = {one[-1] for one in found if one[:2] == ("http", "server") and len(one) == 3}
    assert {"listen 8443 ssl", "ssl_protocols TLSv1.2 TLSv1.3", "limit_conn connections 50", "listen 8080"} <= inner
    assert f"client_max_body_size {MAX_BODY // 1024}k" in inner
    assert ("http", "server", "location = /metrics", "return 404") in found
    assert ("http", "server", "location /", "proxy_set_header Host $http_host") in found
    assert "query" not in text.partition("log_format")[2].partition(";")[0] and "$request " not in text
    certificates = {one.split()[1] for one in inner if one.startswith("ssl_certificate")}
    assert certificates == {f"/run/secrets/{name}" for name in SERVICES["proxy"]["secrets"]}
    for cut in (text[: len(text) // 2], text.replace(";", "", 1), text + "}"):
        with pytest.raises(ValueError, match=r"."):
            if directives(cut) != found:
                raise ValueError("something else")
