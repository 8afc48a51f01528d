"""docs/api.md: every example in it runs, and every limit it tells is the program's."""

from __future__ import annotations

import io
import re
import urllib.request
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from app.api import (
    buckets,
    budget,
    changes,
    client_file,
    filters,
    graph_views,
    housekeeping,
    jobs,
    limits,
    mutations,
    operations,
    paging,
    payload,
    schema,
    socket,
    tokens,
    traffic,
)
from app.graph import Neo4jStore
from app.rings.explanation import ties, weakest_cut
from tests.api.conftest import BIG, LONG
from tests.api.test_client_file import strict
from tests.api.test_serve import serving

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = [
    (section.partition("\n")[0], *block)
    for section in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    for block in re.findall(r"^```(graphql|python)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
]
QUERIES = {title: code for title, language, code in BLOCKS if language == "graphql"}


def test_each_task_has_an_example():
    told = " ".join(QUERIES).lower()
    tasks = (
        "largest rings",
        "one ring",
        "traffic by day",
        "account",
        "linked",
        "identifier",
        "verdict",
        "allowlist",
        "note",
        "take a ring",
    )
    assert [task for task in (*tasks, "look-alike", "weakest cut") if task not in told] == []
    assert len(re.findall(r"^```graphql$", TEXT, re.MULTILINE)) == len(QUERIES)


@pytest.mark.graph
@pytest.mark.parametrize("title", sorted(QUERIES))
def test_the_example_answers(data: Any, title: str):
    if title.startswith("The allowlist"):
        data(QUERIES["Put an identifier on the allowlist"])
    (answer,) = data(QUERIES[title]).values()
    if answer is None:
        assert title == "How far an export is"  # the example's is nobody's
        return
    if "problems" in answer:
        none = title == "Withdraw a verdict"  # its judgement is nobody's
        assert [problem["code"] for problem in answer["problems"]] == ["NOT_FOUND"] * none, answer
        assert none or all(value for name, value in answer.items() if name != "problems")
        return
    telling = {
        "limit",
        "members",
        "traffic",
        "lookAlike",
        "weakestCut",
        "identifiers",
        "sameRing",
        "nodes",
        "hits",
        "ring",
        "steps",
        "graph",
    }
    assert all(answer[part] for part in telling & answer.keys()) and telling & answer.keys()


FILES = dict(re.findall(r"^```graphql (\w+\.graphql)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))


@pytest.mark.graph
def test_the_persisted_operation_is_answered(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = operations.read_operations(tmp_path, schema.make_schema()._schema)
    monkeypatch.setattr(client.app.state.services, "operations", found)  # type: ignore[attr-defined]
    (body,) = re.findall(r'^```json\n(\{"documentId".*?)^```$', TEXT, re.MULTILINE | re.DOTALL)
    headers = {"Content-Type": "application/json"}
    answer = client.post("/graphql", content=body, headers=headers).json()
    assert answer["data"]["ring"]["id"] == BIG and answer["data"]["ring"]["sharedIdentifiers"]


@pytest.mark.graph
def test_the_client_reports(
    world: Neo4jStore, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    core = schema.make_schema()._schema
    client_file.write_client(operations.read_operations(tmp_path, core).by_name.values(), core, tmp_path / "client.py")
    (script,) = re.findall(r"^```python client\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    (tmp_path / "report.py").write_text(script)
    assert strict(tmp_path, "client.py", "report.py") == ""
    monkeypatch.syspath_prepend(tmp_path)
    with serving(environment, "--open", "--operations", str(tmp_path)) as (_, url):
        exec(compile(script.replace("http://127.0.0.1:8400", url), "docs/api.md", "exec"), {})
    assert f"{BIG} 30 ['INSTRUMENT', " in capsys.readouterr().out


@pytest.mark.graph
def test_the_chart_is_drawn_from_what_the_api_says(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (script,) = (code for _, language, code in BLOCKS if language == "python")
    assert len(script.splitlines()) <= 24

    def urlopen(request: urllib.request.Request) -> io.BytesIO:
        assert request.full_url.endswith("/graphql")
        headers = {name: value for name, value in request.header_items() if name.lower() != "host"}
        return io.BytesIO(client.post("/graphql", content=request.data, headers=headers).content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.chdir(tmp_path)
    exec(compile(script, "docs/api.md", "exec"), {})
    boxes = list(ElementTree.parse("ring.svg").getroot())
    told = [str(box[0].text).split() for box in boxes]
    assert [(day, name) for day, name, *_ in told] == [
        (f"2026-03-0{day}", name) for name in ("unknown:", "agentic-reasoning:") for day in range(1, 5)
    ]
    counts = [int(count.replace(",", "")) for _, _, count, _ in told]
    assert sum(counts) == LONG and (counts[2], counts[6]) == (0, 0)
    heights, tops = ([float(box.attrib[name]) for box in boxes] for name in ("height", "y"))
    busiest = max(counts[n] + counts[n + 4] for n in range(4))
    assert heights == pytest.approx([300 * count / busiest for count in counts], abs=0.01)
    assert tops[:4] == pytest.approx([300 - height for height in heights[:4]], abs=0.02)
    assert tops[4:] == pytest.approx([tops[n] - heights[n + 4] for n in range(4)], abs=0.02)


@pytest.mark.parametrize(
    "told",
    [
        f"| cost | {limits.MAX_COST:,};",
        f"| depth, aliases, tokens | {limits.MAX_DEPTH}, {limits.MAX_ALIASES}, {limits.MAX_TOKENS:,} |",
        f"| body, answer | {limits.MAX_BODY // 1024} KiB, {limits.MAX_ANSWER // 1024**2} MiB |",
        f"| time | {limits.QUERY_SECONDS:.0f} seconds |",
        f"| `search(first:)` | {schema.MAX_HITS} |",
        f"`topN` | {buckets.MAX_BUCKETS:,}, {buckets.MAX_ROWS:,}, {buckets.MAX_TOP} |",
        f"`path`: steps | {graph_views.MAX_NODES}, {graph_views.MAX_DEPTH}, {graph_views.MAX_DEGREE:,}; "
        f"{graph_views.MAX_LENGTH} |",
        f"answers with the same ids, for {housekeeping.REMEMBERED.days} days.",
        f"a server | {socket.MAX_OPERATIONS}, {socket.MAX_SOCKETS_EACH}, {socket.MAX_SOCKETS} |",
        f"within {socket.INIT_SECONDS:.0f} seconds",
        f"| {changes.MAX_WAITING:,}, then it is told",
        f"looks at the graph every {changes.POLL_SECONDS:.0f} seconds",
        f"are deleted after {jobs.KEPT.days * 24} hours",
        f"{jobs.MAX_EACH} unfinished ones are allowed to each, {jobs.MAX_JOBS} are kept, a file has "
        f"{jobs.MAX_BYTES // 2**30} GiB",
        f"of its accounts ({traffic.MAX_ACCOUNTS:,} at most)",
        f"of a note | {mutations.MAX_ACCOUNTS}, {payload.MAX_REASON:,}, {mutations.MAX_NOTE:,} |",
        f"| cost a minute and token | {budget.MAX_POINTS:,} points",
        f"`first` is {paging.DEFAULT_FIRST} unless given and 1 to {paging.MAX_FIRST};",
        f"{filters.MAX_DEPTH} deep, {filters.MAX_LEAVES} conditions, {filters.MAX_VALUES} values each",
        f"{tokens.DEFAULT_DAYS} days unless told otherwise, {tokens.MAX_DAYS} at most",
        f"at least {weakest_cut.SMALLEST} accounts and a tenth",
        f"more accounts than {ties.CROWD:,} and four times the ring",
        f"above {ties.MOST_MEMBERS:,} accounts",
    ],
)
def test_the_limits_are_the_programs(told: str):
    assert told in TEXT


@pytest.mark.parametrize(
    ("field", "cost"),
    [
        ("rings", 5),
        ("explain", 20),
        ("search", 20),
        ("finder", 500),
        ("traffic", 10),
        ("graph", 50),
        ("path", 200),
        ("neighbourhood", 200),
    ],
)
def test_the_costs_are_the_programs(field: str, cost: int):
    root = schema.make_schema()._schema
    kind = root.type_map["Ring"] if field in ("traffic", "graph") else root.query_type
    assert kind.fields[field].extensions["strawberry-definition"].metadata["cost"] == cost
