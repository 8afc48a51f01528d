"""Hostile documents: what a query's text can do before or while it runs."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from tests.api.hostile.attack import BAD_INPUT, BAD_QUERY, LIMIT, OK, Attack, Call, asked, attack, nested

COUNT = st.integers(31, 300)
LEAF: Final = "rings(first: 100) { nodes { id } }"
CIRCLE: Final = ("members(first: 1) { nodes { account {", "rings(first: 1) { nodes { ring {")
CLOSING: Final = "} } } "


def doubled(levels: int, spreads: int) -> Call:
    parts = [f"fragment f{n} on Query {{ {f'...f{n + 1} ' * spreads} }}" for n in range(levels)]
    return asked("{ ...f0 } " + " ".join(parts) + f" fragment f{levels} on Query {{ {LEAF} }}")


def doubled_in_fields(levels: int) -> Call:
    def inner(n: int) -> str:
        return f"rings {{ nodes {{ ring {{ members {{ nodes {{ account {{ ...f{n} ...f{n} }} }} }} }} }} }}"

    parts = [f"fragment f{n} on Account {{ {inner(n + 1)} }}" for n in range(levels)]
    return asked(f'{{ account(id: "x") {{ ...f0 }} }} {" ".join(parts)} fragment f{levels} on Account {{ id }}')


def cycle(length: int) -> Call:
    parts = [f"fragment c{n} on Query {{ viewer {{ name }} ...c{(n + 1) % length} }}" for n in range(length)]
    return asked("{ ...c0 } " + " ".join(parts))


def reused_deeper(circles: int) -> Call:
    """The same fragment first near the root, then far below it."""
    far = nested(CIRCLE * circles, "...t", CLOSING)
    inner = "members { nodes { account { rings { nodes { ring { id } } } } } }"
    return asked(f'{{ ring(id: "x") {{ ...t {far} }} }} fragment t on Ring {{ {inner} }}')


def deep(circles: int) -> str:
    """A selection six fields deeper a circle."""
    return f'{{ ring(id: "x") {{ {nested(CIRCLE * circles, "id", CLOSING)} }} }}'


DOCUMENTS: Final[tuple[Attack, ...]] = (
    attack("fragments that double", "CVE-2025-32034 (Apollo Router), CVE-2026-34573 (Parse Server)",
           st.builds(doubled, st.integers(14, 60), st.integers(2, 5)), LIMIT),
    attack("fragments that double through fields", "CVE-2025-31496 (apollo-compiler), CVE-2025-32030 (Apollo Gateway)",
           st.builds(doubled_in_fields, st.integers(3, 30)), LIMIT),
    attack("fragments in a circle", "GraphQL spec 5.5.2.2; Black Hat GraphQL (Aleks, Farhi 2023) ch. 5",
           st.builds(cycle, st.integers(1, 90)), BAD_INPUT),
    attack("a fragment reused deeper than first seen", "GHSA-224p-v68g-5g8f (graphql-armor: depth kept by fragment)",
           st.builds(reused_deeper, st.integers(1, 9)), LIMIT),
    attack("operation or fragment named like introspection", "GHSA-224p-v68g-5g8f (graphql-armor: __schema is skipped)",
           st.sampled_from(["__schema", "__type", "__typename"]).map(lambda name: asked(
               f"query {name} {{ ...{name} }} fragment {name} on Query {deep(3)}")), LIMIT),
    attack("aliases of objects", "OWASP GraphQL Cheat Sheet: batching; CVE-2026-35441 (Directus)",
           COUNT.map(lambda n: asked("{" + " ".join(f"a{i}: {LEAF}" for i in range(n)) + "}")), LIMIT),
    attack("aliases of scalars", "Black Hat GraphQL ch. 5; GHSA-6q22-g298-grjh (Directus)",
           COUNT.map(lambda n: asked("{ viewer {" + " ".join(f"a{i}: name" for i in range(n)) + "} }")), LIMIT),
    attack("aliases in a repeated fragment", "Black Hat GraphQL ch. 5",
           st.integers(2, 40).map(lambda n: asked("{" + "...a " * n + "} fragment a on Query {"
                                  + " ".join(f"a{i}: viewer {{ name }}" for i in range(31 // n + 1)) + "}")), LIMIT),
    attack("one field many times", "Black Hat GraphQL ch. 5: field duplication; DVGA",
           st.integers(500, 5000).map(lambda n: asked("{ viewer {" + "name " * n + "} }")), LIMIT, OK),
    attack("lists that multiply", "Hartig, Perez: Semantics and Complexity of GraphQL (WWW 2018)",
           st.integers(60, 100).map(lambda n: asked(f"{{ rings(first: {n}) {{ nodes {{ members(first: {n}) {{ nodes {{"
                                                    " account { id identifiers { nodes { exchanges } } } } } } } }")),
           LIMIT),
    attack("lists that multiply by variable", "Cha et al.: A Principled Approach to GraphQL Query Cost (FSE 2020)",
           st.one_of(st.integers(60, 10**12), st.none(), st.text(), st.just([])).map(lambda n: asked(
               "query ($n: Int!) { rings(first: $n) { nodes { members(first: $n) { nodes { account { id identifiers {"
               " nodes { exchanges } } } } } } } }", {"n": n})), LIMIT, BAD_QUERY, BAD_INPUT, OK),
    attack("lists that multiply by a variable's default", "Cha et al. (FSE 2020)",
           st.integers(60, 10**9).map(lambda n: asked(
               f"query ($n: Int = {n}) {{ rings(first: $n) {{ nodes {{ members(first: $n) {{ nodes {{ account {{ id "
               "identifiers { nodes { exchanges } } } } } } } } }")), LIMIT, BAD_QUERY),
    attack("sizes out of bounds", "Black Hat GraphQL ch. 5: object limit overriding",
           st.integers(-(2**40), 2**40).filter(lambda n: not 1 <= n <= 100).map(
               lambda n: asked(f"{{ rings(first: {n}) {{ nodes {{ id }} }} }}")), BAD_INPUT, BAD_QUERY, LIMIT),
    attack("nodes to draw out of bounds", "Black Hat GraphQL ch. 5: object limit overriding",
           st.integers(-(2**40), 2**40).filter(lambda n: not 10 <= n <= 500).map(lambda n: asked(
               f'{{ ring(id: "R-AAAAAAAAAA") {{ graph(maxNodes: {n}) {{ truncated }} }} }}')),
           BAD_INPUT, BAD_QUERY, LIMIT),
    attack("circles of objects", "OWASP GraphQL Cheat Sheet: depth; CVE-2022-21708 (graphql-go)",
           st.integers(2, 25).map(lambda n: asked(deep(n))), LIMIT),
    attack("directives on one field", "CVE-2022-37734 (graphql-java)",
           st.integers(100, 900).map(lambda n: asked("{ viewer { name " + "@include(if: true)" * n + "} }")),
           BAD_QUERY, LIMIT),
    attack("unknown directives", "CVE-2024-47614 (async-graphql)",
           st.integers(50, 1900).map(lambda n: asked("{ viewer { name " + "@aa" * n + "} }")), BAD_QUERY, LIMIT),
    attack("cost behind @skip", "Cha et al. (FSE 2020)",
           st.booleans().map(lambda b: asked(
               "query ($b: Boolean!) { rings(first: 100) @skip(if: $b) { nodes { members(first: 100) { nodes { bits "
               "account { identifiers(first: 100) { totalCount } } } } } } }", {"b": b})), LIMIT),
    attack("lists 900 deep", "CVE-2023-28867 (graphql-java)",
           st.integers(100, 950).map(lambda n: asked(
               f"{{ rings(filter: {{ids: {'[' * n}{']' * n}}}) {{ nodes {{ id }} }} }}")), BAD_QUERY, LIMIT),
    attack("selections 650 deep", "CVE-2022-21708 (graphql-go)",
           st.integers(100, 650).map(lambda n: asked(nested(["{ a"] * n, "", "}"))), LIMIT, BAD_QUERY),
    attack("braces that never close", "CWE-674 uncontrolled recursion",
           st.integers(50, 1900).map(lambda n: asked("{a" * n)), LIMIT, BAD_QUERY),
    attack("filters that nest", "OWASP GraphQL Cheat Sheet: input validation",
           st.integers(4, 150).map(lambda n: asked(
               f"{{ rings(filter: {nested(['{not:'] * n, '{minSize: 1}', '}')}) {{ nodes {{ id }} }} }}")),
           BAD_INPUT, LIMIT, BAD_QUERY),
    attack("filters with many leaves", "OWASP GraphQL Cheat Sheet: amount limiting",
           st.integers(51, 250).map(lambda n: asked(
               f"{{ rings(filter: {{or: [{'{minSize: 1}' * n}]}}) {{ nodes {{ id }} }} }}")), BAD_INPUT, LIMIT),
    attack("integers of thousands of digits", "CVE-2020-10735 (CPython: text to integer)",
           st.integers(20, 50_000).map(lambda n: asked(f"{{ rings(first: {'9' * n}) {{ nodes {{ id }} }} }}")),
           BAD_QUERY, BAD_INPUT, LIMIT),
    attack("floats beyond range", "GraphQL spec 3.5.2; IEEE 754",
           st.sampled_from(["1e999999", "-1e400", "1e-400", "0." + "1" * 5000, "1e308"]).map(
               lambda f: asked(f"{{ rings(filter: {{minScore: {f}}}) {{ nodes {{ id }} }} }}")),
           BAD_QUERY, BAD_INPUT, OK),
    attack("comments as padding", "GraphQL spec 2.1.4; OWASP: size limits",
           st.integers(1, 55_000).map(lambda n: asked("{ viewer { name } }" + "#" * n)), OK),
    attack("commas, blanks and marks as padding", "GraphQL spec 2.1.7, 2.1.1",
           st.integers(1, 25_000).map(lambda n: asked("\ufeff{" + ", \t\r\n" * (n // 5) + "viewer { name } }")), OK),
    attack("escapes and block strings", "GraphQL spec 2.9.4",
           st.sampled_from([r'"\u{110000}"', r'"\uD83D"', r'"\u{FFFFFFFFFFFF}"', '"""' + "\\\"\"\" " * 500 + '"""',
                            '"""' + "\n " * 2000 + '"""', r'"\u0000"', '"\t"', '"\\x"', '"']).map(
               lambda s: asked(f"{{ search(text: {s}) {{ understoodAs }} }}")), BAD_QUERY, BAD_INPUT, OK),
    attack("variables declared twice or not used", "GraphQL spec 5.8.1, 5.8.4",
           st.integers(1, 350).map(lambda n: asked(f"query Q({'$a: Int ' * n}$b: Int) {{ viewer {{ name }} }}")),
           BAD_QUERY, LIMIT),
    attack("variables of unknown types", "GraphQL spec 5.8.2",
           st.sampled_from(["Nothing", "[[[Int!]!]!]!", "Ring", "__Type", "RingFilter", "Upload"]).map(lambda t: asked(
               f"query Q($a: {t}) {{ ring(id: $a) {{ id }} }}")), BAD_QUERY),
    attack("fields that overlap", "CVE-2023-26144 (graphql-js)",
           st.integers(2, 150).map(lambda n: asked("{" + " ".join(
               f"...on Query {{ rings(first: {i + 1}) {{ nodes {{ id }} }} }}" for i in range(n)) + "}")),
           BAD_QUERY, LIMIT),
    attack("introspection in circles", "CVE-2024-40094 (graphql-java); PortSwigger: introspection",
           st.integers(4, 60).map(lambda n: asked(
               "{ __schema { types " + "{ fields { type " * n + "{ name }" + "} }" * n + "} }")), LIMIT),
    attack("introspection many times", "CVE-2024-40094 (graphql-java)",
           COUNT.filter(lambda n: n < 150).map(lambda n: asked(
               "{" + " ".join(f"s{i}: __schema {{ types {{ fields {{ name }} }} }}" for i in range(n)) + "}")), LIMIT),
    attack("guessed names", "PortSwigger: suggestions; Clairvoyance",
           st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=40).map(
               lambda w: asked(f"{{ x{w} {{ {w}{w} }} }}")), BAD_QUERY),
    attack("many errors", "OWASP GraphQL Cheat Sheet: excessive errors",
           st.integers(50, 900).map(lambda n: asked("{" + " ".join(f"e{i}" for i in range(n)) + "}")),
           BAD_QUERY, LIMIT),
    attack("operationName tricks", "GraphQL spec 6.1.1",
           st.sampled_from(["", "B", "__proto__", "A\x00", "a" * 30_000, "A B", "query", "{", "é"]).map(
               lambda name: asked(f"query A {{ viewer {{ name }} }} query B {deep(9)}",
               operationName=name)), BAD_QUERY, BAD_INPUT, LIMIT),
    attack("operations without a name", "GraphQL spec 5.2.2.1",
           st.integers(2, 200).map(lambda n: asked("{ viewer { name } } " * n)), BAD_INPUT, LIMIT),
    attack("subscriptions by POST", "GraphQL over HTTP 6; GraphQL spec 6.2.3",
           st.sampled_from(["ringChanged { cause }", 'jobProgress(id: "E-1") { id }',
                            "a: ringChanged { cause } __typename"]).map(
               lambda s: asked(f"subscription {{ {s} }}")), BAD_QUERY),
    attack("type definitions in a query", "GraphQL spec 5.1.1",
           st.sampled_from(["type Query { x: Int }", "extend type Query { x: Int }", "schema { query: Ring }",
                            "directive @x on FIELD", "scalar Int"]).map(
               lambda s: asked("{ viewer { name } } " + s)), BAD_QUERY),
    attack("unknown and unused fragments", "GraphQL spec 5.5.1.4, 5.5.2.1; a KeyError in graphql servers",
           st.integers(1, 200).map(lambda n: asked("{ ...nothing } " + " ".join(
               f"fragment u{i} on Query {{ ...n{i} }}" for i in range(n)))), BAD_QUERY, LIMIT),
    attack("fragments on types that do not fit", "GraphQL spec 5.5.1.2, 5.5.2.3",
           st.sampled_from(["Nothing", "String", "RingFilter", "RingState", "Account", "__Schema", "Long"]).map(
               lambda t: asked(f"{{ viewer {{ ...f }} ...on {t} {{ id }} }} fragment f on {t} {{ id }}")), BAD_QUERY),
    attack("more tokens than allowed", "graphql-js maxTokens; CVE-2022-37734 (graphql-java)",
           st.integers(2000, 20_000).map(lambda n: asked("{" + " a" * n)), LIMIT),
    attack("a flood of changes in one request", "PortSwigger: rate limits passed by aliases; OWASP: brute force",
           COUNT.filter(lambda n: n < 60).map(lambda n: asked("mutation {" + " ".join(
               f'm{i}: addRingNote(input: {{ringId: "R-NONE", text: "x"}}) {{ problems {{ code }} }}'
               for i in range(n)) + "}")), LIMIT),
    attack("nothing to run", "GraphQL spec 2.2",
           st.sampled_from(["", " ", "#", "\ufeff", "\x00", "fragment f on Query { viewer { name } }", "}", "query"]
                           ).map(asked), BAD_QUERY),
    attack("random text", "fuzzing; GraphQL spec 2.1",
           st.text(max_size=300).map(asked), BAD_QUERY, LIMIT, BAD_INPUT),
)  # fmt: skip
