"""GET /export: who may have tables, what they say, and what is written down about it."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from app.exports.contracts import TABLES, schema
from app.exports.formats import MEDIA_TYPES, Format
from app.settings import Settings
from tests.api.conftest import BIG, LONG

pytestmark = pytest.mark.graph


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_only_some_roles_may_export(closed: TestClient, tokens: dict[str, str]):
    assert closed.get("/export/rings").status_code == 401
    refused = closed.get("/export/rings", headers=bearer(tokens["viewer"]))
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
    for role in ("exporter", "investigator", "admin"):
        assert closed.get("/export/rings", headers=bearer(tokens[role])).status_code == 200


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", Format)
def test_every_table_in_every_format(client: TestClient, table: str, form: Format):
    answer = client.get(f"/export/{table}", params={"format": form.value, "state": "all"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA_TYPES[form])
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.{form.value}"'
    if form is Format.PARQUET:
        assert pq.read_schema(io.BytesIO(answer.content)).names == schema(table).names
    if form is Format.CSV:
        assert answer.text.partition("\n")[0].split(",") == schema(table).names


def test_rows_are_those_of_the_graph(client: TestClient):
    rows = {row["ring_id"]: row for row in csv.DictReader(io.StringIO(client.get("/export/rings").text))}
    assert int(rows[BIG]["exchanges"]) == LONG
    assert {row["state"] for row in rows.values()} == {"flagged", "confirmed"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/export/secrets", 404),
        ("/export/rings?format=xlsx", 400),
        ("/export/rings?state=guilty", 404),
        ("/export/rings?colour=red", 400),
        ("/export/traffic?since=D-000001", 400),
        ("/export/rings?since=D-999999", 404),
    ],
)
def test_bad_questions_have_clear_answers(client: TestClient, path: str, status: int):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]


def test_exports_are_in_the_audit_log(closed: TestClient, tokens: dict[str, str], session_settings: Settings):
    closed.get("/export/links", headers=bearer(tokens["exporter"]))
    last = json.loads((session_settings.home / "audit" / "events.jsonl").read_text().splitlines()[-1])
    assert (last["who"], last["did"], last["table"]) == ("test exporter", "export", "links")
