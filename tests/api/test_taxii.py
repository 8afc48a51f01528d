"""TAXII 2.1 with the client that others use, over a loopback port."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import uvicorn
from requests.auth import AuthBase
from starlette.testclient import TestClient
from taxii2client.v21 import ApiRoot, Collection, Server, as_pages

from app.api.server import listening
from app.api.taxii import MEDIA, collection_id
from app.exports.stix.build import encode
from app.exports.stix.run import read_bundle
from app.graph import Neo4jStore, load_key
from app.model.attribution import Tlp
from app.model.rings import RINGS
from app.settings import Settings

pytestmark = pytest.mark.graph

DATES = """
MERGE (d:DetectionRun {run_id: 'D-000001'}) SET d.started_at = datetime('2026-03-05T00:00:00Z'), d.parameters = '{}'
WITH 1 AS one
MATCH (r:Ring) SET r.from_run = 'D-000001'
SET r.last_run = CASE WHEN r.ring_id ENDS WITH 'C' THEN 'D-000002' ELSE 'D-000001' END
"""


class Bearer(AuthBase):
    """How our tokens travel."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


@pytest.fixture(scope="module")
def dated(world: Neo4jStore) -> Neo4jStore:
    world.driver.execute_query(DATES)
    return world


@pytest.fixture(scope="module")
def url(dated: Neo4jStore, closed: TestClient) -> Iterator[str]:
    """The application on a real port."""
    with listening("127.0.0.1", 0) as sock:
        # lifespan is the test client's: it has opened the graph
        server = uvicorn.Server(uvicorn.Config(closed.app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def root(url: str, tokens: dict[str, str]) -> Callable[[str], ApiRoot]:
    def of(role: str) -> ApiRoot:
        server = Server(f"{url}/taxii2/", auth=Bearer(tokens[role]))
        assert server.default.url == server.api_roots[0].url
        return server.default

    return of


@pytest.fixture(scope="module")
def amber(root: Callable[[str], ApiRoot]) -> Collection:
    return next(one for one in root("exporter").collections if one.alias == "amber")


def everything(collection: Collection, per_request: int, **filters: Any) -> list[dict[str, Any]]:
    return [one for page in as_pages(collection.get_objects, per_request, **filters) for one in page.get("objects", [])]


def test_collections_by_role(root: Callable[[str], ApiRoot]):
    levels = {role: [one.alias for one in root(role).collections] for role in ("exporter", "investigator", "admin")}
    assert levels["exporter"] == ["green", "amber"]
    assert levels["investigator"] == levels["admin"] == ["green", "amber", "amber-strict"]
    assert root("exporter").versions == [MEDIA]


def test_its_objects_are_the_bundles(amber: Collection, dated: Neo4jStore, session_settings: Settings):
    bundle, rings, _ = read_bundle(dated, load_key(session_settings), RINGS, (), Tlp.AMBER)
    found = everything(amber, 1000)
    assert rings > 20 and encode({**bundle, "objects": found}) == encode(bundle)
    small = everything(amber, 7)
    assert [one["id"] for one in small] == [one["id"] for one in found]


def test_only_what_was_added_after(amber: Collection):
    pages = list(as_pages(amber.get_manifest, 50))
    records = [one for page in pages for one in page["objects"]]
    dates = [one["date_added"] for one in records]
    assert dates == sorted(dates) and len({one["id"] for one in records}) == len(records) > 100
    middle = dates[len(dates) // 2]
    later = everything(amber, 1000, added_after=middle)
    assert {one["id"] for one in later} == {one["id"] for one in records if one["date_added"] > middle}
    assert later and {one["name"][-1] for one in later if one["type"] == "campaign"} == {"C"}
    assert everything(amber, 1000, added_after=dates[-1]) == []


def test_filters_objects_and_versions(amber: Collection):
    campaigns = everything(amber, 1000, type="campaign")
    assert {one["type"] for one in campaigns} == {"campaign"}
    one = campaigns[0]
    assert amber.get_object(one["id"])["objects"] == [one]
    (version,) = amber.object_versions(one["id"])["versions"]
    assert [each["id"] for each in everything(amber, 10, id=one["id"], version=version)] == [one["id"]]
    assert everything(amber, 10, id=one["id"], version="2020-01-01T00:00:00Z") == []
    assert everything(amber, 10, type=["campaign", "report"], id=one["id"]) == [one]
    with pytest.raises(requests.HTTPError, match="404"):
        amber.get_object("campaign--00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("collections/amber/objects/", {"Accept": "application/taxii+json;version=2.0"}, 406),
        ("collections/amber/objects/", {"Accept": "text/html"}, 406),
        ("collections/amber/objects/", {"Accept": "text/html, application/taxii+json"}, 200),
        ("collections/amber/objects/?limit=0", {}, 400),
        ("collections/amber/objects/?limit=-1", {}, 400),
        ("collections/amber/objects/?limit=99999999999999999999", {}, 200),
        ("collections/amber/objects/?added_after=yesterday", {}, 400),
        ("collections/amber/objects/?added_after=2026-01-01T00:00:00", {}, 400),
        ("collections/amber/objects/?next=bogus", {}, 400),
        ("collections/amber/objects/?colour=red", {}, 400),
        ("collections/amber-strict/objects/", {}, 404),
        (f"collections/{collection_id(Tlp.AMBER_STRICT)}/manifest/", {}, 404),
        ("collections/none/", {}, 404),
        ("collections/amber/", {}, 200),
    ],
)
def test_bad_questions(url: str, tokens: dict[str, str], path: str, headers: dict[str, str], status: int):
    answer = requests.get(f"{url}/taxii2/rings/{path}", headers=headers, auth=Bearer(tokens["exporter"]), timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA)
    if status >= 400:
        assert answer.json()["http_status"] == str(status) and answer.json()["title"]


def test_a_page_of_another_list_is_refused(url: str, tokens: dict[str, str]):
    objects, auth = f"{url}/taxii2/rings/collections/amber/objects/", Bearer(tokens["exporter"])
    first = requests.get(objects, params={"limit": 5}, auth=auth, timeout=60)
    assert first.json()["more"] is True
    assert first.headers["X-TAXII-Date-Added-First"] <= first.headers["X-TAXII-Date-Added-Last"]
    other = requests.get(objects, params={"next": first.json()["next"], "match[type]": "report"}, auth=auth, timeout=60)
    assert other.status_code == 400 and "`next`" in other.json()["title"]


def test_who_may_and_what_is_written_down(url: str, tokens: dict[str, str], session_settings: Settings):
    path = f"{url}/taxii2/rings/collections/green/objects/"
    none = requests.get(path, timeout=60)
    assert none.status_code == 401 and "Bearer" in none.headers["WWW-Authenticate"]
    assert requests.get(path, auth=Bearer(tokens["viewer"]), timeout=60).status_code == 403
    assert requests.get(path, auth=Bearer(tokens["admin"]), timeout=60).status_code == 200
    with contextlib.closing((session_settings.home / "audit" / "events.jsonl").open()) as log:
        last = json.loads(log.readlines()[-1])
    assert (last["who"], last["did"], last["table"], last["tlp"]) == ("test admin", "export", "stix", "green")
    assert requests.post(path, json={}, auth=Bearer(tokens["admin"]), timeout=60).status_code == 405
