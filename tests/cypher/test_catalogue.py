"""The catalogue without a database: headers, parameters, returned names, constants and files agree."""

import importlib
import pkgutil
import re
from collections import Counter

import pytest

import app
from app.errors import NotFoundError, RingleaderError
from app.graph import catalogue
from app.graph.catalogue import Query, parse

NAMES = catalogue.names()
BY_FOLDER = ("schema/", "checks/")  # run as a folder, in order, and named by nobody


# A small reader of Cypher text: enough to see clauses, parameters and returned names.
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITING = re.compile(r"(?<![\w.:$])(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|DROP|ALTER|LOAD)\b")
_CYPHER_25 = re.compile(r"^\s*(FILTER|LET|NEXT|INSERT|SEARCH)\b|\b(ACYCLIC|REPEATABLE ELEMENTS)\b", re.M)


def bare(text: str) -> str:
    """The text without what is quoted or commented."""
    return _QUOTED.sub("''", text)


def parameters(text: str) -> set[str]:
    """Names of all $parameters."""
    return set(re.findall(r"\$(\w+)", bare(text)))


def writing_clauses(text: str) -> list[str]:
    """Clauses that change something."""
    return _WRITING.findall(bare(text))


def newer_clauses(text: str) -> list[str]:
    """Clauses that 5.26 LTS does not know."""
    return [word for found in _CYPHER_25.findall(bare(text)) for word in found if word]


def returned(text: str) -> list[str]:
    """Names of the last RETURN outside of braces; none where there is no such RETURN."""
    plain = bare(text)
    start = None
    for match in re.finditer(r"\bRETURN\b", plain):
        if _depth(plain[: match.start()], "{", "}") == 0:
            start = match.end()
    if start is None:
        return []
    tail = re.split(r"\b(?:ORDER BY|SKIP|LIMIT)\b", re.sub(r"^\s*DISTINCT\b", "", plain[start:]))
    while any(_depth(tail[0], *pair) for pair in ("()", "[]", "{}")):  # the ORDER BY of a subquery
        tail[:2] = [tail[0] + " " + tail[1]]
    return [_name(item) for item in _split(tail[0])]


def _depth(text: str, opening: str, closing: str) -> int:
    return text.count(opening) - text.count(closing)


def _split(text: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for position, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append(text[last:position])
            last = position + 1
    return [*parts, text[last:]]


def _name(item: str) -> str:
    return re.split(r"\bAS\b", item)[-1].strip()


def constants() -> list[Query]:
    found = []
    for one in pkgutil.walk_packages(app.__path__, "app."):
        if one.name.endswith(".queries"):
            module = importlib.import_module(one.name)
            found += [(one.name, value) for value in vars(module).values() if isinstance(value, Query)]
    for name, query in found:
        assert query.name.split("/")[0] == name.split(".")[1], f"{query.name} belongs to another stage"
    return [query for _, query in found]


@pytest.mark.parametrize("name", NAMES)
def test_header_tells_the_truth(name: str) -> None:
    statement = catalogue.load(name)
    assert statement.purpose
    assert parameters(statement.text) == set(statement.params)
    assert returned(statement.text) == list(statement.returns)
    assert not newer_clauses(statement.text), "5.26 LTS does not know this"
    assert ";" not in bare(statement.text), "one statement a file"
    if statement.mode == "read":
        assert not writing_clauses(statement.text)
    if statement.mode == "write":
        assert writing_clauses(statement.text)
    if "IN TRANSACTIONS" in statement.text:
        assert statement.mode == "auto"


@pytest.mark.parametrize("name", NAMES)
def test_file_stays_readable(name: str) -> None:
    text = (catalogue.root() / f"{name}.cypher").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert "\t" not in text


def test_files_and_constants_match_one_to_one() -> None:
    named = Counter(query.name for query in constants())
    files = {name for name in NAMES if not name.startswith(BY_FOLDER)}
    assert {name for name, times in named.items() if times > 1} == set()
    assert set(named) - files == set(), "constants without a file"
    assert files - set(named) == set(), "files without a constant"


def test_row_types_have_the_returned_fields() -> None:
    for query in constants():
        if query.row is not None:
            assert list(query.row.__annotations__) == list(query.statement.returns), query.name


def test_schema_files_are_numbered_and_may_run_twice() -> None:
    schema = [name for name in NAMES if name.startswith("schema/")]
    numbers = [int(name.split("/")[1][:3]) for name in schema]
    assert numbers == sorted(set(numbers))
    assert all("IF NOT EXISTS" in catalogue.load(name).text for name in schema)


def test_bad_headers_are_refused() -> None:
    for source in ("MATCH (n) RETURN n", "// purpose: x\n// mode: maybe\nRETURN 1 AS x", "// mode: read\nRETURN 1"):
        with pytest.raises(RingleaderError):
            parse("test/bad", source)
    with pytest.raises(NotFoundError):
        catalogue.load("graph/no_such_statement")


def test_the_reader_itself() -> None:
    text = (
        "MATCH (a {x: $x}) CALL (a) { RETURN 1 AS inner } // $no\nRETURN a.x AS x, [1, '$no'] AS y ORDER BY x LIMIT $n"
    )
    assert parameters(text) == {"x", "n"}
    assert returned(text) == ["x", "y"]
    assert returned("MATCH (a) SET a.x = 1") == []
    assert returned("RETURN COUNT { MATCH (a) RETURN a LIMIT 3 } AS n, 'RETURN z' AS m") == ["n", "m"]
    assert writing_clauses("MATCH (a) WHERE a.set = 'CREATE' AND a.created RETURN a.merge") == []
    assert writing_clauses("MATCH (a) DETACH DELETE a") == ["DETACH", "DELETE"]
    assert newer_clauses("MATCH (a)\nFILTER a.x = 1 RETURN a") == ["FILTER"]
    assert newer_clauses("RETURN CASE WHEN true THEN 1 END AS x") == []
