"""Feeds from HTTP, an S3-compatible store and standard input: laid down whole, fetched once, within bounds."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import zstandard

from app.errors import DataError, LockedError, UsageError
from app.ingest.arrivals import TRIES, Arrivals, fetched, forget_arrivals, from_stream
from app.ingest.remote import remote
from app.ingest.run import inspect
from app.ingest.sources import find_sources, waiting_sources
from app.settings import Settings
from tests.unit.ingest.feed_servers import Shelf, http_shelf, s3_shelf

ROWS = "".join(f"a{n * 7919 % 99991},2026-03-01T00:00:{n % 60:02}Z\n" for n in range(9_000))
EXCHANGES = f"account_id,occurred_at\n{ROWS}".encode()
FILES = {
    "exchanges-1.csv.gz": gzip.compress(EXCHANGES),
    "day 2/exchanges-2.csv.zst": zstandard.compress(EXCHANGES),
    "day 2/accounts.csv": b"account_id,created_at\na1,2026-01-01T00:00:00Z\n",
    "_log/exchanges-3.csv": EXCHANGES,
    "exchanges-4.csv.part": EXCHANGES,
    "truth/truth.csv": b"account_id,ring\n",
}
TAKEN = ["day 2/accounts.csv", "day 2/exchanges-2.csv.zst", "exchanges-1.csv.gz"]


class Known:
    """A graph that has read files of these hashes."""

    def __init__(self) -> None:
        self.hashes: set[str] = set()

    def read(self, query: Any, **params: Any) -> list[dict[str, Any]]:
        return [{"sha256": one, "status": "done", "reason": ""} for one in params["hashes"] if one in self.hashes]


class Place:
    """A server with files, and a home that fetches from it."""

    def __init__(self, shelf: Shelf, address: str, prefix: str, settings: Settings) -> None:
        self.shelf, self.address, self.prefix, self.settings, self.graph = shelf, address, prefix, settings, Known()
        shelf.files.update({prefix + name: content for name, content in FILES.items()})

    def fetch(self, look: Callable[[Arrivals], Any] = lambda found: None, since: date | None = None) -> Arrivals:
        """Fetch, look at it while it lies there, and read it into the graph."""
        with fetched(self.graph, self.settings, self.address, since) as found:  # type: ignore[arg-type]
            look(found)
            self.graph.hashes |= {inspect(source).scan.sha256 for source in find_sources(found.folder)}
        return found

    def sent(self) -> list[str]:
        return [name.removeprefix(self.prefix) for name in self.shelf.fetched() if name in self.shelf.files]


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture(params=["http", "s3"])
def place(request: pytest.FixtureRequest, home: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with (http_shelf if request.param == "http" else s3_shelf)() as shelf:
        if request.param == "http":
            yield Place(shelf, f"{shelf.url}/feeds/", "feeds/", home)
            return
        monkeypatch.setenv("AWS_ENDPOINT_URL", shelf.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "reader")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-test")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield Place(shelf, "s3://bucket/feeds", "bucket/feeds/", home)


def names(found: Arrivals) -> list[str]:
    return sorted(source.name for source in find_sources(found.folder))


def contents(found: Arrivals) -> dict[str, bytes]:
    return {source.name: source.path.read_bytes() for source in find_sources(found.folder)}


def test_feeds_are_laid_down_as_they_are_and_fetched_once(place: Place) -> None:
    told: list[dict[str, bytes]] = []
    first = place.fetch(lambda found: told.append(contents(found)))
    assert told == [{name: FILES[name] for name in TAKEN}]
    assert (first.known, first.left) == (0, {})
    assert not first.folder.exists()
    assert set(place.sent()) == set(TAKEN)
    place.shelf.asked.clear()
    assert place.fetch().known == 3
    assert place.sent() == []
    place.shelf.files[place.prefix + "exchanges-5.csv"] = EXCHANGES[:-1]
    told.clear()
    assert place.fetch(lambda found: told.append(contents(found))).known == 3
    assert told == [{"exchanges-5.csv": EXCHANGES[:-1]}]
    place.graph.hashes.clear()  # an older backup was restored: what the home remembers is not enough
    assert place.fetch(lambda found: told.append(contents(found))).known == 0
    assert sorted(told[-1]) == sorted([*TAKEN, "exchanges-5.csv"])


def test_a_cut_connection_costs_nothing(place: Place) -> None:
    name = place.prefix + "exchanges-1.csv.gz"
    place.shelf.cuts[name] = TRIES - 1
    told: list[dict[str, bytes]] = []
    assert place.fetch(lambda found: told.append(contents(found))).left == {}
    assert told[0]["exchanges-1.csv.gz"] == FILES["exchanges-1.csv.gz"]


def test_a_file_that_is_always_cut_is_left_and_the_others_come(place: Place) -> None:
    place.shelf.files[place.prefix + "exchanges-1.csv.gz"] += bytes(99)
    place.shelf.cuts[place.prefix + "exchanges-1.csv.gz"] = 1000
    told: list[list[str]] = []
    found = place.fetch(lambda found: told.append(names(found)))
    assert list(found.left) == ["exchanges-1.csv.gz"]
    assert "left to the next run" in found.left["exchanges-1.csv.gz"]
    assert told == [[name for name in TAKEN if name != "exchanges-1.csv.gz"]]
    place.shelf.cuts.clear()
    assert place.fetch(lambda found: told.append(names(found))).left == {}
    assert told[-1] == ["exchanges-1.csv.gz"]
    assert list((found.folder.parent / "parts").iterdir()) == []


LONG = bytes(range(251)) * 80_000
"""20 MB: half of it outgrows what a socket and the client hold unread, which a cut connection may lose."""


@pytest.mark.parametrize("between", ["same", "changed", "ranges unknown", "part lost", "gone"])
def test_a_cut_download_goes_on_where_it_was_cut_if_it_is_the_same_file(home: Settings, between: str) -> None:
    with http_shelf() as shelf:
        place, name = Place(shelf, f"{shelf.url}/feeds/", "feeds/", home), "feeds/exchanges-9.csv"
        shelf.files = {name: LONG}
        shelf.cuts[name] = TRIES
        found = place.fetch()
        assert list(found.left) == ["exchanges-9.csv"]
        parts = found.folder.parent / "parts"
        [held] = [path.stat().st_size for path in parts.glob("*.bytes")]
        assert 0 < held < len(LONG)
        shelf.headers.clear()
        if between == "changed":
            shelf.files[name] = LONG[::-1]
        elif between == "ranges unknown":
            shelf.rangeless = True
        elif between == "part lost":
            next(parts.glob("*.bytes")).write_bytes(b"")
        elif between == "gone":
            shelf.files = {"feeds/accounts.csv": b"account_id,created_at\n"}
        told: list[dict[str, bytes]] = []
        assert place.fetch(lambda found: told.append(contents(found))).left == {}
        expected = {path.removeprefix("feeds/"): content for path, content in shelf.files.items()}
        assert told == [expected]
        ranges = [asked["Range"] for asked in shelf.headers if "Range" in asked]
        assert ranges == ([f"bytes={held}-"] if between in ("same", "ranges unknown") else [])
        assert list(parts.iterdir()) == []


def test_a_file_without_a_version_starts_over(home: Settings) -> None:
    with http_shelf() as shelf:
        place, name = Place(shelf, f"{shelf.url}/feeds/exchanges-9.csv", "feeds/", home), "feeds/exchanges-9.csv"
        shelf.files, shelf.unmarked = {name: LONG}, True
        shelf.cuts[name] = TRIES - 1
        told: list[dict[str, bytes]] = []
        assert place.fetch(lambda found: told.append(contents(found))).left == {}
        assert told == [{"exchanges-9.csv": LONG}]
        assert not any("Range" in asked for asked in shelf.headers)


def test_what_a_killed_run_had_fetched_is_not_fetched_again(place: Place) -> None:
    class Killed(BaseException):
        pass

    def die(found: Arrivals) -> None:
        raise Killed

    with pytest.raises(Killed):
        place.fetch(die)
    assert [source.name for source in waiting_sources(place.settings)] == TAKEN
    place.shelf.asked.clear()
    told: list[list[str]] = []
    place.fetch(lambda found: told.append(names(found)))
    assert (told, place.sent()) == ([TAKEN], [])
    forget_arrivals(place.settings)
    assert waiting_sources(place.settings) == []


def test_no_more_is_laid_down_than_allowed(place: Place) -> None:
    place.settings = place.settings.model_copy(update={"max_download": 1000})
    told: list[list[str]] = []
    found = place.fetch(lambda found: told.append(names(found)))
    assert told == [["day 2/accounts.csv"]]
    assert sorted(found.left) == TAKEN[1:]
    assert place.sent() == ["day 2/accounts.csv"]
    assert "RINGLEADER_MAX_DOWNLOAD" in found.left["exchanges-1.csv.gz"]


def test_since_leaves_older_files_where_they_are(place: Place) -> None:
    assert place.fetch(since=date(2026, 3, 2)).known == 3
    assert place.sent() == []
    assert place.fetch(since=date(2026, 3, 1)).known == 0


def test_one_file_may_be_named(place: Place) -> None:
    place.address = place.address.rstrip("/") + "/exchanges-1.csv.gz"
    told: list[list[str]] = []
    place.fetch(lambda found: told.append(names(found)))
    assert told == [["exchanges-1.csv.gz"]]


def test_one_run_fetches_at_a_time(place: Place) -> None:
    def again(found: Arrivals) -> None:
        with pytest.raises(LockedError):
            place.fetch()

    place.fetch(again)


def test_a_place_without_anything_or_anybody_is_said(place: Place, home: Settings) -> None:
    place.address = place.address.replace("feeds", "elsewhere")
    with pytest.raises((UsageError, DataError)):
        place.fetch()
    with pytest.raises(DataError, match="cannot be read"), fetched(Known(), home, "http://127.0.0.1:1/x/"):  # type: ignore[arg-type]
        pass


def test_a_size_that_is_not_told_is_bounded_all_the_same(home: Settings) -> None:
    with http_shelf() as shelf:
        shelf.untold = True
        place = Place(shelf, f"{shelf.url}/feeds/exchanges-1.csv.gz", "feeds/", home)
        told: list[dict[str, bytes]] = []
        assert place.fetch(lambda found: told.append(contents(found))).left == {}
        assert told == [{"exchanges-1.csv.gz": FILES["exchanges-1.csv.gz"]}]
        place.settings = home.model_copy(update={"max_download": 100})
        assert list(place.fetch().left) == ["exchanges-1.csv.gz"]


def test_a_long_list_comes_in_pages(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_shelf() as shelf:
        shelf.page = 7
        shelf.files |= {f"bucket/p/accounts-{n:03}.csv": b"account_id,created_at\n" for n in range(40)}
        monkeypatch.setenv("AWS_ENDPOINT_URL", shelf.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "reader")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-test")
        assert len(remote("s3://bucket/p", home).files()) == 40
        assert "secret-of-the-test" not in str(shelf.headers)
        assert "Credential=reader/" in str(shelf.headers)


def test_credentials_come_from_files_and_never_from_the_address(home: Settings, tmp_path: Path) -> None:
    with http_shelf() as shelf:
        shelf.token = "t0ken"
        place = Place(shelf, f"{shelf.url}/feeds/exchanges-1.csv.gz", "feeds/", home)
        with pytest.raises(DataError, match="cannot be read"):
            place.fetch()
        (tmp_path / "token").write_text("t0ken\n")
        place.settings = home.model_copy(update={"source_token_file": tmp_path / "token"})
        assert place.fetch().left == {}
        with pytest.raises(UsageError, match="https"):
            remote("http://feeds.example/x.csv", place.settings)
    with pytest.raises(UsageError, match="credentials") as caught:
        remote("https://me:secret@feeds.example/x.csv", home)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("form", ["csv", "csv.gz", "csv.zst", "CSV"])
def test_standard_input_is_a_file_named_by_its_content(home: Settings, form: str) -> None:
    pack = {"gz": partial(gzip.compress, mtime=0), "zst": zstandard.compress}.get(form.rpartition(".")[2], bytes)
    seen = []
    for content in (EXCHANGES, EXCHANGES, EXCHANGES[:-24]):
        with from_stream(home, io.BytesIO(pack(content)), "exchanges", form) as found:
            [source] = find_sources(found.folder)
            assert (source.kind, source.format, inspect(source).problem) == ("exchanges", "csv", "")
            seen.append(source.name)
    assert [name == seen[0] for name in seen] == [True, True, False]
    assert waiting_sources(home) == []


def test_standard_input_that_cannot_be_taken_is_refused(home: Settings) -> None:
    for kind, form, content in (("people", "csv", b"x"), ("exchanges", "txt", b"x"), ("exchanges", "csv", b"")):
        with pytest.raises(UsageError), from_stream(home, io.BytesIO(content), kind, form):
            pass
    small = home.model_copy(update={"max_download": 5})
    with pytest.raises(DataError, match="larger"), from_stream(small, io.BytesIO(b"123456"), "exchanges", "csv"):
        pass
    assert waiting_sources(home) == []
