"""Hostile requests: what a body, its headers and its method can do before there is a query."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any, Final

from hypothesis import strategies as st

from app.api.limits import MAX_BODY
from tests.api.hostile.attack import (
    BAD_QUERY,
    BAD_REQUEST,
    JSON,
    LIMIT,
    OK,
    READING,
    Attack,
    Call,
    asked,
    attack,
)

VIEWER: Final = b'{"query": "{ viewer { name } }"}'
NOTE: Final = 'mutation { addRingNote(input: {ringId: "R-NONE", text: "x"}) { problems { code } } }'


def with_headers(body: bytes = VIEWER, **headers: str) -> Call:
    return Call(body, headers={**JSON, **{name.replace("_", "-"): text for name, text in headers.items()}})


def of_type(content_type: str) -> Call:
    return Call(VIEWER, headers={"content-type": content_type})


def batch(count: int, item: Any) -> Call:
    return Call(json.dumps([item] * count).encode())


def packed(kind: str, size: int) -> Call:
    """A body that unpacks to `size` MB."""
    bomb = b'{"query": "' + b" " * size * 2**20 + b'"}'
    squeeze = {"gzip": gzip.compress, "deflate": zlib.compress}.get(kind, lambda raw: raw[:1000])
    return with_headers(squeeze(bomb)[:MAX_BODY], content_encoding=kind)


def crowded(count: int, step: int) -> Call:
    """Keys chosen so that a poor hash table degrades."""
    variables = {str(2**61 * step * n): n for n in range(count)}
    return asked("{ viewer { name } }", variables)


REQUESTS: Final[tuple[Attack, ...]] = (
    attack("batches", "OWASP GraphQL Cheat Sheet: batching attacks",
           st.builds(batch, st.integers(0, 500), st.sampled_from([{"query": "{ viewer { name } }"}, [], 1, None])),
           BAD_REQUEST),
    attack("queries and changes by GET", "PortSwigger: CSRF over GraphQL; Doyensec (2021)",
           st.sampled_from(["query={viewer{name}}", f"query={NOTE}", "mutation=1", "query="]).map(
               lambda s: Call(method="GET", path=f"/graphql?{s}", headers={})), "METHOD"),
    attack("forms, text and uploads", "CVE-2024-47082 (strawberry: multipart CSRF); OWASP: CSRF",
           st.sampled_from(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
                            "application/graphql", "application/json-patch+json", "text/json", "*/*",
                            "application/json,text/plain", "application/xml"]).map(of_type), BAD_REQUEST),
    attack("pages of other origins", "RFC 6454; CWE-346 origin validation",
           st.sampled_from(["https://evil.example", "null", "http://localhost.evil.example", "file://", "",
                            "http://localhost@evil.example", "http://localhost:1", "localhost"]).map(
               lambda origin: with_headers(origin=origin)), "WRONG_ORIGIN"),
    attack("names that were rebound", "DNS rebinding: Jackson et al. (CCS 2007)",
           st.sampled_from(["evil.example", "127.0.0.1.evil.example", "localhost.", "127.0.0.1:80:80", "[::1", "", "0"]
                           ).map(lambda host: with_headers(host=host)), "WRONG_HOST"),
    attack("compressed bodies", "CWE-409 data amplification; zip bombs",
           st.builds(packed, st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, gzip", "x"]), st.integers(1, 12)),
           BAD_REQUEST),
    attack("bodies beyond the limit", "OWASP API4:2023 unrestricted resource consumption",
           st.integers(MAX_BODY, 4 * 2**20).map(lambda n: Call(b'{"query": "' + b" " * n + b'"}')), LIMIT),
    attack("JSON that nests", "RFC 8259 9; CWE-674",
           st.integers(500, 30_000).map(lambda n: Call(b"[" * n + b"]" * n)), BAD_REQUEST),
    attack("variables that nest", "RFC 8259 9; CWE-674",
           st.integers(100, 15_000).map(lambda n: Call(
               b'{"query": "query Q($a: ID!) { ring(id: $a) { id } }", "variables": {"a": '
               + b"[" * n + b"]" * n + b"}}")),
           BAD_REQUEST, BAD_QUERY),
    attack("keys that collide", "Klink, Waelde: Denial of Service through hash tables (28C3, 2011)",
           st.builds(crowded, st.integers(1, 900), st.integers(1, 9)), OK),
    attack("keys given twice", "RFC 8259 4; Bishop Fox: JSON interoperability (2021)",
           st.sampled_from([NOTE, "x", ""]).map(lambda query: Call(
               b'{"query": ' + json.dumps(query).encode() + b', "query": "{ viewer { name } }"}')), OK),
    attack("other encodings", "RFC 8259 8.1",
           st.sampled_from(["utf-16", "utf-32", "utf-8-sig", "utf-7", "cp037"]).map(
               lambda name: Call(VIEWER.decode().encode(name))), BAD_REQUEST, OK),
    attack("bytes that are no text", "RFC 3629; CWE-20",
           st.binary(max_size=400).map(Call), BAD_REQUEST),
    attack("numbers that JSON lacks", "RFC 8259 6",
           st.sampled_from(["NaN", "Infinity", "-Infinity", "1e999", "-0", "01", "0x1"]).map(lambda n: Call(
               b'{"query": "query Q($n: Int!) { rings(first: $n) { nodes { id } } }", "variables": {"n": '
               + n.encode() + b"}}")), BAD_REQUEST, *READING),
    attack("integers of thousands of digits in JSON", "CVE-2020-10735 (CPython: text to integer)",
           st.integers(20, 50_000).map(lambda n: Call(
               b'{"query": "query Q($n: Int!) { rings(first: $n) { nodes { id } } }", "variables": {"n": '
               + b"9" * n + b"}}")), BAD_REQUEST, BAD_QUERY, LIMIT),
    attack("a query of another type", "CWE-843 type confusion; OWASP: input validation",
           st.recursive(st.none() | st.booleans() | st.integers(), lambda inner: st.lists(inner, max_size=3)
                        | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6).map(
               lambda value: Call(json.dumps({"query": value}).encode())), BAD_REQUEST),
    attack("variables and names of other types", "CWE-843 type confusion",
           st.sampled_from([{"variables": []}, {"variables": "{}"}, {"variables": 0}, {"operationName": []},
                            {"operationName": {}}, {"operationName": 1}, {"variables": True}]).map(
               lambda more: Call(json.dumps({"query": "{ viewer { name } }", **more}).encode())), BAD_REQUEST),
    attack("persisted queries that are none", "Apollo APQ: probing and poisoning of hashes",
           st.fixed_dictionaries({"sha256Hash": st.sampled_from(["0" * 64, "", "../../etc/passwd", "'"]),
                                  "version": st.integers(-1, 2)}).map(lambda told: Call(
               json.dumps({"extensions": {"persistedQuery": told}, "documentId": told["sha256Hash"]}).encode())),
           BAD_REQUEST, "NOT_FOUND"),
    attack("other methods", "RFC 9110 9; verb tampering (OWASP WSTG-INPV-03)",
           st.sampled_from(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]).map(
               lambda method: Call(VIEWER, method=method)), "METHOD"),
    attack("method overrides", "OWASP WSTG-CONF-06",
           st.sampled_from(["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"]).map(
               lambda name: Call(VIEWER, method="GET", path=f"/graphql?query={NOTE}", headers={name: "POST"})),
           "METHOD"),
    attack("tokens out of shape", "RFC 6750 3; JWT alg none (RFC 8725 2.1)",
           st.sampled_from(["Bearer", "Bearer x", "Basic YWRtaW46YWRtaW4=", "Bearer rlt_" + "A" * 5000, "bearer null",
                            "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.", "Bearer rlt_../../x"]).map(
               lambda text: with_headers(authorization=text)), "UNAUTHENTICATED"),
    attack("forged proxies' headers", "CWE-348; host header attacks (PortSwigger)",
           st.sampled_from(["X-Forwarded-Host", "X-Forwarded-For", "X-Original-URL", "Forwarded", "X-Request-Id"]).map(
               lambda name: with_headers(**{name.replace("-", "_"): "evil.example"})), OK),
    attack("paths out of the tree", "CWE-22 path traversal",
           st.sampled_from(["/static/console/../../settings.py", "/static/explorer/%2e%2e/%2e%2e/policy.py",
                            "/static/console/..%2f..%2faudit.key", "/export/jobs/..%2f..%2faudit.key",
                            "/graphql/../audit.key", "//etc/passwd", "/static/console/%00"]).map(
               lambda path: Call(method="GET", path=path, headers={})), "NOT_FOUND"),
)  # fmt: skip
