"""Where feeds lie that are not on this machine: HTTP(S) through fsspec, S3-compatible stores through pyarrow.

Credentials come from the environment or from files and are never part of an address: for S3 what AWS clients read
(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE and its files, AWS_ENDPOINT_URL, AWS_REGION), for HTTP a bearer
token in RINGLEADER_SOURCE_TOKEN_FILE.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any, Final, Protocol, cast
from urllib.parse import unquote, urlsplit

import pyarrow.fs as pafs
from fsspec.implementations.http import HTTPFileSystem

from app.errors import DataError, UsageError
from app.ingest.sources import ignored
from app.settings import Settings

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_DEEPEST: Final = 8


@dataclass(frozen=True, slots=True, order=True)
class RemoteFile:
    """A feed file as its server lists it."""

    name: str
    """Path below the address, with forward slashes."""
    address: str
    size: int | None
    """Bytes; None where the server does not tell beforehand."""
    version: str
    """What changes with the content: size and time or tag, as far as the server tells."""
    modified: date | None
    tag: str = ""
    """HTTP's ETag, where there is one."""
    changed: str = ""
    """HTTP's Last-Modified, as it was told."""


class Remote(Protocol):
    """One address with feed files below it."""

    def files(self) -> list[RemoteFile]:
        """Every feed file, in order of name. Raises DataError when the server cannot be asked."""
        ...

    def open(self, file: RemoteFile, start: int = 0) -> IO[bytes] | None:
        """Its bytes from `start` on; None where the server gives no such part of this very version.

        Raises OSError when the server or the connection fails.
        """
        ...


def remote(place: str, settings: Settings) -> Remote:
    """The store behind an address. Raises UsageError for one that holds credentials or names nothing."""
    parts = urlsplit(place)
    if parts.username or parts.password:
        raise UsageError(
            "an address must not hold credentials",
            where=f"{parts.scheme}://{parts.hostname}",
            do="Give them in the environment or in a file (docs/feeds.md)",
        )
    if not parts.netloc:
        raise UsageError("names no host or bucket", where=place)
    return _S3(parts.netloc, parts.path.strip("/")) if parts.scheme == "s3" else _Http(place, settings)


def _wanted(name: str) -> bool:
    folders = name.split("/")
    return all(folders) and "truth" not in folders[:-1] and not any(map(ignored, folders))


class _S3:
    """Objects below a prefix; a prefix that is one object is that file."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self.base = f"{bucket}/{prefix}" if prefix else bucket
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        self.store = pafs.S3FileSystem(
            endpoint_override=endpoint, region=region, connect_timeout=20, request_timeout=60
        )

    def files(self) -> list[RemoteFile]:
        """Objects that may be feeds."""
        try:
            [told] = self.store.get_file_info([self.base])
            if told.type == pafs.FileType.File:
                return [self._file(told, told.base_name)]
            selector = pafs.FileSelector(self.base, recursive=True)
            infos = [info for info in self.store.get_file_info(selector) if info.type == pafs.FileType.File]
        except FileNotFoundError as error:
            raise UsageError("there is nothing there", where=f"s3://{self.base}") from error
        except OSError as error:
            raise unreachable(f"s3://{self.base}", error) from error
        named = [(info, info.path.removeprefix(f"{self.base}/")) for info in infos]
        return sorted(self._file(info, name) for info, name in named if _wanted(name))

    def _file(self, info: pafs.FileInfo, name: str) -> RemoteFile:
        moment = info.mtime.astimezone(UTC) if info.mtime else None
        version = f"{info.size} {moment.isoformat() if moment else ''}"
        return RemoteFile(name, info.path, info.size, version, moment.date() if moment else None)

    def open(self, file: RemoteFile, start: int = 0) -> IO[bytes] | None:
        """Read by ranged requests, which the client repeats by itself when one fails."""
        if start and self._file(self.store.get_file_info([file.address])[0], file.name).version != file.version:
            return None
        stream = self.store.open_input_file(file.address)
        stream.seek(start)
        return cast(IO[bytes], stream)


class _Http:
    """One file, or (an address that ends in /) what an index page and those below it link to."""

    def __init__(self, url: str, settings: Settings) -> None:
        parts = urlsplit(url)
        self.url, self.headers = url, {"Accept-Encoding": "identity"}
        if settings.source_token_file:
            if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
                raise UsageError("a token is sent over https only", where=url, do="Use https")
            self.headers["Authorization"] = f"Bearer {_token(settings)}"
        client = {"headers": self.headers, "auto_decompress": False}  # the bytes as they lie there
        self.store = HTTPFileSystem(skip_instance_cache=True, use_listings_cache=False, client_kwargs=client)

    def files(self) -> list[RemoteFile]:
        """Linked files that may be feeds."""
        if urlsplit(self.url).query:
            raise UsageError("an address must not have a query", where=self.url.partition("?")[0])
        try:
            if not self.url.endswith("/"):
                return [self._file(self.url, unquote(self.url.rsplit("/", 1)[1]))]
            return sorted(self._linked(url, name) for url, name in self._below(self.url, 0))
        except FileNotFoundError as error:  # fsspec's word for every failure; the cause tells them apart
            if getattr(error.__cause__, "status", 404) != 404 or isinstance(error.__cause__, OSError):
                raise unreachable(self.url, error.__cause__ or error) from error
            raise UsageError("there is nothing there", where=self.url) from error
        except Exception as error:  # aiohttp has a tree of its own, which is no part of fsspec's interface
            if isinstance(error, UsageError):
                raise
            raise unreachable(self.url, error) from error

    def _below(self, folder: str, depth: int) -> Iterator[tuple[str, str]]:
        for url in sorted({str(link).partition("#")[0] for link in self.store.ls(folder, detail=False)}):
            name = unquote(url.removeprefix(self.url))
            if not url.startswith(folder) or url == folder or "?" in url or ".." in name.split("/"):
                continue  # up, across, or another order of the same page
            if url.endswith("/"):
                if depth < _DEEPEST and _wanted(f"{name}x"):
                    yield from self._below(url, depth + 1)
            elif _wanted(name):
                yield url, name

    def _linked(self, url: str, name: str) -> RemoteFile:
        try:
            return self._file(url, name)
        except FileNotFoundError:  # a link that leads nowhere: fetching it will say so
            return RemoteFile(name, url, None, "", None)

    def _file(self, url: str, name: str) -> RemoteFile:
        told: dict[str, Any] = self.store.info(url)
        modified = _http_date(told.get("Last-Modified"))
        marks = [str(told.get(mark) or "") for mark in ("size", "ETag", "Last-Modified")]
        version = " ".join(marks) if any(marks[1:]) else ""
        return RemoteFile(
            name, url, told.get("size"), version, modified.date() if modified else None, marks[1], marks[2]
        )

    def open(self, file: RemoteFile, start: int = 0) -> IO[bytes] | None:
        """One request, read as it comes; a later part is asked for under the condition that nothing has changed."""
        if not start:
            return _as_os_errors(self.store.open(file.address, block_size=0))
        mark = _strong_mark(file)
        if not mark:
            return None
        asked = {"Range": f"bytes={start}-", "If-Range": mark}
        stream = self.store.open(file.address, block_size=0, size=file.size or 1, headers=asked)
        if _range_start(stream) == start:
            return _as_os_errors(stream)
        stream.close()  # the whole file: it has changed, or the server knows no ranges
        return None


def _strong_mark(file: RemoteFile) -> str:
    """What If-Range may name (RFC 9110, 13.1.5): a strong tag, else the time; "" where neither was told."""
    return file.changed if file.tag.startswith("W/") or not file.tag else file.tag


def _range_start(stream: Any) -> int | None:
    """Where the part of an answer begins; None of an answer that is no part."""
    answer = stream.r
    told = str(answer.headers.get("Content-Range", "")) if answer.status == 206 else ""
    found = re.fullmatch(r"bytes (\d+)-\d+/(?:\d+|\*)", told)
    return int(found[1]) if found else None


class _Stream:
    """A stream whose failures of any client library are OSError."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        try:
            return bytes(self.inner.read(size))
        except Exception as error:
            raise OSError(str(error) or type(error).__name__) from error

    def __enter__(self) -> _Stream:
        """Use as a context manager."""
        return self

    def __exit__(self, *ending: object) -> None:
        """Close the connection."""
        self.inner.close()


def _as_os_errors(inner: Any) -> IO[bytes]:
    return cast(IO[bytes], _Stream(inner))


@contextmanager
def opened(store: Remote, file: RemoteFile, start: int = 0) -> Iterator[tuple[IO[bytes], int]]:
    """The file's bytes and where they begin: at `start` where the server can, else at 0.

    Whatever goes wrong at their beginning is an OSError too.
    """
    try:
        stream = store.open(file, start) if start else None
        begun = start if stream else 0
        stream = stream or store.open(file)
    except Exception as error:
        raise OSError(str(error) or type(error).__name__) from error
    if stream is None:
        raise OSError("the server gave no file")
    with stream as handle:
        yield handle, begun


def unreachable(place: str, error: BaseException) -> DataError:
    """The error for a server that cannot be asked."""
    why = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
    return DataError(f"the source cannot be read: {why}", where=place, do="Nothing was changed; run it again")


def _token(settings: Settings) -> str:
    path = settings.source_token_file
    assert path is not None  # noqa: S101 - asked before
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read ({error})", where=str(path)) from error
    if not token or not token.isprintable() or " " in token:
        raise UsageError("holds no token", where=str(path), do="One line of printable characters")
    return token


def _http_date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except ValueError:
        return None
